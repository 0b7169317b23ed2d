/* Whose records are whose (SPEC 5). An exam record is in at most one account at any moment; the journal of how it came so only grows. */
#ifndef ASSOCIATION_ASSOCIATION_H
#define ASSOCIATION_ASSOCIATION_H

#include "base/context.h"
#include "base/record.h"
#include "outside/due.h"
#include "outside/page.h"

enum association_purpose { ASSOCIATION_SIGN_UP, ASSOCIATION_OF_RECORDS };

/* Asks to tie a mailbox to the actor's account (5.1): writes the request and the letter with link and code. Never tells whether or to whom the address belongs, beyond this:
 * `associated` is set where it is tied to another account already; then nothing was written, unless `anyway` says that the candidate has pressed OK to that message:
 * a letter to that mailbox then explains. REFUSED association.address, association.already (tied to this very account), audit.too_often. */
MUST_CHECK association_ask(struct context *context, struct text address, enum association_purpose purpose, bool anyway, bool *associated);

/* A request as its link's page shows it. Only where the signed-in account asked it (`mine`) are account and mailbox named; everyone else gets an explanation. */
struct association_request {
    int64_t id;
    bool mine;
    struct text user_name, address;
    struct instant made, ends;
    bool sign_up;
    bool open, completed, replaced, expired, disowned, too_late;
};
extern const struct record association_request_record;
/* RESULT_NONE for an unknown token. Changes nothing. */
MUST_CHECK association_by_token(struct context *context, struct text token, struct association_request *request);
/* The actor's own requests of the last 24 hours, newest first. */
MUST_CHECK association_requests(struct context *context, struct list *requests);
/* Completes a request of the actor's own account, by the link's token or the typed code (the other one empty). Once. A second press: REFUSED "association.already"; another account's request: REFUSED
 * "association.not_yours"; association.unknown, .expired, .replaced, .disowned, .code_wrong, .code_tries (5); the mailbox tied elsewhere meanwhile: "association.taken". `records` gets how
 * many came with it. */
MUST_CHECK association_complete(struct context *context, int64_t request, struct text token, struct text code, int64_t *records);
/* "This was not me": from anywhere, by the token and the address that the letter came to, typed: mail scanners press every button, so a press alone must change nothing. Stops what
 * the same account still asks for the same mailbox, also by a newer letter; again it changes nothing. A wrong address: REFUSED "association.not_this_mailbox". Where it was
 * completed: REFUSED "association.completed_already". */
MUST_CHECK association_disown(struct context *context, struct text token, struct text address);

/* What is tied to the actor's account, since when and how (5.3). */
struct association {
    int64_t mailbox_id;
    struct text address;
    struct instant since;
    struct text means;  /* sign-up, link, code, takeover */
    int64_t records;
    bool letters;       /* the account's own mailbox for letters */
};
extern const struct record association_record;
MUST_CHECK association_list(struct context *context, struct list *associations);
/* Is the address (normal form) tied to the account? RESULT_OK or RESULT_NONE. */
MUST_CHECK association_proven(struct context *context, int64_t account, struct text address);
/* The account that a mailbox is tied to, for signing in with a mailbox; RESULT_NONE. */
MUST_CHECK association_account_of(struct context *context, struct text address, int64_t *account);

/* The exam records in an account, newest exam first (exam_record_record of intake.h): the actor's own, or anybody's for MAY_READ_REGISTER and the system. */
MUST_CHECK association_records(struct context *context, int64_t account, size_t maximum, struct list *records);

/* What the award room evaluates, small: a final record with a pass, in an account. */
struct passed_record {
    int64_t account_id, record_id, exam_id;
    struct day exam_day;
};
extern const struct record passed_record_record;
/* Calls `each` with a struct passed_record for all final passes in accounts with ids first..last, ordered by account, then record. */
MUST_CHECK association_each_passed(struct context *context, int64_t first, int64_t last, database_each_function *each, void *data);
/* The same for the accounts that hold a final pass among the exam records first..last: all their passes. */
MUST_CHECK association_each_passed_with(struct context *context, int64_t first_record, int64_t last_record, database_each_function *each, void *data);
/* Calls `each` with an int64_t for the accounts that hold any of the exam records first..last, final or not, ascending. */
MUST_CHECK association_each_holder(struct context *context, int64_t first_record, int64_t last_record, database_each_function *each, void *data);
/* Lets go those of the exam records first..last that are in another account than the holder's rule says (ARCHITECTURE.md), because the provider has put them under another mailbox; leaves
 * `account-changed` for each, and holds what comes free. In a transaction. */
MUST_CHECK association_let_go(struct context *context, int64_t first_record, int64_t last_record);
/* Holds those of the exam records first..last that are in no account yet and belong in one; `held` gets how many. In a transaction. */
MUST_CHECK association_hold(struct context *context, int64_t first_record, int64_t last_record, int64_t *held);
/* The ids (int64_t) of the records that would leave the account if it let go the mailbox, or the single record; the other is 0. */
MUST_CHECK association_leaving(struct context *context, int64_t account, int64_t mailbox, int64_t record, struct list *records);
/* Did the record leave the account by force (5.8), when it was last let go, or is it barred from it? */
MUST_CHECK association_left_by_force(struct context *context, int64_t account, int64_t record, bool *forced);
/* Derives today's state anew from the journal and the exam records alone (5.9): after a repair, and to show that it can be. Everyone is evaluated afterwards. MAY_REBUILD_ASSOCIATIONS. */
MUST_CHECK association_rebuild(struct context *context);

/* Ties a mailbox to an account that an earlier system has proven (`account add`). MAY_ADD_ACCOUNTS. REFUSED association.address, and association.taken_by_other where it is another's; tied to this account already: nothing
 * happens. No letters: the earlier system has written them. */
MUST_CHECK association_take_over(struct context *context, int64_t account, struct text address);

/* Handlers for due_run (records-came, mailbox-moved), ended by a NULL kind; and the letters that this room writes. */
extern const struct due_handler association_due[];
extern const struct page_binding association_letters[];
extern const size_t association_letter_count;

#endif
