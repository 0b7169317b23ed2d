/* A quarantined row, read as it will be when it is run again: what staff decide by, and which remedies can bring it in (SPEC 3.5). */
#ifndef INTAKE_REREAD_H
#define INTAKE_REREAD_H

#include "catalogue/catalogue.h"
#include "intake/intake_row.h"
#include "intake/intake_store.h"

struct intake_reread {
    struct text registration, candidate, mailbox; /* mailbox: as the row writes it */
    struct text first_name, last_name, native_first_name, native_last_name;
    struct text exam, grade, score; /* as the row writes them */
    struct text code; /* of the exam, as the catalogue is asked for it */
    struct day exam_day; /* NO_DAY: none can be read */
    struct list cells;   /* of struct intake_cell */
    struct text unread;  /* why its profile cannot read it (any more), in English with the place; nothing else is set then. Empty: it can */
};

MUST_CHECK intake_reread(struct context *context, const struct catalogue *catalogue, const struct intake_waiting *waiting, struct intake_reread *read);

/* Makes the maker ready for rows of the text in which `waiting` stands: its profile, its header. The maker has its catalogue, languages and context; `member` lives as long as it. RESULT_NONE: it cannot be read, `why` in English. */
MUST_CHECK intake_reread_header(struct context *context, struct intake_maker *maker, struct intake_member *member, const struct intake_waiting *waiting, struct text *why);

/* Splits a row's raw text, with DELIMITED_PADDING behind it: RESULT_NONE, `why` in English, where that is not exactly one whole record, because the profile has other quotes by now than when it came. */
MUST_CHECK intake_reread_record(struct context *context, const struct intake_maker *maker, struct text raw, const struct intake_waiting *waiting, struct delimited_record *record, struct text *why);

/* What can bring in a row that waits for the reason `code`. `today`: of the body. */
struct intake_remedies {
    bool accept, mailbox;
    bool early; /* none does, before its exam day has come */
};
struct intake_remedies intake_reread_remedies(struct text code, const struct intake_reread *read, struct day today);

#endif
