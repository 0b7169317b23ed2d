/* What the public types to verify a certificate: a number, a code, a name. What was made normal is so already when it is typed again, and the order of a name's parts does not count. */
#include <stdlib.h>

#include "verify/verify_rules.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length);

/* Of a mask every letter begins a part. */
static void must_hide(struct text mask)
{
    uint32_t c;
    bool hidden = false;
    if (!text_is_utf8(mask, NULL)) abort();
    while (text_next_code_point(&mask, &c)) {
        if (hidden && c != ' ' && c != '*') abort();
        hidden = c == '*';
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    enum { PAGE = 4096, PARTS = 48, SECRET = 8 };
    if (length > PAGE) return 0;
    WITH_ARENA(arena, 4 << 20);
    struct text typed = {(const char *)data, length};
    if (!text_is_utf8(typed, NULL)) typed = text_repaired(arena, typed);
    struct text number = verify_rules_number(arena, typed), code = verify_rules_code(arena, typed);
    if (!text_is_utf8(number, NULL) || number.length > typed.length || !text_equal(verify_rules_number(arena, number), number)) abort();
    if (!text_is_utf8(code, NULL) || code.length > number.length) abort();
    for (size_t i = 0; i < code.length; i++)
        if (code.bytes[i] <= '-' ? code.bytes[i] == '-' || code.bytes[i] == ' ' : code.bytes[i] >= 'a' && code.bytes[i] <= 'z') abort();
    struct text secret = code;
    if (verify_rules_place(&secret, SECRET) < -1 || secret.length != (code.length < SECRET ? code.length : SECRET) || secret.bytes + secret.length != code.bytes + code.length) abort();
    must_hide(verify_rules_mask(arena, text_clipped(typed, 400)));
    struct text name = verify_rules_name(arena, typed), rest = typed, first;
    if (!text_is_utf8(name, NULL)) abort();
    if (length <= PARTS && text_split(&rest, ' ', &first) && !text_equal(verify_rules_name(arena, text_printf(arena, "%.*s %.*s", TEXT_ARG(rest), TEXT_ARG(first))), verify_rules_name(arena, text_printf(arena, "%.*s %.*s", TEXT_ARG(first), TEXT_ARG(rest))))) abort();
    return 0;
}
