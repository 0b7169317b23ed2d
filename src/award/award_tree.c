#include "award/award_tree.h"

static bool before(struct day a, struct day b)
{
    return a.number < b.number;
}

static struct day later(struct day a, struct day b)
{
    return before(a, b) ? b : a;
}

static struct day earlier(struct day a, struct day b)
{
    return before(a, b) ? a : b;
}

struct day award_window_from(struct day day, int months)
{
    /* day_period_end is not quite the inverse of going back by months where months differ in length, so the guess is mended by a few days. */
    struct day from = {day_add_months(day, -months).number - 3};
    while (before(day_period_end(from, months), day)) from.number++;
    return from;
}

int32_t award_tree_pass(const struct award_view *view, int32_t exam, struct day from, struct day until)
{
    int32_t found = -1;
    for (int32_t at = view->latest[exam]; at >= 0 && !before(view->passes[at].day, from); at = view->before[at])
        if (!before(until, view->passes[at].day)) found = at;
    return found;
}

static bool valid_on(const struct award_held *held, struct day day)
{
    return held->earned && !held->stopped && !before(day, held->award_day) && (!day_is(held->expiry_day) || !before(held->expiry_day, day));
}

static bool children_met(const struct award_view *view, const struct requirement *group, struct day from, struct day until)
{
    int32_t met = 0;
    for (size_t i = 0; i < group->child_count && met < group->count; i++) {
        if (group->child_count - i < (size_t)(group->count - met)) return false;
        met += award_tree_met(view, &group->children[i], from, until);
    }
    return met >= group->count;
}

bool award_tree_met(const struct award_view *view, const struct requirement *requirement, struct day from, struct day until)
{
    if (requirement->kind == REQUIREMENT_EXAM) return award_tree_pass(view, requirement->exam, from, until) >= 0;
    if (requirement->kind == REQUIREMENT_CERTIFICATE) return valid_on(&view->held[requirement->certification], until);
    if (!requirement->window_months) return children_met(view, requirement, from, until);
    struct day tried = NO_DAY;
    for (size_t i = 0; i < view->count && !before(until, view->passes[i].day); i++) {
        struct day start = view->passes[i].day;
        if (before(start, from) || start.number == tried.number) continue;
        tried = start;
        if (children_met(view, requirement, start, earlier(until, day_period_end(start, requirement->window_months)))) return true;
    }
    return false;
}

bool award_tree_met_on(const struct award_view *view, const struct requirement *requirement, struct day from, struct day day)
{
    if (requirement->kind == REQUIREMENT_EXAM) {
        int32_t latest = view->latest[requirement->exam];
        return latest >= 0 && view->passes[latest].day.number == day.number && !before(day, from);
    }
    if (requirement->kind == REQUIREMENT_CERTIFICATE) {
        const struct award_held *held = &view->held[requirement->certification];
        return valid_on(held, day) && held->since.number == day.number;
    }
    /* A window with a pass of this day in it is widest where it ends on this day: whatever else lies in any such window lies in that one. */
    if (requirement->window_months) from = later(from, award_window_from(day, requirement->window_months));
    bool on_the_day = false;
    for (size_t i = 0; i < requirement->child_count && !on_the_day; i++) on_the_day = award_tree_met_on(view, &requirement->children[i], from, day);
    return on_the_day && children_met(view, requirement, from, day);
}

/* The basis of what award_tree_met found met. */
static void basis(const struct award_view *view, const struct requirement *requirement, struct day from, struct day until, award_tree_each *each, void *data)
{
    if (requirement->kind == REQUIREMENT_EXAM) {
        each(data, requirement, award_tree_pass(view, requirement->exam, from, until));
        return;
    }
    if (requirement->kind == REQUIREMENT_CERTIFICATE) {
        each(data, requirement, -1);
        return;
    }
    struct day start, end;
    if (requirement->window_months && award_tree_window(view, requirement, from, until, NO_DAY, &start, &end)) {
        from = start;
        until = earlier(until, end);
    }
    int32_t taken = 0;
    for (size_t i = 0; i < requirement->child_count && taken < requirement->count; i++) {
        const struct requirement *child = &requirement->children[i];
        if (!award_tree_met(view, child, from, until)) continue;
        basis(view, child, from, until, each, data);
        taken++;
    }
}

void award_tree_basis_on(const struct award_view *view, const struct requirement *requirement, struct day from, struct day day, award_tree_each *each,
                         void *data)
{
    if (requirement->kind == REQUIREMENT_EXAM) {
        each(data, requirement, award_tree_pass(view, requirement->exam, day, day));
        return;
    }
    if (requirement->kind == REQUIREMENT_CERTIFICATE) {
        each(data, requirement, -1);
        return;
    }
    if (requirement->window_months) from = later(from, award_window_from(day, requirement->window_months));
    /* That day's child first, then as many of the others as are needed. */
    size_t first = 0;
    while (!award_tree_met_on(view, &requirement->children[first], from, day)) first++;
    award_tree_basis_on(view, &requirement->children[first], from, day, each, data);
    int32_t taken = 1;
    for (size_t i = 0; i < requirement->child_count && taken < requirement->count; i++) {
        const struct requirement *child = &requirement->children[i];
        if (i == first || !award_tree_met(view, child, from, day)) continue;
        basis(view, child, from, day, each, data);
        taken++;
    }
}

/* Does a pass of this exam belong to the group? */
static bool names_exam(const struct requirement *requirement, int32_t exam)
{
    if (requirement->kind == REQUIREMENT_EXAM) return requirement->exam == exam;
    for (size_t i = 0; i < requirement->child_count; i++)
        if (names_exam(&requirement->children[i], exam)) return true;
    return false;
}

bool award_tree_window(const struct award_view *view, const struct requirement *group, struct day from, struct day until, struct day open, struct day *start,
                       struct day *end)
{
    bool found = false;
    for (size_t i = 0; i < view->count; i++) {
        const struct award_pass *pass = &view->passes[i];
        if (before(pass->day, from) || before(until, pass->day) || !names_exam(group, pass->exam)) continue;
        struct day last = day_period_end(pass->day, group->window_months);
        if (children_met(view, group, pass->day, earlier(until, last))) {
            *start = pass->day;
            *end = last;
            return true;
        }
        if (!found && day_is(open) && !before(last, open)) {
            found = true;
            *start = pass->day;
            *end = last;
        }
    }
    return found;
}
