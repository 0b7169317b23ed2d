#!/bin/sh
# Makes a demonstration store where there is none, takes in a realistic export, and starts the server.
# usage: demonstration.sh PROGRAM FOLDER PORT
set -eu
program=$1 folder=$2 port=$3
tools=$(dirname "$program")
share=$(cd "$(dirname "$0")/.." && pwd)
mkdir -p "$folder"
export TESTAMUR_STORE="sqlite:$folder/testamur.db"

# Beside the store, so that the commands say the same in their letters and PDFs as the server.
cat > "$folder/testamur.ini" <<EOF
# Written by ./run each time it starts.
address = http://127.0.0.1:$port
listen = 127.0.0.1:$port
home_country = CN
mail_from = Huawei Certification <certification@example.org>
EOF

if [ ! -f "$folder/complete" ]; then
    rm -rf "$folder/testamur.db" "$folder/testamur.db-wal" "$folder/testamur.db-shm" "$folder/export"
    mkdir -p "$folder/export"
    "$program" init --demonstration
    "$program" catalogue load "$share/data/catalogue/huawei.txt"
    today=$(TZ=Asia/Shanghai date +%F)
    "$tools/data/demonstration/demonstration-export" --today "$today" --rows 2000 --out "$folder/export" >/dev/null
    find "$folder/export" -maxdepth 1 -type f | sort | xargs -d '\n' "$program" import --profile pearson-vue
    "$program" demonstration-accounts
    echo "$today" > "$folder/complete"
else
    "$program" init >/dev/null # brings up to date what an older version made
fi

# The day for which the export was made; the score report of the lab is of a month before.
made=$(cat "$folder/complete")
made=${made:-$(TZ=Asia/Shanghai date -r "$folder/complete" +%F)}

cat <<EOF

  Testamur is at   http://127.0.0.1:$port
  A candidate      http://127.0.0.1:$port/sign-in        li.wei        password: a demonstration only
                   or sign up; either way associate the mailbox li.wei@example.com, under which most of the exams were booked,
                   and for a printed package li.wei@office.example.com, under which the lab of HCIE-Datacom was
  A score report   instead of that mailbox: Pearson VUE, exam H12-892 of $(date -d "$made - 30 days" +%F), registration ID 301000892,
                   candidate ID 00067890 (or last name Li), validation number 901000892; its letter goes to li.wei@office.example.com
  The staff        http://127.0.0.1:$port/desk           demo.staff    password: a demonstration only
                   (demo.staff has all roles; demo.support, demo.intake, demo.registrar, demo.mailing, demo.catalogue, demo.auditor, demo.administrator have one)
    second step    the code of the moment, printed by
                     $program --store $TESTAMUR_STORE staff code demo.staff
                   or, as long as the clock is not moved, by an authenticator app with the secret ORSXG5DBNV2XELLEMVWW63TTORZGC5DF
  Letters          http://127.0.0.1:$port/mailbox        the built-in mailbox: all letters arrive here
  Another day      $program --store $TESTAMUR_STORE clock forward 1d

  Stop with Ctrl-C; the data stay in $folder

EOF
exec "$program" serve
