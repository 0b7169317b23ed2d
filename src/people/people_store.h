/* All SQL of the room. It reads tables of all rooms and writes none. */
#ifndef PEOPLE_PEOPLE_STORE_H
#define PEOPLE_PEOPLE_STORE_H

#include "outside/database.h"
#include "people/people.h"

enum people_way {
    PEOPLE_BY_USER_NAME, PEOPLE_BY_MAILBOX, PEOPLE_BY_LETTERS, PEOPLE_BY_CANDIDATE, PEOPLE_BY_REGISTRATION, PEOPLE_BY_WAITING,
    PEOPLE_BY_CERTIFICATE, PEOPLE_BY_CASE, PEOPLE_BY_PACKAGE, PEOPLE_BY_EXPRESS, PEOPLE_BY_PHONE, PEOPLE_BY_VALIDATION, PEOPLE_WAYS
};
/* As LIKE wants it: in small letters, and what LIKE would read into it escaped. */
struct text people_store_pattern(struct context *context, struct text text);
/* A number without the blanks in it, in capitals. */
struct text people_store_number(struct context *context, struct text text);
/* Not by candidate ID. `text` is in the form of that way: a normal address, a number without blanks in capitals, ... */
MUST_CHECK people_store_find(struct context *context, enum people_way way, struct text text, size_t maximum, struct list *hits);

/* By the number of the account. RESULT_NONE. */
MUST_CHECK people_store_account(struct context *context, int64_t account, struct person_hit *hit);
/* By candidate ID: as it was typed, the same as people_store_number gives it, and where that is letters and then digits both apart, these without the zeros before them; else two empty texts. Such a one is found with more or
 * fewer zeros, with the letters or without any; without letters also with any. */
MUST_CHECK people_store_candidates(struct context *context, struct text typed, struct text number, struct text letters, struct text digits, size_t maximum, struct list *hits);

/* All whose names (of accounts, or in records) have that part, as person_hit: small letters, escaped for LIKE. */
MUST_CHECK people_store_names(struct context *context, bool in_records, struct text part, database_each_function *each, void *data);
/* RESULT_NONE where there is no such record; the names are not joined yet. */
MUST_CHECK people_store_key(struct context *context, int64_t record, size_t maximum, struct person_unheld *person);

/* `mailbox`: in its normal form, or empty. The names are not joined yet. */
MUST_CHECK people_store_claimants(struct context *context, struct text candidate_id, struct text mailbox, size_t maximum, struct list *rows);
MUST_CHECK people_store_ties(struct context *context, int64_t account, size_t maximum, struct list *rows);
MUST_CHECK people_store_records(struct context *context, int64_t account, size_t maximum, struct list *rows);
MUST_CHECK people_store_letters(struct context *context, int64_t account, size_t maximum, struct list *rows);
/* What has that inner number, by the name that it has among people. RESULT_NONE. */
enum people_named { PEOPLE_UNNAMED, PEOPLE_ACCOUNT, PEOPLE_MAILBOX, PEOPLE_RECORD, PEOPLE_CERTIFICATION, PEOPLE_CASE };
MUST_CHECK people_store_named(struct context *context, enum people_named named, int64_t id, struct text *name);
/* `from` and `to` as instants; NO_INSTANT: all. */
MUST_CHECK people_store_acts(struct context *context, const struct journal_filter *filter, struct instant from, struct instant to, size_t maximum, struct list *rows);

#endif
