/* Home, signing up, in and out (SPEC 4.1). */
#include "association/association.h"
#include "association/association_unbinding.h"
#include "award/award.h"
#include "base/log.h"
#include "door/site/site_inside.h"
#include "door/site/site_records.h"

enum { MOST_COUNTED = 1000 };

/* My Space says what there is, and what waits. Who is not signed in is shown what this is for. */
enum result site_home(struct visit *visit)
{
    struct context *context = visit->context;
    struct home_page page = {.next_day = NO_DAY};
    if (!visit->signed_in) {
        page.requests = (struct list){&waiting_row_record, NULL, 0};
        page.unbindings = (struct list){&unbinding_view_record, NULL, 0};
        return web_show(visit, PAGE_HOME, 200, &page);
    }
    struct list associations, certificates;
    TRY(site_waiting_rows(visit, 0, &page.requests));
    TRY(association_list_of(context, visit->account.id, &associations)); /* with what came by its score report */
    TRY(award_certificates(context, visit->account.id, MOST_COUNTED, &certificates));
    TRY(association_revoked(context, &page.taken_back));
    TRY(site_merged_into(visit, &page.merged_into));
    TRY(unbinding_list_own(context, &page.unbindings));
    site_part(visit, "unbindings", SITE_UNBINDINGS_A_PAGE, &page.unbindings, &page.unbindings_part);
    TRY(site_unreached_by(visit, &associations, &page.unreached));
    page.waits = page.requests.count > 0;
    for (size_t i = 0; i < associations.count; i++) {
        const struct association *association = (const struct association *)associations.items + i;
        page.records += association->records;
        page.mailboxes += !association->record_id;
    }
    page.has_mailbox = page.mailboxes > 0;
    for (size_t i = 0; i < certificates.count; i++) {
        const struct certificate *certificate = (const struct certificate *)certificates.items + i;
        page.issued += certificate->issued;
        page.stopped += certificate->suspended && certificate->ever_issued;
        page.revoked += certificate->revoked;
        page.withdrawn += certificate->withdrawn && certificate->ever_issued;
        bool waits = certificate->nameless || certificate->disputed;
        page.pending += certificate->pending && !waits;
        page.nameless += certificate->nameless;
        page.disputed += certificate->disputed;
        if (certificate->pending && !waits && (!day_is(page.next_day) || certificate->issue_day.number < page.next_day.number)) page.next_day = certificate->issue_day;
    }
    return web_show(visit, PAGE_HOME, 200, &page);
}

enum result site_my(struct visit *visit)
{
    return web_go(visit, "/", NULL);
}

static struct text sent(const struct visit *visit, const char *name)
{
    return form_text(&visit->form, name);
}

enum result site_sign_up_form(struct visit *visit)
{
    struct sign_page page = {0};
    return web_show(visit, PAGE_SIGN_UP, 200, &page);
}

enum result site_sign_up(struct visit *visit)
{
    struct context *context = visit->context;
    struct account_sign_up wish = {.user_name = sent(visit, "user_name"), .mailbox = sent(visit, "mailbox"), .password = sent(visit, "password"),
                                   .name_latin = sent(visit, "name_latin"), .name_native = sent(visit, "name_native"), .language = context->language,
                                   .agent = http_header(visit->request, "User-Agent")};
    struct text token;
    int64_t account;
    /* A sign-up sent twice must not answer the second sender with the first one's session: no key here; the user name is taken by then. */
    context->once.key = TEXT("");
    TRY(account_sign_up(context, &wish, &token, &account));
    web_set_session(visit, token);
    /* The mailbox is confirmed the same way as any association (4.1). Whatever stands in the way of that letter, the account is there by now, and whose it is is signed in: he asks for the letter on the page that asks for associations, which tells him what is in the way. */
    context->actor = (struct actor){.kind = ACTOR_ACCOUNT, .account = account, .network = visit->request->network};
    bool associated;
    enum result result = association_ask(context, wish.mailbox, ASSOCIATION_SIGN_UP, true, &associated);
    if (result < 0) {
        /* Without the error's arguments: they may name his mailbox. */
        if (result != RESULT_REFUSED) log_line(LOG_WARNING, "letter of a sign-up not written: error=%s what=\"%s\"", context->error.code ? context->error.code : "none", context->error.english ? context->error.english : "");
        error_clear(&context->error);
        return web_go(visit, "/my/exams/associate", NULL);
    }
    web_settle(visit);
    return web_go(visit, "/my/exams/waiting", "signed-up");
}

enum result site_sign_up_again(struct visit *visit, int status)
{
    struct sign_page page = {.user_name = sent(visit, "user_name"), .mailbox = sent(visit, "mailbox"), .name_latin = sent(visit, "name_latin"), .name_native = sent(visit, "name_native")};
    return web_show(visit, PAGE_SIGN_UP, status, &page);
}

enum result site_sign_in_form(struct visit *visit)
{
    struct sign_page page = {.back = sent(visit, "back"), .over = text_is(sent(visit, "done"), WEB_SESSION_OVER)};
    return web_show(visit, PAGE_SIGN_IN, 200, &page);
}

enum result site_sign_in(struct visit *visit)
{
    struct context *context = visit->context;
    struct text token, second;
    context->once.key = TEXT("");
    TRY(account_sign_in(context, sent(visit, "name"), sent(visit, "password"), http_header(visit->request, "User-Agent"), association_account_of, &token, &second));
    return text_empty(second) ? site_signed_in(visit, token) : site_second_step(visit, 200, second);
}

enum result site_sign_in_again(struct visit *visit, int status)
{
    struct sign_page page = {.name = sent(visit, "name"), .back = sent(visit, "back")};
    return web_show(visit, PAGE_SIGN_IN, status, &page);
}

/* --- A forgotten password --- */

enum result site_forgotten_again(struct visit *visit, int status)
{
    struct sign_page page = {.mailbox = sent(visit, "mailbox")};
    return web_show(visit, PAGE_FORGOTTEN, status, &page);
}

enum result site_forgotten_form(struct visit *visit)
{
    return site_forgotten_again(visit, 200);
}

enum result site_forgotten(struct visit *visit)
{
    TRY(account_forgotten(visit->context, sent(visit, "mailbox")));
    return web_go(visit, "/forgotten", "password-letter");
}

/* The form to paste the end of a link into. */
enum result site_new_password_show_again(struct visit *visit, int status)
{
    struct new_password_page page = {.ends = NO_INSTANT};
    return web_show(visit, PAGE_NEW_PASSWORD, status, &page);
}

/* The link's own address; its token stands behind the #, as of every link in a letter. */
enum result site_new_password_form(struct visit *visit)
{
    return site_new_password_show_again(visit, 200);
}

static enum result show_link(struct visit *visit, enum result found, const struct account_forgotten_link *about, int status)
{
    TRY(found);
    struct new_password_page page = {.token = sent(visit, "token"), .shown = true};
    page.known = found == RESULT_OK;
    page.user_name = about->user_name;
    page.ends = about->ends;
    page.second_step = about->second_step;
    return web_show(visit, PAGE_NEW_PASSWORD, page.known || status != 200 ? status : 404, &page);
}

/* Says what the link is for. Changes nothing. */
enum result site_new_password_show(struct visit *visit)
{
    struct account_forgotten_link link;
    return show_link(visit, account_forgotten_link(visit->context, sent(visit, "token"), &link), &link, 200);
}

/* The link is still there where it was tried too often: sending the form has counted, showing it anew does not. */
enum result site_new_password_again(struct visit *visit, int status)
{
    struct account_forgotten_link link;
    return show_link(visit, account_forgotten_look(visit->context, sent(visit, "token"), &link), &link, status);
}

enum result site_new_password(struct visit *visit)
{
    TRY(account_forgotten_set(visit->context, sent(visit, "token"), sent(visit, "password")));
    return web_go(visit, "/sign-in", "password-set");
}

/* --- Out --- */

enum result site_sign_out(struct visit *visit)
{
    if (visit->signed_in) TRY(account_sign_out(visit->context));
    web_set_session(visit, TEXT(""));
    return web_go(visit, "/", "signed-out");
}
