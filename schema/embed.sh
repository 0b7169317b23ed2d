#!/bin/sh
# Turns schema/NNNN-name.sql into the table of migrations that the program carries (outside/migration.h).
# OUT.d says of which files it is made, the folder among them, so that one that is added or renamed is noticed without anybody's help.
# usage: embed.sh FOLDER OUT.c OUT.d
set -eu
echo "$(basename "$2"): $1 $(echo "$1"/*.sql)" > "$3"
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
