/* A person's exams, told in one line each, and what they have earned by a catalogue. */
#ifndef TESTS_AWARD_STORY_H
#define TESTS_AWARD_STORY_H

#include "support/support.h"

#include "award/award_rules.h"

struct story {
    struct support *support;
    struct catalogue *catalogue;
    struct award_plan *plan;
    struct award_room *room;
    int64_t records;
};

/* By a catalogue text; NULL: the example catalogue. Exams and certifications get ids from 1 on. */
struct story *story_new(const char *catalogue);
void story_free(struct story *story);
struct day story_day(const char *text);
/* Forgets the exams so far. */
void story_begin(struct story *story);
/* Returns the record's id: 1, 2, ... */
int64_t story_pass(struct story *story, const char *exam, const char *day);
/* Evaluates as of that day; the award, or NULL. */
const struct award *story_award(struct story *story, const char *certification, const char *as_of);

#define assert_day(DAY, TEXT) assert_text_equal(day_text(story->support->context.arena, (DAY)), (TEXT))

#endif
