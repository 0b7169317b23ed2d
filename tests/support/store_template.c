/* store-template URL: a store with no content, migrated, from which the stories' stores are copied. */
#include <stdio.h>
#include <stdlib.h>

#include "support/support.h"

int main(int count, char **words)
{
    if (count != 2) return EXIT_FAILURE;
    struct support *support = support_context("2026-01-01T00:00:00Z");
    struct context *context = &support->context;
    struct database *database;
    int applied;
    if (database_open(context, text_of(words[1]), true, &database) == RESULT_OK) {
        context->database = database;
        if (database_migrate(context, &applied) == RESULT_OK) {
            database_close(database);
            support_context_free(support);
            return EXIT_SUCCESS;
        }
    }
    fprintf(stderr, "%s\n", text_string(context->arena, error_text(context->arena, &context->error)));
    return EXIT_FAILURE;
}
