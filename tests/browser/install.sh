#!/bin/sh
# Installs what the browser tests need, where it is not there yet or package-lock.json has changed since.
set -eu
cd "$(dirname "$0")"
if ! cmp -s package-lock.json node_modules/.installed; then
    npm ci --no-progress
    cp package-lock.json node_modules/.installed
fi
