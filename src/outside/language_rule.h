/* Plural rules: the Plural-Forms line of a PO file's header, "nplurals=3; plural=n%10==1 ? 0 : ...;", read once into a few steps for a
 * stack. */
#ifndef OUTSIDE_LANGUAGE_RULE_H
#define OUTSIDE_LANGUAGE_RULE_H

#include <stdbool.h>

#include "base/text.h"

enum { RULE_STEPS = 200, RULE_FORMS = 8, RULE_DEPTH = 40 };

enum language_rule_what {
    RULE_NUMBER,
    RULE_COUNT,
    RULE_NOT,
    RULE_CHOOSE,
    RULE_OR,
    RULE_AND,
    RULE_EQUAL,
    RULE_UNEQUAL,
    RULE_LESS,
    RULE_MORE,
    RULE_LESS_EQUAL,
    RULE_MORE_EQUAL,
    RULE_ADD,
    RULE_SUBTRACT,
    RULE_MULTIPLY,
    RULE_DIVIDE,
    RULE_REMAINDER
};

struct language_rule {
    unsigned forms; /* nplurals, 1 to RULE_FORMS */
    unsigned step_count;
    struct language_rule_step {
        unsigned char what;
        unsigned number;
    } steps[RULE_STEPS];
};

/* English: two forms, the second for all but one. */
#define LANGUAGE_RULE_ENGLISH                                                                                                              \
    {                                                                                                                                      \
        .forms = 2, .step_count = 3, .steps = { {RULE_COUNT, 0}, {RULE_NUMBER, 1}, {RULE_UNEQUAL, 0} }                                     \
    }
/* Reads the line's value. False where it is no expression of C's ?: || && == != < > <= >= + - * / % ! ( ) n and numbers, or is past the
 * limits. */
bool language_rule_read(struct text text, struct language_rule *rule);
/* The form for that count, below `forms`; what divides by zero or goes past the last form gives form 0. A negative count counts as
 * positive. */
unsigned language_rule_choose(const struct language_rule *rule, int64_t count);

#endif
