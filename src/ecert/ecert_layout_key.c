/* The keys of a layout's sections: theme/ecert/README.md lists them. */
#include "ecert/ecert_layout_inside.h"

#include <errno.h>
#include <stdlib.h>

static const double POINTS_PER_MILLIMETRE = 72 / 25.4;

/* --- Values --- */

static void no_such_key(struct layout_reader *reader, struct text key)
{
    layout_tell(reader, "ecert.layout_key", N_("There is no key \"{key}\" in this section."), "key", layout_keep(reader, key));
}

static void bad_value(struct layout_reader *reader, struct text value)
{
    layout_tell(reader, "ecert.layout_value", N_("\"{value}\" is not a value for this key. See README.md beside the layout."), "value", layout_keep(reader, value));
}

static bool read_number(struct text text, double *number)
{
    char room[32], *end;
    if (!text.length || text.length >= sizeof room) return false;
    memcpy(room, text.bytes, text.length);
    room[text.length] = '\0';
    for (const char *c = room; *c; c++)
        if (!strchr("0123456789.-", *c)) return false;
    errno = 0;
    *number = strtod(room, &end);
    return !*end && !errno && *number > -10000 && *number < 10000;
}

/* `count` numbers, or the first `least` of them; the others stay as they are. */
static bool read_numbers(struct layout_reader *reader, struct text value, double *numbers, size_t least, size_t count)
{
    struct text rest = value, piece;
    size_t got = 0;
    while (text_split(&rest, ' ', &piece)) {
        if (text_empty(piece)) continue;
        if (got == count || !read_number(piece, &numbers[got])) {
            bad_value(reader, value);
            return false;
        }
        got++;
    }
    if (got < least) bad_value(reader, value);
    return got >= least;
}

static void read_colour(struct layout_reader *reader, const char *name, struct text value, struct layout_colour *colours, size_t *count)
{
    unsigned rgb[3] = {0};
    bool good = value.length == 7 && value.bytes[0] == '#';
    for (size_t i = 1; good && i < 7; i++) {
        static const char digits[] = "0123456789abcdef";
        const char *digit = memchr(digits, value.bytes[i] | 0x20, 16);
        good = digit != NULL;
        if (good) rgb[(i - 1) / 2] = rgb[(i - 1) / 2] * 16 + (unsigned)(digit - digits);
    }
    if (!good || *count == LAYOUT_COLOURS) {
        bad_value(reader, value);
        return;
    }
    colours[(*count)++] = (struct layout_colour){name, (unsigned char)rgb[0], (unsigned char)rgb[1], (unsigned char)rgb[2]};
}

static uint32_t read_slots(struct layout_reader *reader, struct text value)
{
    uint32_t slots = 0;
    struct text rest = value, piece;
    while (text_split(&rest, ' ', &piece)) {
        if (text_empty(piece)) continue;
        enum layout_slot slot = layout_slot(piece);
        if (slot == SLOT_NONE) bad_value(reader, piece);
        else slots |= 1u << slot;
    }
    return slots;
}

/* The slots that a text uses; unknown ones are told. */
static uint32_t slots_of(struct layout_reader *reader, struct text text)
{
    uint32_t slots = 0;
    for (size_t i = 0; i < text.length; i++) {
        if (text.bytes[i] != '{') continue;
        const char *end = memchr(text.bytes + i, '}', text.length - i);
        struct text name = {text.bytes + i + 1, end ? (size_t)(end - text.bytes) - i - 1 : 0};
        enum layout_slot slot = layout_slot(name);
        if (slot != SLOT_NONE) slots |= 1u << slot;
        else layout_tell(reader, "ecert.layout_slot", N_("\"{value}\" is nothing that can be filled in."), "value", layout_keep(reader, name));
    }
    return slots;
}

/* --- Sections --- */

/* One of the words, by its place; -1 and told where it is none of them. */
static int read_word(struct layout_reader *reader, struct text value, const char *const *words)
{
    for (int i = 0; words[i]; i++)
        if (text_is(value, words[i])) return i;
    bad_value(reader, value);
    return -1;
}

static void language_key(struct layout_reader *reader, struct text key, struct text value)
{
    struct layout_language *language = &reader->layout->languages[reader->at];
    if (text_is(key, "tag")) language->tag = layout_keep(reader, value);
    else if (text_is(key, "date")) language->date = value;
    else if (text_is(key, "title")) slots_of(reader, value), language->title = value;
    else if (text_is(key, "subject")) slots_of(reader, value), language->subject = value;
    else if (text_is(key, "qr")) language->qr_text = value;
    else if (text_is(key, "prefers")) {
        static const char *const names[] = {"native", "latin", NULL};
        language->prefers_latin = read_word(reader, value, names) == 1;
    } else if (text_is(key, "months")) {
        struct text rest = value, piece;
        size_t count = 0;
        while (count < 12 && text_split(&rest, ',', &piece)) language->months[count++] = text_trim(piece);
        if (count != 12 || !text_empty(rest)) bad_value(reader, value);
    } else {
        no_such_key(reader, key);
    }
}

static size_t find_language(const struct layout *layout, struct text name)
{
    size_t i = 0;
    while (i < layout->language_count && !text_is(name, layout->languages[i].name)) i++;
    return i;
}

static void level_key(struct layout_reader *reader, struct text key, struct text value)
{
    struct layout_level *level = &reader->layout->levels[reader->at];
    size_t language = find_language(reader->layout, key);
    if (language < reader->layout->language_count) level->names[language] = value;
    else if (text_is(key, "artwork")) level->artwork = layout_keep(reader, text_printf(reader->arena, "%s/%.*s", reader->layout->folder, TEXT_ARG(value)));
    else if (text_starts_with(key, "colour "))
        read_colour(reader, layout_keep(reader, text_trim((struct text){key.bytes + 7, key.length - 7})), value, level->colours, &level->colour_count);
    else no_such_key(reader, key);
}

static struct font *open_file(struct layout_reader *reader, const char *path, unsigned index)
{
    struct layout *layout = reader->layout;
    for (size_t i = 0; i < layout->file_count; i++)
        if (!strcmp(layout->file_names[i].path, path) && layout->file_names[i].index == index) return layout->files[i];
    if (layout->file_count == LAYOUT_FILES) {
        layout_tell(reader, "ecert.layout_many", N_("There are too many of these; the most is {most}."), "most", "48");
        return NULL;
    }
    struct context work = {.arena = reader->arena, .error = {.arena = reader->arena}};
    struct font *font = NULL;
    if (font_open(&work, path, index, &font) != RESULT_OK) {
        layout_tell(reader, work.error.code, work.error.english, "file", path);
        return NULL;
    }
    layout->file_names[layout->file_count].path = path;
    layout->file_names[layout->file_count].index = index;
    return layout->files[layout->file_count++] = font;
}

static void font_key(struct layout_reader *reader, struct text key, struct text value)
{
    struct layout_font *font = &reader->layout->fonts[reader->at];
    struct font **fallbacks = reader->fallbacks[reader->at];
    font->list.fonts = fallbacks;
    if (text_is(key, "file")) {
        double index = 0;
        size_t space = value.length;
        while (space && value.bytes[space - 1] >= '0' && value.bytes[space - 1] <= '9') space--;
        struct text path = value;
        if (space && space < value.length && value.bytes[space - 1] == ' ') {
            read_number((struct text){value.bytes + space, value.length - space}, &index);
            path = text_trim((struct text){value.bytes, space});
        }
        struct text full = path;
        if (path.length && path.bytes[0] != '/') full = text_printf(reader->arena, "%s/%.*s", reader->layout->folder, TEXT_ARG(path));
        struct font *opened = !reader->open_fonts ? NULL : open_file(reader, layout_keep(reader, full), (unsigned)index);
        if (opened && font->list.count < LAYOUT_FALLBACKS) fallbacks[font->list.count++] = opened;
    } else if (text_is(key, "also")) {
        for (size_t i = 0; i < reader->layout->font_count; i++)
            if (i != reader->at && text_is(value, reader->layout->fonts[i].name)) {
                for (size_t j = 0; j < reader->layout->fonts[i].list.count && font->list.count < LAYOUT_FALLBACKS; j++)
                    fallbacks[font->list.count++] = reader->fallbacks[i][j];
                return;
            }
        bad_value(reader, value);
    } else {
        no_such_key(reader, key);
    }
}

static int find_font(const struct layout *layout, struct text name)
{
    for (size_t i = 0; i < layout->font_count; i++)
        if (text_is(name, layout->fonts[i].name)) return (int)i;
    return -1;
}

/* A key that can differ by language; false where it is none of these. */
static bool style_key(struct layout_reader *reader, struct layout_style *style, struct text key, struct text value)
{
    static const char *const aligns[] = {"left", "centre", "right", NULL}, *const grows[] = {"down", "centre", "up", NULL};
    double numbers[2] = {0}, height = reader->layout->height;
    int word;
    if (text_is(key, "at")) {
        if (read_numbers(reader, value, numbers, 2, 2)) style->x = numbers[0] * POINTS_PER_MILLIMETRE, style->y = height - numbers[1] * POINTS_PER_MILLIMETRE;
    } else if (text_is(key, "width")) {
        if (read_numbers(reader, value, numbers, 1, 1)) style->width = numbers[0] * POINTS_PER_MILLIMETRE;
    } else if (text_is(key, "size")) {
        if (read_numbers(reader, value, numbers, 1, 2)) style->size = numbers[0], style->smallest = numbers[1] > 0 ? numbers[1] : numbers[0];
    } else if (text_is(key, "leading")) {
        if (read_numbers(reader, value, numbers, 1, 1)) style->leading = numbers[0];
    } else if (text_is(key, "tracking")) {
        if (read_numbers(reader, value, numbers, 1, 1)) style->tracking = numbers[0];
    } else if (text_is(key, "lines")) {
        if (read_numbers(reader, value, numbers, 1, 1)) style->lines = (long)numbers[0];
    } else if (text_is(key, "align")) {
        if ((word = read_word(reader, value, aligns)) >= 0) style->align = (enum layout_align)word;
    } else if (text_is(key, "grow")) {
        if ((word = read_word(reader, value, grows)) >= 0) style->grow = (enum layout_grow)word;
    } else if (text_is(key, "font")) {
        style->font = find_font(reader->layout, value);
        if (style->font < 0) bad_value(reader, value);
    } else if (text_is(key, "colour")) {
        style->colour = layout_keep(reader, value);
    } else if (text_is(key, "on")) {
        style->ground = layout_keep(reader, value);
    } else if (text_is(key, "otherwise")) {
        style->otherwise = value;
    } else {
        return false;
    }
    style->line = reader->line;
    return true;
}

static void text_key(struct layout_reader *reader, struct text key, struct text value)
{
    struct layout *layout = reader->layout;
    struct layout_text *text = &layout->texts[reader->at];
    static const char *const roles[] = {"H1", "H2", "H3", "P", "joined", NULL};
    size_t language = find_language(layout, key);
    int word;
    if (language < layout->language_count) {
        text->styles[language].text = value;
        text->slots |= slots_of(reader, value);
    } else if (text_is(key, "text")) {
        for (size_t i = 0; i < layout->language_count; i++) text->styles[i].text = value;
        text->slots |= slots_of(reader, value);
    } else if (text_is(key, "role")) {
        if ((word = read_word(reader, value, roles)) >= 0) text->role = word == 4 ? NULL : roles[word];
    } else if (text_is(key, "when")) {
        text->when = read_slots(reader, value);
    } else if (text_is(key, "unless")) {
        text->unless = read_slots(reader, value);
    } else if (text_is(key, "levels")) {
        struct text rest = value, piece;
        while (text_split(&rest, ' ', &piece)) {
            const struct layout_level *level = text_empty(piece) ? NULL : layout_level(layout, piece);
            if (level) text->levels |= 1u << (level - layout->levels);
            else if (!text_empty(piece)) bad_value(reader, piece);
        }
    } else {
        size_t space = 0;
        while (space < key.length && key.bytes[space] != ' ') space++;
        struct text first = {key.bytes, space}, last = text_trim((struct text){key.bytes + space, key.length - space});
        language = find_language(layout, last);
        bool known = true;
        if (text_empty(last))
            for (size_t i = 0; known && i < layout->language_count; i++) known = style_key(reader, &text->styles[i], first, value);
        else
            known = language < layout->language_count && style_key(reader, &text->styles[language], first, value);
        if (!known) no_such_key(reader, key);
    }
}

static void qr_key(struct layout_reader *reader, struct text key, struct text value)
{
    struct layout *layout = reader->layout;
    double numbers[2] = {0};
    layout->qr.line = reader->line;
    if (text_is(key, "at")) {
        if (read_numbers(reader, value, numbers, 2, 2)) layout->qr.x = numbers[0] * POINTS_PER_MILLIMETRE, layout->qr.y = layout->height - numbers[1] * POINTS_PER_MILLIMETRE;
    } else if (text_is(key, "size")) {
        if (read_numbers(reader, value, numbers, 1, 1)) layout->qr.size = numbers[0] * POINTS_PER_MILLIMETRE;
    } else if (text_is(key, "colour")) {
        layout->qr.colour = layout_keep(reader, value);
    } else if (text_is(key, "on")) {
        layout->qr.ground = layout_keep(reader, value);
    } else {
        no_such_key(reader, key);
    }
}

void layout_key(struct layout_reader *reader, struct text key, struct text value)
{
    struct layout *layout = reader->layout;
    switch (reader->section) {
    case IN_PAGE: {
        double numbers[2];
        if (!text_is(key, "size")) no_such_key(reader, key);
        else if (read_numbers(reader, value, numbers, 2, 2))
            layout->width = numbers[0] * POINTS_PER_MILLIMETRE, layout->height = numbers[1] * POINTS_PER_MILLIMETRE;
        break;
    }
    case IN_LANGUAGE: language_key(reader, key, value); break;
    case IN_COLOURS: read_colour(reader, layout_keep(reader, key), value, layout->colours, &layout->colour_count); break;
    case IN_LEVEL: level_key(reader, key, value); break;
    case IN_FONT: font_key(reader, key, value); break;
    case IN_TEXT: text_key(reader, key, value); break;
    case IN_QR: qr_key(reader, key, value); break;
    case IN_NOTHING: break; /* the section was refused already */
    }
}
