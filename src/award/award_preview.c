/* What would follow (SPEC 5.5, 5.10): the same pure evaluation and the same decisions as the act's (award_decide.h), on records as they would be held then. */
#include <stdlib.h>

#include "association/association.h"
#include "association/association_merge.h"
#include "audit/audit.h"
#include "award/award_work.h"

#define F(MEMBER) FIELD(struct award_preview_line, MEMBER)
RECORD(award_preview_line_record, struct award_preview_line, F(certification), F(name), F(number), F(moved), F(earned), F(back), F(suspended), F(away), F(withdrawn), F(joined), F(given_back), F(gone), F(state),
       F(state_before), F(award_changed), F(issue_changed), F(expiry_changed), F(award_before), F(award_after), F(issue_before), F(issue_after), F(expiry_before), F(expiry_after),
       F(provisional), F(disputed), F(revised));

struct entries {
    const struct calendar *calendar;
    struct award_entry *items;
    size_t count, capacity;
};

struct previewing {
    const struct award_preview *wish;
    struct award_supposed supposed;
    struct award_work *work;
    struct entries own, other;
    struct entries elsewhere; /* of neither account, with all their records in the two; where a merge is undone, what comes back */
    struct list claims;       /* claim_row */
    struct list came;         /* moving_row: what came by the merge that is undone, and goes back */
    enum award_reason nameless; /* there is no name to print on what is issued for the first time; REASON_NONE: there is */
    struct award_preview_line *lines;
    size_t count;
};

static int by_record(const void *a, const void *b)
{
    int64_t first = ((const struct leaving_record *)a)->record_id, second = ((const struct leaving_record *)b)->record_id;
    return first < second ? -1 : first > second;
}

static const struct leaving_record *find_leaving(const struct previewing *previewing, int64_t record)
{
    const struct list *leaving = &previewing->supposed.leaving;
    struct leaving_record wanted = {.record_id = record};
    return leaving->count ? bsearch(&wanted, leaving->items, leaving->count, sizeof wanted, by_record) : NULL;
}

static void put_pass(const struct previewing *previewing, const struct passed_record *row)
{
    int32_t exam = award_plan_exam(previewing->work->plan, row->exam_id);
    if (exam >= 0) award_room_pass(previewing->work->room, (struct award_pass){row->exam_day, exam, row->record_id});
}

/* What stays. */
static enum result take_pass(struct context *context, const void *item, void *data)
{
    const struct passed_record *row = item;
    if (!find_leaving(data, row->record_id)) put_pass(data, row);
    return RESULT_OK;
}

/* What leaves the other account for the one that is looked at. */
static enum result take_coming(struct context *context, const void *item, void *data)
{
    const struct passed_record *row = item;
    const struct previewing *previewing = data;
    const struct leaving_record *leaving = find_leaving(previewing, row->record_id);
    if (leaving && leaving->to_id == previewing->wish->account) put_pass(previewing, row);
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
    entries->items[entries->count++] = award_entry_of(entries->calendar, item);
    return RESULT_OK;
}

static const struct award_entry *find(const struct entries *entries, int64_t certification)
{
    for (size_t i = 0; i < entries->count; i++)
        if (entries->items[i].certification == certification) return &entries->items[i];
    return NULL;
}

static struct text state_text(struct context *context, const struct award_entry *entry)
{
    return text_of(language_text(context->languages, context->language, certificate_state_word(entry->state)));
}

/* What becomes of `before` (NULL: it is new); of what only comes along or goes `after` is the same. */
static enum result add_line(struct context *context, struct previewing *previewing, int32_t certification, const struct award_entry *before, const struct award_entry *after,
                            struct award_preview_line line)
{
    const struct catalogue *catalogue = previewing->work->catalogue;
    const struct certification_version *version = catalogue_version_on(catalogue, certification, after->award_day);
    line.certification = catalogue->certifications[certification].code;
    line.name = version ? catalogue_wording(version->name, context->language) : line.certification;
    line.award_before = line.issue_before = line.expiry_before = NO_DAY;
    line.award_after = after->award_day;
    line.issue_after = after->issue_day;
    line.expiry_after = after->expiry_day;
    line.provisional = after->provisional;
    line.state = line.state_before = TEXT("");
    if (before) {
        TRY(award_store_number(context, before->id, &line.number));
        line.award_before = before->award_day;
        line.issue_before = before->issue_day;
        line.expiry_before = before->expiry_day;
        line.award_changed = before->award_day.number != after->award_day.number;
        line.issue_changed = before->issue_day.number != after->issue_day.number;
        line.expiry_changed = before->expiry_day.number != after->expiry_day.number;
        line.revised = award_decide_prints_anew(before, after);
        line.back = line.back || (award_decide_stopped(before->state) && !award_decide_stopped(after->state));
    }
    bool told = line.back || line.suspended || line.away || line.withdrawn || line.joined, other_state = before && before->state != after->state && !told;
    if (!before || other_state || line.back || (line.moved && award_decide_stopped(after->state))) line.state = state_text(context, after);
    if (other_state) line.state_before = state_text(context, before);
    bool any = !before || told || other_state || line.moved || line.gone || line.award_changed || line.issue_changed || line.expiry_changed || line.given_back;
    if (any) previewing->lines[previewing->count++] = line;
    return RESULT_OK;
}

/* Of what its account does not earn any more; `moves_to` as of award_why_lost. */
static enum result lose(struct context *context, struct previewing *previewing, int32_t certification, const struct award_entry *entry, int64_t *moves_to)
{
    enum award_reason reason = REASON_REQUIREMENT;
    struct award_entry after;
    *moves_to = 0;
    if (entry->account != previewing->wish->account || !award_room_needs_stopped(previewing->work->room, certification)) TRY(award_why_lost(context, entry, &previewing->supposed, &reason, moves_to));
    if (*moves_to || !award_decide_lost(entry, reason, previewing->work->today, &after) || after.state == entry->state) return RESULT_OK;
    bool joined = reason == REASON_JOINED, suspended = after.state == CERTIFICATE_SUSPENDED && reason != REASON_REQUIREMENT, away = suspended && previewing->supposed.to_nobody && previewing->wish->without_record;
    struct award_preview_line line = {.joined = joined, .withdrawn = !joined && after.state == CERTIFICATE_WITHDRAWN, .suspended = suspended && !away, .away = away};
    return add_line(context, previewing, certification, entry, &after, line);
}

static bool came(const struct previewing *previewing, int64_t certificate)
{
    const struct moving_row *rows = previewing->came.items;
    for (size_t i = 0; i < previewing->came.count; i++)
        if (rows[i].id == certificate) return true;
    return false;
}

/* What staff stopped, as far as it is the account's then. */
static void heed_stops(struct previewing *previewing, const struct entries *entries)
{
    const struct award_plan *plan = previewing->work->plan;
    for (size_t i = 0; i < entries->count; i++) {
        const struct award_entry *entry = &entries->items[i], *own = find(&previewing->own, entry->certification);
        bool his = entries == &previewing->own ? !came(previewing, entry->id) : !own || came(previewing, own->id);
        if (his && award_decide_stopped_by_staff(entry)) award_room_stop(previewing->work->room, award_plan_certification(plan, entry->certification));
    }
}

/* Of one certification: what stands in the register, and what would be earned. */
static enum result compare(struct context *context, struct previewing *previewing, int32_t certification)
{
    int64_t id = previewing->work->catalogue->certifications[certification].id, moves_to = 0;
    const struct award *award = award_room_award(previewing->work->room, certification);
    const struct award_entry *entry = find(&previewing->own, id), *other = find(&previewing->other, id);
    struct award_preview_line line = {0};
    if (entry && came(previewing, entry->id)) {
        TRY(add_line(context, previewing, certification, entry, entry, (struct award_preview_line){.given_back = true}));
        entry = NULL;
    }
    if (other) TRY(lose(context, previewing, certification, other, &moves_to));
    if (!entry && other && moves_to == previewing->supposed.into) {
        line.moved = true;
        entry = other;
    }
    if (!entry && (entry = find(&previewing->elsewhere, id)) != NULL) line.moved = true;
    const struct claim_row *claim = NULL;
    if (award && !entry) TRY(award_claim_on(context, &previewing->claims, previewing->wish->account, id, award->award_day, award->basis, award->basis_count, &claim));
    if (claim) return RESULT_OK; /* staff decide first */
    if (award) {
        struct award_entry after;
        award_decide_earned(entry, award, previewing->work->today, &after);
        if (award_work_disputed(previewing->work, previewing->wish->account, award->basis, award->basis_count)) (void)award_decide_disputed(entry, &after);
        else if (previewing->nameless && after.issued && !(entry && entry->issued)) award_decide_nameless(entry, previewing->nameless, &after);
        else if (entry) award_decide_waited(entry, previewing->work->today, &after);
        line.disputed = after.reason == REASON_DISPUTED;
        line.earned = !entry;
        return add_line(context, previewing, certification, entry, &after, line);
    }
    if (!entry) return RESULT_OK;
    if (line.moved) return add_line(context, previewing, certification, entry, entry, line);
    TRY(lose(context, previewing, certification, entry, &moves_to));
    line.gone = moves_to != 0;
    return line.gone ? add_line(context, previewing, certification, entry, entry, line) : RESULT_OK;
}

/* The names of the records count where the account has none of its own; the profile of an account that is merged does not come along. */
static enum result look_for_name(struct context *context, struct previewing *previewing, int64_t giver)
{
    struct award_naming naming;
    TRY(award_names(context, previewing->wish->account, false, &naming));
    if (!naming.latin_of && !naming.native_of && giver) TRY(award_names(context, giver, true, &naming));
    struct award_unprintable why;
    return award_name_reason(context, naming.latin, naming.native, &why, &previewing->nameless);
}

static enum result take_elsewhere(struct context *context, struct previewing *previewing)
{
    struct list rows;
    TRY(award_store_moving_together(context, previewing->supposed.from, previewing->supposed.into, AWARD_MOST_MOVES, &rows));
    for (size_t i = 0; i < rows.count; i++) {
        struct entry_row row;
        TRY(award_store_entry(context, ((const struct moving_row *)rows.items)[i].id, &row));
        struct award_entry entry = award_entry_of(NULL, &row);
        bool forced;
        TRY(award_left_by_force(context, &entry, &forced));
        if (!forced) TRY(take_entry(context, &row, &previewing->elsewhere));
    }
    return RESULT_OK;
}

/* Where a merge is undone, what comes back to the account that it has emptied: what came by it, and what rests on nothing but the records that go back, and is not earned by those that stay. */
static enum result take_given_back(struct context *context, struct previewing *previewing, int64_t giver)
{
    struct award_work *work = previewing->work;
    const struct award *awards;
    struct entries theirs = {.calendar = work->catalogue->calendar};
    TRY(award_store_each_entry(context, (struct award_scope){false, giver, giver}, take_entry, &theirs));
    award_room_begin(work->room);
    TRY(association_each_passed(context, giver, giver, take_pass, previewing));
    for (size_t i = 0; i < theirs.count; i++)
        if (award_decide_stopped_by_staff(&theirs.items[i])) award_room_stop(work->room, award_plan_certification(work->plan, theirs.items[i].certification));
    award_room_evaluate(work->room, work->today, &awards);
    size_t kept = 0;
    for (size_t i = 0; i < theirs.count; i++) {
        const struct award_entry entry = theirs.items[i];
        int32_t certification = catalogue_certification_by_id(work->catalogue, entry.certification);
        bool stays = certification >= 0 && award_room_award(work->room, certification), comes = came(previewing, entry.id);
        enum award_reason reason;
        int64_t moves_to = 0;
        if (!comes && !stays) TRY(award_why_lost(context, &entry, &previewing->supposed, &reason, &moves_to));
        if (comes || moves_to == previewing->wish->account) theirs.items[kept++] = entry;
    }
    theirs.count = kept;
    previewing->elsewhere = theirs;
    return RESULT_OK;
}

/* `giver`: the account from which something comes back; 0: the one that is looked at gives. */
static enum result look_at_undoing(struct context *context, struct previewing *previewing, int64_t *giver)
{
    const struct award_preview *wish = previewing->wish;
    int64_t from = 0, into = 0;
    enum result found = association_merge_leaving(context, wish->merge_undone, wish->account, &from, &into, &previewing->supposed.leaving);
    if (found != RESULT_OK) return found;
    *giver = wish->account == from ? into : 0;
    if (previewing->supposed.leaving.count) TRY(award_store_came_by(context, wish->merge_undone, AWARD_MOST_MOVES, &previewing->came));
    return *giver ? take_given_back(context, previewing, *giver) : RESULT_OK;
}

static enum result preview(struct context *context, void *data)
{
    struct previewing *previewing = data;
    const struct award_preview *wish = previewing->wish;
    struct award_supposed *supposed = &previewing->supposed;
    /* What an earlier try took from the arena is given back. */
    previewing->count = 0;
    enum result begun = award_work_new(context, &previewing->work);
    if (begun != RESULT_OK) return begun;
    previewing->own = previewing->other = previewing->elsewhere = (struct entries){.calendar = previewing->work->catalogue->calendar};
    previewing->came = (struct list){0};
    int64_t giver = supposed->from;
    if (!wish->merge_undone) TRY(association_leaving(context, wish->account, wish->without_mailbox, wish->without_record, wish->by_force, &supposed->leaving));
    else TRY(look_at_undoing(context, previewing, &giver));
    for (size_t i = 0; wish->goes_to && i < supposed->leaving.count; i++) ((struct leaving_record *)(uintptr_t)supposed->leaving.items)[i].to_id = wish->goes_to;
    TRY(award_store_each_entry(context, (struct award_scope){false, wish->account, wish->account}, take_entry, &previewing->own));
    TRY(award_work_look_for_disputes(context, previewing->work, wish->account, wish->account, supposed->from));
    award_room_begin(previewing->work->room);
    TRY(association_each_passed(context, wish->account, wish->account, take_pass, previewing));
    if (supposed->from) {
        TRY(award_store_each_entry(context, (struct award_scope){false, supposed->from, supposed->from}, take_entry, &previewing->other));
        TRY(association_each_passed(context, supposed->from, supposed->from, take_pass, previewing));
        TRY(take_elsewhere(context, previewing));
    }
    if (wish->merge_undone && giver) TRY(association_each_passed(context, giver, giver, take_coming, previewing));
    TRY(look_for_name(context, previewing, giver));
    TRY(award_store_claims(context, wish->account, wish->account, AWARD_MOST_CLAIMS, &previewing->claims));
    heed_stops(previewing, &previewing->own);
    heed_stops(previewing, &previewing->other);
    heed_stops(previewing, &previewing->elsewhere);
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
    struct previewing previewing = {.wish = wish, .supposed = {.into = wish->account, .by_force = wish->by_force, .to_nobody = own && !wish->merge_undone}};
    if (!text_empty(wish->merge_proof)) TRY(association_merge_proven(context, wish->merge_proof, &previewing.supposed.from));
    TRY(database_reading(context, preview, &previewing));
    *lines = (struct list){&award_preview_line_record, previewing.lines, previewing.count};
    return RESULT_OK;
}
