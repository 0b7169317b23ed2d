/* A body with the example catalogue, to which a provider delivers files. */
#ifndef TESTS_INTAKE_DELIVERY_H
#define TESTS_INTAKE_DELIVERY_H

#include "catalogue/catalogue.h"
#include "intake/intake.h"
#include "support/support.h"

struct delivery {
    struct support *support;
    struct context *context;
    char folder[64]; /* where the files stand that the test writes; removed at the end */
    struct intake_outcome outcome; /* of the last file */
};

/* On 2026-02-20 at 08:00 UTC, as the operator. */
struct delivery *delivery_new(enum database_engine engine);
void delivery_free(struct delivery *delivery);

/* The shipped example with `old`, where given, replaced by `new`. */
void delivery_catalogue(struct delivery *delivery, const char *old, const char *new);

/* Writes a file into the test's folder; its path. */
struct text delivery_write(struct delivery *delivery, const char *name, struct text content);
/* Imports a file by Pearson VUE's profile, or another. */
enum result delivery_take(struct delivery *delivery, struct text path);
enum result delivery_take_by(struct delivery *delivery, const char *profile, struct text path, bool dry_run);
/* Writes the text as the file of that name and imports it, which must be accepted. */
void delivery_bring(struct delivery *delivery, const char *name, const char *content);
void delivery_bring_by(struct delivery *delivery, const char *profile, const char *name, const char *content);

/* "2 rows: 1 new, 1 refused", and a line for each verdict: "3:15 refused intake.date". */
struct text delivery_told(struct delivery *delivery);
/* A line for each record, by registration ID: registration, candidate, mailbox, exam/language, day, grade, state, score, names. Missing ones are "-". */
struct text delivery_records(struct delivery *delivery);
/* The record's line; fails where there is none. */
struct text delivery_record(struct delivery *delivery, const char *registration);
/* The row that waits with that code; fails where there is none. */
int64_t delivery_waiting(struct delivery *delivery, const char *code);

/* How many rows there are in all tables that an import writes, but for files and their parts. */
int64_t delivery_store_kept(struct delivery *delivery);
/* The last line that was refused. */
int64_t delivery_store_last_line(struct delivery *delivery);
int64_t delivery_store_files(struct delivery *delivery);
/* What the journal says of the last decision about a row. */
struct text delivery_store_decision(struct delivery *delivery);
/* The refusal of the only file, empty where it was not refused. */
struct text delivery_store_refusal(struct delivery *delivery);
/* How many indexes the records have. */
int64_t delivery_store_indexes(struct delivery *delivery);
/* The only file as it is kept. */
struct text delivery_store_raw(struct delivery *delivery);
/* The hash of that, in hexadecimal, however large it is. */
struct text delivery_store_raw_hash(struct delivery *delivery);

struct delivery_record_row {
    struct text registration, candidate, mailbox, exam, language;
    struct day exam_day;
    int32_t grade, state;
    struct text score, first_name, last_name, native_first_name;
};
struct list delivery_store_records(struct delivery *delivery);

#endif
