/* From the register to the holder's PDF (SPEC 7.1, 7.3): made on demand, never stored. */
#ifndef ECERT_ECERT_DOWNLOAD_H
#define ECERT_ECERT_DOWNLOAD_H

#include "base/context.h"

/* The signed PDF of a certificate of the actor's own account (or of anybody's, for MAY_READ_REGISTER). `language` is the document's ("en", "zh_CN"); one in which the body does not
 * print is its first. `file_name` like "HCIA-Datacom-HW-2026-....pdf". RESULT_NONE where there is no such certificate for this actor; REFUSED
 * "ecert.unprintable" or, for others, "ecert.unprintable_holder" (its name cannot be printed), "ecert.nameless" or, for others, "ecert.nameless_holder" (it waits for a name to print), "ecert.disputed" (it waits until a dispute is settled), "ecert.not_yet" with the {day} from which it is there, "ecert.being_issued" (that day has come: award_run_dates issues it), "ecert.not_valid" with the {state}, or what the glyph check of ecert_make says.
 * The context needs theme and signer. */
MUST_CHECK ecert_download(struct context *context, struct text number, const char *language, struct bytes *pdf, struct text *file_name);

/* REFUSED "ecert.language", with those there are, where the body does not print in the language: for who asked for just that one. */
MUST_CHECK ecert_check_language(struct context *context, const char *language);

/* The certificates of these numbers, at most ECERT_MOST_PRINTED, to be printed on paper in one file, a page for each (ecert_print), for who may read the register. REFUSED, with the number as the error's
 * file: "ecert.none", and as ecert_download; nothing is made then. The context needs the theme. */
MUST_CHECK ecert_print_numbers(struct context *context, const struct text *numbers, size_t count, const char *language, struct bytes *pdf);

#endif
