/* Page templates: files with mustache-like syntax, compiled once and checked against the records at load, escaped by HTML context, with no
 * raw output.
 *
 *   {{name}}                 a field of the nearest record that has it; escaped for where it stands (text, attribute, URL attribute).
 *                            A day or instant is written in ISO 8601, a boolean as true or false; bytes, lists, views are refused
 *   {{_ English text}}       a message in the reader's language, wherever text may stand, in attributes too. {{_ Held by {name}}}
 *                            fills {name} from the record; {day expires}, {number count} and {instant since} work there too.
 *                            White space in it counts as one space. Where a language has full-width marks (：。), a blank behind one
 *                            is left out
 *   {{_n count|One letter|{count} letters}}
 *                            the same with plural forms, chosen by the integer field and the language's rule
 *   {{#list}}...{{/list}}    once for each record of a list; names are looked up in that record first, then in those around it.
 *                            For a view: once with its record, where there is one. For a boolean, number, text, day, instant:
 *                            once where it is true, not 0, not empty
 *   {{^list}}...{{/list}}    where it is empty or false
 *   {{?list}}...{{/list}}    once where it is not, without entering its records: for what stands around a list that has some
 *   {{> part}}               another template of the folder, in place, seeing the same records; never itself again within
 *   {{! comment}}
 *   {{day name}}             a civil date as the language writes it: <time datetime="2026-02-13">13 February 2026</time>; only the
 *                            words in an attribute, <title>, <textarea>, <option>, <svg> and in .txt. Nothing where there is none
 *   {{instant name}}         the same with the time, "13 February 2026, 08:30 UTC"; where the outer record has the int32
 *                            `zone_offset_minutes`, in that zone, with the name in its `zone_name` (else UTC+08:00); the name in a
 *                            <span class="zone"> of its own, for the style to hide where a table's head says it once
 *   {{number name}}          a whole number with the language's grouping; for a list, how many records it has (so does
 *                            {{_n list|...}})
 *
 * A line that holds nothing but one of # ^ ? / > ! vanishes whole. In HTML, comments are left out, and white space shrinks to one line end
 * or space but in <pre> and <textarea>. In .txt everything else stays as it is written; control characters of values but line end and tab
 * are dropped.
 *
 * HTML is followed through the file: elements must be closed in order (void ones and self-closed ones within <svg> apart), attribute values
 * must be quoted, a section must end in the same place of the HTML as it began. A value may not stand in a tag's or attribute's name, in
 * <script> or <style>, or in an on..., style, srcset or srcdoc attribute: the compiler refuses the template with file, line and column. In
 * URL attributes (href, src, action ...) a value that stands first must begin with /, #, https:, http: or mailto:, else it is written as
 * "#"; one that stands further behind is percent-encoded whole, / and ? too. */
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
    const char *name;            /* "my-certificate" for theme/pages/my-certificate.html */
    const struct record *record; /* NULL where the page shows nothing of its own */
};

/* Compiles all bound templates of the folder and the parts that they use, for every language; the context's arena must outlive the pages,
 * and so must `languages`. `kind` ".html" escapes for HTML; ".txt" (letters) does not escape. `outer` describes what every page has
 * (language, signed-in user, token); NULL: nothing. REFUSED names file, line and column, and what is wrong; a translation with a {name}
 * that its English text lacks is REFUSED too. */
MUST_CHECK pages_load(struct context *context, const struct languages *languages, struct text folder, const char *kind,
                      const struct record *outer, const struct page_binding *bindings, size_t count, struct pages **pages);
/* The page of that name, NULL where none is bound. Look it up once, at start. */
const struct page *pages_find(const struct pages *pages, const char *name);
/* Renders into `out`; its `full` says afterwards whether the page was too large. Values come from `item`, a struct of the record of the
 * binding, then, where that lacks a name, from `outer`, whose record is the one given at load. `language` is a tag; English where it is not
 * installed. */
void page_render(const struct page *page, const char *language, struct view outer, const void *item, struct buffer *out);

#endif
