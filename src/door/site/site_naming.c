/* The name that certificates will bear, shown as long as one can still be issued by it (SPEC 4.2, 4.4). */
#include "award/award.h"
#include "award/award_name.h"
#include "door/site/site_inside.h"
#include "door/site/site_records.h"

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
    *item = (struct name_to_print){.name_latin = names.latin, .name_native = names.native, .fixed = fixed, .of_record = names.of_record,
                                   .of_profile = !names.of_record && !(text_empty(names.latin) && text_empty(names.native))};
    item->none = !item->of_record && !item->of_profile;
    naming->items = item;
    naming->count = 1;
    return RESULT_OK;
}
