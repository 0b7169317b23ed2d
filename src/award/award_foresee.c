/* What a catalogue that is not in effect yet would change (SPEC 2.5): everybody is evaluated by it, as after its loading, and only counted. A query for the certificates that a rule change is about would say something else:
 * what was renewed since its day, or is reached by two changes, only the walk through the passes knows. */
#include "audit/audit.h"
#include "award/award_work.h"

RECORD(award_foreseen_line_record, struct award_foreseen_line, FIELD(struct award_foreseen_line, number), FIELD(struct award_foreseen_line, expiry_before), FIELD(struct award_foreseen_line, expiry_after));
RECORD(award_foreseen_change_record, struct award_foreseen_change, FIELD(struct award_foreseen_change, code), FIELD(struct award_foreseen_change, effective), FIELD(struct award_foreseen_change, ahead),
       FIELD(struct award_foreseen_change, certificates), FIELD_OF(struct award_foreseen_change, first, award_foreseen_line_record));
RECORD(award_foreseen_record, struct award_foreseen, FIELD(struct award_foreseen, accounts), FIELD(struct award_foreseen, certificates), FIELD(struct award_foreseen, earned), FIELD(struct award_foreseen, extended),
       FIELD(struct award_foreseen, shortened), FIELD(struct award_foreseen, stopped), FIELD(struct award_foreseen, otherwise), FIELD_OF(struct award_foreseen, changes, award_foreseen_change_record));

/* Accounts that one transaction looks through, and whose changes stand in memory together: a rule change may reach all of them, and a request has little; certificates that are shown of a rule change. */
enum { BATCH = 4096, SHOWN = 10 };

/* What one rule change reaches. */
struct reach {
    int32_t change; /* index in the catalogue */
    bool ahead;
    int64_t count;
    struct {
        int64_t certificate;
        struct day before, after;
    } first[SHOWN];
};

struct foreseeing {
    const struct catalogue *catalogue;
    struct day as_of;    /* of this round */
    bool ahead;          /* it is for the rule changes that are ahead, and for nothing else */
    int64_t first, last; /* the batch */
    int64_t size;        /* accounts in it, at most */
    bool none;
    struct award_foreseen so_far, *foreseen; /* before this batch, and with it */
    struct reach *reaches;
    size_t reach_count;
    int64_t *counts_so_far;
};

/* Below 0: the first ends earlier. */
static int by_end(struct day a, struct day b)
{
    int64_t first = day_is(a) ? a.number : INT64_MAX, second = day_is(b) ? b.number : INT64_MAX;
    return first < second ? -1 : first > second;
}

/* Each in one of the numbers. */
static void count(struct award_foreseen *foreseen, const struct award_change *change)
{
    const struct award_entry *before = change->before;
    int moved = before ? by_end(before->expiry_day, change->after.expiry_day) : 0;
    foreseen->certificates++;
    if (!before) foreseen->earned++;
    else if (award_decide_stopped(change->after.state) && !award_decide_stopped(before->state)) foreseen->stopped++;
    else if (moved < 0) foreseen->extended++;
    else if (moved > 0) foreseen->shortened++;
    else foreseen->otherwise++;
}

/* By the rule changes of the round whose turn moves the end; what was renewed since ends where it did, and is not reached. */
static void reached(struct foreseeing *foreseeing, const struct award_change *change)
{
    if (!change->before || by_end(change->before->expiry_day, change->after.expiry_day) == 0) return;
    for (size_t t = 0; t < change->turn_count; t++) {
        const struct award_turn *turn = &change->turns[t];
        if (turn->kind != TURN_RULE_CHANGE || by_end(turn->expiry_before, turn->expiry_after) == 0) continue;
        for (size_t i = 0; i < foreseeing->reach_count; i++) {
            struct reach *reach = &foreseeing->reaches[i];
            if (reach->change != turn->change || reach->ahead != foreseeing->ahead) continue;
            if (reach->count < SHOWN) {
                reach->first[reach->count].certificate = change->before->id;
                reach->first[reach->count].before = change->before->expiry_day;
                reach->first[reach->count].after = change->after.expiry_day;
            }
            reach->count++;
        }
    }
}

static enum result next_batch(struct context *context, void *data)
{
    struct foreseeing *foreseeing = data;
    enum result found = award_store_batch_end(context, foreseeing->first, foreseeing->size, &foreseeing->last);
    foreseeing->none = found == RESULT_NONE;
    return found;
}

static enum result look(struct context *context, void *data)
{
    struct foreseeing *foreseeing = data;
    struct award_work *work = award_work_by(context, foreseeing->catalogue);
    *foreseeing->foreseen = foreseeing->so_far; /* it is perhaps not the first time */
    for (size_t i = 0; i < foreseeing->reach_count; i++) foreseeing->reaches[i].count = foreseeing->counts_so_far[i];
    work->today = foreseeing->as_of;
    TRY(award_work_gather(context, work, (struct award_scope){false, foreseeing->first, foreseeing->last}));
    TRY(award_work_prepare(context, work));
    for (size_t i = 0; i < work->change_count; i++) {
        if (!foreseeing->ahead) count(foreseeing->foreseen, work->changes[i]);
        reached(foreseeing, work->changes[i]);
    }
    return RESULT_OK;
}

static enum result look_through(struct context *context, struct foreseeing *foreseeing, int64_t accounts)
{
    int64_t left = accounts ? accounts : INT64_MAX;
    foreseeing->first = 1;
    for (;;) {
        struct arena_mark mark = arena_mark(context->arena);
        foreseeing->size = left > BATCH ? BATCH : left ? left : 1;
        TRY(database_reading(context, next_batch, foreseeing));
        if (foreseeing->none) return RESULT_OK;
        if (!left) {
            foreseeing->foreseen->accounts = accounts;
            return RESULT_OK;
        }
        foreseeing->so_far = *foreseeing->foreseen;
        for (size_t i = 0; i < foreseeing->reach_count; i++) foreseeing->counts_so_far[i] = foreseeing->reaches[i].count;
        TRY(database_reading(context, look, foreseeing));
        arena_rewind(context->arena, mark);
        foreseeing->first = foreseeing->last + 1;
        left -= foreseeing->size;
    }
}

static bool about(const struct catalogue_differences *differences, const struct rule_change *change)
{
    for (size_t i = 0; i < differences->count; i++)
        if (text_equal(differences->items[i].change, change->code)) return true;
    return false;
}

static enum result put_changes(struct context *context, void *data)
{
    struct foreseeing *foreseeing = data;
    struct award_foreseen_change *changes = ARENA_ARRAY(context->arena, foreseeing->reach_count + 1, struct award_foreseen_change);
    for (size_t i = 0; i < foreseeing->reach_count; i++) {
        const struct reach *reach = &foreseeing->reaches[i];
        const struct rule_change *change = &foreseeing->catalogue->changes[reach->change];
        size_t shown = reach->count < SHOWN ? (size_t)reach->count : SHOWN;
        struct award_foreseen_line *lines = ARENA_ARRAY(context->arena, shown + 1, struct award_foreseen_line);
        for (size_t k = 0; k < shown; k++) {
            lines[k] = (struct award_foreseen_line){{"", 0}, reach->first[k].before, reach->first[k].after};
            TRY(award_store_number(context, reach->first[k].certificate, &lines[k].number));
        }
        changes[i] = (struct award_foreseen_change){change->code, change->effective, reach->ahead, reach->count, {&award_foreseen_line_record, lines, shown}};
    }
    foreseeing->foreseen->changes = (struct list){&award_foreseen_change_record, changes, foreseeing->reach_count};
    return RESULT_OK;
}

enum result award_foresee(struct context *context, const struct catalogue_differences *differences, int64_t accounts, struct award_foreseen *foreseen)
{
    TRY(audit_may(context, MAY_LOAD_CATALOGUE));
    *foreseen = (struct award_foreseen){.changes.record = &award_foreseen_change_record};
    if (!differences->count) return RESULT_OK;
    const struct catalogue *catalogue = differences->new;
    struct day today = calendar_today(context, catalogue->calendar), ahead = NO_DAY;
    struct foreseeing foreseeing = {.catalogue = catalogue, .foreseen = foreseen, .as_of = today, .reaches = ARENA_ARRAY(context->arena, catalogue->change_count + 1, struct reach),
                                    .counts_so_far = ARENA_ARRAY(context->arena, catalogue->change_count + 1, int64_t)};
    for (size_t i = 0; i < catalogue->change_count; i++) {
        const struct rule_change *change = &catalogue->changes[i];
        if (!about(differences, change)) continue;
        bool later = change->effective.number > today.number;
        foreseeing.reaches[foreseeing.reach_count++] = (struct reach){.change = (int32_t)i, .ahead = later};
        if (later) ahead = change->effective; /* they stand by their days */
    }
    TRY(look_through(context, &foreseeing, accounts));
    if (day_is(ahead)) {
        foreseeing.as_of = ahead;
        foreseeing.ahead = true;
        TRY(look_through(context, &foreseeing, accounts));
    }
    return database_reading(context, put_changes, &foreseeing);
}

/* --- Loading by the staff (SPEC 11.3) --- */

bool award_foreseen_takes_away(const struct award_foreseen *foreseen)
{
    return foreseen->stopped || foreseen->shortened || foreseen->accounts;
}

enum result award_load_catalogue(struct context *context, const struct catalogue_wish *wish, struct catalogue_problems *problems, struct catalogue_differences *differences, bool *effective)
{
    struct catalogue_wish seen = *wish;
    struct award_foreseen foreseen;
    *effective = false;
    TRY(catalogue_check(context, wish->file, wish->text, problems, differences));
    TRY(award_foresee(context, differences, AWARD_FORESEEN_ACCOUNTS, &foreseen));
    seen.takes_away = wish->over && award_foreseen_takes_away(&foreseen); /* before the first catalogue there are no certificates */
    return catalogue_load_over(context, &seen, problems, differences, effective);
}
