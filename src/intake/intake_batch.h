/* A piece of a file on its way into the store: its text, and its rows as they were understood. Made by the reading thread, constant from then on for the writing thread, freed
 * after the commit. Texts of rows are places in the batch's text, so nothing is copied. */
#ifndef INTAKE_BATCH_H
#define INTAKE_BATCH_H

#include <pthread.h>

#include "base/context.h"
#include "intake/intake.h"

enum { INTAKE_BATCH_TEXT = 24 << 20, INTAKE_SMALL_BATCH = 3 << 20, INTAKE_NO_NUMBER = UINT32_MAX };

struct slice {
    uint32_t at, length;
};

enum intake_flags {
    ROW_PAIR_IS_NEW = 1,       /* the first row of the file with this candidate ID and this mailbox together */
    ROW_CANDIDATE_ELSEWHERE = 2, /* the candidate ID stood with another mailbox before, in this file */
    ROW_MAILBOX_SHARED = 4,    /* the mailbox stood with another candidate ID before, in this file */
    ROW_CANDIDATE_IS_MANY = 8, /* no mailbox in the row, and several with its candidate ID before */
    ROW_MAILBOX_IS_GUESSED = 16, /* no mailbox in the row: it is the one that the candidate ID stood with before */
    ROW_FORCED = 32              /* staff have decided that it is to be taken in as it is */
};

/* An event other than a plain result (SPEC 3.4), as exam_event.kind names it. */
enum intake_event { EVENT_NONE, EVENT_PLACE_HOLD, EVENT_RELEASE_HOLD, EVENT_MODIFY_STATUS, EVENT_REVOKE, EVENT_UNREVOKE, EVENT_MODIFY_APPOINTMENT, EVENT_CANCEL_APPOINTMENT };

struct intake_row {
    uint64_t key; /* of the registration ID, for sorting */
    int64_t line; /* through all members */
    int64_t updated_at;
    int64_t exam_id;
    struct slice raw, registration, candidate, mailbox /* normal */, score, first_name, last_name, native_first_name, native_last_name, country, site, validation;
    uint32_t address, person; /* numbers in intake_people.h */
    uint32_t problem;         /* in the batch's problems; INTAKE_NO_NUMBER: none */
    int32_t exam_day;
    uint8_t language; /* in the batch's languages */
    uint8_t grade, given_state;
    uint8_t event;
    uint8_t flags;
};

/* Why a row is not taken in as it stands. */
struct intake_problem {
    enum intake_verdict verdict;
    const char *code;
    struct text reason; /* English, filled in */
    long column;        /* 0: of the whole row */
};

struct intake_address {
    struct text text; /* lives as long as the import */
    uint32_t number;
};

/* A row in the order. Its key stands with it, so that going through the order needs not fetch the rows. */
struct intake_place {
    uint64_t key;
    uint32_t row;
};

enum { INTAKE_LANGUAGES = 64 };
struct intake_languages {
    const char *items[INTAKE_LANGUAGES];
    size_t count;
};

struct intake_batch {
    struct intake_batch *next;
    char *text; /* with DELIMITED_PADDING behind it */
    size_t text_length;
    size_t weight; /* how much of a transaction it takes: its text, more where it ended early */
    char *extra; /* texts that do not stand in the file as they are; places from text_length on */
    size_t extra_length, extra_capacity;
    struct intake_row *rows;
    size_t row_count, row_capacity;
    struct intake_problem *problems;
    size_t problem_count, problem_capacity;
    struct intake_address *addresses; /* those that come for the first time in this import, sorted */
    size_t address_count, address_capacity;
    uint32_t address_end, person_end; /* all numbers so far are below */
    bool forgets;                     /* the numbers begin anew with this batch */
    struct intake_place *order; /* the rows that go on to the store, by registration ID, then line */
    size_t order_count;
    const struct intake_languages *languages;
    struct arena *arena; /* reasons */
    size_t member;
    int64_t last_line; /* through all members */
    int64_t bytes_done;
    bool sorting; /* by a thread of its own */
    pthread_t sorter;
    /* By address; NULL where the writing thread has to look them up. */
    int64_t *address_ids;
    bool *address_existed;
    /* The writing thread's: by row, what it found out about the person (intake_apply.h), and the mailbox's id. */
    uint8_t *states;
    int64_t *mailboxes;
};

struct intake_batch *intake_batch_new(size_t text_capacity);
void intake_batch_free(struct intake_batch *batch);

static inline struct text batch_text(const struct intake_batch *batch, struct slice slice)
{
    const char *bytes = slice.at < batch->text_length ? batch->text + slice.at : slice.length ? batch->extra + (slice.at - batch->text_length) : "";
    return (struct text){bytes, slice.length};
}
/* A fresh row, zeroed but for its problem. */
struct intake_row *intake_batch_row(struct intake_batch *batch);
/* Copies a text into the batch; `room` is at least its length. */
char *intake_batch_extra(struct intake_batch *batch, size_t room);
void intake_batch_problem(struct intake_batch *batch, struct intake_row *row, struct intake_problem problem);
void intake_batch_address(struct intake_batch *batch, struct intake_address address);
/* Sorts the addresses. */
void intake_batch_sort_addresses(struct intake_batch *batch);
/* Puts the rows that have no problem in order. */
void intake_batch_sort_rows(struct intake_batch *batch);
/* The same on a thread of its own, so that the next batch is read meanwhile; nothing else may touch the batch until it is waited for. */
void intake_batch_sort_rows_aside(struct intake_batch *batch);
void intake_batch_wait(struct intake_batch *batch);

#endif
