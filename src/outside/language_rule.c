#include "outside/language_rule.h"

/* Binary operators of each level of binding, weakest first; longer spellings before their beginnings. */
static const struct operator
{
    const char *spelling;
    unsigned char what, level;
}
operators[] = {
    {"||", RULE_OR, 0},         {"&&", RULE_AND, 1},   {"==", RULE_EQUAL, 2},    {"!=", RULE_UNEQUAL, 2}, {"<=", RULE_LESS_EQUAL, 3},
    {">=", RULE_MORE_EQUAL, 3}, {"<", RULE_LESS, 3},   {">", RULE_MORE, 3},      {"+", RULE_ADD, 4},      {"-", RULE_SUBTRACT, 4},
    {"*", RULE_MULTIPLY, 5},    {"/", RULE_DIVIDE, 5}, {"%", RULE_REMAINDER, 5},
};
enum { OPERATORS = sizeof operators / sizeof *operators, LEVELS = 6 };

struct reader {
    struct text rest;
    struct language_rule *rule;
    int depth; /* of nested calls, and thereby of the stack that the steps need */
};

static void skip_space(struct reader *reader)
{
    while (reader->rest.length && (*reader->rest.bytes == ' ' || *reader->rest.bytes == '\t')) reader->rest.bytes++, reader->rest.length--;
}

static bool take(struct reader *reader, const char *spelling)
{
    skip_space(reader);
    if (!text_starts_with(reader->rest, spelling)) return false;
    reader->rest.bytes += strlen(spelling);
    reader->rest.length -= strlen(spelling);
    return true;
}

static bool take_number(struct reader *reader, unsigned *number)
{
    skip_space(reader);
    size_t length = 0;
    *number = 0;
    while (length < reader->rest.length && reader->rest.bytes[length] >= '0' && reader->rest.bytes[length] <= '9') {
        if (length == 9) return false;
        *number = *number * 10 + (unsigned)(reader->rest.bytes[length++] - '0');
    }
    reader->rest.bytes += length;
    reader->rest.length -= length;
    return length > 0;
}

static bool add_step(struct reader *reader, unsigned char what, unsigned number)
{
    if (reader->rule->step_count == RULE_STEPS) return false;
    reader->rule->steps[reader->rule->step_count++] = (struct language_rule_step){what, number};
    return true;
}

static bool read_choice(struct reader *reader);

static bool read_factor(struct reader *reader)
{
    unsigned number;
    if (take(reader, "(")) return read_choice(reader) && take(reader, ")");
    if (take(reader, "n")) return add_step(reader, RULE_COUNT, 0);
    if (take(reader, "!")) {
        if (++reader->depth > RULE_DEPTH) return false;
        bool good = read_factor(reader) && add_step(reader, RULE_NOT, 0);
        reader->depth--;
        return good;
    }
    return take_number(reader, &number) && add_step(reader, RULE_NUMBER, number);
}

static const struct operator* take_operator(struct reader *reader, int level)
{
    skip_space(reader);
    for (size_t i = 0; i < OPERATORS; i++) {
        if (!text_starts_with(reader->rest, operators[i].spelling)) continue;
        if (operators[i].level != level) return NULL;
        take(reader, operators[i].spelling);
        return &operators[i];
    }
    return NULL;
}

static bool read_level(struct reader *reader, int level)
{
    if (level == LEVELS) return read_factor(reader);
    if (!read_level(reader, level + 1)) return false;
    const struct operator* operator;
    while ((operator= take_operator(reader, level)))
        if (!read_level(reader, level + 1) || !add_step(reader, operator->what, 0)) return false;
    return true;
}

static bool read_choice(struct reader *reader)
{
    if (++reader->depth > RULE_DEPTH) return false;
    bool good = read_level(reader, 0);
    if (good && take(reader, "?"))
        good = read_choice(reader) && take(reader, ":") && read_choice(reader) && add_step(reader, RULE_CHOOSE, 0);
    reader->depth--;
    return good;
}

bool language_rule_read(struct text text, struct language_rule *rule)
{
    struct reader reader = {.rest = text, .rule = rule};
    rule->step_count = 0;
    if (!take(&reader, "nplurals") || !take(&reader, "=") || !take_number(&reader, &rule->forms) || !take(&reader, ";")) return false;
    if (rule->forms < 1 || rule->forms > RULE_FORMS) return false;
    if (!take(&reader, "plural") || !take(&reader, "=") || !read_choice(&reader)) return false;
    take(&reader, ";");
    skip_space(&reader);
    return reader.rest.length == 0;
}

static uint64_t apply(unsigned char what, uint64_t a, uint64_t b)
{
    switch (what) {
    case RULE_OR: return a || b;
    case RULE_AND: return a && b;
    case RULE_EQUAL: return a == b;
    case RULE_UNEQUAL: return a != b;
    case RULE_LESS: return a < b;
    case RULE_MORE: return a > b;
    case RULE_LESS_EQUAL: return a <= b;
    case RULE_MORE_EQUAL: return a >= b;
    case RULE_ADD: return a + b;
    case RULE_SUBTRACT: return a - b;
    case RULE_MULTIPLY: return a * b;
    case RULE_DIVIDE: return b ? a / b : 0;
    default: return b ? a % b : 0;
    }
}

unsigned language_rule_choose(const struct language_rule *rule, int64_t count)
{
    uint64_t stack[RULE_STEPS + 1]; /* no step pushes more than one */
    uint64_t n = count < 0 ? 0 - (uint64_t)count : (uint64_t)count;
    size_t top = 0;
    for (unsigned i = 0; i < rule->step_count; i++) {
        const struct language_rule_step *step = &rule->steps[i];
        switch (step->what) {
        case RULE_NUMBER: stack[top++] = step->number; break;
        case RULE_COUNT: stack[top++] = n; break;
        case RULE_NOT: stack[top - 1] = !stack[top - 1]; break;
        case RULE_CHOOSE:
            top -= 2;
            stack[top - 1] = stack[top - 1] ? stack[top] : stack[top + 1];
            break;
        default: top--; stack[top - 1] = apply(step->what, stack[top - 1], stack[top]);
        }
    }
    return stack[0] < rule->forms ? (unsigned)stack[0] : 0;
}
