/* What may be shown to whom: masks, and the comparison of a name with the printed one. Pure. */
#ifndef VERIFY_VERIFY_RULES_H
#define VERIFY_VERIFY_RULES_H

#include <stdbool.h>

#include "base/text.h"

/* A name of which only the first letter of each part stays: "Wei Li" is "W*** L***", "李伟" is "李*". The count of stars does not tell the length. */
struct text verify_rules_mask(struct arena *arena, struct text name);
/* A name folded so that all spellings of it become the same bytes: NFKC, case folded, marks and punctuation left out, parts in any order.
 * Each Chinese character is a part: blanks between them do not count. */
struct text verify_rules_name(struct arena *arena, struct text name);
/* A verification code as people type it: upper case, without spaces and dashes, O as 0 and I and L as 1. */
struct text verify_rules_code(struct arena *arena, struct text typed);
/* Takes from the front of such a code, all but its `secret` characters, what says where its certificate is (award_code_to_tell); 0 where there is nothing of the kind, -1 where it cannot be read. */
int64_t verify_rules_place(struct text *code, size_t secret);
/* A certificate number as people type it: upper case, of normal width, without spaces, every dash a hyphen; of a pasted address (http://HOST/v/NUMBER#CODE) its number. */
struct text verify_rules_number(struct arena *arena, struct text typed);

#endif
