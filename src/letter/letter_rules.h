/* When a letter is tried again, and how secrets come into its text. Pure. */
#ifndef LETTER_LETTER_RULES_H
#define LETTER_LETTER_RULES_H

#include "base/day.h"
#include "base/text.h"

enum { LETTER_GIVE_UP_SECONDS = 5 * 24 * 3600, LETTER_CLAIM_SECONDS = 15 * 60 };

/* Seconds to the next try after that many tries: one minute, doubling, to twelve hours. */
int64_t letter_rules_delay(int64_t attempts);
/* Seconds that a domain rests after that many letters in a row that it put off: none for two, then one minute, doubling, to an hour. */
int64_t letter_rules_cool_down(int64_t failures);

/* What stands in the stored text where a secret stands in the letter as it is sent: the Message-ID's random part makes it a word that stands nowhere else. Letters, digits and
 * a hyphen only, so that it comes through HTML and URL escaping as it is. */
struct text letter_rules_place(struct arena *arena, const char *secret, struct text message_id);
/* The text with something in each of its places; the same text where there is none. */
struct text letter_rules_put(struct arena *arena, struct text text, struct text place, struct text what);
/* The text with the places of both secrets filled; the same text where none stands in it. */
struct text letter_rules_fill(struct arena *arena, struct text text, struct text message_id, struct text token, struct text code);
/* Letters, digits, - and _. */
bool letter_rules_is_secret(struct text secret);

/* The first line is the subject, the rest without empty lines in front is the text. */
void letter_rules_split_subject(struct text rendered, struct text *subject, struct text *text);
/* Where a letter says that it comes from when nobody has given a name: the host of the public address. */
struct text letter_rules_host(struct text address);
/* The name to greet a mail server with: that host where it is a name in the DNS; empty for localhost and IP addresses. */
struct text letter_rules_greeting(struct text address);

#endif
