// Makes countries.tsv anew from Debian's package iso-codes (LGPL-2.1+, see countries.attribution.txt): code, then the name in each language that the site speaks.
// Names that iso-codes has wrong stand right in countries-corrections.tsv. The rows are in the order of the English names; the order of those of another language
// (Chinese: by pinyin) is its column "LANGUAGE order".
// usage: node data/refresh-countries.mjs > data/countries.tsv     needs iso-codes and gettext
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const languages = ['zh_CN'];
const countries = JSON.parse(readFileSync('/usr/share/iso-codes/json/iso_3166-1.json', 'utf8'))['3166-1'];

// English name -> name in that language, read from the compiled messages.
function messages(language) {
  const po = execFileSync('msgunfmt', ['--no-wrap', `/usr/share/locale/${language}/LC_MESSAGES/iso_3166-1.mo`], { encoding: 'utf8' });
  return new Map([...po.matchAll(/^msgid (".*")\nmsgstr (".*")$/gm)].map(([, id, text]) => [JSON.parse(id), JSON.parse(text)]));
}
const translated = languages.map(messages);

// code -> language -> name
const [head, ...lines] = readFileSync(new URL('countries-corrections.tsv', import.meta.url), 'utf8').trim().split('\n').map((line) => line.split('\t'));
const corrected = new Map(lines.map(([code, ...names]) => [code, Object.fromEntries(names.map((name, i) => [head[i + 1], name]))]));

const rows = countries.map((country) => {
  const english = country.common_name ?? country.name;
  const names = languages.map((language, i) => corrected.get(country.alpha_2)?.[language] || translated[i].get(english) || translated[i].get(country.name) || english);
  return [country.alpha_2, english, ...names];
});
const order = new Intl.Collator('en');
rows.sort((a, b) => order.compare(a[1], b[1]));
languages.forEach((language, i) => {
  const tongue = new Intl.Collator(language.replace('_', '-'));
  [...rows].sort((a, b) => tongue.compare(a[i + 2], b[i + 2])).forEach((row, place) => row.push(String(place + 1).padStart(3, '0')));
});
console.log([['code', 'en', ...languages, ...languages.map((language) => `${language} order`)], ...rows].map((row) => row.join('\t')).join('\n'));
