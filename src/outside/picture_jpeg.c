/* JPEG by libjpeg-turbo. */
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include <jerror.h>
#include <jpeglib.h>

#include "outside/picture_inside.h"

/* Coefficients of a progressive picture: 40 million pixels with halved colours. A file of a hundred scans and more is made to cost time. */
enum { WORKING_BYTES = 128 << 20, MOST_SCANS = 100, EXIF_MARKER = JPEG_APP0 + 1, QUALITY = 88 };

struct failing {
    struct jpeg_error_mgr manager; /* first: the library hands it back */
    jmp_buf escape;
};

static void fail(j_common_ptr jpeg)
{
    longjmp(((struct failing *)(void *)jpeg->err)->escape, 1);
}

/* A warning is damage that the library would paint over; bytes between the parts are harmless, and many cameras leave some. */
static void warn(j_common_ptr jpeg, int level)
{
    if (level < 0 && jpeg->err->msg_code != JWRN_EXTRANEOUS_DATA) fail(jpeg);
}

static void stay_silent(j_common_ptr jpeg)
{
    (void)jpeg;
}

static void set_failing(struct failing *failing)
{
    jpeg_std_error(&failing->manager);
    failing->manager.error_exit = fail;
    failing->manager.emit_message = warn;
    failing->manager.output_message = stay_silent;
}

static void count_scans(j_common_ptr jpeg)
{
    if (jpeg->is_decompressor && ((j_decompress_ptr)jpeg)->input_scan_number > MOST_SCANS) fail(jpeg);
}

static int orientation_of(const struct jpeg_decompress_struct *jpeg)
{
    for (jpeg_saved_marker_ptr marker = jpeg->marker_list; marker; marker = marker->next)
        if (marker->marker == EXIF_MARKER && marker->data_length > 6 && memcmp(marker->data, "Exif\0", 6) == 0)
            return picture_exif_orientation((struct bytes){marker->data + 6, marker->data_length - 6});
    return 1;
}

/* Ink to light. Adobe's programs write ink the other way round, and say so by their marker. */
static void from_cmyk(const unsigned char *ink, unsigned char *out, int32_t width, bool inverted)
{
    for (int32_t x = 0; x < width; x++, ink += 4, out += 3) {
        unsigned black = inverted ? ink[3] : 255u - ink[3];
        for (int i = 0; i < 3; i++) out[i] = (unsigned char)((inverted ? ink[i] : 255u - ink[i]) * black / 255u);
    }
}

static void choose_size(struct jpeg_decompress_struct *jpeg)
{
    jpeg->scale_denom = 8;
    for (jpeg->scale_num = 8; jpeg->scale_num > 1; jpeg->scale_num--) {
        jpeg_calc_output_dimensions(jpeg);
        if ((uint64_t)jpeg->output_width * jpeg->output_height <= PICTURE_JPEG_PIXELS) return;
    }
}

static void read_rows(struct jpeg_decompress_struct *jpeg, struct raster *raster, unsigned char *ink)
{
    size_t row_size = (size_t)raster->width * (size_t)raster->channels;
    while (jpeg->output_scanline < jpeg->output_height) {
        unsigned char *row = raster->pixels + jpeg->output_scanline * row_size, *rows[1] = {ink ? ink : row};
        jpeg_read_scanlines(jpeg, rows, 1);
        if (ink) from_cmyk(ink, row, raster->width, jpeg->saw_Adobe_marker);
    }
}

enum picture_fault picture_jpeg_read(struct bytes file, struct raster *raster)
{
    struct jpeg_decompress_struct jpeg;
    struct failing failing;
    struct jpeg_progress_mgr progress = {.progress_monitor = count_scans};
    unsigned char *volatile ink = NULL;
    set_failing(&failing);
    jpeg.err = &failing.manager;
    if (setjmp(failing.escape)) {
        enum picture_fault fault = failing.manager.msg_code == JERR_NO_BACKING_STORE ? PICTURE_TOO_MANY_PIXELS : PICTURE_DAMAGED;
        jpeg_destroy_decompress(&jpeg);
        free(ink);
        return fault;
    }
    jpeg_create_decompress(&jpeg);
    jpeg.progress = &progress;
    jpeg.mem->max_memory_to_use = WORKING_BYTES;
    jpeg_save_markers(&jpeg, EXIF_MARKER, 0xFFFF);
    jpeg_mem_src(&jpeg, file.data, file.length);
    jpeg_read_header(&jpeg, TRUE);
    enum picture_fault fault = (uint64_t)jpeg.image_width * jpeg.image_height > PICTURE_PIXELS ? PICTURE_TOO_MANY_PIXELS : PICTURE_FINE;
    int orientation = orientation_of(&jpeg);
    if (fault == PICTURE_FINE && raster) {
        bool grey = jpeg.jpeg_color_space == JCS_GRAYSCALE, cmyk = jpeg.jpeg_color_space == JCS_CMYK || jpeg.jpeg_color_space == JCS_YCCK;
        jpeg.out_color_space = grey ? JCS_GRAYSCALE : cmyk ? JCS_CMYK : JCS_RGB;
        choose_size(&jpeg);
        jpeg_start_decompress(&jpeg);
        *raster = (struct raster){(int32_t)jpeg.output_width, (int32_t)jpeg.output_height, grey ? 1 : 3, NULL};
        raster->pixels = malloc(raster_size(raster));
        if (cmyk) ink = malloc((size_t)jpeg.output_width * 4);
        if (!raster->pixels || (cmyk && !ink)) fault = PICTURE_NO_MEMORY;
        else read_rows(&jpeg, raster, ink);
        if (fault == PICTURE_FINE) jpeg_finish_decompress(&jpeg);
    }
    jpeg_destroy_decompress(&jpeg);
    free(ink);
    if (fault == PICTURE_FINE && raster && !picture_upright(raster, orientation)) fault = PICTURE_NO_MEMORY;
    return fault;
}

enum picture_fault picture_jpeg_write(const struct raster *raster, unsigned char **out, size_t *length)
{
    struct jpeg_compress_struct jpeg;
    struct failing failing;
    unsigned long size = 0;
    set_failing(&failing);
    jpeg.err = &failing.manager;
    if (setjmp(failing.escape)) {
        jpeg_destroy_compress(&jpeg);
        *out = NULL; /* the library has freed what stands there, and keeps what it grew to to itself */
        return PICTURE_NO_MEMORY;
    }
    jpeg_create_compress(&jpeg);
    jpeg_mem_dest(&jpeg, out, &size);
    jpeg.image_width = (JDIMENSION)raster->width;
    jpeg.image_height = (JDIMENSION)raster->height;
    jpeg.input_components = raster->channels;
    jpeg.in_color_space = raster->channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
    jpeg_set_defaults(&jpeg);
    jpeg_set_quality(&jpeg, QUALITY, TRUE);
    jpeg_start_compress(&jpeg, TRUE);
    while (jpeg.next_scanline < jpeg.image_height) {
        unsigned char *rows[1] = {raster->pixels + (size_t)jpeg.next_scanline * (size_t)raster->width * (size_t)raster->channels};
        jpeg_write_scanlines(&jpeg, rows, 1);
    }
    jpeg_finish_compress(&jpeg);
    jpeg_destroy_compress(&jpeg);
    *length = size;
    return PICTURE_FINE;
}
