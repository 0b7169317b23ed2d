/* The tree below `requires` (SPEC 2.4). */
#include "catalogue/catalogue_draft.h"

enum { REQUIREMENT_WINDOW = 600 };

static const char *string(struct catalogue_draft *draft, struct text text)
{
    return catalogue_syntax_string(draft->reader, text);
}

/* --- One line --- */

/* "all of, within 18 months:", "any of:", "2 of:" */
static bool read_group(struct text line, struct requirement *group)
{
    struct text rest = line, word;
    int64_t count;
    if (!text_ends_with(rest, ":") && !text_ends_with(rest, "：")) return false;
    rest.length -= text_ends_with(rest, ":") ? 1 : strlen("：");
    size_t comma = text_find(rest, ",");
    struct text window = {rest.bytes + comma, rest.length - comma};
    rest.length = comma;
    if (!catalogue_syntax_word(&rest, &word) || !text_is(text_trim(rest), "of")) return false;
    if (text_is(word, "all"))
        group->kind = REQUIREMENT_ALL;
    else if (text_is(word, "any"))
        group->kind = REQUIREMENT_ANY;
    else if (text_to_integer(word, &count) && count >= 1 && count <= 100)
        group->kind = REQUIREMENT_COUNT, group->count = (int32_t)count;
    else
        return false;
    if (text_empty(window)) return true;
    window.bytes++, window.length--;
    return catalogue_syntax_take(&window, "within") && catalogue_syntax_months(&window, &group->window_months) &&
           text_empty(text_trim(window));
}

static bool read_leaf(struct catalogue_draft *draft, const struct syntax_node *node, struct requirement *leaf)
{
    struct text code = node->text, word;
    (void)catalogue_syntax_word(&code, &word);
    code = text_trim(code);
    bool is_exam = text_is(word, "exam");
    if ((!is_exam && !text_is(word, "certificate")) || text_empty(code)) {
        PROBLEM(draft->reader, node->line, "requirement",
                N_("“{line}” is no requirement. Write for example: exam H12-811, or: certificate HCIA-Datacom, or: all of:, or: any of:, "
                   "or: 2 of, within 18 months:"),
                "line", string(draft, node->text));
        return false;
    }
    leaf->kind = is_exam ? REQUIREMENT_EXAM : REQUIREMENT_CERTIFICATE;
    leaf->exam = is_exam ? catalogue_exam(draft->catalogue, code) : -1;
    leaf->certification = is_exam ? -1 : catalogue_certification(draft->catalogue, code);
    if (is_exam && leaf->exam < 0)
        PROBLEM(draft->reader, node->line, "unknown_exam", N_("There is no exam {code} in this catalogue."), "code", string(draft, code));
    if (!is_exam && leaf->certification < 0)
        PROBLEM(draft->reader, node->line, "unknown_certification", N_("There is no certification {code} in this catalogue."), "code",
                string(draft, code));
    if (node->first)
        PROBLEM(draft->reader, node->first->line, "below_leaf", N_("Nothing can stand below “{line}”."), "line", string(draft, node->text));
    return leaf->exam >= 0 || leaf->certification >= 0;
}

/* --- Groups --- */

static void check_twice(struct catalogue_draft *draft, const struct requirement *group)
{
    for (size_t i = 0; i < group->child_count; i++)
        for (size_t j = 0; j < i && group->children[i].count == 0; j++) {
            const struct requirement *a = &group->children[i], *b = &group->children[j];
            if (a->kind != b->kind || b->count || a->exam != b->exam || a->certification != b->certification) continue;
            const struct catalogue *catalogue = draft->catalogue;
            PROBLEM(draft->reader, a->line, "twice_in_group", N_("{code} stands twice in the same group."), "code",
                    string(draft, a->exam >= 0 ? catalogue->exams[a->exam].code : catalogue->certifications[a->certification].code));
            break;
        }
}

static size_t count_exams(const struct requirement *requirement)
{
    size_t count = requirement->kind == REQUIREMENT_EXAM;
    for (size_t i = 0; i < requirement->child_count; i++) count += count_exams(&requirement->children[i]);
    return count;
}

static bool read_node(struct catalogue_draft *draft, const struct syntax_node *node, int32_t window, struct requirement *requirement);

static bool read_children(struct catalogue_draft *draft, const struct syntax_node *node, int32_t window, struct requirement *group)
{
    enum { CHILDREN = 500 };
    if (node->child_count == 0 || node->child_count > CHILDREN) {
        PROBLEM(draft->reader, group->line, "group_size", N_("A group has 1 to 500 lines below it, indented."), "line", "");
        return false;
    }
    struct requirement *children = ARENA_ARRAY(draft->reader->arena, node->child_count, struct requirement);
    bool good = true;
    for (const struct syntax_node *child = node->first; child; child = child->next)
        good &= read_node(draft, child, window, &children[group->child_count++]);
    group->children = children;
    int32_t size = (int32_t)group->child_count;
    if (group->kind == REQUIREMENT_COUNT && group->count > size) {
        PROBLEM(draft->reader, group->line, "too_few", N_("{count} of {size} cannot be met."), "count",
                string(draft, text_printf(draft->reader->context->arena, "%d", group->count)), "size",
                string(draft, text_printf(draft->reader->context->arena, "%d", size)));
        return false;
    }
    if (group->kind == REQUIREMENT_ALL) group->count = size;
    if (group->kind == REQUIREMENT_ANY) group->count = 1;
    if (good) check_twice(draft, group);
    return good;
}

/* `window` is that of the nearest group around, 0 where there is none. */
static bool check_window(struct catalogue_draft *draft, const struct requirement *group, int32_t window)
{
    if (!group->window_months) return true;
    if (group->window_months > REQUIREMENT_WINDOW || (window && group->window_months >= window)) {
        PROBLEM(draft->reader, group->line, "window", N_("This window is not narrower than the one around it, or longer than 50 years."),
                "line", "");
        return false;
    }
    if (count_exams(group) >= 2) return true;
    PROBLEM(draft->reader, group->line, "window", N_("A window needs two exams or more below it."), "line", "");
    return false;
}

static bool read_node(struct catalogue_draft *draft, const struct syntax_node *node, int32_t window, struct requirement *requirement)
{
    *requirement = (struct requirement){.exam = -1, .certification = -1, .line = node->line};
    if (!read_group(node->text, requirement)) return read_leaf(draft, node, requirement);
    return read_children(draft, node, requirement->window_months ? requirement->window_months : window, requirement) &&
           check_window(draft, requirement, window);
}

const struct requirement *catalogue_requirement_read(struct catalogue_draft *draft, const struct syntax_property *property)
{
    struct requirement *root = ARENA_NEW(draft->reader->arena, struct requirement);
    *root = (struct requirement){
        .kind = REQUIREMENT_ALL, .exam = -1, .certification = -1, .window_months = property->window_months, .line = property->line};
    if (!read_children(draft, property->tree, property->window_months, root) || !check_window(draft, root, 0)) return NULL;
    /* A single line below `requires` is the requirement itself. */
    if (root->child_count == 1 && !root->window_months) return root->children;
    return root;
}

void catalogue_requirement_exams(const struct requirement *requirement, uint8_t *exams)
{
    if (requirement->kind == REQUIREMENT_EXAM) catalogue_bit_set(exams, requirement->exam);
    for (size_t i = 0; i < requirement->child_count; i++) catalogue_requirement_exams(&requirement->children[i], exams);
}
