/* What must hold across a catalogue that is right line by line. */
#include "catalogue/catalogue_draft.h"

#include "base/buffer.h"

/* --- Certifications that need each other --- */

struct walk {
    struct catalogue_draft *draft;
    uint8_t *state; /* 0 not seen, 1 on the way, 2 done */
    int32_t *order;
    size_t done;
    const struct requirement **way; /* the leaves that led here */
    size_t depth;
};

static void visit(struct walk *walk, int32_t certification);

static void tell_cycle(struct walk *walk, int32_t certification, long line)
{
    const struct catalogue *catalogue = walk->draft->catalogue;
    struct buffer names = buffer_new(walk->draft->reader->context->arena, 256, 480);
    size_t start = walk->depth;
    while (start > 0 && walk->way[start - 1]->certification != certification) start--;
    buffer_put(&names, catalogue->certifications[certification].code);
    for (size_t i = start; i < walk->depth; i++)
        buffer_printf(&names, " → %.*s", TEXT_ARG(catalogue->certifications[walk->way[i]->certification].code));
    buffer_printf(&names, " → %.*s", TEXT_ARG(catalogue->certifications[certification].code));
    PROBLEM(walk->draft->reader, line, "cycle", N_("Nobody could ever begin: {way} require each other in a circle."), "way",
            buffer_string(&names));
}

static void visit_requirement(struct walk *walk, const struct requirement *requirement)
{
    if (requirement->kind == REQUIREMENT_CERTIFICATE) {
        if (walk->state[requirement->certification] == 1) {
            tell_cycle(walk, requirement->certification, requirement->line);
        } else if (walk->state[requirement->certification] == 0) {
            walk->way[walk->depth++] = requirement;
            visit(walk, requirement->certification);
            walk->depth--;
        }
    }
    for (size_t i = 0; i < requirement->child_count; i++) visit_requirement(walk, &requirement->children[i]);
}

static void visit(struct walk *walk, int32_t certification)
{
    const struct certification *here = &walk->draft->catalogue->certifications[certification];
    walk->state[certification] = 1;
    for (size_t i = 0; i < here->version_count; i++) visit_requirement(walk, here->versions[i].requirement);
    walk->state[certification] = 2;
    walk->order[walk->done++] = certification;
}

static void order_certifications(struct catalogue_draft *draft)
{
    struct catalogue *catalogue = draft->catalogue;
    size_t count = catalogue->certification_count;
    struct walk walk = {.draft = draft,
                        .state = ARENA_ARRAY(draft->reader->context->arena, count, uint8_t),
                        .order = ARENA_ARRAY(draft->reader->arena, count, int32_t),
                        .way = ARENA_ARRAY(draft->reader->context->arena, count, const struct requirement *)};
    for (size_t i = 0; i < count; i++)
        if (!walk.state[i]) visit(&walk, (int32_t)i);
    catalogue->order = walk.order;
}

/* --- What is never used --- */

static void check_exams_used(struct catalogue_draft *draft)
{
    struct catalogue *catalogue = draft->catalogue;
    uint8_t *used = ARENA_ARRAY(draft->reader->context->arena, catalogue->exam_count / 8 + 1, uint8_t);
    for (size_t i = 0; i < catalogue->certification_count; i++)
        for (size_t v = 0; v < catalogue->certifications[i].version_count; v++) {
            const struct certification_version *version = &catalogue->certifications[i].versions[v];
            catalogue_requirement_exams(version->requirement, used);
            for (size_t r = 0; r < version->route_count; r++)
                for (size_t e = 0; e < version->routes[r].exam_count; e++) catalogue_bit_set(used, version->routes[r].exams[e]);
        }
    for (size_t i = 0; i < catalogue->exam_count; i++) {
        const struct exam *exam = &catalogue->exams[i];
        bool standalone = catalogue_parse_first(draft->exams[i], "standalone") != NULL, is_used = catalogue_bit(used, (int32_t)i);
        if (!is_used && !standalone)
            PROBLEM(draft->reader, exam->line, "unused_exam",
                    N_("Exam {code} is good for no certification. Use it in a “requires”, or write in it: standalone: yes"), "code",
                    catalogue_syntax_string(draft->reader, exam->code));
        if (is_used && standalone)
            PROBLEM(draft->reader, exam->line, "used_standalone", N_("Exam {code} is said to stand alone, but a certification uses it."),
                    "code", catalogue_syntax_string(draft->reader, exam->code));
    }
}

/* --- A certificate that must be held but is not awarded any more, or yet --- */

static bool is_awarded_by(const struct certification *certification, struct day last)
{
    return certification->version_count && (!day_is(last) || !day_is(certification->versions[0].period.from) ||
                                            certification->versions[0].period.from.number <= last.number);
}

static void check_held(struct catalogue_draft *draft, const struct certification_version *version, const struct requirement *requirement)
{
    const struct catalogue *catalogue = draft->catalogue;
    if (requirement->kind == REQUIREMENT_CERTIFICATE &&
        !is_awarded_by(&catalogue->certifications[requirement->certification], version->period.until))
        PROBLEM(draft->reader, requirement->line, "never_held", N_("{needed} is awarded only after {code} needs it."), "needed",
                catalogue_syntax_string(draft->reader, catalogue->certifications[requirement->certification].code), "code",
                catalogue_syntax_string(draft->reader, catalogue->certifications[version->certification].code));
    for (size_t i = 0; i < requirement->child_count; i++) check_held(draft, version, &requirement->children[i]);
}

void catalogue_rules_check(struct catalogue_draft *draft)
{
    order_certifications(draft);
    check_exams_used(draft);
    for (size_t i = 0; i < draft->catalogue->certification_count; i++)
        for (size_t v = 0; v < draft->catalogue->certifications[i].version_count; v++)
            check_held(draft, &draft->catalogue->certifications[i].versions[v],
                       draft->catalogue->certifications[i].versions[v].requirement);
}
