/* What the catalogue's tests share: reading texts and the shipped examples. */
#ifndef TESTS_CATALOGUE_READING_H
#define TESTS_CATALOGUE_READING_H

#include "support/support.h"

#include "catalogue/catalogue.h"

extern struct support *support;

int reading_setup(void **state);
int reading_teardown(void **state);
#define CASE(NAME) cmocka_unit_test_setup_teardown(NAME, reading_setup, reading_teardown)

/* The text of data/catalogue/NAME. */
struct text reading_file(const char *name);
/* The catalogue of a text; the test fails, with all problems shown, where it is wrong. */
struct catalogue *reading_text(struct text text);
struct catalogue *reading_huawei(void);
struct catalogue *reading_acme(void);
/* The text with one piece of it replaced; the piece must be there. */
struct text reading_replace(struct text text, const char *old, const char *new);
struct day reading_day(const char *text);

#endif
