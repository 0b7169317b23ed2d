// Intake of a million rows against the databases' own bulk loaders, by turns. Ours reads the provider's file and does all that belongs to it (raw file kept, verdicts, persons
// looked up, awards and letters); the peers load the very records that came of it, in the file's order and with numbers in place of codes and mailboxes, into the same table with
// the same indexes. Each begins with a copy of the same store and ends when its process has, with all on disk.
// usage: node bench/intake.mjs PROGRAM EXPORTER [--folder F] [--postgresql URL] [--rows N] [--rounds N] [filled] [first] [postgresql]
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median, seconds, spread, table } from './measure.mjs';

const [program, exporter, ...rest] = process.argv.slice(2);
const option = (name, fallback) => (rest.includes(name) ? rest[rest.indexOf(name) + 1] : fallback);
const rounds = Number(option('--rounds', 5)), rows = Number(option('--rows', 1000000)), accounts = Math.floor(rows / 10);
const postgresql = option('--postgresql', '');
const chosen = ['filled', 'first', 'postgresql'].filter((name) => rest.includes(name));
const wanted = (name) => chosen.length === 0 || chosen.includes(name);
const here = import.meta.dirname ?? new URL('.', import.meta.url).pathname;
const folder = mkdtempSync(join(option('--folder', tmpdir()), 'testamur-bench-'));
chmodSync(folder, 0o755); // the PostgreSQL server reads from it
const path = (name) => join(folder, name);
const today = '2026-07-24';

const run = (command, args, options = {}) => execFileSync(command, args, { maxBuffer: 1 << 30, stdio: ['pipe', 'pipe', 'inherit'], ...options }).toString();
const testamur = (store, ...args) => run(program, ['--store', store, ...args]);

// --- The rows, and the stores to begin with ---

const columns = `provider_id, registration_id, candidate_id, mailbox_id, exam_id, exam_language, exam_day, grade, score, state, given_state, first_name, last_name, native_first_name,
  native_last_name, country, site, validation_id, updated_at, file_id, line`;
function exportRecords(store, file, behind, to) {
  writeFileSync(to, run('sqlite3', ['-separator', '\t', store, `SELECT ${behind} + row_number() OVER (ORDER BY line), ${columns} FROM exam_record WHERE file_id = ${file} ORDER BY line`]));
}

const definition = (store) => run('sqlite3', [store, `SELECT sql || ';' FROM sqlite_master WHERE tbl_name = 'exam_record' AND type = 'table'`]);
const indexes = (store) => run('sqlite3', [store, `SELECT sql || ';' FROM sqlite_master WHERE tbl_name = 'exam_record' AND type = 'index' AND sql IS NOT NULL`]);

function prepare() {
  const store = `sqlite:${path('filled.db')}`;
  run(exporter, ['--flat', path('first.dat'), '--rows', String(rows), '--today', today]);
  testamur(store, 'init', '--demonstration');
  testamur(store, 'clock', 'set', `${today}T02:00:00Z`);
  testamur(store, 'catalogue', 'load', join(here, '../data/catalogue/huawei.txt'));
  copyFileSync(path('filled.db'), path('empty.db'));
  testamur(store, 'import', '--profile', 'pearson-vue', path('first.dat'));
  exportRecords(path('filled.db'), 1, 0, path('first.tsv'));
  if (!wanted('filled') && !wanted('postgresql')) return;
  // Two people in seven have an account.
  const people = run('sqlite3', ['-csv', path('filled.db'), `SELECT 'person' || m.id, m.address, r.first_name || ' ' || r.last_name, r.native_last_name || r.native_first_name FROM mailbox m
    JOIN exam_record r ON r.id = (SELECT min(id) FROM exam_record WHERE mailbox_id = m.id) ORDER BY m.id LIMIT ${accounts}`]);
  writeFileSync(path('accounts.csv'), `name,mailbox,name_latin,name_native\n${people}`);
  testamur(store, 'account', 'add', '--file', path('accounts.csv'));
  run(exporter, ['--flat', path('second.dat'), '--rows', String(rows), '--first', String(rows), '--known', '50', '--today', today]);
  copyFileSync(path('filled.db'), path('probe.db'));
  testamur(`sqlite:${path('probe.db')}`, 'import', '--profile', 'pearson-vue', path('second.dat'));
  exportRecords(path('probe.db'), 2, rows, path('second.tsv'));
  const counts = (name) => run('sqlite3', [path(name), "SELECT (SELECT count(*) FROM exam_record) || ' records, ' || (SELECT count(*) FROM held_record) || ' of them in ' || (SELECT count(*) FROM account) || ' accounts, ' || (SELECT count(*) FROM certificate) || ' certificates, ' || (SELECT count(*) FROM intake_row) || ' rows that wait or were refused'"]).trim();
  if (wanted('filled')) console.log(`before: ${counts('filled.db')}\nafter: ${counts('probe.db')}`);
  rmSync(path('probe.db'));
}

// --- SQLite ---

const durable = 'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;';
// As one would set them who knows: all that an index touches stays in memory; what is sorted, in pieces that the processor's cache holds, with a thread.
const inserting = `${durable} PRAGMA cache_size = -393216; PRAGMA mmap_size = 2147418112;`;
const sorting = `${durable} PRAGMA cache_size = -16384; PRAGMA mmap_size = 2147418112; PRAGMA threads = 1;`;

function shell(store, script) {
  writeFileSync(path('script.sql'), script);
  return seconds('sqlite3', ['-bail', store, `.read ${path('script.sql')}`]);
}

function freshCopy(from, to) {
  for (const suffix of ['', '-wal', '-shm']) rmSync(path(to + suffix), { force: true });
  copyFileSync(path(from), path(to));
}

function ours(from, file) {
  freshCopy(from, 'ours.db');
  return seconds(program, ['--store', `sqlite:${path('ours.db')}`, 'import', '--profile', 'pearson-vue', path(file)]);
}

function imported(settings, from, file, after = '') {
  freshCopy(from, 'peer.db');
  return shell(path('peer.db'), `${settings}\n.mode tabs\n.import ${path(file)} exam_record\n${after}`);
}

function measure(title, subjects, reach) {
  const [us, ...peers] = subjects;
  for (const one of subjects) one.times = [];
  for (let round = 0; round < rounds; round++) for (const one of subjects) one.times.push(one.go());
  const rate = (one) => `${Math.round(rows / median(one.times))} rows/s`;
  table(title, [[us.name, rate(us), '', '', ''], ...peers.map((peer) => {
    const ratios = peer.times.map((time, round) => time / us.times[round]);
    return [peer.name, rate(peer), median(ratios).toFixed(2), spread(ratios), `>= ${reach}`];
  })]);
}

function sqlite() {
  const table = definition(path('filled.db')), keys = indexes(path('filled.db'));
  if (wanted('filled')) {
    shell(path('peer-filled.db'), `${sorting}\n${table}\n.mode tabs\n.import ${path('first.tsv')} exam_record\n${keys}`);
    measure('Intake of 1,000,000 rows into a filled SQLite store', [
      { name: 'testamur import', go: () => ours('filled.db', 'second.dat') },
      { name: 'sqlite3 .import, cache of 384 MiB and file mapped', go: () => imported(inserting, 'peer-filled.db', 'second.tsv') },
      { name: "sqlite3 .import, the shell's own cache", go: () => imported(durable, 'peer-filled.db', 'second.tsv') }], 1.0);
  }
  if (wanted('first')) {
    shell(path('peer-empty.db'), `${durable}\n${table}`);
    measure('First intake of 1,000,000 rows into an empty SQLite store', [
      { name: 'testamur import', go: () => ours('empty.db', 'first.dat') },
      { name: 'sqlite3 .import, then CREATE INDEX, tuned for sorting', go: () => imported(sorting, 'peer-empty.db', 'first.tsv', keys) },
      { name: "sqlite3 .import, then CREATE INDEX, the shell's own cache", go: () => imported(durable, 'peer-empty.db', 'first.tsv', keys) }], 0.9);
  }
}

// --- PostgreSQL ---

const at = (database) => postgresql.replace(/^(postgresql:\/\/[^/]*)\/[^?]*/, `$1/${database}`); // the address has a query: its host
const psql = (database, ...commands) => run('psql', ['-X', '-q', '-t', '-A', '-v', 'ON_ERROR_STOP=1', ...commands.flatMap((command) => ['-c', command]), at(database)]);

function copyOf(template, database) {
  psql('postgres', `DROP DATABASE IF EXISTS ${database}`, `CREATE DATABASE ${database} TEMPLATE ${template} STRATEGY file_copy`, 'CHECKPOINT');
}

function prepareDatabases() {
  psql('postgres', 'CREATE DATABASE filled', 'CREATE DATABASE peer');
  testamur(`sqlite:${path('filled.db')}`, 'backup', path('filled.backup'));
  testamur(at('filled'), 'restore', path('filled.backup'));
  const dump = run('pg_dump', ['--schema-only', '--no-owner', '--table', 'exam_record', at('filled')]);
  run('psql', ['-X', '-q', '-v', 'ON_ERROR_STOP=1', at('peer')], { input: dump });
  psql('peer', `\\copy exam_record (id, ${columns.replaceAll('\n', '')}) FROM '${path('first.tsv')}'`);
  psql('filled', 'VACUUM ANALYZE');
  psql('peer', 'VACUUM ANALYZE');
}

function postgresqlStore() {
  prepareDatabases();
  measure('Intake of 1,000,000 rows into a filled PostgreSQL store', [
    { name: 'testamur import', go: () => { copyOf('filled', 'ours'); return seconds(program, ['--store', at('ours'), 'import', '--profile', 'pearson-vue', path('second.dat')]); } },
    { name: 'COPY (psql \\copy)', go: () => { copyOf('peer', 'theirs'); return seconds('psql', ['-X', '-q', '-v', 'ON_ERROR_STOP=1', '-c',
      `\\copy exam_record (id, ${columns.replaceAll('\n', '')}) FROM '${path('second.tsv')}'`, at('theirs')]); } }], 0.8);
}

try {
  prepare();
  sqlite();
  if (postgresql && wanted('postgresql')) postgresqlStore();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
