#!/bin/sh
# An honest store, made by the program's own acts from one export of a million rows, is audited: on SQLite, and on PostgreSQL from its back-up. Reach: 0 findings in under 60 seconds; fails where one round misses it.
# usage: audit.sh BUILD FOLDER POSTGRESQL [ROWS]
#   BUILD the build's folder; FOLDER for the stores; POSTGRESQL the URL of an empty database
set -eu
program=$1/testamur export=$1/data/demonstration/demonstration-export take_over=$1/bench/bench-take-over-people folder=$2 postgresql=$3 rows=${4:-1000000}
rounds=3

sqlite=sqlite:$folder/audit.db
"$program" --store "$sqlite" init --demonstration >/dev/null
"$program" --store "$sqlite" clock set 2026-02-13T02:00:00Z >/dev/null # so that what is new has its letters
"$program" --store "$sqlite" catalogue load "$(dirname "$0")/../data/catalogue/huawei.txt" >/dev/null
"$export" --flat "$folder/audit-ABE-2026-02-13a.dat" --rows "$rows" --today 2026-02-13 >&2
"$program" --store "$sqlite" import --profile pearson-vue "$folder/audit-ABE-2026-02-13a.dat" >&2 || true # some rows wait
awk -F '\t' 'NR == 1 { for (i = 1; i <= NF; i++) if (tolower($i) == "email") column = i }
             NR > 1 && $column != "" && !seen[$column]++ { print $column }' "$folder/audit-ABE-2026-02-13a.dat" > "$folder/audit.addresses"
"$take_over" "$sqlite" "$folder/audit.addresses" >&2
"$program" --store "$sqlite" evaluate >/dev/null
"$program" --store "$sqlite" backup "$folder/audit.backup" >/dev/null
"$program" --store "$postgresql" restore "$folder/audit.backup" >/dev/null
rm -f "$folder/audit.addresses" "$folder/audit.backup" "$folder/audit-ABE-2026-02-13a.dat"

status=0
for store in "$sqlite" "$postgresql"; do
    round=0
    while [ $round -lt $rounds ]; do
        round=$((round + 1))
        begun=$(date +%s.%N)
        found=$("$program" --store "$store" audit | tail -n 1) || true
        ended=$(date +%s.%N)
        echo "$begun $ended $found" | awk -v store="${store%%:*}" -v rows="$rows" '{
            seconds = $2 - $1
            met = seconds < 60 && $3 == "0" ? "met" : "NOT MET"
            printf "%-10s  %d rows audited in %5.1f s, %s %s; reach 0 findings in under 60 s: %s\n", store, rows, seconds, $3, $4, met
            exit met != "met"
        }' || status=1
    done
done
exit $status
