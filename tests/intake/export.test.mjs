// The demonstration's export has every quirk of SPEC 3.7, and all of it is taken in: each row under the day that it was at its site.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { inflateRawSync } from 'node:zlib';
import { engines, newStore } from '../browser/site.mjs';

const build = process.env.TESTAMUR_BUILD, source = process.env.TESTAMUR_SHARE, folder = mkdtempSync(join(tmpdir(), 'testamur-export-'));
test.after(() => rmSync(folder, { recursive: true }));
execFileSync(join(build, 'data/demonstration/demonstration-export'), ['--today', '2026-02-13', '--rows', '2000', '--out', join(folder, 'export')]);

// The one member of a ZIP, by its central directory.
function member(zip) {
  const end = zip.lastIndexOf('PK\x05\x06', undefined, 'latin1'), at = zip.readUInt32LE(end + 16), local = zip.readUInt32LE(at + 42);
  const begin = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28), bytes = zip.subarray(begin, begin + zip.readUInt32LE(at + 20));
  return { member: zip.subarray(at + 46, at + 46 + zip.readUInt16LE(at + 28)).toString(), bytes: zip.readUInt16LE(at + 10) ? inflateRawSync(bytes) : bytes };
}
const names = readdirSync(join(folder, 'export')).filter((name) => name !== 'refused').sort();
const files = names.map((name) => {
  const bytes = readFileSync(join(folder, 'export', name)), file = /\.zip$/i.test(name) ? member(bytes) : { member: name, bytes };
  const utf8 = !file.bytes.toString('utf8').includes('\ufffd'), [header, ...lines] = file.bytes.toString(utf8 ? 'utf8' : 'latin1').trimEnd().split('\r\n'), columns = header.split('\t');
  const rows = lines.map((line) => Object.fromEntries(line.split('\t').map((cell, i) => [columns[i].toLowerCase(), cell])));
  return { name, member: file.member, utf8, columns, rows, edition: /([a-z])(?:[-_]ns)?\.dat$/i.exec(file.member)[1].toLowerCase(), noShow: /[-_]NS[-_.]/i.test(name) };
});
const rows = files.flatMap((file) => file.rows), withTime = rows.filter((row) => row.examdate.length > 10);
const written = (row) => row.examdate.slice(0, 10).replaceAll('/', '-');
// The civil date at the site, else in the body's zone.
const day = (row) => (row.examdate.length === 10 ? written(row)
  : new Date(row.examdate.replaceAll('/', '-').replace(' ', 'T') + 'Z').toLocaleDateString('sv-SE', { timeZone: row.sitezone || 'Asia/Shanghai' }));
const some = (list, fits, what) => assert.ok(list.some(fits), `the export has ${what}`);

test('the export has every quirk of the provider', () => {
  some(names, (name) => /^[A-Z]+-ABE-\d{4}-\d\d-\d\da\.zip$/.test(name), 'ZIPs of delivered exams');
  some(names, (name) => /^[A-Z]+-NS-\d{4}-\d\d-\d\da\.zip$/.test(name), 'ZIPs of no-shows');
  some(names, (name) => /^[A-Z]+_ABE_/.test(name), 'names with _');
  some(names, (name) => /^[a-z]+-abe-.*\.zip$/.test(name), 'ZIP names in small letters');
  some(names, (name) => /^[A-Z]+-(ABE|NS)-[-\dA-Z]+\.ZIP$/.test(name), 'ZIP names in capitals');
  some(names, (name) => /^examABE-\d{4}-\d\d-\d\d-a\.dat$/.test(name), 'a bare file');
  for (const pattern of [/^examABE-\d{4}-\d\d-\d\d-a\.dat$/, /^exam-\d{4}-\d\d-\d\da-ns\.dat$/, /^EXAMABE-/]) some(files, (file) => pattern.test(file.member) && file.member !== file.name, `members like ${pattern}`);
  for (const name of readdirSync(join(folder, 'export/refused'))) assert.equal(statSync(join(folder, 'export/refused', name)).size, 0);
  some(files, (file) => file.columns[0] === 'registrationid', 'headers in small letters');
  some(files, (file) => file.columns.every((name) => name === name.toUpperCase()), 'headers in capitals');
  some(files, (file) => file.columns[0].toLowerCase() !== 'registrationid', 'columns in another order');
  some(files, (file) => file.columns.includes('candidategroup'), 'a column that nobody knows');
  some(files, (file) => !file.columns.some((name) => /lastupdate/i.test(name)), 'files without lastupdate');
  some(files, (file) => !file.utf8, 'names in cp1252');
  some(rows, (row) => row.examdate.length === 10, 'dates alone');
  some(withTime, (row) => row.sitezone && day(row) > written(row), 'times that are of the day before in UTC');
  some(withTime, (row) => row.sitezone && day(row) < written(row), 'times that are of the next day in UTC');
  some(withTime, (row) => !row.sitezone, 'times without a zone');
  some(withTime, (row) => !row.sitezone && day(row) > written(row), 'a time without a zone that is of another day in that of the body');
  some(rows, (row) => row.noshow === 'true' && row.examscore === '' && row.examgrade === '', 'no-shows without a score');
  some(rows, (row) => Number(row.examscore) > 100, 'raw scores');
  some(rows, (row) => row.clientcandidateid.startsWith('0'), 'padded candidate IDs');
  some(rows, (row) => /review/i.test(row.examtitle), 'results under review');
  some(rows, (row) => row.examseriescode.startsWith('H99'), 'unknown exam codes');
  for (const grade of ['pass', 'Pass', 'PASS', 'fail', 'Fail', 'FAIL']) some(rows, (row) => row.examgrade === grade, grade);
  const first = new Map(files.filter((file) => file.edition === 'a').flatMap((file) => file.rows.map((row) => [row.registrationid, row])));
  some(files.filter((file) => file.edition === 'b').flatMap((file) => file.rows), (row) => first.get(row.registrationid).examgrade.toLowerCase() !== row.examgrade.toLowerCase(), 'later editions that correct');
});

for (const store of engines.map((engine) => newStore(engine))) test(`all of it is taken in, each row under the day at its site (${store.engine})`, (t) => {
  const run = (...words) => store.run({ TESTAMUR_LOG: 'error' }, ...words);
  t.after(store.remove);
  run('init', '--demonstration');
  run('clock', 'set', '2026-02-13T08:00:00Z');
  run('catalogue', 'load', join(source, 'data/catalogue/huawei.txt'));
  const told = JSON.parse(run('import', '--json', '--profile', 'pearson-vue', ...names.map((name) => join(folder, 'export', name)))).files;
  told.forEach((file, i) => assert.equal(file.rows, files[i].rows.length, names[i]));
  const days = new Map(store.sql('SELECT registration_id, exam_day FROM exam_record').split('\n').map((line) => line.split('|')).map(([id, number]) => [id, new Date(number * 86_400_000).toISOString().slice(0, 10)]));
  assert.ok(days.size > 1900, `${days.size} records`);
  for (const row of rows) if (days.has(row.registrationid)) assert.equal(days.get(row.registrationid), day(row), `${row.registrationid} ${row.examdate} ${row.sitezone}`);
  assert.equal(run('audit'), '0 findings\n');
});
