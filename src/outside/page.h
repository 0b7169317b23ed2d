/* Page templates: files with mustache-like syntax, compiled once and checked against the records at load, escaped by HTML context, with no raw output.
 *
 *   {{name}}                 a field of the nearest record that has it; escaped for where it stands (text, attribute, URL attribute)
 *   {{_ English text}}       a message in the reader's language; {{_ You have {count} letters}} fills {count} from the record
 *   {{#list}}...{{/list}}    once for each record of a list; for a boolean, number, text, day or view: once where it is true, not 0, not empty
 *   {{^list}}...{{/list}}    where it is empty or false
 *   {{> part}}               another template of the folder, in place, seeing the same records
 *   {{! comment}}
 *   {{day name}}             a civil date as the language writes it, inside <time datetime>; {{number name}} with grouping
 *
 * Attribute values must be quoted. A field may not stand in a tag's name, in an unquoted attribute, in <script> or <style>, or in an on... or style
 * attribute: the compiler refuses the template with file, line and column. In href and src a value must begin with /, #, https: or http: or
 * mailto:, else it is written as "#". */
#ifndef OUTSIDE_PAGE_H
#define OUTSIDE_PAGE_H

#include "base/buffer.h"
#include "base/context.h"
#include "base/record.h"
#include "outside/language.h"

/* All templates of a folder, compiled; constant after load and shared by all threads. */
struct pages;
/* One template bound to the record that it is rendered with. */
struct page;

/* Says which record goes with which template, so that every name in it is checked at load. */
struct page_binding {
    const char *name; /* "my-certificate" for theme/pages/my-certificate.html */
    const struct record *record;
};

/* Compiles all bound templates of the folder and the parts that they use. `kind` ".html" escapes for HTML; ".txt" (letters) does not escape.
 * Errors name file, line and column, and what is wrong. */
MUST_CHECK pages_load(struct context *context, struct text folder, const char *kind, const struct page_binding *bindings, size_t count, struct pages **pages);
/* The page of that name, NULL where none is bound. Look it up once, at start. */
const struct page *pages_find(const struct pages *pages, const char *name);
/* Renders into `out`. Values come from `item`, then, where it lacks a name, from `outer` (what every page has: language, signed-in user, token). */
void page_render(const struct page *page, const struct languages *languages, const char *language, struct view outer, const void *item, struct buffer *out);
/* The record that `outer` will have, given at load so that its names check too: */
MUST_CHECK pages_load_within(struct context *context, struct text folder, const char *kind, const struct record *outer, const struct page_binding *bindings,
                             size_t count, struct pages **pages);

#endif
