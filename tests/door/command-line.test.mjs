// The command line as scripts outside rely on it: every command, what it prints with and without --json, exit status 0, 1 and 2, and errors on stderr as "testamur: WHERE: WHAT".
// On SQLite, and on PostgreSQL where TESTAMUR_TEST_POSTGRESQL names a server.
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { createHash, randomBytes, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import test from 'node:test';

const build = process.env.TESTAMUR_BUILD, source = process.env.TESTAMUR_SHARE, program = join(build, 'testamur');
const server = process.env.TESTAMUR_TEST_POSTGRESQL;
const catalogue = join(source, 'data/catalogue/huawei.txt');
const environment = { ...process.env, TESTAMUR_PASSWORD_MEMORY: '64', TESTAMUR_PASSWORD_PASSES: '1', TESTAMUR_LOG: 'warning', ASAN_OPTIONS: `${process.env.ASAN_OPTIONS ?? ''}:detect_leaks=0` };
delete environment.TESTAMUR_STORE;

// A store that is not there yet, in a folder of its own.
class Place {
  constructor(engine) {
    this.folder = mkdtempSync(join(tmpdir(), 'testamur-cli-'));
    this.schema = `cli_${randomBytes(6).toString('hex')}`;
    this.store = engine === 'sqlite' ? `sqlite:${this.folder}/store.db` : `${server}${server.includes('?') ? '&' : '?'}options=-csearch_path%3D${this.schema}`;
    if (engine === 'postgresql') execFileSync('psql', ['-qc', `CREATE SCHEMA ${this.schema}`, server]);
    this.engine = engine;
  }
  end() {
    if (this.engine === 'postgresql') execFileSync('psql', ['-qc', `SET client_min_messages = error; DROP SCHEMA ${this.schema} CASCADE`, server]);
    rmSync(this.folder, { recursive: true });
  }
  // All that is written there, a row a line.
  dump() {
    const text = this.engine === 'postgresql' ? execFileSync('pg_dump', ['--data-only', '--inserts', '--no-comments', '-n', this.schema, server], { encoding: 'utf8', maxBuffer: 1 << 28 })
      : execFileSync('sqlite3', [join(this.folder, 'store.db'), '.dump'], { encoding: 'utf8', maxBuffer: 1 << 28 });
    return text.split('\n').filter((line) => line.startsWith('INSERT ')).sort();
  }
  sql(text) {
    const words = this.engine === 'postgresql' ? ['psql', '-qAtc', text, this.store] : ['sqlite3', join(this.folder, 'store.db'), text];
    return execFileSync(words[0], words.slice(1), { encoding: 'utf8' }).trim();
  }
  // The server on a port of its own, once it says that it serves.
  async serve(settings) {
    const probe = createServer();
    probe.listen(0, '127.0.0.1');
    await once(probe, 'listening');
    const { port } = probe.address(), origin = `http://127.0.0.1:${port}`;
    probe.close();
    await once(probe, 'close');
    const serving = spawn(program, ['--store', this.store, 'serve', '--listen', `127.0.0.1:${port}`], { stdio: ['ignore', 'ignore', 'pipe'], env: { ...environment, TESTAMUR_ADDRESS: origin, ...settings } });
    let said = '';
    await new Promise((resolve, reject) => {
      serving.stderr.on('data', (bytes) => {
        said += bytes;
        if (said.includes(' (port ')) resolve();
      });
      serving.once('exit', () => reject(new Error(said)));
    });
    return {
      said: () => said,
      ask: (path, headers = {}) => fetch(origin + path, { headers, redirect: 'manual' }),
      async stop() {
        serving.removeAllListeners('exit');
        serving.kill('SIGTERM');
        const [code] = await once(serving, 'exit');
        assert.equal(code, 0, said);
      },
    };
  }
  write(name, content) {
    writeFileSync(join(this.folder, name), content);
    return join(this.folder, name);
  }
  at(status, ...words) {
    const done = spawnSync(program, ['--store', this.store, ...words], { encoding: 'utf8', env: environment, cwd: this.folder, maxBuffer: 64 << 20 });
    assert.equal(done.status, status, `${words.join(' ')}: ${done.status} ${done.signal ?? ''}\n${done.stdout}${done.stderr}`);
    return done;
  }
  // What it prints; nothing may stand on stderr.
  run(...words) {
    const done = this.at(0, ...words);
    assert.equal(done.stderr, '', words.join(' '));
    return done.stdout;
  }
  // What a person sees: the same on a terminal.
  seen(status, ...words) {
    const line = [program, '--store', this.store, ...words].map((word) => `'${word}'`).join(' ');
    const done = spawnSync('script', ['-qec', line, '/dev/null'], { encoding: 'utf8', env: environment, cwd: this.folder, input: '' });
    assert.equal(done.status, status, `${words.join(' ')}: ${done.status}\n${done.stdout}`);
    return done.stdout.replaceAll('\r', '').replace('^D\b\b', '');
  }
  json(...words) {
    const text = this.run(...words, '--json');
    assert.match(text, /^\{[^\n]*\}\n$/, `${words.join(' ')}: one object on one line`);
    return JSON.parse(text);
  }
  // Refused (1) or used wrongly (2): nothing on stdout, and on stderr what it says.
  fails(status, says, ...words) {
    const done = this.at(status, ...words);
    assert.equal(done.stdout, '', words.join(' '));
    const [first] = done.stderr.split('\n');
    assert.match(first, /^testamur: [^:]+(:\d+)*: ./, words.join(' '));
    assert.match(first, says, words.join(' '));
    if (status === 2) assert.match(done.stderr, /\nusage: testamur |see testamur --help/, words.join(' '));
  }
}

const header = 'registrationid\tclientcandidateid\texamseriescode\texamdate\texamscore\texamgrade\temail\tfirstname\tlastname\n';
const row = (id, exam, day, grade) => `${id}\tHW0001\t${exam}\t${day}\t700\t${grade}\tli.wei@example.com\tWei\tLi\n`;

for (const engine of server ? ['sqlite', 'postgresql'] : ['sqlite']) {
  const story = (name, act) => test(`${name} on ${engine}`, async () => {
    const place = new Place(engine);
    try {
      await act(place);
    } finally {
      place.end();
    }
  });
  const demonstration = (place) => {
    place.run('init', '--demonstration');
    place.run('clock', 'set', '2026-02-16T02:00:00Z');
    place.run('catalogue', 'load', catalogue);
  };

  story('what is used wrongly ends with 2, what is refused with 1', (place) => {
    place.fails(2, /no such command/, 'dance');
    place.fails(2, /no such option/, 'init', '--quickly');
    place.fails(2, /argument is missing/, 'calendar', 'add', '2026-02-13');
    place.fails(2, /argument too many/, 'keys', 'more');
    place.fails(2, /--profile/, 'import', 'file.dat');
    place.fails(2, /--account/, 'explain', 'HCIA-Datacom');
    place.fails(2, /-o/, 'ecert', 'HW-1');
    place.fails(2, /--role/, 'staff', 'add', 'ada', '--mailbox', 'ada@example.com');
    place.fails(2, /--role/, 'staff', 'roles', 'ada');
    place.fails(2, /--profile/, 'demographics', 'send');
    place.fails(2, /--profile/, 'demographics', 'answer', 'file.zip');
    // What must be given stands without brackets in the usage.
    for (const [command, usage] of [['import', ' --profile NAME [--dry-run] FILE...'], ['explain', ' --account NAME CERTIFICATION'], ['ecert', ' -o FILE [--language TAG] NUMBER'], ['backup', ' [--replace] FILE'],
      ['staff add', ' NAME --role ROLE... [--mailbox ADDRESS] [--name-latin N] [--name-native N]'], ['demographics send', ' --profile NAME [--folder FOLDER]'],
      ['account add', ' NAME --mailbox ADDRESS... [--name-latin N] [--name-native N] | --file CSV']])
      assert.ok(place.run(...command.split(' '), '--help').includes(`usage: testamur [--store URL] ${command}${usage}\n`), command);
    place.fails(1, /calendar add: /, 'calendar', 'add', '2026-02-13', '1'); // there is no store yet
    place.fails(1, /audit: /, 'audit');
    // What was given is named, where it was given.
    const nonsense = (environment_store, ...words) => spawnSync(program, [...words, 'audit'], { encoding: 'utf8', env: { ...environment, ...environment_store }, cwd: place.folder });
    const by_option = nonsense({}, '--store', 'foo:bar'), by_setting = nonsense({ TESTAMUR_STORE: 'foo:bar' });
    assert.deepEqual([by_option.status, by_option.stderr], [1, 'testamur: --store: a store is named sqlite:PATH or postgresql://HOST/DATABASE\n']);
    assert.equal(by_setting.status, 1);
    assert.match(by_setting.stderr, /Correct the setting "store"/);
    assert.equal(existsSync(join(place.folder, 'store.db')), false);
    const help = spawnSync(program, ['--help'], { encoding: 'utf8' });
    assert.equal(help.status, 0);
    for (const command of ['init', 'calendar add', 'calendar show', 'calendar load', 'catalogue check', 'catalogue load', 'catalogue export', 'import', 'rerun', 'account add', 'evaluate', 'certificates', 'explain', 'ecert', 'verify', 'keys',
      'serve', 'work', 'clock set', 'clock forward', 'associations rebuild', 'audit', 'backup', 'restore']) {
      assert.match(help.stdout, new RegExp(`^  ${command} `, 'm'));
      const own = place.run(...command.split(' '), '--help');
      assert.match(own, new RegExp(`usage: testamur \\[--store URL\\] ${command}`));
    }
    assert.match(place.run('import', '--help'), /\n\nprofiles:\n(?: {2}\S+ +\S.*\n)* {2}pearson-vue +Pearson VUE\n/);
  });

  if (engine === 'sqlite') story('--help and the manual name the same commands and options, and say what each means', (place) => {
    const manual = readFileSync(join(source, 'packaging/testamur.1'), 'utf8').replace(/\\f[BIR]/g, '').replace(/\\-/g, '-');
    const all = place.run('--help'), commands = [...all.matchAll(/^ {2}(\S+(?: \S+)?) {2,}\S/gm)].map((match) => match[1]);
    assert.equal(place.run('-h'), all);
    assert.ok(commands.length > 30 && manual.includes('--version'));
    for (const command of commands) {
      const entry = manual.split('\n.TP\n').filter((part) => part.split('\n')[0].match(new RegExp(`(^|, )${command}( |,|$)`))).join('\n');
      assert.ok(entry, `${command} stands in the manual`);
      const own = place.run(...command.split(' '), '--help');
      assert.equal(place.run(...command.split(' '), '-h'), own);
      const options = [...own.split('\nusage: ')[1].matchAll(/^ {2}(--?[a-z-]+)(?: [A-Z]+)? {2,}\S/gm)].map((match) => match[1]).filter((name) => name !== '--json');
      for (const option of own.matchAll(/[ [](--?[a-z][a-z-]*)/g)) assert.ok(['--json', '--help', '--store', '-h'].includes(option[1]) || options.includes(option[1]), `${command} ${option[1]} is explained`);
      for (const option of options) assert.ok(entry.includes(option), `the manual names ${command} ${option}`);
    }
    for (const group of ['staff', 'catalogue', 'calendar', 'clock', 'theme', 'demographics', 'account', 'associations']) {
      const shown = place.run(group, '--help');
      assert.match(shown, new RegExp(`^  ${group} \\S+ +\\S`));
      assert.equal(place.at(2, group).stderr, `testamur: ${group}: say which; there are these (see testamur --help)\n${shown}`);
      place.fails(2, /no such command/, group, 'dance');
    }
  });

  story('init makes a store once; only a demonstration has a clock of its own', (place) => {
    assert.match(place.run('init'), /: ready, \d+ migrations applied\n$/);
    assert.match(place.run('init'), /: ready, nothing to change\n$/);
    assert.deepEqual(place.json('init'), { migrations: 0 });
    place.fails(1, /clock set: .*demonstration/, 'clock', 'set', '2026-02-13T08:00:00Z');
    place.fails(1, /clock forward: .*demonstration/, 'clock', 'forward', '1d');
    place.fails(1, /init: .*demonstration/, 'init', '--demonstration');
    place.fails(1, /demonstration/, 'demonstration-accounts');
    const done = spawnSync(program, ['--store', `sqlite:${join(place.folder, 'no-such-folder', 'store.db')}`, 'init'], { encoding: 'utf8', env: environment });
    assert.match(done.stderr, /^testamur: .*There is no folder for a store at .*no-such-folder.*Make the folder first/);
    assert.equal(done.status, 1);
  });

  if (engine === 'postgresql') story('a store is named without its password', (place) => {
    const base = new URL(place.store.replace('//postgres@/', '//postgres@host/')), secret = 'open-sesame';
    const at = (store, ...words) => {
      const done = spawnSync(program, ['--store', store, ...words], { encoding: 'utf8', env: environment, cwd: place.folder });
      assert.doesNotMatch(done.stdout + done.stderr, /sesame/, `${store} ${words.join(' ')}`);
      return done;
    };
    const open = place.store.replace('//postgres@', `//postgres:${secret}@`);
    assert.match(at(open, 'init').stdout, new RegExp(`^postgresql://.*${base.pathname}: ready, \\d+ migrations applied\n$`));
    assert.match(at(`${place.store}&password=${secret}`, 'init').stdout, /: ready, nothing to change\n$/);
    // Written wrongly, the password may stand where another part is looked for.
    for (const wrong of ['postgresql://ada:open/sesame@host/db', 'postgresql://ada:open@sesame@host/db', 'postgresql://ada:open?sesame@[host/db', `postgresql://ada:${secret}@host/db?no-such=1`,
      `postgresql://ada:${secret}%zz@host/db`]) {
      const done = at(wrong, 'audit');
      assert.equal(done.status, 1);
      assert.match(done.stderr, /^testamur: audit: This store's address cannot be read\./);
    }
    assert.equal(at(`postgresql://ada:${secret}@localhost:1/db`, 'audit').status, 1);
    for (const words of [[open], [`--store=${open}`], ['init', open], ['clock', 'set', open]]) assert.equal(at(place.store, ...words).status, 2);
  });

  story('clock set and forward', (place) => {
    place.run('init', '--demonstration');
    assert.match(place.run('clock', 'set', '2026-02-13T08:00:00Z'), /^2026-02-13T08:00:0\dZ\n$/);
    assert.match(place.run('clock', 'forward', '2d12h'), /^2026-02-15T20:00:\d\dZ\n$/);
    assert.match(place.json('clock', 'forward', '1w').now, /^2026-02-22T20:\d\d:\d\dZ$/);
    place.fails(2, /not an instant/, 'clock', 'set', 'tomorrow');
    place.fails(2, /not a duration/, 'clock', 'forward', '3 days');
    for (const far of ['10000000d', '99999999999999999999w', '9999999d9999999d']) place.fails(2, /the clock goes from 1970 to 9998/, 'clock', 'forward', far);
    // Back is silent where nothing was done since; else it says what becomes of what was done.
    assert.match(place.run('clock', 'set', '2026-02-13'), /^2026-02-13T00:00:0\dZ\n$/);
    place.run('account', 'add', 'li.wei', '--mailbox', 'li.wei@example.com');
    place.run('clock', 'forward', '1h');
    for (const json of [[], ['--json']]) {
      const back = place.at(0, 'clock', 'set', '2026-02-12', ...json);
      assert.match(back.stdout, /2026-02-12T00:00:0\dZ/);
      assert.match(back.stderr, /^testamur: clock set: the clock goes back behind what was done until 2026-02-13T00:0\d:\d\dZ\. None of it is undone: [^\n]*\n$/);
    }
  });

  story('a file of accounts is taken over whole or not at all, and each wrong line is named', (place) => {
    place.run('init', '--demonstration');
    place.run('account', 'add', 'li.wei', '--mailbox', 'li.wei@example.com');
    const head = '\uFEFFname,note,mailbox,name_latin\r\n', many = (count, name) => Array.from({ length: count }, (_, i) => `${name(i)},,p${i}@example.com,\n`).join('');
    const people = place.write('people.csv', `${head}zhao,"a ""note""\nof two lines",zhao@example.com,Zhao Min\nLi.Wei,,other@example.com,\nqian,,,\n\nsun,,li.wei@example.com,\nzhou,,zhou@example.com zhao@example.com,\n` +
      'zhao,,zhao2@example.com,\nwulan,,no mailbox,\n!,,zheng@example.com,\nwang,,wang@example.com,Wang\n');
    const done = place.at(1, 'account', 'add', '--file', people);
    assert.equal(done.stdout, '');
    const lines = done.stderr.trimEnd().split('\n');
    assert.deepEqual(lines.map((line) => Number(/^testamur: .*people\.csv:(\d+): ./.exec(line)?.[1])), [4, 5, 7, 8, 9, 10, 11], done.stderr);
    for (const [i, says] of [[0, /taken/], [1, /mailbox/], [2, /li\.wei@example\.com is associated/], [3, /zhao@example\.com is associated/], [4, /taken/], [5, /mail/]]) assert.match(lines[i], says);
    for (const name of ['zhao', 'zhou', 'wang']) place.fails(1, /no account/, 'certificates', '--account', name);
    // What is right comes in, in the order of any columns, with blank lines and quoted fields.
    const right = place.write('right.csv', 'mailbox,name\n"zhao@example.com  zhao@work.example",zhao\n\n"wang@example.com","wang"');
    assert.deepEqual(place.json('account', 'add', '--file', right), { added: 2 });
    place.fails(1, /right\.csv:2: .*taken/, 'account', 'add', '--file', right);
    // A file that is wrong from end to end does not fill the screen, and one that is not CSV says where.
    const wrong = place.at(1, 'account', 'add', '--file', place.write('wrong.csv', head + many(150, () => 'zhao'))).stderr.trimEnd().split('\n');
    assert.equal(wrong.length, 101);
    assert.match(wrong[99], /wrong\.csv:101: /);
    assert.match(wrong[100], /^testamur: account add: A hundred lines are wrong; what stands behind them was not looked at\.$/);
    place.fails(1, /head\.csv:1: .*mailbox/, 'account', 'add', '--file', place.write('head.csv', 'name,address\n'));
    place.fails(1, /quote\.csv:3: .*quotation mark/, 'account', 'add', '--file', place.write('quote.csv', `${head}sun,,sun@example.com,\nwulan,,wu@example.com,"Wu\n`));
    place.fails(1, /long\.csv:2: .*64 KiB/, 'account', 'add', '--file', place.write('long.csv', `${head}sun,${'x'.repeat(70000)},sun@example.com,\n`));
    assert.equal(place.run('account', 'add', '--file', place.write('many.csv', head + many(1500, (i) => `person${i}`))), '1500 accounts added\n');
    assert.equal(place.run('audit'), '0 findings\n');
  });

  story('calendar add prints the date, and whether it is provisional; calendar show, whence it knows', (place) => {
    place.run('init');
    for (const [day, n, date] of [['2026-02-13', 1, '2026-02-14'], ['2026-02-13', 7, '2026-03-02'], ['2026-02-14', 1, '2026-02-24'], ['2026-04-30', 1, '2026-05-06'], ['2026-09-30', 1, '2026-10-08'],
      ['2026-09-30', 7, '2026-10-15'], ['2026-12-31', 1, '2027-01-01 provisional']])
      assert.equal(place.run('calendar', 'add', day, String(n)), `${date}\n`);
    assert.deepEqual(place.json('calendar', 'add', '2026-12-31', '1'), { date: '2027-01-01', provisional: true });
    place.fails(2, /not a date/, 'calendar', 'add', '2026-02-30', '1');
    assert.equal(place.run('calendar', 'add', '2026-02-13', '0'), '2026-02-13\n');
    assert.equal(place.run('calendar', 'add', '2026-02-14', '-1'), '2026-02-13\n');
    place.fails(2, /past the dates/, 'calendar', 'add', '9999-12-31', '1');
    place.fails(2, /not a number/, 'calendar', 'add', '2026-02-13', 'many');
    const [, version] = /^version: (.+)$/m.exec(readFileSync(join(source, 'data/calendars/china.txt'), 'utf8'));
    const shown = { name: 'china', version, source: 'https://www.npmjs.com/package/chinese-days', first: '2004-01-01', last: '2026-12-31', loaded: null, file: 'in effect' };
    assert.deepEqual(place.json('calendar', 'show'), shown);
    assert.equal(place.run('calendar', 'show'), `name: china\nversion: ${version}\nsource: ${shown.source}\ndays: 2004-01-01 to 2026-12-31\nfile: in effect\n`);
    place.fails(1, /no catalogue yet/, 'calendar', 'load');
  });

  story('a calendar of the body\'s own: what it learns is counted by, and what it knew before by order only', (place) => {
    place.run('init');
    const calendar = (years, days, when = 1e9) => { const path = place.write('own.txt', `version: ${years}\nyears: ${years}\n${days}`); utimesSync(path, when, when); return path; };
    const path = calendar('2026 to 2026', '');
    const own = place.write('own-catalogue.txt', readFileSync(catalogue, 'utf8').replace('calendar: china', `calendar: ${path}`));
    place.run('catalogue', 'load', own);
    assert.equal(place.run('calendar', 'add', '2026-12-31', '1'), '2027-01-01 provisional\n');
    calendar('2026 to 2027', '2027-01-01 free\n');
    assert.equal(place.json('calendar', 'show').file, 'newer');
    place.run('evaluate'); // as whatever looks at the register
    assert.deepEqual((({ version, file }) => ({ version, file }))(place.json('calendar', 'show')), { version: '2026 to 2027', file: 'in effect' });
    assert.equal(place.run('calendar', 'add', '2026-12-31', '1'), '2027-01-04\n');
    calendar('2026 to 2026', '');
    place.run('evaluate');
    assert.match(place.run('calendar', 'show'), /^version: 2026 to 2027\n[^]*^loaded: .*\nfile: earlier\n$/m);
    assert.equal(place.run('calendar', 'load'), 'loaded: all days are counted by it\n');
    assert.equal(place.run('calendar', 'load'), 'in effect already\n');
    assert.equal(place.run('calendar', 'add', '2026-12-31', '1'), '2027-01-01 provisional\n');
    // a file with a mistake is shown and left alone, and stops no catalogue; who orders it to be loaded reads what is wrong, also where there is none
    calendar('2026 to 2028', '2027-02-30 free\n');
    assert.match(place.run('calendar', 'show'), /^version: 2026 to 2026\n[^]*^file: wrong\n$/m);
    assert.match(place.at(0, 'catalogue', 'load', own).stderr, /^testamur: warning: calendar .*own\.txt:3: /);
    place.fails(1, /own\.txt:3: .*2027-02-30/, 'calendar', 'load');
    rmSync(path);
    assert.match(place.run('calendar', 'show'), /^file: absent\n$/m);
    place.fails(1, /There is no calendar/, 'calendar', 'load');
    assert.equal(place.run('audit'), '0 findings\n');
  });

  story('catalogue check, load and export', (place) => {
    place.run('init');
    const text = readFileSync(catalogue, 'utf8');
    place.fails(1, /catalogue export: /, 'catalogue', 'export');
    assert.match(place.run('catalogue', 'check', catalogue), /^added: /);
    assert.ok(place.json('catalogue', 'check', catalogue).differences.length > 10);
    assert.match(place.run('catalogue', 'load', catalogue), /^added: /);
    // What signs bears the name of the body, from the first catalogue that names it on; what was made before stays known.
    const bearers = () => place.run('keys').match(/-----BEGIN[^]*?-----END CERTIFICATE-----\n/g).map((pem) => new X509Certificate(pem).subject);
    assert.deepEqual(bearers(), ['O=Huawei Certification\nCN=Huawei Certification', 'O=Huawei Certification\nCN=e-Cert authority', 'O=Testamur\nCN=Testamur', 'O=Testamur\nCN=e-Cert authority']);
    assert.equal(place.run('catalogue', 'load', catalogue), 'no difference\n');
    const nothing = { accounts: 0, certificates: 0, earned: 0, extended: 0, shortened: 0, stopped: 0, otherwise: 0, changes: [] };
    place.run('init');
    assert.equal(bearers().length, 4);
    assert.deepEqual(place.json('catalogue', 'load', catalogue), { count: 0, differences: [], foreseen: nothing });
    assert.equal(place.run('catalogue', 'export'), text);
    assert.deepEqual(place.json('catalogue', 'export'), { catalogue: text });
    const changed = place.write('changed.txt', text.replace(/^  title: .*$/m, '  title: Another'));
    const { count, differences } = place.json('catalogue', 'check', changed);
    assert.equal(count, 1);
    assert.equal(differences[0].kind, 'changed');
    const bad = place.write('bad.txt', text.replace(/^exam H12-811$/m, 'exam H12-811\n  colour: blue'));
    const line = readFileSync(bad, 'utf8').split('\n').findIndex((one) => one === '  colour: blue') + 1;
    for (const act of ['check', 'load']) {
      const done = place.at(1, 'catalogue', act, bad);
      assert.equal(done.stdout, '');
      assert.ok(done.stderr.includes(`${bad}:${line}: `), done.stderr);
      for (const said of done.stderr.trimEnd().split('\n')) assert.match(said, /^testamur: .*bad\.txt(:\d+)?: ./);
    }
    place.fails(1, /absent\.txt: /, 'catalogue', 'load', join(place.folder, 'absent.txt'));
    assert.equal(place.run('catalogue', 'export'), text);
  });

  story('another body: its levels have names of their own, and the artwork that its catalogue names', (place) => {
    const acme = join(dirname(catalogue), 'acme.txt');
    place.run('init', '--demonstration');
    place.run('clock', 'set', '2026-02-16T20:00:00Z');
    const loaded = place.at(0, 'catalogue', 'load', acme);
    assert.match(loaded.stderr, /^testamur: .*acme\.txt: No e-Cert can be made in de: .*layout\.ini has no section \[language de\]\. [^\n]*\n$/);
    const lacking = place.write('lacking.txt', readFileSync(acme, 'utf8').replace('theme: expert', 'theme: master'));
    assert.match(place.at(0, 'catalogue', 'check', lacking).stderr, /No e-Cert of the theme master can be made: .*layout\.ini has no section \[level master\]/);
    place.run('account', 'add', 'ann', '--mailbox', 'ann@example.com', '--name-latin', 'Ann Lee');
    place.run('import', '--profile', 'generic-csv', place.write('results-2026-02-12a.csv', 'registration_id,candidate_id,exam_code,exam_date,score,grade,email\nA1,C1,LIFT-1,2026-02-09,45,pass,ann@example.com\nA2,C1,LIFT-2,2026-02-10,,pass,ann@example.com\n'));
    const [{ number, state }] = place.json('certificates').certificates;
    assert.equal(state, 'issued');
    const pdf = join(place.folder, 'acme.pdf');
    place.run('ecert', number, '-o', pdf);
    const printed = spawnSync('pdftotext', ['-layout', pdf, '-'], { encoding: 'utf8' }).stdout;
    for (const words of ['Acme Safety Board', 'Crane Operator', 'Ann Lee', number]) assert.ok(printed.includes(words), `${words}: ${printed}`);
    assert.match(printed, /^ *Operator$/m);
    assert.deepEqual([place.json('verify', pdf).authentic, place.json('verify', pdf).state], ['yes', 'current']);
  });

  story('catalogue check says what loading then does to certificates, and writes nothing', (place) => {
    demonstration(place);
    const people = Array.from({ length: 12 }, (_, i) => `person${i + 1},p${i + 1}@example.com,Person One\n`);
    place.run('account', 'add', '--file', place.write('people.csv', `name,mailbox,name_latin\n${people.join('')}`));
    // The twelfth comes too late to be reached.
    const rows = Array.from({ length: 12 }, (_, i) => `${i + 1}\tC${i + 1}\tH12-811\t${i < 11 ? '2024/06/03' : '2026/02/12'}\t700\tPass\tp${i + 1}@example.com\tPerson\tOne\n`);
    place.run('import', '--profile', 'pearson-vue', place.write('examABE-2026-02-13-a.dat', header + rows.join('')));
    const changed = place.write('changed.txt', `${readFileSync(catalogue, 'utf8')}\nchange another-year\n  title: One year more\n  effective: 2025-01-01\n  levels: associate\n  extend: 1 year\n`);
    const ends = () => Object.fromEntries(place.json('certificates').certificates.map(({ number, expiry_date }) => [number, expiry_date]));
    const before = ends(), dump = place.dump();
    const { count, differences, foreseen } = place.json('catalogue', 'check', changed);
    const lines = place.run('catalogue', 'check', changed).trimEnd().split('\n');
    assert.deepEqual(place.dump(), dump);
    assert.ok(dump.length > 100);
    assert.equal(count, 1);
    assert.deepEqual(differences.map(({ kind }) => kind), ['added']);
    const { changes: [change, ...more], ...all } = foreseen;
    assert.deepEqual(all, { accounts: 0, certificates: 11, earned: 0, extended: 11, shortened: 0, stopped: 0, otherwise: 0 });
    assert.deepEqual(more, []);
    assert.deepEqual([change.code, change.effective, change.ahead, change.certificates, change.first.length], ['another-year', '2025-01-01', false, 11, 10]);
    assert.equal(lines[0], `added: ${differences[0].text}`);
    assert.equal(lines[1], 'rule change another-year: 11 certificates get another last day');
    assert.equal(lines[2], `rule change another-year: ${change.first[0].number} 2027-06-02 -> 2028-06-02`);
    assert.deepEqual(lines.slice(12), ['rule change another-year: and 1 more', 'certificates: 11 change: 0 new, 11 valid for longer, 0 not so long, 0 stopped, 0 otherwise']);
    assert.deepEqual(place.json('catalogue', 'load', changed), { count, differences, foreseen });
    const after = ends(), moved = Object.keys(after).filter((number) => after[number] !== before[number]);
    assert.equal(moved.length, change.certificates);
    for (const { number, expiry_before, expiry_after } of change.first) assert.deepEqual([before[number], after[number]], [expiry_before, expiry_after]);
    assert.equal(place.run('catalogue', 'check', changed), 'no difference\n');
    // Others' scripts load what takes something away, too; whoever says why, has it kept.
    place.fails(1, /This reason is too long/, 'catalogue', 'load', catalogue, '--reason', 'x'.repeat(1001));
    assert.match(place.run('catalogue', 'load', catalogue), /11 not so long/);
    place.run('catalogue', 'load', changed);
    place.run('catalogue', 'load', catalogue, '--reason', 'The year more was a mistake.');
    assert.equal(place.sql('SELECT reason FROM catalogue_version ORDER BY id DESC LIMIT 1'), 'The year more was a mistake.');
    assert.match(place.sql("SELECT detail FROM audit_journal WHERE act = 'catalogue.load' ORDER BY id DESC LIMIT 1"), /"why":"The year more was a mistake\."/);
    assert.match(place.run('audit'), /^0 findings/m);
  });

  story('import lists every verdict that is not new or unchanged, also of ten thousand rows', (place) => {
    demonstration(place);
    const count = 10050, lines = Array.from({ length: count }, (_, i) => row(i + 1, 'H99-999', '2026/02/12', 'Pass'));
    const file = place.write('examABE-2026-02-13-a.dat', header + lines.join(''));
    const told = place.json('import', '--profile', 'pearson-vue', file).files[0];
    assert.deepEqual([told.quarantined, told.verdicts.length, told.more], [count, count, false]);
    assert.deepEqual(told.verdicts.map((verdict) => verdict.line), lines.map((_, i) => i + 2));
    assert.match(place.run('rerun'), /\nquarantine: there are more; these are the first 10000\n$/);
  });

  story('import tells of each file, row by row', (place) => {
    demonstration(place);
    const first = place.write('examABE-2026-02-13-a.dat', header + row(1, 'H12-811', '2026/02/13', 'Pass') + row(2, 'H12-999', '2026/02/13', 'Pass') + row(3, 'H12-821', '2026/02/99', 'Pass') + row(4, 'H12-821', '2027/02/13', 'Pass'));
    const second = place.write('examABE-2026-02-14-a.dat', header + row(1, 'H12-811', '2026/02/12', 'Pass'));
    const empty = place.write('examABE-2026-02-15-a.dat', '');
    const sha256 = (file) => createHash('sha256').update(readFileSync(file)).digest('hex');
    const said = [`${first}: rows 4 new 1 unchanged 0 corrected 0 quarantined 2 refused 1`, `${first}:3:10: quarantined: examseriescode: `, `${first}:4:18: refused: `, `${first}:5:18: quarantined: examdate: The exam day 2027/02/13 had not come yet`];
    for (const dry of [['--dry-run'], []]) {
      const lines = place.run('import', '--profile', 'pearson-vue', ...dry, first).trimEnd().split('\n');
      assert.equal(lines.length, said.length);
      lines.forEach((one, i) => assert.ok(one.startsWith(said[i]), one));
    }
    assert.match(place.run('import', '--profile', 'pearson-vue', first), /: rows 4 new 0 unchanged 1 corrected 0 quarantined 2 refused 1\n/);
    // A person sees how far it is, and how fast.
    assert.match(place.seen(0, 'import', '--profile', 'pearson-vue', '--dry-run', second), /100 % {2}1 rows {2}\d+ rows\/s \x1b\[K\S+: rows 1 new 0 unchanged 0 corrected 1 /);
    // One that is refused whole does not stop the others; the whole ends with 1.
    const done = place.at(1, 'import', '--profile', 'pearson-vue', '--json', empty, second);
    assert.match(done.stderr, /^testamur: .*examABE-2026-02-15-a\.dat: .*0 bytes/);
    const { files } = JSON.parse(done.stdout);
    assert.deepEqual(files.map(({ file, rows, corrected }) => [file, rows, corrected]), [[empty, 0, 0], [second, 1, 1]]);
    assert.equal(files[1].sha256, sha256(second));
    for (const name of ['file', 'sha256', 'rows', 'new', 'unchanged', 'corrected', 'quarantined', 'refused', 'verdicts']) assert.ok(name in files[1], name);
    const [verdict] = files[1].verdicts;
    assert.deepEqual([verdict.line, verdict.verdict], [2, 'corrected']);
    assert.match(verdict.reason, /exam_day/);
    place.fails(1, /no folder \/none/, 'demographics', 'send', '--profile', 'pearson-vue', '--folder', '/none'); // though there is nothing to send
    assert.equal(place.seen(0, 'demographics', 'list'), '0 new addresses\n');
    assert.equal(place.seen(1, 'theme', 'check', '/none'), '/none: There is no such folder.\n');
    place.fails(1, /no-such/, 'import', '--profile', 'no-such', first);
    const listed = /\nprofiles:\n(?: {2}\S+ +\S.*\n)+/;
    assert.equal(place.at(1, 'import', '--profile', 'no-such', first, second).stderr.split(listed).length, 2); // once, for all files
    assert.equal(listed.exec(place.at(1, 'import', '--profile', 'no-such', first).stderr)[0], listed.exec(place.run('import', '--help'))[0]);
    const damaged = place.write('examABE-2026-02-16-a.dat', Buffer.concat([Buffer.from(header + row(9, 'H12-811', '2026/02/13', 'Pass') + '10\t'), Buffer.of(0xFF), Buffer.from('\n')]));
    place.fails(1, /examABE-2026-02-16-a\.dat:3:4: The byte FF/, 'import', '--profile', 'pearson-vue', damaged);
    place.fails(1, /absent\.dat: /, 'import', '--profile', 'pearson-vue', join(place.folder, 'absent.dat'));
    assert.match(place.run('rerun'), /^quarantine: rows 2 new 0 unchanged 0 corrected 0 quarantined 2 refused 0\n/);
    assert.equal(place.json('rerun').quarantined, 2);
    assert.equal(place.run('audit'), '0 findings\n');
  });

  // What only prints its verdicts any more is stopped by Ctrl-C: all is in then, unless another file would have followed. The verdicts are more than a pipe holds, so it waits for the reader.
  story('an import that is stopped while it tells says what is in and what is not', async (place) => {
    demonstration(place);
    const many = place.write('examABE-2026-02-13-a.dat', header + Array.from({ length: 5000 }, (_, i) => row(i + 1, 'H12-821', '2026/02/99', 'Pass')).join(''));
    const other = place.write('examABE-2026-02-14-a.dat', header + row(1, 'H12-811', '2026/02/12', 'Pass'));
    const stopped = async (...words) => {
      const child = spawn(program, ['--store', place.store, 'import', '--profile', 'pearson-vue', ...words], { env: environment, cwd: place.folder });
      let said = '';
      child.stderr.setEncoding('utf8').on('data', (text) => { said += text; });
      await once(child.stdout, 'readable');
      child.kill('SIGINT');
      child.stdout.resume();
      const [status] = await once(child, 'close');
      return [status, said];
    };
    assert.deepEqual(await stopped('--dry-run', many), [0, 'testamur: import: all files were read through before it was stopped\n']);
    assert.deepEqual(await stopped('--dry-run', many, other), [1, 'testamur: import: stopped; nothing was kept\n']);
    assert.deepEqual(await stopped(many, other), [1, 'testamur: import: stopped; the same command goes on from there\n']);
    assert.deepEqual(await stopped(many), [0, 'testamur: import: everything was taken in before it was stopped; nothing is left to do\n']);
    assert.match(place.run('import', '--profile', 'pearson-vue', other), /: rows 1 new 1 /);
  });

  // Beside the import nothing can be decided (no certificate is written, nothing is put off) until its end asks for another try, which is refused, too.
  if (engine === 'postgresql') story('an import decides what came also where its end is not whole, and tells', (place) => {
    demonstration(place);
    place.run('account', 'add', 'li.wei', '--mailbox', 'li.wei@example.com', '--name-latin', 'Li Wei');
    const sql = (text) => execFileSync('psql', ['-qtAc', text, place.store], { encoding: 'utf8' });
    sql(`CREATE SEQUENCE tries;
      CREATE FUNCTION refuse_certificate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NOT (SELECT is_called FROM tries) THEN RAISE EXCEPTION 'too early'; END IF; RETURN NEW; END $$;
      CREATE TRIGGER refused BEFORE INSERT ON certificate FOR EACH ROW EXECUTE FUNCTION refuse_certificate();
      CREATE FUNCTION refuse_delay() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF OLD.attempts > 0 THEN PERFORM nextval('tries'); END IF; RAISE EXCEPTION 'no other time'; END $$;
      CREATE TRIGGER refused BEFORE UPDATE ON due FOR EACH ROW EXECUTE FUNCTION refuse_delay();
      INSERT INTO due (kind, first, last, not_before_at, left_at, attempts) VALUES ('records-held', 4711, 4711, 9000000000000000, 0, 1)`);
    const done = place.at(1, 'import', '--profile', 'pearson-vue', place.write('examABE-2026-02-13-a.dat', header + row(1, 'H12-811', '2026/02/12', 'Pass')));
    assert.match(done.stdout, /: rows 1 new 1 /);
    assert.match(done.stderr, /^testamur: import: .*no other time/m);
    assert.equal(sql('SELECT COUNT(*) FROM certificate'), '1\n');
  });

  story('from an import to a verified e-Cert', (place) => {
    demonstration(place);
    const before = join(place.folder, 'before.backup');
    place.run('backup', before);
    place.run('import', '--profile', 'pearson-vue', place.write('examABE-2026-02-13-a.dat', header + row(1, 'H12-811', '2024/03/01', 'Pass') + row(2, 'H12-811', '2026/02/13', 'Pass')));
    assert.equal(place.run('account', 'add', 'li.wei', '--mailbox', 'li.wei@example.com', '--name-latin', 'Li Wei', '--name-native', '李伟'), 'li.wei: account added\n');
    assert.deepEqual(place.json('account', 'add', 'wang', '--mailbox', 'wang@example.com', '--mailbox', 'wang@work.example'), { added: 1 });
    place.fails(1, /account add: /, 'account', 'add', 'li.wei', '--mailbox', 'other@example.com');
    place.fails(2, /mailbox/, 'account', 'add', 'nobody');
    const people = place.write('people.csv', 'name,mailbox,name_latin,name_native\nzhao,zhao@example.com,Zhao Min,\nqian,qian@example.com qian@work.example,,\n');
    assert.equal(place.run('account', 'add', '--file', people), '2 accounts added\n');
    place.fails(1, /people\.csv:2: /, 'account', 'add', '--file', people);

    const { certificates } = place.json('certificates');
    assert.equal(certificates.length, 1);
    const [certificate] = certificates;
    assert.deepEqual({ ...certificate, number: '' }, { number: '', certification: 'HCIA-Datacom', account: 'li.wei', name: 'Li Wei', state: 'issued', exam_date: '2024-03-01', award_date: '2024-03-01',
      issue_date: '2024-03-04', expiry_date: '2029-02-12', provisional: false });
    assert.deepEqual(place.json('certificates', '--account', 'li.wei').certificates, certificates);
    assert.deepEqual(place.json('certificates', '--account', 'wang').certificates, []);
    assert.deepEqual(JSON.parse(place.run('certificates')).certificates, certificates); // a program reads it
    assert.match(place.seen(0, 'certificates', '--account', 'li.wei'), new RegExp(`^${certificate.number} +HCIA-Datacom +li\\.wei +`, 'm')); // a person does
    place.fails(1, /no account .*nobody/, 'certificates', '--account', 'nobody');
    assert.equal(place.run('evaluate', '--dry-run'), '0 differences\n');
    assert.deepEqual(place.json('evaluate'), { count: 0, differences: [] });

    const explained = place.run('explain', '--account', 'li.wei', 'HCIA-Datacom').split('\n');
    assert.match(explained[0], /^HCIA-Datacom: Earned on 1 March 2024; valid through 12 February 2029\.$/);
    assert.match(explained[1], /^ {2}\+ Exam H12-811 .*, passed on 1 March 2024$/);
    assert.equal(explained[2], '  + Renewed on 13 February 2026, valid through 12 February 2029');
    assert.match(explained[3], /^ {4}\+ Exam H12-811 .*, passed on 13 February 2026$/);
    assert.deepEqual(place.json('explain', '--account', 'li.wei', 'HCIA-Datacom').lines.map((line) => line.registration_id), ['1', '', '2']);
    assert.match(place.run('explain', '--account', 'li.wei', 'HCIP-Datacom'), /^HCIP-Datacom: Not earned yet/);
    place.fails(1, /HCIX/, 'explain', '--account', 'li.wei', 'HCIX');
    place.fails(1, /no certification hcia-datacom in the catalogue, but there is HCIA-Datacom/, 'explain', '--account', 'li.wei', 'hcia-datacom');
    place.fails(1, /nobody/, 'explain', '--account', 'nobody', 'HCIA-Datacom');
    place.fails(2, /--account/, 'explain', 'HCIA-Datacom');

    const pdf = join(place.folder, 'own.pdf');
    assert.equal(place.run('ecert', certificate.number, '-o', pdf), `${pdf}: the e-Cert of ${certificate.number}\n`);
    assert.match(place.run('ecert', certificate.number, '-o', '-'), /^%PDF-1\.7\n[^]*%%EOF\n$/);
    assert.deepEqual(place.json('ecert', certificate.number, '-o', pdf), { file: pdf });
    assert.deepEqual(place.json('ecert', certificate.number.toLowerCase(), '-o', pdf, '--language', 'zh-CN'), { file: pdf });
    place.fails(1, /prints no e-Cert in fr\. It prints in: en, zh_CN/, 'ecert', certificate.number, '-o', join(place.folder, 'none.pdf'), '--language', 'fr');
    place.fails(1, /HW-0: /, 'ecert', 'HW-0', '-o', join(place.folder, 'none.pdf'));
    assert.equal(existsSync(join(place.folder, 'none.pdf')), false);
    place.fails(2, /-o/, 'ecert', certificate.number);
    assert.deepEqual(JSON.parse(place.run('verify', pdf)), place.json('verify', pdf));
    const facts = 'certification: Huawei Certified ICT Associate-Datacom\nname: Li Wei, 李伟\nissued: 2024-03-04\nvalid until: 2029-02-12\n';
    assert.equal(place.seen(0, 'verify', pdf), `authentic: yes\nstate: current\nnumber: ${certificate.number}\n${facts}revision: 1\n`);
    assert.deepEqual(place.json('verify', pdf), { authentic: 'yes', state: 'current', number: certificate.number, revision: 1, revision_in_force: 1, state_since: null, state_reason: '', reasons: [] });
    assert.equal(place.json('verify', '--offline', pdf).state, 'unknown');
    // Without a store the body's keys are asked for, and do; a store of one's own would have others.
    const pem = join(place.folder, 'keys.pem'), nowhere = `sqlite:${join(place.folder, 'nowhere.db')}`;
    writeFileSync(pem, place.run('keys'));
    const none = spawnSync(program, ['--store', nowhere, 'verify', '--offline', pdf], { encoding: 'utf8', env: environment });
    assert.deepEqual([none.status, /Add --keys FILE: the certifying body gives them out/.test(none.stderr), /init/.test(none.stderr)], [1, true, false], none.stderr);
    const unasked = spawnSync(program, ['--store', nowhere, 'verify', pdf], { encoding: 'utf8', env: environment });
    assert.deepEqual([unasked.status, /add --offline --keys FILE: the public keys/.test(unasked.stderr), /init/.test(unasked.stderr)], [1, true, false], unasked.stderr);
    assert.deepEqual(place.json('verify', '--offline', pdf).reasons.map((reason) => reason.code), ['verify.not_asked']);
    assert.equal(spawnSync(program, ['--store', nowhere, 'verify', '--offline', '--keys', pem, pdf], { encoding: 'utf8', env: environment }).status, 0);
    // A store of the same keys whose register does not have the number.
    const elsewhere = new Place(engine);
    try {
      elsewhere.run('restore', before);
      const unknown = JSON.parse(elsewhere.at(1, 'verify', '--json', pdf).stdout);
      assert.deepEqual([unknown.authentic, unknown.state, unknown.reasons.map((reason) => reason.code)], ['yes', 'unknown', ['verify.no_such_number']]);
      assert.match(elsewhere.seen(1, 'verify', pdf), /\nbecause: The register has no certificate with this number\.\n$/);
    } finally {
      elsewhere.end();
    }
    // What is not in force any more says since when and why, as the page does.
    const gone = new Place(engine), copy = join(place.folder, 'gone.backup');
    try {
      place.run('backup', copy);
      gone.run('restore', copy);
      gone.sql("UPDATE certificate SET state = 5, reason = 'Taken for somebody else.', state_day = 20500");
      assert.equal(gone.seen(1, 'verify', pdf), `authentic: yes\nstate: revoked\nsince: 2026-02-16\nreason: Taken for somebody else.\nnumber: ${certificate.number}\n${facts}revision: 1\n`);
      const revoked = JSON.parse(gone.at(1, 'verify', '--json', pdf).stdout);
      assert.deepEqual([revoked.state, revoked.state_since, revoked.state_reason], ['revoked', '2026-02-16', 'Taken for somebody else.']);
      assert.equal(gone.seen(0, 'verify', '--offline', pdf), `authentic: yes\nstate: unknown\nnumber: ${certificate.number}\nrevision: 1\nbecause: Only the file was checked: no register was asked how the certificate stands today.\n`); // the contract: genuine, and nobody was asked for more
      // What another revision has replaced says that it has, since when, and what has changed; not the name.
      gone.sql("INSERT INTO certificate_revision (certificate_id, revision, revision_day, name_latin, name_native) SELECT id, 1, revision_day, name_latin, name_native FROM certificate");
      gone.sql("UPDATE certificate SET state = 2, reason = '', revision = 2, revision_day = 20499, name_latin = 'Lee Wei'");
      assert.equal(gone.seen(1, 'verify', pdf), `authentic: yes\nstate: superseded\nsince: 2026-02-15\nreason: The name was corrected.\nnumber: ${certificate.number}\nrevision: 1\nrevision in force: 2, since 2026-02-15, which says\n${facts.replace('Li Wei, 李伟', 'L*** W***, 李*').replace(/^(?=.)/gm, '  ')}`);
      const { state, state_since, state_reason, revision, revision_in_force } = JSON.parse(gone.at(1, 'verify', '--json', pdf).stdout);
      assert.deepEqual([state, state_since, state_reason, revision, revision_in_force], ['superseded', '2026-02-15', 'The name was corrected.', 1, 2]);
    } finally {
      gone.end();
    }
    const keys = place.run('keys');
    assert.match(keys, /^-----BEGIN CERTIFICATE-----\n/);
    assert.deepEqual(place.json('keys'), { certificates: keys });
    assert.equal(place.json('verify', '--keys', place.write('keys.pem', keys), pdf).state, 'unknown');
    const bytes = readFileSync(pdf);
    bytes[bytes.length >> 1] ^= 1;
    const altered = JSON.parse(place.at(1, 'verify', '--json', place.write('altered.pdf', bytes)).stdout);
    assert.equal(altered.authentic, 'altered');
    assert.ok(altered.reasons.length);
    assert.equal(JSON.parse(place.at(1, 'verify', '--json', people).stdout).authentic, 'not-ours');
    place.fails(1, /absent\.pdf: /, 'verify', join(place.folder, 'absent.pdf'));
    place.run('clock', 'set', '2029-02-13T02:00:00Z');
    const expired = JSON.parse(place.at(1, 'verify', '--json', pdf).stdout);
    assert.deepEqual([expired.state, expired.state_since, expired.state_reason], ['expired', '2029-02-13', '']);
    assert.equal(place.json('certificates').certificates[0].state, 'expired');
    assert.equal(place.run('audit'), '0 findings\n');
    assert.equal(place.json('audit').findings, 0);
  });

  story('back-up and restore; what fails leaves nothing', (place) => {
    demonstration(place);
    const file = join(place.folder, 'all.backup');
    const rows = Number(/^(\d+) rows\n$/.exec(place.run('backup', file))[1]);
    // What is there is not written over, unless it is empty or the command says so.
    const before = readFileSync(file);
    place.fails(1, /backup: .*all\.backup is there already\..*--replace/, 'backup', file);
    assert.ok(readFileSync(file).equals(before));
    assert.deepEqual(place.json('backup', '--replace', file), { rows });
    assert.deepEqual(place.json('backup', place.write('made-by-mktemp', '')), { rows });
    place.fails(1, /not empty/, 'restore', file);
    place.fails(1, /\/nowhere\//, 'backup', '/nowhere/at/all');
    const other = new Place(engine);
    try {
      other.fails(1, /absent\.backup/, 'restore', join(other.folder, 'absent.backup'));
      other.fails(1, /not a whole back-up/, 'restore', other.write('cut.backup', readFileSync(file).subarray(0, -1)));
      assert.deepEqual(readdirSync(other.folder), ['cut.backup']);
      other.fails(1, /audit: /, 'audit'); // nothing is there, not even empty
      assert.deepEqual(other.json('restore', file), { rows });
      assert.equal(other.run('catalogue', 'export'), readFileSync(catalogue, 'utf8'));
      assert.equal(other.run('audit'), '0 findings\n');
    } finally {
      other.end();
    }
  });

  story('letters bear the name of the body, in their reader\'s language; look-ups from one network are limited', async (place) => {
    demonstration(place);
    place.run('import', '--profile', 'pearson-vue', place.write('examABE-2026-02-13-a.dat', header + row(1, 'H12-811', '2026/02/12', 'Pass')));
    place.run('account', 'add', 'li.wei', '--mailbox', 'li.wei@example.com', '--name-latin', 'Li Wei');
    const { ask, stop, said } = await place.serve({ TESTAMUR_MAIL_FROM: 'Post Office <post@example.org>', TESTAMUR_BEHIND_PROXY: 'yes', TESTAMUR_LOOKUPS_PER_MINUTE: '3', TESTAMUR_UNKNOWN_PER_MINUTE: '2' });
    assert.doesNotMatch(said(), /mail/);
    const list = await (await ask('/mailbox?address=li.wei@example.com')).text();
    const letter = await (await ask(/href="(\/mailbox\/\d+)"/.exec(list)[1])).text();
    assert.ok(letter.includes('Huawei Certification'), letter);
    assert.ok(!letter.includes('Post Office'), letter);

    const { number } = place.json('certificates').certificates[0];
    const from = async (network, count) => {
      const statuses = [];
      for (let i = 0; i < count; i++) statuses.push((await ask(`/v/${number}`, { 'X-Forwarded-For': network })).status);
      return statuses.join(' ');
    };
    assert.equal((await ask(`/v/${number.replaceAll('-', '').replace(/(.{4})(?=.)/g, '$1-')}`)).status, 200, 'parted by hyphens of his own');
    assert.equal(await from('192.0.2.7', 5), '200 200 200 429 429');
    assert.equal(await from('2001:db8:1:2::1', 2), '200 200');
    assert.equal(await from('2001:db8:1:2:3::1', 2), '200 429');
    assert.equal(await from('2001:db8:1:3::1', 1), '200');
    assert.equal(await from('192.0.2.8', 1), '200');
    const refused = await ask('/v/HW-1', { 'X-Forwarded-For': '192.0.2.7', 'Accept-Language': 'zh-CN' });
    assert.equal(refused.status, 429);
    assert.ok(Number(refused.headers.get('Retry-After')) >= 1 && Number(refused.headers.get('Retry-After')) <= 20);
    assert.match(refused.headers.get('Content-Type'), /^text\/html/);
    assert.match(await refused.text(), /<html lang="zh-CN">[^]*<h1>/);
    // Numbers that there are none of, by address or by the form: past the limit none is looked up any more.
    const status = async (path, network) => (await ask(path, { 'X-Forwarded-For': network })).status;
    assert.equal(await status('/v/HW-1', '192.0.2.9'), 404);
    assert.equal(await status('/verify?number=HW-2', '192.0.2.9'), 404);
    for (const path of ['/v/HW-3', `/v/${number}`, `/verify?number=${number}`, '/verify?number=HW-3']) assert.equal(await status(path, '192.0.2.9'), 429, path);
    for (let i = 0; i < 4; i++) assert.equal(await status(`/verify?number=${number}`, '192.0.2.10'), 200);
    assert.equal(await status('/verify', '192.0.2.9'), 200);
    // This machine's own, and pages that are no look-ups.
    for (let i = 0; i < 5; i++) assert.equal((await ask(`/v/${number}`)).status, 200);
    for (let i = 0; i < 5; i++) assert.equal((await ask('/health', { 'X-Forwarded-For': '192.0.2.7' })).status, 200);
    await stop();
  });

  story('who asks for no certification, or for none that there is, reads which there are', (place) => {
    demonstration(place);
    place.run('account', 'add', 'li.wei', '--mailbox', 'li.wei@example.com', '--name-latin', 'Li Wei');
    const there = /\n\ncertifications:\n(?: {2}\S+\n)* {2}HCIA-Datacom\n/, none = place.at(2, 'explain', '--account', 'li.wei').stderr;
    assert.match(none, /^testamur: explain: say which certification\nusage: /);
    assert.match(none, there);
    assert.match(place.at(1, 'explain', '--account', 'li.wei', 'HCIA-Nothing').stderr, there);
    assert.doesNotMatch(place.at(1, 'explain', '--account', 'li.wei', 'hcia-datacom').stderr, there);
  });

  story('a server that listens elsewhere than its letters lead to says so', async (place) => {
    place.run('init');
    const right = await place.serve({});
    assert.doesNotMatch(right.said(), /letters and QR codes lead to/);
    await right.stop();
    const elsewhere = await place.serve({ TESTAMUR_ADDRESS: 'http://certificates.example:8443' });
    assert.match(elsewhere.said(), /^testamur: serve: letters and QR codes lead to http:\/\/certificates\.example:8443, the setting address, but this server listens on port \d+\./m);
    await elsewhere.stop();
    const proxied = await place.serve({ TESTAMUR_ADDRESS: 'https://certificates.example', TESTAMUR_BEHIND_PROXY: 'yes' });
    assert.doesNotMatch(proxied.said(), /letters and QR codes lead to/);
    await proxied.stop();
  });

  story('a letter that cannot be read stops what writes letters, and nothing else', async (place) => {
    const share = join(place.folder, 'share'), wrong = join(share, 'theme/letters/case-opened.txt');
    demonstration(place);
    mkdirSync(share);
    for (const name of readdirSync(source)) if (name !== 'theme' && existsSync(join(source, name))) symlinkSync(join(source, name), join(share, name));
    cpSync(join(source, 'theme'), join(share, 'theme'), { recursive: true });
    writeFileSync(wrong, 'Subject\n\n{{nothing_of_the_kind}}\n');
    const with_it = (status, ...words) => {
      const done = spawnSync(program, ['--store', place.store, ...words], { encoding: 'utf8', env: { ...environment, TESTAMUR_SHARE: share }, cwd: place.folder });
      assert.equal(done.status, status, `${words.join(' ')}: ${done.stdout}${done.stderr}`);
      return done;
    };
    const names_it = /case-opened\.txt:3:\d+: /;
    for (const words of [['audit'], ['backup', 'store.backup'], ['catalogue', 'export'], ['certificates'], ['staff', 'list']]) {
      const said = with_it(0, ...words).stderr;
      assert.match(said, /^testamur: warning: no letter can be written: /, words.join(' '));
      assert.match(said, names_it, words.join(' '));
    }
    for (const words of [['serve', '--listen', '127.0.0.1:0'], ['work']]) assert.match(with_it(1, ...words).stderr, new RegExp(`^testamur: .*${names_it.source}`, 'm'), words.join(' '));
    // Who causes a letter is told the same, and nothing has come of it.
    const results = place.write('examABE-2026-02-13-a.dat', header + row(1, 'H12-811', '2026/02/12', 'Pass'));
    with_it(0, 'import', '--profile', 'pearson-vue', results);
    with_it(0, 'account', 'add', 'li.wei', '--mailbox', 'li.wei@example.com', '--name-latin', 'Li Wei');
    assert.match(with_it(1, 'evaluate').stderr, new RegExp(`^testamur: (?!warning).*${names_it.source}`, 'm'));
    assert.equal(place.sql('SELECT count(*) FROM letter'), '0');
    place.run('evaluate');
    assert.equal(place.sql('SELECT count(*) FROM letter'), '1');
    assert.equal(place.run('audit'), '0 findings\n');
  });

  story('where no mail server is set and letters cannot be read on the site, the server says so when it starts', async (place) => {
    place.run('init');
    place.run('catalogue', 'load', catalogue);
    place.run('import', '--profile', 'pearson-vue', place.write('examABE-2026-02-13-a.dat', header + row(1, 'H12-811', '2026/02/12', 'Pass')));
    place.run('account', 'add', 'li.wei', '--mailbox', 'li.wei@example.com', '--name-latin', 'Li Wei');
    const letter = place.sql('SELECT min(id) FROM letter');
    assert.match(letter, /^\d+$/, 'one was written');
    const { ask, stop, said } = await place.serve({});
    assert.match(said(), /^testamur: serve: no mail server is set: letters .* reach nobody.* Set mail to smtp:\/\/HOST:PORT .* mail_from/m);
    for (const path of ['/mailbox', '/mailbox?address=li.wei@example.com', `/mailbox/${letter}`]) assert.equal((await ask(path)).status, 404, path);
    await stop();
    const sending = await place.serve({ TESTAMUR_MAIL: 'smtp://127.0.0.1:9', TESTAMUR_MAIL_FROM: 'post@example.org' });
    assert.doesNotMatch(sending.said(), /no mail server/);
    assert.equal((await sending.ask(`/mailbox/${letter}`)).status, 404);
    await sending.stop();
  });
}
