/* The auditor's own reading of the files that providers sent: unpacked from the parts that are kept, out of archives, turned into UTF-8, split into rows and cells (docs/intake.md). Inside
 * the audit room only. */
#ifndef AUDIT_AUDIT_RAW_H
#define AUDIT_AUDIT_RAW_H

#include "audit/audit_profile.h"
#include "base/context.h"

enum { AUDIT_RAW_CELLS = 300, AUDIT_RAW_MEMBERS = 200 };

/* A file being put together from its parts, without a name on the disk. */
struct audit_raw_file {
    int fd; /* -1: none */
    int64_t bytes;
    struct hash *hash;
};
/* BROKEN where there is no room for it. */
MUST_CHECK audit_raw_begin(struct context *context, struct audit_raw_file *file);
/* Unpacks a part and puts it behind what is there; false where it is damaged. */
MUST_CHECK audit_raw_part(struct context *context, struct audit_raw_file *file, struct bytes packed, bool *whole);
/* Ends the file; the hash of all that was put into it. */
void audit_raw_hash(struct audit_raw_file *file, unsigned char hash[32]);
void audit_raw_close(struct audit_raw_file *file);

/* One of its texts, mapped into memory. */
struct audit_raw_text {
    struct text name; /* of the archive's member; empty for the file itself */
    struct text text;
    void *mapped;
    size_t mapped_length;
};
/* The texts of the file (of an archive, those of the given names). What cannot be read as text of the profile's encodings has no text. */
MUST_CHECK audit_raw_texts(struct context *context, const struct audit_raw_file *file, const struct audit_profile *profile, const struct text *names, size_t count,
                           struct audit_raw_text texts[AUDIT_RAW_MEMBERS]);
void audit_raw_forget(struct audit_raw_text *texts, size_t count);

/* A row. Its cells are without white space at their ends, and good until the next row. */
struct audit_raw_row {
    struct text raw; /* without the line end */
    struct text cells[AUDIT_RAW_CELLS];
    size_t count;
    int64_t line;  /* on which it begins, from 1 */
    int64_t lines; /* read so far */
    const char *at, *end;
    char *quoted; /* room for cells in which quotes stand twice */
    size_t quoted_capacity, quoted_used;
};
void audit_raw_rows(struct audit_raw_row *row, struct text text);
/* The next row; false at the end. */
bool audit_raw_next(struct audit_raw_row *row, const struct audit_profile *profile);
void audit_raw_rows_end(struct audit_raw_row *row);

#endif
