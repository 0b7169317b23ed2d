#include "letter/address.h"

#include <idn2.h>

#include "base/buffer.h"
#include "outside/unicode.h"

enum { LOCAL_LIMIT = 64, LABEL_LIMIT = 63, CODE_POINT_LIMIT = ADDRESS_LIMIT * 2 };

static bool is_ascii_letter_or_digit(uint32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* RFC 5322's atext, and beyond ASCII (RFC 6531) all that is seen: no control, format, surrogate, private, unassigned or space character. */
static bool may_stand_before_at(uint32_t c)
{
    if (c < 0x80) return is_ascii_letter_or_digit(c) || (c && strchr("!#$%&'*+/=?^_`{|}~-", (int)c));
    enum unicode_kind kind = unicode_kind(c);
    return kind == UNICODE_LETTER || kind == UNICODE_MARK || kind == UNICODE_DIGIT || kind == UNICODE_VISIBLE;
}

/* Small letters, but only where the capital comes back from them: full case folding makes one of stra(ss)e and its sharp-s twin, and of dotted
 * and undotted I, which can be two people's mailboxes. */
static uint32_t small_letter(uint32_t c)
{
    if (c < 0x80) return c >= 'A' && c <= 'Z' ? c + 32 : c;
    uint32_t lower = unicode_lower(c);
    return unicode_upper(lower) == c ? lower : c;
}

static bool local_normal(struct text local, struct buffer *out)
{
    bool dot = true; /* none at the beginning, none at the end, no two in a row */
    uint32_t c;
    while (text_next_code_point(&local, &c)) {
        if (c == '.' ? dot : !may_stand_before_at(c)) return false;
        dot = c == '.';
        char bytes[4];
        buffer_put_bytes(out, bytes, text_put_code_point(bytes, small_letter(c)));
    }
    return !dot;
}

/* Two labels or more of letters, digits and hyphens; the last one is no number, so that an IP address is no domain. */
static bool is_domain(struct text domain)
{
    size_t labels = 0;
    struct text label = {"", 0};
    struct text rest = domain;
    if (text_ends_with(domain, ".")) return false;
    while (text_split(&rest, '.', &label)) {
        if (label.length == 0 || label.length > LABEL_LIMIT || label.bytes[0] == '-' || label.bytes[label.length - 1] == '-') return false;
        for (size_t i = 0; i < label.length; i++)
            if (!is_ascii_letter_or_digit((unsigned char)label.bytes[i]) && label.bytes[i] != '-') return false;
        labels++;
    }
    int64_t number;
    return labels >= 2 && !text_to_integer(label, &number);
}

/* A domain's one form is that of the DNS (IDNA 2008): xn--bcher-kva.example and its form in letters are the same. */
static bool domain_normal(struct arena *arena, struct text domain, struct text *normal)
{
    bool plain = true;
    for (size_t i = 0; i < domain.length; i++)
        if ((unsigned char)domain.bytes[i] >= 0x80 || domain.bytes[i] == '\0') plain = false;
    *normal = text_lower(arena, domain);
    if (!plain || text_find(*normal, "xn--") < normal->length) {
        if (memchr(domain.bytes, 0, domain.length)) return false;
        uint8_t *ascii = NULL;
        if (idn2_lookup_u8((const uint8_t *)text_string(arena, domain), &ascii, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL) != IDN2_OK) return false;
        *normal = text_lower(arena, text_of((const char *)ascii));
        idn2_free(ascii);
    }
    return is_domain(*normal);
}

bool address_normal(struct arena *arena, struct text address, struct text *normal)
{
    address = text_trim(address);
    if (address.length > ADDRESS_LIMIT || !text_is_utf8(address, NULL)) return false;
    if (!unicode_nfc(arena, address, &address)) return false;
    size_t at = text_find(address, "@");
    if (at == address.length || address.length > ADDRESS_LIMIT) return false;
    struct text local = {address.bytes, at}, domain = {address.bytes + at + 1, address.length - at - 1};
    if (memchr(domain.bytes, '@', domain.length)) return false;

    struct buffer out = buffer_new(arena, ADDRESS_LIMIT + 1, (size_t)CODE_POINT_LIMIT);
    if (!local_normal(local, &out) || out.length > LOCAL_LIMIT) return false;
    struct text plain_domain;
    if (!domain_normal(arena, domain, &plain_domain)) return false;
    buffer_put_char(&out, '@');
    buffer_put(&out, plain_domain);
    if (out.full || out.length > ADDRESS_LIMIT) return false;
    /* A letter made small can compose with the mark behind it; what is normal must stay as it is when it is made normal again. */
    return unicode_nfc(arena, buffer_text(&out), normal) && normal->length <= ADDRESS_LIMIT;
}

struct text address_domain(struct text normal)
{
    size_t at = text_find(normal, "@");
    return at == normal.length ? (struct text){"", 0} : (struct text){normal.bytes + at + 1, normal.length - at - 1};
}

/* With the marks that stand on it. */
static struct text first_character(struct text text)
{
    struct text rest = text, behind;
    uint32_t c;
    if (!text_next_code_point(&rest, &c)) return text;
    for (behind = rest; text_next_code_point(&behind, &c) && unicode_kind(c) == UNICODE_MARK; rest = behind) {}
    return (struct text){text.bytes, text.length - rest.length};
}

struct text address_masked(struct arena *arena, struct text normal)
{
    struct text domain = address_domain(normal), label = {"", 0}, rest = domain;
    while (text_split(&rest, '.', &label)) {}
    struct text local = first_character(normal), host = first_character(domain);
    return text_printf(arena, "%.*s••••@%.*s••••.%.*s", TEXT_ARG(local), TEXT_ARG(host), TEXT_ARG(label));
}

static bool from_right_to_left(struct text text)
{
    uint32_t c;
    while (text_next_code_point(&text, &c))
        if ((c >= 0x590 && c < 0x900) || (c >= 0xfb1d && c < 0xfe00) || (c >= 0xfe70 && c < 0xff00) || (c >= 0x10800 && c < 0x11000) || (c >= 0x1e800 && c < 0x1f000)) return true;
    return false;
}

struct text address_shown(struct arena *arena, struct text normal)
{
    struct text domain = address_domain(normal);
    char *letters = NULL;
    for (size_t i = 0; i < domain.length; i++)
        if ((unsigned char)domain.bytes[i] >= 0x80) return normal; /* it is masked */
    if (text_find(domain, "xn--") == domain.length || idn2_to_unicode_8z8z(text_string(arena, domain), &letters, 0) != IDN2_OK) return normal;
    struct text shown = text_copy(arena, text_of(letters));
    idn2_free(letters);
    if (text_equal(shown, domain) || from_right_to_left(shown)) return normal;
    return text_printf(arena, "%.*s%.*s (%.*s)", (int)(normal.length - domain.length), normal.bytes, TEXT_ARG(shown), TEXT_ARG(domain));
}

void address_show(struct arena *arena, struct list *rows, const char *field)
{
    for (size_t i = 0; i < rows->count; i++) {
        const void *row = (const char *)rows->items + i * rows->record->size;
        struct text *address = (struct text *)(uintptr_t)record_at(record_field(rows->record, text_of(field)), row);
        *address = address_shown(arena, *address);
    }
}
