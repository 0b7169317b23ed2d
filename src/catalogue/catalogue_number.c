/* The template of certificate numbers (SPEC 6.5). */
#include "catalogue/catalogue_number.h"

static bool is_number_literal(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '/' || c == '.';
}

/* {year}, {year 2}, {digits 10}, {letters 8}, {check 97-10} */
static bool read_number_field(struct text field, struct number_part *part)
{
    static const char *const checks[] = {"11-2", "37-2", "97-10", "11-10", "37-36"};
    struct text word, argument = field;
    int64_t number = 4;
    if (!catalogue_syntax_word(&argument, &word)) return false;
    argument = text_trim(argument);
    if (text_is(word, "check")) {
        part->kind = NUMBER_CHECK;
        for (size_t i = 0; i < 5; i++)
            if (text_is(argument, checks[i])) {
                part->check = (enum number_check)i;
                part->length = part->check == CHECK_MOD_97_10 ? 2 : 1;
                return true;
            }
        return false;
    }
    if (!text_empty(argument) && !text_to_integer(argument, &number)) return false;
    part->length = (int32_t)number;
    if (text_is(word, "year")) {
        part->kind = NUMBER_YEAR;
        return number == 2 || number == 4;
    }
    part->kind = text_is(word, "digits") ? NUMBER_DIGITS : NUMBER_LETTERS;
    return (text_is(word, "digits") || text_is(word, "letters")) && !text_empty(argument) && number >= 1 && number <= 32;
}

bool catalogue_number_read(struct arena *arena, struct text text, const struct number_part **parts, size_t *count, const char **why)
{
    enum { PARTS = 16 };
    struct number_part *made = ARENA_ARRAY(arena, PARTS, struct number_part);
    int bits = 0, length = 0;
    bool letters = false, checked = false;
    *count = 0;
    *why = N_("A number is made of capital letters, digits and - / . and of {year}, {year 2}, {digits N}, {letters N} and {check 97-10}.");
    while (text.length) {
        if (*count == PARTS || checked) return false;
        struct number_part *part = &made[(*count)++];
        if (text.bytes[0] == '{') {
            size_t end = text_find(text, "}");
            if (end == text.length || !read_number_field((struct text){text.bytes + 1, end - 1}, part)) return false;
            text.bytes += end + 1, text.length -= end + 1;
        } else {
            part->literal = text;
            part->literal.length = 0;
            while (text.length && is_number_literal(text.bytes[0])) {
                letters |= text.bytes[0] >= 'A' && text.bytes[0] <= 'Z';
                part->literal.length++, text.bytes++, text.length--;
            }
            if (text_empty(part->literal)) return false;
            part->length = (int32_t)part->literal.length;
        }
        length += part->length;
        bits += part->kind == NUMBER_DIGITS ? part->length * 10 / 3 : part->kind == NUMBER_LETTERS ? part->length * 5 : 0;
        letters |= part->kind == NUMBER_LETTERS;
        checked = part->kind == NUMBER_CHECK;
    }
    *parts = made;
    if (!checked)
        *why = N_("A number ends with check characters: {check 97-10}, {check 37-36}, {check 37-2}, {check 11-10} or {check 11-2}.");
    else if (bits < 26)
        *why = N_("A number that cannot be guessed has {digits 8} or {letters 6} at least.");
    else if (length > 32)
        *why = N_("A number has 32 characters at most.");
    else if (letters && (made[*count - 1].check == CHECK_MOD_11_2 || made[*count - 1].check == CHECK_MOD_11_10))
        *why = N_("The check characters 11-2 and 11-10 are for numbers of digits only. Take {check 97-10} or {check 37-36}.");
    else
        return true;
    return false;
}
