#!/bin/sh
# Turns schema/NNNN-name.sql into the table of migrations that the program carries (outside/migration.h).
# usage: embed.sh FOLDER OUT.c
set -eu
{
    echo '#include "outside/migration.h"'
    echo 'const struct migration migrations[] = {'
    for file in "$1"/[0-9][0-9][0-9][0-9]-*.sql; do
        name=$(basename "$file" .sql)
        printf '{"%s", "%s",\n' "$name" "$(sha256sum "$file" | cut -d' ' -f1)"
        sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e 's/^/"/' -e 's/$/\\n"/' "$file"
        echo '},'
    done
    echo '};'
    echo 'const size_t migration_count = sizeof migrations / sizeof *migrations;'
} > "$2"
