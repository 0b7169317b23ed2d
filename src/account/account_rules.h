/* What names, telephone numbers and passwords may be. Pure: no store, no clock. */
#ifndef ACCOUNT_ACCOUNT_RULES_H
#define ACCOUNT_ACCOUNT_RULES_H

#include "base/text.h"

enum { USER_NAME_SHORTEST = 3, USER_NAME_LONGEST = 40, NAME_LONGEST = 100 /* characters */ };

/* 3 to 40 letters of any script, digits, dot, underscore, hyphen; begins and ends with a letter or digit, and has one letter at least. `shown` is NFC, `key` what two spellings
 * of one name have in common. */
bool account_rules_user_name(struct arena *arena, struct text name, struct text *shown, struct text *key);
/* A person's name in Latin letters, with blanks, hyphens, apostrophes, full stops and commas between them; NFC, blanks single. Empty is allowed. */
bool account_rules_name_latin(struct arena *arena, struct text name, struct text *normal);
/* The same in any script; joiners stand between letters only, direction marks nowhere. Empty is allowed. */
bool account_rules_name_native(struct arena *arena, struct text name, struct text *normal);
/* 5 to 15 digits (E.164) with blanks, hyphens, dots, brackets, and a plus in front. Empty is allowed. */
bool account_rules_phone(struct arena *arena, struct text phone, struct text *normal);
/* An ISO 3166-1 alpha-2 code in capitals, or empty. */
bool account_rules_country(struct text country);

enum password_fault { PASSWORD_FINE, PASSWORD_TOO_SHORT, PASSWORD_TOO_SIMPLE, PASSWORD_PERSONAL };
/* Beside the list of common ones: length, runs and repetitions, the user name or the mailbox inside. `password` in normal form. */
enum password_fault account_rules_password(struct arena *arena, struct text password, struct text user_name, struct text mailbox);

#endif
