#include "case/pictures.h"

#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>

#include <jpeglib.h>

static struct bytes kept(struct arena *arena, const unsigned char *bytes, size_t length)
{
    return (struct bytes){(const unsigned char *)text_copy(arena, (struct text){(const char *)bytes, length}).bytes, length};
}

static int quarter(int x, int y, int width, int height)
{
    return (y >= height / 2) * 2 + (x >= width / 2);
}

static const unsigned char colours[4][3] = {{255, 0, 0}, {0, 255, 0}, {0, 0, 255}, {255, 255, 255}}, greys[4] = {40, 90, 160, 230};

static void put_exif(struct jpeg_compress_struct *jpeg, int orientation)
{
    unsigned char exif[] = {'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, '*', 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (unsigned char)orientation, 0, 0, 0, 0, 0, 0};
    jpeg_write_marker(jpeg, JPEG_APP0 + 1, exif, sizeof exif);
}

struct bytes picture_jpeg(struct arena *arena, struct jpeg_wish wish)
{
    struct jpeg_compress_struct jpeg;
    struct jpeg_error_mgr errors;
    unsigned char *out = NULL;
    unsigned long length = 0;
    int channels = wish.colours == JPEG_GREY ? 1 : wish.colours == JPEG_CMYK ? 4 : 3;
    jpeg.err = jpeg_std_error(&errors);
    jpeg_create_compress(&jpeg);
    jpeg_mem_dest(&jpeg, &out, &length);
    jpeg.image_width = (JDIMENSION)wish.width;
    jpeg.image_height = (JDIMENSION)wish.height;
    jpeg.input_components = channels;
    jpeg.in_color_space = wish.colours == JPEG_GREY ? JCS_GRAYSCALE : wish.colours == JPEG_CMYK ? JCS_CMYK : JCS_RGB;
    jpeg_set_defaults(&jpeg);
    jpeg_set_quality(&jpeg, 95, TRUE);
    if (wish.progressive) jpeg_simple_progression(&jpeg);
    jpeg_scan_info *scans = calloc((size_t)wish.scans + 1, sizeof *scans);
    if (wish.scans) { /* the first coefficient, and then one more at a time, as often as there is something to refine */
        for (int i = 0; i < wish.scans; i++) {
            int coefficient = i ? (i - 1) % 63 + 1 : 0, turn = i ? (i - 1) / 63 : 0;
            scans[i] = (jpeg_scan_info){1, {0}, coefficient, coefficient, turn ? 11 - turn : 0, i ? 10 - turn : 0};
        }
        jpeg.scan_info = scans;
        jpeg.num_scans = wish.scans;
    }
    jpeg_start_compress(&jpeg, TRUE);
    if (wish.orientation) put_exif(&jpeg, wish.orientation);
    if (wish.comment) jpeg_write_marker(&jpeg, JPEG_COM, (const unsigned char *)wish.comment, (unsigned)strlen(wish.comment));
    unsigned char *row = calloc((size_t)wish.width, (size_t)channels);
    for (int y = 0; y < wish.height; y++) {
        for (int x = 0; x < wish.width; x++) {
            int q = quarter(x, y, wish.width, wish.height);
            unsigned char *at = row + x * channels;
            if (channels == 1) *at = greys[q];
            else memcpy(at, colours[q], 3); /* with Adobe's marker ink is written the other way round: 255 is none */
            if (channels == 4) at[3] = 255;
        }
        jpeg_write_scanlines(&jpeg, &row, 1);
    }
    jpeg_finish_compress(&jpeg);
    jpeg_destroy_compress(&jpeg);
    struct bytes file = kept(arena, out, length);
    free(row);
    free(scans);
    free(out);
    return file;
}

struct sink {
    struct arena *arena;
    unsigned char *bytes;
    size_t length;
};

static void put(png_structp png, png_bytep bytes, size_t length)
{
    struct sink *sink = png_get_io_ptr(png);
    sink->bytes = realloc(sink->bytes, sink->length + length);
    memcpy(sink->bytes + sink->length, bytes, length);
    sink->length += length;
}

struct bytes picture_png(struct arena *arena, struct png_wish wish)
{
    struct sink sink = {.arena = arena};
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png_create_info_struct(png);
    int channels = (wish.grey ? 1 : 3) + wish.transparent;
    size_t row_size = ((size_t)wish.width * (size_t)channels * (size_t)wish.depth + 7) / 8;
    int type = (wish.grey ? PNG_COLOR_TYPE_GRAY : PNG_COLOR_TYPE_RGB) | (wish.transparent ? PNG_COLOR_MASK_ALPHA : 0);
    png_set_write_fn(png, &sink, put, NULL);
    png_set_IHDR(png, info, (png_uint_32)wish.width, (png_uint_32)wish.height, wish.depth, type, wish.interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    if (wish.text) {
        png_text text = {.compression = PNG_TEXT_COMPRESSION_zTXt, .key = (char *)(uintptr_t)"Comment", .text = (char *)(uintptr_t)wish.text, .text_length = strlen(wish.text)};
        png_set_text(png, info, &text, 1);
    }
    png_write_info(png, info);
    unsigned char *pixels = calloc((size_t)wish.height, row_size), **rows = calloc((size_t)wish.height, sizeof *rows);
    for (int y = 0; y < wish.height; y++) {
        rows[y] = pixels + (size_t)y * row_size;
        for (int x = 0; x < wish.width; x++) {
            int q = quarter(x, y, wish.width, wish.height);
            for (int c = 0; c < channels; c++) {
                int value = c == channels - 1 && wish.transparent ? (q == 0 ? 0 : 255) : wish.grey ? greys[q] : colours[q][c]; /* the first quarter is not seen */
                if (wish.depth == 1) rows[y][x / 8] |= (unsigned char)((value > 127) << (7 - x % 8));
                else memset(rows[y] + (x * channels + c) * (wish.depth / 8), value, (size_t)wish.depth / 8);
            }
        }
    }
    png_write_image(png, rows);
    png_write_end(png, info);
    png_destroy_write_struct(&png, &info);
    struct bytes file = kept(arena, sink.bytes, sink.length);
    free(rows);
    free(pixels);
    free(sink.bytes);
    return file;
}

static void put_chunk(unsigned char **at, const char *type, const unsigned char *data, size_t length)
{
    unsigned char *begin = *at;
    for (int i = 0; i < 4; i++) begin[i] = (unsigned char)(length >> (24 - 8 * i));
    memcpy(begin + 4, type, 4);
    if (length) memcpy(begin + 8, data, length);
    unsigned long sum = crc32(crc32(0, NULL, 0), begin + 4, (unsigned)(length + 4));
    for (int i = 0; i < 4; i++) begin[8 + length + (size_t)i] = (unsigned char)(sum >> (24 - 8 * i));
    *at += length + 12;
}

struct bytes picture_png_bomb(struct arena *arena, int width, int height, int rows)
{
    size_t raw = (size_t)rows * ((size_t)width * 4 + 1);
    unsigned char *zeros = calloc(1, raw ? raw : 1);
    unsigned long packed = compressBound(raw);
    unsigned char *data = malloc(packed), *file = arena_take(arena, packed + 100), *at = file;
    compress2(data, &packed, zeros, raw, 9);
    unsigned char header[13] = {0, 0, (unsigned char)(width >> 8), (unsigned char)width, 0, 0, (unsigned char)(height >> 8), (unsigned char)height, 8, 6, 0, 0, 0};
    memcpy(at, "\x89PNG\r\n\x1A\n", 8);
    at += 8;
    put_chunk(&at, "IHDR", header, sizeof header);
    put_chunk(&at, "IDAT", data, packed);
    put_chunk(&at, "IEND", NULL, 0);
    free(zeros);
    free(data);
    return (struct bytes){file, (size_t)(at - file)};
}

struct bytes picture_joined(struct arena *arena, struct bytes first, struct bytes second)
{
    unsigned char *both = arena_take(arena, first.length + second.length);
    memcpy(both, first.data, first.length);
    memcpy(both + first.length, second.data, second.length);
    return (struct bytes){both, first.length + second.length};
}

bool picture_holds(struct bytes file, const char *needle)
{
    return memmem(file.data, file.length, needle, strlen(needle)) != NULL;
}
