/* All SQL of the intake. What both engines do alike is here; the ways by which each does much at once are in intake_sqlite_store.c and intake_postgresql_store.c. */
#ifndef INTAKE_STORE_H
#define INTAKE_STORE_H

#include "intake/intake_batch.h"
#include "intake/intake_rules.h"
#include "outside/database.h"

/* --- Files --- */

enum intake_file_state { INTAKE_FILE_UNDER_WAY = 1, INTAKE_FILE_DONE, INTAKE_FILE_REFUSED };

struct intake_file_row {
    int64_t id, done_through, rows, fresh, unchanged, corrected, quarantined, refused;
    int32_t state;
    struct instant received_at;
};
MUST_CHECK intake_store_provider(struct context *context, struct text name, int64_t *provider);
/* The same without making it; RESULT_NONE. */
MUST_CHECK intake_store_known_provider(struct context *context, struct text name, int64_t *provider);
/* RESULT_NONE where there is no file with that hash. */
MUST_CHECK intake_store_find_file(struct context *context, int64_t provider, struct text sha256, struct intake_file_row *file);
MUST_CHECK intake_store_add_file(struct context *context, int64_t provider, struct text name, struct text sha256, int64_t bytes, enum intake_file_state state, struct text refusal,
                                 int64_t *file);
MUST_CHECK intake_store_set_refusal(struct context *context, int64_t file, enum intake_file_state state, struct text refusal);
/* Reads the file's row and keeps others who import it waiting until the transaction ends. */
MUST_CHECK intake_store_lock_file(struct context *context, int64_t file, struct intake_file_row *row);
MUST_CHECK intake_store_set_file(struct context *context, const struct intake_file_row *file);
MUST_CHECK intake_store_add_member(struct context *context, int64_t file, int64_t number, struct text name, bool no_show, int64_t first_line, struct instant stamp, struct text header);
/* The stamp of the text that the line of a file stands in. */
MUST_CHECK intake_store_stamp(struct context *context, int64_t file, int64_t line, struct instant *stamp);
MUST_CHECK intake_store_add_part(struct context *context, int64_t file, int64_t number, struct bytes content);
MUST_CHECK intake_store_parts(struct context *context, int64_t file, int64_t *count);

/* --- Rows that are not plain --- */

/* All but new and unchanged of a file, by line, with the line counted within its text; `open_only`: those that were refused or still wait. In the context's arena. */
MUST_CHECK intake_store_verdicts(struct context *context, int64_t file, bool open_only, size_t maximum, struct list *verdicts);
/* Those of all files that still wait, by id. */
MUST_CHECK intake_store_waiting_verdicts(struct context *context, size_t maximum, struct list *verdicts);
/* How many of the file's rows still wait. */
MUST_CHECK intake_store_waiting(struct context *context, int64_t file, int64_t *count);
/* Rows that wait or were put aside, behind `after`, of one file (0: of all), by id. */
struct intake_waiting {
    int64_t id, file_id, line, member, first_line;
    struct text provider, file_name, raw, code, reason, remedy, remedy_value, member_name, header;
    bool no_show;
    struct instant stamp_at, received_at; /* of the text; of the file */
    struct text decided_by;               /* of one put aside: the user name */
    struct instant settled_at;
    struct text proposed_by, proposed_value, proposed_why; /* of one that waits, as listed: the user name of who wants it taken in, under which mailbox, why; empty: nobody, as it is */
};
extern const struct record intake_waiting_record;
MUST_CHECK intake_store_list_rows(struct context *context, enum intake_standing standing, int64_t file, int64_t after, size_t maximum, struct list *rows);
/* Those that wait for that reason, by id. */
MUST_CHECK intake_store_waiting_for(struct context *context, const char *code, size_t maximum, struct list *rows);
/* Those in whose text the registration ID stands anywhere; at most INTAKE_WAITING_WITH. */
enum { INTAKE_WAITING_WITH = 20 };
MUST_CHECK intake_store_waiting_with(struct context *context, struct text registration, struct list *rows);
/* --- What the desk reads of files --- */

MUST_CHECK intake_store_file_views(struct context *context, int64_t before, size_t maximum, struct list *files);
/* All but the rejected rows and the title. RESULT_NONE. */
MUST_CHECK intake_store_file_whole(struct context *context, int64_t id, struct intake_file_whole *file);
MUST_CHECK intake_store_rejected(struct context *context, int64_t file, size_t maximum, struct list *verdicts);
MUST_CHECK intake_store_last_files(struct context *context, struct list *files);
MUST_CHECK intake_store_set_remedy(struct context *context, int64_t row, const char *remedy, struct text value, int64_t *changed);
/* Who of the staff proposes which remedy for a row that waits, and with which address; `by` 0: nobody. Locks the row. RESULT_NONE: it does not wait any more. */
struct intake_proposal {
    int64_t by;
    struct text remedy, value;
};
MUST_CHECK intake_store_take_proposal(struct context *context, int64_t row, struct intake_proposal *proposal);
/* Until a remedy is set. */
MUST_CHECK intake_store_propose(struct context *context, int64_t row, const struct intake_proposal *proposal, struct text why);
/* An enum intake_fate as a number. */
MUST_CHECK intake_store_fate(struct context *context, int64_t row, int64_t *fate);
MUST_CHECK intake_store_take_back(struct context *context, int64_t row, int64_t *changed);
/* The names on the record of that provider under the registration ID, else on the newest under the candidate ID. RESULT_NONE where there is neither. */
struct intake_known {
    int64_t id;
    struct text registration, first_name, last_name, native_first_name, native_last_name;
    bool by_candidate;
    bool released; /* it is a pass that was released */
};
MUST_CHECK intake_store_known(struct context *context, struct text provider, struct text registration, struct text candidate, struct intake_known *known);
/* Locks a row that was listed, and gives it the remedy that it has by now. RESULT_NONE: it does not wait any more. */
MUST_CHECK intake_store_take_row(struct context *context, struct intake_waiting *row);
/* What became of a row that was run again: it waits no more, or for something else. */
MUST_CHECK intake_store_settle_row(struct context *context, int64_t row, struct instant at);
MUST_CHECK intake_store_change_row(struct context *context, int64_t row, enum intake_verdict verdict, const char *code, struct text reason, long place);

/* --- Records --- */

/* RESULT_NONE where there is none. */
MUST_CHECK intake_store_find_version(struct context *context, int64_t provider, struct text registration, struct intake_version *version);
MUST_CHECK intake_store_replace(struct context *context, const struct intake_version *version);
MUST_CHECK intake_store_set_time(struct context *context, int64_t record, struct instant updated, int64_t file, int64_t line);
MUST_CHECK intake_store_set_state(struct context *context, int64_t record, int32_t state);
MUST_CHECK intake_store_add_past(struct context *context, int64_t record, struct text was);

/* --- Events --- */

/* `fresh` is false where it was known. */
MUST_CHECK intake_store_add_event(struct context *context, int64_t provider, struct text registration, const struct intake_event_row *event, int64_t file, bool *fresh);
/* Calls `each` with a struct intake_event_row, in no order. */
MUST_CHECK intake_store_each_event(struct context *context, int64_t provider, struct text registration, database_each_function *each, void *data);
/* Calls `each` with a struct intake_registration for each registration from `first` to `last`, by its bytes, that has events. */
struct intake_registration {
    struct text registration_id;
};
MUST_CHECK intake_store_each_with_events(struct context *context, int64_t provider, struct text first, struct text last, database_each_function *each, void *data);
MUST_CHECK intake_store_has_events(struct context *context, int64_t provider, struct text registration, bool *has);

/* --- Much at once --- */

/* A candidate ID and a mailbox that stand together in a row. */
struct intake_pair_seen {
    struct text candidate;
    int64_t mailbox;
    bool together;  /* some record has both */
    bool elsewhere; /* records of the candidate ID have another mailbox */
    bool shared;    /* records of the mailbox have another candidate ID */
};
/* The mailboxes of a candidate ID's records. */
struct intake_guess {
    struct text candidate;
    int64_t mailbox, other; /* 0: none; two different ones where there are several */
};

/* So many new rows are worth making indexes anew for; few are not. */
enum { INTAKE_MANY_ROWS = 10000 };

/* The work of one transaction on one engine. */
struct intake_bulk;
struct intake_bulk_engine {
    /* `meets` belongs to the file and outlives transactions: false in the beginning, set once rows are found whose records are there. */
    enum result (*begin)(struct context *context, int64_t provider, bool *meets, struct intake_bulk **bulk);
    /* Fills in the id of each address, and whether the mailbox was there before. */
    enum result (*mailboxes)(struct context *context, struct intake_bulk *bulk, const struct intake_address *addresses, size_t count, int64_t *ids, bool *existed);
    /* The same in a transaction of its own, on another connection than the import's. NULL where there is one writer at a time. */
    enum result (*mailboxes_ahead)(struct context *context, const struct intake_address *addresses, size_t count, int64_t *ids, bool *existed);
    enum result (*pairs)(struct context *context, struct intake_bulk *bulk, struct intake_pair_seen *pairs, size_t count);
    enum result (*guesses)(struct context *context, struct intake_bulk *bulk, struct intake_guess *guesses, size_t count);
    /* Before the first of `count` rows (1 at least), which are put and found until rows_end; meanwhile nobody looks for people. `first` gets the first of their ids. */
    enum result (*rows_begin)(struct context *context, struct intake_bulk *bulk, size_t count, int64_t *first);
    /* The rows that are put next, in the order of their registration IDs, so that they can be looked up together. NULL where that gains nothing. */
    enum result (*ahead)(struct context *context, struct intake_bulk *bulk, const struct text *registrations, size_t count);
    /* Inserts a record (with its id), or gives what is there under the registration ID: RESULT_OK, or RESULT_NONE with `existing`. In the order of registration IDs. */
    enum result (*put)(struct context *context, struct intake_bulk *bulk, const struct intake_version *version, struct intake_version *existing);
    /* What is there under the registration ID; RESULT_NONE. In the same order. */
    enum result (*find)(struct context *context, struct intake_bulk *bulk, struct text registration, struct intake_version *existing);
    /* REFUSED intake_store_met: rows were taken for new that are not. With `meets` set now, the transaction is run again. */
    enum result (*rows_end)(struct context *context, struct intake_bulk *bulk);
    int64_t transaction_text; /* once it has so many bytes of text, a transaction takes no further batch in */
};
const struct intake_bulk_engine *intake_store_bulk(const struct database *database);
extern const char intake_store_met[];
extern const struct intake_bulk_engine intake_store_sqlite, intake_store_postgresql;

enum { INTAKE_RECORD_COLUMNS = 22 };
extern const char *const intake_record_columns[INTAKE_RECORD_COLUMNS];
/* The values of a record in the order of the columns. */
void intake_store_values(int64_t provider, const struct intake_version *version, struct value values[INTAKE_RECORD_COLUMNS]);
/* The columns of intake_version_record of exam_record r. */
#define INTAKE_VERSION_COLUMNS                                                                                                                                   \
    "r.id, r.registration_id, r.candidate_id, r.mailbox_id, r.exam_id, r.exam_language, r.exam_day, r.grade, r.score, r.state, r.given_state, r.first_name, "      \
    "r.last_name, r.native_first_name, r.native_last_name, r.country, r.site, r.validation_id, r.updated_at, r.file_id, r.line"

#endif
