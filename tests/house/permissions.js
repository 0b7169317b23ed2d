// Each act that asks who may do it (audit_may) is called in tests/door/test_permissions.c by somebody who may not (SPEC 11.1): by name, or, where a static function of its file asks, by some function of the file that calls that one.
// usage: node permissions.js SOURCE_ROOT; prints what is missing and ends with 1 where anything is.
'use strict';
const fs = require('fs');
const path = require('path');

const root = process.argv[2], test = 'tests/door/test_permissions.c';
const read = (name) => fs.readFileSync(path.join(root, name), 'utf8');
const tried = new Set([...read(test).matchAll(/refused_without\(MAY_\w+, (\w+)\(|assert_refused\("audit\.not_allowed", (\w+)\(/g)].map(([, one, other]) => one || other));
const wrong = [];
let asking = 0;

const rooms = fs.readdirSync(path.join(root, 'src')).filter((room) => !['base', 'outside', 'door'].includes(room) && fs.statSync(path.join(root, 'src', room)).isDirectory());
for (const file of rooms.flatMap((room) => fs.readdirSync(path.join(root, 'src', room)).filter((name) => name.endsWith('.c')).map((name) => `src/${room}/${name}`))) {
  const functions = [...read(file).matchAll(/^(static )?enum result (\w+)\(([^)]*)\)\n\{\n([\s\S]*?)^\}/gm)].map(([, own, name, , body]) => ({ own: !!own, name, words: new Set(body.match(/\w+/g)), asks: /\baudit_may\(/.test(body) }));
  const reaches = (name, seen) => tried.has(name) || functions.some((one) => one.name !== name && !seen.has(one.name) && one.words.has(name) && reaches(one.name, seen.add(one.name)));
  for (const { own, name, asks } of functions) {
    if (!asks || name === 'audit_may') continue;
    asking++;
    if (own ? !reaches(name, new Set([name])) : !tried.has(name)) wrong.push(`${file}: ${name} asks who may, and ${test} does not see that it does`);
  }
}

if (asking < 150) wrong.push(`only ${asking} acts were found that ask who may: the sources write them in another way`);
for (const line of wrong) console.log(line);
process.exit(wrong.length ? 1 : 0);
