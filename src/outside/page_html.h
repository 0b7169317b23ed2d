/* Follows the HTML of a template, so that the compiler knows where a value stands, and makes it smaller on the way. It is stricter than
 * HTML: what it does not understand it refuses, so that a browser cannot see another structure than the compiler did. */
#ifndef OUTSIDE_PAGE_HTML_H
#define OUTSIDE_PAGE_HTML_H

#include "base/buffer.h"
#include "outside/page_escape.h"

enum { PAGE_HTML_DEPTH = 64, PAGE_HTML_NAME = 40 };

/* One thing that can be wrong with a template; {name} is what it is about. */
struct page_problem {
    const char *code, *english;
};

enum page_html_place {
    PAGE_IN_TEXT,
    PAGE_IN_RCDATA, /* <title>, <textarea> */
    PAGE_IN_RAW,    /* <script>, <style> */
    PAGE_IN_NAME,   /* a tag's name */
    PAGE_IN_TAG,    /* between attributes, behind white space */
    PAGE_IN_GAP,    /* between attributes, but white space must come first */
    PAGE_IN_ATTRIBUTE,
    PAGE_BEHIND_ATTRIBUTE,
    PAGE_BEFORE_VALUE,
    PAGE_IN_VALUE,
    PAGE_IN_SLASH,
    PAGE_IN_CLOSING,
    PAGE_BEHIND_CLOSING
};

enum page_attribute { PAGE_ATTRIBUTE_PLAIN, PAGE_ATTRIBUTE_URL, PAGE_ATTRIBUTE_NO_VALUES };
/* How far a URL attribute's value has come: nothing, the beginning of what may be a scheme, past that. PAGE_URL_CLOSED takes no values
 * (data:). */
enum page_url { PAGE_URL_START, PAGE_URL_SCHEME, PAGE_URL_SETTLED, PAGE_URL_CLOSED };

struct page_html {
    enum page_html_place place;
    char quote;
    enum page_attribute attribute_kind;
    enum page_url url;
    bool refreshes, has_content_value; /* <meta http-equiv>, a value in its content */
    char name[PAGE_HTML_NAME];         /* the tag's */
    char attribute[PAGE_HTML_NAME];
    char scheme[PAGE_HTML_NAME];
    size_t depth;
    size_t floor; /* a section must not close what stands below */
    char open[PAGE_HTML_DEPTH][PAGE_HTML_NAME];
    char subject[2 * PAGE_HTML_NAME]; /* what the last problem is about */
};

/* Takes the next piece of the template's own text and writes what is to be sent; `begins_line` where a line of the file begins with it.
 * NULL, or the problem with its place in `text`. */
const struct page_problem *page_html_feed(struct page_html *html, struct text text, bool begins_line, struct buffer *out, size_t *at);
/* A value stands here: how to escape it, and whether an element may stand here too. */
const struct page_problem *page_html_value(struct page_html *html, enum page_escape *escape, bool *element);
/* A section or part begins or ends here: what stood before cannot go on behind it. */
const struct page_problem *page_html_boundary(struct page_html *html);
/* A section begins; `loops` where it may come more than once. Leave through page_html_leave with what stood before. */
const struct page_problem *page_html_enter(struct page_html *html, bool loops);
/* The section that began with `before` ends here; goes on with what is true whether it was there or not. */
const struct page_problem *page_html_leave(struct page_html *html, const struct page_html *before);
/* The template ends. */
const struct page_problem *page_html_end(struct page_html *html);

#endif
