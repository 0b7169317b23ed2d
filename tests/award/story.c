#include "award/story.h"

#include "base/file.h"
#include "outside/settings.h"

struct story *story_new(const char *text)
{
    struct support *support = support_context("2026-02-13T08:00:00Z");
    struct context *context = &support->context;
    struct story *story = ARENA_NEW(context->arena, struct story);
    struct text content = text_of(text);
    if (!text) {
        struct text path = text_printf(context->arena, "%.*s/data/catalogue/huawei.txt", TEXT_ARG(context->settings->share));
        assert_result(support, RESULT_OK, file_read(context, path, CATALOGUE_TEXT_LIMIT, &content));
    }
    struct catalogue_problems problems;
    assert_result(support, RESULT_OK, catalogue_read(context, context->arena, TEXT("catalogue.txt"), content, &story->catalogue, &problems));
    for (size_t i = 0; i < story->catalogue->exam_count; i++) story->catalogue->exams[i].id = (int64_t)i + 1;
    for (size_t i = 0; i < story->catalogue->certification_count; i++) story->catalogue->certifications[i].id = (int64_t)i + 1;
    story->support = support;
    story->plan = award_plan_new(context->arena, story->catalogue);
    story->room = award_room_new(context->arena, story->plan);
    story_begin(story);
    return story;
}

void story_free(struct story *story)
{
    support_context_free(story->support);
}

struct day story_day(const char *text)
{
    struct day day;
    if (!day_parse(text_of(text), &day)) fail_msg("no such day: %s", text);
    return day;
}

void story_begin(struct story *story)
{
    award_room_begin(story->room);
    story->records = 0;
}

int64_t story_pass(struct story *story, const char *exam, const char *day)
{
    int32_t index = catalogue_exam(story->catalogue, text_of(exam));
    if (index < 0) fail_msg("no such exam: %s", exam);
    award_room_pass(story->room, (struct award_pass){story_day(day), index, ++story->records});
    return story->records;
}

const struct award *story_award(struct story *story, const char *certification, const char *as_of)
{
    const struct award *awards;
    size_t count = award_room_passes(story->room, &count) ? count : 0;
    /* The passes again, as they were told: evaluating uses them up. */
    struct award_pass *passes = ARENA_ARRAY(story->support->context.arena, count + 1, struct award_pass);
    if (count) memcpy(passes, award_room_passes(story->room, &count), count * sizeof *passes);
    award_room_begin(story->room);
    for (size_t i = 0; i < count; i++) award_room_pass(story->room, passes[i]);
    award_room_evaluate(story->room, story_day(as_of), &awards);
    int32_t index = catalogue_certification(story->catalogue, text_of(certification));
    if (index < 0) fail_msg("no such certification: %s", certification);
    return award_room_award(story->room, index);
}
