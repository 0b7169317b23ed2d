/* What the files of the staff's side share. Inside the package room only. */
#ifndef PACKAGE_PACKAGE_STAFF_H
#define PACKAGE_PACKAGE_STAFF_H

#include "package/package_dispatch.h"
#include "package/package_inside.h"
#include "package/package_papers.h"

/* Takes a package for MAY_SEND_PACKAGES. RESULT_NONE where there is none. */
MUST_CHECK package_take(struct context *context, struct text number, struct package_room *room, struct package_row *row);
/* Is the certificate one that is sent: issued, perhaps expired since? */
bool package_valid(const struct package_row *row);
/* Is it still, to this account, and does it stay so as far as anybody knows? REFUSED package.holder_changed, package.certificate_stopped, package.disputed. */
MUST_CHECK package_check_certificate(struct context *context, const struct package_row *row);
MUST_CHECK package_check_view(struct context *context, const struct package_view *view);
/* REFUSED package.none: there is no such package. */
MUST_CHECK package_no_such(struct context *context);

/* An outcome of nothing yet. */
struct package_outcome package_outcome_new(struct arena *arena);
/* Notes in the outcome why it could not be done with this one: what the context's error says, which is over with this. */
void package_outcome_refuse(struct context *context, struct package_outcome *outcome, struct text number);

/* --- One express number (package_mail.c) --- */

/* Whose the number is, and whether its check digit is right; says what has to be asked first. */
MUST_CHECK package_mail_look_at(struct context *context, struct package_mailing *mailing);
/* Mails a package that was taken, under the lock of its number. */
MUST_CHECK package_mail_one(struct context *context, struct package_mailing *mailing, const struct package_room *room, struct package_row *row);
/* Why it cannot be mailed as it stands, and what to do. */
MUST_CHECK package_mail_refuse(struct context *context, const struct package_row *row);
/* REFUSED package.number_used: `other` is a package of another person. */
MUST_CHECK package_mail_used_by_another(struct context *context, struct text other);

/* --- What was printed (package_printed.c) --- */

/* Notes, in the transaction, that this was printed just now of the packages, as they stood when they were read. */
MUST_CHECK package_printed_note(struct context *context, enum package_papers papers, const struct package_view *views, size_t count);
/* Does what was printed still say name and address as they are? REFUSED package.print_again, package.print_again_name, package.print_again_address. `all`: certificate and address must have been printed, and no other name be asked for; REFUSED package.name_case, package.not_printed, package.not_printed_certificate, package.not_printed_address. */
MUST_CHECK package_printed_check(struct context *context, const struct package_row *row, bool all);

/* Whoever mails with an express number or hears of it begins with this: of two at the same moment the second waits for the first, and sees what it has written. */
MUST_CHECK package_store_lock_number(struct context *context, struct text express_number);
/* A package was just mailed with that number: what carriers said of it before is taken now. */
MUST_CHECK package_event_catch_up(struct context *context, const struct package_room *room, struct package_row *row, struct text carrier, struct text express_number);

#endif
