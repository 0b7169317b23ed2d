/* What the files of font share; nobody else includes this. */
#ifndef OUTSIDE_FONT_INTERNAL_H
#define OUTSIDE_FONT_INTERNAL_H

#include <harfbuzz/hb.h>

#include "outside/font.h"

/* The glyph with its outline, to be freed by the caller; NULL where it is too large or there is no memory. */
struct font_glyph *font_outline(hb_font_t *font, uint32_t id);

#endif
