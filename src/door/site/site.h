/* The candidate's and the public's pages. */
#ifndef DOOR_SITE_SITE_H
#define DOOR_SITE_SITE_H

#include "door/web.h"

extern const struct web_door site_door;

#endif
