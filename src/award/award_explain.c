/* "What you have, what is missing" (SPEC 6.1): the requirement tree of the version that counts, as lines in the reader's language. */
#include "association/association.h"
#include "award/award_tree.h"
#include "award/award_work.h"
#include "intake/intake.h"

enum { MOST_LINES = 1000, MOST_DEPTH = 32, MOST_RECORDS = 10000 };

#define LINE_FIELD(MEMBER) FIELD(struct explanation_line, MEMBER)
RECORD(explanation_line_record, struct explanation_line, LINE_FIELD(depth), LINE_FIELD(text), LINE_FIELD(met), LINE_FIELD(missing), LINE_FIELD(void_pass),
       LINE_FIELD(registration_id), LINE_FIELD(day));
RECORD(explanation_record, struct explanation, FIELD(struct explanation, certification), FIELD(struct explanation, name),
       FIELD(struct explanation, summary), FIELD(struct explanation, earned), FIELD(struct explanation, begun),
       FIELD_OF(struct explanation, lines, explanation_line_record));

/* One account, evaluated, with its records at hand. */
struct explaining {
    struct award_work *work;
    struct list records; /* of exam_record */
    int64_t account;
    struct list claims;  /* of claim_row */
    struct award_view view;
};

/* What is written while a tree is walked. */
struct telling {
    struct context *context;
    const struct explaining *explaining;
    struct explanation_line *lines, beyond; /* what is past the limit is written to the second, which nobody reads */
    size_t count;
    struct day from, until; /* passes that count: the award's, or up to today */
    struct day on;          /* the day on which certificates must be valid */
    bool begun;             /* an exam of it was passed */
    bool claimed;           /* it is not issued before staff have decided */
    struct day deadline;    /* the first window that closes before all is there; NO_DAY */
    int spared;             /* choices around what is told that are met already: what is not passed there need not be, by no day */
};

static struct text filled(struct telling *telling, const char *english, const char *const names[], const struct text values[], size_t count)
{
    struct error arguments = {.argument_count = count, .arena = telling->context->arena};
    for (size_t i = 0; i < count; i++) arguments.arguments[i] = (struct error_argument){names[i], values[i]};
    return error_fill(telling->context->arena, &arguments, language_text(telling->context->languages, telling->context->language, english));
}

static struct text written(struct telling *telling, struct day day)
{
    return language_day(telling->context->languages, telling->context->language, telling->context->arena, day);
}

static struct explanation_line *add(struct telling *telling, int depth)
{
    struct explanation_line *line = telling->count < MOST_LINES ? &telling->lines[telling->count++] : &telling->beyond;
    *line = (struct explanation_line){.depth = depth, .day = NO_DAY};
    return line;
}

static struct text registration(const struct telling *telling, int64_t record)
{
    const struct exam_record *records = telling->explaining->records.items;
    for (size_t i = 0; i < telling->explaining->records.count; i++)
        if (records[i].id == record) return records[i].registration_id;
    return (struct text){"", 0};
}

static const char *const exam_names[] = {"exam", "title", "day", "failed"};

static void tell_pass(struct telling *telling, const struct exam *exam, int32_t pass, int depth)
{
    struct explanation_line *line = add(telling, depth);
    line->met = true;
    line->day = telling->explaining->view.passes[pass].day;
    line->registration_id = registration(telling, telling->explaining->view.passes[pass].record);
    struct text values[] = {exam->code, catalogue_wording(exam->title, telling->context->language), written(telling, line->day)};
    line->text = filled(telling, N_("Exam {exam} {title}, passed on {day}"), exam_names, values, 3);
}

/* Of the exam's failed attempts the last, by its day; NULL: none. */
static const struct exam_record *last_failed(const struct telling *telling, struct text code)
{
    const struct exam_record *records = telling->explaining->records.items, *last = NULL;
    for (size_t i = 0; i < telling->explaining->records.count; i++) {
        const struct exam_record *record = &records[i];
        if (record->grade != GRADE_FAIL || record->state == EXAM_REVOKED || !text_equal(record->exam_code, code) || record->exam_day.number > telling->on.number) continue;
        if (!last || record->exam_day.number > last->exam_day.number) last = record;
    }
    return last;
}

static void tell_exam(struct telling *telling, const struct requirement *leaf, int depth, struct day from, struct day until, struct day last)
{
    const struct award_view *view = &telling->explaining->view;
    const struct exam *exam = &telling->explaining->work->catalogue->exams[leaf->exam];
    struct text values[] = {exam->code, catalogue_wording(exam->title, telling->context->language), {"", 0}, {"", 0}};
    int32_t pass = award_tree_pass(view, leaf->exam, from, until);
    if (pass >= 0) {
        telling->begun = true;
        tell_pass(telling, exam, pass, depth);
        return;
    }
    struct explanation_line *line = add(telling, depth);
    if (telling->spared) last = NO_DAY;
    line->missing = true;
    line->day = last;
    values[2] = written(telling, last);
    const struct exam_record *failed = last_failed(telling, exam->code);
    if (failed) values[3] = written(telling, failed->exam_day);
    const char *english = !failed ? day_is(last) ? N_("Exam {exam} {title}, to be passed by {day}") : N_("Exam {exam} {title}, no pass in this account yet")
                          : day_is(last) ? N_("Exam {exam} {title}, not passed on {failed}, to be passed by {day}") : N_("Exam {exam} {title}, not passed on {failed}");
    line->text = filled(telling, english, exam_names, values, 4);
    /* A pass that came too early or was used up before is shown, so that nobody looks for it. */
    int32_t outside = award_tree_pass(view, leaf->exam, (struct day){INT32_MIN + 1}, telling->on);
    if (outside < 0) return;
    telling->begun = true;
    struct explanation_line *void_line = add(telling, depth + 1);
    void_line->void_pass = true;
    void_line->day = view->passes[outside].day;
    void_line->registration_id = registration(telling, view->passes[outside].record);
    values[2] = written(telling, void_line->day);
    void_line->text = filled(telling, N_("The pass on {day} lies outside the time in which all must be passed, and does not count"), exam_names, values, 3);
}

static bool certificate_valid(const struct telling *telling, int32_t certification)
{
    return award_room_valid(telling->explaining->work->room, certification, telling->on);
}

static void tell_certificate(struct telling *telling, const struct requirement *leaf, int depth)
{
    static const char *const names[] = {"certification"};
    const struct catalogue *catalogue = telling->explaining->work->catalogue;
    struct text values[] = {catalogue->certifications[leaf->certification].code};
    struct explanation_line *line = add(telling, depth);
    line->met = certificate_valid(telling, leaf->certification);
    line->missing = !line->met;
    bool stopped = award_room_stopped(telling->explaining->work->room, leaf->certification);
    line->text = stopped ? filled(telling, N_("A valid certificate {certification}: the one held was suspended or revoked by the certifying body"), names, values, 1)
                 : line->met ? filled(telling, N_("A valid certificate {certification}, held"), names, values, 1)
                           : filled(telling, N_("A valid certificate {certification}, not held"), names, values, 1);
}

static bool is_met(const struct telling *telling, const struct requirement *requirement, struct day from, struct day until)
{
    if (requirement->kind == REQUIREMENT_CERTIFICATE) return certificate_valid(telling, requirement->certification);
    if (requirement->kind == REQUIREMENT_EXAM) return award_tree_pass(&telling->explaining->view, requirement->exam, from, until) >= 0;
    struct day start, end;
    if (requirement->window_months) {
        if (!award_tree_window(&telling->explaining->view, requirement, from, until, NO_DAY, &start, &end)) return false;
        from = start;
        until = end.number < until.number ? end : until;
    }
    int32_t met = 0;
    for (size_t i = 0; i < requirement->child_count; i++) met += is_met(telling, &requirement->children[i], from, until);
    return met >= requirement->count;
}

static void tell(struct telling *telling, const struct requirement *requirement, int depth, struct day from, struct day until, struct day last);

static void tell_group(struct telling *telling, const struct requirement *group, int depth, struct day from, struct day until, struct day last)
{
    static const char *const names[] = {"count", "months", "day"};
    struct text values[] = {text_printf(telling->context->arena, "%d", group->count), text_printf(telling->context->arena, "%d", group->window_months),
                            {"", 0}};
    bool met = is_met(telling, group, from, until);
    struct explanation_line *line = add(telling, depth);
    struct day start, end;
    bool window = group->window_months && award_tree_window(&telling->explaining->view, group, from, until, telling->on, &start, &end);
    if (window) {
        from = start;
        until = end.number < until.number ? end : until;
        values[2] = written(telling, end);
        if (!met && (!day_is(last) || end.number < last.number)) last = end;
        if (!met && (!day_is(telling->deadline) || end.number < telling->deadline.number)) telling->deadline = end;
    } else if (group->window_months) {
        from = (struct day){telling->on.number + 1}; /* nothing passed so far is in a window that is still open */
    }
    line->met = met;
    line->missing = !met;
    line->day = met ? NO_DAY : last;
    size_t kind = group->kind == REQUIREMENT_ALL ? 0 : group->kind == REQUIREMENT_ANY ? 1 : 2;
    static const char *const plain[] = {N_("All of these"), N_("One of these"), N_("{count} of these")};
    static const char *const within[] = {N_("All of these, within {months} months of the first pass"),
                                         N_("One of these, within {months} months of the first pass"),
                                         N_("{count} of these, within {months} months of the first pass")};
    static const char *const until_day[] = {N_("All of these, within {months} months of the first pass, which end on {day}"),
                                            N_("One of these, within {months} months of the first pass, which end on {day}"),
                                            N_("{count} of these, within {months} months of the first pass, which end on {day}")};
    line->text = filled(telling, (!group->window_months ? plain : window ? until_day : within)[kind], names, values, 3);
    for (size_t i = 0; i < group->child_count; i++) {
        /* Of a choice that is met already, what is not met is not missing. */
        size_t child = telling->count;
        struct day deadline = telling->deadline;
        bool spared = met && group->kind != REQUIREMENT_ALL;
        telling->spared += spared;
        tell(telling, &group->children[i], depth + 1, from, until, last);
        telling->spared -= spared;
        if (!spared) continue;
        for (size_t at = child; at < telling->count; at++) telling->lines[at].missing = false;
        telling->deadline = deadline;
    }
}

static void tell(struct telling *telling, const struct requirement *requirement, int depth, struct day from, struct day until, struct day last)
{
    if (depth > MOST_DEPTH) return;
    if (requirement->kind == REQUIREMENT_EXAM) tell_exam(telling, requirement, depth, from, until, last);
    else if (requirement->kind == REQUIREMENT_CERTIFICATE) tell_certificate(telling, requirement, depth);
    else tell_group(telling, requirement, depth, from, until, last);
}

/* --- What became of its validity since it was awarded --- */

static void tell_renewing(void *data, const struct requirement *leaf, int32_t pass)
{
    struct telling *telling = data;
    if (pass >= 0) tell_pass(telling, &telling->explaining->work->catalogue->exams[leaf->exam], pass, 1);
    else tell_certificate(telling, leaf, 1);
}

/* `from`: what was passed before it is used up. */
static void tell_renewal(struct telling *telling, const struct award *award, const struct award_turn *turn, struct day from)
{
    static const char *const names[] = {"day", "expiry"};
    const struct catalogue *catalogue = telling->explaining->work->catalogue;
    const struct award_view *view = &telling->explaining->view;
    struct text values[] = {written(telling, turn->day), written(telling, turn->expiry_after)};
    struct explanation_line *line = add(telling, 0);
    line->met = true;
    line->day = turn->day;
    line->text = filled(telling, day_is(turn->expiry_after) ? N_("Renewed on {day}, valid through {expiry}") : N_("Renewed on {day}, valid without end"), names, values, 2);
    if (turn->exam >= 0) {
        tell_pass(telling, &catalogue->exams[turn->exam], award_tree_pass(view, turn->exam, turn->day, turn->day), 1);
        return;
    }
    const struct certification_version *version = catalogue_version_on(catalogue, award->certification, turn->day);
    telling->on = turn->day;
    award_tree_basis_on(view, (version ? version : award->version)->requirement, from, turn->day, tell_renewing, telling);
}

static void tell_change(struct telling *telling, const struct award_turn *turn)
{
    static const char *const names[] = {"title", "day", "expiry"};
    struct text title = catalogue_wording(telling->explaining->work->catalogue->changes[turn->change].title, telling->context->language);
    struct text values[] = {title, written(telling, turn->day), written(telling, turn->expiry_after)};
    struct explanation_line *line = add(telling, 0);
    line->met = true;
    line->day = turn->day;
    line->text = filled(telling, N_("{title}: since {day} valid through {expiry}"), names, values, 3);
}

static void tell_turns(struct telling *telling, const struct award *award)
{
    size_t first = award->turn_count;
    while (first && award->turns[first - 1].kind != TURN_EARNED && award->turns[first - 1].kind != TURN_EARNED_AGAIN) first--;
    struct day used = award->award_day;
    for (size_t i = first; i < award->turn_count; i++) {
        const struct award_turn *turn = &award->turns[i];
        if (turn->kind == TURN_RULE_CHANGE) {
            if (turn->expiry_after.number != turn->expiry_before.number) tell_change(telling, turn);
            continue;
        }
        tell_renewal(telling, award, turn, (struct day){used.number + 1});
        used = turn->day;
    }
}

static struct text summary(struct telling *telling, const struct award *award, const struct certification_version *version)
{
    static const char *const names[] = {"day", "issue", "expiry"};
    struct day today = telling->explaining->work->today;
    if (!award) {
        struct text values[] = {written(telling, telling->deadline)};
        if (!version) return filled(telling, N_("This certification is not awarded any more."), names, values, 0);
        if (day_is(telling->deadline)) return filled(telling, N_("Not earned yet: what is missing must be passed by {day}."), names, values, 1);
        return filled(telling, N_("Not earned yet: see below what is missing."), names, values, 0);
    }
    struct text values[] = {written(telling, award->award_day), written(telling, award->issue_day), written(telling, award->expiry_day)};
    if (award_room_stopped(telling->explaining->work->room, award->certification)) return filled(telling, N_("Earned on {day}; the certifying body has suspended or revoked the certificate."), names, values, 3);
    if (telling->claimed)
        return filled(telling, N_("Earned on {day}, by exam records on which a certificate rests that the certifying body has suspended or revoked. It is issued only if the certifying body decides so."), names, values, 3);
    switch (award_state_on(award, today)) {
    case CERTIFICATE_EXPIRED: return filled(telling, N_("Earned on {day}; its validity ended on {expiry}."), names, values, 3);
    case CERTIFICATE_PENDING:
        if (award->provisional)
            return filled(telling, N_("Earned on {day}; the certificate is issued on {issue} (provisional: the calendar of that year is not known yet)."), names,
                          values, 3);
        return filled(telling, N_("Earned on {day}; the certificate is issued on {issue}."), names, values, 3);
    default: break;
    }
    if (!day_is(award->expiry_day)) return filled(telling, N_("Earned on {day}; valid without end."), names, values, 3);
    return filled(telling, N_("Earned on {day}; valid through {expiry}."), names, values, 3);
}

static enum result explain(struct context *context, const struct explaining *explaining, int32_t certification, struct explanation *explanation)
{
    const struct award_work *work = explaining->work;
    const struct catalogue *catalogue = work->catalogue;
    const struct award *award = award_room_award(work->room, certification);
    const struct certification_version *version = award ? award->version : catalogue_version_on(catalogue, certification, work->today);
    struct telling telling = {.context = context, .explaining = explaining, .from = {INT32_MIN + 1}, .until = award ? award->award_day : work->today,
                              .on = award ? award->award_day : work->today, .deadline = NO_DAY};
    telling.lines = ARENA_ARRAY(context->arena, MOST_LINES, struct explanation_line);
    if (version) {
        /* What was earned again rests on passes after the award before it. */
        for (size_t i = 0; award && i < award->turn_count; i++)
            if (award->turns[i].day.number < award->award_day.number && award->turns[i].kind != TURN_RULE_CHANGE)
                telling.from = (struct day){award->turns[i].day.number + 1};
        tell(&telling, version->requirement, 0, telling.from, telling.until, NO_DAY);
        if (award) tell_turns(&telling, award);
    }
    const struct claim_row *claim = NULL;
    if (award) TRY(award_claim_on(context, &explaining->claims, explaining->account, catalogue->certifications[certification].id, award->award_day, award->basis, award->basis_count, &claim));
    telling.claimed = claim;
    *explanation = (struct explanation){
        .certification = catalogue->certifications[certification].code,
        .name = version ? catalogue_wording(version->name, context->language) : catalogue->certifications[certification].code,
        .summary = summary(&telling, award, version), .earned = award, .begun = award || telling.begun,
        .lines = {&explanation_line_record, telling.lines, telling.count}};
    return RESULT_OK;
}

static enum result take_pass(struct context *context, const void *item, void *data)
{
    const struct passed_record *row = item;
    struct award_work *work = data;
    int32_t exam = award_plan_exam(work->plan, row->exam_id);
    if (exam >= 0) award_room_pass(work->room, (struct award_pass){row->exam_day, exam, row->record_id});
    return RESULT_OK;
}

static enum result take_stopped(struct context *context, const void *item, void *data)
{
    (void)context;
    const struct entry_row *row = item;
    const struct award_work *work = data;
    const struct award_entry entry = award_entry_of(NULL, row);
    if (award_decide_stopped_by_staff(&entry)) award_room_stop(work->room, award_plan_certification(work->plan, row->certification_id));
    return RESULT_OK;
}

static enum result begin(struct context *context, int64_t account, struct explaining *explaining)
{
    enum result begun = award_work_new(context, &explaining->work);
    if (begun != RESULT_OK) return begun;
    struct award_work *work = explaining->work;
    TRY(association_records(context, account, MOST_RECORDS, &explaining->records));
    award_room_begin(work->room);
    TRY(association_each_passed(context, account, account, take_pass, work));
    TRY(award_store_each_entry(context, (struct award_scope){false, account, account}, take_stopped, work));
    explaining->account = account;
    TRY(award_store_claims(context, account, account, AWARD_MOST_CLAIMS, &explaining->claims));
    const struct award *awards;
    award_room_evaluate(work->room, work->today, &awards);
    explaining->view = award_room_view(work->room);
    return RESULT_OK;
}

/* With the one that differs only in capital letters, where there is one. */
static enum result no_such(struct context *context, const struct catalogue *catalogue, struct text certification)
{
    const char *typed = text_string(context->arena, certification);
    for (size_t i = 0; catalogue && i < catalogue->certification_count; i++)
        if (text_equal_ignoring_case(catalogue->certifications[i].code, certification))
            return context_fail(context, RESULT_REFUSED, "award.certification_spelled", N_("There is no certification {certification} in the catalogue, but there is {meant}."), "certification", typed, "meant",
                                text_string(context->arena, catalogue->certifications[i].code));
    return context_fail(context, RESULT_REFUSED, "award.no_such_certification", N_("There is no certification {certification} in the catalogue."), "certification", typed);
}

enum result award_explain(struct context *context, int64_t account, struct text certification, struct explanation *explanation)
{
    struct explaining explaining = {NULL};
    enum result begun = begin(context, account, &explaining);
    TRY(begun);
    int32_t index = begun == RESULT_OK ? catalogue_certification(explaining.work->catalogue, certification) : -1;
    if (index < 0) return no_such(context, begun == RESULT_OK ? explaining.work->catalogue : NULL, certification);
    return explain(context, &explaining, index, explanation);
}

enum result award_progress(struct context *context, int64_t account, struct list *explanations)
{
    struct explaining explaining = {NULL};
    *explanations = (struct list){&explanation_record, NULL, 0};
    enum result begun = begin(context, account, &explaining);
    if (begun != RESULT_OK) return begun < 0 ? begun : RESULT_OK;
    const struct catalogue *catalogue = explaining.work->catalogue;
    struct explanation *items = ARENA_ARRAY(context->arena, catalogue->certification_count + 1, struct explanation);
    size_t count = 0;
    for (size_t i = 0; i < catalogue->certification_count; i++) {
        TRY(explain(context, &explaining, (int32_t)i, &items[count]));
        count += items[count].begun;
    }
    *explanations = (struct list){&explanation_record, items, count};
    return RESULT_OK;
}
