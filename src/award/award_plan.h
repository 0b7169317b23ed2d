/* A catalogue made ready for evaluation, once for all accounts: what is found by an id in the store, and which certifications a pass of an exam can change. Pure; its functions are declared in award_rules.h, and what stands here is for the walk there alone. */
#ifndef AWARD_AWARD_PLAN_H
#define AWARD_AWARD_PLAN_H

#include "award/award_rules.h"

struct award_plan {
    const struct catalogue *catalogue;
    /* Open addressing from ids in the store to indexes; a power of two, at most half full. */
    struct slot {
        int64_t id;
        int32_t index; /* -1: free */
    } *exams, *certifications;
    size_t exam_mask, certification_mask;
    /* For each exam the certifications that a pass of it can change, as bits over their places in catalogue->order. */
    uint64_t *touched;
    size_t words;
    int32_t *place;     /* of a certification in catalogue->order */
    int32_t *by_id;     /* certifications ascending by their id in the store */
};

static inline uint64_t *award_plan_touched(const struct award_plan *plan, size_t exam)
{
    return &plan->touched[exam * plan->words];
}

static inline void award_plan_set_bit(uint64_t *bits, int32_t at)
{
    bits[at / 64] |= (uint64_t)1 << (at % 64);
}

static inline bool award_plan_has_bit(const uint64_t *bits, int32_t at)
{
    return bits[at / 64] >> (at % 64) & 1;
}

#endif
