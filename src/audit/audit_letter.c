#include "audit/audit_letter.h"

#include <endian.h>

#include "base/encoding.h"
#include "outside/hash.h"

static void add_number(struct hash *hash, int64_t number)
{
    uint64_t bytes = htobe64((uint64_t)number);
    hash_add(hash, &bytes, sizeof bytes);
}

struct text audit_letter_hash(struct arena *arena, const struct audit_letter *letter)
{
    static const char begin[] = "testamur letter 1\n";
    const struct text texts[] = {letter->recipient, letter->recipient_name, letter->kind, letter->language, letter->subject, letter->text, letter->html, letter->message_id};
    unsigned char out[HASH_SHA256];
    struct hash *hash = hash_begin();
    hash_add(hash, begin, sizeof begin - 1);
    add_number(hash, letter->account);
    add_number(hash, letter->written.microseconds);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        add_number(hash, (int64_t)texts[i].length);
        hash_add(hash, texts[i].bytes, texts[i].length);
    }
    hash_end(hash, out);
    return encoding_hex(arena, (struct bytes){out, sizeof out});
}
