/* What accounts have to let go (SPEC 5.8, 11.2): the work list, one unbinding with what may be done about it, and opening one. */
#include "account/account.h"
#include "association/association_unbinding.h"
#include "association/association_unbinding_open.h"
#include "award/award.h"
#include "case/case.h"
#include "door/desk/desk_inside.h"
#include "door/desk/desk_records.h"
#include "door/desk/desk_sides.h"
#include "intake/intake_demographic.h"
#include "letter/address.h"
#include "outside/settings.h"
#include "outside/unicode.h"

enum { MOST_UNBINDINGS = 500, MOST_CLAIMS = 20, MOST_TOLD = 50 };

static enum unbinding_show show_of(struct text shown)
{
    if (text_is(shown, "objections")) return UNBINDINGS_OBJECTED;
    if (text_is(shown, "others")) return UNBINDINGS_OTHERS;
    return text_is(shown, "all") ? UNBINDINGS_ALL : UNBINDINGS_WAITING;
}

/* The case of the one that runs already of what was typed; empty: there is none. */
static enum result find_there(struct visit *visit, struct text *number)
{
    int64_t mailbox, record;
    *number = TEXT("");
    enum result found = unbinding_find(visit->context, form_text(&visit->form, "what"), &mailbox, &record);
    if (found == RESULT_REFUSED) error_clear(&visit->context->error);
    if (found == RESULT_OK) found = unbinding_case_there(visit->context, mailbox, record, number);
    return found < 0 && found != RESULT_REFUSED ? found : RESULT_OK;
}

enum result desk_unbindings_again(struct visit *visit, int status)
{
    struct unbinding_count objected, others;
    enum unbinding_show show = show_of(form_text(&visit->form, "show"));
    TRY(unbinding_counts(visit->context, &objected, &others));
    struct desk_unbindings_page page = {.what = form_text(&visit->form, "what"), .owner = form_text(&visit->form, "user_name"), .reason = form_text(&visit->form, "reason"), .waiting = show == UNBINDINGS_WAITING,
                                        .objected = show == UNBINDINGS_OBJECTED, .others = show == UNBINDINGS_OTHERS, .all = show == UNBINDINGS_ALL,
                                        .objected_count = objected.waiting, .others_count = others.waiting, .waiting_count = objected.waiting + others.waiting,
                                        .may_unbind = audit_allows(&visit->context->actor, MAY_UNBIND), .second_person = visit->context->settings->second_person};
    TRY(unbinding_list(visit->context, show, 0, MOST_UNBINDINGS, &page.unbindings));
    if (page.may_unbind && !text_empty(page.what)) TRY(find_there(visit, &page.there));
    return web_show(visit, DESK_PAGE_UNBINDINGS, status, &page);
}

enum result desk_unbindings(struct visit *visit)
{
    return desk_unbindings_again(visit, 200);
}

enum result desk_account_named(struct visit *visit, struct text name, int64_t *id)
{
    struct account account;
    name = text_trim(name);
    enum result found = account_by_name(visit->context, name, &account);
    if (found == RESULT_NONE && web_number(name)) found = account_read(visit->context, web_number(name), &account);
    if (found == RESULT_OK) *id = account.id;
    return found;
}

/* Whose it is, where staff know it. */
static enum result find_owner(struct visit *visit, int64_t *owner)
{
    struct text name = form_text(&visit->form, "user_name");
    if (text_empty(text_trim(name))) return RESULT_OK;
    enum result found = desk_account_named(visit, name, owner);
    return found == RESULT_NONE ? FIELD_FAIL(visit->context, "user_name", "desk.no_owner", N_("There is no account of that user name or number.")) : found;
}

enum result desk_unbinding_open(struct visit *visit)
{
    struct context *context = visit->context;
    struct unbinding_opening wish = {.cause = UNBINDING_STAFF, .reason = form_text(&visit->form, "reason")};
    enum result found = unbinding_find(context, form_text(&visit->form, "what"), &wish.mailbox, &wish.record);
    TRY(found);
    TRY(find_owner(visit, &wish.claimant));
    if (found == RESULT_OK) found = unbinding_open(context, &wish, NULL);
    TRY(found);
    if (found == RESULT_NONE) return FIELD_FAIL(context, "what", "desk.nothing_to_unbind", N_("No such mailbox or exam record is in an account."));
    struct text claimed = context->once.answer;
    if (!text_empty(claimed)) return web_go(visit, text_printf(context->arena, "/desk/unbindings/%.*s", TEXT_ARG(claimed)).bytes, "unbinding-claimed");
    return web_go(visit, "/desk/unbindings", wish.claimant ? "unbinding-open-both" : "unbinding-open");
}

static void keep_holders_words(struct list *entries)
{
    struct case_entry_view *items = (struct case_entry_view *)entries->items;
    size_t count = 0;
    for (size_t i = 0; i < entries->count; i++)
        if (items[i].by_asker && (items[i].message || !text_empty(items[i].together))) items[count++] = items[i];
    entries->count = count;
}

/* The exam record, as a person: it names one. */
static bool record_side(struct visit *visit, int64_t record, const struct list *records, struct desk_side *side)
{
    struct arena *arena = visit->context->arena;
    for (size_t i = 0; i < records->count; i++) {
        const struct person_record *item = (const struct person_record *)records->items + i;
        if (item->id != record) continue;
        *side = (struct desk_side){.title = text_printf(arena, "%.*s %.*s", TEXT_ARG(web_text(visit, N_("Exam record"))), TEXT_ARG(item->registration_id)),
                                   .name_latin = unicode_name(arena, item->first_name, item->last_name), .name_native = unicode_name(arena, item->native_first_name, item->native_last_name),
                                   .candidates = desk_side_line(visit, item->candidate_id), .mailboxes = desk_side_line(visit, item->mailbox), .records = {&person_record_record, NULL, 0},
                                   .certificates = {&certificate_record, NULL, 0}};
        return true;
    }
    return false;
}

/* Is the account of the first `count` there already? */
static bool is_there(const struct desk_side *items, size_t count, int64_t account)
{
    for (size_t i = 0; i < count; i++)
        if (items[i].account_id == account) return true;
    return false;
}

/* What is to be unbound, who has it, who would get it, and who else claims it (`claims`, of case_view): each held against the first. */
static enum result fill_sides(struct visit *visit, const struct unbinding_view *view, const struct list *claims, struct list *sides)
{
    struct desk_side *items = ARENA_ARRAY(visit->context->arena, 3 + claims->count, struct desk_side);
    struct list records = {&person_record_record, NULL, 0};
    size_t count = 1; /* the first is the record's */
    for (size_t i = 0; i < 2 + claims->count; i++) {
        struct person person;
        int64_t account = !i ? view->account_id : i == 1 ? view->claimant_id : ((const struct case_view *)claims->items)[i - 2].account_id;
        enum result found = account && !is_there(items + 1, count - 1, account) ? people_compare(visit->context, account, 0, &person) : RESULT_NONE;
        TRY(found);
        if (found == RESULT_NONE) continue;
        desk_side_of(visit, &person, &items[count++]);
        if (!records.count && record_side(visit, view->record_id, &person.records, &items[0])) records = person.records;
    }
    bool of_record = records.count;
    *sides = (struct list){&desk_side_record, of_record ? items : items + 1, of_record ? count : count - 1};
    struct desk_side *first = (struct desk_side *)sides->items;
    if (sides->count > 1) desk_sides_mark(visit, first, first + 1, sides->count - 1);
    desk_sides_fold(sides);
    return RESULT_OK;
}

enum result desk_unbinding_again(struct visit *visit, int status)
{
    struct context *context = visit->context;
    struct unbinding_view *view = ARENA_NEW(context->arena, struct unbinding_view);
    enum result found = unbinding_read(context, visit->rest, view);
    if (found == RESULT_NONE) return web_absent(visit);
    TRY(found);
    struct case_view of;
    struct list said, evidence;
    TRY(case_by_id(context, view->case_id, &of));
    int64_t before;
    TRY(case_entries(context, &of, 0, &said, &before));
    TRY(case_evidence_list(context, &of, &evidence));
    keep_holders_words(&said);
    bool proposed_himself = of.waiting_second && text_equal(of.first_by, visit->account.user_name), holds, claims;
    TRY(account_same_person(context, view->account_id, context->actor.account, &holds));
    TRY(account_same_person(context, view->claimant_id, context->actor.account, &claims));
    struct text proposal = of.waiting_second ? of.reason : TEXT("");
    struct desk_unbinding_page page = {.unbindings = {&unbinding_view_record, view, 1}, .number = view->case_number, .said = said, .said_before = before, .evidence = evidence, .typed = form_sent(&visit->form, "reason") ? form_text(&visit->form, "reason") : proposal, .lines = {&award_preview_line_record, NULL, 0},
                                       .own = holds || claims, .open = !view->done && !view->dropped && !view->undone,
                                       .proposed_by = of.waiting_second ? of.first_by : TEXT(""), .proposal = proposal};
    page.may_unbind = audit_allows(&context->actor, MAY_UNBIND) && !proposed_himself && !page.own;
    TRY(case_list(context, &(struct case_filter){.about = view->case_id}, MOST_CLAIMS, &page.claims));
    TRY(fill_sides(visit, view, &page.claims, &page.sides));
    TRY(intake_demographic_told(context, view->account_id, view->mailbox_id, view->record_id, MOST_TOLD, &page.told));
    address_show(context->arena, &page.told, "address");
    struct unbinding_undoing *undoing = ARENA_NEW(context->arena, struct unbinding_undoing);
    found = view->may_undo ? unbinding_undo_preview(context, view->id, undoing) : RESULT_NONE;
    TRY(found);
    page.undoing = (struct list){&unbinding_undoing_record, undoing, found == RESULT_OK};
    if (found == RESULT_OK && undoing->possible && view->claimant_id) { /* what goes back leaves who has claimed it */
        struct award_preview wish = {.account = view->claimant_id, .without_mailbox = view->mailbox_id, .without_record = view->record_id, .goes_to = view->account_id};
        TRY(award_preview(context, &wish, &page.lines));
    }
    if (page.open) {
        struct award_preview wish = {.account = view->account_id, .without_mailbox = view->mailbox_id, .without_record = view->record_id, .by_force = true};
        TRY(award_preview(context, &wish, &page.lines));
    }
    return web_show(visit, DESK_PAGE_UNBINDING, status, &page);
}

enum result desk_unbinding(struct visit *visit)
{
    return desk_unbinding_again(visit, 200);
}

enum result desk_unbinding_act(struct visit *visit)
{
    struct context *context = visit->context;
    struct unbinding_view view;
    struct text act = form_text(&visit->form, "act"), reason = form_text(&visit->form, "reason");
    bool effective = true;
    enum result result = unbinding_read(context, visit->rest, &view);
    if (result == RESULT_NONE) return web_absent(visit);
    TRY(result);
    if (text_is(act, "pause")) result = unbinding_pause(context, view.id, reason);
    else if (text_is(act, "resume")) result = unbinding_resume(context, view.id, reason);
    else if (text_is(act, "undo")) result = unbinding_undo(context, view.id, reason, &effective);
    else if (text_is(act, "unbind") || text_is(act, "drop")) result = unbinding_decide(context, view.id, text_is(act, "unbind"), reason, &effective);
    else return web_absent(visit);
    TRY(result);
    web_settle(visit);
    bool both = view.claimant_id || !text_empty(view.disputed_from);
    return web_go(visit, text_printf(context->arena, "/desk/unbindings/%.*s", TEXT_ARG(view.case_number)).bytes, !effective ? "unbinding-proposed" : both ? "unbinding-done-both" : "unbinding-done");
}
