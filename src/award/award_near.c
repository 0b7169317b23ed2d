#include "award/award_near.h"

#include <inttypes.h>

#include "audit/audit.h"
#include "award/award_near_store.h"
#include "award/award_work.h"
#include "letter/address.h"
#include "letter/letter.h"
#include "outside/language.h"
#include "outside/store.h"

/* One person in more places than this says that something is wrong with the ID; PAIRS_MOST, MISSES_MOST: that one run looks at, and finds. */
enum { PLACES_MOST = 8, PAIRS_MOST = 500000, MISSES_MOST = 100000, STOPPED_MOST = 1000000, WEEK = 7 * 86400 };

/* An account, or a mailbox of nobody's. */
struct place {
    int64_t account, mailbox;
};
struct pair {
    struct place one, other; /* one is an account; of two the one with the smaller id */
    struct text evidence;
};

struct finding {
    struct award_work *work;
    struct place places[PLACES_MOST]; /* of the person under way */
    size_t place_count;
    struct text evidence;                 /* what suggests it */
    int64_t provider, named;              /* who is under way */
    struct text candidate;
    struct list stopped; /* of stopped_row */
    struct arena *person;
    struct arena_mark mark;
    struct pair *pairs;
    size_t pair_count;
    struct missed *missed;
    size_t missed_count;
    bool cut; /* there was more than one run looks at or finds */
};
struct missed {
    const struct pair *pair;
    int64_t certification;
};

/* --- Who may be one --- */

static void end_person(struct finding *finding)
{
    for (size_t i = 0; i < finding->place_count; i++)
        for (size_t k = i + 1; k < finding->place_count; k++) {
            struct place one = finding->places[i], other = finding->places[k];
            if (other.account && (!one.account || other.account < one.account)) one = finding->places[k], other = finding->places[i];
            if (!one.account) continue;
            if (finding->pair_count < PAIRS_MOST) finding->pairs[finding->pair_count++] = (struct pair){one, other, finding->evidence};
            else finding->cut = true;
        }
    finding->place_count = 0;
    arena_rewind(finding->person, finding->mark);
}

static void add_place(struct finding *finding, struct place place)
{
    if (finding->place_count < PLACES_MOST) finding->places[finding->place_count++] = place;
}

static enum result take_candidate(struct context *context, const void *data, void *to)
{
    (void)context;
    const struct near_place_row *row = data;
    struct finding *finding = to;
    if (row->provider_id != finding->provider || !text_equal(row->candidate_id, finding->candidate)) {
        end_person(finding);
        finding->provider = row->provider_id;
        finding->candidate = text_copy(finding->person, row->candidate_id);
    }
    add_place(finding, (struct place){row->account_id, row->mailbox_id});
    return RESULT_OK;
}

static enum result take_name(struct context *context, const void *data, void *to)
{
    (void)context;
    const struct near_name_row *row = data;
    struct finding *finding = to;
    if (row->person != finding->named) end_person(finding);
    finding->named = row->person;
    add_place(finding, (struct place){row->account_id, row->mailbox_id});
    return RESULT_OK;
}

/* --- What they would earn --- */

static enum result take_pass(struct context *context, const void *data, void *to)
{
    (void)context;
    const struct near_pass *row = data;
    const struct award_work *work = to;
    int32_t exam = award_plan_exam(work->plan, row->exam_id);
    if (exam >= 0) award_room_pass(work->room, (struct award_pass){row->exam_day, exam, row->record_id});
    return RESULT_OK;
}

/* What staff stopped in the account meets no requirement. */
static void heed_stops(const struct finding *finding, int64_t account)
{
    const struct stopped_row *rows = finding->stopped.items;
    size_t first = 0, end = finding->stopped.count;
    while (first < end) {
        size_t middle = first + (end - first) / 2;
        if (rows[middle].account_id < account) first = middle + 1;
        else end = middle;
    }
    for (; first < finding->stopped.count && rows[first].account_id == account; first++)
        award_room_stop(finding->work->room, award_plan_certification(finding->work->plan, rows[first].certification_id));
}

/* Notes in `earned`, a bit each way, what the places earn together and is valid today. */
static enum result earn(struct context *context, const struct finding *finding, const struct place *places, size_t count, unsigned char *earned, unsigned char bit)
{
    struct award_work *work = finding->work;
    const struct award *awards;
    award_room_begin(work->room);
    for (size_t i = 0; i < count; i++) {
        TRY(near_store_each_pass(context, places[i].account, places[i].mailbox, take_pass, work));
        heed_stops(finding, places[i].account);
    }
    size_t award_count = award_room_evaluate(work->room, work->today, &awards);
    for (size_t i = 0; i < award_count; i++)
        if (award_state_on(&awards[i], work->today) != CERTIFICATE_EXPIRED) earned[awards[i].certification] |= bit;
    return RESULT_OK;
}

enum { TOGETHER = 1, ALONE = 2 };

static enum result judge(struct context *context, struct finding *finding, const struct pair *pair, unsigned char *earned)
{
    const struct catalogue *catalogue = finding->work->catalogue;
    memset(earned, 0, catalogue->certification_count);
    const struct place both[] = {pair->one, pair->other};
    TRY(earn(context, finding, both, 2, earned, TOGETHER));
    if (!memchr(earned, TOGETHER, catalogue->certification_count)) return RESULT_OK; /* most have nothing to gain */
    TRY(earn(context, finding, &both[0], 1, earned, ALONE));
    TRY(earn(context, finding, &both[1], 1, earned, ALONE));
    bool apart = false;
    if (memchr(earned, TOGETHER, catalogue->certification_count))
        TRY(near_store_forced_apart(context, pair->one.account, pair->other.account, pair->other.mailbox, context_now(context), &apart));
    if (apart) return RESULT_OK;
    for (size_t i = 0; i < catalogue->certification_count; i++) {
        if (earned[i] != TOGETHER) continue;
        if (finding->missed_count < MISSES_MOST) finding->missed[finding->missed_count++] = (struct missed){pair, catalogue->certifications[i].id};
        else finding->cut = true;
    }
    return RESULT_OK;
}

static enum result gather(struct context *context, void *data)
{
    struct finding *finding = data;
    finding->pair_count = finding->missed_count = 0;
    finding->cut = false;
    TRY(award_store_stopped(context, STOPPED_MOST, &finding->stopped));
    finding->evidence = TEXT("candidate-id");
    TRY(near_store_each_of_candidates(context, take_candidate, finding));
    end_person(finding);
    finding->evidence = TEXT("name");
    TRY(near_store_each_of_names(context, take_name, finding));
    end_person(finding);
    finding->evidence = TEXT("record-name");
    TRY(near_store_each_of_record_names(context, take_name, finding));
    end_person(finding);
    unsigned char *earned = ARENA_ARRAY(context->arena, finding->work->catalogue->certification_count + 1, unsigned char);
    for (size_t i = 0; i < finding->pair_count; i++) {
        struct arena_mark mark = arena_mark(context->arena);
        TRY(judge(context, finding, &finding->pairs[i], earned));
        arena_rewind(context->arena, mark);
    }
    return RESULT_OK;
}

static enum result write_all(struct context *context, void *data)
{
    const struct finding *finding = data;
    int64_t run;
    TRY(near_store_next_run(context, &run));
    for (size_t i = 0; i < finding->missed_count; i++) {
        const struct pair *pair = finding->missed[i].pair;
        struct near_miss miss = {.account_id = pair->one.account, .other_account_id = pair->other.account, .mailbox_id = pair->other.mailbox};
        int64_t certification = finding->missed[i].certification, added, changed;
        struct arena_mark mark = arena_mark(context->arena);
        TRY(near_store_put(context, &miss, certification, pair->evidence, context_now(context), run, &added, &changed));
        if (added || changed)
            TRY(audit_write(context, added ? "near.found" : "near.evidence", "near_miss", added ? added : changed,
                            text_printf(context->arena, "{\"account\":%" PRId64 ",\"other\":%" PRId64 ",\"mailbox\":%" PRId64 ",\"certification\":%" PRId64 ",\"evidence\":\"%.*s\"}", miss.account_id,
                                        miss.other_account_id, miss.mailbox_id, certification, TEXT_ARG(pair->evidence))));
        arena_rewind(context->arena, mark);
    }
    if (!finding->cut) TRY(near_store_forget(context, run)); /* else what was not come upon may hold as it did */
    return audit_write(context, "near.find", "near_miss", 0, TEXT(""));
}

enum result award_near_find(struct context *context, int64_t *found)
{
    struct finding finding = {0};
    TRY(audit_may(context, MAY_EVALUATE));
    enum result begun = award_work_new(context, &finding.work);
    if (found) *found = 0;
    if (begun != RESULT_OK) return begun < 0 ? begun : RESULT_OK;
    WITH_ARENA(kept, (size_t)64 << 20); /* what the room grows to for one pair stays for the next */
    finding.work->room = award_room_new(kept, finding.work->plan);
    finding.pairs = ARENA_ARRAY(context->arena, PAIRS_MOST, struct pair);
    finding.missed = ARENA_ARRAY(context->arena, MISSES_MOST, struct missed);
    finding.person = arena_new(1 << 20);
    finding.mark = arena_mark(finding.person);
    enum result gathered = database_reading(context, gather, &finding);
    arena_free(finding.person);
    TRY(gathered);
    TRY(database_transaction(context, write_all, &finding));
    return found ? near_store_count(context, found) : RESULT_OK;
}

/* --- At the desk --- */

#define ASKED "asked "

static enum result ask(struct context *context, void *data)
{
    (void)data;
    TRY(store_put(context, AWARD_NEAR_DAY, text_printf(context->arena, ASKED "%lld", (long long)context_now(context).microseconds)));
    return audit_write(context, "near.ask", "near_miss", 0, TEXT(""));
}

enum result award_near_ask(struct context *context)
{
    TRY(audit_may(context, MAY_JUDGE_NEAR_MISSES));
    return database_transaction(context, ask, NULL);
}

enum result award_near_asked(struct context *context, bool *asked)
{
    struct text day;
    TRY(audit_may(context, MAY_READ_NEAR_MISSES));
    enum result looked = store_get(context, AWARD_NEAR_DAY, &day);
    *asked = looked == RESULT_OK && text_starts_with(day, ASKED);
    return looked < 0 ? looked : RESULT_OK;
}

#define F(MEMBER) FIELD(struct near_miss, MEMBER)
RECORD(near_miss_record, struct near_miss, F(id), F(account_id), F(other_account_id), F(mailbox_id), F(account), F(other_account), F(name), F(other_name), F(mailbox),
       F(certification), F(certification_name), F(by_candidate_id), F(by_name), F(by_record_name), F(found), F(written), F(set_aside), F(set_aside_by), F(may_write));

static enum result show(struct context *context, const struct near_row *row, struct near_miss *miss)
{
    const struct catalogue *catalogue;
    TRY(catalogue_current(context, &catalogue));
    *miss = (struct near_miss){.id = row->id, .account_id = row->account_id, .other_account_id = row->other_account_id, .mailbox_id = row->mailbox_id, .account = row->account,
                               .other_account = row->other_account, .name = language_both_names(context->arena, context->language, row->name_latin, row->name_native),
                               .other_name = language_both_names(context->arena, context->language, row->other_name_latin, row->other_name_native), .mailbox = address_shown(context->arena, row->mailbox), .certification = row->certification,
                               .certification_name = row->certification, .by_candidate_id = text_is(row->evidence, "candidate-id"), .by_name = text_is(row->evidence, "name"),
                               .by_record_name = text_is(row->evidence, "record-name"),
                               .found = row->found, .written = row->written, .set_aside = row->set_aside, .set_aside_by = row->set_aside_by};
    miss->may_write = !instant_is(row->written) || row->written.microseconds <= instant_add_seconds(context_now(context), -WEEK).microseconds;
    for (size_t i = 0; i < catalogue->certification_count; i++) {
        if (catalogue->certifications[i].id != row->certification_id) continue;
        const struct certification_version *version = catalogue_version_on(catalogue, (int32_t)i, calendar_today(context, catalogue->calendar));
        if (version) miss->certification_name = catalogue_wording(version->name, context->language);
    }
    return RESULT_OK;
}

enum result award_near_list(struct context *context, bool set_aside, size_t maximum, struct list *misses)
{
    struct list rows;
    TRY(audit_may(context, MAY_READ_NEAR_MISSES));
    TRY(near_store_list(context, set_aside, maximum, &rows));
    struct near_miss *items = ARENA_ARRAY(context->arena, rows.count + 1, struct near_miss);
    for (size_t i = 0; i < rows.count; i++) TRY(show(context, (const struct near_row *)rows.items + i, &items[i]));
    *misses = (struct list){&near_miss_record, items, rows.count};
    return RESULT_OK;
}

enum result award_near_read(struct context *context, int64_t id, struct near_miss *miss)
{
    struct near_row row;
    TRY(audit_may(context, MAY_READ_NEAR_MISSES));
    enum result found = near_store_read(context, id, &row);
    return found == RESULT_OK ? show(context, &row, miss) : found;
}

struct judging {
    int64_t id;
    bool aside, none;
};

static enum result set_aside(struct context *context, void *data)
{
    struct judging *judging = data;
    struct near_row row;
    enum result found = near_store_read(context, judging->id, &row);
    TRY(found);
    judging->none = found == RESULT_NONE;
    if (judging->none || instant_is(row.set_aside) == judging->aside) return RESULT_OK;
    TRY(near_store_set_aside(context, judging->id, judging->aside, context_now(context), context->actor.account));
    return audit_write(context, judging->aside ? "near.set_aside" : "near.take_up", "near_miss", judging->id, TEXT(""));
}

enum result award_near_set_aside(struct context *context, int64_t id, bool aside)
{
    struct judging judging = {.id = id, .aside = aside};
    TRY(audit_may(context, MAY_JUDGE_NEAR_MISSES));
    TRY(database_transaction(context, set_aside, &judging));
    return judging.none ? RESULT_NONE : RESULT_OK;
}

/* --- The letter: theme/letters/near-miss.{txt,html}. It says nothing of what stands elsewhere: perhaps it is another person after all. --- */

struct near_letter {
    struct text user_name;
};
RECORD(near_letter_record, struct near_letter, FIELD(struct near_letter, user_name));

static enum result tell(struct context *context, int64_t account, int *told)
{
    struct near_reader reader;
    if (!account) return RESULT_OK;
    enum result proven = near_store_reader(context, account, &reader);
    if (proven != RESULT_OK) return proven < 0 ? proven : RESULT_OK;
    struct letter_recipient recipient = {.account = account, .address = reader.address, .zone = reader.zone, .language = text_string(context->arena, reader.language),
                                         .name = letter_addressed(reader.language, reader.name_latin, reader.name_native), .user_name = reader.user_name};
    ++*told;
    return letter_write(context, "near-miss", &recipient, &(struct near_letter){reader.user_name}, NULL, NULL);
}

static enum result write_to(struct context *context, void *data)
{
    struct judging *judging = data;
    struct near_row row;
    bool written;
    int told = 0;
    enum result found = near_store_read(context, judging->id, &row);
    TRY(found);
    judging->none = found == RESULT_NONE;
    if (judging->none) return RESULT_OK;
    struct instant now = context_now(context);
    TRY(near_store_write(context, row.id, now, instant_add_seconds(now, -WEEK), &written));
    if (!written) return context_fail(context, RESULT_REFUSED, "near.written", N_("We have written to this person in the last week already."));
    TRY(tell(context, row.account_id, &told));
    TRY(tell(context, row.other_account_id, &told));
    if (!told) return context_fail(context, RESULT_REFUSED, "near.nobody", N_("No account concerned has a proven mailbox to write to."));
    return audit_write(context, "near.write", "near_miss", row.id, TEXT(""));
}

enum result award_near_write(struct context *context, int64_t id)
{
    struct judging judging = {.id = id};
    TRY(audit_may(context, MAY_JUDGE_NEAR_MISSES));
    TRY(database_transaction(context, write_to, &judging));
    return judging.none ? RESULT_NONE : RESULT_OK;
}
