/* All SQL of the association room. */
#ifndef ASSOCIATION_ASSOCIATION_STORE_H
#define ASSOCIATION_ASSOCIATION_STORE_H

#include "association/association.h"
#include "intake/intake.h"

struct request_row {
    int64_t id, account_id, mailbox_id, record_id, letter_mailbox_id, case_id; /* 0: none */
    int64_t told_id; /* of a lost mailbox: who has the record, and was told of it last; 0: nobody */
    struct text purpose_word, outcome; /* outcome empty: none yet */
    enum association_purpose purpose;  /* from purpose_word */
    struct bytes code_hash;
    int64_t code_tries;
    struct instant made, ends, ended;
    int64_t letter_id, letter_state; /* enum letter_state; 0: nothing is known of it */
    struct text letter_answer;       /* of its mail server */
    struct text address, letter_address, user_name;
    struct text exam_code, registration_id; /* of a record */
    struct day exam_day;
};
const char *association_store_purpose(enum association_purpose purpose);

/* RESULT_NONE where there is none. */
MUST_CHECK association_store_request_by_token(struct context *context, struct bytes token_hash, struct request_row *row);
MUST_CHECK association_store_request_of(struct context *context, int64_t request, int64_t account, struct request_row *row);
MUST_CHECK association_store_request_of_case(struct context *context, int64_t case_id, struct request_row *row);
MUST_CHECK association_store_request_of_letter(struct context *context, int64_t account, int64_t letter, struct request_row *row);
MUST_CHECK association_store_requests(struct context *context, int64_t account, struct instant since, struct list *rows);
/* Of the letters first..last the ids (int64_t) of those that were written for requests of the account that are open; in no order. */
MUST_CHECK association_store_open_letters(struct context *context, int64_t account, int64_t first, int64_t last, struct list *letters);

MUST_CHECK association_store_ask(struct context *context, const struct request_row *request, struct bytes token_hash);
/* Ends what the account still asks for the same thing and purpose. */
MUST_CHECK association_store_replace(struct context *context, const struct request_row *request, struct instant now);
/* Ends what the account still asks by letters to the mailbox; `ended` gets how many. */
MUST_CHECK association_store_disown(struct context *context, int64_t account, int64_t letter_mailbox, struct instant now, int64_t *ended);
/* False in `ended` where it had ended already. */
MUST_CHECK association_store_end(struct context *context, int64_t request, const char *outcome, struct instant now, bool *ended);
MUST_CHECK association_store_mark_too_late(struct context *context, int64_t request);
/* Who has the record was told. */
MUST_CHECK association_store_set_told(struct context *context, int64_t request, int64_t account);
/* False in `counted` where `most` tries were made before. */
MUST_CHECK association_store_count_try(struct context *context, int64_t request, int most, bool *counted);

/* What a single record is. */
struct record_facts {
    int64_t id, mailbox_id, holder_id, barred_id; /* 0: none; barred_id: the asker, where it is barred from his account */
    struct text address;               /* of its mailbox; empty: none */
    struct text exam_code, registration_id;
    struct day exam_day;
    int64_t exam_id;
    struct text candidate_id, last_name, native_last_name, validation_id;
};
/* By id; RESULT_NONE. */
MUST_CHECK association_store_facts(struct context *context, int64_t record, int64_t asker, struct record_facts *facts);
/* By provider and registration ID. Where there is no such record, `found` is false and the facts are those of some other one, which are read in its place: both take the same look-ups. */
MUST_CHECK association_store_facts_of_report(struct context *context, struct text provider, struct text registration, int64_t asker, struct record_facts *facts, bool *found);

MUST_CHECK association_store_lost_mailbox(struct context *context, int64_t case_id, struct association_lost_mailbox *lost);
MUST_CHECK association_store_lost_cases(struct context *context, int64_t account, struct list *cases);
/* What has a day that was promised to somebody, each with the kind of due row that counts it again. */
struct promised_row {
    struct text kind;
    int64_t id;
};
MUST_CHECK association_store_promised(struct context *context, struct list *rows);
/* What the account has let go by its owner's wish and does not have again, of association_left, newest first. */
MUST_CHECK association_store_let_go_by_owner(struct context *context, int64_t account, struct list *left);
/* A record by registration ID (of any provider) and day: its mailbox's address, and the account that it is in. */
struct where_row {
    struct text address;
    int64_t account_id;
    int32_t state; /* enum exam_state */
};
MUST_CHECK association_store_where(struct context *context, struct text registration, struct day day, struct list *rows);

/* What the account has by a tie of its own: a mailbox, or a single record. Fills in what it is about; RESULT_NONE. */
MUST_CHECK association_store_own_tie(struct context *context, int64_t account, struct association_thing thing, struct request_row *row);
MUST_CHECK association_store_list(struct context *context, int64_t account, struct list *associations);
/* Has the account another mailbox that could take its letters? */
MUST_CHECK association_store_other_mailbox(struct context *context, int64_t account, int64_t mailbox, bool *any);
MUST_CHECK association_store_account_of(struct context *context, struct text address, int64_t *account);
MUST_CHECK association_store_records(struct context *context, int64_t account, size_t maximum, struct list *records);
MUST_CHECK association_store_revoked(struct context *context, int64_t account, int64_t *count);
MUST_CHECK association_store_leaving(struct context *context, int64_t account, int64_t mailbox, int64_t record, bool by_force, struct list *records);
MUST_CHECK association_store_each_passed(struct context *context, int64_t first, int64_t last, database_each_function *each, void *data);
MUST_CHECK association_store_each_passed_with(struct context *context, int64_t first, int64_t last, database_each_function *each, void *data);
MUST_CHECK association_store_each_holder(struct context *context, int64_t first, int64_t last, database_each_function *each, void *data);

#endif
