/* What is printed for packages that are approved or packed, and the list for a carrier's program (SPEC 8.3). MAY_SEND_PACKAGES. */
#ifndef PACKAGE_PACKAGE_PAPERS_H
#define PACKAGE_PACKAGE_PAPERS_H

#include "package/package_dispatch.h"

enum package_papers { PAPERS_LABELS, PAPERS_SHEETS, PAPERS_SLIPS, PAPERS_CERTIFICATES, PAPERS_LIST, PAPERS_KINDS };
/* labels, sheets, slips, certificates, list. */
bool package_papers_of(struct text word, enum package_papers *papers);

struct package_papers_made {
    bool ask;                       /* nothing was made: some are left out, which has to be said first; or nothing is left to be made */
    struct package_outcome outcome; /* how many are made (or would be); which are left out, and why */
    struct text left_out;           /* stands for what is left out: given back by whoever has read it */
    struct bytes content;
    struct text file_name;          /* like "labels-2026-02-13.pdf" */
};
/* Makes it for the packages of those numbers (separated by spaces), or, where that is empty, for the first PACKAGE_MANY that are approved or packed, those first, in the order in which they are due. Left out is what is in another state,
 * whose certificate is not valid or in another account now, and what cannot be printed (package_print, ecert_print_numbers). Is any left out, or are there more than PACKAGE_MANY, then it is made only where `left_out` is what was said
 * the time before. What was printed of which package is noted for packing. REFUSED package.none_to_print. The context needs the theme. */
MUST_CHECK package_papers(struct context *context, enum package_papers papers, struct text numbers, struct text left_out, struct package_papers_made *made);

/* What was printed of a package, the last of each kind, oldest first. */
struct package_printed {
    struct text paper; /* in the reader's language */
    struct instant at;
    struct text who;   /* user name */
    bool other_name, other_address; /* it says another than it is now: print it again */
    bool goes_on;      /* printed for an earlier way, came back with it, and is still right: it goes out again, unless it is damaged */
};
extern const struct record package_printed_record;
/* Of one that is not mailed yet. MAY_READ_PACKAGES. */
MUST_CHECK package_printed(struct context *context, const struct package_view *view, struct list *printed);

#endif
