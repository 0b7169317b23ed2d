/* theme/letters/certificate-*.{txt,html}: one letter a holder and kind, however many certificates it is about. */
#include "award/award_work.h"
#include "base/buffer.h"
#include "letter/letter.h"

/* In a bulk, what was issued longer ago is history that is taken over, and no news for whoever has not come to the account yet. */
enum { NEWS_DAYS = 31 };
/* A letter's subject names so many certifications; more end with an ellipsis. */
enum { MOST_NAMED = 3, SUBJECT_CODES = 240 };

struct award_letter_line {
    struct text number, name, state, reason;
    struct text was_reason; /* why it was stopped until now, and is no more; empty: it was not, or staff have said why, or it is anew, or came_back */
    bool came_back;         /* what had to leave the account by an unbinding is in it again */
    struct text given;      /* what staff said who have given it back; empty: they have not */
    bool anew;            /* it was stopped, and is earned by other records now */
    bool stopped;         /* it is not valid: the state says how */
    struct day until;     /* on which it is withdrawn, unless its records come back; NO_DAY: on none */
    struct day exam_day, award_day, issue_day, expiry_day;
    bool provisional;     /* issue_day is */
    int64_t revision; /* 0: what it says is what it said before */
    bool exam_changed, award_changed, issue_changed, expiry_changed;
    struct day exam_before, award_before, issue_before, expiry_before;
};
#define F(MEMBER) FIELD(struct award_letter_line, MEMBER)
RECORD(award_letter_line_record, struct award_letter_line, F(number), F(name), F(state), F(reason), F(was_reason), F(given), F(came_back), F(anew), F(stopped), F(until), F(exam_day), F(award_day), F(issue_day), F(expiry_day), F(provisional), F(revision), F(exam_changed),
       F(award_changed), F(issue_changed), F(expiry_changed), F(exam_before), F(award_before), F(issue_before), F(expiry_before));
#undef F
struct award_letter {
    struct list certificates;
    int64_t count;
    struct text codes; /* of the certifications, for the subject */
    bool suspended, revoked, withdrawn; /* of what was stopped: all of it; none where they differ */
    bool by_body;                       /* staff have stopped it, whatever it rests on */
    bool revised;                       /* one of them has a new revision */
    bool usable;                        /* of one of them there is an e-Cert to download */
    bool anew;                          /* one of them is earned by other records, or given back by staff */
};
RECORD(award_letter_record, struct award_letter, FIELD_OF(struct award_letter, certificates, award_letter_line_record),
              FIELD(struct award_letter, count), FIELD(struct award_letter, codes), FIELD(struct award_letter, suspended), FIELD(struct award_letter, revoked), FIELD(struct award_letter, withdrawn), FIELD(struct award_letter, by_body),
              FIELD(struct award_letter, revised), FIELD(struct award_letter, usable), FIELD(struct award_letter, anew));
struct award_revision_line {
    struct text number, name;
    int64_t revision;
};
RECORD(award_revision_line_record, struct award_revision_line, FIELD(struct award_revision_line, number), FIELD(struct award_revision_line, name),
       FIELD(struct award_revision_line, revision));
struct award_name_letter {
    struct text name_latin, name_native, case_number, reason;
    struct list certificates;
    int64_t count;
};
RECORD(award_name_letter_record, struct award_name_letter, FIELD(struct award_name_letter, name_latin), FIELD(struct award_name_letter, name_native),
       FIELD(struct award_name_letter, case_number), FIELD(struct award_name_letter, reason), FIELD_OF(struct award_name_letter, certificates, award_revision_line_record),
       FIELD(struct award_name_letter, count));

#define F(MEMBER) FIELD(struct remind_route, MEMBER)
RECORD(remind_route_record, struct remind_route, F(own), F(direction), F(listed), F(whole), F(exams));
#undef F
#define F(MEMBER) FIELD(struct remind_line, MEMBER)
RECORD(remind_line_record, struct remind_line, F(number), F(name), F(code), F(expiry_day), FIELD_OF(struct remind_line, routes, remind_route_record));
#undef F
struct remind_letter {
    struct list certificates;
    int64_t count;
    struct text codes; /* of the certifications, for the subject */
};
RECORD(remind_letter_record, struct remind_letter, FIELD_OF(struct remind_letter, certificates, remind_line_record), FIELD(struct remind_letter, count), FIELD(struct remind_letter, codes));

/* certificate-moved is written when it moves, not here. */
enum letter_kind { LETTER_NONE, LETTER_ISSUED, LETTER_BACK, LETTER_REVISED, LETTER_PENDING, LETTER_GOES_ON, LETTER_STOPPED, LETTER_NOT_ISSUED, LETTER_GIVEN_BACK, LETTER_KINDS };
static const char *const kinds[] = {[LETTER_ISSUED] = "certificate-issued", [LETTER_BACK] = "certificate-back", [LETTER_STOPPED] = "certificate-stopped",
                                    [LETTER_REVISED] = "certificate-revised", [LETTER_PENDING] = "certificate-pending", [LETTER_GOES_ON] = "certificate-goes-on", [LETTER_NOT_ISSUED] = "certificate-not-issued",
                                    [LETTER_GIVEN_BACK] = "certificate-given-back"};

const struct page_binding award_letters[] = {
    {"certificate-issued", &award_letter_record},
    {"certificate-back", &award_letter_record},
    {"certificate-revised", &award_letter_record},
    {"certificate-pending", &award_letter_record},
    {"certificate-goes-on", &award_letter_record},
    {"certificate-stopped", &award_letter_record},
    {"certificate-not-issued", &award_letter_record},
    {"certificate-given-back", &award_letter_record},
    {"certificate-moved", &award_letter_record},
    {"certificate-renamed", &award_name_letter_record},
    {"certificate-expiring", &remind_letter_record},
    {"near-miss", &near_letter_record},
};
const size_t award_letter_count = sizeof award_letters / sizeof *award_letters;

/* What is printed has changed. Of what an import brings that is news only where the exam is: renewals of long ago come in, too, when a history is taken over. */
static bool revised(const struct award_work *work, const struct award_change *change)
{
    if (!change->before || !award_decide_prints_anew(change->before, &change->after)) return false;
    struct day cause = change->turn_count ? change->turns[change->turn_count - 1].day : change->after.award_day;
    return !work->scope.by_records || cause.number >= work->today.number - NEWS_DAYS;
}

static bool is_history(const struct award_work *work, const struct award_change *change)
{
    return work->quiet_history && change->after.issue_day.number < work->today.number - NEWS_DAYS;
}

static enum letter_kind kind_by_state(const struct award_work *work, const struct award_change *change)
{
    const struct award_entry *before = change->before, *after = &change->after;
    if (award_decide_stopped(after->state)) {
        if (before && before->state == after->state) return revised(work, change) ? LETTER_REVISED : LETTER_NONE;
        if (after->issued) return LETTER_STOPPED;
        return before && award_decide_stopped(before->state) ? LETTER_NONE : LETTER_NOT_ISSUED; /* told when it was stopped */
    }
    if (before && before->issued && award_decide_stopped(before->state) && after->state == CERTIFICATE_ISSUED) return LETTER_BACK;
    bool was_expired = before && before->state == CERTIFICATE_EXPIRED && before->award_day.number == after->award_day.number;
    if (was_expired && after->state == CERTIFICATE_EXPIRED) return LETTER_NONE; /* nothing that could be used */
    bool was_issued = was_expired || (before && before->state == CERTIFICATE_ISSUED);
    if (after->state == CERTIFICATE_PENDING) { /* what was never issued is told on its day, unless he was told that it would not be */
        if (before && !before->issued && award_decide_stopped(before->state)) return LETTER_GOES_ON;
        bool known = before && before->state == CERTIFICATE_PENDING && before->issue_day.number == after->issue_day.number;
        return before && before->issued && !known ? LETTER_PENDING : LETTER_NONE;
    }
    if (after->state != CERTIFICATE_ISSUED || was_issued) return revised(work, change) ? LETTER_REVISED : LETTER_NONE;
    return is_history(work, change) && !change->in_use ? LETTER_NONE : LETTER_ISSUED;
}

/* The changes from `at` on, by account. */
struct using {
    const struct award_work *work;
    size_t at;
};

static enum result note_in_use(struct context *context, const void *item, void *data)
{
    struct using *using = data;
    int64_t account = *(const int64_t *)item;
    struct award_change *const *changes = using->work->changes;
    for (; using->at < using->work->change_count && changes[using->at]->after.account <= account; using->at++)
        changes[using->at]->in_use = changes[using->at]->after.account == account;
    return RESULT_OK;
}

static enum result find_those_in_use(struct context *context, const struct award_work *work)
{
    struct using using = {work, work->change_count};
    int64_t last = 0;
    for (size_t i = work->change_count; i-- > 0;) {
        if (!is_history(work, work->changes[i]) || kind_by_state(work, work->changes[i]) != LETTER_NONE) continue;
        if (!last) last = work->changes[i]->after.account;
        using.at = i;
    }
    return last ? award_store_each_in_use(context, work->changes[using.at]->after.account, last, note_in_use, &using) : RESULT_OK;
}

/* Staff have given it back, and this is what it is since. */
static bool given_back(const struct award_change *change)
{
    bool still = change->before && change->after.reason == REASON_OTHER;
    return change->before && (change->before->reason == REASON_LIFTED || (!text_empty(change->said) && !still));
}

/* What staff decide is told in any case, with their reason. */
static enum letter_kind kind_of(const struct award_work *work, const struct award_change *change)
{
    if (!text_empty(change->said) && !given_back(change)) return change->after.issued ? LETTER_STOPPED : LETTER_NOT_ISSUED;
    enum letter_kind kind = kind_by_state(work, change);
    bool more = kind == LETTER_ISSUED || kind == LETTER_PENDING || kind == LETTER_GOES_ON; /* these say what to do next, and that it was given back */
    return given_back(change) && !more ? LETTER_GIVEN_BACK : kind;
}

/* Nothing where no mailbox is proven: My Space says it too. */
static enum result write_to(struct context *context, const char *kind, const struct holder_row *holder, const void *item)
{
    if (text_empty(holder->mailbox)) return RESULT_OK;
    struct letter_recipient recipient = {.account = holder->id, .address = holder->mailbox, .language = text_string(context->arena, holder->language),
                                         .name = letter_addressed(holder->language, holder->name_latin, holder->name_native), .user_name = holder->user_name};
    return letter_write(context, kind, &recipient, item, NULL, NULL);
}

static bool differs(struct day before, struct day after, struct day *was)
{
    *was = before;
    return before.number != after.number;
}

static void say_what_is_new(struct award_letter_line *line, const struct award_change *change)
{
    const struct award_entry *before = change->before, *after = &change->after;
    line->revision = after->revision;
    line->exam_changed = differs(before->exam_day, after->exam_day, &line->exam_before);
    line->award_changed = differs(before->award_day, after->award_day, &line->award_before);
    line->issue_changed = differs(before->issue_day, after->issue_day, &line->issue_before);
    line->expiry_changed = differs(before->expiry_day, after->expiry_day, &line->expiry_before);
}

/* The next certification for the subject, so that letters that are about different ones can be told apart. */
static void name_in_subject(struct context *context, const char *language, struct buffer *codes, size_t before, struct text code)
{
    if (before == MOST_NAMED) buffer_put_string(codes, " …");
    if (before >= MOST_NAMED) return;
    if (before) buffer_put_string(codes, language_text(context->languages, language, N_(", ")));
    buffer_put(codes, code);
}

static struct text reason_words(struct context *context, const char *language, int reason, struct text said)
{
    if (reason == REASON_OTHER) return said;
    const char *english = award_reason_english((enum award_reason)reason);
    return text_of(english ? language_text(context->languages, language, english) : "");
}

static enum result write_kind(struct context *context, const struct award_work *work, const struct holder_row *holder, enum letter_kind kind, size_t first,
                              size_t end)
{
    const char *language = text_string(context->arena, holder->language);
    struct award_letter_line *lines = ARENA_ARRAY(context->arena, end - first, struct award_letter_line);
    struct buffer codes = buffer_new(context->arena, 64, SUBJECT_CODES);
    size_t count = 0;
    bool revised = false, usable = false, anew = false, by_body = false;
    int state = 0; /* of all */
    for (size_t i = first; i < end; i++) {
        const struct award_change *change = work->changes[i];
        if (kind_of(work, change) != kind) continue;
        state = !count || state == (int)change->after.state ? (int)change->after.state : 0;
        struct award_letter_line *line = &lines[count++];
        *line = (struct award_letter_line){.stopped = award_decide_stopped(change->after.state), .provisional = change->after.provisional, .number = change->number,
                                           .until = award_decide_withdrawn_from(change->after.state, (enum award_reason)change->after.reason, change->after.state_day), .exam_day = change->after.exam_day, .award_day = change->after.award_day, .issue_day = change->after.issue_day,
                                           .expiry_day = change->after.expiry_day, .exam_before = NO_DAY, .award_before = NO_DAY, .issue_before = NO_DAY, .expiry_before = NO_DAY};
        if (change->before && award_decide_prints_anew(change->before, &change->after)) say_what_is_new(line, change);
        else if (kind == LETTER_ISSUED && change->after.revision > 1) line->revision = change->after.revision; /* since it became pending anew */
        revised = revised || line->revision;
        usable = usable || !line->stopped;
        line->anew = change->anew;
        anew = anew || line->anew || given_back(change);
        by_body = by_body || !text_empty(change->said);
        line->given = given_back(change) ? change->said : TEXT("");
        if (given_back(change) && text_empty(line->given)) {
            enum result said = award_store_given_back(context, change->before->id, &line->given);
            TRY(said);
        }
        if (text_empty(line->number)) TRY(award_store_number(context, change->after.id, &line->number));
        name_in_subject(context, language, &codes, count - 1, change->certification >= 0 ? work->catalogue->certifications[change->certification].code : line->number);
        if (change->certification >= 0) {
            const struct certification_version *version = catalogue_version_on(work->catalogue, change->certification, change->after.award_day);
            line->name = version ? catalogue_wording(version->name, language) : work->catalogue->certifications[change->certification].code;
        }
        line->reason = reason_words(context, language, change->after.reason, change->said);
        bool unstopped = change->before && award_decide_stopped(change->before->state) && !change->anew && text_empty(line->given);
        line->came_back = unstopped && change->before->reason == REASON_UNBOUND;
        if (unstopped && !line->came_back) line->was_reason = reason_words(context, language, change->before->reason, TEXT(""));
        line->state = text_of(language_text(context->languages, language, certificate_state_word(change->after.state)));
    }
    struct award_letter letter = {.certificates = {&award_letter_line_record, lines, count}, .count = (int64_t)count, .codes = buffer_text(&codes), .suspended = state == CERTIFICATE_SUSPENDED,
                                  .revoked = state == CERTIFICATE_REVOKED, .withdrawn = state == CERTIFICATE_WITHDRAWN, .by_body = by_body, .revised = revised, .usable = usable, .anew = anew};
    return write_to(context, kinds[kind], holder, &letter);
}

enum result award_letters_write(struct context *context, const struct award_work *work)
{
    TRY(find_those_in_use(context, work));
    for (size_t first = 0, end; first < work->change_count; first = end) {
        int64_t account = work->changes[first]->after.account;
        unsigned wanted = 0;
        for (end = first; end < work->change_count && work->changes[end]->after.account == account; end++) wanted |= 1u << kind_of(work, work->changes[end]);
        wanted &= ~(1u << LETTER_NONE);
        if (!wanted) continue;
        struct arena_mark mark = arena_mark(context->arena); /* a bulk writes tens of thousands */
        struct holder_row holder;
        enum result found = award_store_holder(context, account, &holder);
        TRY(found);
        if (found == RESULT_NONE) continue;
        for (int kind = LETTER_ISSUED; kind < LETTER_KINDS; kind++)
            if (wanted >> kind & 1) TRY(write_kind(context, work, &holder, (enum letter_kind)kind, first, end));
        arena_rewind(context->arena, mark);
    }
    return RESULT_OK;
}

enum result award_letter_moved(struct context *context, int64_t account, struct text number, struct text name)
{
    struct holder_row holder;
    enum result found = award_store_holder(context, account, &holder);
    if (found != RESULT_OK) return found;
    struct award_letter_line line = {.number = number, .name = name, .until = NO_DAY, .exam_day = NO_DAY, .award_day = NO_DAY, .issue_day = NO_DAY, .expiry_day = NO_DAY, .exam_before = NO_DAY, .award_before = NO_DAY,
                                     .issue_before = NO_DAY, .expiry_before = NO_DAY};
    return write_to(context, "certificate-moved", &holder, &(struct award_letter){.certificates = {&award_letter_line_record, &line, 1}, .count = 1, .codes = name});
}

enum result award_letter_renamed(struct context *context, const struct catalogue *catalogue, int64_t account, const struct award_name_wish *names, const struct certificate *certificates,
                                 size_t count, struct text case_number, struct text reason)
{
    struct holder_row holder;
    enum result found = award_store_holder(context, account, &holder);
    if (found != RESULT_OK) return found < 0 ? found : RESULT_OK;
    const char *language = text_string(context->arena, holder.language);
    struct award_revision_line *lines = ARENA_ARRAY(context->arena, count + 1, struct award_revision_line);
    for (size_t i = 0; i < count; i++) {
        const struct certification_version *version = catalogue_certification_on(catalogue, certificates[i].certification, certificates[i].award_day);
        lines[i] = (struct award_revision_line){certificates[i].number, version ? catalogue_wording(version->name, language) : certificates[i].certification,
                                                certificates[i].revision};
    }
    struct award_name_letter letter = {names->name_latin, names->name_native, case_number, reason, {&award_revision_line_record, lines, count}, (int64_t)count};
    return write_to(context, "certificate-renamed", &holder, &letter);
}

enum result award_letter_expiring(struct context *context, const struct holder_row *holder, const struct remind_line *lines, size_t count)
{
    struct buffer codes = buffer_new(context->arena, 64, SUBJECT_CODES);
    for (size_t i = 0; i < count; i++) name_in_subject(context, text_string(context->arena, holder->language), &codes, i, lines[i].code);
    struct remind_letter letter = {{&remind_line_record, lines, count}, (int64_t)count, buffer_text(&codes)};
    return write_to(context, "certificate-expiring", holder, &letter);
}
