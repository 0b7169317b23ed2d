#include "account/account_rules.h"

#include "base/buffer.h"
#include "outside/password.h"
#include "outside/unicode.h"

enum { JOINER = 0x200D, NON_JOINER = 0x200C, MARKS_IN_A_ROW = 5, MOST_CHARACTERS = PASSWORD_LONGEST, SIMPLE_REST = 10 };

bool account_rules_user_name(struct arena *arena, struct text name, struct text *shown, struct text *key)
{
    name = text_trim(name);
    if (name.length > USER_NAME_LONGEST * 8 || !unicode_nfc(arena, name, shown)) return false;
    size_t count = 0;
    bool letter = false, ends_well = false;
    uint32_t c;
    for (struct text rest = *shown; text_next_code_point(&rest, &c); count++) {
        enum unicode_kind kind = unicode_kind(c);
        if (kind == UNICODE_LETTER) letter = true;
        if (kind == UNICODE_LETTER || kind == UNICODE_DIGIT) ends_well = true;
        else if (kind == UNICODE_MARK && count && ends_well) continue;
        else if ((c == '.' || c == '_' || c == '-') && count) ends_well = false;
        else return false;
    }
    return letter && ends_well && count >= USER_NAME_SHORTEST && count <= USER_NAME_LONGEST && unicode_fold(arena, *shown, key) && !text_empty(*key);
}

/* Hyphens, apostrophes and the like: what stands between the letters of names. */
static bool stands_in_names(uint32_t c)
{
    switch (c) {
    case '\'': case '-': case '.': case ',': case 0x00B7 /* middle dot */: case 0x2010 /* hyphen */: case 0x2018: case 0x2019 /* quotes as apostrophes */:
    case 0x05F3: case 0x05F4 /* Hebrew geresh and gershayim */: case 0x30FB /* katakana middle dot */: case 0x2022 /* used in Chinese for it */:
        return true;
    default: return false;
    }
}

static bool person_name(struct arena *arena, struct text name, bool latin_only, struct text *normal)
{
    struct text composed;
    *normal = TEXT("");
    if (name.length > NAME_LONGEST * 12 || !unicode_nfc(arena, name, &composed)) return false;
    struct buffer out = buffer_new(arena, composed.length + 1, NAME_LONGEST * 12);
    size_t count = 0, marks = 0;
    bool letter = false, blank = false, any = false;
    uint32_t before = 0, c;
    for (struct text rest = composed; text_next_code_point(&rest, &c); before = c) {
        enum unicode_kind kind = unicode_kind(c);
        if ((before == JOINER || before == NON_JOINER) && kind != UNICODE_LETTER && kind != UNICODE_MARK) return false;
        if (kind == UNICODE_SPACE || c == '\t') {
            blank = any;
            continue;
        }
        marks = kind == UNICODE_MARK ? marks + 1 : 0;
        bool allowed;
        if (kind == UNICODE_LETTER) allowed = letter = !latin_only || unicode_is_latin(c);
        else if (kind == UNICODE_MARK) allowed = any && !blank && marks <= MARKS_IN_A_ROW && (!latin_only || (c >= 0x300 && c <= 0x36F));
        else if (c == JOINER || c == NON_JOINER) allowed = !latin_only && (unicode_kind(before) == UNICODE_LETTER || unicode_kind(before) == UNICODE_MARK);
        else allowed = stands_in_names(c);
        if (!allowed) return false;
        if (blank) buffer_put_char(&out, ' '), count++;
        char bytes[4];
        buffer_put_bytes(&out, bytes, text_put_code_point(bytes, c));
        count++;
        any = true;
        blank = false;
    }
    if (out.full || count > NAME_LONGEST || (any && !letter) || before == JOINER || before == NON_JOINER) return false;
    if (any) *normal = buffer_text(&out);
    return true;
}

bool account_rules_name_latin(struct arena *arena, struct text name, struct text *normal)
{
    return person_name(arena, name, true, normal);
}

bool account_rules_name_native(struct arena *arena, struct text name, struct text *normal)
{
    return person_name(arena, name, false, normal);
}

bool account_rules_phone(struct arena *arena, struct text phone, struct text *normal)
{
    phone = text_trim(phone);
    *normal = text_copy(arena, phone);
    if (text_empty(phone)) return true;
    if (phone.length > 30) return false;
    size_t digits = 0;
    for (size_t i = 0; i < phone.length; i++) {
        char c = phone.bytes[i];
        if (c >= '0' && c <= '9') digits++;
        else if (!(c == '+' && i == 0) && !strchr(" -.()", c)) return false;
        if (!c) return false;
    }
    return digits >= 5 && digits <= 15;
}

/* ISO 3166-1, as of 2024. */
static const char countries[] =
    "ADAEAFAGAIALAMAOAQARASATAUAWAXAZBABBBDBEBFBGBHBIBJBLBMBNBOBQBRBSBTBVBWBYBZCACCCDCFCGCHCICKCLCMCNCOCRCUCVCWCXCYCZDEDJDKDMDODZECEEEGEHERESETFIFJFKFM"
    "FOFRGAGBGDGEGFGGGHGIGLGMGNGPGQGRGSGTGUGWGYHKHMHNHRHTHUIDIEILIMINIOIQIRISITJEJMJOJPKEKGKHKIKMKNKPKRKWKYKZLALBLCLILKLRLSLTLULVLYMAMCMDMEMFMGMHMKMLMM"
    "MNMOMPMQMRMSMTMUMVMWMXMYMZNANCNENFNGNINLNONPNRNUNZOMPAPEPFPGPHPKPLPMPNPRPSPTPWPYQARERORSRURWSASBSCSDSESGSHSISJSKSLSMSNSOSRSSSTSVSXSYSZTCTDTFTGTHTJ"
    "TKTLTMTNTOTRTTTVTWTZUAUGUMUSUYUZVAVCVEVGVIVNVUWFWSYEYTZAZMZW";

bool account_rules_country(struct text country)
{
    if (text_empty(country)) return true;
    if (country.length != 2) return false;
    for (const char *code = countries; *code; code += 2)
        if (code[0] == country.bytes[0] && code[1] == country.bytes[1]) return true;
    return false;
}

/* --- Passwords --- */

/* Keys that lie side by side. */
static const char *const rows[] = {"1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "yxcvbnm", "azertyuiop", "qsdfghjklm", "1qaz2wsx3edc4rfv5tgb6yhn"};

static bool side_by_side(uint32_t a, uint32_t b)
{
    if (a > 0x7F || b > 0x7F) return false;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *at = strchr(rows[i], (int)a);
        if (at && (at[1] == (char)b || (at > rows[i] && at[-1] == (char)b))) return true;
    }
    return false;
}

static bool is_step(uint32_t a, uint32_t b)
{
    return a == b || a + 1 == b || b + 1 == a || side_by_side(a, b);
}

/* How many characters are left where each run ("aaaa", "abcd", "4321", "qwer") counts as one. */
static size_t count_without_runs(const uint32_t *c, size_t count)
{
    size_t left = 0;
    for (size_t i = 0; i < count;) {
        size_t end = i + 1;
        while (end < count && is_step(c[end - 1], c[end])) end++;
        left += end - i >= 3 ? 1 : end - i;
        i = end;
    }
    return left;
}

/* Whether it is one piece again and again ("abc1abc1abc1abc1"), the last time perhaps cut short. */
static bool is_repetition(const uint32_t *c, size_t count)
{
    for (size_t piece = 1; piece <= count / 2; piece++) {
        size_t i = piece;
        while (i < count && c[i] == c[i - piece]) i++;
        if (i == count) return true;
    }
    return false;
}

/* Whether little is left of the password without `part`. */
static bool is_mostly(struct text password, struct text part)
{
    if (text_characters(part) < 4) return false;
    size_t at = text_find(password, part.bytes);
    return at < password.length && text_characters(password) - text_characters(part) < SIMPLE_REST;
}

enum password_fault account_rules_password(struct arena *arena, struct text password, struct text user_name, struct text mailbox)
{
    if (text_characters(password) < PASSWORD_SHORTEST) return PASSWORD_TOO_SHORT;
    struct text folded, name, address;
    if (!unicode_fold(arena, password, &folded)) return PASSWORD_TOO_SIMPLE;
    uint32_t *characters = ARENA_ARRAY(arena, folded.length + 1, uint32_t);
    size_t count = 0;
    for (struct text rest = folded; text_next_code_point(&rest, characters + count);) count++;
    if (count_without_runs(characters, count) < SIMPLE_REST || is_repetition(characters, count)) return PASSWORD_TOO_SIMPLE;
    if (unicode_fold(arena, user_name, &name) && is_mostly(folded, name)) return PASSWORD_PERSONAL;
    if (unicode_fold(arena, mailbox, &address)) {
        struct text local = text_copy(arena, (struct text){address.bytes, text_find(address, "@")});
        if (is_mostly(folded, address) || is_mostly(folded, local)) return PASSWORD_PERSONAL;
    }
    return PASSWORD_FINE;
}
