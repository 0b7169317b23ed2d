/* All SQL of the package room but that of addresses. */
#ifndef PACKAGE_PACKAGE_STORE_H
#define PACKAGE_PACKAGE_STORE_H

#include "outside/database.h"
#include "package/package.h"

/* --- What can be applied for --- */

/* The certificates of the account and the mailboxes, associated with it, that they rest on: a row each. */
struct package_basis_row {
    int64_t certificate_id, mailbox_id;
    struct text address;
};
MUST_CHECK package_store_basis(struct context *context, int64_t account, size_t maximum, struct list *rows);
/* Certificates of the account that were applied for, and by whom. */
struct package_applied_row {
    int64_t certificate_id, account_id;
    struct text number;
};
MUST_CHECK package_store_applied(struct context *context, int64_t account, size_t maximum, struct list *rows);

/* --- The draft --- */

struct package_draft_row {
    int64_t mailbox_id, certificate_id, revision, address_id;
    struct text certificate;
    struct instant changed;
};
MUST_CHECK package_store_draft(struct context *context, int64_t account, struct package_draft_row *row);
/* The same, and keeps other writers of it waiting until the transaction ends. */
MUST_CHECK package_store_take_draft(struct context *context, int64_t account, struct package_draft_row *row);
MUST_CHECK package_store_put_draft(struct context *context, int64_t account, const struct package_draft_row *row);
MUST_CHECK package_store_forget_draft(struct context *context, int64_t account);

/* --- Packages --- */

/* A package as acts need it. */
struct package_row {
    int64_t id, account_id, certificate_id, mailbox_id, replaces_id, case_id, asked_case_id, revision, dispatches;
    struct text number, name_latin, name_native, country, address, reason;
    int32_t state;
    struct instant applied;
    struct day applied_day, approved_day, packed_day, since, earliest, due;
    struct day again_day; /* as in the view */
    bool provisional;
    /* of the certificate, as it is now */
    struct text certificate, certification, now_latin, now_native;
    int64_t now_revision, now_account, certification_id;
    int32_t now_state;
    struct day award_day;
    struct text name_case; /* of the holder, while it is open; empty: none */
};
extern const struct record package_row_record;
/* Reads it, and keeps other writers of it waiting until the transaction ends. RESULT_NONE where there is none; `owner` 0: anybody's. */
MUST_CHECK package_store_take(struct context *context, struct text number, int64_t owner, struct package_row *row);
/* Keeps whoever else decides which package of the same certificate is sent waiting, too; before the package itself is taken. */
MUST_CHECK package_store_lock_siblings(struct context *context, struct text number);
MUST_CHECK package_store_take_id(struct context *context, int64_t id, struct package_row *row);
/* RESULT_NONE where there is one of the certificate, or one that replaces the same, already. */
MUST_CHECK package_store_add(struct context *context, const struct package_row *row, int64_t *id);
/* Writes what acts change: state, days, promise, dispatches, revision and names, address, reason, asked_case_id. */
MUST_CHECK package_store_put(struct context *context, const struct package_row *row, struct day cancelled);
MUST_CHECK package_store_add_journal(struct context *context, int64_t id, enum package_act act, int32_t state_after, struct text text);
/* The number of the account's own living package of the certificate that replaces nothing. */
MUST_CHECK package_store_own_of(struct context *context, int64_t certificate, int64_t account, struct text *number);
/* The number of a package of the certificate whose mailing is promised (package_rules_promised), whatever it replaces. */
MUST_CHECK package_store_waiting_of(struct context *context, int64_t certificate, struct text *number);

MUST_CHECK package_store_add_dispatch(struct context *context, const struct package_row *row, const char *carrier, struct text express_number, struct text phone_end, struct day day);
MUST_CHECK package_store_renumber(struct context *context, const struct package_row *row, const char *carrier, struct text express_number);
MUST_CHECK package_store_end_dispatch(struct context *context, const struct package_row *row, struct day delivered, struct day returned);

/* --- Merged accounts --- */

/* What of `from` is not sent yet, as package_merge_line. */
MUST_CHECK package_store_merge_lines(struct context *context, int64_t from, int64_t into, size_t maximum, struct list *lines);
/* Moves that of it which comes to the account `to`, by that merge; `back`: what came by it, whatever became of it since. */
MUST_CHECK package_store_merge(struct context *context, int64_t merge, int64_t from, int64_t to, bool back, int64_t *moved);

/* --- Reading --- */

/* `reader`: the account of the applicant or of the certificate's holder; 0: anybody. */
MUST_CHECK package_store_read(struct context *context, struct text number, int64_t reader, struct package_view *view);
MUST_CHECK package_store_own(struct context *context, int64_t account, size_t maximum, struct list *rows);
/* What is promised to be mailed (in one state; 0: all), due before the day (NO_DAY: all), the first to be due first; what is in a later state, the first to be mailed first. */
MUST_CHECK package_store_waiting(struct context *context, int32_t state, struct day before, size_t maximum, struct list *rows);
/* What is packed with a certificate whose name was corrected since. */
MUST_CHECK package_store_superseded(struct context *context, size_t maximum, struct list *rows);
MUST_CHECK package_store_later(struct context *context, int32_t state, size_t maximum, struct list *rows);
MUST_CHECK package_store_of_certificate(struct context *context, int64_t certificate, struct package_view *view);
struct package_entry_row {
    struct instant at;
    struct text act, text, user_name;
    int32_t actor_kind;
};
MUST_CHECK package_store_entries(struct context *context, int64_t id, size_t maximum, struct list *rows);

/* --- What the date brings --- */

/* Issued certificates of which nobody was told that the application is open, from `after` (an id) on. */
struct package_opening_row {
    int64_t id, account_id;
    struct text number, certification;
    struct day exam_day, award_day, issue_day;
};
MUST_CHECK package_store_openings(struct context *context, struct day issued_from, int64_t after, size_t maximum, struct list *rows);
/* `first` is false where somebody else was first. */
MUST_CHECK package_store_tell_opening(struct context *context, int64_t certificate, bool *first);
/* Ids (struct package_row with its id alone) of packages whose mailing is promised, or promised by a provisional day. */
MUST_CHECK package_store_promised(struct context *context, bool provisional_alone, int64_t after, size_t maximum, struct list *rows);

/* Whom a letter goes to; `mailbox` is empty where none of the account's is proven. */
struct package_recipient {
    struct text user_name, name_latin, name_native, mailbox, language, zone;
};
MUST_CHECK package_store_recipient(struct context *context, int64_t account, struct package_recipient *recipient);

#endif
