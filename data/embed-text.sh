#!/bin/sh
# Turns a text file into a C string that the program carries. usage: embed-text.sh NAME FILE OUT.c
set -eu
{
    echo "extern const char $1[];"
    echo "extern const unsigned long $1_length;"
    echo "const char $1[] ="
    sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e 's/^/"/' -e 's/$/\\n"/' "$2"
    echo ';'
    echo "const unsigned long $1_length = sizeof $1 - 1;"
} > "$3"
