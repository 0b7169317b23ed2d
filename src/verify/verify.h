/* Proof for others (SPEC 9.1, 9.2). */
#ifndef VERIFY_VERIFY_H
#define VERIFY_VERIFY_H

#include "base/context.h"
#include "base/record.h"
#include "verify/verify_file.h"

/* The register's answer on one certificate. Names are masked unless the asker gave a name or the code. */
struct verification {
    bool found;
    struct text number;
    struct text certification;           /* its name on the award day, in the asker's language */
    struct text level;
    struct text name_latin, name_native; /* masked where `masked` */
    bool masked;
    struct text state;                   /* current, superseded, pending, expired, suspended, revoked, withdrawn */
    bool current, superseded, expired, suspended, revoked, withdrawn;
    bool pending;                        /* it was issued, and was decided anew since: it is issued again on issue_day. A file of it is superseded (`state`) by what is then issued */
    struct text reason;                  /* why it is not current */
    struct day state_day;                /* since when it is so; of what is superseded: when the revision that was shown was replaced, be it by the one in force or by one between */
    struct day exam_day, award_day, issue_day, expiry_day;
    int64_t revision;                    /* the one in force, and since when */
    struct day revision_day;
    int64_t shown_revision;              /* the earlier one whose file the asker has shown; 0 where he has shown none: a name stands on any number of them */
    struct day shown_revision_day;
    bool name_changed, days_changed;     /* what the one in force says differently from that one */
    bool earlier_name;                   /* the name that was given stands on an earlier revision only */
    bool mistyped;                       /* there is no such certificate, and it is no number as the body makes them: other signs, or check characters that do not fit */
    bool code_unfit;                     /* the address had a code that is not, or no more, this certificate's */
    bool code_unread;                    /* the code in the address was not looked at, because wrong ones came too often for this certificate, from the asker's network or from all */
    bool name_differs;                   /* the code was right, the name that was given beside it is not the certificate's */
};
extern const struct record verification_record;

/* By number alone, names masked. One look-up, fit for the event loop. `found` is false where there is no such certificate; one that was never issued is not there for the public. */
MUST_CHECK verify_number(struct context *context, struct text number, struct verification *verification);
/* The same through database_queue, for many askers of one round of the event loop: `done` is called with the answer (in the context's arena), at once on SQLite, later on
 * PostgreSQL; a failure stands in the context's error. */
typedef void verify_answer(struct context *context, enum result result, const struct verification *verification, void *data);
MUST_CHECK verify_number_queued(struct context *context, struct text number, verify_answer *done, void *data);
/* By number and a name as printed (either script; case, spaces and the order of its parts do not matter) or the verification code; or (`number` empty) by the code that the holder tells (award_code_to_tell). A name of an earlier revision finds it as superseded, with the present name masked.
 * The code alone is enough; a name beside it that is another is told. A wrong name or code: REFUSED "verify.no_match" ("verify.no_such_code" for the code alone), the same for no such number. What was wrong is limited, per network, per number and network, and (far above that) per number, and after too much of it everything is REFUSED "audit.too_often". */
MUST_CHECK verify_details(struct context *context, struct text number, struct text name, struct text code, struct verification *verification);
/* By number and the code that stood behind it in an address. One that does not fit, as of a PDF whose code its holder has replaced since, is answered like the number alone, `code_unfit`; so is any, `code_unread`, while
 * there were too many wrong guesses at the number: whoever scans a right one still reads how the certificate stands. Limited like verify_details, but for that. */
MUST_CHECK verify_address(struct context *context, struct text number, struct text code, struct verification *verification);

/* A file (9.2): what verify_file_read found in it, and the register's word on it. */
struct file_verification {
    struct text authentic;  /* yes, altered, not-ours */
    bool yes, altered, not_ours;
    bool incomplete;        /* beside altered or not_ours: a part of the file was lost */
    struct text state;      /* current, superseded, expired, suspended, revoked, withdrawn; unknown where the register was not asked or is silent */
    bool current, unknown;
    struct text number;
    int64_t revision;       /* the file's own; 0 where it is not genuine */
    struct list reasons;    /* of verify_file_reason_record; of a genuine file whose state is unknown verify.no_such_number, where the register does not have it, or verify.not_asked */
    struct verification register_says; /* where authentic and known; details as printed in the file, so not masked but where the revision in force says another name */
};
extern const struct record file_verification_record;
/* `offline`: with the given certificates (PEM) alone, no store is touched. Otherwise `certificates` is not looked at. */
MUST_CHECK verify_document(struct context *context, struct bytes file, bool offline, struct text certificates, struct file_verification *verification);

#endif
