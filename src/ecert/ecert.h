/* The signed PDF of a certificate (SPEC 7): artwork and layout of the body, names in native and Latin script, QR code, PAdES signature.
 *
 * A theme is a folder that a designer edits (theme/ecert/README.md): layout.ini and one SVG for each level. It is read, checked and
 * prepared once; what all certificates of one certification share is laid out, compressed and hashed at the first of them, and each
 * certificate adds only its holder's part. Same input, same bytes (SPEC 7.2), but for a time-stamp. */
#ifndef ECERT_ECERT_H
#define ECERT_ECERT_H

#include "base/context.h"
#include "base/record.h"
#include "outside/shaping.h"
#include "outside/signature.h"

struct catalogue;
/* A theme that was loaded; constant for its users, shared by all threads. */
struct ecert_theme;

/* Reads and prepares the theme in `folder` (absolute, or relative to the working directory). The first thing wrong (a line that is not
 * understood, a font that is not installed, artwork with text or pictures in it) is REFUSED with file and line. It keeps memory of its
 * own, not the context's; given back by ecert_theme_free, after the last thread is done with it. */
MUST_CHECK ecert_theme_load(struct context *context, struct text folder, struct ecert_theme **theme);
void ecert_theme_free(struct ecert_theme *theme);
/* The theme of the settings: `share`/theme/ecert. */
struct text ecert_theme_folder(struct context *context);

/* What stands on the certificate. All texts are UTF-8. */
struct ecert_facts {
    struct text number;          /* certificate number, printable ASCII */
    int64_t revision;            /* from 1 */
    struct text certification;   /* name as valid on the award date, in the document's language: "HCIE-Datacom" */
    struct text theme;           /* which artwork: the name of a [level] of the layout */
    struct text level;           /* "Associate", as the catalogue calls it; empty: as the layout does */
    struct text direction;       /* "Datacom"; may be empty */
    struct text body;            /* name of the certifying body */
    struct text name_latin;      /* at least one of the two names must be there */
    struct text name_native;
    struct day exam_day;         /* NO_DAY leaves its line out */
    struct day award_day;
    struct day issue_day;
    struct day expiry_day;       /* NO_DAY: does not expire; the layout's text for that is printed */
    struct text verify_address;  /* goes into the QR code, printable ASCII, at most 150 characters */
    const char *language;        /* "en" or "zh_CN": the document's language, not the asker's */
    struct bytes credential;     /* embedded as associated file (SPEC 9.3); empty: none */
    const char *credential_name; /* "credential.jwt"; needed where there is a credential */
    const char *credential_type; /* media type, "application/vc+jwt" */
};

/* The glyph check of SPEC 7.2, also done by ecert_make: can the theme's fonts print both names, and do they fit? RESULT_OK; or REFUSED
 * "ecert.glyph_missing", "ecert.name_too_long", "ecert.name_not_text" (control characters, not UTF-8, more than 200 bytes), "ecert.name_empty": each a reason
 * for a case. `missing`, where given, gets the characters that cannot be printed; none, where it is only too long. What is short is asked of the fonts' character maps, and shaped only where no font has all of it. */
MUST_CHECK ecert_check_name(struct context *context, struct ecert_theme *theme, struct text name_native, struct text name_latin, struct text *missing);

/* What every theme prints, so that it need not be asked: a name of a few letters in ASCII, or none. */
bool ecert_always_prints(struct text name);

/* Makes the PDF into the context's arena. REFUSED as ecert_check_name, or where another fact does not fit ("ecert.fact"). BROKEN where
 * the signature or the time-stamp cannot be made. May be called by many threads at once with one theme and one signer. */
MUST_CHECK ecert_make(struct context *context, struct ecert_theme *theme, const struct signature_signer *signer,
                      const struct ecert_facts *facts, struct bytes *pdf);

/* The certificates as they are printed on paper for packages (SPEC 8.3): a page for each, in one file without signature and credential, with the colour profile of the artwork. At most ECERT_MOST_PRINTED.
 * REFUSED as ecert_make, with the certificate's number as the error's file. */
enum { ECERT_MOST_PRINTED = 1000 };
MUST_CHECK ecert_print(struct context *context, struct ecert_theme *theme, const struct ecert_facts *facts, size_t count, struct bytes *pdf);

/* The theme's fonts of that name, for other papers of the body; its first ones where it has none of the name. They live as long as the theme. */
struct shaping_fonts ecert_fonts(const struct ecert_theme *theme, const char *name);

/* `testamur theme check [FOLDER]`: everything that is wrong with a theme, as far as it can be told without a certificate: syntax, missing
 * fonts, artwork, contrast of text against its ground (WCAG 2.2, 1.4.3), labels whose glyphs are missing, texts that lie outside
 * the page or on another text, long names that do not fit. The list has records of ecert_finding. */
struct ecert_finding {
    struct text file;
    int64_t line; /* 0: the file as a whole */
    struct text text; /* English, arguments filled in */
};
extern const struct record ecert_finding_record;
/* RESULT_OK also where there are findings; the door prints each as FILE:LINE: TEXT and ends with status 1. */
MUST_CHECK ecert_theme_check(struct context *context, struct text folder, struct list *findings);
/* What a catalogue promises and the theme of the settings cannot print (SPEC 2.3): a certification's theme or a language of the body that its layout does not have, each once, as errors "ecert.lacks_theme" and "ecert.lacks_language" in the context's
 * arena. Only the layout is read; of one that cannot be read nothing is said here. */
struct ecert_lacks {
    struct error *items;
    size_t count;
};
void ecert_theme_lacks(struct context *context, const struct catalogue *catalogue, struct ecert_lacks *lacks);
/* The preview mode of the same command: writes sample PDFs (each level in both languages, names long and short and in many scripts),
 * signed with a key made on the spot, into `output`, which is made where it is absent. The list gets their paths (ecert_finding: file and a word on it). */
MUST_CHECK ecert_theme_preview(struct context *context, struct text folder, struct text output, struct list *written);

#endif
