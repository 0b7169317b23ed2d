#!/bin/sh
# Killed at each write (at every KILL_STEP-th of them) of an import, an association and an approval of a thousand packages, and KILLS times as a server under load.
set -eu
cd "$(dirname "$0")/../.."
export TESTAMUR_SHARE="$PWD" TESTAMUR_BUILD="$PWD/build-test" TESTAMUR_MESSAGES="$PWD/build-test/po"
export KILL_STEP="${KILL_STEP:-1}" KILLS="${KILLS:-300}"
echo "a kill at every write, or in steps of KILL_STEP ($KILL_STEP); $KILLS kills under load"
node --test-reporter=spec tests/kill/kill.test.mjs
