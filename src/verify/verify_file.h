/* Checks a PDF that claims to be one of our e-Certs (SPEC 9.2), with nothing but the body's public certificates: no store, no net, no clock.
 *
 * It answers for our own PDFs only, and is strict: one signature, by our key, over the whole file but its own digits, no later revision, nothing
 * behind the end. So none of the known forgeries (incremental saving, shadow attacks, universal signature forgery, signature
 * wrapping, annotations on certified documents) is ever called authentic. What the certificate is worth today (superseded, expired,
 * revoked) the register knows, not the file. */
#ifndef VERIFY_VERIFY_FILE_H
#define VERIFY_VERIFY_FILE_H

#include "base/context.h"
#include "base/record.h"

enum { VERIFY_FILE_LIMIT = 8 << 20 }; /* bytes of a file that is looked at; a longer one is not ours */

enum verify_file_authentic {
    VERIFY_FILE_YES,     /* byte for byte as we signed it */
    VERIFY_FILE_ALTERED, /* it bears our signature but is not as we made it */
    VERIFY_FILE_NOT_OURS
};

struct verify_file_reason {
    const char *code;    /* "verify.digest", stable */
    const char *english; /* key for the message catalogue */
};
extern const struct record verify_file_reason_record;

struct verify_file_finding {
    enum verify_file_authentic authentic;
    bool incomplete;        /* it lacks a PDF's end: altered where it bears a trace of our signature, else not ours as far as it can be seen */
    struct text number;     /* only where authentic: nothing of an altered file is believed */
    int64_t revision;       /* likewise; else 0 */
    struct bytes credential; /* the embedded credential, likewise; may be empty */
    struct list reasons;    /* of verify_file_reason_record; empty where authentic */
};

/* "yes", "altered", "not-ours" */
const char *verify_file_word(enum verify_file_authentic authentic);

/* `certificates`: PEM, what `testamur keys` prints. A finding is RESULT_OK whatever it says; REFUSED only where the certificates cannot be read.
 * The file may hold anything. */
MUST_CHECK verify_file_read(struct context *context, struct bytes file, struct text certificates, struct verify_file_finding *finding);

#endif
