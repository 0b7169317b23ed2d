#!/bin/sh
# Puts a language's files together and compiles them; a text translated in two ways is an error. usage: compile.sh FOLDER OUT.mo
set -eu
together=$(mktemp)
trap 'rm -f "$together"' EXIT
msgcat --use-first "$1"/*.po > "$together"
msgfmt --check-format -o "$2.new" "$together"
if cmp -s "$2.new" "$2"; then rm "$2.new"; else mv "$2.new" "$2"; fi
