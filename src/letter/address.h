/* A mailbox's address in its one normal form: what the store compares (RFC 5321, 5322, 6531). */
#ifndef LETTER_ADDRESS_H
#define LETTER_ADDRESS_H

#include <stdbool.h>

#include "base/record.h"
#include "base/text.h"

enum { ADDRESS_LIMIT = 254 };

/* Checks an address and gives its normal form: trimmed, NFC, capitals small (not folded further: two people's mailboxes never become one), the domain as the DNS knows it
 * (IDNA 2008, so it is ASCII). False for what is no address: no or two @, empty parts, spaces, control characters,
 * quotes, comments, a domain without a dot or with empty labels, over the limits (64 before the @, 254 in all). */
bool address_normal(struct arena *arena, struct text address, struct text *normal);
/* What may be shown of somebody else's, however long it is: l••••@e••••.com. The first character of each half, and the last label. */
struct text address_masked(struct arena *arena, struct text normal);
struct text address_domain(struct text normal);
/* As its reader knows it, for a page: a domain in other letters than ASCII's is written in them, with the form of the DNS behind it, because letters of two scripts can look alike: me@bücher.example (xn--bcher-kva.example).
 * As it is where it has none, or where it is written from right to left, which would turn around what stands beside it. */
struct text address_shown(struct arena *arena, struct text normal);
/* The same of a whole list, before its rows stand on a page: in each row the field of that name, a text, becomes address_shown. */
void address_show(struct arena *arena, struct list *rows, const char *field);

#endif
