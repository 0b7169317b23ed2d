/* The staff's pages (SPEC 11). */
#ifndef DOOR_DESK_DESK_H
#define DOOR_DESK_DESK_H

#include "door/web.h"

extern const struct web_door desk_door;

#endif
