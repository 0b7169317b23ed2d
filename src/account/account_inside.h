/* What the files of this room share. */
#ifndef ACCOUNT_ACCOUNT_INSIDE_H
#define ACCOUNT_ACCOUNT_INSIDE_H

#include "account/account.h"

/* Checks a new password and hashes it. Not inside a transaction. */
MUST_CHECK account_new_password(struct context *context, struct text password, struct text user_name, struct text mailbox, const char *field, struct text *hash);
/* Begins a session for the account inside a transaction; the actor becomes its account. */
MUST_CHECK account_begin_session(struct context *context, int64_t account, struct text agent, struct text *token);
/* Letters to the account's owner about what was done to it; inside the transaction that does it. */
MUST_CHECK account_tell_password_changed(struct context *context, const struct account *account);
/* To the mailbox that letters went to until now. */
MUST_CHECK account_tell_mailbox_changed(struct context *context, const struct account *account, struct text mailbox);

/* A failure that a form's field shows. */
#define FIELD_FAIL(CONTEXT, NAME, ...) ((void)!context_fail((CONTEXT), RESULT_REFUSED, __VA_ARGS__), (CONTEXT)->error.field = (NAME), RESULT_REFUSED)

#endif
