/* What the files of this room share. */
#ifndef LETTER_LETTER_INSIDE_H
#define LETTER_LETTER_INSIDE_H

#include "letter/letter_store.h"

/* Renders a letter: subject, text, html and, with secrets, sealed. The row has recipient, kind, language and message_id already. */
MUST_CHECK letter_render(struct context *context, const struct letter_recipient *recipient, const void *item, const struct letter_secrets *secrets,
                         struct letter_row *letter);
/* Fills the secrets in, as the recipient gets them. Where they cannot be opened any more (a store's secret that was changed), they stay empty. */
MUST_CHECK letter_unseal(struct context *context, const struct letter_row *letter, struct text *text, struct text *html);
/* mail_from's two parts; REFUSED letter.no_sender where it is no address. */
MUST_CHECK letter_sender_address(struct context *context, struct text *name, struct text *address);
bool letter_is_built_in(const struct context *context);

#endif
