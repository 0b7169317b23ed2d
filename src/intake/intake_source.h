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
    int fd;
    int64_t bytes;
    bool is_archive;
    char sha256[65]; /* hexadecimal; empty where it was not read through */
    struct intake_member members[INTAKE_MEMBERS];
    size_t member_count;
    int64_t text_bytes; /* of all members */
    /* private */
    int spools[2 * INTAKE_MEMBERS];
    size_t spool_count;
    int64_t changed_at; /* of the file, to see whether somebody wrote into it meanwhile */
};

/* Opens a regular file. REFUSED intake.absent, intake.not_a_file, intake.empty, intake.too_large. */
MUST_CHECK intake_source_open(struct context *context, struct text path, struct intake_source *source);
/* Finds the texts in it and looks each through; see intake_check.h and archive.h for the refusals, which name the file (FILE or FILE:MEMBER). `received` stands for the date of
 * files whose name has none. */
MUST_CHECK intake_source_check(struct context *context, const struct intake_profile *profile, struct intake_source *source);
/* Fills in the hash; for a thread of its own, so it takes no context. `stop` ends it early. False where the file cannot be read. */
bool intake_source_hash(struct intake_source *source, const bool *stop);
/* RESULT_OK where the file is still the one that was looked through; REFUSED intake.changed. */
MUST_CHECK intake_source_unchanged(struct context *context, const struct intake_source *source);
void intake_source_close(struct intake_source *source);

#endif
