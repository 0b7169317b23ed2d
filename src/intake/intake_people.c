#include "intake/intake_people.h"

#include <stdlib.h>

#include "base/random.h"

enum { FIRST_CAPACITY = 1024, REMEMBERED = 2000000 };
static const size_t ARENA_LIMIT = (size_t)2 << 30;

/* A text with its number, and the first number of the other kind that it stood with. */
struct entry {
    uint64_t hash;
    struct text text;
    uint32_t other; /* INTAKE_NO_NUMBER: with none yet */
    bool many;      /* with more than one */
};

struct table {
    uint32_t *slots; /* number + 1; 0 is free */
    size_t capacity; /* a power of two */
    struct entry *entries;
    size_t count, room;
};

struct intake_people {
    uint64_t seed; /* so that nobody can send texts that all fall into one place */
    struct table candidates, addresses;
    uint64_t *pairs; /* candidate number << 32 | address number, plus 1; 0 is free */
    size_t pair_count, pair_capacity;
    struct arena *arena, *before; /* texts; those forgotten last stay, as batches that are still on their way point to them */
};

static uint64_t folded(uint64_t a, uint64_t b)
{
    unsigned __int128 product = (unsigned __int128)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static uint64_t hash_of(uint64_t seed, struct text text)
{
    uint64_t hash = seed ^ text.length * 0x9E3779B97F4A7C15u;
    size_t i = 0;
    for (; i + 8 <= text.length; i += 8) {
        uint64_t word;
        memcpy(&word, text.bytes + i, 8);
        hash = folded(hash ^ word, 0xD6E8FEB86659FD93u ^ seed);
    }
    uint64_t word = 0;
    memcpy(&word, text.bytes + i, text.length - i);
    return folded(hash ^ word, 0xA0761D6478BD642Fu);
}

static void *allocated(size_t count, size_t size)
{
    void *items = calloc(count, size);
    if (!items) abort();
    return items;
}

static void table_free(struct table *table)
{
    free(table->slots);
    free(table->entries);
    *table = (struct table){0};
}

static void table_widen(struct table *table)
{
    size_t capacity = table->capacity ? table->capacity * 2 : FIRST_CAPACITY;
    free(table->slots);
    table->slots = allocated(capacity, sizeof *table->slots);
    table->capacity = capacity;
    for (size_t i = 0; i < table->count; i++) {
        size_t at = table->entries[i].hash & (capacity - 1);
        while (table->slots[at]) at = (at + 1) & (capacity - 1);
        table->slots[at] = (uint32_t)i + 1;
    }
}

static uint32_t table_number(struct intake_people *people, struct table *table, struct text text, uint64_t hash, bool *fresh)
{
    if ((table->count + 1) * 2 > table->capacity) table_widen(table);
    size_t at = hash & (table->capacity - 1);
    for (; table->slots[at]; at = (at + 1) & (table->capacity - 1)) {
        const struct entry *entry = &table->entries[table->slots[at] - 1];
        if (entry->hash == hash && text_equal(entry->text, text)) {
            *fresh = false;
            return table->slots[at] - 1;
        }
    }
    if (table->count == table->room) {
        table->room = table->room ? table->room * 2 : FIRST_CAPACITY;
        table->entries = realloc(table->entries, table->room * sizeof *table->entries);
        if (!table->entries) abort();
    }
    char *bytes = arena_raw(people->arena, text.length + 1);
    memcpy(bytes, text.bytes, text.length);
    table->entries[table->count] = (struct entry){hash, {bytes, text.length}, INTAKE_NO_NUMBER, false};
    table->slots[at] = (uint32_t)++table->count;
    *fresh = true;
    return (uint32_t)table->count - 1;
}

static uint64_t pair_of(uint32_t candidate, uint32_t address)
{
    return ((uint64_t)candidate << 32 | address) + 1;
}

static size_t pair_place(const struct intake_people *people, uint64_t pair)
{
    return folded(pair, people->seed | 1) & (people->pair_capacity - 1);
}

/* True where the two had not stood together. */
static bool pair_note(struct intake_people *people, uint32_t candidate, uint32_t address)
{
    if ((people->pair_count + 1) * 2 > people->pair_capacity) {
        uint64_t *before = people->pairs;
        size_t old = people->pair_capacity;
        people->pair_capacity = old ? old * 2 : FIRST_CAPACITY;
        people->pairs = allocated(people->pair_capacity, sizeof *people->pairs);
        for (size_t i = 0; i < old; i++) {
            if (!before[i]) continue;
            size_t at = pair_place(people, before[i]);
            while (people->pairs[at]) at = (at + 1) & (people->pair_capacity - 1);
            people->pairs[at] = before[i];
        }
        free(before);
    }
    uint64_t pair = pair_of(candidate, address);
    size_t at = pair_place(people, pair);
    for (; people->pairs[at]; at = (at + 1) & (people->pair_capacity - 1))
        if (people->pairs[at] == pair) return false;
    people->pairs[at] = pair;
    people->pair_count++;
    return true;
}

struct intake_people *intake_people_new(void)
{
    struct intake_people *people = allocated(1, sizeof *people);
    random_fill(&people->seed, sizeof people->seed);
    people->arena = arena_new(ARENA_LIMIT);
    return people;
}

static void forget(struct intake_people *people)
{
    table_free(&people->candidates);
    table_free(&people->addresses);
    free(people->pairs);
    people->pairs = NULL;
    people->pair_count = people->pair_capacity = 0;
}

void intake_people_free(struct intake_people *people)
{
    if (!people) return;
    forget(people);
    arena_free(people->arena);
    arena_free(people->before);
    free(people);
}

bool intake_people_forget(struct intake_people *people)
{
    if (people->addresses.count < REMEMBERED && people->candidates.count < REMEMBERED) return false;
    forget(people);
    arena_free(people->before);
    people->before = people->arena;
    people->arena = arena_new(ARENA_LIMIT);
    return true;
}

uint32_t intake_people_addresses(const struct intake_people *people)
{
    return (uint32_t)people->addresses.count;
}

uint32_t intake_people_persons(const struct intake_people *people)
{
    return (uint32_t)people->candidates.count;
}

static void stood_with(struct entry *entry, uint32_t other)
{
    if (entry->other == INTAKE_NO_NUMBER) entry->other = other;
    else if (entry->other != other) entry->many = true;
}

/* --- The rows of a batch: where they lie in the tables is known by nobody but the tables, so each step of many rows is asked of memory before the first of them is needed --- */

enum { TOGETHER = 32 };

struct noting {
    struct intake_row *row;
    struct text candidate, mailbox;
    uint64_t candidate_hash, mailbox_hash;
};

static void fetch_slot(const struct table *table, uint64_t hash)
{
    if (table->capacity) __builtin_prefetch(&table->slots[hash & (table->capacity - 1)]);
}

static const struct entry *likely_entry(const struct table *table, uint64_t hash)
{
    uint32_t slot = table->capacity ? table->slots[hash & (table->capacity - 1)] : 0;
    return slot ? &table->entries[slot - 1] : NULL;
}

static void fetch_entry(const struct table *table, uint64_t hash)
{
    const struct entry *entry = likely_entry(table, hash);
    if (entry) __builtin_prefetch(entry);
}

static void fetch_text(const struct table *table, uint64_t hash)
{
    const struct entry *entry = likely_entry(table, hash);
    if (entry) __builtin_prefetch(entry->text.bytes);
}

static void number(struct intake_people *people, struct intake_batch *batch, const struct noting *noting)
{
    struct intake_row *row = noting->row;
    bool fresh;
    if (!text_empty(noting->mailbox)) {
        row->address = table_number(people, &people->addresses, noting->mailbox, noting->mailbox_hash, &fresh);
        if (fresh) intake_batch_address(batch, (struct intake_address){people->addresses.entries[row->address].text, row->address});
    }
    if (!text_empty(noting->candidate)) row->person = table_number(people, &people->candidates, noting->candidate, noting->candidate_hash, &fresh);
    if (row->person != INTAKE_NO_NUMBER && row->address != INTAKE_NO_NUMBER && people->pair_capacity)
        __builtin_prefetch(&people->pairs[pair_place(people, pair_of(row->person, row->address))]);
}

static void stand_together(struct intake_people *people, struct intake_row *row)
{
    if (row->person == INTAKE_NO_NUMBER) return;
    struct entry *person = &people->candidates.entries[row->person];
    if (row->address == INTAKE_NO_NUMBER) {
        if (person->many) row->flags |= ROW_CANDIDATE_IS_MANY;
        else if (person->other != INTAKE_NO_NUMBER) row->address = person->other, row->flags |= ROW_MAILBOX_IS_GUESSED;
        return;
    }
    struct entry *address = &people->addresses.entries[row->address];
    if (!pair_note(people, row->person, row->address)) return;
    row->flags |= ROW_PAIR_IS_NEW;
    if (person->other != INTAKE_NO_NUMBER) row->flags |= ROW_CANDIDATE_ELSEWHERE; /* this pair is new, so it was with another */
    if (address->other != INTAKE_NO_NUMBER) row->flags |= ROW_MAILBOX_SHARED;
    stood_with(person, row->address);
    stood_with(address, row->person);
}

static void note_some(struct intake_people *people, struct intake_batch *batch, struct noting *all, size_t count)
{
    for (struct noting *noting = all; noting < all + count; noting++) {
        noting->candidate = batch_text(batch, noting->row->candidate);
        noting->mailbox = batch_text(batch, noting->row->mailbox);
        noting->candidate_hash = hash_of(people->seed, noting->candidate);
        noting->mailbox_hash = hash_of(people->seed, noting->mailbox);
        fetch_slot(&people->candidates, noting->candidate_hash);
        fetch_slot(&people->addresses, noting->mailbox_hash);
    }
    for (const struct noting *noting = all; noting < all + count; noting++) fetch_entry(&people->candidates, noting->candidate_hash), fetch_entry(&people->addresses, noting->mailbox_hash);
    for (const struct noting *noting = all; noting < all + count; noting++) fetch_text(&people->candidates, noting->candidate_hash), fetch_text(&people->addresses, noting->mailbox_hash);
    for (const struct noting *noting = all; noting < all + count; noting++) number(people, batch, noting);
    for (const struct noting *noting = all; noting < all + count; noting++) stand_together(people, noting->row);
}

void intake_people_note(struct intake_people *people, struct intake_batch *batch)
{
    struct noting some[TOGETHER];
    size_t count = 0;
    for (size_t i = 0; i < batch->row_count; i++) {
        struct intake_row *row = &batch->rows[i];
        /* Rows that do not come in must not speak for who is who. */
        if (row->event || row->problem != INTAKE_NO_NUMBER) continue;
        some[count++].row = row;
        if (count == TOGETHER) note_some(people, batch, some, count), count = 0;
    }
    note_some(people, batch, some, count);
}
