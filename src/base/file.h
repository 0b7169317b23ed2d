/* Small files read whole: templates, messages, profiles (what is large is read by its reader piece by piece); and bytes written whole. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/context.h"

/* Reads a regular file of at most `limit` bytes into the context's arena, with a NUL behind it that does not count. RESULT_NONE where there
 * is no such file; REFUSED file.too_large, file.unreadable (no permission, a folder, a device) with the path as the error's file. */
MUST_CHECK file_read(struct context *context, struct text path, size_t limit, struct text *content);
/* The same for a file that must be there: REFUSED "file.absent" where it is not. */
MUST_CHECK file_must_read(struct context *context, struct text path, size_t limit, struct text *content);

/* Writes all of it to an open file, however often a signal comes between; false, with errno, where that cannot be done. */
bool file_write_all(int file, const void *bytes, size_t length);

#endif
