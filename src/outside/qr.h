/* QR codes (ISO/IEC 18004) by libqrcodegen, with a fixed mask: trying all eight costs more than signing the document. */
#ifndef OUTSIDE_QR_H
#define OUTSIDE_QR_H

#include "base/buffer.h"

enum { QR_LONGEST = 150 }; /* bytes of content */

/* Writes the code of `content` (printable ASCII) as rectangles of one PDF path ("x y w h re"), a module being 1 x 1, y upwards from 0, without
 * quiet zone and without the painting operator. Error correction M; versions 3 to 8 by length. Returns the modules on a side, 0 where the content is too
 * long or not printable ASCII. */
int qr_put_path(struct buffer *out, struct text content);

#endif
