/* Proof for others (SPEC 9.1, 9.2). */
#ifndef VERIFY_VERIFY_H
#define VERIFY_VERIFY_H

#include "base/context.h"
#include "base/record.h"
#include "verify/verify_file.h"

/* The register's answer. Names are masked unless the asker gave the name or the code. */
struct verification {
    bool found;
    struct text number, certification, level;
    struct text name_latin, name_native; /* masked where `masked` */
    bool masked;
    struct text state;      /* current, superseded, expired, suspended, revoked, withdrawn, pending */
    bool current, superseded, expired, suspended, revoked, withdrawn, pending;
    struct text reason;
    struct day state_day, award_day, issue_day, expiry_day;
    int64_t revision;
};
extern const struct record verification_record;

/* By number alone: names masked. One look-up, on the event loop; `found` false where there is no such certificate (a pending one is not shown either). */
MUST_CHECK verify_number(struct context *context, struct text number, struct verification *verification);
/* By number and a name as printed (either script; case, spaces and order do not matter) or the verification code. Wrong name or code: as if only the number had been given
 * (masked) with REFUSED "verify.no_match". Limited per network. */
MUST_CHECK verify_details(struct context *context, struct text number, struct text name, struct text code, struct verification *verification);

/* A file (9.2): what verify_file_read found, and the register's word on it. `offline`: the state is "unknown". */
struct file_verification {
    struct text authentic;  /* yes, altered, not-ours */
    bool yes, altered, not_ours;
    struct text state;      /* current, superseded, expired, suspended, revoked, withdrawn, unknown */
    struct text number;
    struct list reasons;    /* of verify_file_reason_record */
    struct verification verification; /* where authentic and known */
};
MUST_CHECK verify_document(struct context *context, struct bytes file, bool offline, struct text certificates, struct file_verification *verification);

#endif
