/* Finding a person by whatever is known of him (SPEC 11.1). */
#include <ctype.h>

#include "audit/audit.h"
#include "award/award_number.h"
#include "base/buffer.h"
#include "base/encoding.h"
#include "catalogue/catalogue.h"
#include "letter/address.h"
#include "outside/json.h"
#include "outside/language.h"
#include "outside/unicode.h"
#include "people/people_store.h"

/* Fewer digits are no phone number, and a shorter text is in too many rows. */
enum { SHORTEST_PHONE = 6, SHORTEST_WAITING = 4, MOST_WORDS = 32, MOST_WAYS_A_HIT = 24 };

static const char NAME[] = N_("Name"), NAME_IN_RECORD[] = N_("Name in a record");
static const char *const way_names[PEOPLE_WAYS] = {
    [PEOPLE_BY_USER_NAME] = N_("User name"), [PEOPLE_BY_MAILBOX] = N_("Mailbox"), [PEOPLE_BY_LETTERS] = N_("Mailbox for letters"), [PEOPLE_BY_CANDIDATE] = N_("Candidate ID"),
    [PEOPLE_BY_REGISTRATION] = N_("Registration ID"), [PEOPLE_BY_WAITING] = N_("Row that waits"), [PEOPLE_BY_CERTIFICATE] = N_("Certificate number"), [PEOPLE_BY_CASE] = N_("Case number"),
    [PEOPLE_BY_PACKAGE] = N_("Package number"), [PEOPLE_BY_EXPRESS] = N_("Express number"), [PEOPLE_BY_PHONE] = N_("Phone"), [PEOPLE_BY_VALIDATION] = N_("Validation number")};

/* A phone number by its digits: with the country's code where it has one, and without the zero by which calls within the country begin, which many write behind it all the same: +49 (0)170. */
struct phone {
    struct text digits; /* empty: it is none */
    bool whole;         /* with the country's code */
};

/* How long the country's code is that the digits begin with (ITU-T E.164). */
static size_t country_code(struct text digits)
{
    static const char two[] = "20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 81 82 84 86 90 91 92 93 94 95 98";
    if (!digits.length || digits.bytes[0] == '1' || digits.bytes[0] == '7') return 1;
    const char *at = digits.length < 2 ? NULL : memmem(two, sizeof two, digits.bytes, 2);
    return at ? 2 : 3;
}

static struct phone read_phone(struct context *context, struct text text)
{
    char *out = arena_raw(context->arena, text.length + 1);
    size_t length = 0, zeros = 0;
    text = text_trim(text);
    struct phone phone = {TEXT(""), text_starts_with(text, "+")};
    for (size_t i = 0; i < text.length; i++) {
        char c = text.bytes[i];
        if (c < '0' || c > '9') {
            if (!strchr("+-()./ ", c)) return phone;
        } else if (c == '0' && !length) {
            phone.whole = phone.whole || ++zeros == 2; /* 0049 is +49 */
        } else {
            out[length++] = c;
        }
    }
    if (phone.whole && length > 3) {
        size_t code = country_code((struct text){out, length}), end = code;
        while (end < length && out[end] == '0') end++;
        memmove(out + code, out + end, length - end);
        length -= end - code;
    }
    out[length] = '\0';
    if (length >= SHORTEST_PHONE) phone.digits = (struct text){out, length};
    return phone;
}

/* One of them may lack the country's code. */
static bool same_phone(const struct phone *a, const struct phone *b)
{
    const struct text longer = a->digits.length > b->digits.length ? a->digits : b->digits, shorter = a->digits.length > b->digits.length ? b->digits : a->digits;
    if (a->whole && b->whole) return text_equal(a->digits, b->digits);
    return !text_empty(shorter) && memcmp(longer.bytes + longer.length - shorter.length, shorter.bytes, shorter.length) == 0;
}

/* Cases and packages have numbers of twelve signs, in groups of four: also for who writes the groups in another way, and O and I, which are none of the signs (Crockford's base32), for what they look like. */
static struct text grouped(struct context *context, struct text text)
{
    struct text number = people_store_number(context, text);
    char signs[12];
    size_t count = 0;
    for (size_t i = 0; i < number.length; i++) {
        char c = number.bytes[i];
        if (c == '-') continue;
        if (!isalnum((unsigned char)c) || count == sizeof signs) return number;
        signs[count++] = encoding_base32_meant(c);
    }
    return count == sizeof signs ? text_printf(context->arena, "%.4s-%.4s-%.4s", signs, signs + 4, signs + 8) : number;
}

/* As the body writes it. */
static enum result certificate_number(struct context *context, struct text text, struct text *number)
{
    const struct catalogue *catalogue;
    *number = people_store_number(context, text);
    enum result current = catalogue_current(context, &catalogue);
    if (current == RESULT_REFUSED) error_clear(&context->error); /* none was loaded, and nothing issued */
    if (current == RESULT_OK) *number = award_number_spelled(context->arena, &catalogue->body, *number);
    return current < 0 ? current : RESULT_OK;
}

/* What a way looks for; empty where the text cannot be it. */
static struct text as_way(struct context *context, enum people_way way, struct text text)
{
    struct text normal;
    switch (way) {
    case PEOPLE_BY_MAILBOX:
    case PEOPLE_BY_LETTERS: return address_normal(context->arena, text, &normal) ? normal : TEXT("");
    case PEOPLE_BY_USER_NAME: return account_name_key(context, text);
    case PEOPLE_BY_CASE:
    case PEOPLE_BY_PACKAGE: return grouped(context, text);
    case PEOPLE_BY_VALIDATION:
    case PEOPLE_BY_EXPRESS: return people_store_number(context, text);
    case PEOPLE_BY_PHONE: return read_phone(context, text).digits;
    case PEOPLE_BY_WAITING: return text.length < SHORTEST_WAITING || !audit_allows(&context->actor, MAY_READ_INTAKE) ? TEXT("") : people_store_pattern(context, text);
    default: return text;
    }
}

/* A candidate ID as its letters and the digits behind them, without the zeros by which providers pad these. */
static enum result find_candidates(struct context *context, struct text text, struct list *rows)
{
    struct text number = people_store_number(context, text), letters = {number.bytes, 0}, digits = TEXT("");
    while (letters.length < number.length && isalpha((unsigned char)number.bytes[letters.length])) letters.length++;
    size_t at = letters.length;
    while (at < number.length && number.bytes[at] == '0') at++;
    digits = (struct text){number.bytes + at, number.length - at};
    for (size_t i = 0; i < digits.length; i++)
        if (!isdigit((unsigned char)digits.bytes[i])) digits.length = 0;
    if (text_empty(digits)) letters.length = 0;
    return people_store_candidates(context, text, number, letters, digits, PEOPLE_MOST_HITS + 1, rows);
}

struct words {
    struct text items[MOST_WORDS];
    size_t count;
};
struct searching {
    struct text text;
    struct person_hit *hits;
    size_t count;
    bool more;
    struct words words;     /* of a name that is looked for */
};

/* People are told apart by what was looked for, too: who looked for whom stands in the journal. */
static enum result note_search(struct context *context, void *data)
{
    const struct searching *searching = data;
    struct buffer detail = buffer_new(context->arena, 256, 4096);
    buffer_put_string(&detail, "{\"text\":");
    json_put_text(&detail, searching->text);
    buffer_printf(&detail, ",\"found\":%zu}", searching->count);
    return audit_write(context, "people.search", "account", context->actor.account, buffer_text(&detail));
}

/* By a name is the least sure: who was found by anything else, or by a name already, is not found by it once more. */
static void add_way(struct context *context, struct person_hit *hit, struct text value, const char *by)
{
    struct person_hit_way *ways = (struct person_hit_way *)hit->ways.items;
    bool by_name = by == NAME || by == NAME_IN_RECORD;
    if (hit->ways.count == MOST_WAYS_A_HIT || (by_name && hit->ways.count)) return;
    struct text words = text_of(language_text(context->languages, context->language, by));
    for (size_t i = 0; i < hit->ways.count; i++)
        if (text_equal(ways[i].value, value) && text_equal(ways[i].by, words)) return;
    ways[hit->ways.count++] = (struct person_hit_way){words, text_copy(context->arena, value)};
}

/* The same person: by his account; of nobody's by the record, or by what it says of him. */
static bool same_hit(const struct person_hit *a, const struct person_hit *b)
{
    if (a->row_id || b->row_id || a->account_id || b->account_id) return a->row_id == b->row_id && a->account_id == b->account_id;
    return (a->record_id && a->record_id == b->record_id) || (text_equal(a->value, b->value) && text_equal(a->name_latin, b->name_latin) && text_equal(a->name_native, b->name_native));
}

/* A hit keeps its texts beyond the row. */
static void add_hit(struct context *context, struct searching *searching, const struct person_hit *found, const char *by)
{
    struct person_hit hit = *found;
    struct arena *arena = context->arena;
    if (!hit.account_id && !hit.row_id) {
        hit.name_latin = unicode_name(arena, hit.first_name, hit.last_name);
        hit.name_native = unicode_name(arena, hit.native_first_name, hit.native_last_name);
    }
    for (size_t i = 0; i < searching->count; i++) {
        if (!same_hit(&searching->hits[i], &hit)) continue;
        add_way(context, &searching->hits[i], hit.value, by);
        return;
    }
    if (searching->count == PEOPLE_MOST_HITS) {
        searching->more = true;
        return;
    }
    struct text *texts[] = {&hit.user_name, &hit.name_latin, &hit.name_native, &hit.value};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) *texts[i] = text_copy(arena, *texts[i]);
    hit.ways = (struct list){&person_hit_way_record, ARENA_ARRAY(arena, MOST_WAYS_A_HIT, struct person_hit_way), 0};
    add_way(context, &hit, hit.value, by);
    searching->hits[searching->count++] = hit;
}

/* Is the text in the row by itself, not as a part of a longer number? `small` is both in small letters. */
static bool stands_alone(struct text small, struct text text)
{
    for (const char *at = small.bytes; (at = memmem(at, (size_t)(small.bytes + small.length - at), text.bytes, text.length)); at++) {
        const char *end = at + text.length;
        if ((at == small.bytes || !isalnum((unsigned char)at[-1])) && (end == small.bytes + small.length || !isalnum((unsigned char)*end))) return true;
    }
    return false;
}

/* --- By name --- */

/* The words of a name as they are compared: accents and capitals do not count, ß is ss, and a Chinese character is a word. */
static void take_words(struct arena *arena, struct text name, struct words *words)
{
    struct text bare;
    uint32_t point;
    bool inside = false;
    if (!unicode_bare(arena, name, &bare)) return;
    for (const char *at = bare.bytes; text_next_code_point(&bare, &point); at = bare.bytes) {
        enum unicode_kind kind = unicode_kind(point);
        bool wide = unicode_is_wide(point);
        if (kind != UNICODE_LETTER && kind != UNICODE_MARK && kind != UNICODE_DIGIT) {
            inside = false;
            continue;
        }
        if (!inside || wide) {
            if (words->count == MOST_WORDS) return;
            words->items[words->count++] = (struct text){at, 0};
        }
        words->items[words->count - 1].length += (size_t)(bare.bytes - at);
        inside = !wide;
    }
}

/* Does each of the words begin another one of the name? */
static bool begin(const struct words *wanted, const struct words *name)
{
    bool taken[MOST_WORDS] = {false};
    for (size_t i = 0; i < wanted->count; i++) {
        struct text word = wanted->items[i];
        size_t k = 0;
        while (k < name->count && (taken[k] || name->items[k].length < word.length || memcmp(name->items[k].bytes, word.bytes, word.length) != 0)) k++;
        if (k == name->count) return false;
        taken[k] = true;
    }
    return true;
}

struct naming {
    struct searching *searching;
    const char *by;
};
static const char enough[] = "people.enough";

static enum result look_at_name(struct context *context, const void *row, void *data)
{
    const struct naming *naming = data;
    const struct person_hit *hit = row;
    struct arena_mark mark = arena_mark(context->arena);
    const struct text texts[] = {hit->name_latin, hit->name_native, hit->first_name, hit->last_name, hit->native_last_name, hit->native_first_name};
    struct words name = {.count = 0};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) take_words(context->arena, texts[i], &name);
    bool found = begin(&naming->searching->words, &name);
    arena_rewind(context->arena, mark);
    if (found) add_hit(context, naming->searching, hit, naming->by);
    return naming->searching->more ? context_fail(context, RESULT_REFUSED, enough, "more than are listed") : RESULT_OK;
}

/* What every name has that begins with the word, as LIKE wants it: the letters that bear no accents anywhere, and a % for all else. */
static struct text part_of(struct context *context, const struct words *words)
{
    size_t longest = 0;
    for (size_t i = 0; i < words->count; i++)
        if (words->items[i].length > words->items[longest].length) longest = i;
    struct text rest = words->items[longest];
    struct buffer out = buffer_new(context->arena, 64, 4 * PEOPLE_TEXT_LIMIT);
    uint32_t point;
    for (const char *at = rest.bytes; text_next_code_point(&rest, &point); at = rest.bytes) {
        bool exact = point < 0x80 ? strchr("bfhjmpqvwx0123456789", (int)point) != NULL : unicode_is_wide(point);
        buffer_put(&out, exact ? (struct text){at, (size_t)(rest.bytes - at)} : TEXT("%"));
    }
    return buffer_text(&out);
}

static enum result search_names(struct context *context, struct searching *searching)
{
    searching->words.count = 0;
    take_words(context->arena, searching->text, &searching->words);
    if (!searching->words.count) return RESULT_OK;
    struct text part = part_of(context, &searching->words);
    enum result looked = people_store_names(context, false, part, look_at_name, &(struct naming){searching, NAME});
    if (looked >= 0) looked = people_store_names(context, true, part, look_at_name, &(struct naming){searching, NAME_IN_RECORD});
    if (looked != RESULT_REFUSED || context->error.code != enough) return looked;
    error_clear(&context->error); /* of a name that many have the first are listed, without a walk over all */
    return RESULT_OK;
}

static bool any_digit(struct text text)
{
    for (size_t i = 0; i < text.length; i++)
        if (isdigit((unsigned char)text.bytes[i])) return true;
    return false;
}

static enum result search(struct context *context, void *data)
{
    struct searching *searching = data;
    int64_t account;
    searching->count = 0;
    searching->more = false;
    if (text_to_integer(searching->text, &account)) {
        struct person_hit hit;
        enum result found = people_store_account(context, account, &hit);
        TRY(found);
        if (found == RESULT_OK) add_hit(context, searching, &hit, N_("Number of the account"));
    }
    for (int way = 0; way < PEOPLE_WAYS; way++) {
        struct text wanted = as_way(context, (enum people_way)way, searching->text);
        struct list rows;
        if (way == PEOPLE_BY_CERTIFICATE) TRY(certificate_number(context, searching->text, &wanted));
        if (way == PEOPLE_BY_VALIDATION && (searching->count || !any_digit(wanted))) wanted = TEXT("");
        if (text_empty(wanted)) continue;
        if (way == PEOPLE_BY_CANDIDATE) TRY(find_candidates(context, wanted, &rows));
        else TRY(people_store_find(context, (enum people_way)way, wanted, PEOPLE_MOST_HITS + 1, &rows));
        struct phone dialled = way == PEOPLE_BY_PHONE ? read_phone(context, searching->text) : (struct phone){.whole = false};
        for (size_t i = 0; i < rows.count; i++) {
            struct person_hit hit = ((const struct person_hit *)rows.items)[i];
            if (hit.row_id && !stands_alone(text_lower(context->arena, hit.value), text_lower(context->arena, searching->text))) continue;
            if (hit.row_id) hit.value = searching->text;
            if (way == PEOPLE_BY_MAILBOX || way == PEOPLE_BY_LETTERS) hit.value = address_shown(context->arena, hit.value);
            struct phone known = read_phone(context, way == PEOPLE_BY_PHONE ? hit.value : TEXT(""));
            if (way == PEOPLE_BY_PHONE && !same_phone(&dialled, &known)) continue;
            add_hit(context, searching, &hit, way_names[way]);
        }
    }
    return search_names(context, searching);
}

enum result people_find(struct context *context, struct text text, struct list *hits, bool *more)
{
    TRY(audit_may(context, MAY_READ_PEOPLE));
    struct searching searching = {.text = text_trim(text), .hits = ARENA_ARRAY(context->arena, PEOPLE_MOST_HITS, struct person_hit)};
    if (searching.text.length < 2)
        return context_fail(context, RESULT_REFUSED, "people.too_short", N_("Enter at least two characters of a name, or a whole number or mailbox."));
    if (searching.text.length > PEOPLE_TEXT_LIMIT) return context_fail(context, RESULT_REFUSED, "people.too_long", N_("This is too long to be a name, a number or a mailbox."));
    TRY(database_reading(context, search, &searching)); /* it may take long, and keeps nobody from writing */
    TRY(database_transaction(context, note_search, &searching));
    *hits = (struct list){&person_hit_record, searching.hits, searching.count};
    *more = searching.more;
    return RESULT_OK;
}
