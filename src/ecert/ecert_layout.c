/* Reads a layout file: sections in brackets, `key = value` lines, `key LANGUAGE = value` for one language, # comments. */
#include "ecert/ecert_layout_inside.h"

#include <stdio.h>
#include <unistd.h>

void layout_tell_at(struct layout_reader *reader, long line, const char *code, const char *english, const char *name, const char *value)
{
    reader->report->tell(reader->report, reader->layout->file, line, code, english, name, value);
}

void layout_tell(struct layout_reader *reader, const char *code, const char *english, const char *name, const char *value)
{
    layout_tell_at(reader, reader->line, code, english, name, value);
}

const char *layout_keep(struct layout_reader *reader, struct text text)
{
    return text_string(reader->arena, text);
}

static bool room_for(struct layout_reader *reader, size_t count, size_t most)
{
    if (count < most) return true;
    layout_tell(reader, "ecert.layout_many", N_("There are too many of these; the most is {most}."), "most", layout_keep(reader, text_printf(reader->arena, "%zu", most)));
    return false;
}

static void section_line(struct layout_reader *reader, struct text head)
{
    struct layout *layout = reader->layout;
    size_t space = 0;
    while (space < head.length && head.bytes[space] != ' ') space++;
    struct text kind = {head.bytes, space}, name = text_trim((struct text){head.bytes + space, head.length - space});
    const char *kept = layout_keep(reader, name);
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
        layout_tell(reader, "ecert.layout_section", N_("\"{section}\" is not a section of a layout."), "section", layout_keep(reader, head));
    }
}

/* --- The whole --- */

static void check_whole(struct layout_reader *reader)
{
    struct layout *layout = reader->layout;
    if (layout->width < 100 || layout->height < 100) layout_tell_at(reader, 0, "ecert.layout_page", N_("The section [page] with the page's size is missing."), NULL, NULL);
    if (!layout->language_count || !layout->level_count || !layout->text_count)
        layout_tell_at(reader, 0, "ecert.layout_empty", N_("A layout needs at least one language, one level and one text."), NULL, NULL);
    for (size_t i = 0; i < layout->language_count; i++) {
        const struct layout_language *language = &layout->languages[i];
        if (text_empty(language->date) || text_empty(language->title) || text_empty(language->qr_text) || text_empty(language->months[11]))
            layout_tell_at(reader, language->line, "ecert.layout_language", N_("The language needs date, months, title and qr."), NULL, NULL);
    }
    for (size_t i = 0; i < layout->level_count; i++)
        if (!layout->levels[i].artwork) layout_tell_at(reader, layout->levels[i].line, "ecert.layout_artwork", N_("The level has no artwork."), NULL, NULL);
    for (size_t i = 0; i < layout->font_count; i++)
        if (!layout->fonts[i].list.count) layout_tell_at(reader, layout->fonts[i].line, "ecert.layout_font", N_("The font has no file that can be used."), NULL, NULL);
    for (size_t i = 0; i < layout->text_count; i++)
        for (size_t j = 0; j < layout->language_count; j++) {
            const struct layout_style *style = &layout->texts[i].styles[j];
            if (text_empty(style->text)) continue;
            if (style->font < 0 || style->size < 3 || style->size > 200 || style->smallest < 3 || style->smallest > style->size || style->width <= 0
                || style->lines < 1 || style->lines > 8 || style->leading < 0.8 || style->leading > 4)
                layout_tell_at(reader, layout->texts[i].line, "ecert.layout_text", N_("The text needs font, at, width and size (3 to 200 points), and 1 to 8 lines."), NULL, NULL);
            for (size_t k = 0; k < layout->level_count; k++)
                if (!layout_colour(layout, &layout->levels[k], style->colour) || !layout_colour(layout, &layout->levels[k], style->ground)) {
                    layout_tell_at(reader, style->line, "ecert.layout_colour", N_("The level \"{level}\" has no colour of that name."), "level", layout->levels[k].name);
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

void layout_tell_nobody(struct layout_report *report, const char *file, long line, const char *code, const char *english, const char *name, const char *value)
{
    (void)file, (void)line, (void)code, (void)english, (void)name, (void)value;
    report->count++;
}

struct layout *layout_read(struct arena *arena, struct text folder, struct layout_report *report, bool open_fonts)
{
    bool absent;
    const char *file = text_printf(arena, "%.*s/layout.ini", TEXT_ARG(folder)).bytes;
    struct text text = read_file(arena, file, &absent);
    if (!absent) return layout_parse(arena, folder, text, report, open_fonts);
    const char *place = text_string(arena, folder);
    if (access(place, F_OK) != 0) report->tell(report, place, 0, "ecert.no_such_folder", N_("There is no such folder."), NULL, NULL);
    else report->tell(report, file, 0, "ecert.layout_absent", N_("The layout cannot be read."), NULL, NULL);
    return ARENA_NEW(arena, struct layout);
}

struct layout *layout_parse(struct arena *arena, struct text folder, struct text rest, struct layout_report *report, bool open_fonts)
{
    struct layout *layout = ARENA_NEW(arena, struct layout);
    struct layout_reader *reader = ARENA_NEW(arena, struct layout_reader);
    *reader = (struct layout_reader){.arena = arena, .layout = layout, .report = report, .open_fonts = open_fonts};
    layout->folder = text_string(arena, folder);
    layout->file = text_printf(arena, "%s/layout.ini", layout->folder).bytes;
    struct text line;
    size_t wrong;
    if (rest.length > LAYOUT_LARGEST_FILE || !text_is_utf8(rest, &wrong)) {
        layout_tell_at(reader, 0, "ecert.layout_not_text", N_("The layout has to be UTF-8 text of at most 256 KiB."), NULL, NULL);
        return layout;
    }
    while (text_split(&rest, '\n', &line)) {
        reader->line++;
        line = text_trim(line);
        if (text_empty(line) || line.bytes[0] == '#') continue;
        size_t equals = text_find(line, "=");
        if (line.bytes[0] == '[' && line.bytes[line.length - 1] == ']') section_line(reader, text_trim((struct text){line.bytes + 1, line.length - 2}));
        else if (equals < line.length && equals)
            layout_key(reader, text_trim((struct text){line.bytes, equals}), text_trim((struct text){line.bytes + equals + 1, line.length - equals - 1}));
        else layout_tell(reader, "ecert.layout_line", N_("A line is \"[section]\", \"key = value\" or begins with #."), NULL, NULL);
    }
    check_whole(reader);
    return layout;
}

void layout_free_fonts(struct layout *layout)
{
    for (size_t i = 0; i < layout->file_count; i++) font_free(layout->files[i]);
    layout->file_count = 0;
}
