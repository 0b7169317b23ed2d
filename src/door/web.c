/* The way of a request: route, session, form, handler, answer. */
#include "door/web.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/encoding.h"
#include "door/web_inside.h"
#include "help/help.h"
#include "outside/database.h"
#include "outside/json.h"
#include "outside/hash.h"
#include "outside/language.h"
#include "outside/passkey.h"
#include "outside/password.h"
#include "outside/rate.h"
#include "outside/settings.h"
#include "outside/zone.h"

enum { HASHES_AT_ONCE = 1, MOST_PAGES = 200 };
/* After so long most of those who hold a worker, or the room for large bodies, are through (docs/http.md). */
#define ROOM_SECONDS "30"

/* --- What belongs to no door --- */

static enum result healthy(struct visit *visit)
{
    visit->answer->content_type = "text/plain; charset=utf-8";
    visit->answer->body = TEXT("well\n");
    return RESULT_OK;
}

static enum result change_language(struct visit *visit)
{
    const char *tag = languages_known(visit->context->languages, form_text(&visit->form, "language"));
    if (tag) web_set_cookie(visit, WEB_COOKIE_LANGUAGE, text_of(tag), 365 * 86400);
    return web_go(visit, web_own_path(visit, form_text(&visit->form, "back"), "/"), NULL);
}

static const struct form_field language_fields[] = {
    FORM_FIELDS, {"language", FORM_CHOICE, 10, true, N_("Language")}, {"back", FORM_CHOICE, WEB_BACK_LIMIT, false, NULL}, FIELDS_END};

static const struct route routes[] = {
    {HTTP_GET, "/style-*", ROUTE_ANYONE, HTTP_INLINE, NULL, NULL, web_style},
    {HTTP_GET, "/script-*", ROUTE_ANYONE, HTTP_INLINE, NULL, NULL, web_script},
    {HTTP_GET, "/icon-*", ROUTE_ANYONE, HTTP_INLINE, NULL, NULL, web_icon},
    {HTTP_GET, "/health", ROUTE_ANYONE, HTTP_INLINE, NULL, NULL, healthy},
    {HTTP_POST, "/language", ROUTE_ANYONE, HTTP_WORKER, language_fields, NULL, change_language},
    {.path = NULL},
};
static const struct page_binding pages[WEB_PAGE_COUNT] = {[WEB_PAGE_ERROR] = {"error", &error_page_record}};
const struct web_door web_door_common = {.under = "", .sign_in = "/sign-in", .first = "/", .routes = routes, .pages = pages,
                                         .page_count = WEB_PAGE_COUNT};

/* --- One request --- */

static enum http_place place(void *data, const struct http_request *request)
{
    struct text rest;
    size_t door;
    bool known;
    const struct web_row *row = web_route(data, request, &door, &rest, &known);
    return row ? row->route->place : HTTP_WORKER; /* a page for what is not there may need the session */
}

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
    if (!visit->signed_in || visit->route->role == ROUTE_ANYONE) return true;
    struct text given = form_text(&visit->form, "form_token"), right = web_form_token(visit);
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
    const struct web_door *door = visit->web->doors[visit->door];
    const char *chosen = languages_known(context->languages, web_cookie(visit, WEB_COOKIE_LANGUAGE));
    context->language = chosen ? chosen : languages_choose(context->languages, http_header(visit->request, "Accept-Language"));
    context->actor = (struct actor){.kind = ACTOR_NOBODY, .network = visit->request->network};
    if (!door->session || context->hasty) return RESULT_OK; /* the same for everyone */
    enum result result = RESULT_NONE;
    if (door->acting) {
        visit->session_token = web_cookie(visit, door->acting_cookie);
        if (!text_empty(visit->session_token)) result = door->acting(context, visit->session_token, &visit->account);
    }
    if (result == RESULT_NONE) {
        visit->session_token = web_cookie(visit, door->cookie);
        if (!text_empty(visit->session_token)) result = door->session(context, visit->session_token, &visit->account);
    }
    visit->signed_in = result == RESULT_OK;
    context->actor.network = visit->request->network;
    return result < 0 ? result : RESULT_OK;
}

/* The sign-in page, with the way back as one value of its query. Who sent a form when his session was over comes back to the form's page. */
static const char *sign_in_and_back(struct visit *visit)
{
    bool form = visit->route->method == HTTP_POST;
    struct text path = form ? web_page_of(visit->context->arena, visit->web, visit->row, visit->request->path) : visit->request->path;
    struct buffer out = buffer_new(visit->context->arena, 256, 8192);
    buffer_printf(&out, "%s?back=", visit->web->doors[visit->door]->sign_in);
    for (size_t i = 0; i < path.length; i++) {
        unsigned char c = (unsigned char)path.bytes[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || strchr("/-._~", c);
        if (plain) buffer_put_char(&out, (char)c);
        else buffer_printf(&out, "%%%02X", c);
    }
    return text_string(visit->context->arena, buffer_text(&out));
}

/* Whoever acts as a candidate only reads, and each page that he is shown is written down: My Space is one that everybody may ask for. */
static enum result watch_acting(struct visit *visit)
{
    struct context *context = visit->context;
    if (visit->route->method == HTTP_POST)
        return context_fail(context, RESULT_REFUSED, "web.acting", N_("You are looking at this account as one of the staff. Nothing can be changed or sent in their name."));
    return audit_write(context, "account.act-as-view", "account", context->actor.account, JSON_TEXTS(context->arena, {"page", visit->request->path}));
}

/* What a form says, as a hash: a key answers again only the very form that it came with first, so that two forms of one page, or one that was filled in anew, are two. Passwords are left
 * out, because the key is stored. */
static struct text said(const struct visit *visit)
{
    struct hash *hash = hash_begin();
    unsigned char out[HASH_SHA256];
    for (size_t i = 0; i < visit->form.field_count; i++) {
        const struct form_field *field = &visit->form.fields[i];
        const struct form_value *value = &visit->form.values[i];
        if (field->kind == FORM_SECRET || !value->sent || !strcmp(field->name, "key") || !strcmp(field->name, "form_token")) continue;
        const struct text parts[] = {text_of(field->name), value->file_name, value->text};
        for (size_t part = 0; part < sizeof parts / sizeof *parts; part++) {
            uint64_t length = parts[part].length;
            hash_add(hash, &length, sizeof length);
            hash_add(hash, parts[part].bytes, parts[part].length);
        }
    }
    hash_end(hash, out);
    return encoding_hex(visit->context->arena, (struct bytes){out, sizeof out});
}

/* Reads what was sent and does it. */
static enum result take(struct visit *visit)
{
    const struct route *route = visit->route;
    struct context *context = visit->context;
    size_t count = count_fields(route->fields);
    if (route->raw) return route->handle(visit);
    if (route->method == HTTP_POST) {
        enum result result = form_read(context, visit->request->content_type, visit->request->body, route->fields, count, &visit->form);
        if (result < 0 && !visit->form.whole) return result;
        if (!from_our_own_page(visit)) {
            error_clear(&context->error);
            return web_show_error(visit, 403, TEXT(""));
        }
        TRY(result);
        struct text key = form_text(&visit->form, "key");
        if (!text_empty(key)) { /* scoped by who asks and for what, so that no one can be answered for another */
            struct text form = said(visit);
            context->once.key = text_printf(context->arena, "site:%lld:%.*s:%.*s:%.*s", (long long)context->actor.account, TEXT_ARG(visit->request->path), TEXT_ARG(key), TEXT_ARG(form));
        }
    } else if (route->fields) {
        TRY(form_read_query(context, visit->request->query, route->fields, count, &visit->form));
    }
    return route->handle(visit);
}

static enum result handle(struct visit *visit)
{
    const struct route *route = visit->route;
    struct context *context = visit->context;
    const struct web_door *door = visit->web->doors[visit->door];
    if (route->role == ROUTE_NOBODY) return web_absent(visit);
    if ((route->role == ROUTE_ACCOUNT || route->role >= ROUTE_STAFF) && !visit->signed_in)
        return web_go(visit, sign_in_and_back(visit), route->method == HTTP_POST ? WEB_SESSION_OVER : NULL);
    if (route->role == ROUTE_NO_ONE && visit->signed_in) return web_go(visit, door->first, NULL);
    if (route->role >= ROUTE_STAFF) TRY(audit_may(context, web_route_permission(route)));
    if (context->actor.acting) TRY(watch_acting(visit));
    enum result result = take(visit);
    if (result != RESULT_REFUSED || !route->again || !visit->form.whole) return result;
    int status = web_status_of(&context->error, result);
    web_tell_refusal(visit);
    context->once.key = TEXT(""); /* nothing was done under it; what the page writes, as that somebody has read it, is not what the form was sent for */
    return route->again(visit, status);
}

static void equip(const struct web *web, struct context *context)
{
    const struct house *house = web->house;
    context->catalogues = house->catalogues;
    context->passwords = house->passwords;
    context->languages = house->languages;
    context->letters = house->letters;
    context->theme = house->theme;
    context->printing = &house->printing;
}

static enum result answer(void *data, struct context *context, const struct http_request *request, struct http_answer *answer)
{
    struct web *web = data;
    struct visit *visit = ARENA_NEW(context->arena, struct visit);
    visit->web = web;
    visit->context = context;
    visit->request = request;
    visit->answer = answer;
    equip(web, context);
    bool known;
    visit->row = web_route(web, request, &visit->door, &visit->rest, &known);
    visit->route = visit->row ? visit->row->route : NULL;
    context->hasty = visit->route && visit->route->place == HTTP_INLINE;
    enum result result = find_visitor(visit);
    if (result < 0) return web_fail(visit, result);
    if (!visit->route) {
        struct text page = known ? web_page_of_form(context->arena, web, request->path) : TEXT("");
        if (!text_empty(page)) return web_go(visit, text_string(context->arena, page), NULL);
        if (known) http_answer_header(answer, "Allow", TEXT("GET, HEAD, POST"));
        return web_show_error(visit, known ? 405 : 404, TEXT(""));
    }
    result = handle(visit);
    if (result == RESULT_AGAIN && visit->route->place == HTTP_INLINE) return result; /* queued; http_resume gives the answer */
    return result < 0 ? web_fail(visit, result) : RESULT_OK;
}

enum result web_limit_lookups(struct visit *visit)
{
    int wait;
    struct rate *lookups = visit->web->lookups;
    if (!lookups || rate_arrive(lookups, visit->request->network, clock_monotonic(), &wait)) return RESULT_OK;
    return audit_too_often(visit->context, wait);
}

enum result web_limit_unknown(struct visit *visit)
{
    struct web *web = visit->web;
    int wait;
    if (!web->unknown) return RESULT_OK;
    pthread_mutex_lock(&web->unknown_mutex);
    bool in_time = rate_in_time(web->unknown, visit->request->network, clock_monotonic(), &wait);
    pthread_mutex_unlock(&web->unknown_mutex);
    return in_time ? RESULT_OK : audit_too_often(visit->context, wait);
}

void web_count_unknown(struct visit *visit)
{
    struct web *web = visit->web;
    int wait;
    if (!web->unknown) return;
    pthread_mutex_lock(&web->unknown_mutex);
    (void)rate_arrive(web->unknown, visit->request->network, clock_monotonic(), &wait);
    pthread_mutex_unlock(&web->unknown_mutex);
}

/* A request that was refused before it was read: on the event loop, so nobody is looked up, and what is shown is the same for everyone. */
static struct visit *refused_visit(struct web *web, struct context *context, const struct http_request *request, struct http_answer *answer)
{
    struct visit *visit = ARENA_NEW(context->arena, struct visit);
    bool known;
    *visit = (struct visit){.web = web, .context = context, .request = request, .answer = answer};
    equip(web, context);
    context->hasty = true;
    visit->row = web_route(web, request, &visit->door, &visit->rest, &known);
    visit->route = visit->row ? visit->row->route : NULL;
    if (find_visitor(visit) < 0) error_clear(&context->error);
    return visit;
}

/* Who sends too much is a person with a large file: he comes back to the form, where that is the same for everyone; else he reads why, and how to get back. */
static enum result too_large(struct visit *visit)
{
    struct context *context = visit->context;
    const struct route *route = visit->route;
    const struct form_field *file = route ? route->fields : NULL;
    while (file && file->name && file->kind != FORM_FILE) file++;
    bool takes_file = file && file->name;
    int64_t limit = context->settings->body_limit;
    if (takes_file && (int64_t)file->maximum < limit) limit = (int64_t)file->maximum; /* as the form says beside the file */
    struct text most = text_printf(context->arena, limit >= 1 << 20 ? "%lld MB" : "%lld kB", (long long)(limit >> (limit >= 1 << 20 ? 20 : 10)));
    (void)!context_fail(context, RESULT_REFUSED, "web.too_large", N_("What you sent is larger than {maximum}, the most that this site takes at once. Choose a smaller file, or send several one after the other."),
                        "maximum", most.bytes);
    bool comes_again = takes_file && route->role == ROUTE_ANYONE && route->again;
    if (comes_again) context->error.field = file->name;
    web_tell_refusal(visit);
    return comes_again ? route->again(visit, 413) : web_show_error(visit, 413, TEXT(""));
}

/* A long question that was typed into a page's field, or an address that was put together wrongly. */
static enum result too_long(struct visit *visit)
{
    (void)!context_fail(visit->context, RESULT_REFUSED, "web.too_long", N_("This address is longer than this site takes. If you searched for something, use fewer words."));
    web_tell_refusal(visit);
    if (visit->frame.path.length > WEB_BACK_LIMIT) visit->frame.path = TEXT("/");
    return web_show_error(visit, 414, TEXT(""));
}

/* His network sends as many large files already as one may at once. */
static enum result too_many(struct visit *visit)
{
    (void)!context_fail(visit->context, RESULT_REFUSED, "web.too_many", N_("Other large files are on their way here from your network. Wait until they have arrived, then send this one again."));
    web_tell_refusal(visit);
    return web_show_error(visit, 429, TEXT(""));
}

/* The server's own refusals. Of most nothing is known of the reader, so the page is small, English and without a frame; but who has sent something that is too large, or finds no room now (429, 503), is a person before a form. */
static void failure(void *data, struct context *context, int status, const struct http_request *request, struct http_answer *answer)
{
    static const struct http_request unread = {.path = {"/", 1}}; /* of an address without an end */
    if (!request && status == 414) request = &unread;
    if (status == 429 || status == 503) http_answer_header(answer, "Retry-After", TEXT(ROOM_SECONDS));
    if (request && web_refuses_person(status, request->method)) {
        struct visit *visit = refused_visit(data, context, request, answer);
        if ((status == 413 ? too_large(visit) : status == 414 ? too_long(visit) : status == 429 ? too_many(visit) : web_show_error(visit, status, TEXT(""))) >= 0) return;
    }
    answer->status = status;
    answer->content_type = "text/plain; charset=utf-8";
    answer->body = text_printf(context->arena, "%d: this request cannot be answered.\n", status);
}

static enum result open_store(void *data, struct context *context, struct database **database)
{
    struct web *web = data;
    TRY(database_open(context, web->house->settings.store, false, database));
    database_share_turns(*database, web->house->turns);
    return RESULT_OK;
}

/* --- Opening --- */

enum result web_load_pages(struct web *web)
{
    struct context *context = &web->house->context;
    struct page_binding bindings[MOST_PAGES];
    size_t count = 0;
    struct pages *loaded;
    for (size_t d = 0; d < web->door_count; d++)
        for (size_t i = 0; i < web->doors[d]->page_count && count < MOST_PAGES; i++) bindings[count++] = web->doors[d]->pages[i];
    TRY(pages_load(context, web->house->languages, settings_path(context, "theme/pages"), ".html", &frame_record, bindings, count, &loaded));
    for (size_t d = 0; d < web->door_count; d++) {
        web->pages[d] = ARENA_ARRAY(web->house->arena, web->doors[d]->page_count, const struct page *);
        for (size_t i = 0; i < web->doors[d]->page_count; i++) web->pages[d][i] = pages_find(loaded, web->doors[d]->pages[i].name);
    }
    return RESULT_OK;
}

static enum result check_link(struct context *context, struct text link, void *data)
{
    const struct web *web = data;
    bool place = text_starts_with(link, "page:");
    if (place) link = (struct text){link.bytes + 5, link.length - 5};
    if (*link.bytes != '/') return RESULT_OK;
    struct text path = {link.bytes, 0};
    while (path.length < link.length && !strchr("?#", link.bytes[path.length])) path.length++;
    if (place ? web_has_route(web, path) : web_is_page(web, path)) return RESULT_OK;
    return context_fail(context, RESULT_REFUSED, "help.no_page", N_("There is no page {link}."), "link", text_string(context->arena, link));
}

enum result web_load_help(struct web *web)
{
    struct context *context = &web->house->context;
    TRY(help_load(context, settings_path(context, "data/help"), &web->help));
    for (size_t i = 0; i < web->row_count; i++) {
        struct web_row *row = &web->rows[i];
        const struct help_entry *entry = help_for(web->help, context->language, text_printf(context->arena, "page:%s", row->route->path));
        if (entry && row->route->method == HTTP_GET) row->help = entry->slug;
    }
    return help_each_link(context, web->help, check_link, web);
}

/* Whoever waits for a hash holds a worker: at least two are left for everything else. */
static int hashes_waiting(const struct settings *settings)
{
    return settings->workers > 4 ? (int)settings->workers - 3 : 1;
}

static enum result load_countries(struct web *web)
{
    const struct languages *languages = web->house->languages;
    size_t count = languages_count(languages);
    web->countries = ARENA_ARRAY(web->house->arena, count, struct web_country_list);
    for (size_t i = 0; i < count; i++) TRY(package_country_names(&web->house->context, languages_tag(languages, i), &web->countries[i].names, &web->countries[i].count));
    return RESULT_OK;
}

enum result web_open(struct house *house, const struct web_door *const *doors, struct web **opened)
{
    struct web *web = ARENA_NEW(house->arena, struct web);
    *opened = web;
    web->house = house;
    web->doors[web->door_count++] = &web_door_common;
    while (*doors && web->door_count < WEB_MOST_DOORS) web->doors[web->door_count++] = *doors++;
    web->handlers = (struct http_handlers){.data = web, .place = place, .answer = answer, .failure = failure, .open_store = open_store};
    if (house->settings.lookups_per_minute) web->lookups = rate_new(house->arena, house->settings.lookups_per_minute);
    if (house->settings.unknown_per_minute) web->unknown = rate_new(house->arena, house->settings.unknown_per_minute);
    if (pthread_mutex_init(&web->unknown_mutex, NULL) != 0) abort();
    TRY(password_gate_new(&house->context, HASHES_AT_ONCE, hashes_waiting(&house->settings), &house->passwords));
    TRY(house_open_turns(house));
    web_load_routes(web);
    TRY(zone_names(&house->context, &web->zones, &web->zone_count));
    TRY(load_countries(web));
    TRY(web_load_assets(web));
    TRY(web_load_pages(web));
    return web_load_help(web);
}

const struct http_handlers *web_handlers(struct web *web)
{
    return &web->handlers;
}

bool web_passkey_sent(struct visit *visit, struct passkey_answer *answer)
{
    struct arena *arena = visit->context->arena;
    *answer = (struct passkey_answer){0};
    return encoding_from_base64url(arena, form_text(&visit->form, "credential"), &answer->credential) && answer->credential.length > 0 &&
           encoding_from_base64url(arena, form_text(&visit->form, "client_data"), &answer->client_data) &&
           encoding_from_base64url(arena, form_text(&visit->form, "authenticator_data"), &answer->authenticator_data) &&
           encoding_from_base64url(arena, form_text(&visit->form, "signature"), &answer->signature);
}
