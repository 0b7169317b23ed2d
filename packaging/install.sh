#!/bin/sh
# Installs the Debian packages that are missing. usage: install.sh LIST... (packaging/LIST-packages.txt)
# A line is a package and, where another source of it will do, the command or the file that it brings.
set -eu
cd "$(dirname "$0")"
missing=
for list in "$@"; do
    while read -r package command; do
        case $package in '' | '#'*) continue ;; esac
        case $command in
        '') ;;
        /*) if [ -e "$command" ]; then continue; fi ;;
        *) if command -v "$command" >/dev/null; then continue; fi ;;
        esac
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
    done < "$list-packages.txt"
done
[ -n "$missing" ] || exit 0
as_root=
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || { echo "install.sh: these packages are missing, and there is no sudo to install them:$missing" >&2; exit 1; }
    as_root=sudo
fi
echo "Installing:$missing"
export DEBIAN_FRONTEND=noninteractive
$as_root apt-get -q -o Acquire::Retries=3 update
# shellcheck disable=SC2086  # a list of words
$as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends install $missing
