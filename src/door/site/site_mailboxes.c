/* My Exam > Trainee Mailbox Management (SPEC 5.5): what is associated, what would change if it were let go, and asking for that. */
#include "association/association.h"
#include "association/association_unbinding.h"
#include "award/award.h"
#include "door/site/site_inside.h"
#include "door/site/site_records.h"
#include "letter/address.h"

enum { MAILBOXES_A_PAGE = 15, HELD_SHOWN = 5, HELD_A_PAGE = 50, LINES_A_PAGE = 15, LEFT_A_PAGE = 5 };

void site_show_mailboxes(struct visit *visit, struct list *associations)
{
    struct association *items = (struct association *)associations->items;
    address_show(visit->context->arena, associations, "address");
    for (size_t i = 0; i < associations->count; i++) address_show(visit->context->arena, &items[i].unbindings, "address");
}

void site_show_left(struct visit *visit, struct list *left)
{
    address_show(visit->context->arena, left, "address");
}

enum result site_mailboxes(struct visit *visit)
{
    struct mailboxes_page page;
    struct list associations;
    TRY(association_list_with_records(visit->context, &associations));
    site_show_mailboxes(visit, &associations);
    site_part(visit, "mailboxes", MAILBOXES_A_PAGE, &associations, &page.mailboxes_part);
    struct association *items = (struct association *)associations.items;
    struct mailbox_card *cards = ARENA_ARRAY(visit->context->arena, associations.count + 1, struct mailbox_card);
    for (size_t i = 0; i < associations.count; i++) {
        size_t held = items[i].held.count, shown = held < HELD_SHOWN ? held : HELD_SHOWN;
        items[i].held.count = shown;
        cards[i] = (struct mailbox_card){.associations = {&association_record, &items[i], 1}, .further = (int64_t)(held - shown)};
    }
    page.cards = (struct list){&mailbox_card_record, cards, associations.count};
    TRY(association_left(visit->context, &page.left));
    site_show_left(visit, &page.left);
    site_part(visit, "left", LEFT_A_PAGE, &page.left, &page.left_part);
    TRY(site_waiting_for(visit, true, &page.requests));
    return web_show(visit, PAGE_MAILBOXES, 200, &page);
}

/* "mailbox/12" or "record/7". */
static struct association_thing thing_of(struct text path)
{
    struct text kind;
    struct association_thing thing = {0};
    text_split(&path, '/', &kind);
    if (text_is(kind, "mailbox")) thing.mailbox = web_number(path);
    if (text_is(kind, "record")) thing.record = web_number(path);
    return thing;
}

/* What the account has of that kind; NULL. */
static const struct association *find(const struct list *associations, struct association_thing thing)
{
    for (size_t i = 0; i < associations->count; i++) {
        const struct association *item = (const struct association *)associations->items + i;
        if (item->mailbox_id == thing.mailbox && item->record_id == thing.record) return item;
    }
    return NULL;
}

enum result site_let_go_again(struct visit *visit, int status)
{
    struct context *context = visit->context;
    struct list associations, mailboxes;
    TRY(association_list_with_records(context, &associations));
    TRY(association_list(context, &mailboxes));
    site_show_mailboxes(visit, &associations);
    site_show_mailboxes(visit, &mailboxes);
    const struct association *item = find(&associations, thing_of(visit->rest));
    if (!item) return web_absent(visit);
    struct let_go_page page = {.kind = item->record_id ? TEXT("record") : TEXT("mailbox"), .id = item->record_id ? item->record_id : item->mailbox_id, .of_record = item->record_id != 0, .address = item->address, .exam_code = item->exam_code,
                               .registration_id = item->registration_id, .exam_day = item->exam_day, .since = item->since, .means_words = item->means_words,
                               .letters = item->letters, .choose_first = item->letters && mailboxes.count > 1, .held = item->held};
    for (size_t i = 0; i < mailboxes.count && !item->letters; i++) {
        const struct association *mailbox = (const struct association *)mailboxes.items + i;
        if (mailbox->letters) page.own = mailbox->address;
    }
    TRY(award_preview(context, &(struct award_preview){.account = visit->account.id, .without_mailbox = item->mailbox_id, .without_record = item->record_id}, &page.lines));
    site_part(visit, "held", HELD_A_PAGE, &page.held, &page.held_part);
    site_part(visit, "lines", LINES_A_PAGE, &page.lines, &page.lines_part);
    return web_show(visit, PAGE_LET_GO, status, &page);
}

enum result site_let_go_form(struct visit *visit)
{
    return site_let_go_again(visit, 200);
}

enum result site_let_go(struct visit *visit)
{
    TRY(association_ask_to_let_go(visit->context, thing_of(visit->rest), text_is(form_text(&visit->form, "letter"), "own")));
    return web_go(visit, "/my/exams/waiting", "letter-sent");
}
