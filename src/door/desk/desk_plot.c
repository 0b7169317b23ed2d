#include "door/desk/desk_plot.h"

#include "door/desk/desk_records.h"

enum { BAR = 14, GAP = 6, STEP = BAR + GAP };

int64_t desk_plot_width(int weeks)
{
    return weeks * STEP;
}

void desk_plot_bar(struct buffer *out, int week, int64_t below, int64_t value, int64_t most)
{
    if (!value) return;
    int64_t foot = DESK_PLOT_BASE - below * DESK_PLOT_BASE / most, top = DESK_PLOT_BASE - (below + value) * DESK_PLOT_BASE / most;
    if (top >= foot) top = foot - 1; /* what is there can be seen */
    buffer_printf(out, "M%d %lldh%dv%lldh-%dz", week * STEP, (long long)top, BAR, (long long)(foot - top), BAR);
}

struct list desk_plot_months(struct arena *arena, const struct day *mondays, int weeks)
{
    struct plot_label *months = ARENA_ARRAY(arena, (size_t)weeks + 1, struct plot_label);
    size_t count = 0;
    for (int i = 0; i < weeks; i++) {
        struct date monday = day_to_date(mondays[i]);
        if (monday.day > 7) continue;
        bool with_year = !count || monday.month == 1;
        months[count++] = (struct plot_label){i * STEP, DESK_PLOT_HEIGHT - 4, with_year ? text_printf(arena, "%d-%02d", monday.year, monday.month) : text_printf(arena, "%02d", monday.month)};
    }
    return (struct list){&plot_label_record, months, count};
}
