// Holds the texts that people see against their translations, and the errors against their codes:
// - every N_("..."), every literal handed to language_text and language_plural, and every {{_ ...}} of the templates is translated in each language of po/;
// - no translation is left over, none is there twice in two ways, and each has the same {names} as its English text;
// - a mark between two values of a page is a message as well;
// - a code of an error stands for one text, and the text is marked with N_. The code ROOM.wrong, for the many mistakes that a file written by hand can
//   have, is the exception: its file and line say which.
// - each code that an answer of the help says it fits is one.
// usage: node messages.js SOURCE_ROOT; prints what is wrong and ends with 1 where anything is. Needs xgettext.
'use strict';
const fs = require('fs');
const path = require('path');
const { execFileSync } = require('child_process');

const root = process.argv[2];
const wrong = [];

function files(folder, pattern) {
  const found = [];
  for (const entry of fs.existsSync(folder) ? fs.readdirSync(folder, { withFileTypes: true }) : []) {
    const name = path.join(folder, entry.name);
    if (entry.isDirectory()) found.push(...files(name, pattern));
    else if (pattern.test(entry.name)) found.push(name);
  }
  return found.sort();
}
const shown = (file) => path.relative(root, file);

// The entries of a PO file: {id, plural, texts, fuzzy, places}.
function readMessages(content) {
  const entries = [];
  let entry = null, field = null;
  const start = () => entry || (entries.push(entry = { id: null, plural: null, texts: [], fuzzy: false, places: [] }), entry);
  for (const line of content.split('\n')) {
    const keyword = /^(msgid_plural|msgid|msgstr(?:\[(\d+)\])?) (".*")$/.exec(line);
    if (/^#,.*\bfuzzy\b/.test(line)) start().fuzzy = true;
    else if (/^#: /.test(line)) start().places.push(line.slice(3).split(' ')[0]);
    else if (keyword) {
      start();
      const text = JSON.parse(keyword[3]);
      if (keyword[1] === 'msgid') entry.id = text, field = 'id';
      else if (keyword[1] === 'msgid_plural') entry.plural = text, field = 'plural';
      else entry.texts.push(text), field = 'texts';
    } else if (/^".*"$/.test(line) && entry) {
      const text = JSON.parse(line);
      if (field === 'texts') entry.texts[entry.texts.length - 1] += text;
      else entry[field] += text;
    } else if (line === '') entry = null;
  }
  return entries.filter((e) => e.id !== null);
}

// English text -> {plural, place}
const used = new Map();
function use(id, plural, place) {
  const before = used.get(id);
  if (before && before.plural !== null && plural !== null && before.plural !== plural) wrong.push(`${place}: the plural of "${id}" differs from ${before.place}`);
  if (!before || (before.plural === null && plural !== null)) used.set(id, { plural, place });
}

const sources = files(path.join(root, 'src'), /\.[ch]$/);
const template = execFileSync('xgettext', ['--language=C', '--from-code=UTF-8', '--keyword', '--keyword=N_', '--keyword=language_text:3',
  '--keyword=language_plural:3,4', '--no-wrap', '--force-po', '--output=-', '--', ...sources.map(shown)], { cwd: root, encoding: 'utf8' });
for (const entry of readMessages(template)) if (entry.id) use(entry.id, entry.plural, entry.places[0]);

// {{_ ...}} and {{_n name|one|many}}, read as the compiler of templates does: braces come in pairs, white space shrinks.
const squeeze = (text) => text.trim().replace(/[ \t\r\n]+/g, ' ');
for (const file of [...files(path.join(root, 'theme/pages'), /\.(html|txt)$/), ...files(path.join(root, 'theme/letters'), /\.(html|txt)$/)]) {
  const content = fs.readFileSync(file, 'utf8');
  for (let at = content.indexOf('{{'); at >= 0; at = content.indexOf('{{', at + 2)) {
    const tag = /^\{\{_(n?)(?=\s)/.exec(content.slice(at, at + 5));
    if (!tag) continue;
    let end = at + 2, depth = 0;
    for (; end < content.length && !(content.startsWith('}}', end) && depth === 0); end++) depth += content[end] === '{' ? 1 : content[end] === '}' ? -1 : 0;
    const text = content.slice(at + tag[0].length, end);
    const place = `${shown(file)}:${content.slice(0, at).split('\n').length}`;
    const forms = text.split('|');
    if (!tag[1]) use(squeeze(text), null, place);
    else if (forms.length === 3) use(squeeze(forms[1]), squeeze(forms[2]), place);
  }
  // Chinese has marks of its own between values, too.
  for (const bare of content.matchAll(/(?:\}\}|<\/\w+>)[,;:] /g))
    if (file.endsWith('.html')) wrong.push(`${shown(file)}:${content.slice(0, bare.index).split('\n').length}: the mark between two values is a message: {{_ ${bare[0].slice(-2, -1)}}}`);
}

const names = (...texts) => [...new Set(texts.flatMap((text) => text.match(/\{[a-z][a-z0-9_ ]*\}/g) || []))].sort();
for (const language of fs.readdirSync(path.join(root, 'po'), { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
  const translated = new Map();
  for (const file of files(path.join(root, 'po', language.name), /\.po$/)) {
    for (const entry of readMessages(fs.readFileSync(file, 'utf8'))) {
      if (!entry.id) continue;
      const place = `${shown(file)}: "${entry.id}"`;
      const before = translated.get(entry.id);
      if (before && before.texts.join('\0') !== entry.texts.join('\0')) wrong.push(`${place} is translated in another way in ${before.file}`);
      translated.set(entry.id, { ...entry, file: shown(file) });
      const english = used.get(entry.id);
      if (!english) {
        wrong.push(`${place} is used nowhere`);
      } else if (entry.fuzzy || entry.texts.some((text) => text === '')) {
        wrong.push(`${place} is not translated`);
      } else if (english.plural !== entry.plural) {
        wrong.push(`${place} has another plural than ${english.place}`);
      } else {
        const allowed = names(entry.id, entry.plural || '');
        const last = names(entry.plural || entry.id);
        entry.texts.forEach((text, index) => {
          const has = names(text);
          const fits = has.every((name) => allowed.includes(name)) && (index < entry.texts.length - 1 || last.every((name) => has.includes(name)));
          if (!fits) wrong.push(`${place} has ${has.join(' ') || 'no names'}, the English text ${allowed.join(' ') || 'none'}`);
        });
      }
    }
  }
  for (const [id, english] of used) if (!translated.has(id)) wrong.push(`${english.place}: "${id}" has no translation in po/${language.name}`);
}

const codes = new Map();
for (const file of sources) {
  const content = fs.readFileSync(file, 'utf8');
  const place = (at) => `${shown(file)}:${content.slice(0, at).split('\n').length}`;
  for (const match of content.matchAll(/"([a-z_]+\.[a-z0-9_]+)"\s*,\s*N_\(((?:\s*"(?:[^"\\]|\\.)*")+)\s*\)/g)) {
    const text = [...match[2].matchAll(/"((?:[^"\\]|\\.)*)"/g)].map((piece) => piece[1]).join('');
    const before = codes.get(match[1]);
    if (before && before.text !== text) wrong.push(`${place(match.index)}: ${match[1]} has another text at ${before.place}`);
    if (!before) codes.set(match[1], { text, place: place(match.index) });
  }
  for (const match of content.matchAll(/\bcontext_fail\([^;]*?"([a-z_]+\.[a-z0-9_]+)"\s*,\s*(?!N_\()\S/g))
    if (!match[1].endsWith('.wrong')) wrong.push(`${place(match.index)}: the text of ${match[1]} must be one N_("...")`);
}

// What an answer of the help says it fits must be there: a code of an error, "room.*", or a place (the program checks those at start).
for (const file of files(path.join(root, 'data/help/en'), /\.txt$/)) {
  fs.readFileSync(file, 'utf8').split('\n\n')[0].split('\n').forEach((line, index) => {
    for (const code of line.startsWith('for:') ? line.slice(4).trim().split(/\s+/) : []) {
      const known = code.includes(':') || codes.has(code) || (code.endsWith('.*') && [...codes.keys()].some((known) => known.startsWith(code.slice(0, -1))));
      if (!known) wrong.push(`${shown(file)}:${index + 1}: there is no error ${code}`);
    }
  });
}

// And whatever a candidate can be refused with has an answer that it is linked to.
const answered = files(path.join(root, 'data/help/en'), /\.txt$/).flatMap((file) => fs.readFileSync(file, 'utf8').split('\n\n')[0].split('\n').filter((line) => line.startsWith('for:')))
  .flatMap((line) => line.slice(4).trim().split(/\s+/));
for (const [code, { place }] of codes) {
  const candidates = /^(account|association|case|form|letter|merge|picture|unbinding|verify)\./.test(code);
  if (candidates && !answered.some((fit) => fit === code || (fit.endsWith('*') && code.startsWith(fit.slice(0, -1))))) wrong.push(`${place}: no answer of the help fits ${code}`);
}

for (const line of wrong) console.log(line);
console.log(`${used.size} texts, ${codes.size} codes of errors, ${wrong.length} wrong`);
process.exit(wrong.length ? 1 : 0);
