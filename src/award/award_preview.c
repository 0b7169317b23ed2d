/* What would follow (SPEC 5.5, 5.10), by the same pure evaluation on other records. */
#include <stdlib.h>

#include "association/association.h"
#include "association/association_merge.h"
#include "audit/audit.h"
#include "award/award_work.h"

RECORD(award_preview_line_record, struct award_preview_line, FIELD(struct award_preview_line, certification), FIELD(struct award_preview_line, name),
       FIELD(struct award_preview_line, number), FIELD(struct award_preview_line, suspended), FIELD(struct award_preview_line, earned),
       FIELD(struct award_preview_line, moved), FIELD(struct award_preview_line, joined), FIELD(struct award_preview_line, changed),
       FIELD(struct award_preview_line, expiry_before), FIELD(struct award_preview_line, expiry_after));

struct entries {
    struct award_entry *items;
    size_t count, capacity;
};

struct previewing {
    const struct award_preview *wish;
    int64_t with_account; /* 0: none */
    struct award_work *work;
    struct list leaving;
    struct entries own, other;
    struct award_preview_line *lines;
    size_t count;
};

static int by_id(const void *a, const void *b)
{
    int64_t first = *(const int64_t *)a, second = *(const int64_t *)b;
    return first < second ? -1 : first > second;
}

static enum result take_pass(struct context *context, const void *item, void *data)
{
    const struct passed_record *row = item;
    const struct previewing *previewing = data;
    int32_t exam = award_plan_exam(previewing->work->plan, row->exam_id);
    bool leaves = previewing->leaving.count && bsearch(&row->record_id, previewing->leaving.items, previewing->leaving.count, sizeof(int64_t), by_id);
    if (exam >= 0 && !leaves) award_room_pass(previewing->work->room, (struct award_pass){row->exam_day, exam, row->record_id});
    return RESULT_OK;
}

static enum result take_entry(struct context *context, const void *item, void *data)
{
    struct entries *entries = data;
    if (entries->count == entries->capacity) {
        size_t wider = entries->capacity ? entries->capacity * 2 : 16;
        struct award_entry *larger = ARENA_ARRAY(context->arena, wider, struct award_entry);
        if (entries->count) memcpy(larger, entries->items, entries->count * sizeof *larger);
        entries->items = larger;
        entries->capacity = wider;
    }
    entries->items[entries->count++] = award_entry_of(item);
    return RESULT_OK;
}

static const struct award_entry *find(const struct entries *entries, int64_t certification)
{
    for (size_t i = 0; i < entries->count; i++)
        if (entries->items[i].certification == certification) return &entries->items[i];
    return NULL;
}

static bool stands(const struct award_entry *entry)
{
    return entry->state == CERTIFICATE_PENDING || entry->state == CERTIFICATE_ISSUED || entry->state == CERTIFICATE_EXPIRED;
}

static enum result add_line(struct context *context, struct previewing *previewing, int32_t certification, struct day award_day, const struct award_entry *entry,
                            struct award_preview_line line)
{
    const struct catalogue *catalogue = previewing->work->catalogue;
    line.certification = catalogue->certifications[certification].code;
    const struct certification_version *version = catalogue_version_on(catalogue, certification, award_day);
    line.name = version ? catalogue_wording(version->name, context->language) : line.certification;
    if (entry) TRY(award_store_number(context, entry->id, &line.number));
    previewing->lines[previewing->count++] = line;
    return RESULT_OK;
}

/* Of one certification: what stands in the register, and what would be earned. */
static enum result compare(struct context *context, struct previewing *previewing, int32_t certification)
{
    int64_t id = previewing->work->catalogue->certifications[certification].id;
    const struct award *award = award_room_award(previewing->work->room, certification);
    const struct award_entry *own = find(&previewing->own, id), *other = find(&previewing->other, id);
    struct award_preview_line line = {.expiry_before = NO_DAY, .expiry_after = NO_DAY};
    if (!own && other && stands(other)) {
        line.moved = true;
        return add_line(context, previewing, certification, other->award_day, other, line);
    }
    if (own && other && stands(other)) {
        struct award_preview_line joined = {.joined = true, .expiry_before = NO_DAY, .expiry_after = NO_DAY};
        TRY(add_line(context, previewing, certification, other->award_day, other, joined));
    }
    if (award && (!own || (!stands(own) && own->reason != REASON_OTHER))) {
        line.earned = true;
        line.expiry_after = award->expiry_day;
        return add_line(context, previewing, certification, award->award_day, own, line);
    }
    if (own && stands(own) && !award) {
        line.suspended = true;
        return add_line(context, previewing, certification, own->award_day, own, line);
    }
    if (!own || !award || !stands(own) || own->expiry_day.number == award->expiry_day.number) return RESULT_OK;
    line.changed = true;
    line.expiry_before = own->expiry_day;
    line.expiry_after = award->expiry_day;
    return add_line(context, previewing, certification, own->award_day, own, line);
}

static enum result preview(struct context *context, void *data)
{
    struct previewing *previewing = data;
    const struct award_preview *wish = previewing->wish;
    enum result begun = award_work_new(context, &previewing->work);
    if (begun != RESULT_OK) return begun;
    TRY(association_leaving(context, wish->account, wish->without_mailbox, wish->without_record, wish->by_force, &previewing->leaving));
    TRY(award_store_each_entry(context, (struct award_scope){false, wish->account, wish->account}, take_entry, &previewing->own));
    award_room_begin(previewing->work->room);
    TRY(association_each_passed(context, wish->account, wish->account, take_pass, previewing));
    if (previewing->with_account) {
        TRY(award_store_each_entry(context, (struct award_scope){false, previewing->with_account, previewing->with_account}, take_entry, &previewing->other));
        TRY(association_each_passed(context, previewing->with_account, previewing->with_account, take_pass, previewing));
    }
    const struct award *awards;
    size_t certifications = previewing->work->catalogue->certification_count;
    award_room_evaluate(previewing->work->room, previewing->work->today, &awards);
    previewing->lines = ARENA_ARRAY(context->arena, 2 * certifications + 1, struct award_preview_line);
    for (size_t i = 0; i < certifications; i++) TRY(compare(context, previewing, (int32_t)i));
    return RESULT_OK;
}

enum result award_preview(struct context *context, const struct award_preview *wish, struct list *lines)
{
    bool own = context->actor.kind == ACTOR_ACCOUNT && context->actor.account == wish->account;
    TRY(audit_may(context, own ? MAY_ACT_FOR_ACCOUNT : MAY_READ_REGISTER));
    struct previewing previewing = {.wish = wish};
    if (!text_empty(wish->merge_proof)) TRY(association_merge_proven(context, wish->merge_proof, &previewing.with_account));
    TRY(database_reading(context, preview, &previewing));
    *lines = (struct list){&award_preview_line_record, previewing.lines, previewing.count};
    return RESULT_OK;
}
