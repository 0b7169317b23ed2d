/* Answers: pages, redirects, refusals, cookies. */
#include <stdio.h>

#include "base/buffer.h"
#include "base/encoding.h"
#include "base/log.h"
#include "base/random.h"
#include "door/web_inside.h"
#include "outside/language.h"
#include "outside/settings.h"

RECORD(error_page_record, struct error_page, FIELD(struct error_page, status), FIELD(struct error_page, absent), FIELD(struct error_page, forbidden),
       FIELD(struct error_page, refused), FIELD(struct error_page, broken), FIELD(struct error_page, busy), FIELD(struct error_page, reference), FIELD(struct error_page, back));

/* RFC 6797: from now on browsers come by TLS only, also where somebody types the address without https. */
static void only_by_tls(struct visit *visit)
{
    if (visit->context->settings->production) http_answer_header(visit->answer, "Strict-Transport-Security", TEXT("max-age=31536000"));
}

static void safety_headers(struct visit *visit)
{
    struct http_answer *answer = visit->answer;
    http_answer_header(answer, "Content-Security-Policy",
                       TEXT("default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"));
    http_answer_header(answer, "X-Content-Type-Options", TEXT("nosniff"));
    /* With no-referrer a browser would send "Origin: null" with our own forms. */
    http_answer_header(answer, "Referrer-Policy", TEXT("same-origin"));
    only_by_tls(visit);
}

enum { PAGE_MEGABYTES = 4 };

static enum result show(struct visit *visit, const struct page *page, int status, const void *item)
{
    struct buffer out = buffer_new(visit->context->arena, 16 * 1024, PAGE_MEGABYTES << 20);
    if (text_empty(visit->frame.language)) web_fill_frame(visit);
    page_render(page, visit->context->language, (struct view){&frame_record, &visit->frame}, item, &out);
    if (out.full) /* half a page would look like a whole one */
        return context_fail(visit->context, RESULT_BROKEN, "web.page_full", N_("A page has become longer than {maximum} MB, the most that is shown."), "maximum",
                            text_printf(visit->context->arena, "%d", PAGE_MEGABYTES).bytes);
    visit->answer->status = status;
    visit->answer->content_type = "text/html; charset=utf-8";
    visit->answer->body = buffer_text(&out);
    safety_headers(visit);
    http_answer_header(visit->answer, "Cache-Control", TEXT("no-store"));
    return RESULT_OK;
}

enum result web_show(struct visit *visit, int page, int status, const void *item)
{
    return show(visit, visit->web->pages[visit->door][page], status, item);
}

bool web_refuses_person(int status, enum http_method method)
{
    return status == 413 || status == 414 || (method == HTTP_POST && (status == 429 || status == 503));
}

enum result web_show_error(struct visit *visit, int status, struct text reference)
{
    struct error_page page = {.status = status, .absent = status == 404, .forbidden = status == 403, .busy = status == 503 || status == 429,
                              .broken = status == 500, .reference = reference};
    page.refused = !page.absent && !page.forbidden && !page.busy && !page.broken;
    if (text_empty(visit->frame.language)) web_fill_frame(visit);
    if (web_refuses_person(status, visit->request->method) && visit->frame.path.length > 1) page.back = visit->frame.path;
    if (!visit->frame.errors.count) web_set_help(visit, text_printf(visit->context->arena, text_empty(reference) ? "status:%d" : "status:%d:%.*s", status, TEXT_ARG(reference)));
    return show(visit, visit->web->pages[0][WEB_PAGE_ERROR], status, &page);
}

enum result web_absent(struct visit *visit)
{
    return web_show_error(visit, 404, TEXT(""));
}

enum result web_go(struct visit *visit, const char *path, const char *done)
{
    struct text location = done ? text_printf(visit->context->arena, "%s%sdone=%s", path, strchr(path, '?') ? "&" : "?", done) : text_of(path);
    http_answer_redirect(visit->answer, text_copy(visit->context->arena, location));
    http_answer_header(visit->answer, "Cache-Control", TEXT("no-store"));
    only_by_tls(visit);
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

/* Where it was tried too often: in how many seconds it may be tried again. */
static void say_when_again(struct visit *visit)
{
    const struct error *error = &visit->context->error;
    if (strcmp(error->code, "audit.too_often") == 0) http_answer_header(visit->answer, "Retry-After", error->arguments[0].value);
}

void web_tell_refusal(struct visit *visit)
{
    struct context *context = visit->context;
    const struct form *form = &visit->form;
    say_when_again(visit);
    if (text_empty(visit->frame.language)) web_fill_frame(visit);
    size_t most = form->field_count, count = 0;
    for (const struct error *error = &context->error; error; error = error->also) most++;
    struct frame_error *errors = ARENA_ARRAY(context->arena, most, struct frame_error);
    for (size_t i = 0; i < form->field_count; i++)
        if (form->values[i].fault) errors[count++] = tell(visit, form->values[i].fault);
    for (const struct error *error = count ? NULL : &context->error; error; error = error->also) errors[count++] = tell(visit, error);
    visit->frame.errors = (struct list){&frame_error_record, errors, count};
    const char *code = context->error.code;
    for (size_t i = 0; i < form->field_count && !code; i++)
        if (form->values[i].fault) code = form->values[i].fault->code;
    web_set_help(visit, text_of(code));
    error_clear(&context->error);
}

int web_status_of(const struct error *error, enum result result)
{
    if (result == RESULT_AGAIN) return 503;
    if (result != RESULT_REFUSED) return 500;
    if (strcmp(error->code, "audit.too_often") == 0 || strcmp(error->code, "password.busy") == 0) return 429;
    if (strcmp(error->code, "audit.not_allowed") == 0 || strcmp(error->code, "web.acting") == 0) return 403;
    return 422;
}

/* What a handler did not deal with: a page that says what it was, or an apology with a reference to the log. */
enum result web_fail(struct visit *visit, enum result result)
{
    struct context *context = visit->context;
    int status = web_status_of(&context->error, result);
    struct text reference = TEXT("");
    visit->answer->header_count = 0;
    if (result == RESULT_REFUSED) {
        web_tell_refusal(visit);
    } else {
        unsigned char number[5];
        random_fill(number, sizeof number);
        reference = encoding_base32(context->arena, (struct bytes){number, sizeof number});
        struct text text = error_text(context->arena, &context->error);
        log_line(LOG_ERROR, "request failed reference=%.*s route=%s code=%s: %.*s", TEXT_ARG(reference), visit->route ? visit->route->path : "none",
                 context->error.code ? context->error.code : "unknown", TEXT_ARG(text));
        error_clear(&context->error);
    }
    return web_show_error(visit, status, reference);
}

void web_settle(struct visit *visit)
{
    struct context *context = visit->context;
    context->once.key = TEXT(""); /* the answer to the key is given; what follows is not part of it */
    if (house_settle_single(context) >= 0) return;
    struct text text = error_text(context->arena, &context->error);
    log_line(LOG_WARNING, "left to the worker: %.*s", TEXT_ARG(text));
    error_clear(&context->error);
}

enum result web_signer(struct visit *visit)
{
    return house_signer(visit->web->house, visit->context);
}

void web_set_cookie(struct visit *visit, const char *name, struct text value, long seconds)
{
    const struct settings *settings = visit->context->settings;
    bool secure = text_starts_with(settings->address, "https:");
    http_answer_header(visit->answer, "Set-Cookie",
                       text_printf(visit->context->arena, "%s%s=%.*s; Path=/; HttpOnly; SameSite=Lax; Max-Age=%ld%s", secure ? "__Host-" : "", name, TEXT_ARG(value),
                                   seconds, secure ? "; Secure" : ""));
}

struct text web_cookie(const struct visit *visit, const char *name)
{
    bool secure = text_starts_with(visit->context->settings->address, "https:");
    return http_cookie(visit->request, secure ? text_printf(visit->context->arena, "__Host-%s", name).bytes : name);
}

void web_set_session(struct visit *visit, struct text token)
{
    const struct web_door *door = visit->web->doors[visit->door];
    web_set_cookie(visit, door->cookie, token, text_empty(token) ? 0 : door->session_seconds);
}

bool web_is_own_path(struct text path)
{
    return path.length > 0 && path.bytes[0] == '/' && (path.length == 1 || (path.bytes[1] != '/' && path.bytes[1] != '\\'));
}

const char *web_own_path(struct visit *visit, struct text path, const char *otherwise)
{
    return web_is_own_path(path) ? text_string(visit->context->arena, path) : otherwise;
}

int64_t web_number(struct text text)
{
    int64_t number;
    return text_to_integer(text, &number) && number > 0 ? number : 0;
}
