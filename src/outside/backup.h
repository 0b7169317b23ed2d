/* Back-up while running, and restore (SPEC 13.3). One file of one moment, the same format for both engines, so that a back-up of one restores into the other.
 *
 * The file, all numbers big-endian: the 20 bytes "testamur back-up 1\n\0"; frames; the SHA-256 of all before it. A frame is one letter and its content; a text is its
 * length in 4 bytes and its bytes.
 *     M  name, hash                          a migration applied, in their order
 *     T  name, count (2 bytes), that many columns' names
 *     R  one value a column: 0 (NULL), 1 and 8 bytes, 2 and a text, 3 and bytes written like a text
 *     E  count (8 bytes)                     the table's end and its rows
 *     Z                                      the end
 * It holds keys and personal data as they are in the store: it is readable by its owner only, and belongs where the store's own files belong. */
#ifndef OUTSIDE_BACKUP_H
#define OUTSIDE_BACKUP_H

#include "outside/database.h"

/* Writes what the store holds at this moment, without stopping anybody. An older file at `path` is replaced only when the new one is
 * whole and on disk. REFUSED "backup.unwritable". `rows`, where given, gets the count. */
MUST_CHECK backup_write(struct context *context, struct text path, int64_t *rows);
/* Checks the whole file, then fills an empty store (just made, not yet used by "init") in one transaction and brings it up to this program's version. REFUSED
 * "backup.unreadable", "backup.damaged" (nothing was written), "backup.not_empty", "backup.version". */
MUST_CHECK backup_restore(struct context *context, struct text path, int64_t *rows);
/* The same into the store of that URL, which is opened for it and is context->database afterwards. A SQLite store that is not there yet is filled beside its place and put there whole, so
 * that a restore that fails or is killed leaves no store. */
MUST_CHECK backup_restore_into(struct context *context, struct text url, struct text path, int64_t *rows);

#endif
