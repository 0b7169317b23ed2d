#include "award/award.h"

#include <inttypes.h>

#include "association/association.h"
#include "audit/audit.h"
#include "award/award_work.h"
#include "base/encoding.h"
#include "catalogue/catalogue.h"
#include "outside/secret.h"

enum { MOST_HISTORY = 1000, CODE_BYTES = AWARD_CODE_CHARACTERS * 5 / 8 };

static const char *const words[] = {"", N_("pending"), N_("issued"), N_("suspended"), N_("expired"), N_("revoked"), N_("withdrawn")};

const char *certificate_state_word(int32_t state)
{
    return state >= CERTIFICATE_PENDING && state <= CERTIFICATE_WITHDRAWN ? words[state] : "";
}

static bool own(const struct context *context, int64_t account)
{
    return context->actor.kind == ACTOR_ACCOUNT && context->actor.account == account;
}

static enum result may_read(struct context *context, int64_t account)
{
    return audit_may(context, account && own(context, account) ? MAY_ACT_FOR_ACCOUNT : MAY_READ_REGISTER);
}

static struct text translated(struct context *context, const char *english)
{
    return text_of(english ? language_text(context->languages, context->language, english) : "");
}

/* A reason of our own in the reader's language; one that staff wrote as it stands. */
static struct text reason_text(struct context *context, struct text word)
{
    enum award_reason reason = award_reason_of(word);
    return reason == REASON_OTHER ? award_reason_words_of_staff(word) : translated(context, award_reason_english(reason));
}

struct text award_reason_text(struct context *context, struct text code)
{
    return reason_text(context, code);
}

static void complete(struct context *context, const struct catalogue *catalogue, struct certificate *certificate)
{
    certificate->state_word = text_of(certificate_state_word(certificate->state));
    bool *const flags[] = {NULL, &certificate->pending, &certificate->issued, &certificate->suspended, &certificate->expired, &certificate->revoked,
                           &certificate->withdrawn};
    if (certificate->state >= CERTIFICATE_PENDING && certificate->state <= CERTIFICATE_WITHDRAWN) *flags[certificate->state] = true;
    certificate->unprintable = certificate->pending && award_reason_of(certificate->reason) == REASON_NAME_UNPRINTABLE;
    certificate->nameless = certificate->unprintable || (certificate->pending && award_reason_of(certificate->reason) == REASON_NAME_MISSING);
    certificate->disputed = certificate->pending && award_reason_of(certificate->reason) == REASON_DISPUTED;
    certificate->being_issued = certificate->pending && !certificate->nameless && !certificate->disputed && certificate->issue_day.number <= calendar_today(context, catalogue->calendar).number;
    certificate->withdrawn_from = award_decide_withdrawn_from(certificate->state, award_reason_of(certificate->reason), certificate->state_day);
    certificate->by_body = (certificate->suspended || certificate->revoked) && award_reason_of(certificate->reason) == REASON_OTHER;
    certificate->reason = reason_text(context, certificate->reason);
    const struct certification_version *version = catalogue_certification_on(catalogue, certificate->certification, certificate->award_day);
    certificate->name = version ? catalogue_wording(version->name, context->language) : certificate->certification;
}

/* What was never issued says the name that it would bear now; `items` are of one account. */
static enum result foresee_names(struct context *context, struct certificate *items, size_t count)
{
    struct award_naming naming;
    bool known = false;
    for (size_t i = 0; i < count; i++) {
        if (items[i].ever_issued || (!text_empty(items[i].name_latin) && !text_empty(items[i].name_native))) continue;
        if (!known) TRY(award_names(context, items[i].account_id, false, &naming));
        known = true;
        items[i].name_latin = naming.latin;
        items[i].name_native = naming.native;
    }
    return RESULT_OK;
}

enum result award_certificates(struct context *context, int64_t account, size_t maximum, struct list *certificates)
{
    const struct catalogue *catalogue;
    TRY(may_read(context, account));
    if (account) TRY(award_store_certificates(context, account, maximum, certificates));
    else TRY(award_store_all_certificates(context, maximum, certificates));
    if (!certificates->count) return RESULT_OK;
    TRY(catalogue_current(context, &catalogue));
    for (size_t i = 0; i < certificates->count; i++) complete(context, catalogue, (struct certificate *)certificates->items + i);
    return account ? foresee_names(context, (struct certificate *)certificates->items, certificates->count) : RESULT_OK;
}

struct streaming {
    const struct catalogue *catalogue;
    database_each_function *each;
    void *data;
};

static enum result stream(struct context *context, const void *row, void *data)
{
    const struct streaming *streaming = data;
    struct certificate certificate = *(const struct certificate *)row;
    complete(context, streaming->catalogue, &certificate);
    return streaming->each(context, &certificate, streaming->data);
}

enum result award_each_certificate(struct context *context, database_each_function *each, void *data)
{
    struct streaming streaming = {.each = each, .data = data};
    TRY(may_read(context, 0));
    TRY(catalogue_current(context, &streaming.catalogue));
    return award_store_each_certificate(context, stream, &streaming);
}

enum result award_certificate(struct context *context, struct text number, struct certificate *certificate)
{
    const struct catalogue *catalogue;
    int64_t account = context->actor.kind == ACTOR_ACCOUNT ? context->actor.account : 0;
    TRY(may_read(context, account));
    enum result found = award_store_certificate(context, number, account, certificate);
    if (found != RESULT_OK) return found;
    TRY(catalogue_current(context, &catalogue));
    complete(context, catalogue, certificate);
    return foresee_names(context, certificate, 1);
}

enum result award_code(struct context *context, const struct certificate *certificate, struct text *code)
{
    unsigned char bits[SECRET_LENGTH];
    struct text of = text_printf(context->arena, "%.*s:%" PRId64, TEXT_ARG(certificate->number), certificate->code_serial);
    TRY(secret_derive(context, "certificate-code", of, bits));
    struct text plain = encoding_base32(context->arena, (struct bytes){bits, CODE_BYTES});
    *code = text_printf(context->arena, "%.4s-%.4s", plain.bytes, plain.bytes + 4);
    return RESULT_OK;
}

enum result award_code_to_tell(struct context *context, const struct certificate *certificate, struct text *code)
{
    struct text secret;
    TRY(award_code(context, certificate, &secret));
    *code = text_printf(context->arena, "%.*s-%.*s", TEXT_ARG(encoding_base32_number(context->arena, certificate->id, 4)), TEXT_ARG(secret));
    return RESULT_OK;
}

static enum result reset_code(struct context *context, void *data)
{
    const struct text *number = data;
    struct certificate certificate;
    enum result found = award_store_certificate(context, *number, context->actor.account, &certificate);
    TRY(found);
    if (found == RESULT_NONE)
        return context_fail(context, RESULT_REFUSED, "award.no_such_certificate", N_("You have no certificate with this number."));
    TRY(award_store_raise_serial(context, certificate.id));
    return audit_write(context, "award.reset_code", "certificate", certificate.id, TEXT(""));
}

enum result award_reset_code(struct context *context, struct text number)
{
    TRY(audit_may(context, MAY_ACT_FOR_ACCOUNT));
    return database_transaction(context, reset_code, &number);
}

enum result award_revision(struct context *context, int64_t certificate, int64_t revision, struct certificate_revision *out)
{
    return award_store_revision(context, certificate, revision, out);
}

enum result award_revisions(struct context *context, int64_t certificate, struct list *revisions)
{
    return award_store_revisions(context, certificate, MOST_HISTORY, revisions);
}

enum result award_names_fixed(struct context *context, int64_t account, bool *fixed)
{
    return award_store_any_issued(context, account, fixed);
}

enum result award_names_hold(struct context *context, int64_t account, bool *fixed)
{
    TRY(award_store_take_turn(context, (struct award_scope){false, account, account}));
    return award_names_fixed(context, account, fixed);
}

/* --- History --- */

#define HISTORY_FIELD(MEMBER) FIELD(struct certificate_history, MEMBER)
RECORD(certificate_history_record, struct certificate_history, HISTORY_FIELD(since), HISTORY_FIELD(state_before), HISTORY_FIELD(state_after),
       HISTORY_FIELD(expiry_before), HISTORY_FIELD(expiry_after), HISTORY_FIELD(state_changed), HISTORY_FIELD(expiry_changed), HISTORY_FIELD(reason));

static struct text filled(struct context *context, const char *english, const char *name, struct text value)
{
    struct error arguments = {.argument_count = 1, .arguments = {{name, value}}, .arena = context->arena};
    return error_fill(context->arena, &arguments, language_text(context->languages, context->language, english));
}

/* The words of certificate_journal: a code, and behind a space what it is about. */
static struct text journal_reason(struct context *context, const struct catalogue *catalogue, struct text reason)
{
    static const struct {
        const char *word, *english;
    } plain[] = {
        {"issued", N_("Issued.")},
        {"pending", N_("Waits for its day of issue.")},
        {"expired", N_("Its validity has ended.")},
        {"moved", N_("Came from another account together with the exam records on which it rests.")},
        {"back", N_("What it rests on is complete again.")},
        {"given-back", N_("It stands again as the exam records say.")},
        {"renewed", N_("Renewed by meeting the whole requirement again.")},
        {"earned-again", N_("Earned again.")},
        {"earned-anew", N_("Earned anew, by other exam records.")},
        {"name-corrected", N_("The name was corrected: a new revision.")},
        {"decided-anew", N_("Decided anew, because exam records or rules have changed.")},
    };
    struct text rest = reason, word;
    if (!text_split(&rest, ' ', &word)) return TEXT("");
    if (text_is(word, "lifted")) return filled(context, N_("Given back by the certifying body: {reason}"), "reason", rest);
    if (text_is(word, "renewed") && !text_empty(rest)) return filled(context, N_("Renewed by exam {exam}."), "exam", rest);
    if (text_is(word, "rule-change")) {
        for (size_t i = 0; i < catalogue->change_count; i++)
            if (text_equal(catalogue->changes[i].code, rest)) return catalogue_wording(catalogue->changes[i].title, context->language);
        return rest;
    }
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
        if (text_is(reason, plain[i].word)) return translated(context, plain[i].english);
    return reason_text(context, reason);
}

/* What is printed changed with it. */
static bool revises(const struct history_row *row)
{
    return row->expiry_before.number != row->expiry_after.number || text_is(row->reason, "name-corrected") || text_is(row->reason, "decided-anew") ||
           text_is(row->reason, "earned-anew");
}

/* The step by which that revision began: of the steps that one change has written, the last that changes the print. The count of the rows where none is known: it lies
 * among those before 0062, which say no revision, and what says this one first, an end of its validity for instance, came later. */
static size_t step_of_revision(const struct list *rows, int64_t revision)
{
    const struct history_row *row = rows->items;
    size_t first = 0, step;
    while (first < rows->count && row[first].revision != revision) first++;
    step = first;
    for (size_t i = first; i < rows->count && row[i].revision == revision && row[i].at.microseconds == row[first].at.microseconds; i++)
        if (revises(&row[i])) step = i;
    bool before = first && first < rows->count && !row[first - 1].revision;
    return before && !revises(&row[step]) ? rows->count : step;
}

enum result award_history(struct context *context, const struct certificate *certificate, struct list *history)
{
    const struct catalogue *catalogue;
    struct list rows;
    TRY(may_read(context, certificate->account_id));
    TRY(catalogue_current(context, &catalogue));
    TRY(award_store_history(context, certificate->id, MOST_HISTORY, &rows));
    struct certificate_history *items = ARENA_ARRAY(context->arena, rows.count + 1, struct certificate_history);
    for (size_t i = 0; i < rows.count; i++) {
        const struct history_row *row = (const struct history_row *)rows.items + i;
        items[i] = (struct certificate_history){
            .since = row->since, .state_before = text_of(certificate_state_word(row->state_before)),
            .state_after = text_of(certificate_state_word(row->state_after)), .expiry_before = row->expiry_before, .expiry_after = row->expiry_after,
            .state_changed = row->state_before != row->state_after, .expiry_changed = row->expiry_before.number != row->expiry_after.number,
            .decided_anew = text_is(row->reason, "decided-anew"), .reason = journal_reason(context, catalogue, row->reason)};
    }
    for (int64_t revision = 2; revision <= certificate->revision; revision++) /* one of which nothing is known goes to the row behind the last */
        items[step_of_revision(&rows, revision)].revision = revision;
    *history = (struct list){&certificate_history_record, items, rows.count};
    return RESULT_OK;
}

/* --- Revisions --- */

enum result award_revisions_told(struct context *context, const struct certificate *certificate, struct list *revisions)
{
    const struct catalogue *catalogue;
    struct list earlier, rows;
    TRY(may_read(context, certificate->account_id));
    TRY(catalogue_current(context, &catalogue));
    TRY(award_revisions(context, certificate->id, &earlier));
    TRY(award_store_history(context, certificate->id, MOST_HISTORY, &rows));
    struct certificate_revision *items = ARENA_ARRAY(context->arena, earlier.count + 1, struct certificate_revision);
    items[0] = (struct certificate_revision){.revision = certificate->revision, .revision_day = certificate->revision_day, .name_latin = certificate->name_latin,
                                             .name_native = certificate->name_native, .in_force = true};
    for (size_t i = 0; i < earlier.count; i++) items[i + 1] = ((const struct certificate_revision *)earlier.items)[i];
    for (size_t i = 0; i < earlier.count; i++) {
        size_t step = step_of_revision(&rows, items[i].revision);
        if (step < rows.count) items[i].reason = journal_reason(context, catalogue, ((const struct history_row *)rows.items)[step].reason);
    }
    if (certificate->ever_issued) items[earlier.count].reason = translated(context, N_("Issued."));
    *revisions = (struct list){&certificate_revision_record, items, earlier.count + 1};
    return RESULT_OK;
}
