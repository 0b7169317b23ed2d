/* What the files of the way to the web share. */
#ifndef DOOR_WEB_INSIDE_H
#define DOOR_WEB_INSIDE_H

#include <pthread.h>

#include "door/web.h"
#include "package/package_country_name.h"

/* Assets: read once at start, served with their hash in the address. */
struct asset {
    struct text content, packed, address; /* as it is and by gzip; "/style-0123456789abcdef.css" */
};

enum web_page { WEB_PAGE_ERROR, WEB_PAGE_COUNT };

/* What the countries are called in one language, in its order; read once at start. */
struct web_country_list {
    const struct package_country_name *names;
    size_t count;
};

/* A row of a door's table, made ready at start for every request to come. */
struct web_row {
    const struct route *route;
    size_t door;
    struct text literal;         /* the pattern up to its stars */
    int stars;
    const struct field *section; /* what the navigation marks, in the frame; NULL: nothing */
    struct text help;            /* the slug of the answer for the page; empty: none */
    struct web_row *next;        /* of those whose first segment comes to the same number */
};

enum { WEB_SEGMENTS = 64, WEB_BACK_LIMIT = 300 }; /* WEB_BACK_LIMIT: bytes of an address to come back to */

struct web {
    struct house *house;
    struct help *help;
    const struct web_door *doors[WEB_MOST_DOORS]; /* the first is web_door_common */
    const struct page **pages[WEB_MOST_DOORS];    /* in the order of the door's own table */
    struct text under[WEB_MOST_DOORS];            /* the doors' own */
    size_t door_count;
    struct web_row *rows;                         /* of all doors, in their order */
    size_t row_count;
    struct web_row *by_segment[WEB_SEGMENTS], *by_beginning; /* the rows by the number of their first segment; those whose star stands in it */
    struct asset style, script, icon;
    const struct text *zones; /* zone_names, read once at start */
    size_t zone_count;
    struct web_country_list *countries; /* of each language, as languages_tag counts them */
    struct http_handlers handlers;
    struct rate *lookups; /* the event loop's own; NULL: not limited */
    struct rate *unknown; /* the event loop's and the workers', under the mutex; NULL: not limited */
    pthread_mutex_t unknown_mutex;
};

/* Assets, languages, health, and the page for what went wrong. */
extern const struct web_door web_door_common;

/* Makes the rows, once the doors are known; those that were made before are forgotten. */
void web_load_routes(struct web *web);
/* The row for the request, NULL where there is none; `rest`: what stands in the place of its star; the door also where there is no row. `path_known`: with some method there is one. */
const struct web_row *web_route(const struct web *web, const struct http_request *request, size_t *door, struct text *rest, bool *path_known);
/* Is there a page to be read under that path? */
bool web_is_page(const struct web *web, struct text path);
/* Is there a row for pages with just this pattern? */
bool web_has_route(const struct web *web, struct text pattern);
/* The page that a form stood on: the path itself, or what is left of it when its last words are taken away, or the one before what it is about, as far as there is a page. `row`: of the form, whose own words are no page's star; NULL: none. */
struct text web_page_of(struct arena *arena, const struct web *web, const struct web_row *row, struct text path);
/* The page of the form that is sent to `path`, for who asks for that address itself, as by opening again what a form was answered with; empty where no person sends a form there. */
struct text web_page_of_form(struct arena *arena, const struct web *web, struct text path);
/* The permission of ROUTE_STAFF; MAY_NOTHING where the role is another. */
enum permission web_route_permission(const struct route *route);

MUST_CHECK web_load_pages(struct web *web);
/* Every link of the help leads to a page that is there. */
MUST_CHECK web_load_help(struct web *web);
MUST_CHECK web_load_assets(struct web *web);
enum result web_style(struct visit *visit), web_script(struct visit *visit), web_icon(struct visit *visit);

/* Links the page to the answer that fits an error's code ("association.expired", "status:404"), where one does, and asking to that code. */
void web_set_help(struct visit *visit, struct text code);
/* The token that forms of the session bring back; empty where nobody is signed in. */
struct text web_form_token(const struct visit *visit);

struct error_page {
    int32_t status;
    bool absent, forbidden, refused, broken, busy;
    struct text reference;
    struct text back; /* the page that it was sent from, where that is one to try again on */
};
extern const struct record error_page_record;
/* Puts what was refused into the frame, every fault of the form's values or all that the act found, and forgets it. */
void web_tell_refusal(struct visit *visit);
enum result web_show_error(struct visit *visit, int status, struct text reference);
/* Refused although somebody stands before a form, or a long address, that he can go back to. */
bool web_refuses_person(int status, enum http_method method);

void web_set_cookie(struct visit *visit, const char *name, struct text value, long seconds);
struct text web_cookie(const struct visit *visit, const char *name);
#define WEB_COOKIE_LANGUAGE "language"

#endif
