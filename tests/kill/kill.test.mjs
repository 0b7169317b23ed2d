// Killed with SIGKILL at each write of an import and of an association, and again and again under load: what was acknowledged is there, nothing is there twice, and the work goes on
// by itself (SPEC 13.2).
import test from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const build = process.env.TESTAMUR_BUILD, source = process.env.TESTAMUR_SHARE;
const program = join(build, 'testamur'), killer = join(build, 'tests/kill/libkiller.so'), associate = join(build, 'tests/kill/kill-associate'), approve = join(build, 'tests/kill/kill-approve'), exporter = join(build, 'data/demonstration/demonstration-export');
const kills = Number(process.env.KILLS ?? 30), step = Number(process.env.KILL_STEP ?? 1);
const folder = mkdtempSync(join(tmpdir(), 'testamur-kill-'));
test.after(() => rmSync(folder, { recursive: true, force: true }));

// A sanitizer's runtime must be loaded before everything else.
const runtime = execFileSync('sh', ['-c', `ldd ${program} | awk '/libasan/ {print $3}'`], { encoding: 'utf8' }).trim();
const preload = [runtime, killer].filter(Boolean).join(':');
const environment = { ...process.env, TESTAMUR_PASSWORD_MEMORY: '64', TESTAMUR_PASSWORD_PASSES: '1', TESTAMUR_LOG: 'error', ASAN_OPTIONS: 'verify_asan_link_order=0:detect_leaks=0' };
const run = (args, env = {}, command = program) => spawnSync(command, args, { encoding: 'utf8', env: { ...environment, ...env }, maxBuffer: 1 << 26 });
const must = (args) => {
  const done = run(args);
  assert.equal(done.status, 0, `${args.join(' ')}\n${done.stdout}${done.stderr}`);
  return done.stdout;
};
const sql = (path, text) => execFileSync('sqlite3', [path, text], { encoding: 'utf8' }).trim();

function fresh(name, fill) {
  const path = join(folder, `${name}.db`), store = `sqlite:${path}`;
  must(['--store', store, 'init', '--demonstration']);
  must(['--store', store, 'catalogue', 'load', join(source, 'data/catalogue/huawei.txt')]);
  fill?.(store);
  return path;
}
function copy(from, to) {
  for (const end of ['', '-wal', '-shm']) {
    rmSync(to + end, { force: true });
    if (existsSync(from + end)) cpSync(from + end, to + end);
  }
}
const facts = `SELECT registration_id, exam_day, grade, state, score FROM exam_record ORDER BY provider_id, registration_id;
  SELECT new, unchanged, corrected, quarantined, refused FROM intake_file ORDER BY sha256;
  SELECT account_id, certification_id, state, issue_day FROM certificate ORDER BY 1, 2;`;
const audit = (store) => assert.match(must(['--store', store, 'audit']), /^0 findings$/m);

const exported = join(folder, 'export');
execFileSync('mkdir', [exported]);
execFileSync(exporter, ['--today', '2026-11-20', '--rows', '120', '--out', exported]);
const files = readdirSync(exported).filter((name) => name.endsWith('.zip')).sort().map((name) => join(exported, name));
const imports = (store, some = files) => ['--store', store, 'import', '--profile', 'pearson-vue', ...some];

// People who have applied: what the program itself writes for one, a thousand times.
const many = 1000, applicants = `
  CREATE TEMP TABLE n AS WITH RECURSIVE count (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM count WHERE i < ${many}) SELECT i FROM count;
  INSERT INTO account (id, user_name, user_name_key, mailbox, name_latin, name_native, phone, country, language, zone, made_at) SELECT i, 'p' || i, 'p' || i, 'p' || i || '@example.org', 'P', '', '', '', 'en', '', 0 FROM n;
  INSERT INTO mailbox (id, address) SELECT i, 'p' || i || '@example.org' FROM n;
  INSERT INTO association (mailbox_id, account_id, since_at, means) SELECT i, i, 0, 'takeover' FROM n;
  INSERT INTO certificate (id, number, certification_id, account_id, state, reason, state_day, exam_day, award_day, issue_day, provisional, revision, revision_day, name_latin, name_native, issued, code_serial, catalogue_version_id, basis_mark, made_at)
    SELECT i, 'HW' || i, (SELECT id FROM certification WHERE code = 'HCIE-Datacom'), i, 2, '', 20400, 20400, 20400, 20400, 0, 1, 20400, 'P', '', 1, 1, 1, 0, 0 FROM n;
  INSERT INTO package (id, number, certificate_id, account_id, state, revision, name_latin, name_native, country, address, applied_at, applied_day, from_day, earliest_day, due_day, provisional)
    SELECT i, 'P000-0000-' || SUBSTR(CAST(10000 + i AS TEXT), 2), i, i, 1, 1, 'P', '', 'DE', '{"country":"DE","recipient":"P","street":"Weg 1","city":"Berlin","postal_code":"10115","phone":"+4930123456"}', 0, 20410, 20410, 20415, 20417, 0 FROM n;
  INSERT INTO package_journal (package_id, at, actor_kind, actor_account, act, state_after, text) SELECT i, 0, 1, i, 'apply', 1, '' FROM n;
  INSERT INTO staff (account_id, roles, since_at) VALUES (1, 8, 0);`;
const told = `SELECT (SELECT COUNT(*) FROM package WHERE state = 2), (SELECT COUNT(*) FROM package_journal WHERE act = 'approve'), (SELECT COUNT(DISTINCT package_id) FROM package_journal WHERE act = 'approve'),
  (SELECT COUNT(*) FROM letter WHERE kind = 'package-approved'), (SELECT COUNT(DISTINCT account_id) FROM letter WHERE kind = 'package-approved'), (SELECT COUNT(*) FROM audit_journal WHERE act = 'package.approve');`;

// People who have passed: more than one step of the evaluation changes.
const people = 1500, passed = `
  CREATE TEMP TABLE n AS WITH RECURSIVE count (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM count WHERE i < ${people}) SELECT i FROM count;
  INSERT INTO provider (id, name) VALUES (1, 'pearson-vue') ON CONFLICT DO NOTHING;
  INSERT INTO account (id, user_name, user_name_key, mailbox, name_latin, name_native, phone, country, language, zone, made_at) SELECT i, 'p' || i, 'p' || i, 'p' || i || '@example.org', 'P', '', '', '', 'en', '', 0 FROM n;
  INSERT INTO mailbox (id, address) SELECT i, 'p' || i || '@example.org' FROM n;
  INSERT INTO association (mailbox_id, account_id, since_at, means) SELECT i, i, 0, 'takeover' FROM n;
  INSERT INTO exam_record (id, provider_id, registration_id, candidate_id, mailbox_id, exam_id, exam_language, exam_day, grade, score, state, first_name, last_name, native_first_name, native_last_name, country, site, validation_id, updated_at, file_id, line, given_state)
    SELECT i, 1, 'R' || i, 'C' || i, i, (SELECT id FROM exam WHERE code = 'H12-811'), 'en', 20400, 1, '', 3, 'P', '', '', '', '', '', '', 0, 1, i, 3 FROM n;
  INSERT INTO held_record (record_id, account_id) SELECT i, i FROM n;`;
const revised = `SELECT (SELECT COUNT(*) FROM certificate WHERE revision = 2), (SELECT COUNT(*) FROM certificate_revision), (SELECT COUNT(*) FROM letter WHERE kind = 'certificate-revised'),
  (SELECT COUNT(DISTINCT account_id) FROM letter WHERE kind = 'certificate-revised');`;
const longer = join(folder, 'longer.txt');
writeFileSync(longer, readFileSync(join(source, 'data/catalogue/huawei.txt'), 'utf8').replaceAll('  validity: 3 years', '  validity: 4 years'));

// A store of each engine that is filled once, copied for each kill and asked: what the test needs of it. `kills`: how many, but in a campaign; each run approves a thousand.
const server = process.env.TESTAMUR_TEST_POSTGRESQL, base = `kill_${process.pid}`, cut = `${base}_cut`;
const psql = (url, text) => execFileSync('psql', ['-qAtX', '-v', 'ON_ERROR_STOP=1', url, '-c', text], { encoding: 'utf8' }).trim();
const urlOf = (name) => server.replace('/postgres?', `/${name}?`);
const stores = {
  sqlite: { kills: 10, fill: (rows) => sql(fresh('many-base'), `PRAGMA journal_mode = WAL; ${rows}`), copy: () => copy(join(folder, 'many-base.db'), join(folder, 'many-cut.db')), base: () => `sqlite:${join(folder, 'many-base.db')}`,
    url: () => `sqlite:${join(folder, 'many-cut.db')}`, told: (question) => sql(join(folder, 'many-cut.db'), question), end: () => ['', '-wal', '-shm'].forEach((end) => rmSync(join(folder, `many-base.db${end}`), { force: true })) },
  postgresql: { kills: 6,
    fill: (rows) => {
      psql(server, `CREATE DATABASE ${base}`);
      must(['--store', urlOf(base), 'init', '--demonstration']);
      must(['--store', urlOf(base), 'catalogue', 'load', join(source, 'data/catalogue/huawei.txt')]);
      psql(urlOf(base), rows);
    },
    copy: () => { psql(server, `DROP DATABASE IF EXISTS ${cut} WITH (FORCE)`); psql(server, `CREATE DATABASE ${cut} TEMPLATE ${base}`); }, base: () => urlOf(base), url: () => urlOf(cut), told: (question) => psql(urlOf(cut), question),
    end: () => [cut, base].forEach((name) => psql(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)) },
};
// At each write of SQLite; PostgreSQL is sent many more, of which some are taken, from the first to the last, but in a campaign.
const points = (engine, writes) => {
  const by = process.env.KILL_STEP || engine === 'sqlite' ? step : Math.ceil(writes / 15);
  return Array.from({ length: Math.ceil(writes / by) }, (_, i) => 1 + i * by);
};
// How many writes a run takes that sends to a server depends on how quickly it reads: one that needs fewer comes to its end.
function killedAt(engine, at, writes, args, command) {
  const killed = run(args, { LD_PRELOAD: preload, KILL_AT: String(at) }, command);
  if (killed.signal === null && engine === 'postgresql') assert.equal(killed.status, 0, `write ${at} of ${writes}: ${killed.stderr}`);
  else assert.equal(killed.signal, 'SIGKILL', `write ${at} of ${writes}`);
  return killed;
}
function writesOf(args, command) {
  const counted = join(folder, 'count'), clean = run(args, { LD_PRELOAD: preload, KILL_COUNT: counted }, command);
  assert.equal(clean.status, 0, clean.stderr);
  return Number(readFileSync(counted, 'utf8'));
}

for (const [engine, store] of Object.entries(stores)) {
  test(`an import that is killed at a write goes on to the same end (${engine})`, { skip: engine === 'postgresql' && !server }, () => {
    try {
      store.fill('');
      must(['--store', store.base(), 'account', 'add', 'li.wei', '--mailbox', 'li.wei@example.com', '--name-latin', 'Li Wei']);
      store.copy();
      const two = files.slice(0, 2), writes = writesOf(imports(store.url(), two)), expected = store.told(facts);
      assert.ok(writes > 50, `only ${writes} writes were seen`);
      for (const at of points(engine, writes)) {
        store.copy();
        killedAt(engine, at, writes, imports(store.url(), two));
        must(imports(store.url(), two));
        assert.equal(store.told(facts), expected, `killed at write ${at}`);
        audit(store.url());
      }
    } finally {
      store.end();
    }
  });

  test(`an association that is killed at a write keeps what it acknowledged, and can be finished (${engine})`, { skip: engine === 'postgresql' && !server }, () => {
    try {
      store.fill('');
      must(imports(store.base(), files));
      must(['--store', store.base(), 'account', 'add', 'li.wei', '--mailbox', 'someone@example.org', '--name-latin', 'Li Wei']);
      store.copy();
      const words = [store.url(), 'li.wei', 'li.wei@example.com'], writes = writesOf(words, associate), expected = store.told(facts), stages = new Set();
      assert.ok(writes > 50, `only ${writes} writes were seen`);
      for (const at of points(engine, writes)) {
        store.copy();
        const killed = killedAt(engine, at, writes, words, associate);
        if (killed.signal) stages.add(killed.stdout.trim().split('\n').at(-1));
        if (killed.stdout.includes('asked')) assert.equal(store.told('SELECT COUNT(*) FROM association_request'), '1', `write ${at}`);
        if (killed.stdout.includes('completed')) assert.equal(store.told("SELECT COUNT(*) FROM association a JOIN mailbox m ON m.id = a.mailbox_id WHERE m.address = 'li.wei@example.com'"), '1', `write ${at}`);
        const again = run(words, {}, associate);
        assert.equal(again.status, 0, `after write ${at}: ${again.stderr}`);
        assert.equal(store.told(facts), expected, `killed at write ${at}`);
        audit(store.url());
      }
      for (const stage of ['', 'asked', 'completed']) assert.ok(stages.has(stage), `nothing was killed ${stage ? `after it ${stage}` : 'at its beginning'}: ${[...stages].join(', ')}`);
    } finally {
      store.end();
    }
  });
}

for (const [engine, store] of Object.entries(stores))
  test(`a thousand packages are approved once each, with a letter each, wherever it is killed (${engine})`, { skip: engine === 'postgresql' && !server }, () => {
    try {
      store.fill(applicants);
      store.copy();
      const words = () => [store.url(), '1'], writes = writesOf(words(), approve), all = Array(6).fill(many).join('|'), stopped = new Set();
      assert.equal(store.told(told), all);
      assert.ok(writes > 20, `only ${writes} writes were seen`);
      // More of them at the beginning: at the end SQLite only carries from its log to their places what has long been done.
      const some = process.env.KILL_STEP ? 100 : store.kills, spread = Array.from({ length: some }, (_, i) => 1 + Math.floor((writes - 1) * (i / (some - 1)) ** 3));
      for (const at of process.env.KILL_STEP && engine === 'sqlite' ? Array.from({ length: Math.ceil(writes / step) }, (_, i) => 1 + i * step) : new Set(spread)) {
        store.copy();
        const killed = killedAt(engine, at, writes, words(), approve);
        if (killed.signal === null) assert.equal(killed.stdout, `${many} 0\n`, `write ${at} of ${writes}`);
        const [done, ...others] = store.told(told).split('|');
        assert.ok(others.every((number) => number === done), `killed at write ${at}: ${store.told(told)}`);
        stopped.add(done);
        const again = run(words(), {}, approve);
        assert.equal(again.status, 0, `after write ${at}: ${again.stderr}`);
        assert.equal(again.stdout, `${many} 0\n`, `killed at write ${at}: what is told is of the whole press`);
        assert.equal(store.told(told), all, `killed at write ${at}`);
      }
      assert.ok(stopped.size > 3, `it was killed only where ${[...stopped]} were done`);
    } finally {
      store.end();
    }
  });

for (const [engine, store] of Object.entries(stores))
  test(`new rules reach ${people} people once each, with a letter each, wherever it is killed (${engine})`, { skip: engine === 'postgresql' && !server }, () => {
    try {
      store.fill(passed);
      must(['--store', store.base(), 'evaluate']);
      store.copy();
      const load = () => ['--store', store.url(), 'catalogue', 'load', longer], writes = writesOf(load()), all = Array(4).fill(people).join('|'), stopped = new Set();
      assert.equal(store.told(revised), all);
      // Between the two steps lie a few writes only: they are looked for, from where nothing is done and where all is.
      for (let nothing = 0, everything = writes, found = false; !found && everything - nothing > 1;) {
        const at = (nothing + everything) >> 1;
        store.copy();
        killedAt(engine, at, writes, load());
        const [done, ...others] = store.told(revised).split('|');
        assert.ok(others.every((number) => number === done), `killed at write ${at}: ${store.told(revised)}`);
        stopped.add(done);
        if (done === '0') nothing = at;
        else if (done === String(people)) everything = at;
        else found = true;
        must(load());
        assert.equal(store.told(revised), all, `killed at write ${at}`);
      }
      assert.ok([...stopped].some((done) => done > 0 && done < people), `it was killed only where ${[...stopped]} were done`);
    } finally {
      store.end();
    }
  });

// Each has passed an exam under the mailbox that he will sign up with: with it his certificate comes.
const passes = join(folder, 'passes.csv');
writeFileSync(passes, `registration_id,candidate_id,exam_code,exam_date,score,grade,email,first_name,last_name\n${Array.from({ length: 4000 }, (_, i) => `L${i + 1},C${i + 1},H12-811,2026-11-02,800,pass,person.${i + 1}@example.net,Load,Tester\n`).join('')}`);

for (const [engine, times] of [['sqlite', kills], ...(server ? [['postgresql', process.env.KILLS ? kills : 10]] : [])])
test(`a server that is killed ${times} times under load loses nothing that it acknowledged, and makes nothing twice (${engine})`, async () => {
  const at = stores[engine];
  at.fill('SELECT 1;');
  must(imports(at.base()));
  must(['--store', at.base(), 'import', '--profile', 'generic-csv', passes]);
  at.copy();
  const store = at.url(), acknowledged = { accounts: [], mailboxes: [] };
  let person = 0;
  for (let round = 0; round < times; round++) {
    const server = spawn(program, ['--store', store, 'serve', '--listen', '127.0.0.1:0'], { env: { ...environment, TESTAMUR_ADDRESS: 'http://127.0.0.1', TESTAMUR_BEHIND_PROXY: 'yes' }, stdio: ['ignore', 'ignore', 'pipe'] });
    const gone = new Promise((resolve) => server.once('exit', (status, signal) => resolve(signal ?? status)));
    const port = await new Promise((resolve, reject) => {
      let seen = '';
      server.stderr.on('data', (bytes) => {
        seen += bytes;
        const found = /\(port (\d+)\)/.exec(seen);
        if (found) resolve(Number(found[1]));
      });
      gone.then(() => reject(new Error(`the server ended: ${seen}`)));
    });
    const origin = `http://127.0.0.1:${port}`;
    let going = true;
    // Everyone comes from another network, so that limits do not end the load.
    const from = () => `10.${person >> 16 & 255}.${person >> 8 & 255}.${person & 255}`;
    const post = (path, fields, cookie = '') => fetch(origin + path, { method: 'POST', redirect: 'manual', headers: { Cookie: cookie, Origin: origin, 'X-Forwarded-For': from(), 'Content-Type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams(fields) });
    const candidate = async () => {
      while (going) {
        const user = `person.${++person}`, mailbox = `${user}@example.net`;
        try {
          const signed = await post('/sign-up', { user_name: user, mailbox, password: `the password of ${user} is long`, name_latin: 'Load Tester' });
          if (signed.status !== 303) continue;
          acknowledged.accounts.push(user);
          const cookie = signed.headers.get('set-cookie').split(';')[0];
          const box = await (await fetch(`${origin}/mailbox?address=${mailbox}`)).text();
          const letter = /href="(\/mailbox\/\d+)"/.exec(box);
          if (!letter) continue;
          const token = /activate#([A-Za-z0-9_-]{22})/.exec(await (await fetch(origin + letter[1])).text());
          const waiting = await (await fetch(`${origin}/my/exams/waiting`, { headers: { Cookie: cookie } })).text();
          const request = /name="request" value="(\d+)"/.exec(waiting), form = /name="form_token" value="([^"]+)"/.exec(waiting);
          if (!token || !request || !form) continue;
          const done = await post('/activate', { form_token: form[1], request: request[1], token: token[1], key: `k${person}` }, cookie);
          if (done.status === 303) acknowledged.mailboxes.push(mailbox);
        } catch { /* the server was killed under it */ }
      }
    };
    const load = Promise.all([candidate(), candidate(), candidate(), candidate()]);
    // On a slow machine nobody may have come so far: each fifth round waits until there is one association more for the five.
    const late = performance.now() + 120_000;
    do await new Promise((resolve) => setTimeout(resolve, 40 + (round * 37) % 200));
    while ((round + 1) % 5 === 0 && acknowledged.mailboxes.length < (round + 1) / 5 && performance.now() < late);
    server.kill('SIGKILL');
    const end = await gone;
    going = false;
    await load;
    assert.equal(end, 'SIGKILL', 'it did not end by itself');
  }
  assert.ok(acknowledged.accounts.length > times, `only ${acknowledged.accounts.length} sign-ups were acknowledged`);
  assert.ok(acknowledged.mailboxes.length >= Math.floor(times / 5), `only ${acknowledged.mailboxes.length} associations were acknowledged`);
  const accounts = new Set(at.told('SELECT user_name FROM account').split('\n')), tied = new Set(at.told('SELECT m.address FROM association a JOIN mailbox m ON m.id = a.mailbox_id').split('\n'));
  assert.deepEqual(acknowledged.accounts.filter((name) => !accounts.has(name)), []);
  assert.deepEqual(acknowledged.mailboxes.filter((mailbox) => !tied.has(mailbox)), []);
  must(['--store', store, 'evaluate']);
  assert.equal(at.told("SELECT COUNT(*) FROM certificate c JOIN account a ON a.id = c.account_id WHERE a.user_name LIKE 'person.%'"), String([...tied].filter((mailbox) => mailbox.startsWith('person.')).length));
  assert.equal(at.told('SELECT COUNT(*) FROM (SELECT number FROM certificate GROUP BY number HAVING COUNT(*) > 1) AS twice'), '0');
  assert.equal(at.told('SELECT COUNT(*) FROM (SELECT account_id FROM certificate GROUP BY account_id, certification_id HAVING COUNT(*) > 1) AS twice'), '0');
  audit(store);
  at.end();
});
