#include "award/award_plan.h"
#include "award/award_tree.h"

#include <stdlib.h>

/* What belongs to a certification while the walk goes on. Basis and turns are chains through two shared arrays. */
struct living {
    const struct certification_version *version;
    struct day anchor;       /* the last pass that awarded or renewed: what came up to it is used up */
    struct day period_start; /* of the validity that runs */
    int32_t buffer_months;
    int32_t last_basis, last_turn;
    size_t basis_count, turn_count;
};
struct basis_link {
    int64_t record;
    int32_t before;
};
struct turn_link {
    struct award_turn turn;
    int32_t before;
};

struct award_room {
    struct arena *arena;
    const struct award_plan *plan;
    struct award_pass *passes;
    int32_t *before;
    size_t count, capacity;
    bool in_order;
    int32_t *latest;         /* of each exam */
    struct award_held *held; /* of each certification */
    struct living *living;   /* the same */
    struct basis_link *basis;
    size_t basis_count, basis_capacity;
    struct turn_link *turns;
    size_t turn_count, turn_capacity;
    uint64_t *touched, *earned; /* over places */
    uint64_t *stopped, *unstopped; /* the same: said by award_room_stop; earned if nothing were */
    bool any_stopped, heeding;     /* one of them is; it is heeded in the walk under way */
    struct award *awards;
    int32_t *award_of; /* of each certification, index in awards; -1 */
    size_t award_count;
    int64_t *all_basis; /* what the awards point into */
    size_t all_basis_capacity;
    struct award_turn *all_turns;
    size_t all_turns_capacity;
    struct award_view view;
};

struct award_room *award_room_new(struct arena *arena, const struct award_plan *plan)
{
    const struct catalogue *catalogue = plan->catalogue;
    struct award_room *room = ARENA_NEW(arena, struct award_room);
    *room = (struct award_room){.arena = arena, .plan = plan};
    room->latest = ARENA_ARRAY(arena, catalogue->exam_count + 1, int32_t);
    memset(room->latest, -1, catalogue->exam_count * sizeof *room->latest);
    room->held = ARENA_ARRAY(arena, catalogue->certification_count + 1, struct award_held);
    room->living = ARENA_ARRAY(arena, catalogue->certification_count + 1, struct living);
    room->touched = ARENA_ARRAY(arena, plan->words + 1, uint64_t);
    room->earned = ARENA_ARRAY(arena, plan->words + 1, uint64_t);
    room->stopped = ARENA_ARRAY(arena, plan->words + 1, uint64_t);
    room->unstopped = ARENA_ARRAY(arena, plan->words + 1, uint64_t);
    room->awards = ARENA_ARRAY(arena, catalogue->certification_count + 1, struct award);
    room->award_of = ARENA_ARRAY(arena, catalogue->certification_count + 1, int32_t);
    memset(room->award_of, -1, catalogue->certification_count * sizeof *room->award_of);
    return room;
}

/* Doubling leaves the old array behind in the arena: at most as much again as the largest account needs. */
static void *grown(struct arena *arena, void *old, size_t count, size_t *capacity, size_t size)
{
    size_t wider = *capacity ? *capacity * 2 : 64;
    void *fresh = arena_array(arena, wider, size);
    if (count) memcpy(fresh, old, count * size);
    *capacity = wider;
    return fresh;
}

/* What a walk has found; the passes stay. */
static void forget_walk(struct award_room *room)
{
    const struct catalogue *catalogue = room->plan->catalogue;
    for (size_t i = 0; i < room->count; i++) room->latest[room->passes[i].exam] = -1;
    for (size_t word = 0; word < room->plan->words; word++)
        for (uint64_t bits = room->earned[word]; bits; bits &= bits - 1) {
            int32_t certification = catalogue->order[word * 64 + (size_t)__builtin_ctzll(bits)];
            room->held[certification] = (struct award_held){0};
            room->award_of[certification] = -1;
        }
    memset(room->earned, 0, room->plan->words * sizeof *room->earned);
    room->basis_count = room->turn_count = room->award_count = 0;
}

void award_room_begin(struct award_room *room)
{
    forget_walk(room);
    if (room->any_stopped) memset(room->stopped, 0, room->plan->words * sizeof *room->stopped);
    room->any_stopped = false;
    room->count = 0;
    room->in_order = true;
}

void award_room_stop(struct award_room *room, int32_t certification)
{
    if (certification < 0) return;
    award_plan_set_bit(room->stopped, room->plan->place[certification]);
    room->any_stopped = true;
}

bool award_room_stopped(const struct award_room *room, int32_t certification)
{
    return certification >= 0 && room->any_stopped && award_plan_has_bit(room->stopped, room->plan->place[certification]);
}

bool award_room_needs_stopped(const struct award_room *room, int32_t certification)
{
    return certification >= 0 && room->any_stopped && !award_plan_has_bit(room->earned, room->plan->place[certification]) && award_plan_has_bit(room->unstopped, room->plan->place[certification]);
}

static bool pass_before(const struct award_pass *a, const struct award_pass *b)
{
    return a->day.number != b->day.number ? a->day.number < b->day.number : a->record < b->record;
}

void award_room_pass(struct award_room *room, struct award_pass pass)
{
    if (room->count == room->capacity) {
        size_t capacity = room->capacity;
        room->before = grown(room->arena, room->before, 0, &capacity, sizeof *room->before);
        room->passes = grown(room->arena, room->passes, room->count, &room->capacity, sizeof *room->passes);
    }
    if (room->count && !pass_before(&room->passes[room->count - 1], &pass)) room->in_order = false;
    room->passes[room->count++] = pass;
}

static int by_day(const void *a, const void *b)
{
    return pass_before(a, b) ? -1 : pass_before(b, a);
}

static void rest_on(struct award_room *room, struct living *living, int64_t record)
{
    if (room->basis_count == room->basis_capacity)
        room->basis = grown(room->arena, room->basis, room->basis_count, &room->basis_capacity, sizeof *room->basis);
    room->basis[room->basis_count] = (struct basis_link){record, living->last_basis};
    living->last_basis = (int32_t)room->basis_count++;
    living->basis_count++;
}

static void turn(struct award_room *room, struct living *living, struct award_turn made)
{
    if (room->turn_count == room->turn_capacity)
        room->turns = grown(room->arena, room->turns, room->turn_count, &room->turn_capacity, sizeof *room->turns);
    room->turns[room->turn_count] = (struct turn_link){made, living->last_turn};
    living->last_turn = (int32_t)room->turn_count++;
    living->turn_count++;
}

struct resting {
    struct award_room *room;
    struct living *living;
};

static void rest_on_leaf(void *data, const struct requirement *leaf, int32_t pass)
{
    struct resting *resting = data;
    if (pass >= 0) {
        rest_on(resting->room, resting->living, resting->room->passes[pass].record);
        return;
    }
    /* What rests on a certificate rests on that one's records. */
    const struct living *other = &resting->room->living[leaf->certification];
    for (int32_t at = other->last_basis; at >= 0; at = resting->room->basis[at].before)
        rest_on(resting->room, resting->living, resting->room->basis[at].record);
}

struct day award_extended(struct day last, int months)
{
    return (struct day){day_add_months((struct day){last.number + 1}, months).number - 1};
}

static struct day validity_from(const struct certification_version *version, struct day day)
{
    return version->validity_months ? day_period_end(day, version->validity_months) : NO_DAY;
}

/* Is a renewal still possible on the day: while it is valid and in the buffer after that? */
static bool open_on(const struct award_held *held, const struct living *living, struct day day)
{
    if (!day_is(held->expiry_day)) return true;
    struct day last = living->buffer_months ? award_extended(held->expiry_day, living->buffer_months) : held->expiry_day;
    return day.number <= last.number;
}

static void award_now(struct award_room *room, int32_t certification, const struct certification_version *version, struct day from, struct day day)
{
    struct award_held *held = &room->held[certification];
    struct living *living = &room->living[certification];
    struct day before = NO_DAY;
    bool again = held->earned;
    if (again) before = held->expiry_day;
    else *living = (struct living){.last_turn = -1};
    living->version = version;
    living->anchor = living->period_start = day;
    living->buffer_months = version->buffer_months;
    living->last_basis = -1;
    living->basis_count = 0;
    struct resting resting = {room, living};
    award_tree_basis_on(&room->view, version->requirement, from, day, rest_on_leaf, &resting);
    *held = (struct award_held){.earned = true, .award_day = day, .expiry_day = validity_from(version, day), .since = day, .stopped = room->heeding && award_room_stopped(room, certification)};
    turn(room, living, (struct award_turn){again ? TURN_EARNED_AGAIN : TURN_EARNED, day, before, held->expiry_day, -1, -1});
    award_plan_set_bit(room->earned, room->plan->place[certification]);
}

/* `pass` -1: by the whole requirement, met from `from` on. */
static void renew_now(struct award_room *room, int32_t certification, const struct certification_version *version, struct day from, struct day day,
                      int32_t pass)
{
    struct award_held *held = &room->held[certification];
    struct living *living = &room->living[certification];
    struct day old = held->expiry_day, renewed = validity_from(version, day);
    living->anchor = day;
    if (!day_is(old)) return;
    if (version->renewal_anchor == ANCHOR_OLD_EXPIRY && version->validity_months) {
        /* Once for each period: passes one after the other do not pile up years. */
        if (day.number <= living->period_start.number) return;
        renewed = award_extended(old, version->validity_months);
    }
    if (day_is(renewed) && renewed.number <= old.number) return;
    if (version->renewal_anchor == ANCHOR_OLD_EXPIRY) living->period_start = old;
    if (pass >= 0) {
        rest_on(room, living, room->passes[pass].record);
    } else {
        struct resting resting = {room, living};
        award_tree_basis_on(&room->view, version->requirement, from, day, rest_on_leaf, &resting);
    }
    held->expiry_day = renewed;
    living->buffer_months = version->buffer_months;
    if (old.number < day.number) held->since = day;
    turn(room, living, (struct award_turn){TURN_RENEWED, day, old, renewed, pass >= 0 ? room->passes[pass].exam : -1, -1});
}

/* `first`..`end`: the passes of the day. */
static void consider(struct award_room *room, int32_t certification, struct day day, size_t first, size_t end)
{
    const struct certification_version *version = catalogue_version_on(room->plan->catalogue, certification, day);
    const struct award_held *held = &room->held[certification];
    struct living *living = &room->living[certification];
    struct day from = held->earned ? (struct day){living->anchor.number + 1} : (struct day){NO_DAY.number + 1};
    if (version && award_tree_met_on(&room->view, version->requirement, from, day)) {
        if (held->earned && open_on(held, living, day)) renew_now(room, certification, version, from, day, -1);
        else award_now(room, certification, version, from, day);
        return;
    }
    if (!held->earned || !open_on(held, living, day)) return;
    if (!version) version = living->version;
    for (size_t i = first; i < end; i++)
        if (catalogue_exam_renews(version, room->passes[i].exam)) {
            renew_now(room, certification, version, from, day, (int32_t)i);
            return;
        }
}

/* SPEC 2.5: reaches what has been awarded before it. */
static void apply_change(struct award_room *room, int32_t index)
{
    const struct catalogue *catalogue = room->plan->catalogue;
    const struct rule_change *change = &catalogue->changes[index];
    for (size_t word = 0; word < room->plan->words; word++)
        for (uint64_t bits = room->earned[word]; bits; bits &= bits - 1) {
            int32_t certification = catalogue->order[word * 64 + (size_t)__builtin_ctzll(bits)];
            struct award_held *held = &room->held[certification];
            struct living *living = &room->living[certification];
            if (!catalogue_change_concerns(change, certification) || !catalogue_period_has(change->awarded, held->award_day)) continue;
            if (!day_is(held->expiry_day) || !catalogue_period_has(change->expiring, held->expiry_day)) continue;
            struct day old = held->expiry_day;
            if (change->extend_months) held->expiry_day = award_extended(old, change->extend_months);
            if (change->buffer_ends) living->buffer_months = 0;
            if (old.number < change->effective.number && held->expiry_day.number >= change->effective.number) held->since = change->effective;
            turn(room, living, (struct award_turn){TURN_RULE_CHANGE, change->effective, old, held->expiry_day, -1, index});
        }
}

static int by_record(const void *a, const void *b)
{
    int64_t first = *(const int64_t *)a, second = *(const int64_t *)b;
    return first < second ? -1 : first > second;
}

static uint64_t mixed(uint64_t mark, uint64_t value)
{
    mark ^= value;
    mark *= 0x9E3779B97F4A7C15u;
    return mark ^ mark >> 29;
}

/* Puts an award into its lasting form. */
static void settle(struct award_room *room, int32_t certification, int64_t *basis, struct award_turn *turns)
{
    const struct award_held *held = &room->held[certification];
    const struct living *living = &room->living[certification];
    struct award *award = &room->awards[room->award_count];
    *award = (struct award){.certification = certification, .version = living->version, .exam_day = held->award_day, .award_day = held->award_day,
                            .expiry_day = held->expiry_day, .basis = basis, .turns = turns, .turn_count = living->turn_count, .mark = 1};
    award->issue_day = calendar_add(room->plan->catalogue->calendar, held->award_day, living->version->promises[PROMISE_ECERT].first, &award->provisional);
    size_t count = 0;
    for (int32_t at = living->last_basis; at >= 0; at = room->basis[at].before) basis[count++] = room->basis[at].record;
    if (count > 1) qsort(basis, count, sizeof *basis, by_record);
    for (size_t i = 0; i < count; i++)
        if (!i || basis[i] != basis[award->basis_count - 1]) basis[award->basis_count++] = basis[i];
    for (size_t i = 0; i < award->basis_count; i++) award->mark = mixed(award->mark, (uint64_t)basis[i]);
    size_t left = living->turn_count;
    for (int32_t at = living->last_turn; at >= 0; at = room->turns[at].before) turns[--left] = room->turns[at].turn;
    for (size_t i = 0; i < living->turn_count; i++)
        award->mark = mixed(mixed(award->mark, (uint64_t)turns[i].day.number << 8 | turns[i].kind), (uint32_t)turns[i].expiry_after.number);
    award->mark &= INT64_MAX;
    room->award_of[certification] = (int32_t)room->award_count++;
}

static void settle_all(struct award_room *room)
{
    const struct award_plan *plan = room->plan;
    size_t basis = 0, turns = 0;
    for (size_t word = 0; word < plan->words; word++)
        for (uint64_t bits = room->earned[word]; bits; bits &= bits - 1) {
            const struct living *living = &room->living[plan->catalogue->order[word * 64 + (size_t)__builtin_ctzll(bits)]];
            basis += living->basis_count;
            turns += living->turn_count;
        }
    if (!turns) return;
    while (basis > room->all_basis_capacity) room->all_basis = grown(room->arena, NULL, 0, &room->all_basis_capacity, sizeof *room->all_basis);
    while (turns > room->all_turns_capacity) room->all_turns = grown(room->arena, NULL, 0, &room->all_turns_capacity, sizeof *room->all_turns);
    int64_t *next_basis = room->all_basis;
    struct award_turn *next_turn = room->all_turns;
    for (size_t i = 0; i < plan->catalogue->certification_count; i++) {
        int32_t certification = plan->by_id[i];
        if (!award_plan_has_bit(room->earned, plan->place[certification])) continue;
        settle(room, certification, next_basis, next_turn);
        next_basis += room->living[certification].basis_count;
        next_turn += room->living[certification].turn_count;
    }
}

/* From the first pass to the last. */
static void walk(struct award_room *room, struct day as_of)
{
    const struct award_plan *plan = room->plan;
    const struct catalogue *catalogue = plan->catalogue;
    room->view = (struct award_view){room->passes, room->before, room->latest, 0, room->held};
    int32_t change = 0;
    for (size_t first = 0, end; first < room->count; first = end) {
        struct day day = room->passes[first].day;
        while ((size_t)change < catalogue->change_count && catalogue->changes[change].effective.number <= day.number &&
               catalogue->changes[change].effective.number <= as_of.number)
            apply_change(room, change++);
        memset(room->touched, 0, plan->words * sizeof *room->touched);
        for (end = first; end < room->count && room->passes[end].day.number == day.number; end++) {
            int32_t exam = room->passes[end].exam;
            room->before[end] = room->latest[exam];
            room->latest[exam] = (int32_t)end;
            for (size_t word = 0; word < plan->words; word++) room->touched[word] |= award_plan_touched(plan, (size_t)exam)[word];
        }
        room->view.count = end;
        for (size_t word = 0; word < plan->words; word++)
            for (uint64_t bits = room->touched[word]; bits; bits &= bits - 1)
                consider(room, catalogue->order[word * 64 + (size_t)__builtin_ctzll(bits)], day, first, end);
    }
    while ((size_t)change < catalogue->change_count && catalogue->changes[change].effective.number <= as_of.number) apply_change(room, change++);
}

size_t award_room_evaluate(struct award_room *room, struct day as_of, const struct award **awards)
{
    if (!room->in_order) qsort(room->passes, room->count, sizeof *room->passes, by_day);
    room->heeding = false;
    walk(room, as_of);
    if (room->any_stopped) { /* of few: once more */
        memcpy(room->unstopped, room->earned, room->plan->words * sizeof *room->earned);
        forget_walk(room);
        room->heeding = true;
        walk(room, as_of);
    }
    settle_all(room);
    *awards = room->awards;
    return room->award_count;
}

const struct award *award_room_award(const struct award_room *room, int32_t certification)
{
    return room->award_of[certification] >= 0 ? &room->awards[room->award_of[certification]] : NULL;
}

const struct award_pass *award_room_passes(const struct award_room *room, size_t *count)
{
    *count = room->count;
    return room->passes;
}

struct award_view award_room_view(const struct award_room *room)
{
    return room->view;
}

bool award_room_valid(const struct award_room *room, int32_t certification, struct day day)
{
    const struct award *award = award_room_stopped(room, certification) ? NULL : award_room_award(room, certification);
    const struct award_turn *last = NULL;
    for (size_t i = 0; award && i < award->turn_count && award->turns[i].day.number <= day.number; i++) last = &award->turns[i];
    return last && (!day_is(last->expiry_after) || day.number <= last->expiry_after.number);
}

enum certificate_state award_state_on(const struct award *award, struct day today)
{
    if (day_is(award->expiry_day) && award->expiry_day.number < today.number) return CERTIFICATE_EXPIRED;
    return award->issue_day.number > today.number ? CERTIFICATE_PENDING : CERTIFICATE_ISSUED;
}
