/* The body's keys in the store: what e-Certs are signed with, and the certificates that verifiers need for ever. */
#ifndef ECERT_ECERT_KEY_H
#define ECERT_ECERT_KEY_H

#include "base/context.h"
#include "outside/signature.h"

/* Makes a private authority and a signing certificate where the store has none; again: changes nothing. `init` comes before the first catalogue, so that nobody knows the body yet: then they bear the program's name. */
MUST_CHECK ecert_key_make(struct context *context);
/* The body is known: where the store's own signing certificate bears the program's name, one with the body's takes its place. What the former has signed stays verifiable.
 * Changes nothing otherwise, nor where the key is the operator's own. */
MUST_CHECK ecert_key_name(struct context *context, struct text body);
/* The signer of this installation: the operator's own key where the settings name one (its certificate is then recorded for verification), else the store's.
 * Freed by signature_signer_free. REFUSED "ecert.no_key" before init. */
MUST_CHECK ecert_key_signer(struct context *context, struct signature_signer **signer);
/* All certificates that ever signed for the body, and its authorities, as PEM: what `testamur keys` prints. */
MUST_CHECK ecert_key_certificates(struct context *context, struct text *pem);

#endif
