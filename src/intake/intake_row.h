/* From cells to rows: what a provider's row says, in the words of SPEC 3, or why it cannot be taken. One maker per import; it belongs to the reading thread. */
#ifndef INTAKE_ROW_H
#define INTAKE_ROW_H

#include "catalogue/catalogue.h"
#include "intake/intake_batch.h"
#include "intake/intake_delimited.h"
#include "intake/intake_people.h"
#include "intake/intake_source.h"

enum { INTAKE_NAME_LIMIT = 200, INTAKE_ID_LIMIT = 64, INTAKE_SCORE_LIMIT = 32 };

struct intake_maker {
    const struct intake_profile *profile;
    const struct catalogue *catalogue;
    struct intake_people *people;
    struct intake_languages *languages;
    struct context *context; /* of the reading thread: memory for zones and codes, which live as long as the import */
    int32_t last_day;        /* the last day on which an exam of the file can have been held */
    struct instant last_updated; /* the last moment at which a row of it can have been written */
    /* of the text under way */
    const struct intake_member *member;
    struct instant stamp;
    int column_of[INTAKE_COLUMNS]; /* position in the row; -1: not there */
    struct text heading_of[INTAKE_COLUMNS]; /* as the file writes it; empty: not there */
    uint32_t columns;
    /* of a row that is run again: what staff decided */
    bool forced;
    struct text mailbox; /* in place of the row's own; empty: none */
    int32_t today;       /* of the body: an exam day behind it has not come, whatever was decided */
    /* private */
    struct intake_codes *codes;
    struct intake_zones *zones;
};

/* `received`: when the file came in, which no exam and no version in it can follow. */
void intake_maker_begin(struct intake_maker *maker, struct instant received);
/* Reads a text's header. REFUSED intake.header_missing, intake.header_twice, intake.header_nobody. `file` names it in errors. */
MUST_CHECK intake_maker_header(struct context *context, struct intake_maker *maker, struct text file, const struct intake_member *member, struct instant received);
/* Turns a record into a row of the batch. Its numbers are given by intake_people_note, for all rows of the batch together. */
void intake_maker_row(struct intake_maker *maker, struct intake_batch *batch, const struct delimited_record *record, int64_t line);

/* The exam code of a row as the catalogue is asked for it: what the profile says that it means, else itself. */
struct text intake_row_code(const struct intake_profile *profile, struct text text);

#endif
