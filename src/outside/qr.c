#include "outside/qr.h"

#include <stdatomic.h>
#include <stdlib.h>

#include <qrcodegen/qrcodegen.h>

enum { SMALLEST_VERSION = 3, LARGEST_VERSION = 8, MASK = 2, MOST_ROWS = 4 * LARGEST_VERSION + 17 };

/* Bytes that a version takes with error correction M. */
static const uint8_t capacity[LARGEST_VERSION + 1] = {[3] = 42, [4] = 62, [5] = 84, [6] = 106, [7] = 122, [8] = 152};

/* A code: one row a word, the leftmost module its lowest bit. */
struct code {
    uint64_t rows[MOST_ROWS];
};

/* What is known of contents of one length: the code of nothing but zero bits, and what each bit changes in it. */
struct length_codes {
    int size;
    struct code zero;
    struct code changes[]; /* 8 a byte, the highest bit first */
};

struct qr_codes {
    _Atomic(struct length_codes *) lengths[QR_LONGEST + 1];
};

static int version_for(size_t length)
{
    int version = SMALLEST_VERSION;
    while (length > capacity[version]) version++;
    return version;
}

static bool draw(const uint8_t *bytes, size_t length, struct code *code, int *size)
{
    uint8_t drawn[qrcodegen_BUFFER_LEN_FOR_VERSION(LARGEST_VERSION)], work[qrcodegen_BUFFER_LEN_FOR_VERSION(LARGEST_VERSION)], copy[QR_LONGEST];
    memcpy(copy, bytes, length);
    struct qrcodegen_Segment segment = {.mode = qrcodegen_Mode_BYTE, .numChars = (int)length, .data = copy, .bitLength = (int)length * 8};
    int version = version_for(length);
    if (!qrcodegen_encodeSegmentsAdvanced(&segment, 1, qrcodegen_Ecc_MEDIUM, version, version, (enum qrcodegen_Mask)MASK, false, work, drawn)) return false;
    *size = qrcodegen_getSize(drawn);
    for (int y = 0; y < *size; y++) {
        code->rows[y] = 0;
        for (int x = 0; x < *size; x++) code->rows[y] |= (uint64_t)qrcodegen_getModule(drawn, x, y) << x;
    }
    return true;
}

static struct length_codes *make_length(size_t length)
{
    struct length_codes *made = malloc(sizeof *made + length * 8 * sizeof(struct code));
    uint8_t bytes[QR_LONGEST] = {0};
    bool good = made && draw(bytes, length, &made->zero, &made->size);
    for (size_t bit = 0; good && bit < length * 8; bit++) {
        struct code *change = &made->changes[bit];
        bytes[bit / 8] = (uint8_t)(0x80 >> bit % 8);
        good = draw(bytes, length, change, &made->size);
        bytes[bit / 8] = 0;
        for (int y = 0; good && y < made->size; y++) change->rows[y] ^= made->zero.rows[y];
    }
    if (good) return made;
    free(made);
    return NULL;
}

struct qr_codes *qr_codes_new(void)
{
    return calloc(1, sizeof(struct qr_codes));
}

void qr_codes_free(struct qr_codes *codes)
{
    if (!codes) return;
    for (size_t i = 0; i <= QR_LONGEST; i++) free(atomic_load(&codes->lengths[i]));
    free(codes);
}

static const struct length_codes *length_codes(struct qr_codes *codes, size_t length)
{
    struct length_codes *known = atomic_load_explicit(&codes->lengths[length], memory_order_acquire);
    if (known) return known;
    struct length_codes *made = make_length(length);
    if (made && !atomic_compare_exchange_strong_explicit(&codes->lengths[length], &known, made, memory_order_acq_rel, memory_order_acquire)) {
        free(made);
        made = known;
    }
    return made;
}

static void put_small(struct buffer *out, int number)
{
    if (number >= 10) buffer_put_char(out, (char)('0' + number / 10));
    buffer_put_char(out, (char)('0' + number % 10));
    buffer_put_char(out, ' ');
}

static void put_pdf(struct buffer *out, int size, int x, int y, int width, int height)
{
    put_small(out, x);
    put_small(out, size - y - height);
    put_small(out, width);
    put_small(out, height);
    buffer_put_bytes(out, "re\n", 3);
}

static void put_svg(struct buffer *out, int size, int x, int y, int width, int height)
{
    (void)size;
    buffer_printf(out, "M%d %dh%dv%dh-%dz", x, y, width, height, width);
}

/* Runs of dark modules become rectangles, as far down as the same run stands in the rows below. */
static void put_rectangles(struct buffer *out, struct code *code, int size, void (*put)(struct buffer *out, int size, int x, int y, int width, int height))
{
    for (int y = 0; y < size; y++)
        while (code->rows[y]) {
            uint64_t row = code->rows[y];
            int from = __builtin_ctzll(row), width = __builtin_ctzll(~(row >> from)), height = 1;
            uint64_t run = ((1ull << width) - 1) << from, around = run | run << 1 | run >> 1;
            while (y + height < size && (code->rows[y + height] & around) == run) code->rows[y + height++] &= ~run;
            code->rows[y] &= ~run;
            put(out, size, from, y, width, height);
        }
}

static bool fits(struct text content)
{
    if (!content.length || content.length > QR_LONGEST) return false;
    for (size_t i = 0; i < content.length; i++)
        if (content.bytes[i] < 0x20 || content.bytes[i] > 0x7e) return false;
    return true;
}

int qr_put_svg(struct buffer *out, struct text content)
{
    struct code code;
    int size;
    if (!fits(content) || !draw((const uint8_t *)content.bytes, content.length, &code, &size)) return 0;
    put_rectangles(out, &code, size, put_svg);
    return size;
}

int qr_put_path(struct qr_codes *codes, struct buffer *out, struct text content)
{
    if (!fits(content)) return 0;
    const struct length_codes *known = length_codes(codes, content.length);
    if (!known) return 0;
    struct code code = known->zero;
    for (size_t i = 0; i < content.length; i++)
        for (unsigned byte = (unsigned char)content.bytes[i], bit = 0; byte; byte = byte << 1 & 0xff, bit++)
            if (byte & 0x80)
                for (int y = 0; y < known->size; y++) code.rows[y] ^= known->changes[i * 8 + bit].rows[y];
    put_rectangles(out, &code, known->size, put_pdf);
    return known->size;
}
