/* Random bytes from the kernel, for tokens and numbers that must not be guessed. */
#ifndef BASE_RANDOM_H
#define BASE_RANDOM_H

#include <stddef.h>

/* Fills `out`; ends the program where the kernel gives none. */
void random_fill(void *out, size_t length);

#endif
