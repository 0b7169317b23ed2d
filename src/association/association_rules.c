#include "association/association_rules.h"

enum association_standing association_standing(struct text outcome, struct instant ends, struct instant now)
{
    if (text_is(outcome, "completed")) return STANDING_COMPLETED;
    if (text_is(outcome, "replaced")) return STANDING_REPLACED;
    if (text_is(outcome, "disowned")) return STANDING_DISOWNED;
    if (text_is(outcome, "too-late")) return STANDING_TOO_LATE;
    if (!text_empty(outcome) || ends.microseconds <= now.microseconds) return STANDING_EXPIRED;
    return STANDING_OPEN;
}

bool association_code_normal(struct text typed, char code[8])
{
    size_t length = 0;
    for (size_t i = 0; i < typed.length; i++) {
        char c = typed.bytes[i];
        if (c == ' ' || c == '-' || c == '\t') continue;
        if (c >= 'a' && c <= 'z') c = (char)(c - 'a' + 'A');
        if (c == 'O') c = '0';
        if (c == 'I' || c == 'L') c = '1';
        if (length == 8 || !c || !strchr("0123456789ABCDEFGHJKMNPQRSTVWXYZ", c)) return false;
        code[length++] = c;
    }
    return length == 8;
}
