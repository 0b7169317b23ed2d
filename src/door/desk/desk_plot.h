/* Pictures of the desk: bars, a week each, as paths of an SVG. */
#ifndef DOOR_DESK_DESK_PLOT_H
#define DOOR_DESK_DESK_PLOT_H

#include "base/buffer.h"
#include "base/record.h"

enum { DESK_PLOT_BASE = 120, DESK_PLOT_HEIGHT = DESK_PLOT_BASE + 22 }; /* where the bars stand; with the labels below */
int64_t desk_plot_width(int weeks);
/* One bar's part from `below` to `below + value`, where `most` is as high as the picture. */
void desk_plot_bar(struct buffer *out, int week, int64_t below, int64_t value, int64_t most);
/* A plot_label for the first week of each month: the first, and each January, with its year. */
struct list desk_plot_months(struct arena *arena, const struct day *mondays, int weeks);

#endif
