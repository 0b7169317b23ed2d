/* What is printed for packages that are approved or packed, and the list for a carrier's program (SPEC 8.3). MAY_SEND_PACKAGES. */
#ifndef PACKAGE_PACKAGE_PAPERS_H
#define PACKAGE_PACKAGE_PAPERS_H

#include "package/package.h"

enum package_papers { PAPERS_LABELS, PAPERS_SHEETS, PAPERS_SLIPS, PAPERS_CERTIFICATES, PAPERS_LIST, PAPERS_KINDS };
/* labels, sheets, slips, certificates, list. */
bool package_papers_of(struct text word, enum package_papers *papers);

/* Makes it for the packages of those numbers (separated by spaces), or, where that is empty, for the first PACKAGE_MANY that are approved or packed, in the order in which they are due. `file_name` like "labels-2026-02-13.pdf". REFUSED
 * package.none_to_print, package.not_approved (one of them is not, or not any more, to be packed or mailed), and what package_print and ecert_print_numbers say, with the package's or certificate's number as the error's file.
 * The context needs the theme. */
MUST_CHECK package_papers(struct context *context, enum package_papers papers, struct text numbers, struct bytes *content, struct text *file_name);

#endif
