/* Enrolling by the link, signing in at the desk and out (SPEC 4.1, 11.1). */
#include "account/account_staff.h"
#include "association/association.h"
#include "base/buffer.h"
#include "door/desk/desk_inside.h"
#include "door/desk/desk_records.h"
#include "outside/qr.h"

enum { QUIET_ZONE = 4 /* modules around a QR code; as the template has it */ };

static struct text sent(const struct visit *visit, const char *name)
{
    return form_text(&visit->form, name);
}

/* --- Signing in --- */

enum result desk_sign_in_again(struct visit *visit, int status)
{
    struct desk_sign_in_page page = {.name = sent(visit, "name"), .back = sent(visit, "back"), .party = TEXT(""), .over = status == 200 && text_is(sent(visit, "done"), WEB_SESSION_OVER)};
    struct passkey_party party;
    if (passkey_party(visit->context, &party)) {
        page.party = party.id;
        TRY(account_desk_challenge(visit->context, &page.challenge));
    }
    return web_show(visit, DESK_PAGE_SIGN_IN, status, &page);
}

enum result desk_sign_in_form(struct visit *visit)
{
    return desk_sign_in_again(visit, 200);
}

static enum result signed_in(struct visit *visit, struct text token)
{
    web_set_session(visit, token);
    return web_go(visit, web_own_path(visit, sent(visit, "back"), "/desk"), NULL);
}

enum result desk_sign_in(struct visit *visit)
{
    struct account_desk_sign_in wish = {.name = sent(visit, "name"), .password = sent(visit, "password"), .code = sent(visit, "code"),
                                        .agent = http_header(visit->request, "User-Agent")};
    struct text token;
    visit->context->once.key = TEXT(""); /* whoever sends it again must not be answered with the first one's session */
    TRY(account_desk_sign_in(visit->context, &wish, association_account_of, &token));
    return signed_in(visit, token);
}

enum result desk_sign_in_passkey(struct visit *visit)
{
    struct passkey_answer answer;
    struct text token;
    visit->context->once.key = TEXT("");
    if (!web_passkey_sent(visit, &answer)) answer = (struct passkey_answer){0}; /* is refused like any other that is none of ours */
    TRY(account_desk_passkey(visit->context, &answer, sent(visit, "challenge"), http_header(visit->request, "User-Agent"), &token));
    return signed_in(visit, token);
}

enum result desk_sign_out(struct visit *visit)
{
    if (visit->signed_in) TRY(account_sign_out(visit->context));
    web_set_session(visit, TEXT(""));
    return web_go(visit, "/desk/sign-in", "signed-out");
}

/* --- Enrolling --- */

/* The link's own address. Its token stands behind the #, where no server sees it; the page's script sends it on as a form, and without scripts it is pasted. */
enum result desk_enrol_form(struct visit *visit)
{
    struct desk_enrol_page page = {0};
    return web_show(visit, DESK_PAGE_ENROL, 200, &page);
}

enum result desk_enrol_again(struct visit *visit, int status)
{
    struct context *context = visit->context;
    struct account_enrolment enrolment;
    struct desk_enrol_page page = {.token = sent(visit, "token"), .shown = true};
    enum result found = account_enrolment(context, page.token, &enrolment);
    TRY(found);
    page.known = found == RESULT_OK;
    if (!page.known) return web_show(visit, DESK_PAGE_ENROL, status == 200 ? 404 : status, &page);
    struct buffer path = buffer_new(context->arena, 4096, 64 << 10);
    int size = qr_put_svg(&path, enrolment.address);
    page.qr_size = size ? size + 2 * QUIET_ZONE : 0;
    page.qr = buffer_text(&path);
    page.user_name = enrolment.user_name;
    page.ends = enrolment.ends;
    page.has_password = enrolment.has_password;
    page.secret = enrolment.secret;
    page.party = enrolment.party.id;
    page.challenge = enrolment.challenge;
    page.user_id = enrolment.user_id;
    return web_show(visit, DESK_PAGE_ENROL, status, &page);
}

/* Says what the link is for, and offers the secret. Changes nothing. */
enum result desk_enrol_show(struct visit *visit)
{
    return desk_enrol_again(visit, 200);
}

enum result desk_enrol(struct visit *visit)
{
    struct passkey_answer answer;
    struct account_enrol enrol = {.token = sent(visit, "token"), .password = sent(visit, "password"), .code = sent(visit, "code"), .challenge = sent(visit, "challenge"),
                                  .agent = http_header(visit->request, "User-Agent"), .passkey = web_passkey_sent(visit, &answer) ? &answer : NULL};
    struct text codes[ACCOUNT_RECOVERY_CODES];
    visit->context->once.key = TEXT(""); /* the codes are kept nowhere */
    enum result enrolled = account_enrol(visit->context, &enrol, codes);
    TRY(enrolled);
    if (enrolled == RESULT_NONE) return desk_enrol_again(visit, 404);
    struct code_row rows[ACCOUNT_RECOVERY_CODES];
    for (int i = 0; i < ACCOUNT_RECOVERY_CODES; i++) rows[i].code = codes[i];
    struct desk_codes_page page = {{&code_row_record, rows, ACCOUNT_RECOVERY_CODES}};
    return web_show(visit, DESK_PAGE_CODES, 200, &page);
}
