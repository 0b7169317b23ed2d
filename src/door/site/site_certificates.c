/* My Certificate (SPEC 7.1): what is earned, pending until when, and missing. */
#include <stdlib.h>

#include "association/association.h"
#include "association/association_unbinding.h"
#include "award/award.h"
#include "award/award_name.h"
#include "base/buffer.h"
#include "catalogue/catalogue.h"
#include "door/site/site_inside.h"
#include "door/site/site_records.h"
#include "ecert/ecert_download.h"
#include "help/help.h"
#include "outside/settings.h"
#include "package/package.h"

enum { MOST_CERTIFICATES = 1000, CERTIFICATES_A_PAGE = 15, BEGUN_A_PAGE = 6, REVISIONS_A_PAGE = 10, SOON_DAYS = 90 };

/* In which forms the certification was given on that day (SPEC 2.6). */
static struct text forms_of(const struct visit *visit, const struct certification_version *version)
{
    static const struct {
        int32_t form;
        const char *english;
    } all[] = {{FORM_ECERT, N_("e-Cert")}, {FORM_PACKAGE, N_("package by express")}, {FORM_PRINTED, N_("printed certificate")}};
    struct buffer out = buffer_new(visit->context->arena, 64, 400);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        if (!(version->forms & all[i].form)) continue;
        if (out.length) buffer_put(&out, web_text(visit, N_(", ")));
        buffer_put(&out, web_text(visit, all[i].english));
    }
    return buffer_text(&out);
}

/* What the catalogue says of the certification on the award day: code and name of its level, in the reader's language, and its forms. */
static void find_version(const struct visit *visit, const struct catalogue *catalogue, const struct certificate *certificate, struct text *code, struct text *name, struct text *forms, int32_t *rank)
{
    const struct certification_version *version = catalogue_certification_on(catalogue, certificate->certification, certificate->award_day);
    *code = version ? catalogue->levels[version->level].code : TEXT("");
    *name = version ? catalogue_wording(catalogue->levels[version->level].name, visit->context->language) : TEXT("");
    *forms = version ? forms_of(visit, version) : TEXT("");
    if (rank) *rank = version ? catalogue->levels[version->level].rank : 0;
}

/* The highest level first, in it what was awarded last; what stands beside the ladder (rank 0) comes behind it. */
static int by_level(const void *a, const void *b)
{
    const struct certificate_card *first = a, *second = b;
    if (first->rank != second->rank) return first->rank > second->rank ? -1 : 1;
    if (first->award_day.number != second->award_day.number) return first->award_day.number > second->award_day.number ? -1 : 1;
    return text_compare(first->number, second->number);
}

/* Whoever waits, or whose certificate was stopped, wants to know what that means. */
static void find_help(const struct visit *visit, const struct certificate *certificate, struct text *slug, struct text *question)
{
    struct text state = text_printf(visit->context->arena, "state:%.*s", TEXT_ARG(certificate->state_word));
    const struct help_entry *entry = help_for(web_help(visit), visit->context->language, state);
    if (!entry) return;
    *slug = entry->slug;
    *question = entry->question;
}

/* The exam day on the card stays that of the award, so a later end of validity has to be explained; and so has what it rests on since an exam has left. What is stopped says its own reason. */
static enum result find_renewal(struct context *context, const struct certificate *certificate, struct certificate_card *card)
{
    struct list history;
    card->renewal_day = NO_DAY;
    if (!certificate->issued && !certificate->expired) return RESULT_OK;
    TRY(award_history(context, certificate, &history));
    const struct certificate_history *turns = history.items;
    for (size_t i = 0; i < history.count; i++)
        if ((turns[i].expiry_changed || turns[i].decided_anew) && day_is(turns[i].expiry_before) && !text_empty(turns[i].reason)) card->renewal = turns[i].reason, card->renewal_day = turns[i].since;
    return RESULT_OK;
}

static enum result find_disputes(struct context *context, const struct certificate *certificate, struct list *disputes)
{
    *disputes = (struct list){&unbinding_view_record, NULL, 0};
    return certificate->disputed ? unbinding_list_holding(context, certificate->id, disputes) : RESULT_OK;
}

enum result site_certificates(struct visit *visit)
{
    struct context *context = visit->context;
    struct list certificates, progress, associations, offers;
    const struct catalogue *catalogue;
    TRY(catalogue_current(context, &catalogue));
    TRY(award_certificates(context, visit->account.id, MOST_CERTIFICATES, &certificates));
    TRY(award_progress(context, visit->account.id, &progress));
    TRY(association_list_of(context, visit->account.id, &associations));
    TRY(package_offers(context, &offers));
    struct day today = calendar_today(context, catalogue->calendar);

    struct certificate_card *cards = ARENA_ARRAY(context->arena, certificates.count ? certificates.count : 1, struct certificate_card);
    bool pending = false;
    for (size_t i = 0; i < certificates.count; i++) {
        const struct certificate *c = (const struct certificate *)certificates.items + i;
        cards[i] = (struct certificate_card){.number = c->number, .name = c->name, .certification = c->certification, .pending = c->pending, .nameless = c->nameless, .disputed = c->disputed, .waits = c->nameless || c->disputed, .being_issued = c->being_issued, .issued = c->issued,
                                             .suspended = c->suspended, .expired = c->expired, .revoked = c->revoked, .withdrawn = c->withdrawn,
                                             .never_issued = !c->ever_issued && !c->pending, .unlisted = !c->ever_issued && (c->pending || c->suspended), .by_body = c->by_body, .provisional = c->provisional, .reason = c->reason, .state_day = c->state_day, .exam_day = c->exam_day,
                                             .award_day = c->award_day, .issue_day = c->issue_day, .expiry_day = c->expiry_day, .withdrawn_from = c->withdrawn_from, .revision = c->revision};
        find_version(visit, catalogue, c, &cards[i].level, &cards[i].level_name, &cards[i].forms, &cards[i].rank);
        pending = pending || c->pending;
        cards[i].certificate = c;
    }
    qsort(cards, certificates.count, sizeof *cards, by_level);
    struct certificates_page page = {.certificates = {&certificate_card_record, cards, certificates.count}, .has_mailbox = associations.count > 0};
    site_part(visit, "certificates", CERTIFICATES_A_PAGE, &page.certificates, &page.certificates_part);
    cards = (struct certificate_card *)page.certificates.items;
    for (size_t i = 0; i < page.certificates.count; i++) {
        const struct certificate *c = cards[i].certificate;
        find_help(visit, c, &cards[i].state_slug, &cards[i].state_question);
        cards[i].expires_soon = c->issued && day_is(c->expiry_day) && c->expiry_day.number - today.number <= SOON_DAYS;
        TRY(find_renewal(context, c, &cards[i]));
        TRY(find_disputes(context, c, &cards[i].disputes));
        TRY(site_certificate_package(visit, &offers, c->id, &cards[i].offers, &cards[i].packages));
    }
    /* What is earned stands as a certificate already. */
    struct explanation *begun = ARENA_ARRAY(context->arena, progress.count ? progress.count : 1, struct explanation);
    size_t begun_count = 0;
    for (size_t i = 0; i < progress.count; i++) {
        const struct explanation *explanation = (const struct explanation *)progress.items + i;
        if (!explanation->earned) begun[begun_count++] = *explanation;
    }
    page.progress = (struct list){&explanation_record, begun, begun_count};
    site_part(visit, "progress", BEGUN_A_PAGE, &page.progress, &page.progress_part);
    if (pending) TRY(site_naming(visit, true, &page.naming));
    TRY(site_merged_into(visit, &page.merged_into));
    TRY(unbinding_list_own(context, &page.unbindings));
    site_part(visit, "unbindings", SITE_UNBINDINGS_A_PAGE, &page.unbindings, &page.unbindings_part);
    TRY(site_waiting_for(visit, false, &page.requests));
    for (size_t i = 0; i < associations.count; i++) page.records += ((const struct association *)associations.items)[i].records;
    return web_show(visit, PAGE_CERTIFICATES, 200, &page);
}

enum result site_certificate_again(struct visit *visit, int status)
{
    struct context *context = visit->context;
    struct certificate c;
    enum result result = award_certificate(context, visit->rest, &c);
    if (result == RESULT_NONE) return web_absent(visit);
    TRY(result);
    struct explanation explanation = {.lines = {&explanation_line_record, NULL, 0}};
    const struct catalogue *catalogue;
    TRY(catalogue_current(context, &catalogue));
    /* A newer catalogue may no longer have what was earned by an earlier one. */
    bool gone = catalogue_certification(catalogue, c.certification) < 0;
    if (!gone) TRY(award_explain(context, visit->account.id, c.certification, &explanation));
    struct certificate_page page = {.number = c.number, .name = c.name, .certification = c.certification, .pending = c.pending, .nameless = c.nameless, .disputed = c.disputed, .waits = c.nameless || c.disputed, .being_issued = c.being_issued, .issued = c.issued,
                                    .suspended = c.suspended, .expired = c.expired, .revoked = c.revoked, .withdrawn = c.withdrawn,
                                    .never_issued = !c.ever_issued && !c.pending, .unlisted = !c.ever_issued && (c.pending || c.suspended), .by_body = c.by_body, .provisional = c.provisional, .reason = c.reason, .name_latin = c.name_latin, .name_native = c.name_native,
                                    .state_day = c.state_day, .exam_day = c.exam_day, .award_day = c.award_day, .issue_day = c.issue_day,
                                    .expiry_day = c.expiry_day, .withdrawn_from = c.withdrawn_from, .revision_day = c.revision_day, .revision = c.revision,
                                    .downloadable = c.issued || c.expired, .gone = gone, .summary = explanation.summary, .lines = explanation.lines};
    TRY(find_disputes(context, &c, &page.disputes));
    find_version(visit, catalogue, &c, &page.level, &page.level_name, &page.forms, NULL);
    find_help(visit, &c, &page.state_slug, &page.state_question);
    struct list offers;
    TRY(package_offers(context, &offers));
    TRY(site_certificate_package(visit, &offers, c.id, &page.offers, &page.packages));
    struct award_unprintable why = {0};
    if (c.unprintable) TRY(award_name_unprintable(context, c.name_latin, c.name_native, &why));
    page.unprintable = why.characters;
    page.too_long = why.too_long;
    TRY(award_code_to_tell(context, &c, &page.code));
    page.revisions = (struct list){&certificate_revision_record, NULL, 0};
    if (c.revision > 1) TRY(award_revisions_told(context, &c, &page.revisions));
    site_part(visit, "revisions", REVISIONS_A_PAGE, &page.revisions, &page.revisions_part);
    page.verify_address = text_printf(context->arena, "%.*s/v/%.*s", TEXT_ARG(context->settings->address), TEXT_ARG(c.number));
    return web_show(visit, PAGE_CERTIFICATE, status, &page);
}

enum result site_certificate(struct visit *visit)
{
    return site_certificate_again(visit, 200);
}

/* Of "REVISION.pdf"; 0 where it is none. */
static int64_t revision_of(struct text file)
{
    return text_ends_with(file, ".pdf") ? web_number((struct text){file.bytes, file.length - 4}) : 0;
}

/* "NUMBER/REVISION.pdf": the revision is in the address so that a kept PDF is never taken for the present one (7.3). A kept address of an earlier one leads to what has become of the certificate. */
enum result site_certificate_pdf(struct visit *visit)
{
    struct context *context = visit->context;
    size_t slash = text_find(visit->rest, "/");
    struct text number = {visit->rest.bytes, slash}, file = {visit->rest.bytes + slash + 1, visit->rest.length - slash - 1};
    struct certificate certificate;
    enum result result = award_certificate(context, number, &certificate);
    TRY(result);
    int64_t revision = revision_of(file);
    if (result == RESULT_NONE || !revision || revision > certificate.revision) return web_absent(visit);
    if (revision < certificate.revision) return web_go(visit, text_printf(context->arena, "/my/certificates/%.*s", TEXT_ARG(certificate.number)).bytes, "earlier-revision");
    struct text wanted = form_text(&visit->form, "language");
    struct bytes pdf;
    struct text file_name;
    TRY(web_signer(visit));
    TRY(ecert_download(context, number, text_empty(wanted) ? context->language : text_string(context->arena, wanted), &pdf, &file_name));
    visit->answer->content_type = "application/pdf";
    visit->answer->body = (struct text){(const char *)pdf.data, pdf.length};
    http_answer_header(visit->answer, "Content-Disposition", text_printf(context->arena, "attachment; filename=\"%.*s\"", TEXT_ARG(file_name)));
    http_answer_header(visit->answer, "Cache-Control", TEXT("no-store"));
    http_answer_header(visit->answer, "X-Content-Type-Options", TEXT("nosniff"));
    return RESULT_OK;
}

enum result site_certificate_code(struct visit *visit)
{
    struct context *context = visit->context;
    enum result result = award_reset_code(context, visit->rest);
    if (result == RESULT_NONE) return web_absent(visit);
    TRY(result);
    return web_go(visit, text_printf(context->arena, "/my/certificates/%.*s", TEXT_ARG(visit->rest)).bytes, "code-reset");
}
