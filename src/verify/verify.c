#include "verify/verify.h"

#include "audit/audit.h"
#include "award/award.h"
#include "award/award_number.h"
#include "catalogue/catalogue.h"
#include "ecert/ecert_key.h"
#include "verify/verify_rules.h"
#include "verify/verify_store.h"

/* Guesses at one certificate's name or code that were wrong, from one network and from all, so that one alone shuts it to nobody else; and questions from one network. */
enum { TRIES_A_NUMBER_FROM_NETWORK = 10, TRIES_A_NUMBER = 100, TRIES_A_NETWORK = 60, FILES_A_NETWORK = 120, TRIES_SECONDS = 3600, LONGEST_NUMBER = 200 };

RECORD(verification_record, struct verification, FIELD(struct verification, found), FIELD(struct verification, number),
       FIELD(struct verification, certification), FIELD(struct verification, level), FIELD(struct verification, name_latin),
       FIELD(struct verification, name_native), FIELD(struct verification, masked), FIELD(struct verification, state),
       FIELD(struct verification, current), FIELD(struct verification, superseded), FIELD(struct verification, expired),
       FIELD(struct verification, suspended), FIELD(struct verification, revoked), FIELD(struct verification, withdrawn), FIELD(struct verification, pending),
       FIELD(struct verification, reason), FIELD(struct verification, state_day), FIELD(struct verification, exam_day), FIELD(struct verification, award_day),
       FIELD(struct verification, issue_day), FIELD(struct verification, expiry_day), FIELD(struct verification, revision), FIELD(struct verification, revision_day),
       FIELD(struct verification, shown_revision), FIELD(struct verification, shown_revision_day), FIELD(struct verification, name_changed), FIELD(struct verification, days_changed), FIELD(struct verification, earlier_name),
       FIELD(struct verification, mistyped), FIELD(struct verification, code_unfit), FIELD(struct verification, code_unread), FIELD(struct verification, name_differs));

RECORD(file_verification_record, struct file_verification, FIELD(struct file_verification, authentic), FIELD(struct file_verification, yes),
       FIELD(struct file_verification, altered), FIELD(struct file_verification, not_ours), FIELD(struct file_verification, incomplete), FIELD(struct file_verification, state),
       FIELD(struct file_verification, current), FIELD(struct file_verification, unknown), FIELD(struct file_verification, number), FIELD(struct file_verification, revision),
       FIELD_OF(struct file_verification, reasons, verify_file_reason_record));

/* Sets the state's word and flag. What was never issued is nothing to the public, also when it was suspended or withdrawn while it was pending. A certificate whose last day is gone is shown as expired also before the worker has written it down; one whose day of issue has come is there only when the worker
 * has issued it, because its names are taken then. */
static bool set_state(struct verification *v, const struct register_row *row, struct day today)
{
    int32_t state = row->state;
    if (!row->issued) return false;
    if (state == CERTIFICATE_ISSUED && day_is(row->expiry_day) && row->expiry_day.number < today.number) {
        state = CERTIFICATE_EXPIRED;
        v->state_day = (struct day){row->expiry_day.number + 1};
    }
    switch (state) {
    case CERTIFICATE_PENDING: v->pending = true, v->state = TEXT("pending"); return true;
    case CERTIFICATE_ISSUED: v->current = true, v->state = TEXT("current"); return true;
    case CERTIFICATE_EXPIRED: v->expired = true, v->state = TEXT("expired"); return true;
    case CERTIFICATE_SUSPENDED: v->suspended = true, v->state = TEXT("suspended"); return true;
    case CERTIFICATE_REVOKED: v->revoked = true, v->state = TEXT("revoked"); return true;
    case CERTIFICATE_WITHDRAWN: v->withdrawn = true, v->state = TEXT("withdrawn"); return true;
    default: return false;
    }
}

static enum result answer(struct context *context, const struct register_row *row, bool masked, struct verification *v)
{
    const struct catalogue *catalogue;
    TRY(catalogue_current(context, &catalogue));
    *v = (struct verification){.number = row->number, .masked = masked, .reason = award_reason_text(context, row->reason), .state_day = row->state_day,
                               .exam_day = row->exam_day, .award_day = row->award_day, .issue_day = row->issue_day, .expiry_day = row->expiry_day, .revision = row->revision,
                               .revision_day = row->revision_day};
    v->found = set_state(v, row, calendar_today(context, catalogue->calendar));
    if (!v->found) {
        *v = (struct verification){.number = row->number};
        return RESULT_OK;
    }
    v->name_latin = masked ? verify_rules_mask(context->arena, row->name_latin) : row->name_latin;
    v->name_native = masked ? verify_rules_mask(context->arena, row->name_native) : row->name_native;
    int32_t index = catalogue_certification_by_id(catalogue, row->certification_id);
    const struct certification_version *version = index < 0 ? NULL : catalogue_version_on(catalogue, index, row->award_day);
    if (version) {
        v->certification = catalogue_wording(version->name, context->language);
        v->level = catalogue_wording(catalogue->levels[version->level].name, context->language);
    } else {
        v->certification = catalogue_certification_code(catalogue, row->certification_id);
    }
    return RESULT_OK;
}

/* What cannot be a number is not looked up. */
static bool readable(struct context *context, struct text *number)
{
    if (number->length == 0 || number->length > LONGEST_NUMBER || !text_is_utf8(*number, NULL)) return false;
    *number = verify_rules_number(context->arena, *number);
    return number->length > 0;
}

/* There is none. Whether it could be one is seen by the number itself, so this tells nothing of the register. */
static enum result absent(struct context *context, struct text number, struct verification *v)
{
    const struct catalogue *catalogue;
    TRY(catalogue_current(context, &catalogue));
    const struct body *body = &catalogue->body;
    *v = (struct verification){.number = number, .mistyped = !award_number_fits(body, award_number_spelled(context->arena, body, number))};
    return RESULT_OK;
}

/* What was typed as the body writes it: with hyphens where there are none, or without; itself where that makes no number of the body's. */
static enum result spell(struct context *context, struct text number, struct text *spelled)
{
    const struct catalogue *catalogue;
    TRY(catalogue_current(context, &catalogue));
    *spelled = award_number_spelled(context->arena, &catalogue->body, number);
    return RESULT_OK;
}

struct queued {
    struct register_row row;
    struct text number;
    verify_answer *done;
    void *data;
};

static void queued_answer(struct context *context, enum result result, void *row, void *data);

/* RESULT_NONE where it was asked for as the body writes it already: that is spelled like itself. */
static enum result ask_as_spelled(struct context *context, struct queued *queued)
{
    struct text typed = queued->number;
    TRY(spell(context, typed, &queued->number));
    return text_equal(queued->number, typed) ? RESULT_NONE : verify_store_find_queued(context, queued->number, &queued->row, queued_answer, queued);
}

static void queued_answer(struct context *context, enum result result, void *row, void *data)
{
    struct queued *queued = data;
    if (result == RESULT_NONE) {
        result = ask_as_spelled(context, queued);
        if (result == RESULT_OK) return;
    }
    struct verification v = {.number = queued->number};
    if (result == RESULT_OK) result = answer(context, row, true, &v);
    else if (result == RESULT_NONE) result = absent(context, queued->number, &v);
    queued->done(context, result < 0 ? result : RESULT_OK, &v, queued->data);
}

enum result verify_number_queued(struct context *context, struct text number, verify_answer *done, void *data)
{
    struct queued *queued = ARENA_NEW(context->arena, struct queued);
    queued->done = done;
    queued->data = data;
    if (!readable(context, &number)) {
        struct verification none = {.number = number};
        done(context, RESULT_OK, &none, data);
        return RESULT_OK;
    }
    queued->number = number;
    return verify_store_find_queued(context, number, &queued->row, queued_answer, queued);
}

/* As it was typed, else as the body writes it. */
static enum result find_typed(struct context *context, struct text number, struct register_row *row, bool *found)
{
    struct text spelled;
    TRY(spell(context, number, &spelled));
    TRY(verify_store_find_near(context, number, row, found));
    if (!*found && !text_equal(spelled, number)) TRY(verify_store_find_near(context, spelled, row, found));
    return RESULT_OK;
}

enum result verify_number(struct context *context, struct text number, struct verification *verification)
{
    *verification = (struct verification){.number = number};
    struct register_row row;
    bool found;
    if (!readable(context, &number)) return RESULT_OK;
    TRY(find_typed(context, number, &row, &found));
    return found ? answer(context, &row, true, verification) : absent(context, number, verification);
}

/* Whether one more wrong guess at the number would be let through, and that there was one; by the number as it was typed, whoever has it. */
static enum result guesses_left(struct context *context, struct text guesses)
{
    TRY(audit_limit_network_left(context, guesses.bytes, TRIES_A_NUMBER_FROM_NETWORK, TRIES_SECONDS));
    return audit_limit_left(context, guesses, TRIES_A_NUMBER, TRIES_SECONDS);
}

static enum result count_guess(struct context *context, struct text guesses)
{
    TRY(audit_limit_network(context, guesses.bytes, TRIES_A_NUMBER_FROM_NETWORK, TRIES_SECONDS));
    return audit_limit(context, guesses, TRIES_A_NUMBER, TRIES_SECONDS);
}

/* `asked` is folded already. */
static bool names(struct context *context, struct text asked, struct text latin, struct text native)
{
    return !text_empty(asked) && (text_equal(asked, verify_rules_name(context->arena, latin)) || text_equal(asked, verify_rules_name(context->arena, native)));
}

/* `typed` without its place, which has to be the certificate's where there is one. */
static enum result right_code(struct context *context, const struct register_row *row, int64_t place, struct text typed, bool *right)
{
    struct text ours;
    struct certificate certificate = {.number = row->number, .code_serial = row->code_serial};
    TRY(award_code(context, &certificate, &ours));
    ours = verify_rules_code(context->arena, ours);
    *right = (place == 0 || place == row->id) && bytes_equal_in_constant_time((struct bytes){(const unsigned char *)typed.bytes, typed.length}, (struct bytes){(const unsigned char *)ours.bytes, ours.length});
    return RESULT_OK;
}

/* What the revision in force says differently from the one that was shown, and on which day that was replaced. A revision is made by another name or by another day, so one that kept the name has another day. */
static enum result compare(struct context *context, const struct register_row *row, int64_t shown, struct day *replaced, struct verification *v)
{
    struct list revisions;
    TRY(award_revisions(context, row->id, &revisions));
    *replaced = row->revision_day;
    struct text latin = row->name_latin, native = row->name_native;
    for (size_t i = 0; i < revisions.count; i++) {
        const struct certificate_revision *revision = (const struct certificate_revision *)revisions.items + i;
        if (revision->revision < shown) break;
        if (text_equal(revision->name_latin, latin) && text_equal(revision->name_native, native)) v->days_changed = true;
        latin = revision->name_latin, native = revision->name_native;
        if (revision->revision > shown) *replaced = revision->revision_day;
        v->shown_revision_day = revision->revision_day;
    }
    v->shown_revision = shown;
    v->name_changed = !text_equal(latin, row->name_latin) || !text_equal(native, row->name_native);
    return RESULT_OK;
}

/* What was shown is an earlier revision: the file of it, or (0) a name that the one in force does not say, and that was `replaced` on a day. Whoever has that does not know the name in force, so it stays masked where it is another. */
static enum result answer_superseded(struct context *context, const struct register_row *row, int64_t shown, struct day replaced, struct verification *v)
{
    TRY(answer(context, row, true, v));
    if (!v->found) return RESULT_OK;
    v->earlier_name = !shown;
    if (shown) TRY(compare(context, row, shown, &replaced, v));
    if (shown && !v->name_changed) v->masked = false, v->name_latin = row->name_latin, v->name_native = row->name_native;
    if (v->current) v->current = false, v->superseded = true, v->state_day = replaced;
    if (v->superseded || v->pending) v->state = TEXT("superseded");
    return RESULT_OK;
}

/* Was a revision printed with that name (4.4), and when was the last such one replaced? */
static enum result find_earlier_name(struct context *context, const struct register_row *row, struct text name, bool *found, struct day *replaced)
{
    struct list revisions;
    *found = false;
    *replaced = row->revision_day;
    if (text_empty(name)) return RESULT_OK;
    TRY(award_revisions(context, row->id, &revisions));
    for (size_t i = 0; i < revisions.count && !*found; i++) {
        const struct certificate_revision *revision = (const struct certificate_revision *)revisions.items + i;
        *found = names(context, name, revision->name_latin, revision->name_native);
        if (!*found) *replaced = revision->revision_day;
    }
    return RESULT_OK;
}

/* `worn`: there were too many wrong guesses at this number, from this network or from all; what was refused for that was not looked at. */
static enum result details(struct context *context, struct text number, struct text name, struct text code, bool *worn, struct verification *verification)
{
    *verification = (struct verification){.number = number};
    *worn = false;
    bool by_code = text_empty(number);
    code = verify_rules_code(context->arena, code);
    int64_t place = verify_rules_place(&code, AWARD_CODE_CHARACTERS);
    bool can_be = by_code ? place > 0 : readable(context, &number);
    /* Only what is wrong counts, against the network and against the number, whether or not there is one: a code that many scan at a fair stays open to them. Once there were too many guesses, nobody learns that one is right. */
    TRY(audit_limit_network_left(context, "verify", TRIES_A_NETWORK, TRIES_SECONDS));
    struct text guesses = by_code ? text_printf(context->arena, "verify:place:%lld", (long long)place) : text_printf(context->arena, "verify:number:%.*s", TEXT_ARG(can_be ? verify_rules_code(context->arena, number) : TEXT("")));
    if (can_be) {
        enum result left = guesses_left(context, guesses);
        *worn = left == RESULT_REFUSED;
        TRY(left);
    }
    struct register_row row = {0};
    bool found = false, right, named, earlier;
    struct day replaced;
    if (can_be && by_code) TRY(verify_store_find_place(context, place, &row, &found));
    else if (can_be) TRY(find_typed(context, number, &row, &found));
    /* The same work whether there is such a certificate or not, so that the time tells nothing either. */
    bool blank = text_empty(name);
    name = verify_rules_name(context->arena, name);
    TRY(right_code(context, &row, place, code, &right));
    named = names(context, name, row.name_latin, row.name_native);
    TRY(find_earlier_name(context, &row, name, &earlier, &replaced));
    /* A name beside a code that is wrong says nothing: the place of a certificate is no secret, its number is. */
    if (found && (right || (named && !by_code))) TRY(answer(context, &row, false, verification));
    else if (found && earlier && !by_code) TRY(answer_superseded(context, &row, 0, replaced, verification));
    if (!verification->found) {
        TRY(audit_limit_network(context, "verify", TRIES_A_NETWORK, TRIES_SECONDS));
        if (can_be) TRY(count_guess(context, guesses));
        if (by_code)
            return context_fail(context, RESULT_REFUSED, "verify.no_such_code",
                                N_("This verification code opens no certificate. Compare it with what its holder told you; what stands in a QR code opens it together with the certificate number only."));
        return context_fail(context, RESULT_REFUSED, "verify.no_match",
                            N_("No certificate has this number together with this name or code. Check each as it is printed on the certificate."));
    }
    verification->name_differs = right && !named && !blank;
    return RESULT_OK;
}

enum result verify_details(struct context *context, struct text number, struct text name, struct text code, struct verification *verification)
{
    bool worn;
    return details(context, number, name, code, &worn, verification);
}

enum result verify_address(struct context *context, struct text number, struct text code, struct verification *verification)
{
    bool worn;
    enum result result = details(context, number, TEXT(""), code, &worn, verification);
    if (result != RESULT_REFUSED || (!worn && strcmp(context->error.code, "verify.no_match") != 0)) return result;
    error_clear(&context->error);
    TRY(verify_number(context, number, verification));
    verification->code_unfit = verification->found && !worn;
    verification->code_unread = verification->found && worn;
    return RESULT_OK;
}

/* Ours, but how it stands stays unknown: the register that was asked does not have it, or none was. */
static const struct verify_file_reason not_in_register = {"verify.no_such_number", N_("The register has no certificate with this number.")},
                                       not_asked = {"verify.not_asked", N_("Only the file was checked: no register was asked how the certificate stands today.")};

static enum result unknown(struct file_verification *verification, const struct verify_file_reason *reason)
{
    verification->reasons = (struct list){&verify_file_reason_record, reason, 1};
    return RESULT_OK;
}

enum result verify_document(struct context *context, struct bytes file, bool offline, struct text certificates, struct file_verification *verification)
{
    *verification = (struct file_verification){.state = TEXT("unknown"), .unknown = true};
    if (!offline) TRY(audit_limit_network(context, "verify-file", FILES_A_NETWORK, TRIES_SECONDS));
    if (!offline) TRY(ecert_key_certificates(context, &certificates));
    struct verify_file_finding finding;
    TRY(verify_file_read(context, file, certificates, &finding));
    verification->authentic = text_of(verify_file_word(finding.authentic));
    verification->yes = finding.authentic == VERIFY_FILE_YES;
    verification->altered = finding.authentic == VERIFY_FILE_ALTERED;
    verification->not_ours = finding.authentic == VERIFY_FILE_NOT_OURS;
    verification->incomplete = finding.incomplete;
    verification->number = finding.number;
    verification->revision = finding.revision;
    verification->reasons = finding.reasons;
    if (!verification->yes) return RESULT_OK;
    if (offline) return unknown(verification, &not_asked);

    struct register_row row;
    enum result result = verify_store_find(context, finding.number, &row);
    TRY(result);
    if (result == RESULT_NONE) return unknown(verification, &not_in_register);
    struct verification *v = &verification->register_says;
    TRY(finding.revision < row.revision ? answer_superseded(context, &row, finding.revision, NO_DAY, v) : answer(context, &row, false, v));
    if (!v->found) return unknown(verification, &not_in_register);
    verification->state = v->state;
    verification->current = v->current;
    verification->unknown = false;
    return RESULT_OK;
}
