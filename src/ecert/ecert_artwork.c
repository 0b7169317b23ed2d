/* Artwork into the document: librsvg and cairo draw the SVG into a PDF of its own, and libqpdf reads that, so that its page becomes a form XObject
 * here, with every object that it needs. Coordinates are rounded to hundredths of a point, which halves them. */
#include "ecert/ecert_internal.h"

#include <stdlib.h>
#include <string.h>

#include <cairo-pdf.h>
#include <librsvg/rsvg.h>
#include <qpdf/qpdf-c.h>

enum { LARGEST_DRAWING = 8 << 20, MOST_OBJECTS = 500, DEEPEST = 20 };

struct take_over {
    struct pdf *pdf;
    struct arena *arena;
    qpdf_data source;
    int from[MOST_OBJECTS]; /* object numbers there, in the order in which they are taken */
    unsigned to[MOST_OBJECTS];
    qpdf_oh handles[MOST_OBJECTS];
    size_t count;
    bool failed;
};

static cairo_status_t take_bytes(void *data, const unsigned char *bytes, unsigned length)
{
    struct buffer *out = data;
    buffer_put_bytes(out, bytes, length);
    return out->full ? CAIRO_STATUS_WRITE_ERROR : CAIRO_STATUS_SUCCESS;
}

static bool draw(struct buffer *out, struct text svg, double width, double height)
{
    RsvgHandle *handle = rsvg_handle_new_from_data((const guint8 *)svg.bytes, svg.length, NULL);
    if (!handle) return false;
    cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(take_bytes, out, width, height);
    cairo_t *cairo = cairo_create(surface);
    RsvgRectangle page = {0, 0, width, height};
    bool good = rsvg_handle_render_document(handle, cairo, &page, NULL) && cairo_status(cairo) == CAIRO_STATUS_SUCCESS;
    cairo_destroy(cairo);
    cairo_surface_finish(surface);
    good = good && cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS && !out->full;
    cairo_surface_destroy(surface);
    g_object_unref(handle);
    return good;
}

/* --- Objects --- */

static void put_object(struct take_over *take, struct buffer *out, qpdf_oh object, int depth);

static unsigned number_for(struct take_over *take, qpdf_oh object)
{
    int id = qpdf_oh_get_object_id(take->source, object);
    for (size_t i = 0; i < take->count; i++)
        if (take->from[i] == id) return take->to[i];
    if (take->count == MOST_OBJECTS) {
        take->failed = true;
        return 0;
    }
    take->from[take->count] = id;
    take->to[take->count] = pdf_take(take->pdf, 1);
    take->handles[take->count] = object;
    return take->to[take->count++];
}

/* The entries of a dictionary but those that are left out. qpdf has one iteration at a time, so the keys come first. */
static void put_entries(struct take_over *take, struct buffer *out, qpdf_oh dictionary, bool of_stream, int depth)
{
    const char *keys[64];
    size_t count = 0;
    qpdf_oh_begin_dict_key_iter(take->source, dictionary);
    while (qpdf_oh_dict_more_keys(take->source)) {
        const char *key = qpdf_oh_dict_next_key(take->source);
        if (count < 64) keys[count++] = text_string(take->arena, text_of(key));
        else take->failed = true;
    }
    for (size_t i = 0; i < count; i++) {
        if (of_stream && (!strcmp(keys[i], "/Length") || !strcmp(keys[i], "/Filter") || !strcmp(keys[i], "/DecodeParms"))) continue;
        if (!strcmp(keys[i], "/Font") || !strcmp(keys[i], "/StructParents") || !strcmp(keys[i], "/Interpolate")) {
            take->failed = take->failed || !strcmp(keys[i], "/Font");
            continue;
        }
        buffer_put_string(out, keys[i]);
        buffer_put_char(out, ' ');
        put_object(take, out, qpdf_oh_get_key(take->source, dictionary, keys[i]), depth + 1);
        buffer_put_char(out, ' ');
    }
}

static void put_direct(struct take_over *take, struct buffer *out, qpdf_oh object, int depth)
{
    switch (qpdf_oh_get_type_code(take->source, object)) {
    case ot_null: buffer_put_string(out, "null"); break;
    case ot_boolean: buffer_put_string(out, qpdf_oh_get_bool_value(take->source, object) ? "true" : "false"); break;
    case ot_integer: buffer_put_integer(out, qpdf_oh_get_int_value(take->source, object)); break;
    case ot_real: buffer_put_string(out, qpdf_oh_get_real_value(take->source, object)); break;
    case ot_name: buffer_put_string(out, qpdf_oh_get_name(take->source, object)); break;
    case ot_array:
        buffer_put_char(out, '[');
        for (int i = 0, count = qpdf_oh_get_array_n_items(take->source, object); i < count; i++) {
            if (i) buffer_put_char(out, ' ');
            put_object(take, out, qpdf_oh_get_array_item(take->source, object, i), depth + 1);
        }
        buffer_put_char(out, ']');
        break;
    case ot_dictionary:
        buffer_put_string(out, "<<");
        put_entries(take, out, object, false, depth);
        buffer_put_string(out, ">>");
        break;
    default: take->failed = true; /* cairo writes nothing else into a page without text */
    }
}

static void put_object(struct take_over *take, struct buffer *out, qpdf_oh object, int depth)
{
    if (depth > DEEPEST) take->failed = true;
    else if (qpdf_oh_is_indirect(take->source, object)) pdf_put_reference(out, number_for(take, object));
    else put_direct(take, out, object, depth);
}

static void put_taken(struct take_over *take, size_t index)
{
    qpdf_oh object = take->handles[index];
    if (qpdf_oh_get_type_code(take->source, object) != ot_stream) {
        pdf_begin_object(take->pdf, take->to[index]);
        put_direct(take, &take->pdf->out, object, 0);
        pdf_end_object(take->pdf);
        return;
    }
    struct buffer entries = buffer_new(take->arena, 256, 64 << 10);
    qpdf_oh dictionary = qpdf_oh_get_dict(take->source, object);
    qpdf_oh subtype = qpdf_oh_get_key_if_dict(take->source, dictionary, "/Subtype");
    if (qpdf_oh_get_type_code(take->source, subtype) == ot_name && !strcmp(qpdf_oh_get_name(take->source, subtype), "/Image")) take->failed = true;
    put_entries(take, &entries, dictionary, true, 0);
    unsigned char *bytes = NULL;
    size_t length = 0;
    if (qpdf_oh_get_stream_data(take->source, object, qpdf_dl_all, NULL, &bytes, &length) > QPDF_WARNINGS || entries.full) take->failed = true;
    else pdf_put_stream(take->pdf, take->to[index], buffer_string(&entries), (struct text){(const char *)bytes, length}, true);
    free(bytes);
}

/* --- Content: shorter numbers --- */

/* cairo's content is numbers, names and operators with white space between, nothing else as long as there is no text and no inline picture. Each
 * stroke stands in q ... Q with a matrix; its path is moved so that it begins at the origin, and the matrix takes it back. So strokes that
 * are the same but for their place come out the same, and are compressed to nearly nothing: a border costs as much as one of its waves. */
enum { MOST_OPERANDS = 16 };
struct shortening {
    struct buffer out;
    struct text operands[MOST_OPERANDS];
    size_t count;
    bool matrix_waits; /* the matrix of a stroke was read, its path was not */
    struct text matrix[4];
    double origin[2];
    bool move_waits; /* a move that nothing was drawn from */
    double move[2];
    bool good;
};

static double number_of(struct text token)
{
    char room[32];
    if (token.length >= sizeof room) return 0;
    memcpy(room, token.bytes, token.length);
    room[token.length] = '\0';
    return strtod(room, NULL);
}

static double hundredths(double number)
{
    return (double)(long long)(number * 100 + (number < 0 ? -0.5 : 0.5)) / 100;
}

static void put_point(struct shortening *work, const double *point)
{
    pdf_put_numbers(&work->out, (const double[]){hundredths(point[0] - work->origin[0]), hundredths(point[1] - work->origin[1])}, 2);
}

static void put_matrix(struct shortening *work, double x, double y)
{
    double m[4];
    for (int i = 0; i < 4; i++) {
        m[i] = number_of(work->matrix[i]);
        buffer_put(&work->out, work->matrix[i]);
        buffer_put_char(&work->out, ' ');
    }
    pdf_put_numbers(&work->out, (const double[]){hundredths(m[0] * x + m[2] * y), hundredths(m[1] * x + m[3] * y)}, 2);
    buffer_put_string(&work->out, "cm\n");
    work->matrix_waits = false;
}

/* What waits goes out before an operator that it matters to. */
static void settle(struct shortening *work, bool draws)
{
    if (work->matrix_waits) put_matrix(work, 0, 0);
    if (work->move_waits && draws) {
        put_point(work, work->move);
        buffer_put_string(&work->out, "m\n");
    }
    work->move_waits = false;
}

static void take_move(struct shortening *work)
{
    for (int i = 0; i < 2; i++) work->move[i] = hundredths(number_of(work->operands[i]));
    if (work->matrix_waits) {
        put_matrix(work, work->move[0], work->move[1]);
        memcpy(work->origin, work->move, sizeof work->move);
    }
    work->move_waits = true;
}

/* The matrix of a stroke, which has no translation; false where it is another. */
static bool take_matrix(struct shortening *work)
{
    settle(work, false);
    if (work->count != 6 || number_of(work->operands[4]) != 0 || number_of(work->operands[5]) != 0) return false;
    memcpy(work->matrix, work->operands, sizeof work->matrix);
    return work->matrix_waits = true;
}

static void take_operator(struct shortening *work, struct text operator)
{
    static const struct {
        const char *name;
        size_t operands, points;
    } drawing[] = {{"l", 2, 1}, {"c", 6, 3}, {"v", 4, 2}, {"y", 4, 2}, {"re", 4, 1}};
    size_t points = 0;
    bool draws = text_is(operator, "h") || text_is(operator, "W") || text_is(operator, "W*"); /* clipping to a point clips all */
    if (text_is(operator, "BI") || text_is(operator, "BT")) work->good = false;
    if (text_is(operator, "m") && work->count == 2) {
        take_move(work);
        return;
    }
    if (text_is(operator, "cm") && take_matrix(work)) return;
    for (size_t i = 0; i < sizeof drawing / sizeof *drawing; i++)
        if (text_is(operator, drawing[i].name) && work->count == drawing[i].operands) draws = true, points = drawing[i].points;
    settle(work, draws);
    for (size_t i = 0; i < points; i++) put_point(work, (const double[]){hundredths(number_of(work->operands[2 * i])), hundredths(number_of(work->operands[2 * i + 1]))});
    for (size_t i = 2 * points; i < work->count; i++) {
        if (points) pdf_put_number(&work->out, hundredths(number_of(work->operands[i])));
        else buffer_put(&work->out, work->operands[i]);
        buffer_put_char(&work->out, ' ');
    }
    buffer_put(&work->out, operator);
    buffer_put_char(&work->out, '\n');
    if (text_is(operator, "Q")) work->origin[0] = work->origin[1] = 0;
}

static struct text shorten(struct arena *arena, struct text content, bool *good)
{
    struct shortening work = {.out = buffer_new(arena, content.length + 16, content.length * 2 + 1024), .good = true};
    size_t at = 0;
    while (at < content.length) {
        size_t from = at;
        while (at < content.length && !strchr(" \t\r\n", content.bytes[at])) at++;
        struct text token = {content.bytes + from, at - from};
        if (at < content.length) at++;
        if (!token.length) continue;
        char first = token.bytes[0];
        if (first == '(' || first == '<' || first == '%') work.good = false;
        bool operand = (first >= '0' && first <= '9') || strchr("+-./[]", first) || token.bytes[token.length - 1] == ']';
        if (operand && work.count < MOST_OPERANDS) {
            work.operands[work.count++] = token;
            continue;
        }
        if (operand) work.good = false;
        take_operator(&work, token);
        work.count = 0;
    }
    *good = work.good && !work.out.full && !work.count;
    return buffer_text(&work.out);
}

/* --- The whole --- */

static bool take_page(struct take_over *take, struct buffer *drawing, double width, double height, unsigned *form)
{
    if (qpdf_read_memory(take->source, "artwork", drawing->bytes, drawing->length, NULL) > QPDF_WARNINGS || qpdf_get_num_pages(take->source) != 1) return false;
    qpdf_oh page = qpdf_get_page_n(take->source, 0);
    unsigned char *bytes = NULL;
    size_t length = 0;
    if (qpdf_oh_get_page_content_data(take->source, page, &bytes, &length) > QPDF_WARNINGS) return false;
    bool good = true;
    struct text content = shorten(take->arena, (struct text){(const char *)bytes, length}, &good);
    struct buffer entries = buffer_new(take->arena, 1024, 256 << 10);
    buffer_put_string(&entries, "/Type /XObject /Subtype /Form /BBox [0 0 ");
    pdf_put_numbers(&entries, (const double[]){width, height}, 2);
    buffer_put_string(&entries, "] /Resources ");
    *form = pdf_take(take->pdf, 1);
    put_object(take, &entries, qpdf_oh_get_key(take->source, page, "/Resources"), 0);
    if (good && !entries.full) pdf_put_stream(take->pdf, *form, buffer_string(&entries), content, true);
    free(bytes);
    for (size_t i = 0; i < take->count && !take->failed; i++) put_taken(take, i);
    return good && !entries.full && !take->failed;
}

bool artwork_put(struct pdf *pdf, const char *path, struct text source, double width, double height, struct layout_report *report, unsigned *form)
{
    struct buffer drawing = buffer_new(pdf->out.arena, 256 << 10, LARGEST_DRAWING);
    if (!draw(&drawing, source, width, height)) {
        report->tell(report, path, 0, "ecert.artwork_drawing", N_("The artwork cannot be drawn. Open it in a drawing program and save it as plain SVG."), NULL, NULL);
        return false;
    }
    struct take_over *take = ARENA_NEW(pdf->out.arena, struct take_over);
    *take = (struct take_over){.pdf = pdf, .arena = pdf->out.arena, .source = qpdf_init()};
    qpdf_silence_errors(take->source);
    qpdf_set_suppress_warnings(take->source, QPDF_TRUE);
    bool good = take_page(take, &drawing, width, height, form);
    qpdf_cleanup(&take->source);
    if (!good)
        report->tell(report, path, 0, "ecert.artwork_content",
                     N_("The artwork holds something that cannot be part of a certificate (text, a picture or an effect). Use filled and stroked paths only."), NULL, NULL);
    return good;
}
