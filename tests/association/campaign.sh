#!/bin/sh
# 64 accounts claim one record 1,000 times, and 1,000 times one mailbox, one record, or both by halves; and 10,000 pairs of "change the account's mailbox" against "confirm"; on both engines.
set -eu
cd "$(dirname "$0")/../.."
export TESTAMUR_SHARE="$PWD" TESTAMUR_MESSAGES="$PWD/build-test/po"
export TESTAMUR_RACE_ROUNDS="${TESTAMUR_RACE_ROUNDS:-1000}" TESTAMUR_RACE_PAIRS="${TESTAMUR_RACE_PAIRS:-10000}"
echo "64 claimants in $TESTAMUR_RACE_ROUNDS rounds, $TESTAMUR_RACE_PAIRS pairs"
build-test/tests/association/test-association-race
