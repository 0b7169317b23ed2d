/* The way of a request: route, session, form, handler, answer. */
#include "door/site/site.h"

#include <stdio.h>

#include "base/encoding.h"
#include "base/log.h"
#include "base/random.h"
#include "catalogue/catalogue.h"
#include "door/site/site_inside.h"
#include "outside/database.h"
#include "outside/language.h"
#include "outside/password.h"
#include "outside/secret.h"
#include "outside/settings.h"
#include "outside/zone.h"

enum { SESSION_SECONDS = 30 * 86400, HASHES_AT_ONCE = 1 };

static const char cookie_session[] = "session", cookie_language[] = "language";

/* --- Routes --- */

/* Whether a path fits a route's pattern: a star takes the rest within one segment, two stars the rest within two. */
static bool fits(const char *pattern, struct text path, struct text *rest)
{
    size_t length = strcspn(pattern, "*");
    int segments = (int)strlen(pattern + length);
    if (path.length < length || memcmp(path.bytes, pattern, length) != 0) return false;
    *rest = (struct text){path.bytes + length, path.length - length};
    if (segments == 0) return rest->length == 0;
    int slashes = 0;
    for (size_t i = 0; i < rest->length; i++) slashes += rest->bytes[i] == '/';
    return rest->length > 0 && slashes == segments - 1;
}

static const struct route *find_route(const struct http_request *request, struct text *rest, bool *path_known)
{
    const struct route *found = NULL;
    *path_known = false;
    for (size_t i = 0; i < route_count; i++) {
        struct text here;
        if (!fits(routes[i].path, request->path, &here)) continue;
        *path_known = true;
        if (routes[i].method != (request->method == HTTP_HEAD ? HTTP_GET : request->method)) continue;
        /* A path without a star goes before one with it. */
        if (!found || !strchr(routes[i].path, '*')) {
            found = &routes[i];
            *rest = here;
        }
    }
    return found;
}

static enum http_place place(void *data, const struct http_request *request)
{
    (void)data;
    struct text rest;
    bool known;
    const struct route *route = find_route(request, &rest, &known);
    return route ? route->place : HTTP_WORKER; /* a page for what is not there may need the session */
}

/* --- The frame --- */

struct text site_text(const struct visit *visit, const char *english)
{
    return text_of(language_text(visit->context->languages, visit->context->language, english));
}

/* What a redirect says was done, by the word in its address. */
static const struct {
    const char *word, *english;
} notices[] = {
    {"signed-up", N_("Your account is ready. We have sent a letter to your mailbox: open its link in this browser to confirm the mailbox.")},
    {"signed-in", N_("You are signed in.")},
    {"signed-out", N_("You are signed out.")},
    {"letter-sent", N_("A letter is on its way to the mailbox.")},
    {"associated", N_("The mailbox is associated. The exam records that came with it are below.")},
    {"associated-empty", N_("The mailbox is associated. No exam record came with it yet; one that is booked under it comes in by itself.")},
    {"disowned", N_("Thank you. The request is stopped; nothing was handed over.")},
    {"resent", N_("The letter is on its way again.")},
    {"saved", N_("Your profile is saved.")},
    {"password-changed", N_("Your password is changed; all other sessions have ended.")},
    {"session-ended", N_("The session has ended.")},
    {"code-reset", N_("The old verification code is worthless from now on. Download the e-Cert again: the new one has the new code.")},
};

static struct text form_token(const struct visit *visit)
{
    if (!visit->signed_in) return TEXT("");
    struct text message = text_printf(visit->context->arena, "form:%.*s", TEXT_ARG(visit->session_token));
    return encoding_base64url(visit->context->arena, secret_hash(visit->context, message));
}

/* The page that a form stood on: the path itself, or what is left of it when its last words are taken away, as far as there is a page. */
static struct text page_of(struct text path)
{
    for (;;) {
        struct text rest;
        for (size_t i = 0; i < route_count; i++)
            if (routes[i].method == HTTP_GET && fits(routes[i].path, path, &rest)) return path;
        while (path.length && path.bytes[path.length - 1] != '/') path.length--;
        if (path.length <= 1) return TEXT("/");
        path.length--;
    }
}

static void fill_frame(struct visit *visit)
{
    struct context *context = visit->context;
    struct frame *frame = &visit->frame;
    struct site *site = visit->site;
    const struct catalogue *catalogue;
    enum result result = catalogue_current(context, &catalogue);
    if (result < 0) error_clear(&context->error);
    frame->body = result < 0 ? TEXT("Testamur") : catalogue_wording(catalogue->body.name, context->language);
    frame->language = text_of(languages_html_tag(context->languages, context->language));
    size_t count = languages_count(context->languages), others = 0;
    struct language_choice *choices = ARENA_ARRAY(context->arena, count, struct language_choice);
    for (size_t i = 0; i < count; i++) {
        const char *tag = languages_tag(context->languages, i);
        if (strcmp(tag, context->language) == 0) continue;
        choices[others++] = (struct language_choice){text_of(tag), text_of(languages_name(context->languages, i)), text_of(languages_html_tag(context->languages, tag))};
    }
    extern const struct record language_choice_record;
    frame->languages = (struct list){&language_choice_record, choices, others};
    frame->signed_in = visit->signed_in;
    frame->user_name = visit->signed_in ? visit->account.user_name : TEXT("");
    frame->form_token = form_token(visit);
    unsigned char key[16];
    random_fill(key, sizeof key);
    frame->key = encoding_base64url(context->arena, (struct bytes){key, sizeof key});
    frame->path = page_of(visit->request->path);
    frame->for_everyone = visit->route && visit->route->place == HTTP_INLINE;
    frame->style = site->style.address;
    frame->script = site->script.address;
    frame->icon = site->icon.address;
    frame->demonstration = site->house->demonstration;
    frame->built_in_mailbox = !context->settings->production && text_is(context->settings->mail, "built-in");
    const struct zone *zone = result < 0 ? NULL : calendar_zone(catalogue->calendar);
    if (visit->signed_in && !text_empty(visit->account.zone)) {
        const struct zone *own;
        if (zone_open(context, context->arena, visit->account.zone, &own) == RESULT_OK) zone = own;
        else error_clear(&context->error);
    }
    frame->zone_offset_minutes = zone ? zone_offset(zone, context_now(context)) / 60 : 0;
    frame->zone_name = zone ? zone_name(zone) : TEXT("UTC");
    frame->now_day = result < 0 ? TEXT("") : day_text(context->arena, calendar_today(context, catalogue->calendar));
    struct text section = text_of(visit->route ? visit->route->section : NULL);
    frame->at_certificates = text_is(section, "certificates");
    frame->at_exams = text_is(section, "exams");
    frame->at_letters = text_is(section, "letters");
    frame->at_profile = text_is(section, "profile");
    frame->at_verify = text_is(section, "verify");
    struct text done = visit->route && visit->route->method == HTTP_GET && visit->form.values ? form_text(&visit->form, "done") : TEXT("");
    for (size_t i = 0; i < sizeof notices / sizeof *notices; i++)
        if (text_is(done, notices[i].word)) frame->notice = site_text(visit, notices[i].english);
}

/* --- Answers --- */

static void safety_headers(struct http_answer *answer)
{
    http_answer_header(answer, "Content-Security-Policy",
                       TEXT("default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"));
    http_answer_header(answer, "X-Content-Type-Options", TEXT("nosniff"));
    /* With no-referrer a browser would send "Origin: null" with our own forms. */
    http_answer_header(answer, "Referrer-Policy", TEXT("same-origin"));
}

enum result site_show(struct visit *visit, enum page_name page, int status, const void *item)
{
    struct buffer out = buffer_new(visit->context->arena, 16 * 1024, 4 << 20);
    if (text_empty(visit->frame.language)) fill_frame(visit);
    page_render(visit->site->page[page], visit->context->language, (struct view){&frame_record, &visit->frame}, item, &out);
    visit->answer->status = status;
    visit->answer->content_type = "text/html; charset=utf-8";
    visit->answer->body = buffer_text(&out);
    safety_headers(visit->answer);
    http_answer_header(visit->answer, "Cache-Control", TEXT("no-store"));
    return RESULT_OK;
}

enum result site_go(struct visit *visit, const char *path, const char *done)
{
    struct text location = done ? text_printf(visit->context->arena, "%s%sdone=%s", path, strchr(path, '?') ? "&" : "?", done) : text_of(path);
    http_answer_redirect(visit->answer, text_copy(visit->context->arena, location));
    http_answer_header(visit->answer, "Cache-Control", TEXT("no-store"));
    return RESULT_OK;
}

/* One thing that was wrong, in the reader's words: beside its field, where the pages have a place for it, and among the errors. */
static struct frame_error tell(struct visit *visit, const struct error *error)
{
    struct context *context = visit->context;
    struct frame_error told = {language_error(context->languages, context->language, context->arena, error), TEXT("")};
    const struct field *field = error->field ? record_field(&frame_record, text_printf(context->arena, "wrong_%s", error->field)) : NULL;
    if (!field) return told;
    *(struct text *)((char *)&visit->frame + field->offset) = told.text;
    told.field = text_of(error->field);
    return told;
}

/* Puts what was refused into the frame, every fault of the form's values or the one of the act, and forgets it. */
static void tell_refusal(struct visit *visit)
{
    struct context *context = visit->context;
    const struct form *form = &visit->form;
    if (text_empty(visit->frame.language)) fill_frame(visit);
    struct frame_error *errors = ARENA_ARRAY(context->arena, form->field_count + 1, struct frame_error);
    size_t count = 0;
    for (size_t i = 0; i < form->field_count; i++)
        if (form->values[i].fault) errors[count++] = tell(visit, form->values[i].fault);
    if (!count) errors[count++] = tell(visit, &context->error);
    visit->frame.errors = (struct list){&frame_error_record, errors, count};
    error_clear(&context->error);
}

void site_settle(struct visit *visit)
{
    struct context *context = visit->context;
    context->once.key = TEXT(""); /* the answer to the key is given; what follows is not part of it */
    if (house_settle_single(context) >= 0) return;
    struct text text = error_text(context->arena, &context->error);
    log_line(LOG_WARNING, "left to the worker: %.*s", TEXT_ARG(text));
    error_clear(&context->error);
}

struct error_page {
    int32_t status;
    bool absent, forbidden, refused, broken, busy;
    struct text reference;
};
RECORD(error_page_record, struct error_page, FIELD(struct error_page, status), FIELD(struct error_page, absent), FIELD(struct error_page, forbidden),
       FIELD(struct error_page, refused), FIELD(struct error_page, broken), FIELD(struct error_page, busy), FIELD(struct error_page, reference));

static enum result show_error(struct visit *visit, int status, struct text reference)
{
    struct error_page page = {.status = status, .absent = status == 404, .forbidden = status == 403, .busy = status == 503 || status == 429,
                              .broken = status == 500, .reference = reference};
    page.refused = !page.absent && !page.forbidden && !page.busy && !page.broken;
    return site_show(visit, PAGE_ERROR, status, &page);
}

enum result site_absent(struct visit *visit)
{
    return show_error(visit, 404, TEXT(""));
}

static void set_cookie(struct visit *visit, const char *name, struct text value, long seconds)
{
    const struct settings *settings = visit->context->settings;
    bool secure = text_starts_with(settings->address, "https:");
    http_answer_header(visit->answer, "Set-Cookie",
                       text_printf(visit->context->arena, "%s%s=%.*s; Path=/; HttpOnly; SameSite=Lax; Max-Age=%ld%s", secure ? "__Host-" : "", name, TEXT_ARG(value),
                                   seconds, secure ? "; Secure" : ""));
}

static struct text cookie(const struct visit *visit, const char *name)
{
    bool secure = text_starts_with(visit->context->settings->address, "https:");
    return http_cookie(visit->request, secure ? text_printf(visit->context->arena, "__Host-%s", name).bytes : name);
}

void site_set_session(struct visit *visit, struct text token)
{
    set_cookie(visit, cookie_session, token, text_empty(token) ? 0 : SESSION_SECONDS);
}

int64_t site_number(struct text text)
{
    int64_t number;
    return text_to_integer(text, &number) && number > 0 ? number : 0;
}

/* --- One request --- */

/* A form from elsewhere: browsers say where a POST comes from, and what acts for an account brings its session's token (SPEC 11.1, deny by default). Pages that are the same for
 * everyone have no token; what their forms ask for (a look-up, a language) is nobody's. */
static bool from_our_own_page(struct visit *visit)
{
    struct text origin = http_header(visit->request, "Origin"), site = http_header(visit->request, "Sec-Fetch-Site");
    if (!text_empty(site) && !text_is(site, "same-origin") && !text_is(site, "none")) return false;
    if (!text_empty(origin)) {
        size_t scheme = text_find(origin, "://");
        if (scheme == origin.length) return false; /* "null" as well */
        struct text host = {origin.bytes + scheme + 3, origin.length - scheme - 3};
        if (!text_equal_ignoring_case(host, visit->request->host)) return false;
    }
    if (!visit->signed_in || (visit->route->role == ROUTE_ANYONE && visit->route->handle != site_sign_out)) return true;
    struct text given = form_text(&visit->form, "form_token"), right = form_token(visit);
    return bytes_equal_in_constant_time((struct bytes){(const unsigned char *)given.bytes, given.length},
                                        (struct bytes){(const unsigned char *)right.bytes, right.length});
}

static size_t count_fields(const struct form_field *fields)
{
    size_t count = 0;
    while (fields && fields[count].name) count++;
    return count;
}

static enum result find_visitor(struct visit *visit)
{
    struct context *context = visit->context;
    const char *chosen = languages_known(context->languages, cookie(visit, cookie_language));
    context->language = chosen ? chosen : languages_choose(context->languages, http_header(visit->request, "Accept-Language"));
    context->actor = (struct actor){.kind = ACTOR_NOBODY, .network = visit->request->network};
    if (visit->route && visit->route->place == HTTP_INLINE) return RESULT_OK; /* the same for everyone */
    visit->session_token = cookie(visit, cookie_session);
    if (text_empty(visit->session_token)) return RESULT_OK;
    enum result result = account_session(context, visit->session_token, &visit->account);
    if (result == RESULT_OK) visit->signed_in = true;
    context->actor.network = visit->request->network;
    return result;
}

/* The sign-in page, with the way back as one value of its query. */
static struct text back_to(struct visit *visit)
{
    struct buffer out = buffer_new(visit->context->arena, 256, 8192);
    buffer_put_string(&out, "/sign-in?back=");
    for (size_t i = 0; i < visit->request->path.length; i++) {
        unsigned char c = (unsigned char)visit->request->path.bytes[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || strchr("/-._~", c);
        if (plain) buffer_put_char(&out, (char)c);
        else buffer_printf(&out, "%%%02X", c);
    }
    return buffer_text(&out);
}

static int status_of(const struct error *error, enum result result)
{
    if (result == RESULT_AGAIN) return 503;
    if (result != RESULT_REFUSED) return 500;
    if (strcmp(error->code, "audit.too_often") == 0 || strcmp(error->code, "password.busy") == 0) return 429;
    if (strcmp(error->code, "audit.not_allowed") == 0) return 403;
    return 422;
}

/* Reads what was sent and does it. */
static enum result take(struct visit *visit)
{
    const struct route *route = visit->route;
    struct context *context = visit->context;
    size_t count = count_fields(route->fields);
    if (route->method == HTTP_POST) {
        enum result result = form_read(context, visit->request->content_type, visit->request->body, route->fields, count, &visit->form);
        if (result < 0 && !visit->form.whole) return result;
        if (!from_our_own_page(visit)) {
            error_clear(&context->error);
            return show_error(visit, 403, TEXT(""));
        }
        TRY(result);
        struct text key = form_text(&visit->form, "key");
        if (!text_empty(key)) /* scoped by who asks and for what, so that no one can be answered for another */
            context->once.key = text_printf(context->arena, "site:%lld:%s:%.*s", (long long)context->actor.account, route->path, TEXT_ARG(key));
    } else if (route->fields) {
        TRY(form_read_query(context, visit->request->query, route->fields, count, &visit->form));
    }
    return route->handle(visit);
}

static enum result handle(struct visit *visit)
{
    const struct route *route = visit->route;
    struct context *context = visit->context;
    if (route->role == ROUTE_ACCOUNT && !visit->signed_in) {
        if (route->method == HTTP_POST) return site_go(visit, "/sign-in", NULL);
        return site_go(visit, text_string(context->arena, back_to(visit)), NULL);
    }
    if (route->role == ROUTE_NO_ONE && visit->signed_in) return site_go(visit, "/my/certificates", NULL);
    enum result result = take(visit);
    if (result != RESULT_REFUSED || !route->again || !visit->form.whole) return result;
    int status = status_of(&context->error, result);
    tell_refusal(visit);
    return route->again(visit, status);
}

/* What a handler did not deal with: a page that says what it was, or an apology with a reference to the log. */
enum result site_fail(struct visit *visit, enum result result)
{
    struct context *context = visit->context;
    int status = status_of(&context->error, result);
    struct text reference = TEXT("");
    if (result == RESULT_REFUSED) {
        tell_refusal(visit);
    } else {
        unsigned char number[5];
        random_fill(number, sizeof number);
        reference = encoding_base32(context->arena, (struct bytes){number, sizeof number});
        struct text text = error_text(context->arena, &context->error);
        log_line(LOG_ERROR, "request failed reference=%.*s route=%s code=%s: %.*s", TEXT_ARG(reference), visit->route ? visit->route->path : "none",
                 context->error.code ? context->error.code : "unknown", TEXT_ARG(text));
        error_clear(&context->error);
    }
    visit->answer->header_count = 0;
    return show_error(visit, status, reference);
}

static enum result answer(void *data, struct context *context, const struct http_request *request, struct http_answer *answer)
{
    struct site *site = data;
    struct house *house = site->house;
    struct visit *visit = ARENA_NEW(context->arena, struct visit);
    visit->site = site;
    visit->context = context;
    visit->request = request;
    visit->answer = answer;
    context->catalogues = house->catalogues;
    context->passwords = house->passwords;
    context->languages = house->languages;
    context->letters = house->letters;
    context->theme = house->theme;
    context->signer = house->signer;
    bool known;
    visit->route = find_route(request, &visit->rest, &known);
    context->hasty = visit->route && visit->route->place == HTTP_INLINE;
    enum result result = find_visitor(visit);
    if (result < 0) return site_fail(visit, result);
    if (!visit->route) {
        if (known) http_answer_header(answer, "Allow", TEXT("GET, HEAD, POST"));
        return show_error(visit, known ? 405 : 404, TEXT(""));
    }
    result = handle(visit);
    if (result == RESULT_AGAIN && visit->route->place == HTTP_INLINE) return result; /* queued; http_resume gives the answer */
    return result < 0 ? site_fail(visit, result) : RESULT_OK;
}

/* The server's own refusals: nothing is known of the reader, so the page is small, English and without a frame. */
static void failure(void *data, struct context *context, int status, struct http_answer *answer)
{
    (void)data;
    answer->status = status;
    answer->content_type = "text/plain; charset=utf-8";
    answer->body = text_printf(context->arena, "%d: this request cannot be answered.\n", status);
}

static enum result open_store(void *data, struct context *context, struct database **database)
{
    struct site *site = data;
    return database_open(context, site->house->settings.store, false, database);
}

/* Whoever waits for a hash holds a worker: at least two are left for everything else. */
static int hashes_waiting(const struct settings *settings)
{
    return settings->workers > 4 ? (int)settings->workers - 3 : 1;
}

enum result site_open(struct house *house, struct site **site)
{
    *site = ARENA_NEW(house->arena, struct site);
    (*site)->house = house;
    (*site)->arena = house->arena;
    (*site)->handlers = (struct http_handlers){.data = *site, .place = place, .answer = answer, .failure = failure, .open_store = open_store};
    TRY(password_gate_new(&house->context, HASHES_AT_ONCE, hashes_waiting(&house->settings), &house->passwords));
    TRY(site_load_assets(*site));
    return site_load_pages(*site);
}

void site_close(struct site *site)
{
    (void)site; /* everything of it lives in the house's arena */
}

const struct http_handlers *site_handlers(struct site *site)
{
    return &site->handlers;
}

enum result site_healthy(struct visit *visit)
{
    visit->answer->content_type = "text/plain; charset=utf-8";
    visit->answer->body = TEXT("well\n");
    return RESULT_OK;
}

enum result site_language(struct visit *visit)
{
    const char *tag = languages_known(visit->context->languages, form_text(&visit->form, "language"));
    struct text back = form_text(&visit->form, "back");
    if (tag) set_cookie(visit, cookie_language, text_of(tag), 365 * 86400);
    bool ours = back.length > 0 && back.bytes[0] == '/' && (back.length == 1 || (back.bytes[1] != '/' && back.bytes[1] != '\\'));
    return site_go(visit, ours ? text_string(visit->context->arena, back) : "/", NULL);
}
