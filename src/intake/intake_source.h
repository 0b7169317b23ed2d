/* A provider's file, opened and looked through: its hash, and the texts that are to be read from it as checked UTF-8, whatever they were before. */
#ifndef INTAKE_SOURCE_H
#define INTAKE_SOURCE_H

#include "intake/intake_name.h"

enum { INTAKE_MEMBERS = 200 };

/* One text: the file itself, or a member of an archive. */
struct intake_member {
    struct text name; /* without folders; empty for the file itself */
    struct intake_name told;
    int fd; /* belongs to the source */
    int64_t offset, length;
    int64_t lines;       /* with the header */
    int64_t lines_before; /* of all members before it: rows are counted through */
    struct text header;
};

struct intake_source {
    struct text path; /* as it was given: names the file in errors */
    struct text name; /* without folders */
    int fd;   /* the file as it lies there: somebody may be writing into it */
    int copy; /* what was hashed of it, which nobody else has: all that is read and kept once there is a hash */
    int64_t bytes;
    bool is_archive;
    char sha256[65]; /* hexadecimal; empty where it was not read through */
    struct intake_member members[INTAKE_MEMBERS];
    size_t member_count;
    int64_t text_bytes; /* of all members */
    /* private */
    int spools[1 + 2 * INTAKE_MEMBERS];
    size_t spool_count;
    int64_t changed_at; /* of the file, to see whether somebody wrote into it meanwhile */
};

/* Opens a regular file. REFUSED intake.absent, intake.not_a_file, intake.empty, intake.too_large. */
MUST_CHECK intake_source_open(struct context *context, struct text path, struct intake_source *source);
/* Finds the texts in it and looks each through; see intake_check.h and archive.h for the refusals, which name the file (FILE or FILE:MEMBER). `received` stands for the date of
 * files whose name has none. They may be read once intake_source_copy has ended, too. */
MUST_CHECK intake_source_check(struct context *context, const struct intake_profile *profile, struct intake_source *source);
/* Fills in the hash and the copy; for a thread of its own, so it takes no context, and beside intake_source_check. `stop` ends it early. 0, or an errno. */
int intake_source_copy(struct intake_source *source, const bool *stop);
/* Is the file still as it was when it was opened? */
bool intake_source_is_unchanged(const struct intake_source *source);
/* REFUSED intake.changed. */
MUST_CHECK intake_source_changed(struct context *context, const struct intake_source *source);
void intake_source_close(struct intake_source *source);

#endif
