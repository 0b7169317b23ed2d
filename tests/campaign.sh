#!/bin/sh
# The long runs: every tests/*/campaign.sh after the other; fails where one of them does. Called by ./test campaign with its environment set.
set -u
cd "$(dirname "$0")/.."
passed=0
failed=0
for part in tests/*/campaign.sh; do
    echo "== $part"
    if sh "$part"; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
