/* Pictures that people send, looked at and drawn anew, so that nothing of the file is kept but what can be seen: by libjpeg-turbo and libpng. */
#ifndef OUTSIDE_PICTURE_H
#define OUTSIDE_PICTURE_H

#include "base/context.h"

/* What begins like a picture that we draw: by the content's first bytes, never by a name. */
enum picture_kind { PICTURE_NONE, PICTURE_JPEG, PICTURE_PNG };
enum picture_kind picture_kind(struct bytes file);

enum {
    PICTURE_PIXELS = 40000000,        /* of the file that came: checked from its header, before anything is decoded */
    PICTURE_JPEG_PIXELS = 16000000,   /* a larger JPEG is drawn smaller */
    PICTURE_SIDE = 65500,
    PICTURE_BYTES = 16 << 20          /* of the picture as it was drawn */
};
struct picture {
    const char *media;     /* image/jpeg, image/png: as it came */
    int64_t width, height; /* upright: a JPEG's orientation (Exif) is carried out */
    struct bytes content;  /* in the context's arena */
};
/* Draws a JPEG (baseline or progressive, grey, YCbCr, RGB, CMYK, YCCK) or PNG (any depth and kind; transparent parts become white) anew: three colours or one of 8 bits, upright, with no
 * metadata, profile, text or data behind it. One picture at a time in a process, with at most some 180 MB. REFUSED picture.kind, picture.pixels, picture.damaged (also where it is cut short),
 * picture.large; picture.busy, at once, where others wait for their turn already. */
MUST_CHECK picture_draw_anew(struct context *context, struct bytes file, struct picture *picture);

#endif
