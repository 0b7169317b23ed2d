/* Which row of the doors' tables a request is for. */
#include <string.h>

#include "door/web_inside.h"

/* The first segment of a path as a number below WEB_SEGMENTS. */
static unsigned first_segment(struct text path)
{
    unsigned hash = 0;
    for (size_t i = 1; i < path.length && path.bytes[i] != '/'; i++) hash = hash * 31 + (unsigned char)path.bytes[i];
    return hash % WEB_SEGMENTS;
}

static void add_row(struct web *web, const struct route *route, size_t door, struct web_row *row)
{
    struct text pattern = text_of(route->path);
    size_t literal = text_find(pattern, "*");
    *row = (struct web_row){.route = route, .door = door, .literal = {pattern.bytes, literal}, .stars = (int)(pattern.length - literal)};
    if (route->section) row->section = record_field(&frame_record, text_printf(web->house->arena, "at_%s", route->section));
    bool whole_segment = !row->stars || memchr(pattern.bytes + 1, '/', literal - 1);
    struct web_row **end = whole_segment ? &web->by_segment[first_segment(row->literal)] : &web->by_beginning;
    while (*end) end = &(*end)->next;
    *end = row;
}

void web_load_routes(struct web *web)
{
    web->row_count = 0;
    web->by_beginning = NULL;
    memset(web->by_segment, 0, sizeof web->by_segment);
    for (size_t d = 0; d < web->door_count; d++)
        for (const struct route *route = web->doors[d]->routes; route->path; route++) web->row_count++;
    web->rows = ARENA_ARRAY(web->house->arena, web->row_count, struct web_row);
    struct web_row *row = web->rows;
    for (size_t d = 0; d < web->door_count; d++) {
        web->under[d] = text_of(web->doors[d]->under);
        for (const struct route *route = web->doors[d]->routes; route->path; route++) add_row(web, route, d, row++);
    }
}

/* Whether a path fits a row's pattern: a star takes the rest within one segment, two stars the rest within two. */
static bool fits(const struct web_row *row, struct text path, struct text *rest)
{
    size_t length = row->literal.length;
    if (path.length < length || memcmp(path.bytes, row->literal.bytes, length) != 0) return false;
    *rest = (struct text){path.bytes + length, path.length - length};
    if (row->stars == 0) return rest->length == 0;
    int slashes = 0;
    for (size_t i = 0; i < rest->length; i++) slashes += rest->bytes[i] == '/';
    return rest->length > 0 && slashes == row->stars - 1;
}

/* The door that a path without a route would be of. */
static size_t door_of(const struct web *web, struct text path)
{
    size_t found = 0, longest = 0;
    for (size_t i = 0; i < web->door_count; i++) {
        struct text under = web->under[i];
        if (under.length < longest || path.length < under.length || memcmp(path.bytes, under.bytes, under.length) != 0) continue;
        if (under.length && path.length > under.length && path.bytes[under.length] != '/') continue;
        found = i;
        longest = under.length;
    }
    return found;
}

/* The row that a path is for with that method; one without a star goes before one with it. `path_known` as in web_route. */
static const struct web_row *row_for(const struct web *web, enum http_method method, struct text path, struct text *rest, bool *path_known)
{
    const struct web_row *found = NULL;
    const struct web_row *const heads[] = {web->by_segment[first_segment(path)], web->by_beginning};
    *path_known = false;
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        for (const struct web_row *row = heads[i]; row; row = row->next) {
            struct text here;
            if (!fits(row, path, &here)) continue;
            *path_known = true;
            if (row->route->method != method || (found && row->stars)) continue;
            found = row;
            *rest = here;
        }
    return found;
}

const struct web_row *web_route(const struct web *web, const struct http_request *request, size_t *door, struct text *rest, bool *path_known)
{
    const struct web_row *found = row_for(web, request->method == HTTP_HEAD ? HTTP_GET : request->method, request->path, rest, path_known);
    *door = found ? found->door : door_of(web, request->path);
    return found;
}

bool web_is_page(const struct web *web, struct text path)
{
    struct text rest;
    bool known;
    return row_for(web, HTTP_GET, path, &rest, &known);
}

bool web_has_route(const struct web *web, struct text pattern)
{
    for (size_t i = 0; i < web->row_count; i++)
        if (web->rows[i].route->method == HTTP_GET && text_is(pattern, web->rows[i].route->path)) return true;
    return false;
}

struct text web_page_of(struct arena *arena, const struct web *web, const struct web_row *row, struct text whole)
{
    for (struct text path = whole;;) {
        struct text rest;
        bool known;
        const struct web_row *page = row_for(web, HTTP_GET, path, &rest, &known);
        if (page && (!row || !page->stars || page->literal.length >= row->literal.length)) return path;
        /* "/cases/message" is what a form is sent to, and not the case "message"; "/cases/message/7" is about the case 7. */
        if (page && page->stars == row->stars && whole.length > row->literal.length)
            return text_printf(arena, "%.*s%.*s", TEXT_ARG(page->literal), (int)(whole.length - row->literal.length), whole.bytes + row->literal.length);
        while (path.length && path.bytes[path.length - 1] != '/') path.length--;
        if (path.length <= 1) return TEXT("/");
        path.length--;
    }
}

struct text web_page_of_form(struct arena *arena, const struct web *web, struct text path)
{
    struct text rest;
    bool known;
    const struct web_row *form = row_for(web, HTTP_POST, path, &rest, &known);
    return form && !form->route->raw ? web_page_of(arena, web, form, path) : TEXT("");
}

enum permission web_route_permission(const struct route *route)
{
    return route->role > ROUTE_STAFF ? (enum permission)(route->role - ROUTE_STAFF) : MAY_NOTHING;
}
