/* Invented holders, for checking a theme and for its preview. Only the files of ecert include this. */
#ifndef ECERT_ECERT_SAMPLE_H
#define ECERT_ECERT_SAMPLE_H

#include "ecert/ecert_internal.h"

struct ecert_sample {
    const char *label; /* for the preview's file name */
    const char *native, *latin;
    bool bare; /* without exam day, expiry and direction */
};
extern const struct ecert_sample ecert_samples[];
extern const size_t ecert_sample_count;

struct ecert_facts ecert_sample_facts(const struct layout *layout, size_t level, size_t language, const struct ecert_sample *sample);
#endif
