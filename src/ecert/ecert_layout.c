/* Reads a layout file: sections in brackets, `key = value` lines, `key LANGUAGE = value` for one language, # comments. */
#include "ecert/ecert_layout.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>


static const double POINTS_PER_MILLIMETRE = 72 / 25.4;

enum section { IN_NOTHING, IN_PAGE, IN_LANGUAGE, IN_COLOURS, IN_LEVEL, IN_FONT, IN_TEXT, IN_QR };

struct reader {
    struct arena *arena;
    struct layout *layout;
    struct layout_report *report;
    long line;
    enum section section;
    size_t at; /* of the language, level, font or text that the section is about */
    struct font *fallbacks[LAYOUT_FONTS][LAYOUT_FALLBACKS];
    bool open_fonts;
};

static void tell_at(struct reader *reader, long line, const char *code, const char *english, const char *name, const char *value)
{
    reader->report->tell(reader->report, reader->layout->file, line, code, english, name, value);
}

static void tell(struct reader *reader, const char *code, const char *english, const char *name, const char *value)
{
    tell_at(reader, reader->line, code, english, name, value);
}

static const char *keep(struct reader *reader, struct text text)
{
    return text_string(reader->arena, text);
}

/* --- Values --- */

static void bad_value(struct reader *reader, struct text value)
{
    tell(reader, "ecert.layout_value", N_("\"{value}\" is not a value for this key. See README.md beside the layout."), "value", keep(reader, value));
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
static bool read_numbers(struct reader *reader, struct text value, double *numbers, size_t least, size_t count)
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

static void read_colour(struct reader *reader, const char *name, struct text value, struct layout_colour *colours, size_t *count)
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

static uint32_t read_slots(struct reader *reader, struct text value)
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
static uint32_t slots_of(struct reader *reader, struct text text)
{
    uint32_t slots = 0;
    for (size_t i = 0; i < text.length; i++) {
        if (text.bytes[i] != '{') continue;
        const char *end = memchr(text.bytes + i, '}', text.length - i);
        struct text name = {text.bytes + i + 1, end ? (size_t)(end - text.bytes) - i - 1 : 0};
        enum layout_slot slot = layout_slot(name);
        if (slot != SLOT_NONE) slots |= 1u << slot;
        else tell(reader, "ecert.layout_slot", N_("\"{value}\" is nothing that can be filled in."), "value", keep(reader, name));
    }
    return slots;
}

/* --- Sections --- */

/* One of the words, by its place; -1 and told where it is none of them. */
static int read_word(struct reader *reader, struct text value, const char *const *words)
{
    for (int i = 0; words[i]; i++)
        if (text_is(value, words[i])) return i;
    bad_value(reader, value);
    return -1;
}

static void language_key(struct reader *reader, struct text key, struct text value)
{
    struct layout_language *language = &reader->layout->languages[reader->at];
    if (text_is(key, "tag")) language->tag = keep(reader, value);
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
        tell(reader, "ecert.layout_key", N_("There is no key \"{key}\" in this section."), "key", keep(reader, key));
    }
}

static size_t find_language(const struct layout *layout, struct text name)
{
    size_t i = 0;
    while (i < layout->language_count && !text_is(name, layout->languages[i].name)) i++;
    return i;
}

static void level_key(struct reader *reader, struct text key, struct text value)
{
    struct layout_level *level = &reader->layout->levels[reader->at];
    size_t language = find_language(reader->layout, key);
    if (language < reader->layout->language_count) level->names[language] = value;
    else if (text_is(key, "artwork")) level->artwork = keep(reader, text_printf(reader->arena, "%s/%.*s", reader->layout->folder, TEXT_ARG(value)));
    else if (text_starts_with(key, "colour "))
        read_colour(reader, keep(reader, text_trim((struct text){key.bytes + 7, key.length - 7})), value, level->colours, &level->colour_count);
    else tell(reader, "ecert.layout_key", N_("There is no key \"{key}\" in this section."), "key", keep(reader, key));
}

static struct font *open_file(struct reader *reader, const char *path, unsigned index)
{
    struct layout *layout = reader->layout;
    for (size_t i = 0; i < layout->file_count; i++)
        if (!strcmp(layout->file_names[i].path, path) && layout->file_names[i].index == index) return layout->files[i];
    if (layout->file_count == LAYOUT_FILES) {
        tell(reader, "ecert.layout_many", N_("There are too many of these; the most is {most}."), "most", "48");
        return NULL;
    }
    struct context work = {.arena = reader->arena, .error = {.arena = reader->arena}};
    struct font *font = NULL;
    if (font_open(&work, path, index, &font) != RESULT_OK) {
        tell(reader, work.error.code, work.error.english, "file", path);
        return NULL;
    }
    layout->file_names[layout->file_count].path = path;
    layout->file_names[layout->file_count].index = index;
    return layout->files[layout->file_count++] = font;
}

static void font_key(struct reader *reader, struct text key, struct text value)
{
    struct layout_font *font = &reader->layout->fonts[reader->at];
    struct font **fallbacks = reader->fallbacks[reader->at];
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
        struct font *opened = !reader->open_fonts ? NULL : open_file(reader, keep(reader, full), (unsigned)index);
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
        tell(reader, "ecert.layout_key", N_("There is no key \"{key}\" in this section."), "key", keep(reader, key));
    }
    font->list.fonts = fallbacks;
}

static int find_font(const struct layout *layout, struct text name)
{
    for (size_t i = 0; i < layout->font_count; i++)
        if (text_is(name, layout->fonts[i].name)) return (int)i;
    return -1;
}

/* A key that can differ by language; false where it is none of these. */
static bool style_key(struct reader *reader, struct layout_style *style, struct text key, struct text value)
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
        style->colour = keep(reader, value);
    } else if (text_is(key, "on")) {
        style->ground = keep(reader, value);
    } else if (text_is(key, "otherwise")) {
        style->otherwise = value;
    } else {
        return false;
    }
    style->line = reader->line;
    return true;
}

static void text_key(struct reader *reader, struct text key, struct text value)
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
        if (!known) tell(reader, "ecert.layout_key", N_("There is no key \"{key}\" in this section."), "key", keep(reader, key));
    }
}

static void qr_key(struct reader *reader, struct text key, struct text value)
{
    struct layout *layout = reader->layout;
    double numbers[2] = {0};
    layout->qr.line = reader->line;
    if (text_is(key, "at")) {
        if (read_numbers(reader, value, numbers, 2, 2)) layout->qr.x = numbers[0] * POINTS_PER_MILLIMETRE, layout->qr.y = layout->height - numbers[1] * POINTS_PER_MILLIMETRE;
    } else if (text_is(key, "size")) {
        if (read_numbers(reader, value, numbers, 1, 1)) layout->qr.size = numbers[0] * POINTS_PER_MILLIMETRE;
    } else if (text_is(key, "colour")) {
        layout->qr.colour = keep(reader, value);
    } else if (text_is(key, "on")) {
        layout->qr.ground = keep(reader, value);
    } else {
        tell(reader, "ecert.layout_key", N_("There is no key \"{key}\" in this section."), "key", keep(reader, key));
    }
}

static void key_line(struct reader *reader, struct text key, struct text value)
{
    struct layout *layout = reader->layout;
    switch (reader->section) {
    case IN_PAGE: {
        double numbers[2];
        if (!text_is(key, "size")) tell(reader, "ecert.layout_key", N_("There is no key \"{key}\" in this section."), "key", keep(reader, key));
        else if (read_numbers(reader, value, numbers, 2, 2))
            layout->width = numbers[0] * POINTS_PER_MILLIMETRE, layout->height = numbers[1] * POINTS_PER_MILLIMETRE;
        break;
    }
    case IN_LANGUAGE: language_key(reader, key, value); break;
    case IN_COLOURS: read_colour(reader, keep(reader, key), value, layout->colours, &layout->colour_count); break;
    case IN_LEVEL: level_key(reader, key, value); break;
    case IN_FONT: font_key(reader, key, value); break;
    case IN_TEXT: text_key(reader, key, value); break;
    case IN_QR: qr_key(reader, key, value); break;
    case IN_NOTHING: break; /* the section was refused already */
    }
}

static bool room_for(struct reader *reader, size_t count, size_t most)
{
    if (count < most) return true;
    tell(reader, "ecert.layout_many", N_("There are too many of these; the most is {most}."), "most",
         keep(reader, text_printf(reader->arena, "%zu", most)));
    return false;
}

static void section_line(struct reader *reader, struct text head)
{
    struct layout *layout = reader->layout;
    size_t space = 0;
    while (space < head.length && head.bytes[space] != ' ') space++;
    struct text kind = {head.bytes, space}, name = text_trim((struct text){head.bytes + space, head.length - space});
    const char *kept = keep(reader, name);
    reader->section = IN_NOTHING;
    if (text_is(kind, "page") && text_empty(name)) reader->section = IN_PAGE;
    else if (text_is(kind, "colours") && text_empty(name)) reader->section = IN_COLOURS;
    else if (text_is(kind, "qr") && text_empty(name)) reader->section = IN_QR, layout->qr.line = reader->line;
    else if (text_is(kind, "language") && !text_empty(name) && room_for(reader, layout->language_count, LAYOUT_LANGUAGES)) {
        reader->section = IN_LANGUAGE, reader->at = layout->language_count++;
        layout->languages[reader->at] = (struct layout_language){.name = kept, .tag = kept, .line = reader->line};
    } else if (text_is(kind, "level") && !text_empty(name) && room_for(reader, layout->level_count, LAYOUT_LEVELS)) {
        reader->section = IN_LEVEL, reader->at = layout->level_count++;
        layout->levels[reader->at] = (struct layout_level){.name = kept, .line = reader->line};
    } else if (text_is(kind, "font") && !text_empty(name) && room_for(reader, layout->font_count, LAYOUT_FONTS)) {
        reader->section = IN_FONT, reader->at = layout->font_count++;
        layout->fonts[reader->at] = (struct layout_font){.name = kept, .line = reader->line};
    } else if (text_is(kind, "text") && !text_empty(name) && room_for(reader, layout->text_count, LAYOUT_TEXTS)) {
        reader->section = IN_TEXT, reader->at = layout->text_count++;
        layout->texts[reader->at] = (struct layout_text){.name = kept, .role = "P", .line = reader->line};
        for (size_t i = 0; i < LAYOUT_LANGUAGES; i++)
            layout->texts[reader->at].styles[i] = (struct layout_style){.leading = 1.25, .lines = 1, .font = -1, .colour = "ink", .ground = "paper", .line = reader->line};
    } else {
        tell(reader, "ecert.layout_section", N_("\"{section}\" is not a section of a layout."), "section", keep(reader, head));
    }
}

/* --- The whole --- */

static void check_whole(struct reader *reader)
{
    struct layout *layout = reader->layout;
    if (layout->width < 100 || layout->height < 100) tell_at(reader, 0, "ecert.layout_page", N_("The section [page] with the page's size is missing."), NULL, NULL);
    if (!layout->language_count || !layout->level_count || !layout->text_count)
        tell_at(reader, 0, "ecert.layout_empty", N_("A layout needs at least one language, one level and one text."), NULL, NULL);
    for (size_t i = 0; i < layout->language_count; i++) {
        const struct layout_language *language = &layout->languages[i];
        if (text_empty(language->date) || text_empty(language->title) || text_empty(language->qr_text) || text_empty(language->months[11]))
            tell_at(reader, language->line, "ecert.layout_language", N_("The language needs date, months, title and qr."), NULL, NULL);
    }
    for (size_t i = 0; i < layout->level_count; i++)
        if (!layout->levels[i].artwork) tell_at(reader, layout->levels[i].line, "ecert.layout_artwork", N_("The level has no artwork."), NULL, NULL);
    for (size_t i = 0; i < layout->font_count; i++)
        if (!layout->fonts[i].list.count) tell_at(reader, layout->fonts[i].line, "ecert.layout_font", N_("The font has no file that can be used."), NULL, NULL);
    for (size_t i = 0; i < layout->text_count; i++)
        for (size_t j = 0; j < layout->language_count; j++) {
            const struct layout_style *style = &layout->texts[i].styles[j];
            if (text_empty(style->text)) continue;
            if (style->font < 0 || style->size < 3 || style->size > 200 || style->smallest < 3 || style->smallest > style->size || style->width <= 0
                || style->lines < 1 || style->lines > 8 || style->leading < 0.8 || style->leading > 4)
                tell_at(reader, layout->texts[i].line, "ecert.layout_text", N_("The text needs font, at, width and size (3 to 200 points), and 1 to 8 lines."), NULL, NULL);
            for (size_t k = 0; k < layout->level_count; k++)
                if (!layout_colour(layout, &layout->levels[k], style->colour) || !layout_colour(layout, &layout->levels[k], style->ground)) {
                    tell_at(reader, style->line, "ecert.layout_colour", N_("The level \"{level}\" has no colour of that name."), "level", layout->levels[k].name);
                    break;
                }
        }
}

static struct text read_file(struct arena *arena, const char *path, bool *absent)
{
    FILE *file = fopen(path, "rb");
    *absent = !file;
    if (!file) return TEXT("");
    char *bytes = arena_raw(arena, LAYOUT_LARGEST_FILE + 1);
    size_t length = fread(bytes, 1, LAYOUT_LARGEST_FILE + 1, file);
    *absent = ferror(file);
    fclose(file);
    return (struct text){bytes, length};
}

struct layout *layout_read(struct arena *arena, struct text folder, struct layout_report *report)
{
    bool absent;
    const char *file = text_printf(arena, "%.*s/layout.ini", TEXT_ARG(folder)).bytes;
    struct text text = read_file(arena, file, &absent);
    if (!absent) return layout_parse(arena, folder, text, report, true);
    report->tell(report, file, 0, "ecert.layout_absent", N_("The layout cannot be read."), NULL, NULL);
    return ARENA_NEW(arena, struct layout);
}

struct layout *layout_parse(struct arena *arena, struct text folder, struct text rest, struct layout_report *report, bool open_fonts)
{
    struct layout *layout = ARENA_NEW(arena, struct layout);
    struct reader *reader = ARENA_NEW(arena, struct reader);
    *reader = (struct reader){.arena = arena, .layout = layout, .report = report, .open_fonts = open_fonts};
    layout->folder = text_string(arena, folder);
    layout->file = text_printf(arena, "%s/layout.ini", layout->folder).bytes;
    struct text line;
    size_t wrong;
    if (rest.length > LAYOUT_LARGEST_FILE || !text_is_utf8(rest, &wrong)) {
        tell_at(reader, 0, "ecert.layout_not_text", N_("The layout has to be UTF-8 text of at most 256 KiB."), NULL, NULL);
        return layout;
    }
    while (text_split(&rest, '\n', &line)) {
        reader->line++;
        line = text_trim(line);
        if (text_empty(line) || line.bytes[0] == '#') continue;
        size_t equals = text_find(line, "=");
        if (line.bytes[0] == '[' && line.bytes[line.length - 1] == ']') section_line(reader, text_trim((struct text){line.bytes + 1, line.length - 2}));
        else if (equals < line.length && equals)
            key_line(reader, text_trim((struct text){line.bytes, equals}), text_trim((struct text){line.bytes + equals + 1, line.length - equals - 1}));
        else tell(reader, "ecert.layout_line", N_("A line is \"[section]\", \"key = value\" or begins with #."), NULL, NULL);
    }
    check_whole(reader);
    return layout;
}

void layout_free_fonts(struct layout *layout)
{
    for (size_t i = 0; i < layout->file_count; i++) font_free(layout->files[i]);
    layout->file_count = 0;
}
