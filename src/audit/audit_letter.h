/* What a letter said when it was written, as the journal keeps it: the act letter.write of the letter has {"sha256":"..."} with the SHA-256 (FIPS 180-4) over, in this order, with every number as
 * 8 bytes, big-endian:
 *     the 18 bytes "testamur letter 1\n"
 *     account (0 where there is none), written_at
 *     recipient, recipient_name, kind, language, subject, text, html, message_id: of each its length in bytes, then the bytes
 * So whatever of it is changed later is found, and the journal's chain keeps the hash. */
#ifndef AUDIT_AUDIT_LETTER_H
#define AUDIT_AUDIT_LETTER_H

#include "base/clock.h"
#include "base/text.h"

struct audit_letter {
    int64_t account;
    struct instant written;
    struct text recipient, recipient_name, kind, language, subject, text, html, message_id;
};
/* As 64 hexadecimal digits. */
struct text audit_letter_hash(struct arena *arena, const struct audit_letter *letter);

#endif
