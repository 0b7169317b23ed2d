#include "intake/intake_rules.h"

#include "base/buffer.h"

RECORD(intake_version_record, struct intake_version, FIELD(struct intake_version, id), FIELD(struct intake_version, mailbox_id), FIELD(struct intake_version, exam_id),
       FIELD(struct intake_version, registration_id), FIELD(struct intake_version, candidate_id), FIELD(struct intake_version, exam_language), FIELD(struct intake_version, exam_day),
       FIELD(struct intake_version, grade), FIELD(struct intake_version, state), FIELD(struct intake_version, given_state), FIELD(struct intake_version, score),
       FIELD(struct intake_version, first_name), FIELD(struct intake_version, last_name), FIELD(struct intake_version, native_first_name),
       FIELD(struct intake_version, native_last_name), FIELD(struct intake_version, country), FIELD(struct intake_version, site), FIELD(struct intake_version, validation_id),
       FIELD(struct intake_version, updated_at), FIELD(struct intake_version, file_id), FIELD(struct intake_version, line));

RECORD(intake_event_row_record, struct intake_event_row, FIELD(struct intake_event_row, kind), FIELD(struct intake_event_row, at), FIELD(struct intake_event_row, detail));

enum intake_age intake_rules_age(const struct intake_version *existing, const struct intake_version *incoming)
{
    int64_t a = existing->updated_at.microseconds, b = incoming->updated_at.microseconds;
    return b < a ? VERSION_OLDER : b > a ? VERSION_NEWER : VERSION_SAME_TIME;
}

/* What describes person and place: a file may lack these columns, which takes nothing away. */
static void complete(struct intake_version *version, const struct intake_version *other)
{
    struct text *mine[] = {&version->candidate_id, &version->first_name, &version->last_name, &version->native_first_name, &version->native_last_name, &version->country, &version->site, &version->validation_id};
    const struct text *others[] = {&other->candidate_id, &other->first_name, &other->last_name, &other->native_first_name, &other->native_last_name, &other->country, &other->site, &other->validation_id};
    for (size_t i = 0; i < sizeof mine / sizeof *mine; i++)
        if (text_empty(*mine[i])) *mine[i] = *others[i];
    if (!version->mailbox_id) version->mailbox_id = other->mailbox_id;
}

static bool same(const struct intake_version *a, const struct intake_version *b)
{
    return a->mailbox_id == b->mailbox_id && a->exam_id == b->exam_id && a->exam_day.number == b->exam_day.number && a->grade == b->grade && a->given_state == b->given_state &&
           text_equal(a->candidate_id, b->candidate_id) && text_equal(a->exam_language, b->exam_language) && text_equal(a->score, b->score) &&
           text_equal(a->first_name, b->first_name) && text_equal(a->last_name, b->last_name) && text_equal(a->native_first_name, b->native_first_name) &&
           text_equal(a->native_last_name, b->native_last_name) && text_equal(a->country, b->country) && text_equal(a->site, b->site) && text_equal(a->validation_id, b->validation_id);
}

struct intake_decision intake_rules_decide(const struct intake_version *existing, const struct intake_version *incoming, enum intake_age age, bool forced)
{
    bool newer = age == VERSION_NEWER || (age == VERSION_SAME_TIME && forced);
    struct intake_decision decision = {.step = STEP_REPLACE, .merged = newer ? *incoming : *existing};
    complete(&decision.merged, newer ? existing : incoming);
    decision.merged.id = existing->id;
    decision.merged.registration_id = existing->registration_id;
    decision.merged.state = existing->state;
    if (age == VERSION_SAME_TIME && !forced) {
        struct intake_version other = *incoming;
        complete(&other, existing);
        if (!same(&other, &decision.merged)) {
            other.id = existing->id;
            other.state = existing->state;
            return (struct intake_decision){.step = STEP_WAIT, .merged = other, .code = "intake.same_time",
                                            .reason = N_("The row says something else than what is there ({what}), and by its time it is not newer. Ask the provider which one holds.")};
        }
    }
    if (same(&decision.merged, existing)) {
        decision.step = newer && incoming->updated_at.microseconds > existing->updated_at.microseconds ? STEP_TIME_ONLY : STEP_NOTHING;
        return decision;
    }
    if (forced) return decision;
    if (!text_empty(existing->candidate_id) && !text_equal(existing->candidate_id, decision.merged.candidate_id)) {
        decision.step = STEP_WAIT;
        decision.code = "intake.person_changed";
        decision.reason = N_("The record belongs to another candidate ID so far. Decide whose exam it is.");
        return decision;
    }
    if (text_empty(existing->candidate_id) && existing->mailbox_id && existing->mailbox_id != decision.merged.mailbox_id) { /* then the mailbox says whose it is (3.6) */
        decision.step = STEP_WAIT;
        decision.code = "intake.person_changed";
        decision.reason = N_("The record has no candidate ID, and belongs to another mailbox so far. Decide whose exam it is.");
        return decision;
    }
    bool released = existing->grade == GRADE_PASS && existing->state == EXAM_FINAL;
    bool taken_away = decision.merged.grade != GRADE_PASS || decision.merged.exam_id != existing->exam_id || decision.merged.given_state == EXAM_PROVISIONAL;
    if (released && taken_away) {
        decision.step = STEP_WAIT;
        decision.code = "intake.downgrade";
        decision.reason = N_("The row takes back a pass that was released. Decide whether it is to be taken in.");
    }
    return decision;
}

struct text intake_rules_difference(struct arena *arena, const struct intake_version *a, const struct intake_version *b)
{
    struct buffer out = buffer_new(arena, 64, 1024);
    for (size_t i = 0; i < intake_version_record.field_count; i++) {
        const struct field *field = &intake_version_record.fields[i];
        const void *one = record_at(field, a), *two = record_at(field, b);
        bool equal = true;
        if (strcmp(field->name, "updated_at") == 0 || strcmp(field->name, "file_id") == 0 || strcmp(field->name, "line") == 0 || strcmp(field->name, "given_state") == 0) continue;
        switch (field->kind) {
        case FIELD_INTEGER: equal = *(const int64_t *)one == *(const int64_t *)two; break;
        case FIELD_INT32:
        case FIELD_DAY: equal = *(const int32_t *)one == *(const int32_t *)two; break;
        case FIELD_TEXT: equal = text_equal(*(const struct text *)one, *(const struct text *)two); break;
        default: break;
        }
        if (equal) continue;
        if (out.length) buffer_put_string(&out, ", ");
        buffer_put_string(&out, field->name);
    }
    return buffer_text(&out);
}

const char *intake_event_word(int event)
{
    static const char *const words[] = {"", "place-hold", "release-hold", "modify-status", "revoke", "unrevoke", "modify-appointment", "cancel-appointment"};
    return words[event];
}

/* The latest of two opposite events; at the same instant the first one wins. */
static void note(struct intake_latest *latest, bool set, struct instant at)
{
    if (latest->any && (at.microseconds < latest->at || (at.microseconds == latest->at && latest->set))) return;
    *latest = (struct intake_latest){at.microseconds, set, true};
}

struct intake_weighing intake_rules_given(int32_t given_state, struct instant given_at)
{
    return (struct intake_weighing){.base = given_state, .base_at = given_at.microseconds};
}

void intake_rules_weigh(struct intake_weighing *weighing, const struct intake_event_row *event)
{
    int64_t at = event->at.microseconds;
    if (text_is(event->kind, "place-hold")) note(&weighing->hold, true, event->at);
    else if (text_is(event->kind, "release-hold")) note(&weighing->hold, false, event->at);
    else if (text_is(event->kind, "revoke")) note(&weighing->revoked, true, event->at);
    else if (text_is(event->kind, "unrevoke")) note(&weighing->revoked, false, event->at);
    else if (text_is(event->kind, "modify-status") && event->detail.length == 1) {
        int32_t state = event->detail.bytes[0] - '0';
        if (at < weighing->base_at || (at == weighing->base_at && weighing->modified && state <= weighing->base)) return;
        weighing->base = state;
        weighing->base_at = at;
        weighing->modified = true;
    }
}

int32_t intake_rules_state(const struct intake_weighing *weighing)
{
    const struct intake_latest *hold = &weighing->hold, *revoked = &weighing->revoked;
    int32_t base = weighing->base;
    /* A status that withholds by itself is ended by a later event of the matching kind. */
    if (base == EXAM_ON_HOLD && hold->any && !hold->set && hold->at > weighing->base_at) base = EXAM_FINAL;
    if (base == EXAM_REVOKED && revoked->any && !revoked->set && revoked->at > weighing->base_at) base = EXAM_FINAL;
    if (revoked->any && revoked->set) return EXAM_REVOKED;
    if (hold->any && hold->set && base != EXAM_REVOKED) return EXAM_ON_HOLD;
    return base;
}

static void put_json_text(struct buffer *out, struct text text)
{
    buffer_put_char(out, '"');
    for (size_t i = 0; i < text.length; i++) {
        unsigned char c = (unsigned char)text.bytes[i];
        if (c == '"' || c == '\\') buffer_put_char(out, '\\');
        if (c >= 0x20) buffer_put_char(out, (char)c);
    }
    buffer_put_char(out, '"');
}

struct text intake_rules_past(struct arena *arena, const struct intake_version *before, const struct intake_version *after)
{
    struct buffer out = buffer_new(arena, 256, 16384);
    buffer_put_char(&out, '{');
    for (size_t i = 0; i < intake_version_record.field_count; i++) {
        const struct field *field = &intake_version_record.fields[i];
        const void *one = record_at(field, before), *two = record_at(field, after);
        bool is_text = field->kind == FIELD_TEXT;
        int64_t number = field->kind == FIELD_INT32 || field->kind == FIELD_DAY ? *(const int32_t *)one : is_text ? 0 : *(const int64_t *)one;
        int64_t other = field->kind == FIELD_INT32 || field->kind == FIELD_DAY ? *(const int32_t *)two : is_text ? 0 : *(const int64_t *)two;
        if (is_text ? text_equal(*(const struct text *)one, *(const struct text *)two) : number == other) continue;
        if (out.length > 1) buffer_put_char(&out, ',');
        buffer_printf(&out, "\"%s\":", field->name);
        if (is_text) put_json_text(&out, *(const struct text *)one);
        else buffer_put_integer(&out, number);
    }
    buffer_put_char(&out, '}');
    return buffer_text(&out);
}
