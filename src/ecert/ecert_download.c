#include "ecert/ecert_download.h"

#include "award/award.h"
#include "catalogue/catalogue.h"
#include "ecert/ecert.h"
#include "outside/database.h"
#include "outside/language.h"
#include "outside/settings.h"

static const char *document_language(const struct body *body, const char *wanted)
{
    for (size_t i = 0; i < body->language_count; i++)
        if (wanted && strcmp(body->languages[i], wanted) == 0) return body->languages[i];
    return body->language_count ? body->languages[0] : "en";
}

static enum result refuse(struct context *context, const struct certificate *certificate)
{
    if (certificate->unprintable && context->actor.kind == ACTOR_ACCOUNT)
        return context_fail(context, RESULT_REFUSED, "ecert.unprintable", N_("Your name cannot be printed as it is written. Write it otherwise on the page Profile, or ask us; then the certificate is issued."));
    if (certificate->unprintable)
        return context_fail(context, RESULT_REFUSED, "ecert.unprintable_holder", N_("The name on this certificate cannot be printed as it is written. It is issued when its holder has written it otherwise, or a font was added."));
    if (certificate->nameless && context->actor.kind == ACTOR_ACCOUNT)
        return context_fail(context, RESULT_REFUSED, "ecert.nameless", N_("Your name is missing. Fill it in on the page Profile; then the certificate is issued."));
    if (certificate->nameless)
        return context_fail(context, RESULT_REFUSED, "ecert.nameless_holder", N_("There is no name to print on this certificate. It is issued when its holder has filled in his name on the page Profile."));
    if (certificate->disputed)
        return context_fail(context, RESULT_REFUSED, "ecert.disputed", N_("This certificate waits: an exam record on which it rests is in dispute. It is issued when it is settled that the record stays in the account."));
    if (certificate->being_issued)
        return context_fail(context, RESULT_REFUSED, "ecert.being_issued", N_("This certificate is being issued today. Try again in a moment."));
    if (certificate->pending)
        return context_fail(context, RESULT_REFUSED, "ecert.not_yet", N_("The e-Cert will be here from {day} on."), "day",
                            text_string(context->arena, language_day(context->languages, context->language, context->arena, certificate->issue_day)));
    return context_fail(context, RESULT_REFUSED, "ecert.not_valid", N_("This certificate is {state}; there is no e-Cert of it."), "state",
                        language_text(context->languages, context->language, certificate_state_word(certificate->state)));
}

/* What stands on the certificate, as far as this actor may see it. Nothing is signed before it is issued: until then its name is the account's, which is still free (SPEC 4.4, 13.4). */
static enum result read_facts(struct context *context, struct text number, const char *language, struct ecert_facts *facts, struct text *file_name)
{
    struct certificate certificate;
    enum result result = award_certificate(context, number, &certificate);
    if (result != RESULT_OK) return result;
    const struct catalogue *catalogue;
    TRY(catalogue_current(context, &catalogue));
    if (!certificate.issued && !certificate.expired) return refuse(context, &certificate);

    const struct certification_version *version = catalogue_certification_on(catalogue, certificate.certification, certificate.award_day);
    if (!version)
        return context_fail(context, RESULT_BROKEN, "ecert.no_version", N_("The catalogue does not say what {certification} was on the award day."),
                            "certification", text_string(context->arena, certificate.certification));
    language = document_language(&catalogue->body, language);
    struct text code;
    TRY(award_code(context, &certificate, &code));
    *facts = (struct ecert_facts){
        .number = certificate.number,
        .revision = certificate.revision,
        .certification = catalogue_wording(version->name, language),
        .theme = version->theme,
        .level = catalogue_wording(catalogue->levels[version->level].name, language),
        .direction = version->direction < 0 ? TEXT("") : catalogue_wording(catalogue->directions[version->direction].name, language),
        .body = catalogue_wording(catalogue->body.name, language),
        .name_latin = certificate.name_latin,
        .name_native = certificate.name_native,
        .exam_day = certificate.exam_day,
        .award_day = certificate.award_day,
        .issue_day = certificate.issue_day,
        .expiry_day = certificate.expiry_day,
        /* The code stands behind the # so that no server's log has it (SPEC 13.5). */
        .verify_address = text_printf(context->arena, "%.*s/v/%.*s#%.*s", TEXT_ARG(context->settings->address), TEXT_ARG(certificate.number), TEXT_ARG(code)),
        .language = language,
    };
    *file_name = text_printf(context->arena, "%.*s-%.*s.pdf", TEXT_ARG(certificate.certification), TEXT_ARG(certificate.number));
    return RESULT_OK;
}

enum result ecert_check_language(struct context *context, const char *language)
{
    const struct catalogue *catalogue;
    TRY(catalogue_current(context, &catalogue));
    const struct body *body = &catalogue->body;
    struct text printed = TEXT("");
    for (size_t i = 0; i < body->language_count; i++) {
        if (strcmp(body->languages[i], language) == 0) return RESULT_OK;
        printed = text_printf(context->arena, "%.*s%s%s", TEXT_ARG(printed), i ? ", " : "", body->languages[i]);
    }
    return context_fail(context, RESULT_REFUSED, "ecert.language", N_("The body prints no e-Cert in {language}. It prints in: {languages}"), "language", language, "languages",
                        text_string(context->arena, printed));
}

enum result ecert_download(struct context *context, struct text number, const char *language, struct bytes *pdf, struct text *file_name)
{
    struct ecert_facts facts;
    enum result found = read_facts(context, number, language, &facts, file_name);
    if (found != RESULT_OK) return found;
    TRY(database_on_disk(context)); /* what the signature vouches for (SPEC 13.4) */
    return ecert_make(context, context->theme, context->signer, &facts, pdf);
}

enum result ecert_print_numbers(struct context *context, const struct text *numbers, size_t count, const char *language, struct bytes *pdf)
{
    struct ecert_facts *facts = ARENA_ARRAY(context->arena, count ? count : 1, struct ecert_facts);
    for (size_t i = 0; i < count; i++) {
        struct text file_name;
        enum result found = read_facts(context, numbers[i], language, &facts[i], &file_name);
        if (found == RESULT_NONE) found = context_fail(context, RESULT_REFUSED, "ecert.none", N_("There is no such certificate."));
        if (found == RESULT_REFUSED) return error_at(&context->error, numbers[i], 0, 0);
        TRY(found);
    }
    return ecert_print(context, context->theme, facts, count, pdf);
}
