/* Names, telephone numbers and passwords as people send them: what is taken is normal already when it is sent again, and holds nothing that turns or hides a line. */
#include <stdlib.h>

#include "account/account_rules.h"
#include "outside/password.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length);

static void must_be_visible(struct text text)
{
    uint32_t c;
    if (!text_is_utf8(text, NULL)) abort();
    while (text_next_code_point(&text, &c))
        if (c < ' ' || c == 0x7F || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0x200B || c == 0xFEFF) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    WITH_ARENA(arena, 8 << 20);
    struct text input = {(const char *)data, length}, shown, key, again, other;
    if (account_rules_user_name(arena, input, &shown, &key)) {
        must_be_visible(shown);
        if (!account_rules_user_name(arena, shown, &again, &other) || !text_equal(shown, again) || !text_equal(key, other)) abort();
    }
    if (account_rules_name_native(arena, input, &shown)) {
        must_be_visible(shown);
        if (!account_rules_name_native(arena, shown, &again) || !text_equal(shown, again)) abort();
    }
    if (account_rules_name_latin(arena, input, &again)) {
        must_be_visible(again);
        if (!account_rules_name_native(arena, again, &other) || !text_equal(again, other)) abort(); /* what is Latin is a name */
    }
    if (account_rules_phone(arena, input, &again)) must_be_visible(again);
    if (password_normal(arena, input, &shown)) {
        if (!password_normal(arena, shown, &again) || !text_equal(shown, again)) abort();
        (void)account_rules_password(arena, shown, TEXT("li.wei"), TEXT("li.wei@example.com"));
    }
    return 0;
}
