/* The candidate's and the public's pages. */
#ifndef DOOR_SITE_SITE_H
#define DOOR_SITE_SITE_H

#include "door/house.h"
#include "outside/http.h"

struct site;

/* Loads and checks all templates and assets. A template that does not fit its record is REFUSED with file, line and column. */
MUST_CHECK site_open(struct house *house, struct site **site);
void site_close(struct site *site);
/* What the server calls; lives as long as the site. */
const struct http_handlers *site_handlers(struct site *site);

#endif
