/* Long lists, of which a page shows a part: a page's weight does not grow with what somebody has. */
#include "base/buffer.h"
#include "door/site/site_inside.h"
#include "door/site/site_records.h"

enum { WAY_LIMIT = 2000 };

/* The other lists of the page stay where they are: whatever else the query counts goes along; what was said once (`done`) is no number. */
static struct text way(const struct visit *visit, const char *name, size_t first)
{
    struct buffer out = buffer_new(visit->context->arena, 128, WAY_LIMIT);
    buffer_printf(&out, "%.*s?%s=%zu", TEXT_ARG(visit->request->path), name, first + 1);
    for (size_t i = 0; i < visit->form.field_count; i++) {
        const char *other = visit->form.fields[i].name;
        int64_t number = web_number(form_text(&visit->form, other));
        if (number && strcmp(other, name) != 0) buffer_printf(&out, "&%s=%lld", other, (long long)number);
    }
    buffer_printf(&out, "#%s", name);
    return buffer_text(&out);
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
