/* Whether the theme can print what a catalogue promises. */
#include "ecert/ecert.h"

#include <string.h>

#include "catalogue/catalogue.h"
#include "ecert/ecert_layout.h"

/* Room for what is lacking: each theme and each language once. */
enum { MOST_LACKS = LAYOUT_LEVELS + LAYOUT_LANGUAGES };

static void add_lack(struct context *context, struct ecert_lacks *lacks, const char *code, const char *english, const char *what, const char *file)
{
    for (size_t i = 0; i < lacks->count; i++)
        if (strcmp(lacks->items[i].code, code) == 0 && text_is(lacks->items[i].arguments[0].value, what)) return;
    if (lacks->count == MOST_LACKS) return;
    struct error *error = &lacks->items[lacks->count++];
    error->arena = context->arena;
    (void)!error_set(error, RESULT_REFUSED, code, english, "what", what, "file", file, NULL);
}

void ecert_theme_lacks(struct context *context, const struct catalogue *catalogue, struct ecert_lacks *lacks)
{
    struct layout_report report = {.tell = layout_tell_nobody};
    *lacks = (struct ecert_lacks){.items = ARENA_ARRAY(context->arena, MOST_LACKS, struct error)};
    const struct layout *layout = layout_read(context->arena, ecert_theme_folder(context), &report, false);
    if (!layout->level_count) return; /* there is no layout: which the theme's own check tells, as whatever else is wrong with it */
    for (size_t i = 0; i < catalogue->body.language_count; i++)
        if (!layout_language(layout, catalogue->body.languages[i]))
            add_lack(context, lacks, "ecert.lacks_language", N_("No e-Cert can be made in {what}: {file} has no section [language {what}]. Add it there, or take the language from the body."), catalogue->body.languages[i], layout->file);
    for (size_t i = 0; i < catalogue->certification_count; i++)
        for (size_t k = 0; k < catalogue->certifications[i].version_count; k++) {
            const struct certification_version *version = &catalogue->certifications[i].versions[k];
            if ((version->forms & FORM_ECERT) && !layout_level(layout, version->theme))
                add_lack(context, lacks, "ecert.lacks_theme", N_("No e-Cert of the theme {what} can be made: {file} has no section [level {what}]. Add it there, or name another theme in the catalogue."), text_string(context->arena, version->theme), layout->file);
        }
}
