#include "association/association_identity.h"

#include <stdlib.h>

#include "outside/unicode.h"

enum { MOST_PIECES = 16, LONGEST = 400 };

/* A name taken apart: its letters, sorted, and its pieces. */
struct taken_apart {
    uint32_t letters[LONGEST];
    struct text pieces[MOST_PIECES];
    size_t letter_count, piece_count;
    bool latin;
};

/* Letters that no decomposition takes apart. */
static uint32_t plain(uint32_t c)
{
    switch (c) {
    case 0xF8: return 'o';  /* o with stroke */
    case 0x142: return 'l'; /* l with stroke */
    case 0x111: return 'd'; /* d with stroke */
    case 0x131: return 'i'; /* i without dot */
    case 0xE6: return 'a';
    case 0x153: return 'o';
    case 0xFE: case 0xF0: return 't';
    default: return c;
    }
}

/* What the usual transcriptions of umlauts come to, on both sides alike: mueller and muller are one, and so are lyu, lv and lu. */
static size_t without_transcriptions(uint32_t *letters, size_t count)
{
    size_t out = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t c = letters[i], before = out ? letters[out - 1] : 0;
        if (c == 'e' && (before == 'a' || before == 'o' || before == 'u')) continue;
        if (c == 'v' && (before == 'l' || before == 'n')) c = 'u';
        if (c == 'y' && (before == 'l' || before == 'n') && i + 1 < count && letters[i + 1] == 'u') continue;
        letters[out++] = c;
    }
    return out;
}

static int by_letter(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static void end_piece(struct arena *arena, struct taken_apart *name, const uint32_t *letters, size_t count)
{
    if (!count) return;
    uint32_t piece[LONGEST];
    memcpy(piece, letters, count * sizeof *piece);
    count = without_transcriptions(piece, count);
    char *bytes = arena_raw(arena, count * 4);
    size_t length = 0;
    for (size_t i = 0; i < count; i++) {
        length += text_put_code_point(bytes + length, piece[i]);
        name->letters[name->letter_count++] = piece[i];
    }
    if (name->piece_count < MOST_PIECES) name->pieces[name->piece_count++] = (struct text){bytes, length};
}

/* False where nothing of it can be compared. */
static bool take_apart(struct arena *arena, struct text text, struct taken_apart *name)
{
    struct text bare;
    *name = (struct taken_apart){.latin = true};
    if (text.length > LONGEST || !unicode_bare(arena, text, &bare) || bare.length > LONGEST) return false;
    uint32_t piece[LONGEST], c;
    size_t count = 0;
    while (text_next_code_point(&bare, &c)) {
        c = plain(c);
        if (unicode_kind(c) == UNICODE_LETTER) {
            piece[count++] = c;
            name->latin &= unicode_is_latin(c);
        } else if (c != '\'' && c != 0x2019) { /* O'Brien is one piece */
            end_piece(arena, name, piece, count);
            count = 0;
        }
    }
    end_piece(arena, name, piece, count);
    qsort(name->letters, name->letter_count, sizeof *name->letters, by_letter);
    return name->letter_count > 0;
}

/* Two or more pieces, and the other has them all. */
static bool within(const struct taken_apart *small, const struct taken_apart *large)
{
    if (small->piece_count < 2) return false;
    for (size_t i = 0; i < small->piece_count; i++) {
        bool found = false;
        for (size_t k = 0; k < large->piece_count; k++) found |= text_equal(small->pieces[i], large->pieces[k]);
        if (!found) return false;
    }
    return true;
}

static bool same(const struct taken_apart *a, const struct taken_apart *b)
{
    /* The same letters, however they are ordered and spaced: Wang Xiaoming, Xiao Ming WANG. */
    if (a->letter_count == b->letter_count && memcmp(a->letters, b->letters, a->letter_count * sizeof *a->letters) == 0) return true;
    return within(a, b) || within(b, a);
}

bool association_identity_same_name(struct arena *arena, struct text a, struct text b)
{
    struct arena_mark mark = arena_mark(arena);
    struct taken_apart one, other;
    bool result = take_apart(arena, a, &one) && take_apart(arena, b, &other) && same(&one, &other);
    arena_rewind(arena, mark);
    return result;
}

/* --- Records --- */

enum comparison { COMPARISON_NONE, COMPARISON_SAME, COMPARISON_OTHER };

static struct text whole(struct arena *arena, struct text first, struct text last)
{
    return text_printf(arena, "%.*s %.*s", TEXT_ARG(first), TEXT_ARG(last));
}

/* One name of each side being the same is enough; else they differ where both have one in the same script. */
static enum comparison compare(struct arena *arena, const struct text *a, size_t count, const struct text b[2])
{
    enum comparison result = COMPARISON_NONE;
    struct taken_apart one, other;
    for (size_t i = 0; i < count; i++) {
        if (!take_apart(arena, a[i], &one)) continue;
        for (int k = 0; k < 2; k++) {
            if (!take_apart(arena, b[k], &other) || one.latin != other.latin) continue;
            if (same(&one, &other)) return COMPARISON_SAME;
            result = COMPARISON_OTHER;
        }
    }
    return result;
}

/* The common case, without taking anything apart. */
static bool plainly_the_same(struct text name, struct text first, struct text last)
{
    if (text_empty(name) || name.length != first.length + last.length + 1) return false;
    const struct text orders[2][2] = {{first, last}, {last, first}};
    for (int i = 0; i < 2; i++) {
        struct text front = {name.bytes, orders[i][0].length}, back = {name.bytes + orders[i][0].length + 1, orders[i][1].length};
        if (name.bytes[front.length] == ' ' && text_equal_ignoring_case(front, orders[i][0]) && text_equal_ignoring_case(back, orders[i][1])) return true;
    }
    return false;
}

static void names_of(struct arena *arena, const struct identity_record *record, struct text names[2])
{
    names[0] = whole(arena, record->first_name, record->last_name);
    names[1] = whole(arena, record->native_first_name, record->native_last_name);
}

static bool same_provider(const struct identity_record *a, const struct identity_record *b)
{
    return a->provider_id == b->provider_id && !text_empty(a->candidate_id) && !text_empty(b->candidate_id);
}

/* What the provider knows of the person, by the records whose names agree, and by those whose do not. */
static enum identity_finding by_candidate(struct arena *arena, const struct identity_record *record, const struct identity_record *records, size_t count)
{
    bool other_candidate = false, other_name = false, same_name = false, of_another = false;
    struct text names[2];
    names_of(arena, record, names);
    for (size_t i = 0; i < count; i++) {
        if (records[i].finding == IDENTITY_UNKNOWN || !same_provider(record, &records[i])) continue;
        bool agrees = records[i].finding == IDENTITY_AGREES, same_candidate = text_equal(record->candidate_id, records[i].candidate_id);
        if (agrees && same_candidate) return IDENTITY_AGREES;
        if (!agrees && (!same_candidate || record->finding != IDENTITY_UNKNOWN)) continue;
        struct text others[2];
        names_of(arena, &records[i], others);
        enum comparison compared = compare(arena, names, 2, others);
        if (!agrees) {
            of_another |= compared == COMPARISON_SAME;
            continue;
        }
        other_candidate = true;
        other_name |= compared == COMPARISON_OTHER;
        same_name |= compared == COMPARISON_SAME;
    }
    if (record->finding == IDENTITY_OTHER_NAME) return IDENTITY_OTHER_NAME;
    return of_another || (other_candidate && other_name && !same_name) ? IDENTITY_OTHER_CANDIDATE : IDENTITY_UNKNOWN;
}

void association_identity_find(struct arena *arena, const struct text *known, size_t known_count, struct identity_record *records, size_t count)
{
    bool all_agree = true;
    for (size_t i = 0; i < count; i++) {
        struct identity_record *record = &records[i];
        record->finding = IDENTITY_AGREES;
        if (known_count && plainly_the_same(known[0], record->first_name, record->last_name)) continue;
        struct arena_mark mark = arena_mark(arena);
        struct text names[2];
        names_of(arena, record, names);
        enum comparison compared = compare(arena, known, known_count, names);
        record->finding = compared == COMPARISON_SAME ? IDENTITY_AGREES : compared == COMPARISON_OTHER ? IDENTITY_OTHER_NAME : IDENTITY_UNKNOWN;
        all_agree &= record->finding == IDENTITY_AGREES;
        arena_rewind(arena, mark);
    }
    if (all_agree) return;
    enum identity_finding *found = ARENA_ARRAY(arena, count, enum identity_finding);
    for (size_t i = 0; i < count; i++) {
        struct arena_mark mark = arena_mark(arena);
        found[i] = records[i].finding == IDENTITY_AGREES ? IDENTITY_AGREES : by_candidate(arena, &records[i], records, count);
        arena_rewind(arena, mark);
    }
    for (size_t i = 0; i < count; i++) records[i].finding = found[i];
}
