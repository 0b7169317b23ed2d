/* Evidence: pictures and PDFs that people upload (SPEC 4.4, 13.1). What it is, the content says, never the name. Pictures are drawn anew, so that nothing of the file but what can be seen is kept;
 * PDFs are kept as they came and only ever given out as an attachment in a sandboxed answer. */
#ifndef CASE_CASE_EVIDENCE_H
#define CASE_CASE_EVIDENCE_H

#include "base/context.h"
#include "base/record.h"

enum { CASE_EVIDENCE_LIMIT = 10 << 20 /* bytes of a file */ };

/* A file that was looked at and made safe. */
struct case_evidence {
    struct text name;       /* the file's, made harmless: no path, no control characters, an ending that fits */
    const char *media;      /* image/jpeg, image/png, application/pdf */
    int64_t width, height;  /* pixels; 0 for PDF */
    struct bytes content;
    const struct error *refusal; /* why it was not looked at: case_attach refuses it so; NULL: it was */
};
/* Looks at an upload and makes it safe; outside any transaction and on a worker thread, for drawing takes up to a second or two: the limits of a candidate and of a network (13.1) come before it. REFUSED
 * case.evidence_empty, case.evidence_large, case.evidence_kind (neither JPEG, PNG nor PDF from its first byte on), audit.too_often, or what outside/picture.h says; error.field is "evidence". Where the work has
 * a key (13.4) a limit is no refusal yet but stands in `refusal`, for what is sent again is answered as the first time. */
MUST_CHECK case_evidence_read(struct context *context, struct text file_name, struct bytes file, struct case_evidence *evidence);

/* A piece of evidence of a case. */
struct case_evidence_view {
    int64_t id;
    struct instant added;
    struct text name, media;
    int64_t width, height, size;
    bool picture;         /* else a PDF */
    struct bytes content; /* only from case_evidence_content */
};
extern const struct record case_evidence_view_record;

#endif
