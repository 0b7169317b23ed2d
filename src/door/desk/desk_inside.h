/* What the files of this door share: its pages and handlers. */
#ifndef DOOR_DESK_DESK_INSIDE_H
#define DOOR_DESK_DESK_INSIDE_H

#include "door/desk/desk.h"

/* Which record goes with which template; see desk_pages.c. */
enum desk_page {
    DESK_PAGE_WORK,
    DESK_PAGE_COUNT
};

extern const struct route desk_routes[];
extern const struct page_binding desk_pages[DESK_PAGE_COUNT];

/* Handlers, by file. */
enum result desk_work(struct visit *visit);

#endif
