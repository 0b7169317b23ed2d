/* Looks through artwork before it is drawn: a certificate's artwork is paths only, so that it needs no fonts, prints sharp, and is small. */
#include "ecert/ecert_internal.h"

#include <stdio.h>
#include <string.h>

#include <expat.h>

enum { LARGEST_SVG = 4 << 20, MOST_MISTAKES = 20 };

struct look {
    struct arena *arena;
    XML_Parser parser;
    const char *path;
    struct layout_report *report;
    size_t mistakes;
    int depth;
};

static void tell(struct look *look, const char *code, const char *english, const char *name, const char *value)
{
    if (look->mistakes++ < MOST_MISTAKES)
        look->report->tell(look->report, look->path, (long)XML_GetCurrentLineNumber(look->parser), code, english, name, value);
}

static const char *local_name(const char *name)
{
    const char *colon = strrchr(name, ':');
    return colon ? colon + 1 : name;
}

static void element(void *data, const XML_Char *full_name, const XML_Char **attributes)
{
    static const char *const refused[] = {"text", "tspan", "textPath", "tref", "image", "feImage", "script", "foreignObject", "filter", "font", "a", "style", "animate",
                                          "set", "animateTransform", "animateMotion", "video", "audio", "iframe", "mask", NULL};
    struct look *look = data;
    const char *name = local_name(full_name);
    if (look->depth++ == 0 && strcmp(name, "svg") != 0) tell(look, "ecert.artwork_root", N_("The first element has to be <svg>."), NULL, NULL);
    for (size_t i = 0; refused[i]; i++)
        if (!strcmp(name, refused[i]))
            tell(look, "ecert.artwork_element", N_("Artwork is made of paths and shapes: <{element}> cannot be in it. Turn text into paths and leave pictures and effects out."),
                 "element", text_string(look->arena, text_of(name)));
    for (size_t i = 0; attributes[i]; i += 2) {
        const char *attribute = local_name(attributes[i]), *value = attributes[i + 1];
        if (!strcmp(attribute, "href") && value[0] != '#')
            tell(look, "ecert.artwork_reference", N_("Artwork must not refer to anything outside its file."), NULL, NULL);
        if (!strncmp(attribute, "on", 2)) tell(look, "ecert.artwork_script", N_("Artwork must not have scripts."), NULL, NULL);
        if (strstr(value, "url(") && !strstr(value, "url(#")) tell(look, "ecert.artwork_reference", N_("Artwork must not refer to anything outside its file."), NULL, NULL);
    }
}

static void element_end(void *data, const XML_Char *name)
{
    ((struct look *)data)->depth--;
}

static void document_type(void *data, const XML_Char *name, const XML_Char *system, const XML_Char *public, int internal)
{
    if (internal) tell(data, "ecert.artwork_entities", N_("Artwork must not have a document type with declarations of its own."), NULL, NULL);
}

bool svg_check(struct arena *arena, const char *path, struct layout_report *report, struct text *source)
{
    FILE *file = fopen(path, "rb");
    if (!file) {
        report->tell(report, path, 0, "ecert.artwork_absent", N_("The artwork cannot be read."), NULL, NULL);
        return false;
    }
    char *bytes = arena_raw(arena, LARGEST_SVG + 1);
    size_t length = fread(bytes, 1, LARGEST_SVG + 1, file);
    fclose(file);
    if (length > LARGEST_SVG) {
        report->tell(report, path, 0, "ecert.artwork_large", N_("The artwork is larger than 4 MiB."), NULL, NULL);
        return false;
    }
    *source = (struct text){bytes, length};
    struct look look = {.arena = arena, .parser = XML_ParserCreate(NULL), .path = path, .report = report};
    XML_SetUserData(look.parser, &look);
    XML_SetElementHandler(look.parser, element, element_end);
    XML_SetStartDoctypeDeclHandler(look.parser, document_type);
    if (XML_Parse(look.parser, bytes, (int)length, 1) != XML_STATUS_OK)
        tell(&look, "ecert.artwork_xml", N_("The artwork is not well-formed: {reason}."), "reason", XML_ErrorString(XML_GetErrorCode(look.parser)));
    XML_ParserFree(look.parser);
    return !look.mistakes;
}
