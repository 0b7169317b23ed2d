/* Which row of the doors' tables a request is for. */
#include <string.h>

#include "door/web_inside.h"

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

/* The door that a path without a route would be of. */
static size_t door_of(const struct web *web, struct text path)
{
    size_t found = 0, longest = 0;
    for (size_t i = 0; i < web->door_count; i++) {
        size_t length = strlen(web->doors[i]->under);
        if (length < longest || !text_starts_with(path, web->doors[i]->under)) continue;
        if (length && path.length > length && path.bytes[length] != '/') continue;
        found = i;
        longest = length;
    }
    return found;
}

const struct route *web_route(const struct web *web, const struct http_request *request, size_t *door, struct text *rest, bool *path_known)
{
    const struct route *found = NULL;
    *path_known = false;
    *door = door_of(web, request->path);
    for (size_t d = 0; d < web->door_count; d++)
        for (const struct route *route = web->doors[d]->routes; route->path; route++) {
            struct text here;
            if (!fits(route->path, request->path, &here)) continue;
            *path_known = true;
            if (route->method != (request->method == HTTP_HEAD ? HTTP_GET : request->method)) continue;
            /* A path without a star goes before one with it. */
            if (found && strchr(route->path, '*')) continue;
            found = route;
            *rest = here;
            *door = d;
        }
    return found;
}

bool web_is_page(const struct web *web, struct text path)
{
    struct text rest;
    for (size_t d = 0; d < web->door_count; d++)
        for (const struct route *route = web->doors[d]->routes; route->path; route++)
            if (route->method == HTTP_GET && fits(route->path, path, &rest)) return true;
    return false;
}

bool web_has_route(const struct web *web, struct text pattern)
{
    for (size_t d = 0; d < web->door_count; d++)
        for (const struct route *route = web->doors[d]->routes; route->path; route++)
            if (route->method == HTTP_GET && text_is(pattern, route->path)) return true;
    return false;
}

struct text web_page_of(const struct web *web, struct text path)
{
    for (;;) {
        if (web_is_page(web, path)) return path;
        while (path.length && path.bytes[path.length - 1] != '/') path.length--;
        if (path.length <= 1) return TEXT("/");
        path.length--;
    }
}

enum permission web_route_permission(const struct route *route)
{
    return route->role > ROUTE_STAFF ? (enum permission)(route->role - ROUTE_STAFF) : MAY_NOTHING;
}
