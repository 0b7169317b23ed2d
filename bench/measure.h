/* What the benches in C share: medians of rounds, and rows of the table: what, the median figure, the median of the rounds' ratios with smallest and largest, and the reach. */
#ifndef BENCH_MEASURE_H
#define BENCH_MEASURE_H

#include <stdio.h>
#include <stdlib.h>

static inline int measure_by_size(const void *a, const void *b)
{
    double first = *(const double *)a, second = *(const double *)b;
    return (first > second) - (first < second);
}

/* Sorts the rounds. */
static inline double measure_median(double *rounds, int count)
{
    qsort(rounds, (size_t)count, sizeof *rounds, measure_by_size);
    return rounds[count / 2];
}

static inline void measure_title(const char *title)
{
    printf("\n%s\n  %-62s  %14s  %8s  %15s  %s\n", title, "", "median", "ratio", "spread", "reach");
}

static inline void measure_row(const char *what, double *figures, int count, const char *unit, double *ratios, const char *reach)
{
    printf("  %-62s  %10.*f %-3s", what, measure_median(figures, count) < 100 ? 2 : 0, measure_median(figures, count), unit);
    if (ratios) {
        double middle = measure_median(ratios, count);
        int digits = middle < 100 ? 2 : 0;
        char spread[32];
        snprintf(spread, sizeof spread, "%.*f-%.*f", digits, ratios[0], digits, ratios[count - 1]);
        printf("  %8.*f  %15s", digits, middle, spread);
    } else if (*reach) {
        printf("  %8s  %15s", "", "");
    }
    printf(*reach ? "  %s\n" : "%s\n", reach);
}

#endif
