#!/bin/sh
# The long runs: every tests/*/campaign.sh after the other, each with the seconds that it took; fails where one of them does. Called by ./test campaign with its environment set.
set -u
cd "$(dirname "$0")/.."
passed=0
failed=0
for part in tests/*/campaign.sh; do
    echo "== $part"
    began=$(date +%s)
    if sh "$part"; then passed=$((passed + 1)) word=passed; else failed=$((failed + 1)) word=FAILED; fi
    echo "== $part: $word after $(($(date +%s) - began)) s"
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
