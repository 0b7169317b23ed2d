/* Keeps the file as it came (SPEC 3.2): packs it by zstd in a thread of its own, in parts that a transaction can take one by one. */
#ifndef INTAKE_RAW_H
#define INTAKE_RAW_H

#include "base/context.h"

/* So many bytes of the file make a part; unpacked and put together, the parts are the file. */
enum { INTAKE_PART = 4 << 20 };

struct intake_raw;

struct intake_part {
    struct intake_part *next;
    int64_t number;
    struct bytes content; /* packed; belongs to the part */
};

/* Packs what `fd` has from part `first` on, `bytes` in all. */
struct intake_raw *intake_raw_start(int fd, int64_t bytes, int64_t first);
/* The next part, which then belongs to the caller. Where `wait` is false, RESULT_NONE also where none is ready yet; else only at the end. */
MUST_CHECK intake_raw_next(struct context *context, struct intake_raw *raw, bool wait, struct intake_part **part);
void intake_part_free(struct intake_part *part);
void intake_raw_stop(struct intake_raw *raw);

#endif
