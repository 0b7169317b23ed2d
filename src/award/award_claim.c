/* What an evaluation does not decide, but asks the staff in a case about the certificate: whether it is to be issued beside one that they stopped (SPEC 5.8, 6.3), and how a name is to be printed that cannot be (7.2). */
#include "award/award_stop.h"
#include "award/award_work.h"
#include "outside/json.h"

enum { MOST_CASES = 1000 };

/* `characters` stand in the case where there are any. */
static struct text claim_wish(struct context *context, struct text number, const char *what, struct text characters)
{
    return JSON_TEXTS(context->arena, {"certificate", number}, {"claim", text_of(what)}, {"characters", characters});
}

static enum result claim(struct context *context, int64_t certificate, int64_t account, const char *what, struct text characters)
{
    struct text number;
    int64_t id;
    TRY(award_store_number(context, certificate, &number));
    struct case_opening opening = {.kind = CASE_CERTIFICATE, .account = account, .certificate = certificate, .not_before = NO_DAY, .due = NO_DAY, .wish = claim_wish(context, number, what, characters)};
    return case_open(context, &opening, &id, NULL);
}

/* --- What would be issued beside what staff stopped --- */

static enum result had_to_leave(struct context *context, int64_t certificate, bool *forced)
{
    struct entry_row row;
    TRY(award_store_entry(context, certificate, &row));
    struct award_entry entry = award_entry_of(NULL, &row);
    return award_left_by_force(context, &entry, forced);
}

enum result award_claim_on(struct context *context, const struct list *claims, int64_t account, int64_t certification, struct day award_day, const int64_t *basis, size_t count, const struct claim_row **found)
{
    int64_t moves = 0; /* a certificate that is no claim; its rows follow each other */
    *found = NULL;
    for (size_t i = 0; i < claims->count && !*found; i++) {
        const struct claim_row *claim = (const struct claim_row *)claims->items + i;
        if (claim->to_id != account || claim->certification_id != certification || claim->id == moves) continue;
        bool rests = false;
        if (claim->whole) {
            TRY(had_to_leave(context, claim->id, &rests));
            if (!rests) moves = claim->id; /* along with its records */
        } else {
            for (size_t b = 0; b < count; b++) rests = rests || (basis[b] == claim->record_id && claim->exam_day.number <= award_day.number);
        }
        if (rests) *found = claim;
    }
    return RESULT_OK;
}

enum result award_claim_hold_back(struct context *context, struct award_work *work)
{
    int64_t first = INT64_MAX, last = 0; /* who would get a new one */
    struct list claims;
    work->claims = (struct list){0};
    for (const struct award_change *change = work->first; change; change = change->next) {
        if (change->before) continue;
        if (change->after.account < first) first = change->after.account;
        if (change->after.account > last) last = change->after.account;
    }
    if (!last) return RESULT_OK;
    TRY(award_store_claims(context, first, last, AWARD_MOST_CLAIMS, &claims));
    struct claim_row *held = ARENA_ARRAY(context->arena, claims.count + 1, struct claim_row);
    for (struct award_change *change = work->first; change; change = change->next) {
        const struct claim_row *claim = NULL;
        if (!change->before) TRY(award_claim_on(context, &claims, change->after.account, change->after.certification, change->after.award_day, change->basis, change->basis_count, &claim));
        if (!claim) continue;
        change->after.account = 0;
        held[work->claims.count++] = *claim;
    }
    work->claims.items = held;
    return RESULT_OK;
}

/* Where a case waits already, whoever has the records is evaluated again once that is decided. */
enum result award_claim_records(struct context *context, int64_t certificate, int64_t account)
{
    struct text number;
    enum result waits = case_about_certificate(context, certificate, &number);
    return waits == RESULT_NONE ? claim(context, certificate, account, "records", TEXT("")) : waits;
}

/* --- Names that cannot be printed --- */

/* The account's name is another one meanwhile. */
static enum result ask_anew(struct context *context, const struct case_view *view, struct text wish)
{
    return text_equal(view->wish, wish) ? RESULT_OK : case_set_wish(context, view->id, wish);
}

struct name_asked {
    const struct award_change *change;
    bool is;
};

static enum result ask_by(struct context *context, const void *row, void *data)
{
    struct name_asked *asked = data;
    int64_t other = *(const int64_t *)row;
    struct case_view view;
    struct award_stop_wish wish;
    if (asked->is || other == asked->change->after.id) return RESULT_OK;
    enum result found = award_stop_waiting(context, other, &view, &wish);
    TRY(found);
    if (found == RESULT_NONE || wish.stopping != AWARD_PRINT_NAME) return RESULT_OK;
    asked->is = true;
    return ask_anew(context, &view, claim_wish(context, wish.number, "name", asked->change->unprintable.characters));
}

/* By the case that there is about the account's name, open or answered by staff; else it is opened. */
static enum result ask_for_name(struct context *context, const struct award_change *change, bool waited)
{
    struct text characters = change->unprintable.characters;
    int64_t certificate = change->after.id, account = change->after.account;
    struct case_view view;
    struct award_stop_wish asked;
    struct list cases = {&case_view_record, NULL, 0};
    enum result found = award_stop_waiting(context, certificate, &view, &asked);
    TRY(found);
    if (found == RESULT_OK) /* where it is about something else, the account is evaluated again once that is decided */
        return asked.stopping == AWARD_PRINT_NAME ? ask_anew(context, &view, claim_wish(context, asked.number, "name", characters)) : RESULT_OK;
    /* Or by another certificate's of the account, in whatever account that was opened: a merge brings the certificate, and its case stays where it is. */
    struct name_asked by_another = {change, false};
    TRY(award_store_each_unprintable(context, account, ask_by, &by_another));
    if (by_another.is) return RESULT_OK;
    if (waited) TRY(case_list(context, &(struct case_filter){.all = true, .account = account}, MOST_CASES, &cases));
    for (size_t i = 0; i < cases.count; i++) {
        const struct case_view *known = (const struct case_view *)cases.items + i;
        if (!known->of_certificate || !known->closed) continue;
        TRY(award_stop_wish_of(context, known->wish, &asked));
        if (asked.stopping != AWARD_PRINT_NAME) continue;
        if ((known->granted || known->refused) && text_equal(known->wish, claim_wish(context, asked.number, "name", characters))) return RESULT_OK;
        break; /* the last is what counts */
    }
    return claim(context, certificate, account, "name", characters);
}

static enum result unprintable(struct context *context, const struct award_change *change, bool waited)
{
    struct actor actor = context->actor; /* may read no cases */
    context->actor = (struct actor){.kind = ACTOR_SYSTEM};
    enum result asked = ask_for_name(context, change, waited);
    context->actor = actor;
    return asked;
}

static bool waited_for_name(const struct award_change *change)
{
    return change->before && change->before->reason == REASON_NAME_UNPRINTABLE;
}

/* First those that are over, whose account may have others that still wait. */
enum result award_claim_names(struct context *context, const struct award_work *work)
{
    for (size_t i = 0; i < work->change_count; i++) {
        const struct award_change *change = work->changes[i];
        if (waited_for_name(change) && change->after.reason != REASON_NAME_UNPRINTABLE) TRY(case_end_claim(context, change->after.id, "name", CASE_PRINTED));
    }
    for (size_t i = 0; i < work->unprintable_count; i++) {
        const struct award_change *change = work->unprintable[i];
        if (!change->after.id) continue; /* another came along in its place (award_move_along) */
        TRY(unprintable(context, change, waited_for_name(change)));
    }
    return RESULT_OK;
}
