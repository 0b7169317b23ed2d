#include "association/association_unbinding_letter.h"

#include "account/account.h"
#include "association/association_merge_act.h"
#include "association/association_unbinding_act.h"
#include "calendar/calendar.h"
#include "case/case.h"
#include "catalogue/catalogue.h"
#include "letter/address.h"

#define F(MEMBER) FIELD(struct unbinding_letter, MEMBER)
RECORD(unbinding_letter_record, struct unbinding_letter, F(case_number), F(of_record), F(address), F(exam_code), F(registration_id), F(exam_day), F(by_owner), F(by_identity),
       F(by_staff), F(by_evidence), F(reason), F(opened), F(reminded), F(stopped), F(objected), F(goes_on), F(done), F(let_go), F(dropped), F(settled), F(undone), F(moved), F(act), F(decided), F(provisional), F(undo_until), F(looked_at), F(due),
       F(claimed), F(records), F(came), F(elsewhere), F(stays));

enum result unbinding_letter_reader(struct context *context, int64_t account_id, int64_t disputed_mailbox, struct unbinding_reader *reader)
{
    struct account account;
    struct text address;
    bool other;
    *reader = (struct unbinding_reader){.any = false};
    enum result found = account_read(context, account_id, &account);
    if (found != RESULT_OK) return found < 0 ? found : RESULT_OK;
    enum result proven = unbinding_store_letters_to(context, account_id, disputed_mailbox, &address, &other);
    if (proven != RESULT_OK) return proven < 0 ? proven : RESULT_OK; /* perhaps a stranger's, mistyped at sign-up */
    struct text name = letter_addressed(account.language, account.name_latin, account.name_native);
    if (text_empty(name)) name = account.user_name; /* the name in his records is perhaps the other side's */
    /* The only mailbox that is left may be read by the other side: it does not learn who the holder is. */
    *reader = (struct unbinding_reader){{.account = account_id, .address = address, .name = other ? name : TEXT(""), .zone = account.zone,
                                         .language = text_string(context->arena, account.language)},
                                        true};
    return RESULT_OK;
}

static enum result item_of(struct context *context, const struct unbinding_row *row, enum unbinding_turn turn, struct unbinding_letter *item)
{
    struct unbinding_thing thing;
    const struct catalogue *catalogue;
    enum result found = unbinding_store_thing(context, row->mailbox_id, row->record_id, &thing);
    TRY(found);
    TRY(catalogue_current(context, &catalogue));
    *item = (struct unbinding_letter){
        .of_record = row->record_id != 0, .address = thing.address, .exam_code = thing.exam_code, .registration_id = thing.registration_id, .exam_day = thing.exam_day,
        .by_owner = text_is(row->cause, "owner") && !row->lost_case_id, .by_identity = text_is(row->cause, "identity"), .by_staff = text_is(row->cause, "staff") || row->lost_case_id,
        .by_evidence = text_is(row->cause, "owner") && row->lost_case_id, .act = row->act, .decided = unbinding_needs_two(context, row->cause, row->claimant_by),
        .looked_at = text_is(row->state, "paused") || text_is(row->state, "objected"), .claimed = row->claimant_id != 0,
        .opened = turn == UNBINDING_OPENED, .reminded = turn == UNBINDING_REMINDED, .stopped = turn == UNBINDING_STOPPED || turn == UNBINDING_OBJECTED, .objected = turn == UNBINDING_OBJECTED, .goes_on = turn == UNBINDING_GOES_ON,
        .done = turn == UNBINDING_DONE, .let_go = turn == UNBINDING_LET_GO, .dropped = turn == UNBINDING_DROPPED || turn == UNBINDING_SETTLED, .settled = turn == UNBINDING_SETTLED, .undone = turn == UNBINDING_UNDONE,
        .undo_until = instant_is(row->undo_until) ? calendar_day(catalogue->calendar, row->undo_until) : NO_DAY};
    item->due = NO_DAY;
    if (item->looked_at || item->stopped) {
        TRY(unbinding_store_case_due(context, row->case_id, &item->due));
        if (day_is(item->due) && item->due.number < calendar_today(context, catalogue->calendar).number) item->due = NO_DAY;
    }
    if (turn == UNBINDING_UNDONE && row->mailbox_id) {
        struct list stays;
        int64_t all;
        TRY(unbinding_store_stays(context, row->mailbox_id, row->account_id, &stays, &all));
        item->stays = (int64_t)stays.count;
    }
    (void)calendar_add(catalogue->calendar, row->counted_from, (int)row->working_days, &item->provisional);
    return RESULT_OK;
}

/* The letter names the mailbox as its reader knows it. */
static enum result write(struct context *context, const char *kind, const struct letter_recipient *recipient, const struct unbinding_letter *item)
{
    struct unbinding_letter shown = *item;
    shown.address = address_shown(context->arena, item->address);
    return letter_write(context, kind, recipient, &shown, NULL, NULL);
}

enum result unbinding_letter_holder(struct context *context, const struct unbinding_reader *reader, const struct unbinding_row *row, enum unbinding_turn turn, struct text reason)
{
    if (!reader->any) return RESULT_OK;
    struct unbinding_letter item;
    TRY(item_of(context, row, turn, &item));
    TRY(unbinding_store_case_number_for(context, row->case_id, reader->recipient.account, &item.case_number));
    item.reason = reason;
    return write(context, turn < UNBINDING_DONE ? "association-unbinding" : "association-unbinding-end", &reader->recipient, &item);
}

/* What he can do next depends on whether anybody has it now. */
enum result unbinding_letter_disputer(struct context *context, const struct unbinding_row *row, enum unbinding_turn turn, bool came, struct text reason)
{
    struct unbinding_letter item;
    if (text_empty(row->answer_to)) return RESULT_OK;
    TRY(item_of(context, row, turn == UNBINDING_LET_GO ? UNBINDING_DONE : turn, &item));
    item.moved = !text_equal(item.address, row->answer_to);
    item.came = came;
    item.reason = reason;
    return write(context, "association-disputed", &(struct letter_recipient){.address = row->answer_to, .language = text_string(context->arena, row->answer_language)}, &item);
}

/* Whoever has it perhaps reads that mailbox. To write to the claimant there he must have shown that he reads it: not where staff have found whose it is, nor where he has lost it, nor where the provider has put the record since. */
static enum result has_shown_it(struct context *context, const struct unbinding_row *row, bool *shown)
{
    *shown = !text_is(row->cause, "staff") && !row->claimant_by && !row->lost_case_id;
    return *shown && row->record_id ? unbinding_store_reads(context, row->claimant_id, row->record_id, shown) : RESULT_OK;
}

/* `told` gets the mailbox; it stays empty where there is none: the pages of his account say it too. */
static enum result tell_claimant(struct context *context, const struct unbinding_row *row, enum unbinding_turn turn, bool came, int64_t records, struct text reason, struct text *told)
{
    struct unbinding_reader reader;
    int64_t claimant;
    TRY(association_merge_left(context, row->claimant_id, &claimant));
    TRY(unbinding_letter_reader(context, claimant, 0, &reader));
    struct unbinding_letter item;
    TRY(item_of(context, row, turn, &item));
    item.came = came;
    item.elsewhere = !came && (turn == UNBINDING_DONE || turn == UNBINDING_LET_GO);
    item.records = records;
    item.reason = reason;
    if (!reader.any) {
        bool shown;
        struct account account;
        TRY(has_shown_it(context, row, &shown));
        if (!shown) return RESULT_OK;
        enum result found = account_read(context, claimant, &account);
        if (found != RESULT_OK) return found < 0 ? found : RESULT_OK;
        reader.recipient = (struct letter_recipient){.account = account.id, .address = item.address, .name = account.user_name, .zone = account.zone,
                                                     .language = text_string(context->arena, account.language)};
    }
    *told = reader.recipient.address;
    return write(context, "association-claim", &reader.recipient, &item);
}

enum result unbinding_letter_claimant(struct context *context, const struct unbinding_row *row, enum unbinding_turn turn, bool came, int64_t records, struct text reason)
{
    struct text told = TEXT("");
    if (row->claimant_id) TRY(tell_claimant(context, row, turn, came, records, reason, &told));
    return turn == UNBINDING_OPENED || text_equal(told, row->answer_to) ? RESULT_OK : unbinding_letter_disputer(context, row, turn, true, reason); /* what has left is the claimant's then, or another's */
}
