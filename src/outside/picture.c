#include "outside/picture.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "outside/picture_inside.h"
#include "outside/settings.h"

static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;
static atomic_int waiting;

bool picture_turn_begin(const struct context *context)
{
    if (pthread_mutex_trylock(&one_at_a_time) == 0) return true;
    bool waits = atomic_fetch_add(&waiting, 1) < context->settings->workers / PICTURE_WORKERS;
    if (waits) pthread_mutex_lock(&one_at_a_time);
    atomic_fetch_sub(&waiting, 1);
    return waits;
}

void picture_turn_end(void)
{
    pthread_mutex_unlock(&one_at_a_time);
}

static bool begins(struct bytes file, const void *with, size_t length)
{
    return file.length >= length && memcmp(file.data, with, length) == 0;
}

enum picture_kind picture_kind(struct bytes file)
{
    if (begins(file, "\xFF\xD8\xFF", 3)) return PICTURE_JPEG;
    return begins(file, "\x89PNG\r\n\x1A\n", 8) ? PICTURE_PNG : PICTURE_NONE;
}

/* --- Orientation --- */

static uint32_t number_at(struct bytes exif, bool little, size_t at, size_t size)
{
    uint32_t number = 0;
    for (size_t i = 0; i < size; i++) number = number << 8 | exif.data[at + (little ? size - 1 - i : i)];
    return number;
}

int picture_exif_orientation(struct bytes exif)
{
    enum { ORIENTATION = 0x0112, SHORT = 3, ENTRY = 12 };
    bool little = begins(exif, "II*\0", 4);
    if ((!little && !begins(exif, "MM\0*", 4)) || exif.length < 8) return 1;
    size_t at = number_at(exif, little, 4, 4);
    if (at > exif.length || exif.length - at < 2) return 1;
    uint32_t entries = number_at(exif, little, at, 2);
    for (at += 2; entries > 0 && exif.length - at >= ENTRY; entries--, at += ENTRY) {
        if (number_at(exif, little, at, 2) != ORIENTATION || number_at(exif, little, at + 2, 2) != SHORT) continue;
        uint32_t value = number_at(exif, little, at + 8, 2);
        return value >= 1 && value <= 8 ? (int)value : 1;
    }
    return 1;
}

bool picture_upright(struct raster *raster, int orientation)
{
    if (orientation <= 1 || orientation > 8) return true;
    bool turned = orientation >= 5; /* rows become columns */
    struct raster upright = {turned ? raster->height : raster->width, turned ? raster->width : raster->height, raster->channels, malloc(raster_size(raster))};
    if (!upright.pixels) return false;
    bool from_right = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
    bool from_below = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
    size_t channels = (size_t)raster->channels;
    unsigned char *out = upright.pixels;
    for (int32_t y = 0; y < upright.height; y++)
        for (int32_t x = 0; x < upright.width; x++, out += channels) {
            int32_t from_x = turned ? y : x, from_y = turned ? x : y;
            if (from_right) from_x = raster->width - 1 - from_x;
            if (from_below) from_y = raster->height - 1 - from_y;
            memcpy(out, raster->pixels + ((size_t)from_y * (size_t)raster->width + (size_t)from_x) * channels, channels);
        }
    free(raster->pixels);
    *raster = upright;
    return true;
}

/* --- Drawing --- */

static enum result refuse(struct context *context, enum picture_fault fault)
{
    switch (fault) {
    case PICTURE_TOO_MANY_PIXELS:
        return context_fail(context, RESULT_REFUSED, "picture.pixels", N_("The picture has too many pixels. Send it smaller: 4,000 by 3,000 shows every detail."));
    case PICTURE_TOO_LARGE:
        return context_fail(context, RESULT_REFUSED, "picture.large", N_("The picture is too large. Save it as JPEG, or make it smaller."));
    case PICTURE_NO_MEMORY: return context_fail(context, RESULT_BROKEN, "picture.memory", N_("The machine has no memory for the picture."));
    case PICTURE_BUSY:
        return context_fail(context, RESULT_REFUSED, "picture.busy", N_("Other pictures are being read just now. Choose the file again and send it once more in a minute."));
    case PICTURE_FINE:
    case PICTURE_DAMAGED: break;
    }
    return context_fail(context, RESULT_REFUSED, "picture.damaged", N_("The picture is damaged or cut short. Save it anew, and send that."));
}

enum result picture_draw_anew(struct context *context, struct bytes file, struct picture *picture)
{
    enum picture_kind kind = picture_kind(file);
    if (kind == PICTURE_NONE) return context_fail(context, RESULT_REFUSED, "picture.kind", N_("This is neither a JPEG nor a PNG picture."));
    bool jpeg = kind == PICTURE_JPEG;
    struct raster raster = {0};
    unsigned char *drawn = NULL;
    size_t length = 0;
    enum picture_fault fault = jpeg ? picture_jpeg_read(file, NULL) : picture_png_read(file, NULL);
    if (fault == PICTURE_FINE && !picture_turn_begin(context)) fault = PICTURE_BUSY;
    if (fault != PICTURE_FINE) return refuse(context, fault);
    fault = jpeg ? picture_jpeg_read(file, &raster) : picture_png_read(file, &raster);
    if (fault == PICTURE_FINE) fault = jpeg ? picture_jpeg_write(&raster, &drawn, &length) : picture_png_write(&raster, &drawn, &length);
    free(raster.pixels);
    if (fault == PICTURE_FINE && length > PICTURE_BYTES) fault = PICTURE_TOO_LARGE;
    if (fault == PICTURE_FINE) {
        struct text content = text_copy(context->arena, (struct text){(const char *)drawn, length});
        *picture = (struct picture){jpeg ? "image/jpeg" : "image/png", raster.width, raster.height, {(const unsigned char *)content.bytes, length}};
    }
    free(drawn);
    picture_turn_end();
    return fault == PICTURE_FINE ? RESULT_OK : refuse(context, fault);
}
