/* Heads of the journal's chains as somebody noted them: what "testamur audit --journal-head" prints, as lines or as JSON. */
#ifndef DOOR_CLI_CLI_HEADS_H
#define DOOR_CLI_CLI_HEADS_H

#include "audit/audit.h"

enum { CLI_MOST_HEADS = 1000, CLI_HEADS_LIMIT = 1 << 20 };

/* Reads them into `heads` (CLI_MOST_HEADS + 1); false where the text is anything else, or says nothing. */
bool cli_heads_read(struct context *context, struct text text, struct audit_head *heads, size_t *count);

#endif
