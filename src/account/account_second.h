/* The second factor of an account (SPEC 4.1): an authenticator app with recovery codes, which its owner sets up, and without which a password alone opens nothing. The staff have theirs by a link (account_staff.h). */
#ifndef ACCOUNT_ACCOUNT_SECOND_H
#define ACCOUNT_ACCOUNT_SECOND_H

#include "account/account.h"
#include "account/account_staff.h"

/* The actor's own. */
struct account_second {
    bool app;                /* it is asked for at each sign-in */
    bool staff;              /* one of the staff: it is set up by a link, and not here */
    int64_t codes, passkeys; /* recovery codes that are left */
};
MUST_CHECK account_second_read(struct context *context, struct account_second *second);

/* What an app takes up. Nothing is kept: the secret follows from `nonce`, which the form sends back; empty, a fresh one is made. */
struct account_second_offer {
    struct text nonce, secret; /* secret: to be typed */
    struct text address;       /* the same for a QR code: otpauth://... */
};
MUST_CHECK account_second_offer(struct context *context, struct text nonce, struct account_second_offer *offer);
/* Sets it up with the password and a code that the app shows; `codes` gets the recovery codes, which are nowhere else. A letter tells the owner. REFUSED account.second_already, account.second_staff, account.second_nonce,
 * account.old_password and account.enrol_code with error.field, audit.too_often. */
MUST_CHECK account_second_set_up(struct context *context, struct text nonce, struct text password, struct text code, struct text codes[ACCOUNT_RECOVERY_CODES]);
/* Fresh recovery codes in place of all earlier ones; and switching it off: each with the password and a code of the app, or a recovery code. REFUSED account.second_none and as above; account.second_code. */
MUST_CHECK account_second_codes(struct context *context, struct text password, struct text code, struct text codes[ACCOUNT_RECOVERY_CODES]);
MUST_CHECK account_second_off(struct context *context, struct text password, struct text code);

/* For who has lost the device and all recovery codes, and has shown in another way that the account is his (MAY_ADD_ACCOUNTS, the operator): a letter tells the owner. REFUSED account.none, account.second_none,
 * account.second_staff. */
MUST_CHECK account_second_remove(struct context *context, int64_t account);

/* --- The second step of signing in: `second` is what account_sign_in gave --- */

/* What a passkey has to sign, where the account has any; else empty. REFUSED account.second_late: signing in begins anew. */
MUST_CHECK account_sign_in_challenge(struct context *context, struct text second, struct text *challenge);
/* By a code of the app or a recovery code, or by a passkey. REFUSED account.second_late, account.second_code (also where a code was used before), audit.too_often (ten codes an hour). */
MUST_CHECK account_sign_in_code(struct context *context, struct text second, struct text code, struct text agent, struct text *token);
MUST_CHECK account_sign_in_passkey(struct context *context, struct text second, const struct passkey_answer *answer, struct text challenge, struct text agent, struct text *token);

#endif
