/* What was prepared is written: numbers are drawn, names fixed, history kept, letters written, and it is noted when what is pending falls due. */
#include <inttypes.h>
#include <stdlib.h>

#include "audit/audit.h"
#include "award/award_number.h"
#include "award/award_work.h"
#include "outside/due.h"

/* Tries to draw a number that nobody has, for one certificate; a template that leaves so little room is worn out. */
enum { MOST_DRAWS = 1000, MOST_COPIES = 2 };
/* Up to so many rows are written one by one: a copy has to be begun and ended. */
enum { FEW_ROWS = 20 };

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
    } else if (award_needs_names(change)) {
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
        if (!claim->known) TRY(award_claim_records(context, claim->id, claim->to_id));
    }
    TRY(award_move_along(context, work));
    if (!work->change_count) return award_claim_names(context, work);
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
    TRY(award_claim_names(context, work));
    TRY(leave_due(context, work));
    bool one = !work->scope.by_records && work->scope.first == work->scope.last, first = false;
    for (size_t i = 0; one && i < work->change_count; i++) first = first || award_needs_names(work->changes[i]);
    if (first) TRY(due_leave(context, "identity-check", work->scope.first, work->scope.first, NO_INSTANT)); /* its identity is confirmed by it; of many at once the nightly run looks */
    return audit_write(context, "award.evaluate", one ? "account" : work->scope.by_records ? "exam_record" : "account", work->scope.first,
                       text_printf(context->arena, "{\"last\":%" PRId64 ",\"new\":%zu,\"changed\":%zu}", work->scope.last, fresh_count, mended_count));
}
