/* A certificate moves along with its records (SPEC 6.4): it keeps its number and its history, and has another holder. */
#include <inttypes.h>

#include "association/association.h"
#include "audit/audit.h"
#include "award/award_work.h"

static enum result move(struct context *context, const struct award_entry *entry, int64_t to, struct day today, bool *moved)
{
    TRY(award_store_take_both_turns(context, entry->account, to));
    TRY(award_store_move(context, entry->id, entry->account, to, moved));
    if (!*moved) return RESULT_OK;
    struct journal_writing row = {.certificate = entry->id, .at = context_now(context), .since = today, .state_before = entry->state, .state_after = entry->state,
                                  .expiry_before = entry->expiry_day, .expiry_after = entry->expiry_day, .reason = TEXT("moved"), .revision = entry->revision};
    TRY(award_store_journal_row(context, NULL, &row));
    struct text number;
    struct certificate certificate;
    TRY(award_store_number(context, entry->id, &number));
    TRY(award_store_certificate(context, number, to, &certificate));
    TRY(award_letter_moved(context, to, number, certificate.certification));
    TRY(due_leave(context, "account-changed", to, to, NO_INSTANT));
    return audit_write(context, "award.move", "certificate", entry->id, text_printf(context->arena, "{\"from\":%" PRId64 ",\"to\":%" PRId64 "}", entry->account, to));
}

/* The certificate as it is once nobody else evaluates the account that has it; RESULT_NONE where that has it no more. */
static enum result entry_to_move(struct context *context, const struct moving_row *row, struct award_entry *before)
{
    struct entry_row entry;
    TRY(award_store_take_both_turns(context, row->account_id, row->to_id));
    TRY(award_store_entry(context, row->id, &entry));
    *before = award_entry_of(NULL, &entry);
    return before->account == row->account_id ? RESULT_OK : RESULT_NONE;
}

/* In the same batch the other account may be about to get a new one instead. What came along is it; the account is evaluated again, with it (move leaves account-changed). */
static void forget_new_one(struct award_work *work, int64_t account, int64_t certification)
{
    for (size_t i = 0; i < work->change_count; i++) {
        const struct award_change *change = work->changes[i];
        if (change && !change->before && change->after.account == account && change->after.certification == certification) work->changes[i] = NULL;
    }
}

enum result award_move_along(struct context *context, struct award_work *work)
{
    for (size_t i = 0; i < work->change_count; i++) {
        struct award_change *change = work->changes[i];
        if (!change || !change->moves_to) continue;
        bool moved;
        TRY(move(context, change->before, change->moves_to, work->today, &moved));
        if (!moved) { /* on PostgreSQL the other account's evaluation may have fetched it at the same moment */
            struct entry_row now;
            TRY(award_store_entry(context, change->before->id, &now));
            moved = now.account_id != change->before->account;
        }
        if (moved) forget_new_one(work, change->moves_to, change->before->certification);
        if (moved || !award_decide_lost(change->before, REASON_JOINED, work->today, &change->after)) work->changes[i] = NULL;
    }
    size_t kept = 0;
    for (size_t i = 0; i < work->change_count; i++)
        if (work->changes[i]) work->changes[kept++] = work->changes[i];
    work->change_count = kept;
    return RESULT_OK;
}

/* Before either of the two accounts is evaluated: what the one cannot hold any more is not to be suspended there, and the other not to draw a second number. */
static enum result move_back(struct context *context, struct award_scope scope, struct day today)
{
    struct list rows;
    TRY(award_store_moving_back(context, scope.first, scope.last, AWARD_MOST_MOVES, &rows));
    for (size_t i = 0; i < rows.count; i++) {
        const struct moving_row *row = (const struct moving_row *)rows.items + i;
        struct award_entry before;
        bool moved;
        enum result has = entry_to_move(context, row, &before);
        TRY(has);
        if (has == RESULT_OK) TRY(move(context, &before, row->to_id, today, &moved));
    }
    return RESULT_OK;
}

enum result award_left_by_force(struct context *context, const struct award_entry *entry, bool *forced)
{
    struct list basis;
    TRY(award_store_basis(context, entry->id, &basis));
    /* What was withdrawn as joined, or stopped by staff, stood still while its records went on: whoever had to let them go meanwhile may be another. */
    int64_t leaver = entry->reason == REASON_JOINED || award_decide_stopped_by_staff(entry) ? 0 : entry->account;
    *forced = false;
    for (size_t i = 0; i < basis.count && !*forced; i++) TRY(association_left_by_force(context, leaver, ((const struct basis_row *)basis.items)[i].record_id, forced));
    return RESULT_OK;
}

/* Whoever is evaluated before the account that its records have left fetches what that would send: else he draws a second number for it. */
static enum result fetch(struct context *context, int64_t account, struct day today)
{
    struct list rows;
    TRY(award_store_left_behind(context, account, AWARD_MOST_MOVES, &rows));
    for (size_t i = 0; i < rows.count; i++) {
        const struct moving_row *row = (const struct moving_row *)rows.items + i;
        struct award_entry before;
        enum award_reason reason;
        int64_t to;
        bool moved;
        enum result has = entry_to_move(context, row, &before);
        TRY(has);
        if (has == RESULT_NONE) continue;
        TRY(award_why_lost(context, &before, NULL, &reason, &to));
        if (to == row->to_id) TRY(move(context, &before, to, today, &moved));
    }
    return RESULT_OK;
}

enum result award_move_in(struct context *context, struct award_scope scope, struct day today)
{
    struct list rows;
    if (scope.by_records) scope = (struct award_scope){false, 1, INT64_MAX}; /* whose they are may have got old ones, too, and is not evaluated for those yet */
    else TRY(move_back(context, scope, today));
    TRY(fetch(context, scope.first == scope.last ? scope.first : 0, today));
    TRY(award_store_moving_in(context, scope.first, scope.last, AWARD_MOST_MOVES, &rows));
    for (size_t i = 0; i < rows.count; i++) {
        const struct moving_row *row = (const struct moving_row *)rows.items + i;
        struct award_entry before;
        bool forced, moved;
        enum result has = entry_to_move(context, row, &before);
        TRY(has);
        if (has == RESULT_NONE) continue;
        TRY(award_left_by_force(context, &before, &forced));
        if (!forced) TRY(move(context, &before, row->to_id, today, &moved));
    }
    return RESULT_OK;
}
