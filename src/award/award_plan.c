#include "award/award_plan.h"

#include <stdlib.h>

static struct slot *slots_new(struct arena *arena, size_t count, size_t *mask)
{
    size_t capacity = 16;
    while (capacity < count * 2) capacity *= 2;
    struct slot *slots = ARENA_ARRAY(arena, capacity, struct slot);
    for (size_t i = 0; i < capacity; i++) slots[i].index = -1;
    *mask = capacity - 1;
    return slots;
}

static void slots_put(struct slot *slots, size_t mask, int64_t id, int32_t index)
{
    if (!id) return;
    size_t at = (size_t)id & mask;
    while (slots[at].index >= 0) at = (at + 1) & mask;
    slots[at] = (struct slot){id, index};
}

static int32_t slots_find(const struct slot *slots, size_t mask, int64_t id)
{
    size_t at = (size_t)id & mask;
    while (slots[at].index >= 0 && slots[at].id != id) at = (at + 1) & mask;
    return slots[at].index;
}

/* Marks what a requirement names: the exams in `touched`, the certifications in `needs`, a row of bits for each place. */
static void name_leaves(struct award_plan *plan, const struct requirement *requirement, int32_t place, uint64_t *needs)
{
    if (requirement->kind == REQUIREMENT_EXAM) award_plan_set_bit(award_plan_touched(plan, (size_t)requirement->exam), place);
    if (requirement->kind == REQUIREMENT_CERTIFICATE) award_plan_set_bit(needs, plan->place[requirement->certification]);
    for (size_t i = 0; i < requirement->child_count; i++) name_leaves(plan, &requirement->children[i], place, needs);
}

static int by_store_id(const void *a, const void *b, void *data)
{
    const struct catalogue *catalogue = data;
    int64_t first = catalogue->certifications[*(const int32_t *)a].id, second = catalogue->certifications[*(const int32_t *)b].id;
    return first < second ? -1 : first > second;
}

struct award_plan *award_plan_new(struct arena *arena, const struct catalogue *catalogue)
{
    struct award_plan *plan = ARENA_NEW(arena, struct award_plan);
    size_t count = catalogue->certification_count;
    plan->catalogue = catalogue;
    plan->exams = slots_new(arena, catalogue->exam_count, &plan->exam_mask);
    for (size_t i = 0; i < catalogue->exam_count; i++) slots_put(plan->exams, plan->exam_mask, catalogue->exams[i].id, (int32_t)i);
    plan->certifications = slots_new(arena, count, &plan->certification_mask);
    plan->place = ARENA_ARRAY(arena, count, int32_t);
    plan->by_id = ARENA_ARRAY(arena, count, int32_t);
    for (size_t i = 0; i < count; i++) {
        slots_put(plan->certifications, plan->certification_mask, catalogue->certifications[i].id, (int32_t)i);
        plan->place[catalogue->order[i]] = (int32_t)i;
        plan->by_id[i] = (int32_t)i;
    }
    if (count) qsort_r(plan->by_id, count, sizeof *plan->by_id, by_store_id, (void *)catalogue);
    plan->words = (count + 63) / 64;
    plan->touched = ARENA_ARRAY(arena, catalogue->exam_count * plan->words, uint64_t);
    uint64_t *needs = ARENA_ARRAY(arena, count * plan->words, uint64_t);
    for (size_t i = 0; i < count; i++) {
        const struct certification *certification = &catalogue->certifications[i];
        for (size_t v = 0; v < certification->version_count; v++) {
            const struct certification_version *version = &certification->versions[v];
            name_leaves(plan, version->requirement, plan->place[i], &needs[(size_t)plan->place[i] * plan->words]);
            for (size_t e = 0; e < catalogue->exam_count; e++)
                if (catalogue_exam_renews(version, (int32_t)e)) award_plan_set_bit(award_plan_touched(plan, e), plan->place[i]);
        }
    }
    /* What needs a certificate comes after it in the order, so one walk finds all that hangs on it. */
    for (size_t e = 0; e < catalogue->exam_count; e++)
        for (size_t place = 0; place < count; place++)
            for (size_t word = 0; word < plan->words; word++)
                if (needs[place * plan->words + word] & award_plan_touched(plan, e)[word]) award_plan_set_bit(award_plan_touched(plan, e), (int32_t)place);
    return plan;
}

int32_t award_plan_exam(const struct award_plan *plan, int64_t exam_id)
{
    return slots_find(plan->exams, plan->exam_mask, exam_id);
}

int32_t award_plan_certification(const struct award_plan *plan, int64_t certification_id)
{
    return slots_find(plan->certifications, plan->certification_mask, certification_id);
}
