/* Pictures as people send them, and as nobody should: made on the spot. The first row begins with a red quarter, then a green one; below, blue and white (grey ones: 40, 90, 160, 230). */
#ifndef TESTS_CASE_PICTURES_H
#define TESTS_CASE_PICTURES_H

#include "base/text.h"

enum jpeg_colours { JPEG_GREY, JPEG_COLOURS, JPEG_CMYK };
struct jpeg_wish {
    int width, height;
    enum jpeg_colours colours;
    bool progressive;
    int scans;       /* more than a progressive picture has by itself; 0: as it has */
    int orientation; /* 0: no Exif */
    const char *comment;
};
struct bytes picture_jpeg(struct arena *arena, struct jpeg_wish wish);

struct png_wish {
    int width, height;
    int depth;       /* 1, 8 or 16 */
    bool grey, transparent, interlaced;
    const char *text; /* a compressed text in it */
};
struct bytes picture_png(struct arena *arena, struct png_wish wish);
/* A PNG whose header says that size, with so many rows of black in it. */
struct bytes picture_png_bomb(struct arena *arena, int width, int height, int rows);

struct bytes picture_joined(struct arena *arena, struct bytes first, struct bytes second);
/* Does the needle stand anywhere in the file? */
bool picture_holds(struct bytes file, const char *needle);

#endif
