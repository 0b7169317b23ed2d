#include "letter/letter_rules.h"

#include "base/buffer.h"

enum { FIRST_DELAY = 60, LONGEST_DELAY = 12 * 3600, LONGEST_COOL_DOWN = 3600, FAILURES_BEFORE_COOL_DOWN = 3, TEXT_LIMIT = 1 << 20 };

static int64_t doubled(int64_t first, int64_t times, int64_t longest)
{
    while (times-- > 0 && first < longest) first *= 2;
    return first < longest ? first : longest;
}

int64_t letter_rules_delay(int64_t attempts)
{
    return doubled(FIRST_DELAY, attempts - 1, LONGEST_DELAY);
}

int64_t letter_rules_cool_down(int64_t failures)
{
    return failures < FAILURES_BEFORE_COOL_DOWN ? 0 : doubled(FIRST_DELAY, failures - FAILURES_BEFORE_COOL_DOWN, LONGEST_COOL_DOWN);
}

struct text letter_rules_place(struct arena *arena, const char *secret, struct text message_id)
{
    struct text id = {message_id.bytes, text_find(message_id, "@")};
    return text_printf(arena, "%s-%.*s", secret, TEXT_ARG(id));
}

struct text letter_rules_put(struct arena *arena, struct text text, struct text place, struct text what)
{
    size_t at = text_find(text, place.bytes);
    if (at == text.length) return text;
    struct buffer out = buffer_new(arena, text.length + what.length, TEXT_LIMIT);
    for (; at < text.length; at = text_find(text, place.bytes)) {
        buffer_put_bytes(&out, text.bytes, at);
        buffer_put(&out, what);
        text = (struct text){text.bytes + at + place.length, text.length - at - place.length};
    }
    buffer_put(&out, text);
    return buffer_text(&out);
}

struct text letter_rules_fill(struct arena *arena, struct text text, struct text message_id, struct text token, struct text code)
{
    text = letter_rules_put(arena, text, letter_rules_place(arena, "token", message_id), token);
    return letter_rules_put(arena, text, letter_rules_place(arena, "code", message_id), code);
}

bool letter_rules_is_secret(struct text secret)
{
    for (size_t i = 0; i < secret.length; i++) {
        char c = secret.bytes[i];
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_')) return false;
    }
    return secret.length <= 200;
}

void letter_rules_split_subject(struct text rendered, struct text *subject, struct text *text)
{
    struct text line = {"", 0};
    text_split(&rendered, '\n', &line);
    *subject = text_trim(line);
    while (rendered.length && (rendered.bytes[0] == '\n' || rendered.bytes[0] == '\r')) rendered.bytes++, rendered.length--;
    *text = rendered;
}

struct text letter_rules_host(struct text address)
{
    size_t scheme = text_find(address, "://");
    if (scheme < address.length) address = (struct text){address.bytes + scheme + 3, address.length - scheme - 3};
    size_t end = 0;
    bool in_brackets = address.length && address.bytes[0] == '[';
    while (end < address.length && address.bytes[end] != '/' && (in_brackets || address.bytes[end] != ':')) {
        if (address.bytes[end] == ']') in_brackets = false;
        end++;
    }
    return (struct text){address.bytes, end};
}

struct text letter_rules_greeting(struct text address)
{
    struct text host = letter_rules_host(address), rest = host, last = {"", 0};
    size_t labels = 0;
    int64_t number;
    while (text_split(&rest, '.', &last)) labels++;
    return labels >= 2 && !text_empty(last) && last.bytes[0] != '[' && !text_to_integer(last, &number) ? host : TEXT("");
}
