/* What the tests of e-Certs share: the theme, a body with keys of its own, a certificate's facts, and the tools of others. */
#ifndef TESTS_ECERT_SUPPORT_ECERT_H
#define TESTS_ECERT_SUPPORT_ECERT_H

#include "ecert/ecert.h"
#include "support/support.h"

struct body {
    struct support *support;
    struct signature_material material;
    struct signature_signer *signer;
    struct ecert_theme *theme; /* NULL until body_theme */
    struct text folder;        /* a folder for files, removed at the end */
};

/* A body whose clock stands at 2026-02-14; `algorithm` of its keys. */
struct body *body_new(enum signature_algorithm algorithm);
void body_free(struct body *body);
/* Loads the theme of the source tree. */
struct ecert_theme *body_theme(struct body *body);

/* An expert's certificate in English, of Li Xiaoming (李晓明). */
struct ecert_facts body_facts(void);
struct bytes body_make(struct body *body, const struct ecert_facts *facts);

/* Writes a file into the body's folder, returns its path. */
const char *body_write(struct body *body, const char *name, struct bytes bytes);
/* Runs a shell command (printf-like) and returns what it wrote to both outputs; `status` gets its exit status. Fails where the tool is not installed. */
struct text body_run(struct body *body, int *status, const char *format, ...) __attribute__((format(printf, 3, 4)));
bool text_contains(struct text text, const char *part);

#endif
