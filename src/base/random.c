#include "base/random.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>

void random_fill(void *out, size_t length)
{
    unsigned char *at = out;
    while (length) {
        ssize_t got = getrandom(at, length, 0);
        if (got <= 0) {
            fprintf(stderr, "testamur: random: the kernel gives no random bytes\n");
            abort();
        }
        at += got;
        length -= (size_t)got;
    }
}
