/* theme/letters/case-*.{txt,html}. */
#include "audit/audit.h"
#include "case/case_inside.h"
#include "catalogue/catalogue.h"
#include "letter/letter.h"
#include "outside/json.h"
#include "outside/language.h"

struct case_letter {
    struct text number, kind; /* kind: its name in the recipient's language */
    struct text message;      /* case-message: what staff wrote */
    bool asks;                /* ... and that they wait for an answer */
    bool question;            /* it is a question: there is nothing to be granted */
    struct text asked;        /* ... and what its asker wrote last, where we answer or ask back */
    bool account;             /* it stands in an account, under My Cases */
    struct day not_before, due;
    bool provisional;         /* not_before past what the calendar knows (SPEC 1.2) */
    bool moved;               /* case-opened: not_before is later than he was told */
    bool granted, refused, answered, done;
    struct text reason;
};
#define F(MEMBER) FIELD(struct case_letter, MEMBER)
RECORD(case_letter_record, struct case_letter, F(number), F(kind), F(message), F(asks), F(question), F(asked), F(account), F(not_before), F(due), F(provisional), F(moved), F(granted), F(refused), F(answered),
       F(done), F(reason));

const struct page_binding case_letters[] = {
    {"case-opened", &case_letter_record},
    {"case-message", &case_letter_record},
    {"case-closed", &case_letter_record},
};
const size_t case_letter_count = sizeof case_letters / sizeof *case_letters;

static struct text wish_text(struct context *context, const struct json_value *wish, const char *name)
{
    return json_as_text(context->arena, json_member(wish, name));
}

/* Where the letter goes; false in `any` where it can go nowhere. */
static enum result recipient_of(struct context *context, const struct case_row *row, struct letter_recipient *recipient, bool *any)
{
    *any = false;
    if (!row->account_id) {
        struct json_value wish;
        TRY(json_parse(context, row->wish, CASE_WISH_LIMIT, &wish));
        struct text language = wish_text(context, &wish, "language");
        *recipient = (struct letter_recipient){.address = wish_text(context, &wish, "address"),
                                               .language = text_empty(language) ? "en" : text_string(context->arena, language)};
        *any = !text_empty(recipient->address);
        return RESULT_OK;
    }
    struct case_recipient holder;
    enum result found = case_store_recipient(context, row->account_id, &holder);
    TRY(found);
    if (found == RESULT_NONE || text_empty(holder.mailbox)) return RESULT_OK;
    *recipient = (struct letter_recipient){.account = holder.account_id, .address = holder.mailbox, .zone = holder.zone,
                                           .language = text_string(context->arena, holder.language),
                                           .name = letter_addressed(holder.language, holder.name_latin, holder.name_native), .user_name = holder.user_name};
    *any = true;
    return RESULT_OK;
}

enum result case_reached(struct context *context, const struct case_view *view, bool *reached)
{
    struct letter_recipient recipient;
    TRY(audit_may(context, MAY_READ_CASES));
    return recipient_of(context, &(struct case_row){.account_id = view->account_id, .wish = view->wish}, &recipient, reached);
}

/* What the asker of a question wrote last; empty where so much was written since that it is on no first page. */
static enum result asked_in(struct context *context, const struct case_row *row, struct text *asked)
{
    struct list entries;
    TRY(case_store_entries(context, row->id, false, 0, CASE_ENTRIES_A_PAGE, &entries));
    for (size_t i = 0; i < entries.count && text_empty(*asked); i++) {
        const struct case_entry_row *entry = (const struct case_entry_row *)entries.items + i;
        if (text_is(entry->what, "message") && (entry->actor_kind == ACTOR_ACCOUNT || entry->actor_kind == ACTOR_NOBODY)) *asked = entry->text;
    }
    return RESULT_OK;
}

static enum result write(struct context *context, const char *kind, const struct case_row *row, struct case_letter *item)
{
    struct letter_recipient recipient;
    bool any;
    TRY(recipient_of(context, row, &recipient, &any));
    if (!any) return RESULT_OK;
    item->number = row->number;
    item->kind = text_of(language_text(context->languages, recipient.language, case_kind_english(row->kind)));
    item->question = row->kind == CASE_QUESTION;
    if (item->question && (item->answered || !text_empty(item->message))) TRY(asked_in(context, row, &item->asked));
    item->account = row->account_id != 0;
    item->due = row->due;
    item->not_before = row->state == CASE_COOLING || item->moved ? row->not_before : NO_DAY;
    if (day_is(item->not_before)) {
        const struct catalogue *catalogue;
        TRY(catalogue_current(context, &catalogue));
        (void)calendar_is_working(catalogue->calendar, item->not_before, &item->provisional);
    }
    return letter_write(context, kind, &recipient, item, NULL, NULL);
}

enum result case_letter_opened(struct context *context, const struct case_row *row)
{
    struct case_letter item = {.asks = false};
    return write(context, "case-opened", row, &item);
}

enum result case_letter_moved(struct context *context, const struct case_row *row)
{
    struct case_letter item = {.moved = true};
    struct case_row told = *row;
    if (row->state == CASE_WAITING_ASKER) told.due = NO_DAY; /* that is his day, and he knows it */
    return write(context, "case-opened", &told, &item);
}

enum result case_letter_message(struct context *context, const struct case_row *row, struct text message, bool asks)
{
    struct case_letter item = {.message = message, .asks = asks};
    return write(context, "case-message", row, &item);
}

enum result case_letter_closed(struct context *context, const struct case_row *row, enum case_outcome outcome, struct text reason)
{
    struct case_letter item = {.granted = outcome == CASE_GRANTED, .refused = outcome == CASE_REFUSED, .answered = outcome == CASE_ANSWERED,
                               .done = outcome == CASE_DONE, .reason = reason};
    return write(context, "case-closed", row, &item);
}
