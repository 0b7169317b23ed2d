/* The staff's door. */
#include "door/desk/desk.h"

#include "door/desk/desk_inside.h"

static const struct web_notice notices[] = {
    {NULL, NULL},
};

const struct web_door desk_door = {.under = "/desk", .cookie = "desk", .session_seconds = 12 * 3600, .session = account_desk_session, .sign_in = "/desk/sign-in",
                                   .first = "/desk", .routes = desk_routes, .pages = desk_pages, .page_count = DESK_PAGE_COUNT, .notices = notices};
