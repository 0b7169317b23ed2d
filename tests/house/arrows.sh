#!/bin/sh
# Holds the sources against the plan of the house, by their lines alone:
# - an #include arrow runs only downwards: base <- outside <- audit <- letter <- rooms in their order <- the house <- doors; between doors there is none, but that the command line starts the others;
# - SQL stands only in *_store.c and in what moves whole stores: outside/database*, outside/migration*, outside/backup*, outside/store.c;
# - no file includes another room's *_store.h or *_rules.h, nor what is marked as its inside (*_inside.h, *_internal.h);
# - no file carries a path of somebody's own machine.
# usage: arrows.sh SOURCE_ROOT; prints what is wrong as FILE:LINE: what, and ends with 1 where anything is.
set -eu
cd "$1"
wrong=$(mktemp)
trap 'rm -f "$wrong"' EXIT

find src -name '*.[ch]' | sort | xargs awk '
    function room_of(path,   parts, count) {
        count = split(path, parts, "/")
        return parts[1] == "door" && count > 2 ? parts[1] "/" parts[2] : count > 1 ? parts[1] : "main"
    }
    function complain(what) { printf "%s:%d: %s\n", FILENAME, FNR, what }
    BEGIN {
        count = split("base outside audit letter calendar catalogue intake account case association award ecert package verify help people", order, " ")
        for (i = 1; i <= count; i++) rank[order[i]] = i
        split("site desk cli worker", order, " ")
        for (i in order) rank["door/" order[i]] = 100
        rank["door"] = 99       # the house, which every door opens first, and what its doors to the web share
        rank["door/cli"] = 101  # starts the others
        rank["main"] = 200
    }
    FNR == 1 {
        path = substr(FILENAME, 5)
        room = room_of(path)
        if (!(room in rank)) complain("the room " room " is not in the plan of the house")
        may_speak_sql = path ~ /_store\.c$/ || path ~ /^outside\/(database|migration|backup|store\.)/
    }
    /^#[ \t]*include "/ {
        split($0, quoted, "\"")
        included = room_of(quoted[2])
        if (quoted[2] !~ /\//) complain("write the path from src/: " quoted[2])
        else if (!(included in rank)) complain("there is no room " included)
        else if (rank[included] > rank[room] || (rank[included] == rank[room] && included != room)) complain(room " must not include " quoted[2])
        if (included != room && quoted[2] ~ /_(store|rules)\.h$/) complain(room " goes by the face of " included ": " quoted[2])
        if (included != room && quoted[2] ~ /_(inside|internal)\.h$/) complain(quoted[2] " is the inside of another room")
    }
    !may_speak_sql && /^STATEMENT\(/ { complain("statements stand in *_store.c") }
    !may_speak_sql && /"[ \t]*(SELECT [a-z*(]|INSERT INTO |UPDATE [a-z_]+ SET |DELETE FROM |CREATE (UNIQUE )?(TABLE|INDEX|TRIGGER|VIEW) |ALTER TABLE |DROP (TABLE|INDEX) |PRAGMA |WITH [a-z_]+ AS \()/ {
        complain("SQL stands in *_store.c")
    }' >> "$wrong"

{ git ls-files 2>/dev/null || find . -type f -not -path './build*' -not -path './.git/*' -not -path '*/node_modules/*'; } | sort | while read -r file; do
    if [ -f "$file" ]; then echo "$file"; fi
done | xargs grep -nIE '(^|[^A-Za-z0-9_.~-])/(work|root|home/[a-z]+)/[A-Za-z0-9]|/tmp/w[t]' -- /dev/null | sed 's/^\([^:]*:[0-9]*:\).*/\1 this path belongs to one machine/' >> "$wrong" || true

cat "$wrong"
test ! -s "$wrong"
