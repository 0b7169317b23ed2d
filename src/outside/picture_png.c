/* PNG by libpng. Of the file's chunks only those that draw are read; what is compressed beside the pixels (profiles, texts) is never unpacked. */
#include <setjmp.h>
#include <stdlib.h>

#include <png.h>

#include "outside/picture_inside.h"

enum { CHUNK_LIMIT = 16 << 20, COMPRESSION = 3 };

struct source {
    struct bytes rest;
};

static void take(png_structp png, png_bytep out, size_t length)
{
    struct source *source = png_get_io_ptr(png);
    if (length > source->rest.length) png_error(png, "cut short");
    memcpy(out, source->rest.data, length);
    source->rest = (struct bytes){source->rest.data + length, source->rest.length - length};
}

static void fail(png_structp png, png_const_charp what)
{
    (void)what;
    png_longjmp(png, 1);
}

static void stay_silent(png_structp png, png_const_charp what)
{
    (void)png;
    (void)what;
}

/* What is transparent is laid on white: what nobody sees is not kept. In place: the pixels get fewer. */
static void lay_on_white(struct raster *raster)
{
    int colours = raster->channels - 1;
    size_t pixels = (size_t)raster->width * (size_t)raster->height;
    const unsigned char *from = raster->pixels;
    unsigned char *to = raster->pixels;
    for (size_t i = 0; i < pixels; i++, from += colours + 1) {
        unsigned alpha = from[colours];
        for (int c = 0; c < colours; c++) *to++ = (unsigned char)((from[c] * alpha + 255u * (255u - alpha) + 127u) / 255u);
    }
    raster->channels = colours;
}

static enum picture_fault read_pixels(png_structp png, png_infop info, struct raster *raster)
{
    uint32_t width = png_get_image_width(png, info), height = png_get_image_height(png, info);
    if ((uint64_t)width * height > PICTURE_PIXELS) return PICTURE_TOO_MANY_PIXELS;
    if (!raster) return PICTURE_FINE;
    png_set_expand(png);
    png_set_scale_16(png);
    int passes = png_set_interlace_handling(png);
    png_read_update_info(png, info);
    *raster = (struct raster){(int32_t)width, (int32_t)height, png_get_channels(png, info), NULL};
    size_t row_size = png_get_rowbytes(png, info);
    if (row_size != (size_t)width * (size_t)raster->channels) return PICTURE_DAMAGED;
    raster->pixels = calloc(height, row_size);
    if (!raster->pixels) return PICTURE_NO_MEMORY;
    for (int pass = 0; pass < passes; pass++)
        for (uint32_t y = 0; y < height; y++) png_read_row(png, raster->pixels + y * row_size, NULL);
    png_read_end(png, NULL);
    return PICTURE_FINE;
}

enum picture_fault picture_png_read(struct bytes file, struct raster *raster)
{
    struct source source = {file};
    png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, NULL, fail, stay_silent);
    png_infop info = png ? png_create_info_struct(png) : NULL;
    if (!info || setjmp(png_jmpbuf(png))) {
        enum picture_fault fault = info ? PICTURE_DAMAGED : PICTURE_NO_MEMORY;
        png_destroy_read_struct(&png, &info, NULL);
        return fault;
    }
    png_set_user_limits(png, PICTURE_SIDE, PICTURE_SIDE);
    png_set_chunk_malloc_max(png, CHUNK_LIMIT);
    png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, NULL, -1); /* all that do not draw, known ones, too */
    png_set_read_fn(png, &source, take);
    png_read_info(png, info);
    enum picture_fault fault = read_pixels(png, info, raster);
    png_destroy_read_struct(&png, &info, NULL);
    if (fault == PICTURE_FINE && raster && (raster->channels == 2 || raster->channels == 4)) lay_on_white(raster);
    return fault;
}

struct sink {
    unsigned char *bytes;
    size_t length, room;
    bool too_large;
};

static void put(png_structp png, png_bytep bytes, size_t length)
{
    struct sink *sink = png_get_io_ptr(png);
    if (length > PICTURE_BYTES - sink->length) {
        sink->too_large = true;
        png_error(png, "too large");
    }
    if (length > sink->room - sink->length) {
        size_t room = (sink->length + length) * 2;
        unsigned char *wider = realloc(sink->bytes, room);
        if (!wider) png_error(png, "no memory");
        sink->bytes = wider;
        sink->room = room;
    }
    memcpy(sink->bytes + sink->length, bytes, length);
    sink->length += length;
}

static void stay(png_structp png)
{
    (void)png;
}

static enum picture_fault write_to(const struct raster *raster, struct sink *sink)
{
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, fail, stay_silent);
    png_infop info = png ? png_create_info_struct(png) : NULL;
    if (!info || setjmp(png_jmpbuf(png))) {
        png_destroy_write_struct(&png, &info);
        return sink->too_large ? PICTURE_TOO_LARGE : PICTURE_NO_MEMORY;
    }
    png_set_write_fn(png, sink, put, stay);
    png_set_IHDR(png, info, (png_uint_32)raster->width, (png_uint_32)raster->height, 8, raster->channels == 1 ? PNG_COLOR_TYPE_GRAY : PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_set_compression_level(png, COMPRESSION);
    png_set_filter(png, PNG_FILTER_TYPE_DEFAULT, PNG_FAST_FILTERS);
    png_write_info(png, info);
    for (int32_t y = 0; y < raster->height; y++) png_write_row(png, raster->pixels + (size_t)y * (size_t)raster->width * (size_t)raster->channels);
    png_write_end(png, NULL);
    png_destroy_write_struct(&png, &info);
    return PICTURE_FINE;
}

enum picture_fault picture_png_write(const struct raster *raster, unsigned char **out, size_t *length)
{
    struct sink sink = {0};
    enum picture_fault fault = write_to(raster, &sink);
    *out = sink.bytes;
    *length = sink.length;
    return fault;
}
