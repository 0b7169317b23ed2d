/* The table signing_key. */
#ifndef ECERT_ECERT_KEY_STORE_H
#define ECERT_ECERT_KEY_STORE_H

#include "base/record.h"
#include "outside/database.h"

struct signing_key {
    struct text purpose, certificate, private_key;
};

/* The key in use; RESULT_NONE. */
MUST_CHECK ecert_key_store_current(struct context *context, const char *purpose, struct signing_key *key);
MUST_CHECK ecert_key_store_add(struct context *context, const char *purpose, struct text certificate, struct text private_key);
/* Ends the use of the current one, which stays for verification. */
MUST_CHECK ecert_key_store_retire(struct context *context, const char *purpose);
/* All, newest first. */
MUST_CHECK ecert_key_store_all(struct context *context, struct list *keys);

#endif
