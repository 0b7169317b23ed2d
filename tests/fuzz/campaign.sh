#!/bin/sh
# Fuzzes every entry with libFuzzer for FUZZ_SECONDS (300) each, JOBS (all cores) at a time, beginning with the corpus. What is found stays in
# build-fuzz/found: a file there ends the campaign as failed; put it into tests/fuzz/corpus/NAME once the bug is gone.
set -eu
cd "$(dirname "$0")/../.."
seconds=${FUZZ_SECONDS:-300}
if [ ! -f build-fuzz/build.ninja ]; then
    CC=clang meson setup build-fuzz --buildtype=debugoptimized -Db_sanitize=address,undefined -Db_lundef=false -Dc_args=-fsanitize=fuzzer-no-link >&2
fi
entries=$(cd tests/fuzz && ls fuzz_*.c | sed 's/^fuzz_//; s/\.c$//')
ninja -C build-fuzz $(for name in $entries; do echo "tests/fuzz/fuzz-$name"; done) >&2
mkdir -p build-fuzz/found
export UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
echo "$entries" | xargs -P "${JOBS:-$(nproc)}" -I NAME sh -c '
    mkdir -p build-fuzz/grown/NAME
    if build-fuzz/tests/fuzz/fuzz-NAME -max_total_time='"$seconds"' -timeout=10 -rss_limit_mb=4096 -artifact_prefix=build-fuzz/found/NAME- \
        build-fuzz/grown/NAME tests/fuzz/corpus/NAME >build-fuzz/NAME.log 2>&1
    then echo "fuzz NAME: $(tail -n 1 build-fuzz/NAME.log)"
    else echo "fuzz NAME: FAILED"; tail -n 30 build-fuzz/NAME.log; exit 1
    fi'
