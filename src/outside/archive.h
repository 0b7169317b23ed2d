/* ZIP archives as strangers send them (PKWARE APPNOTE 6.3), read through libarchive. An archive is taken whole or not at all: its central directory stands at the end and
 * fits, each member that is read has the length and the checksum that it claims, and nothing grows past what the caller allows. Names in it are never used as paths. */
#ifndef OUTSIDE_ARCHIVE_H
#define OUTSIDE_ARCHIVE_H

#include "base/context.h"

/* True where the first bytes are those of a ZIP archive, also an empty one. */
bool archive_is_zip(struct bytes start);

struct archive_limits {
    int64_t members; /* in the archive, read or not */
    int64_t bytes;   /* of all members that are read, unpacked */
    int64_t ratio;   /* unpacked to packed: what is above it and above 16 MiB is taken for a bomb */
};

/* What to do with a member: `begin` says whether it is read (true), `bytes` gets what is in it, piece by piece, `end` its end. A result below zero is passed on. */
struct archive_reader {
    bool (*begin)(void *data, struct text name);
    enum result (*bytes)(struct context *context, void *data, const void *bytes, size_t length);
    enum result (*end)(struct context *context, void *data);
    void *data;
};

/* Reads the archive in the regular file `fd`. Names live in the context's arena. REFUSED archive.truncated, archive.damaged, archive.encrypted, archive.members, archive.bomb,
 * archive.limit, each with the member's name where there is one; BROKEN archive.unreadable. */
MUST_CHECK archive_read_file(struct context *context, int fd, const struct archive_limits *limits, const struct archive_reader *reader);

#endif
