/* Long lists, of which a page shows a part: a page's weight does not grow with what somebody has. */
#include "door/site/site_inside.h"
#include "door/site/site_records.h"

static struct text way(const struct visit *visit, const char *name, size_t first)
{
    return text_printf(visit->context->arena, "%.*s?%s=%zu#%s", TEXT_ARG(visit->request->path), name, first + 1, name);
}

void site_part(struct visit *visit, const char *name, size_t most, struct list *list, struct list *parts)
{
    size_t all = list->count, first = (size_t)web_number(form_text(&visit->form, name));
    *parts = (struct list){&list_part_record, NULL, 0};
    if (all <= most) return;
    first = first > all ? all - 1 : first ? first - 1 : 0;
    first -= first % most;
    list->items = (const char *)list->items + first * list->record->size;
    list->count = all - first < most ? all - first : most;
    struct list_part *part = ARENA_NEW(visit->context->arena, struct list_part);
    *part = (struct list_part){.first = (int64_t)first + 1, .last = (int64_t)(first + list->count), .all = (int64_t)all, .earlier = first ? way(visit, name, first - most) : TEXT(""),
                               .later = first + most < all ? way(visit, name, first + most) : TEXT("")};
    *parts = (struct list){&list_part_record, part, 1};
}
