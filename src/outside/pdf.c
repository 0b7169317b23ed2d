#define OPENSSL_SUPPRESS_DEPRECATED /* SHA256_CTX: the one hash state of OpenSSL that can be copied without allocating */
#include "outside/pdf.h"

#include <math.h>
#include <stdio.h>

#include <openssl/sha.h>
#include <zlib.h>

struct pdf_constant {
    struct text bytes;
    const unsigned char *xref; /* the entries of object 0 and of all below `reserved` */
    size_t xref_length;
    unsigned reserved;
    SHA256_CTX hash;
};

/* An entry of the cross-reference stream: its kind in one byte, then three and two bytes (ISO 32000-1, table 18), so that a document
 * ends before 16 MiB. */
enum { XREF_ENTRY = 6, XREF_FREE = 0, XREF_PLAIN = 1, XREF_PACKED = 2, PDF_LARGEST = (1 << 24) - 1, LARGEST_PACK = 4 << 20 };
/* In `places`: this bit, the number of the object stream, and the place in it. */
enum { PLACE_INDEX_BITS = 12 };
static const uint32_t PLACE_PACKED = 1u << 31;
/* The entry of object 0. */
static const unsigned char xref_of_none[XREF_ENTRY] = {XREF_FREE, 0, 0, 0, 0xff, 0xff};

/* --- Parts --- */

void pdf_begin(struct pdf *pdf, struct arena *arena, size_t maximum)
{
    pdf_begin_large(pdf, arena, maximum, PDF_OBJECTS);
}

void pdf_begin_large(struct pdf *pdf, struct arena *arena, size_t maximum, unsigned objects)
{
    *pdf = (struct pdf){.out = buffer_new(arena, 64 << 10, maximum < PDF_LARGEST ? maximum : PDF_LARGEST), .places = arena_take(arena, objects * sizeof(uint32_t)), .most = objects};
    /* Four bytes above 127 tell transport programs that the file is binary. */
    buffer_put_string(&pdf->out, "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n");
}

void pdf_copy(const struct pdf *pdf, struct arena *arena, struct pdf *copy)
{
    *copy = *pdf;
    copy->out = buffer_new(arena, pdf->out.length + (64 << 10), pdf->out.maximum);
    buffer_put(&copy->out, buffer_text(&pdf->out));
    copy->places = arena_raw(arena, pdf->most * sizeof(uint32_t));
    memcpy(copy->places, pdf->places, pdf->most * sizeof(uint32_t));
}

static void put_xref_entry(unsigned char out[XREF_ENTRY], uint32_t place)
{
    bool packed = place & PLACE_PACKED;
    uint32_t first = packed ? (place & ~PLACE_PACKED) >> PLACE_INDEX_BITS : place, second = packed ? place & ((1u << PLACE_INDEX_BITS) - 1) : 0;
    out[0] = packed ? XREF_PACKED : XREF_PLAIN;
    out[1] = (unsigned char)(first >> 16), out[2] = (unsigned char)(first >> 8), out[3] = (unsigned char)first;
    out[4] = (unsigned char)(second >> 8), out[5] = (unsigned char)second;
}

struct pdf_constant *pdf_keep(const struct pdf *pdf, struct arena *arena, unsigned reserved)
{
    struct pdf_constant *constant = ARENA_NEW(arena, struct pdf_constant);
    unsigned char *xref = arena_take(arena, (size_t)reserved * XREF_ENTRY);
    memcpy(xref, xref_of_none, XREF_ENTRY);
    for (unsigned i = 1; i < reserved; i++) put_xref_entry(xref + (size_t)i * XREF_ENTRY, pdf->places[i]);
    *constant = (struct pdf_constant){.bytes = text_copy(arena, buffer_text(&pdf->out)), .xref = xref, .xref_length = (size_t)reserved * XREF_ENTRY,
                                      .reserved = reserved};
    SHA256_Init(&constant->hash);
    SHA256_Update(&constant->hash, constant->bytes.bytes, constant->bytes.length);
    return constant;
}

void pdf_begin_on(struct pdf *pdf, struct arena *arena, const struct pdf_constant *constant, size_t maximum)
{
    *pdf = (struct pdf){.out = buffer_new(arena, constant->bytes.length + (32 << 10), maximum), .constant = constant, .taken = constant->reserved - 1,
                        .places = arena_raw(arena, PDF_OBJECTS * sizeof(uint32_t)), .most = PDF_OBJECTS};
    buffer_put(&pdf->out, constant->bytes);
}

/* --- Objects --- */

unsigned pdf_take(struct pdf *pdf, unsigned count)
{
    unsigned first = pdf->taken + 1;
    /* Going past the table would be a bug: artwork is bounded when it is read. */
    if (pdf->taken + count >= pdf->most) {
        pdf->out.full = true;
        return first < pdf->most ? first : pdf->most - 1;
    }
    for (unsigned i = 0; i < count; i++) pdf->places[first + i] = 0;
    pdf->taken += count;
    return first;
}

static void begin_plain(struct pdf *pdf, unsigned number)
{
    if (number < pdf->most) pdf->places[number] = (uint32_t)pdf->out.length;
    buffer_put_integer(&pdf->out, number);
    buffer_put_bytes(&pdf->out, " 0 obj\n", 7);
}

static void end_plain(struct pdf *pdf)
{
    buffer_put_bytes(&pdf->out, "\nendobj\n", 8);
}

static void swap_out(struct pdf *pdf)
{
    struct buffer out = pdf->out;
    pdf->out = pdf->pack;
    pdf->pack = out;
}

/* While packing, `out` is the object stream's content from the beginning of an object to its end. */
void pdf_begin_object(struct pdf *pdf, unsigned number)
{
    if (!pdf->packing) {
        begin_plain(pdf, number);
        return;
    }
    swap_out(pdf);
    if (number < pdf->most) pdf->places[number] = PLACE_PACKED | pdf->pack_number << PLACE_INDEX_BITS | pdf->packed;
    pdf->packed++;
    buffer_printf(&pdf->pack_head, "%u %zu ", number, pdf->out.length);
}

void pdf_end_object(struct pdf *pdf)
{
    if (!pdf->packing) {
        end_plain(pdf);
        return;
    }
    buffer_put_char(&pdf->out, '\n');
    swap_out(pdf);
}

void pdf_pack_begin(struct pdf *pdf)
{
    pdf->packing = true;
    pdf->packed = 0;
    pdf->pack_number = pdf_take(pdf, 1);
    pdf->pack = buffer_new(pdf->out.arena, 16 << 10, LARGEST_PACK);
    pdf->pack_head = buffer_new(pdf->out.arena, 1 << 10, LARGEST_PACK);
}

void pdf_pack_end(struct pdf *pdf)
{
    char entries[80];
    snprintf(entries, sizeof entries, "/Type /ObjStm /N %u /First %zu", pdf->packed, pdf->pack_head.length);
    pdf->packing = false;
    buffer_put(&pdf->pack_head, buffer_text(&pdf->pack));
    pdf_put_stream(pdf, pdf->pack_number, entries, buffer_text(&pdf->pack_head), true);
    if (pdf->pack.full || pdf->pack_head.full || pdf->packed >= 1u << PLACE_INDEX_BITS) pdf->out.full = true;
}

static void put_stream(struct pdf *pdf, unsigned number, const char *entries, struct text bytes, bool compressed)
{
    begin_plain(pdf, number);
    buffer_put_string(&pdf->out, "<<");
    buffer_put_string(&pdf->out, entries);
    if (compressed) buffer_put_string(&pdf->out, " /Filter /FlateDecode");
    buffer_put_string(&pdf->out, " /Length ");
    buffer_put_integer(&pdf->out, (long long)bytes.length);
    buffer_put_string(&pdf->out, ">>\nstream\n");
    buffer_put(&pdf->out, bytes);
    buffer_put_string(&pdf->out, "\nendstream");
    end_plain(pdf);
}

void pdf_put_stream(struct pdf *pdf, unsigned number, const char *entries, struct text bytes, bool compress)
{
    uLongf length = compress ? compressBound(bytes.length) : 0;
    Bytef *packed = compress ? arena_raw(pdf->out.arena, length) : NULL;
    bool compressed = compress && compress2(packed, &length, (const Bytef *)bytes.bytes, bytes.length, 9) == Z_OK;
    put_stream(pdf, number, entries, compressed ? (struct text){(const char *)packed, length} : bytes, compressed);
}

void pdf_put_coded_stream(struct pdf *pdf, unsigned number, const char *entries, struct text rest, const struct deflate_code *code)
{
    struct buffer packed = buffer_new(pdf->out.arena, code->head_length + rest.length + 64, code->head_length + 2 * rest.length + 1024);
    if (deflate_put(code, &packed, rest)) put_stream(pdf, number, entries, buffer_text(&packed), true);
    else pdf->out.full = true;
}

void pdf_put_reference(struct buffer *out, unsigned number)
{
    buffer_put_integer(out, number);
    buffer_put_bytes(out, " 0 R", 4);
}

void pdf_put_number(struct buffer *out, double number)
{
    long long thousandths = llrint(number * 1000);
    if (thousandths < 0) {
        buffer_put_char(out, '-');
        thousandths = -thousandths;
    }
    buffer_put_integer(out, thousandths / 1000);
    int rest = (int)(thousandths % 1000);
    if (!rest) return;
    char digits[4] = {'.', (char)('0' + rest / 100), (char)('0' + rest / 10 % 10), (char)('0' + rest % 10)};
    size_t length = 4;
    while (digits[length - 1] == '0') length--;
    buffer_put_bytes(out, digits, length);
}

void pdf_put_numbers(struct buffer *out, const double *numbers, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        pdf_put_number(out, numbers[i]);
        buffer_put_char(out, ' ');
    }
}

static void put_hex(struct buffer *out, struct bytes bytes)
{
    static const char digits[] = "0123456789abcdef";
    if (bytes.length > (out->maximum - out->length) / 2 || (2 * bytes.length > out->capacity - out->length && !buffer_grow(out, 2 * bytes.length))) {
        out->full = true;
        return;
    }
    char *at = out->bytes + out->length;
    for (size_t i = 0; i < bytes.length; i++) {
        *at++ = digits[bytes.data[i] >> 4];
        *at++ = digits[bytes.data[i] & 15];
    }
    out->length += 2 * bytes.length;
}

static void put_hex16(struct buffer *out, unsigned number)
{
    put_hex(out, (struct bytes){(const unsigned char[]){(unsigned char)(number >> 8), (unsigned char)number}, 2});
}

void pdf_put_string(struct buffer *out, struct text text)
{
    bool plain = true;
    for (size_t i = 0; i < text.length; i++) plain = plain && text.bytes[i] >= 0x20 && text.bytes[i] < 0x7f;
    if (plain) {
        buffer_put_char(out, '(');
        for (size_t i = 0; i < text.length; i++) {
            char c = text.bytes[i];
            if (c == '(' || c == ')' || c == '\\') buffer_put_char(out, '\\');
            buffer_put_char(out, c);
        }
        buffer_put_char(out, ')');
        return;
    }
    buffer_put_bytes(out, "<feff", 5);
    uint32_t code_point;
    while (text_next_code_point(&text, &code_point)) {
        if (code_point >= 0x10000) {
            put_hex16(out, 0xd800 + ((code_point - 0x10000) >> 10));
            put_hex16(out, 0xdc00 + ((code_point - 0x10000) & 0x3ff));
        } else {
            put_hex16(out, code_point);
        }
    }
    buffer_put_char(out, '>');
}

void pdf_put_date(struct buffer *out, struct day day)
{
    struct date date = day_to_date(day);
    char text[] = "(D:00000000000000Z)";
    int number = date.year * 10000 + date.month * 100 + date.day;
    for (int i = 10; i >= 3; i--, number /= 10) text[i] = (char)('0' + number % 10);
    buffer_put_bytes(out, text, sizeof text - 1);
}

/* --- The end --- */

/* Ten digits with leading spaces, over what stands there. */
static void fill_in(char *at, size_t number)
{
    for (int i = 9; i >= 0; i--, number /= 10) at[i] = number || i == 9 ? (char)('0' + number % 10) : ' ';
}

static void put_signature(struct pdf *pdf, const struct pdf_ending *ending, size_t size, size_t *range_at, size_t *contents_at)
{
    struct buffer *out = &pdf->out;
    pdf_begin_object(pdf, ending->signature);
    buffer_put_string(out, "<</Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached\n/Name ");
    pdf_put_string(out, ending->signed_by);
    buffer_put_string(out, " /Reason ");
    pdf_put_string(out, ending->reason);
    buffer_put_string(out, " /M ");
    pdf_put_date(out, ending->signed_on);
    buffer_put_string(out, "\n/Reference [<</Type /SigRef /TransformMethod /DocMDP /TransformParams <</Type /TransformParams /P 1 /V /1.2>>>>]\n/ByteRange [0 ");
    *range_at = out->length;
    buffer_put_string(out, "          " " " "          " " " "          " "]\n/Contents ");
    *contents_at = out->length;
    buffer_put_char(out, '<');
    if (buffer_grow(out, 2 * size)) {
        memset(out->bytes + out->length, '0', 2 * size);
        out->length += 2 * size;
    }
    buffer_put_string(out, ">>>");
    pdf_end_object(pdf);
}

/* The cross-reference stream, which is the trailer too. It comes last and lists itself. */
static void put_trailer(struct pdf *pdf, unsigned root, unsigned information, struct text named)
{
    struct buffer *out = &pdf->out;
    unsigned reserved = pdf->constant ? pdf->constant->reserved : 1, number = pdf_take(pdf, 1);
    size_t xref_at = out->length;
    unsigned char identity[32], entry[XREF_ENTRY];
    SHA256((const unsigned char *)named.bytes, named.length, identity);
    begin_plain(pdf, number);
    buffer_put_string(out, "<</Type /XRef /W [1 3 2] /Size ");
    buffer_put_integer(out, number + 1);
    buffer_put_string(out, " /Root ");
    pdf_put_reference(out, root);
    buffer_put_string(out, " /Info ");
    pdf_put_reference(out, information);
    buffer_put_string(out, " /ID [<");
    put_hex(out, (struct bytes){identity, 16});
    buffer_put_string(out, "> <");
    put_hex(out, (struct bytes){identity, 16});
    buffer_put_string(out, ">] /Length ");
    buffer_put_integer(out, (long long)(number + 1) * XREF_ENTRY);
    buffer_put_string(out, ">>\nstream\n");
    buffer_put_bytes(out, pdf->constant ? pdf->constant->xref : xref_of_none, pdf->constant ? pdf->constant->xref_length : XREF_ENTRY);
    for (unsigned i = reserved; i <= number; i++) {
        put_xref_entry(entry, pdf->places[i]);
        buffer_put_bytes(out, entry, sizeof entry);
    }
    buffer_put_string(out, "\nendstream");
    end_plain(pdf);
    buffer_put_string(out, "startxref\n");
    buffer_put_integer(out, (long long)xref_at);
    buffer_put_string(out, "\n%%EOF\n");
}

static enum result too_large(struct context *context)
{
    return context_fail(context, RESULT_BROKEN, "pdf.too_large", N_("The document is too large."));
}

enum result pdf_finish(struct context *context, struct pdf *pdf, unsigned root, unsigned information, struct text identity, struct bytes *file)
{
    put_trailer(pdf, root, information, identity);
    if (pdf->out.full) return too_large(context);
    *file = (struct bytes){(const unsigned char *)pdf->out.bytes, pdf->out.length};
    return RESULT_OK;
}

enum result pdf_sign(struct context *context, struct pdf *pdf, const struct pdf_ending *ending, const struct signature_signer *signer, struct bytes *file)
{
    size_t size = signature_size(signer), range_at, contents_at, length;
    put_signature(pdf, ending, size, &range_at, &contents_at);
    put_trailer(pdf, ending->root, ending->information, ending->identity);
    struct buffer *out = &pdf->out;
    if (out->full) return too_large(context);
    size_t behind = contents_at + 2 * size + 2, from = pdf->constant->bytes.length;
    fill_in(out->bytes + range_at, contents_at);
    fill_in(out->bytes + range_at + 11, behind);
    fill_in(out->bytes + range_at + 22, out->length - behind);

    unsigned char digest[32], *cms = arena_raw(out->arena, size);
    SHA256_CTX hash = pdf->constant->hash;
    SHA256_Update(&hash, out->bytes + from, contents_at - from);
    SHA256_Update(&hash, out->bytes + behind, out->length - behind);
    SHA256_Final(digest, &hash);
    TRY(signature_sign(context, signer, digest, cms, &length));
    size_t total = out->length;
    out->length = contents_at + 1;
    put_hex(out, (struct bytes){cms, length});
    out->length = total;
    *file = (struct bytes){(const unsigned char *)out->bytes, total};
    return RESULT_OK;
}
