/* Public verification (SPEC 9.1, 9.2). */
#include "door/site/site_inside.h"
#include "door/site/site_records.h"
#include "outside/language.h"
#include "verify/verify.h"

static enum result show_verification(struct visit *visit, const struct verification *verification)
{
    struct verification_page page = {.number = verification->number, .mistyped = verification->mistyped, .found = {&verification_record, verification, verification->found ? 1 : 0}};
    if (!verification->found) web_count_unknown(visit);
    return web_show(visit, PAGE_VERIFICATION, verification->found ? 200 : 404, &page);
}

/* Where the QR code leads: one look-up on the event loop, the same page for everyone. */
struct asked {
    struct visit *visit;
    bool waiting; /* the handler has returned, the answer goes by http_resume */
    bool answered;
    enum result result;
};

static void answered(struct context *context, enum result result, const struct verification *verification, void *data)
{
    struct asked *asked = data;
    asked->answered = true;
    asked->result = result < 0 ? result : show_verification(asked->visit, verification);
    if (!asked->waiting) return;
    if (asked->result < 0) web_fail(asked->visit, asked->result);
    http_resume(context);
}

enum result site_verification(struct visit *visit)
{
    TRY(web_limit_lookups(visit));
    TRY(web_limit_unknown(visit));
    struct asked *asked = ARENA_NEW(visit->context->arena, struct asked);
    asked->visit = visit;
    TRY(verify_number_queued(visit->context, visit->rest, answered, asked));
    if (asked->answered) return asked->result;
    asked->waiting = true;
    return RESULT_AGAIN;
}

enum result site_verify_form(struct visit *visit)
{
    struct text number = form_text(&visit->form, "number");
    if (text_empty(number)) {
        struct verify_page page = {0};
        return web_show(visit, PAGE_VERIFY, 200, &page);
    }
    struct verification verification;
    TRY(web_limit_unknown(visit));
    TRY(verify_number(visit->context, number, &verification));
    return show_verification(visit, &verification);
}

enum result site_verify(struct visit *visit)
{
    struct text number = form_text(&visit->form, "number"), name = form_text(&visit->form, "name"), code = form_text(&visit->form, "code");
    struct verification verification;
    struct text address_code = form_text(&visit->form, "address_code");
    bool details = !text_empty(name) || !text_empty(code);
    if (!details && text_is(form_text(&visit->form, "details"), "yes"))
        return FIELD_FAIL(visit->context, "name", "site.details", N_("Enter the name as it stands on the certificate, or the verification code: it is in the QR code, and the holder can tell it to you."));
    if (text_empty(number) && text_empty(code))
        return FIELD_FAIL(visit->context, "number", "site.number_or_code", N_("Enter the certificate number or the verification code: one of them is enough."));
    TRY(web_limit_unknown(visit));
    if (!text_empty(address_code)) {
        TRY(verify_address(visit->context, number, address_code, &verification));
        return show_verification(visit, &verification);
    }
    TRY(details ? verify_details(visit->context, number, name, code, &verification) : verify_number(visit->context, number, &verification));
    return show_verification(visit, &verification);
}

enum result site_verify_again(struct visit *visit, int status)
{
    struct verify_page page = {.number = form_text(&visit->form, "number"), .name = form_text(&visit->form, "name"), .code = form_text(&visit->form, "code")};
    return web_show(visit, PAGE_VERIFY, status, &page);
}

/* Why a file is not what it claims to be, in the reader's language. */
static struct list in_words(struct visit *visit, struct list reasons)
{
    struct verify_file_reason *items = ARENA_ARRAY(visit->context->arena, reasons.count ? reasons.count : 1, struct verify_file_reason);
    for (size_t i = 0; i < reasons.count; i++) {
        items[i] = ((const struct verify_file_reason *)reasons.items)[i];
        items[i].english = language_text(visit->context->languages, visit->context->language, items[i].english);
    }
    return (struct list){&verify_file_reason_record, items, reasons.count};
}

enum result site_verify_file(struct visit *visit)
{
    struct text file = form_text(&visit->form, "file");
    struct file_verification *found = ARENA_NEW(visit->context->arena, struct file_verification);
    TRY(verify_document(visit->context, (struct bytes){(const unsigned char *)file.bytes, file.length}, false, TEXT(""), found));
    if (found->yes) found->reasons.count = 0; /* the page says itself that the register does not know it */
    found->reasons = in_words(visit, found->reasons);
    struct file_verification_page page = {.checked = {&file_verification_record, found, 1},
                                          .register_says = {&verification_record, &found->register_says, found->register_says.found ? 1 : 0}};
    return web_show(visit, PAGE_FILE_VERIFICATION, 200, &page);
}
