/* Papers of packages (SPEC 8.3) as PDF, one or a thousand in one file: address labels of 100 x 150 mm, sheets of eight labels on A4, packing slips. Printed in the body's fonts, every script shaped; the number of the
 * package stands on each as a QR code for a scanner. The printed certificate itself is ecert_print_numbers (ecert/ecert_download.h).
 *
 * What is printed is given plainly, so that this knows no store. */
#ifndef PACKAGE_PACKAGE_PRINT_H
#define PACKAGE_PACKAGE_PRINT_H

#include "base/context.h"
#include "package/package_address.h"

enum package_paper { PAPER_LABELS, PAPER_LABEL_SHEETS, PAPER_SLIPS };
enum { PRINT_MOST = 1000, PRINT_CONTENTS_MOST = 20, PRINT_SENDER_LINES = 5 };

struct package_print {
    struct text number;        /* of the package: printable ASCII */
    struct text lines[ADDRESS_LINES], other_lines[ADDRESS_LINES]; /* the address in the script of the carrier, and where it has another one too, in that, smaller */
    size_t line_count, other_count;
    struct text phone;
    struct text certificate, certification; /* number; name */
    struct text name_latin, name_native;    /* as printed on the certificate */
    const struct text *contents;            /* what is to be packed; static or in the arena */
    size_t content_count;
    struct day due;                         /* by which it is to be mailed */
    bool provisional;                       /* which lies past the known holidays (1.2): the slip says so */
};

/* Fills in the lines and the telephone number of the address: within `home` (settings) as it is written there, from abroad in Latin letters with the country's name, and in its own script below. */
void package_print_address(struct arena *arena, const struct package_address *address, struct text home, struct package_print *print);

/* Makes the PDF into the context's arena, in the language of the context, which needs the theme. `sender`: name and return address of the body, in lines. REFUSED package.print_count where there are none or more than PRINT_MOST;
 * package.print_glyph, package.print_room, with the package's number as the error's file, where a line cannot be printed: of the lines in the other script only what can be is. */
MUST_CHECK package_print(struct context *context, enum package_paper paper, struct text sender, const struct package_print *prints, size_t count, struct bytes *pdf);

/* Can this address be printed on every paper, also beside the longest address of a sender? For those who keep it or copy it. REFUSED package.address_glyph, package.address_room, with error.field. Without a theme, where nothing is printed,
 * it can. */
MUST_CHECK package_print_check(struct context *context, const struct package_address *address);

#endif
