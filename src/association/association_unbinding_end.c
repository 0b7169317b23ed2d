/* Unbindings that nothing is left to wait for (SPEC 5.8): what they are about is in the account no more, or contradicts its identity no more. */
#include "account/account.h"
#include "association/association_unbinding_act.h"
#include "association/association_unbinding_store.h"
#include "case/case.h"
#include "outside/language.h"

enum { GONE_MOST = 500 }; /* at a time */

static enum result end(struct context *context, const struct unbinding_row *row, const char *act, enum case_ending ending)
{
    TRY(case_end(context, row->case_id, ending));
    TRY(unbinding_drop(context, row));
    return unbinding_write_down(context, act, row);
}

enum result unbinding_end_gone(struct context *context, int64_t account)
{
    struct list ids;
    do {
        TRY(unbinding_store_gone(context, account, GONE_MOST, &ids));
        for (size_t i = 0; i < ids.count; i++) {
            struct unbinding_row row;
            enum result taken = unbinding_store_take(context, ((const int64_t *)ids.items)[i], &row);
            TRY(taken);
            if (taken == RESULT_NONE || unbinding_over(&row)) continue;
            TRY(end(context, &row, "unbinding.gone", CASE_GONE));
            if (row.claimant_id || !text_empty(row.answer_to)) TRY(due_leave(context, "unbinding-gone", row.id, row.id, NO_INSTANT));
        }
    } while (ids.count == GONE_MOST);
    return RESULT_OK;
}

/* Not before the transaction has ended that took it away: it may have moved on in it. */
enum result unbinding_gone(struct context *context, const struct due *due)
{
    struct unbinding_row row;
    enum result found = unbinding_store_take(context, due->first, &row);
    if (found != RESULT_OK) return found < 0 ? found : RESULT_OK;
    return unbinding_give_to_claimant(context, &row, UNBINDING_DONE, TEXT(""));
}

static struct text words_of(struct context *context, struct text language, enum case_ending why)
{
    return text_of(language_text(context->languages, text_string(context->arena, language), case_ending_english(why)));
}

/* And who disputes it without being signed in. */
static enum result tell(struct context *context, const struct unbinding_row *row, enum case_ending why)
{
    struct unbinding_reader reader;
    struct account holder;
    TRY(account_read(context, row->account_id, &holder));
    TRY(unbinding_letter_reader(context, row->account_id, row->mailbox_id, &reader));
    TRY(unbinding_letter_holder(context, &reader, row, UNBINDING_DROPPED, words_of(context, holder.language, why)));
    return text_empty(row->answer_to) ? RESULT_OK : unbinding_letter_disputer(context, row, UNBINDING_SETTLED, false, words_of(context, row->answer_language, why));
}

enum result unbinding_end_claimed(struct context *context, int64_t holder, int64_t claimant)
{
    struct list ids;
    TRY(unbinding_store_claimed(context, holder, claimant, GONE_MOST, &ids));
    for (size_t i = 0; i < ids.count; i++) {
        struct unbinding_row row;
        enum result taken = unbinding_store_take(context, ((const int64_t *)ids.items)[i], &row);
        TRY(taken);
        if (taken == RESULT_NONE || unbinding_over(&row)) continue;
        TRY(end(context, &row, "unbinding.agrees", CASE_ONE));
        TRY(tell(context, &row, CASE_ONE));
    }
    return RESULT_OK;
}

enum result unbinding_end_agreeing(struct context *context, int64_t account, int64_t record)
{
    struct unbinding_row row;
    enum result found = unbinding_store_open_one(context, 0, record, &row);
    if (found == RESULT_OK) found = unbinding_store_take(context, row.id, &row);
    if (found != RESULT_OK) return found < 0 ? found : RESULT_OK;
    if (row.account_id != account || unbinding_over(&row) || !text_is(row.cause, "identity") || row.claimant_id) return RESULT_OK;
    TRY(end(context, &row, "unbinding.agrees", CASE_AGREES));
    return tell(context, &row, CASE_AGREES);
}
