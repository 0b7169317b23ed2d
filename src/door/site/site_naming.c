/* The name that certificates will bear, in each script, and where it comes from (SPEC 4.2, 4.4). */
#include "award/award.h"
#include "award/award_name.h"
#include "door/site/site_inside.h"
#include "door/site/site_records.h"
#include "outside/language.h"

static struct name_in_script row(bool latin, const struct award_naming *names)
{
    enum award_name_source of = latin ? names->latin_of : names->native_of;
    return (struct name_in_script){.latin = latin, .name = latin ? names->latin : names->native, .of_profile = of == AWARD_NAME_PROFILE, .of_certificate = of == AWARD_NAME_CERTIFICATE,
                                   .of_record = of == AWARD_NAME_RECORD, .not_issued = !of && names->as_issued, .nowhere = !of && !names->as_issued};
}

enum result site_naming(struct visit *visit, bool also_fixed, struct list *naming)
{
    struct context *context = visit->context;
    struct award_naming names;
    bool fixed;
    *naming = (struct list){&name_to_print_record, NULL, 0};
    TRY(award_names_fixed(context, visit->account.id, &fixed));
    if (fixed && !also_fixed) return RESULT_OK;
    TRY(award_name_to_print(context, &names));
    struct name_to_print *item = ARENA_NEW(context->arena, struct name_to_print);
    struct name_in_script *rows = ARENA_ARRAY(context->arena, 2, struct name_in_script);
    bool native_first = language_native_first(text_of(context->language)); /* the frame is filled later */
    rows[0] = row(!native_first, &names);
    rows[1] = row(native_first, &names);
    *item = (struct name_to_print){.scripts = {&name_in_script_record, rows, 2}, .of_record = names.latin_of == AWARD_NAME_RECORD || names.native_of == AWARD_NAME_RECORD,
                                   .none = !names.latin_of && !names.native_of, .fixed = fixed};
    struct award_unprintable why;
    TRY(award_name_unprintable(context, names.latin, names.native, &why));
    item->unprintable = why.characters;
    item->too_long = why.too_long;
    naming->items = item;
    naming->count = 1;
    return RESULT_OK;
}
