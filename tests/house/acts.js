// Holds the acts that the sources write into the journal against the words by which staff read them (SPEC 11.3): each act has its words in src/people/people_act.c, and none is there that nothing writes or reads.
// usage: node acts.js SOURCE_ROOT; prints what is wrong and ends with 1 where anything is.
'use strict';
const fs = require('fs');
const path = require('path');

const root = process.argv[2];
const wrong = [];
const read = (name) => fs.readFileSync(path.join(root, name), 'utf8');
const files = (folder, ending) => fs.readdirSync(path.join(root, folder), { recursive: true }).filter((name) => name.endsWith(ending)).map((name) => path.join(folder, name)).sort();

// Functions that write what their caller names; in each the act is the second argument.
const writers = ['audit_write', 'write_down', 'write_asked', 'follow_letting_go', 'unbinding_write_down'];
const table = 'src/people/people_act.c';
const words = new Map([...read(table).matchAll(/\{N_\("[^\n]*"\), "([a-z]+\.[^"]+)"\}/g)].map((found) => [found[1], true]));
const written = new Map(), named = new Set();
const write = (act, place) => written.has(act) || written.set(act, place);

// An argument of a call, from its first bracket on; the second is the act.
function actOf(content, at, wanted = 1) {
  let depth = 0, argument = 0, text = '', quoted = false;
  for (; at < content.length; at++) {
    const c = content[at];
    if (c === '"' && content[at - 1] !== '\\') quoted = !quoted;
    if (!quoted && c === '(' && ++depth === 1) continue;
    if (!quoted && c === ')' && --depth === 0) break;
    if (!quoted && c === ',' && depth === 1) { argument++; continue; }
    if (argument === wanted) text += c;
  }
  return text.trim();
}

for (const file of files('src', '.c')) {
  const content = read(file);
  for (const found of content.matchAll(/'([a-z]+\.[a-z_-]+)'/g)) named.add(found[1]);
  for (const found of content.matchAll(new RegExp(`\\b(?:${writers.join('|')})(?=\\()`, 'g'))) {
    const place = `${file}:${content.slice(0, found.index).split('\n').length}`;
    const act = actOf(content, found.index + found[0].length);
    const literals = [...act.matchAll(/"([^"]*)"/g)].map((one) => one[1]);
    if (/package_act_word/.test(act)) {
      const list = /words\[PACKAGE_ACTS\] = \{([^}]*)\}/.exec(read('src/package/package_rules.c'))[1];
      for (const word of list.matchAll(/"([^"]+)"/g)) write(`package.${word[1]}`, place);
    } else if (!literals.length && found[0] === 'audit_write' && !/^(const char \*)?act$/.test(act)) wrong.push(`${place}: which act is ${act}? Name its writer in tests/house/acts.js.`);
    else for (const one of literals) write(one, place);
  }
}
for (const file of files('schema', '.sql'))
  for (const insert of read(file).matchAll(/INSERT INTO audit_journal[^;]*;/g))
    for (const found of insert[0].matchAll(/'([a-z]+\.[a-z_-]+)'/g)) write(found[1], file);

// What an act is about has its words, too.
const subjects = new Set([...read(table).matchAll(/\{N_\("[^\n]*"\), "([a-z_]+)"\}/g)].map((found) => found[1])), about = new Set();
for (const file of files('src', '.c')) {
  const content = read(file);
  for (const found of content.matchAll(/\baudit_write(?=\()/g))
    for (const [, subject] of actOf(content, found.index + found[0].length, 2).matchAll(/"([^"]*)"/g)) {
      about.add(subject);
      if (!subjects.has(subject)) wrong.push(`${file}: what acts are about, ${subject}, has no words in ${table}`);
    }
}
for (const subject of subjects) if (!about.has(subject)) wrong.push(`${table}: no act is about ${subject}`);

if (written.size < 100) wrong.push(`only ${written.size} acts were found: the sources write them in another way`);
for (const [act, place] of written) if (!words.has(act)) wrong.push(`${place}: the act ${act} has no words in ${table}`);
for (const act of words.keys()) if (!written.has(act) && !named.has(act)) wrong.push(`${table}: nothing writes the act ${act}`);
for (const line of wrong) console.log(line);
process.exit(wrong.length ? 1 : 0);
