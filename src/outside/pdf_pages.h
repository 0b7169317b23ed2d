/* A document of many pages that is printed: it has no signature and no tags. Pages share fonts in groups, so that a thousand pages have a few subsets, none of them over its limit. */
#ifndef OUTSIDE_PDF_PAGES_H
#define OUTSIDE_PDF_PAGES_H

#include "outside/pdf.h"

struct pdf_pages {
    struct pdf pdf;
    struct pdf_fonts fonts; /* of the group of pages under way */
    struct buffer content;  /* of the page under way, in `scratch` */
    struct arena *scratch;  /* begins anew with each page */
    struct text objects;    /* the entries of the resource dictionary's XObject, for all pages; may be set at any time before pdf_pages_end_page */
    unsigned tree;          /* number of the page tree */
    unsigned resources;     /* of the group; 0: none is under way */
    unsigned *kids;
    size_t count, most;
    double width, height;   /* of the page under way, in points */
};

/* Begins a document of at most `most` pages and 16 MiB, in the arena; `scratch` is for what one page needs, the caller's texts too. */
void pdf_pages_begin(struct pdf_pages *pages, struct arena *arena, struct arena *scratch, size_t most);
/* Begins a page of that size in points: what is then put into `content`, with the fonts of `fonts`, is on it. */
void pdf_pages_begin_page(struct pdf_pages *pages, double width, double height);
void pdf_pages_end_page(struct pdf_pages *pages);
/* Ends the document. `language` is its BCP 47 tag, `entries` go into its catalogue, `identity` by its hash into its ID. BROKEN "pdf.too_large" where it has too many pages or bytes. */
MUST_CHECK pdf_pages_end(struct context *context, struct pdf_pages *pages, struct text title, const char *language, const char *entries, struct text identity, struct bytes *file);

#endif
