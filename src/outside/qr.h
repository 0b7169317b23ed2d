/* QR codes (ISO/IEC 18004) by libqrcodegen, with a fixed mask: trying all eight costs more than signing the document.
 *
 * With version, mask and length fixed, each module is a sum (exclusive or) of bits of the content: Reed-Solomon codes are linear. So the library draws
 * once what each bit of the content changes, and from then on a code is put together from these, thirty times faster. */
#ifndef OUTSIDE_QR_H
#define OUTSIDE_QR_H

#include "base/buffer.h"

enum { QR_LONGEST = 150 }; /* bytes of content */

/* What was drawn so far; constant for its users, shared by all threads. */
struct qr_codes;
/* NULL where there is no memory. */
struct qr_codes *qr_codes_new(void);
void qr_codes_free(struct qr_codes *codes);

/* Writes the code of `content` (printable ASCII) as rectangles of one PDF path ("x y w h re"), a module being 1 x 1, y upwards from 0, without
 * quiet zone and without the painting operator. Error correction M; versions 3 to 8 by length. Returns the modules on a side, 0 where the content is too
 * long or not printable ASCII. */
int qr_put_path(struct qr_codes *codes, struct buffer *out, struct text content);

/* The same as one SVG path ("M0 0h7v1h-7z"), y downwards, drawn by the library at once: for a code that is shown once. */
int qr_put_svg(struct buffer *out, struct text content);

#endif
