/* What the candidate's and the staff's pages of a case have in common. */
#ifndef DOOR_WEB_CASE_H
#define DOOR_WEB_CASE_H

#include "case/case.h"
#include "door/web.h"

/* What is asked for, and from where, out of the case's wish: a label in the reader's language and a value. `staff`: with what only they need. */
struct web_case_fact {
    struct text label, value;
    struct text words;  /* for the value: what a page of ours is called, the number of a package or of an unbinding */
    bool page, problem; /* the value is a path of ours; the code of an error */
};
extern const struct record web_case_fact_record;
/* What the page of ours with that path is called, in the reader's language; the path itself where it has no name. */
struct text web_place(const struct visit *visit, struct text path);
MUST_CHECK web_case_facts(struct visit *visit, const struct case_view *view, bool staff, struct list *facts);

/* Reads the upload that a form's field `evidence` brought; `any` is false where it brought none. */
MUST_CHECK web_case_upload(struct visit *visit, struct case_evidence *evidence, bool *any);

/* Answers with a piece of evidence: a picture to be looked at, a PDF as a download; in a sandbox, never as anything else than what it is, never kept by a browser or proxy. RESULT_NONE where the case has none such. */
MUST_CHECK web_case_evidence(struct visit *visit, const struct case_view *view, int64_t id);

#endif
