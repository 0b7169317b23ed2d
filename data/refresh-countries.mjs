// Makes countries.tsv anew from Debian's package iso-codes (LGPL-2.1+, see countries.attribution.txt): code, then the name in each language that the site speaks.
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

const rows = countries.map((country) => {
  const english = country.common_name ?? country.name;
  return [country.alpha_2, english, ...translated.map((texts) => texts.get(english) || texts.get(country.name) || english)];
});
const order = new Intl.Collator('en');
rows.sort((a, b) => order.compare(a[1], b[1]));
console.log([['code', 'en', ...languages], ...rows].map((row) => row.join('\t')).join('\n'));
