/* Passwords: Argon2id by libsodium, a bounded count of hashes at once in a process, and the list of passwords that many people use.
 *
 * A password is an OpaqueString of RFC 8265: case and spaces count, foreign spaces become plain ones, NFC, no control characters. */
#ifndef OUTSIDE_PASSWORD_H
#define OUTSIDE_PASSWORD_H

#include "base/context.h"

enum { PASSWORD_SHORTEST = 15 /* characters */, PASSWORD_LONGEST = 1024 /* bytes */ };

/* What a process shares: how many hashes run at once (each takes settings.password_memory), who waits, and the list of common passwords. Stands in context->passwords. */
struct password_gate;
/* `at_once` hashes run together, `waiting` more threads may wait for their turn, whoever comes then is REFUSED "password.busy". Loads data/common-passwords.txt.
 * Lives until password_gate_free. */
MUST_CHECK password_gate_new(struct context *context, int at_once, int waiting, struct password_gate **gate);
void password_gate_free(struct password_gate *gate);

/* The normal form; false for what cannot be a password: not UTF-8, a control or unassigned character, empty or longer than PASSWORD_LONGEST. */
bool password_normal(struct arena *arena, struct text password, struct text *normal);

/* Hashes a password in normal form with the settings' memory and passes. `hash` holds its parameters. Not inside a transaction: it takes its time. */
MUST_CHECK password_hash(struct context *context, struct text normal, struct text *hash);
/* Holds a password in normal form against a hash; an empty hash is nobody's and takes as long as a right one. `outdated`: made with weaker settings
 * than today's. */
MUST_CHECK password_check(struct context *context, struct text normal, struct text hash, bool *right, bool *outdated);
/* Whether the list of common passwords has it, capitals or small. */
MUST_CHECK password_is_common(struct context *context, struct text normal, bool *common);

#endif
