/* What the files of pictures share. */
#ifndef OUTSIDE_PICTURE_INSIDE_H
#define OUTSIDE_PICTURE_INSIDE_H

#include "outside/picture.h"

/* Decoded pixels, rows without gaps. */
struct raster {
    int32_t width, height, channels; /* 1 grey, 3 red green blue */
    unsigned char *pixels;           /* from malloc */
};
static inline size_t raster_size(const struct raster *raster)
{
    return (size_t)raster->width * (size_t)raster->height * (size_t)raster->channels;
}

enum picture_fault { PICTURE_FINE, PICTURE_TOO_MANY_PIXELS, PICTURE_DAMAGED, PICTURE_TOO_LARGE, PICTURE_NO_MEMORY, PICTURE_BUSY };

/* So much memory is taken for a picture that two at once would be too many: of the process, whoever asks. Waits for the turn; false, at once, where one worker of each PICTURE_WORKERS (settings.workers) waits for it
 * already, for whoever waits holds a worker, and most are left for everything else. Whoever got it ends it. */
enum { PICTURE_WORKERS = 4 };
bool picture_turn_begin(const struct context *context);
void picture_turn_end(void);

/* Reading fills the raster, whose pixels the caller frees whatever comes back; `raster` NULL: only the header is read and its size held against the limit, which costs nothing. The same is
 * checked before any pixel is decoded. Writing gives bytes from malloc. */
enum picture_fault picture_jpeg_read(struct bytes file, struct raster *raster);
enum picture_fault picture_jpeg_write(const struct raster *raster, unsigned char **out, size_t *length);
enum picture_fault picture_png_read(struct bytes file, struct raster *raster);
enum picture_fault picture_png_write(const struct raster *raster, unsigned char **out, size_t *length);

/* The orientation that the first image of an Exif block asks for, 1 to 8 (Exif 2.32, 4.6.4); 1 where there is none or it is damaged. `exif` begins with the TIFF header. Pure. */
int picture_exif_orientation(struct bytes exif);
/* Turns and mirrors so that what was asked for by orientation 2 to 8 is carried out; false where there is no memory. */
bool picture_upright(struct raster *raster, int orientation);

#endif
