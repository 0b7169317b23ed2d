/* What the files of the staff's side share. Inside the package room only. */
#ifndef PACKAGE_PACKAGE_STAFF_H
#define PACKAGE_PACKAGE_STAFF_H

#include "package/package_inside.h"

/* Takes a package for MAY_SEND_PACKAGES. RESULT_NONE where there is none. */
MUST_CHECK package_take(struct context *context, struct text number, struct package_room *room, struct package_row *row);
/* Is the certificate still one that is sent, to this account? REFUSED package.holder_changed, package.certificate_stopped. */
MUST_CHECK package_check_certificate(struct context *context, const struct package_row *row);

/* Whoever mails with an express number or hears of it begins with this: of two at the same moment the second waits for the first, and sees what it has written. */
MUST_CHECK package_store_lock_number(struct context *context, struct text express_number);
/* A package was just mailed with that number: what carriers said of it before is taken now. */
MUST_CHECK package_event_catch_up(struct context *context, const struct package_room *room, struct package_row *row, struct text carrier, struct text express_number);

#endif
