/* Rows of a file that staff have made with a spreadsheet: commas, semicolons or tabs, quotes around what wants them; doubled ones in it stay so. Inside the package room only. */
#ifndef PACKAGE_PACKAGE_LINES_H
#define PACKAGE_PACKAGE_LINES_H

#include "base/text.h"

struct package_lines {
    struct text rest;
    char delimiter; /* of the first row that is not empty */
    int64_t number; /* of the line that was read last, from 1 */
};
/* False where it is no UTF-8 text, or its first row has but one column. */
bool package_lines_begin(struct package_lines *lines, struct text file);
/* The next row that is not empty: `count` columns, those that it lacks empty. False at the end. */
bool package_lines_next(struct package_lines *lines, struct text *columns, int count);

#endif
