/* The second step: of signing in, and how its owner sets it up (SPEC 4.1). */
#include "account/account_second.h"
#include "base/buffer.h"
#include "base/encoding.h"
#include "door/site/site_inside.h"
#include "door/site/site_records.h"
#include "outside/qr.h"

enum { QUIET_ZONE = 4 /* modules around a QR code; as the template has it */ };

static struct text sent(const struct visit *visit, const char *name)
{
    return form_text(&visit->form, name);
}

/* --- Signing in --- */

enum result site_signed_in(struct visit *visit, struct text token)
{
    web_set_session(visit, token);
    return web_go(visit, web_own_path(visit, sent(visit, "back"), "/my/certificates"), NULL);
}

enum result site_second_step(struct visit *visit, int status, struct text second)
{
    struct second_step_page page = {.second = second, .back = sent(visit, "back")};
    struct passkey_party party;
    enum result known = account_sign_in_challenge(visit->context, second, &page.challenge);
    if (known == RESULT_REFUSED) return site_sign_in_again(visit, status); /* it is over: from the beginning */
    TRY(known);
    if (!text_empty(page.challenge) && passkey_party(visit->context, &party)) page.party = party.id;
    return web_show(visit, PAGE_SECOND_STEP, status, &page);
}

enum result site_sign_in_code_again(struct visit *visit, int status)
{
    return site_second_step(visit, status, sent(visit, "second"));
}

enum result site_sign_in_code(struct visit *visit)
{
    struct text token;
    visit->context->once.key = TEXT(""); /* whoever sends it again must not be answered with the first one's session */
    TRY(account_sign_in_code(visit->context, sent(visit, "second"), sent(visit, "code"), http_header(visit->request, "User-Agent"), &token));
    return site_signed_in(visit, token);
}

enum result site_sign_in_passkey(struct visit *visit)
{
    struct text token;
    struct passkey_answer answer;
    visit->context->once.key = TEXT("");
    if (!web_passkey_sent(visit, &answer)) answer = (struct passkey_answer){0}; /* is refused like any other that is none of ours */
    TRY(account_sign_in_passkey(visit->context, sent(visit, "second"), &answer, sent(visit, "challenge"), http_header(visit->request, "User-Agent"), &token));
    return site_signed_in(visit, token);
}

/* --- My Space > Profile > Second step --- */

static enum result show(struct visit *visit, int status)
{
    struct context *context = visit->context;
    struct account_second second;
    struct account_second_offer offer;
    TRY(account_second_read(context, &second));
    struct second_page page = {.app = second.app, .staff = second.staff, .codes = second.codes};
    if (second.app || second.staff) return web_show(visit, PAGE_SECOND, status, &page);
    enum result offered = account_second_offer(context, sent(visit, "nonce"), &offer);
    if (offered == RESULT_NONE) return web_absent(visit);
    TRY(offered);
    struct buffer path = buffer_new(context->arena, 4096, 64 << 10);
    int size = qr_put_svg(&path, offer.address);
    page.qr_size = size ? size + 2 * QUIET_ZONE : 0;
    page.qr = buffer_text(&path);
    page.nonce = offer.nonce;
    page.secret = offer.secret;
    return web_show(visit, PAGE_SECOND, status, &page);
}

enum result site_second_form(struct visit *visit)
{
    return show(visit, 200);
}

enum result site_second_again(struct visit *visit, int status)
{
    return show(visit, status);
}

static enum result show_codes(struct visit *visit, const struct text codes[ACCOUNT_RECOVERY_CODES], bool fresh)
{
    struct recovery_code_row rows[ACCOUNT_RECOVERY_CODES];
    for (int i = 0; i < ACCOUNT_RECOVERY_CODES; i++) rows[i].code = codes[i];
    struct recovery_codes_page page = {.codes = {&recovery_code_row_record, rows, ACCOUNT_RECOVERY_CODES}, .fresh = fresh};
    return web_show(visit, PAGE_RECOVERY_CODES, 200, &page);
}

enum result site_second_on(struct visit *visit)
{
    struct text codes[ACCOUNT_RECOVERY_CODES];
    visit->context->once.key = TEXT(""); /* the codes are kept nowhere */
    TRY(account_second_set_up(visit->context, sent(visit, "nonce"), sent(visit, "password"), sent(visit, "code"), codes));
    web_settle(visit);
    return show_codes(visit, codes, false);
}

enum result site_second_codes(struct visit *visit)
{
    struct text codes[ACCOUNT_RECOVERY_CODES];
    visit->context->once.key = TEXT("");
    TRY(account_second_codes(visit->context, sent(visit, "password"), sent(visit, "code"), codes));
    return show_codes(visit, codes, true);
}

enum result site_second_off(struct visit *visit)
{
    visit->context->once.key = TEXT(""); /* a code is good once: sent again there is nothing to switch off */
    TRY(account_second_off(visit->context, sent(visit, "password"), sent(visit, "code")));
    web_settle(visit);
    return web_go(visit, "/my/profile", "second-off");
}
