/* What differs is written: numbers are drawn, names fixed, history kept, letters written, and it is noted when what is pending falls due. */
#include <inttypes.h>
#include <stdlib.h>

#include "association/association.h"
#include "audit/audit.h"
#include "award/award_number.h"
#include "award/award_work.h"
#include "outside/due.h"
#include "outside/unicode.h"

/* Tries to draw a number that nobody has, for one certificate; a template that leaves so little room is worn out. */
enum { MOST_DRAWS = 1000, MOST_COPIES = 2 };
/* Up to so many rows are written one by one: a copy has to be begun and ended. */
enum { FEW_ROWS = 20 };

/* --- Preparing --- */

/* Who has the record: as the store says, or as it would be. */
static int64_t account_with(const struct award_supposed *supposed, const struct basis_row *basis, bool *forced)
{
    if (!supposed) return basis->account_id;
    for (size_t i = 0; i < supposed->leaving.count; i++) {
        const struct leaving_record *leaving = (const struct leaving_record *)supposed->leaving.items + i;
        if (leaving->record_id != basis->record_id) continue;
        *forced = supposed->by_force;
        return supposed->to_nobody ? 0 : leaving->to_id;
    }
    return basis->account_id && basis->account_id == supposed->from ? supposed->into : basis->account_id;
}

static enum result why_lost(struct context *context, const struct award_entry *before, const struct basis_row *basis, size_t count, const struct award_supposed *supposed,
                            enum award_reason *reason, int64_t *moves_to)
{
    *reason = REASON_RULES;
    *moves_to = 0;
    int64_t with = 0; /* who has all that it was earned by: what only renewed it may stay behind */
    int64_t leaver = award_decide_stopped_by_staff(before) ? 0 : before->account; /* as in award_left_by_force */
    bool together = true;
    for (size_t i = 0; i < count; i++) {
        /* A pass that turned into a fail counts like a revoked one; what is gone for good says more than what may come back. */
        bool revoked = basis[i].state == 4 || (basis[i].state == 3 && basis[i].grade != 1), forced = false;
        int64_t account = account_with(supposed, &basis[i], &forced);
        bool held = account == before->account;
        if (!basis[i].renews) {
            if (!with) with = account;
            together = together && with && account == with;
        }
        if (!held && !forced) TRY(association_left_by_force(context, leaver, basis[i].record_id, &forced));
        if (revoked) *reason = REASON_RECORD_REVOKED;
        else if (forced && *reason != REASON_RECORD_REVOKED) *reason = REASON_UNBOUND;
        else if (!held && *reason != REASON_RECORD_REVOKED && *reason != REASON_UNBOUND) *reason = REASON_RECORD_LEFT;
        else if (basis[i].state < 3 && *reason == REASON_RULES) *reason = REASON_RECORD_ON_HOLD;
    }
    if (*reason != REASON_RECORD_LEFT || !together || !with || with == before->account) return RESULT_OK;
    bool has;
    TRY(award_store_has(context, with, before->certification, &has));
    if (has) *reason = REASON_JOINED;
    else *moves_to = with;
    return RESULT_OK;
}

enum result award_why_lost(struct context *context, const struct award_entry *before, const struct award_supposed *supposed, enum award_reason *reason, int64_t *moves_to)
{
    struct list rows;
    TRY(award_store_basis(context, before->id, &rows));
    return why_lost(context, before, rows.items, rows.count, supposed, reason, moves_to);
}

/* On PostgreSQL records come and go while others are evaluated, and register, passes and basis are read one after the other: what left after the first and came back before the last would be
 * missing by no fault but the rules'. So what was gathered as lost is decided by one view of all; where by that it is earned, everything is read again. */
static enum result why_really_lost(struct context *context, const struct award_work *work, struct award_change *change, enum award_reason *reason)
{
    struct list rows;
    size_t basis_count;
    const struct award *awards;
    if (database_engine(context->database) == DATABASE_SQLITE) return award_why_lost(context, change->before, NULL, reason, &change->moves_to);
    TRY(award_store_basis_and_passes(context, change->before->id, change->before->account, &rows, &basis_count));
    const struct basis_row *items = rows.items;
    struct award_room *room = award_room_new(context->arena, work->plan); /* the caller gives it back */
    award_room_begin(room);
    for (size_t i = basis_count; i < rows.count; i++) {
        int32_t exam = award_plan_exam(work->plan, items[i].exam_id);
        if (exam >= 0) award_room_pass(room, (struct award_pass){items[i].exam_day, exam, items[i].record_id});
    }
    (void)award_room_evaluate(room, work->today, &awards);
    if (change->certification >= 0 && award_room_award(room, change->certification))
        return context_fail(context, RESULT_AGAIN, "store.busy", N_("The store is busy. Try again in a moment."));
    return why_lost(context, change->before, items, basis_count, NULL, reason, &change->moves_to);
}

static bool needs_names(const struct award_change *change)
{
    return change->after.issued && !(change->before && change->before->issued);
}

/* Certificates that are issued for the first time, by account. */
struct giving {
    struct award_work *work;
    struct award_change *change; /* the next that needs names, or an earlier one */
    bool open;                   /* somebody's profile leaves a script open */
};

static enum result give(struct context *context, int64_t account, const struct award_naming *naming, void *data)
{
    struct giving *giving = data;
    struct award_change *change = giving->change;
    while (change && (change->after.account < account || (change->after.account == account && !needs_names(change)))) change = change->next;
    giving->change = change;
    if (!change || change->after.account != account) return RESULT_OK;
    struct text latin = text_copy(context->arena, naming->latin), native = text_copy(context->arena, naming->native);
    giving->open |= text_empty(latin) || text_empty(native);
    for (; change && change->after.account == account; change = change->next) {
        if (!needs_names(change)) continue;
        change->name_latin = latin;
        change->name_native = native;
    }
    giving->change = change;
    return RESULT_OK;
}

static enum result give_of_profile(struct context *context, const void *item, void *data)
{
    const struct holder_row *holder = item;
    return give(context, holder->id, &(struct award_naming){.latin = holder->name_latin, .native = holder->name_native}, data);
}

/* Of many by a walk over all: their profiles', and once more for those whose profiles leave something open. */
static enum result give_many_names(struct context *context, struct award_work *work)
{
    struct giving giving = {work, work->first, false};
    TRY(award_store_each_holder(context, work->scope, give_of_profile, &giving));
    if (!giving.open) return RESULT_OK;
    giving.change = work->first;
    return award_names_each(context, work->scope, give, &giving);
}

static enum result give_names(struct context *context, struct award_work *work)
{
    size_t needed = 0;
    for (struct award_change *change = work->first; change; change = change->next) needed += needs_names(change);
    if (!needed) return RESULT_OK;
    if (needed > AWARD_FEW_NAMES) return give_many_names(context, work);
    struct giving giving = {work, work->first, false};
    while (giving.change) {
        struct award_change *change = giving.change;
        if (!needs_names(change)) {
            giving.change = change->next;
            continue;
        }
        struct award_naming naming;
        TRY(award_names(context, change->after.account, false, &naming));
        TRY(give(context, change->after.account, &naming, &giving));
    }
    return RESULT_OK;
}

/* What was stopped comes back because what it rested on is whole again, or because it was earned by other records meanwhile: then it says so (6.1). What had only renewed it does not count. */
static enum result find_anew(struct context *context, struct award_change *change)
{
    if (!change->before || !change->basis || !award_decide_stopped(change->before->state) || award_decide_stopped(change->after.state)) return RESULT_OK;
    struct list rows;
    struct arena_mark mark = arena_mark(context->arena);
    TRY(award_store_basis(context, change->before->id, &rows));
    const struct basis_row *basis = rows.items;
    for (size_t i = 0; i < rows.count; i++) {
        bool still = basis[i].renews;
        for (size_t b = 0; b < change->basis_count; b++) still = still || change->basis[b] == basis[i].record_id;
        change->anew = change->anew || !still;
    }
    arena_rewind(context->arena, mark);
    return RESULT_OK;
}

/* Beside what staff stopped no second number is drawn by the same records, or by some of them. */
static enum result hold_back_claims(struct context *context, struct award_work *work)
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

/* What stands in the way of its names. They are the account's, so the answer for the certificate before it, where that is of the same account, is its own; else they are shaped, and what that takes is given back. */
static enum result look_at_names(struct context *context, const struct award_change *before, struct award_change *change)
{
    if (before && before->after.account == change->after.account) {
        change->nameless = before->nameless;
        change->unprintable = before->unprintable;
        return RESULT_OK;
    }
    struct arena_mark mark = arena_mark(context->arena);
    TRY(award_name_reason(context, change->name_latin, change->name_native, &change->unprintable, &change->nameless));
    if (!change->nameless) arena_rewind(context->arena, mark);
    return RESULT_OK;
}

enum result award_work_prepare(struct context *context, struct award_work *work)
{
    for (struct award_change *change = work->first; change; change = change->next) {
        if (!change->lost) {
            TRY(find_anew(context, change));
            continue;
        }
        enum award_reason reason = REASON_REQUIREMENT;
        struct arena_mark mark = arena_mark(context->arena);
        if (!change->needs_stopped) TRY(why_really_lost(context, work, change, &reason));
        arena_rewind(context->arena, mark);
        if (!award_decide_lost(change->before, reason, work->today, &change->after) && !change->moves_to) change->after.account = 0;
    }
    TRY(hold_back_claims(context, work));
    struct award_change **link = &work->first;
    while (*link) {
        if ((*link)->after.account) link = &(*link)->next;
        else *link = (*link)->next;
    }
    TRY(give_names(context, work));
    size_t count = 0;
    const struct award_change *named = NULL;
    work->changes = ARENA_ARRAY(context->arena, work->change_count + 1, struct award_change *);
    work->unprintable = ARENA_ARRAY(context->arena, work->change_count + 1, struct award_change *);
    work->unprintable_count = 0;
    for (struct award_change *change = work->first; change; change = change->next) {
        if (needs_names(change)) {
            TRY(look_at_names(context, named, change));
            named = change;
        }
        if (change->nameless == REASON_NAME_UNPRINTABLE) work->unprintable[work->unprintable_count++] = change;
        if (change->nameless && !award_decide_nameless(change->before, change->nameless, &change->after)) continue;
        if (change->nameless) change->name_latin.bytes = NULL;
        else if (change->before && needs_names(change)) award_decide_waited(change->before, work->today, &change->after);
        work->changes[count++] = change;
    }
    work->change_count = count;
    return RESULT_OK;
}

/* --- Cases about names that cannot be printed --- */

static bool waited_for_name(const struct award_change *change)
{
    return change->before && change->before->reason == REASON_NAME_UNPRINTABLE;
}

/* First those that are over, whose account may have others that still wait. */
static enum result follow_names(struct context *context, const struct award_work *work)
{
    for (size_t i = 0; i < work->change_count; i++) {
        const struct award_change *change = work->changes[i];
        if (waited_for_name(change) && change->after.reason != REASON_NAME_UNPRINTABLE) TRY(award_stop_printable(context, change->after.id));
    }
    for (size_t i = 0; i < work->unprintable_count; i++) {
        const struct award_change *change = work->unprintable[i];
        if (!change->after.id) continue; /* another came along in its place (award_move_along) */
        TRY(award_stop_unprintable(context, change, waited_for_name(change)));
    }
    return RESULT_OK;
}

/* --- Numbers --- */

static void draw(struct context *context, const struct award_work *work, struct award_random *random, struct award_change *change)
{
    char number[AWARD_NUMBER_LIMIT];
    size_t length = award_number_make(&work->catalogue->body, day_to_date(change->after.award_day).year, random, number);
    if (change->number.length != length) change->number = (struct text){arena_raw(context->arena, length + 1), length};
    memcpy((char *)change->number.bytes, number, length);
    ((char *)change->number.bytes)[length] = '\0';
}

static int by_number(const void *a, const void *b)
{
    return text_compare((*(struct award_change *const *)a)->number, (*(struct award_change *const *)b)->number);
}

static struct certificate_writing writing(const struct award_work *work, const struct award_change *change)
{
    struct certificate_writing item = {.entry = change->after, .number = change->number, .name_latin = change->name_latin,
                                       .name_native = change->name_native, .catalogue_version = work->catalogue->version, .revision_day = NO_DAY};
    if (!change->before) {
        item.revision_day = change->after.issue_day;
        if (!item.name_latin.bytes) item.name_latin = item.name_native = (struct text){"", 0};
    }
    return item;
}

struct copying {
    const struct award_work *work;
    struct award_change **fresh;
    size_t count;
};

static enum result copy_fresh(struct context *context, void *data)
{
    struct copying *copying = data;
    struct certificate_writing *items = ARENA_ARRAY(context->arena, copying->count, struct certificate_writing);
    const struct certificate_writing **pointers = (const struct certificate_writing **)ARENA_ARRAY(context->arena, copying->count, void *);
    for (size_t i = 0; i < copying->count; i++) {
        items[i] = writing(copying->work, copying->fresh[i]);
        pointers[i] = &items[i];
    }
    return award_store_copy_certificates(context, pointers, copying->count);
}

static enum result insert_one(struct context *context, const struct award_work *work, struct award_random *random, struct award_change *change)
{
    for (int draws = 0; draws < MOST_DRAWS; draws++) {
        bool inserted;
        if (draws) draw(context, work, random, change);
        struct certificate_writing item = writing(work, change);
        TRY(award_store_insert_certificate(context, &item, &inserted));
        if (inserted) return RESULT_OK;
    }
    return context_fail(context, RESULT_BROKEN, "award.numbers_used_up",
                        N_("The body's template for certificate numbers leaves no free number. Lengthen its random part."));
}

/* In the order of their numbers: the index that grows most is then walked once, not jumped about in. */
static enum result insert_fresh(struct context *context, struct award_work *work, struct award_change **fresh, size_t count)
{
    int64_t first;
    struct award_random random = {.left = 0};
    TRY(database_take_ids(context, "certificate", (int64_t)count, &first));
    for (int copies = 0; copies < MOST_COPIES; copies++) {
        bool twice = false;
        for (size_t i = 0; i < count; i++) draw(context, work, &random, fresh[i]);
        if (count > 1) qsort(fresh, count, sizeof *fresh, by_number);
        for (size_t i = 0; i < count; i++) {
            fresh[i]->after.id = first + (int64_t)i;
            twice = twice || (i && text_equal(fresh[i]->number, fresh[i - 1]->number));
        }
        if (twice || count <= FEW_ROWS) break;
        struct copying copying = {work, fresh, count};
        enum result copied = database_attempt(context, copy_fresh, &copying);
        if (copied != RESULT_REFUSED || !context->error.code || strcmp(context->error.code, "store.duplicate") != 0) return copied;
        error_clear(&context->error);
    }
    for (size_t i = 0; i < count; i++) TRY(insert_one(context, work, &random, fresh[i]));
    return RESULT_OK;
}

/* --- Changes --- */

static enum result update(struct context *context, const struct award_work *work, struct award_change *change)
{
    struct certificate_writing item = writing(work, change);
    if (award_decide_prints_anew(change->before, &change->after)) {
        TRY(award_store_keep_revision(context, change->after.id));
        item.entry.revision = ++change->after.revision;
        item.revision_day = work->today;
    } else if (needs_names(change)) {
        item.revision_day = change->after.issue_day; /* its first revision begins when it is issued */
    }
    bool away = award_decide_away(&change->after);
    if (change->basis) TRY(award_store_forget_basis(context, change->after.id));
    else if (award_decide_away(change->before) != away) TRY(award_store_mark_away(context, change->after.id, away));
    return award_store_update_certificate(context, &item);
}

static enum result write_bases(struct context *context, struct database_copy *copy, struct award_change *const *changes, size_t count)
{
    for (size_t i = 0; i < count; i++)
        for (size_t b = 0; b < changes[i]->basis_count; b++) TRY(award_store_basis_row(context, copy, changes[i]->after.id, changes[i]->basis[b]));
    if (copy) TRY(database_copy_end(context, copy, NULL));
    for (size_t i = 0; i < count; i++) /* what staff stopped is decided by other records now, and is looked for by those */
        if (changes[i]->basis && award_decide_away(&changes[i]->after)) TRY(award_store_mark_away(context, changes[i]->after.id, true));
    return RESULT_OK;
}

static struct text turn_reason(struct context *context, const struct award_work *work, const struct award_turn *turn)
{
    const struct catalogue *catalogue = work->catalogue;
    switch (turn->kind) {
    case TURN_RULE_CHANGE: return text_printf(context->arena, "rule-change %.*s", TEXT_ARG(catalogue->changes[turn->change].code));
    case TURN_RENEWED:
        if (turn->exam < 0) return TEXT("renewed");
        return text_printf(context->arena, "renewed %.*s", TEXT_ARG(catalogue->exams[turn->exam].code));
    case TURN_EARNED_AGAIN: return TEXT("earned-again");
    case TURN_EARNED: break;
    }
    return TEXT("decided-anew");
}

/* The turns that the register does not know yet: for a new certificate all but the first; else those that go on from the validity it has. */
static size_t first_new_turn(const struct award_change *change)
{
    if (!change->before || !change->turn_count) return change->turn_count ? 1 : 0;
    for (size_t i = 1; i < change->turn_count; i++)
        if (change->turns[i].expiry_before.number == change->before->expiry_day.number && change->turns[i].expiry_after.number != change->before->expiry_day.number)
            return i;
    return change->turn_count;
}

/* It rests on another award now, and what followed from that is not what the register knows: its history says first what the award alone gives. */
static bool decided_anew(const struct award_change *change, size_t first_new)
{
    return change->before && change->turn_count > 1 && first_new == change->turn_count && change->before->award_day.number != change->after.award_day.number;
}

/* The rows that a change adds to the journal, from `id` on; only counted unless `write`. */
static enum result journal(struct context *context, const struct award_work *work, const struct award_change *change, bool write, struct database_copy *copy,
                           int64_t *id)
{
    struct journal_writing row = {.certificate = change->after.id, .at = context_now(context), .state_before = CERTIFICATE_ISSUED,
                                  .state_after = CERTIFICATE_ISSUED, .revision = change->after.revision};
    size_t from = first_new_turn(change);
    if (change->before) row.state_before = row.state_after = change->before->state;
    else if (change->after.state == CERTIFICATE_PENDING) row.state_before = row.state_after = CERTIFICATE_PENDING; /* it waits for a name, or the end of a dispute, and was renewed meanwhile */
    if (decided_anew(change, from)) {
        row.id = (*id)++;
        row.since = work->today;
        row.expiry_before = change->before->expiry_day;
        row.expiry_after = change->turns[1].expiry_before;
        row.reason = TEXT("decided-anew");
        if (write) TRY(award_store_journal_row(context, copy, &row));
        from = 1;
    }
    for (size_t i = from; i < change->turn_count; i++) {
        row.id = (*id)++;
        if (!write) continue;
        row.since = change->turns[i].day;
        row.expiry_before = change->turns[i].expiry_before;
        row.expiry_after = change->turns[i].expiry_after;
        row.reason = turn_reason(context, work, &change->turns[i]);
        TRY(award_store_journal_row(context, copy, &row));
    }
    if (!change->before) return RESULT_OK;
    bool other_state = change->before->state != change->after.state;
    bool other_validity = change->before->expiry_day.number != change->after.expiry_day.number && from == change->turn_count;
    bool other_dates = change->before->award_day.number != change->after.award_day.number && from == change->turn_count;
    if (!other_state && !other_validity && !other_dates) return RESULT_OK;
    row.id = (*id)++;
    if (!write) return RESULT_OK;
    row.since = other_state ? change->after.state_day : work->today;
    row.state_before = change->before->state;
    row.state_after = change->after.state;
    row.expiry_before = from == change->turn_count ? change->before->expiry_day : change->after.expiry_day;
    row.expiry_after = change->after.expiry_day;
    row.reason = change->after.reason == REASON_OTHER ? TEXT("decided-anew") : text_of(award_reason_word(change->after.reason)); /* what staff said stands in its history already */
    if (text_empty(row.reason))
        row.reason = award_decide_stopped(change->before->state) ? change->anew ? TEXT("earned-anew") : text_of(change->before->reason == REASON_LIFTED ? "given-back" : "back")
                                                                 : other_dates || other_validity ? TEXT("decided-anew")
                                                                 : change->after.state == CERTIFICATE_ISSUED ? TEXT("issued")
                                                                 : text_of(certificate_state_word(change->after.state));
    return award_store_journal_row(context, copy, &row);
}

static enum result write_journal(struct context *context, const struct award_work *work)
{
    int64_t needed = 0, id = 0;
    for (size_t i = 0; i < work->change_count; i++) TRY(journal(context, work, work->changes[i], false, NULL, &needed));
    if (!needed) return RESULT_OK;
    struct database_copy *copy = NULL;
    if (needed > FEW_ROWS) {
        TRY(database_take_ids(context, "certificate_journal", needed, &id));
        TRY(award_store_journal_begin(context, &copy));
    }
    for (size_t i = 0; i < work->change_count; i++) TRY(journal(context, work, work->changes[i], true, copy, &id));
    return copy ? database_copy_end(context, copy, NULL) : RESULT_OK;
}

static int by_number_of_day(const void *a, const void *b)
{
    return *(const int32_t *)a - *(const int32_t *)b;
}

/* What is pending is followed up at midnight of its issue day. */
static enum result leave_due(struct context *context, const struct award_work *work)
{
    int32_t *days = ARENA_ARRAY(context->arena, work->change_count + 1, int32_t);
    size_t count = 0;
    for (size_t i = 0; i < work->change_count; i++) {
        const struct award_entry *after = &work->changes[i]->after;
        if (after->state == CERTIFICATE_PENDING && after->reason == REASON_NONE) days[count++] = after->issue_day.number;
    }
    if (count > 1) qsort(days, count, sizeof *days, by_number_of_day);
    for (size_t i = 0; i < count; i++)
        if (!i || days[i] != days[i - 1])
            TRY(due_leave(context, "certificates-due", days[i], days[i], calendar_midnight(work->catalogue->calendar, (struct day){days[i]})));
    return RESULT_OK;
}

enum result award_work_write(struct context *context, struct award_work *work)
{
    for (size_t i = 0; i < work->claims.count; i++) {
        const struct claim_row *claim = (const struct claim_row *)work->claims.items + i;
        if (!claim->known) TRY(award_stop_claim(context, claim->id, claim->to_id));
    }
    TRY(award_move_along(context, work));
    if (!work->change_count) return follow_names(context, work);
    struct award_change **fresh = ARENA_ARRAY(context->arena, work->change_count, struct award_change *), **mended = fresh + work->change_count;
    size_t fresh_count = 0, mended_count = 0, bases = 0;
    for (size_t i = 0; i < work->change_count; i++) {
        bases += work->changes[i]->basis_count;
        if (!work->changes[i]->before) fresh[fresh_count++] = work->changes[i];
        else *--mended = work->changes[i], mended_count++;
    }
    /* Begun before all else: as long as a copy is open, the store keeps the pages of many indexes in memory. */
    struct database_copy *basis_copy = NULL;
    if (bases > FEW_ROWS) TRY(award_store_basis_begin(context, &basis_copy));
    if (fresh_count) TRY(insert_fresh(context, work, fresh, fresh_count));
    for (size_t i = mended_count; i-- > 0;) TRY(update(context, work, mended[i]));
    TRY(write_journal(context, work));
    TRY(write_bases(context, basis_copy, fresh, work->change_count));
    TRY(award_letters_write(context, work));
    TRY(follow_names(context, work));
    TRY(leave_due(context, work));
    bool one = !work->scope.by_records && work->scope.first == work->scope.last, first = false;
    for (size_t i = 0; one && i < work->change_count; i++) first = first || needs_names(work->changes[i]);
    if (first) TRY(due_leave(context, "identity-check", work->scope.first, work->scope.first, NO_INSTANT)); /* its identity is confirmed by it; of many at once the nightly run looks */
    return audit_write(context, "award.evaluate", one ? "account" : work->scope.by_records ? "exam_record" : "account", work->scope.first,
                       text_printf(context->arena, "{\"last\":%" PRId64 ",\"new\":%zu,\"changed\":%zu}", work->scope.last, fresh_count, mended_count));
}
