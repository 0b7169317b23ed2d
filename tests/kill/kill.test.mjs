// Killed with SIGKILL at each write of an import and of an association, and again and again under load: what was acknowledged is there, nothing is there twice, and the work goes on
// by itself (SPEC 13.2).
import test from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const build = process.env.TESTAMUR_BUILD, source = process.env.TESTAMUR_SHARE;
const program = join(build, 'testamur'), killer = join(build, 'tests/kill/libkiller.so'), associate = join(build, 'tests/kill/kill-associate'), exporter = join(build, 'data/demonstration/demonstration-export');
const kills = Number(process.env.KILLS ?? 30), step = Number(process.env.KILL_STEP ?? 7);
const folder = mkdtempSync('/tmp/testamur-kill-');
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
const facts = (path) => sql(path, `SELECT registration_id, exam_day, grade, state, score FROM exam_record ORDER BY provider_id, registration_id;
  SELECT new, unchanged, corrected, quarantined, refused FROM intake_file ORDER BY sha256;
  SELECT account_id, certification_id, state, issue_day FROM certificate ORDER BY 1, 2;`);
const audit = (path) => assert.match(must(['--store', `sqlite:${path}`, 'audit']), /^0 findings$/m);

const exported = join(folder, 'export');
execFileSync('mkdir', [exported]);
execFileSync(exporter, ['--today', '2026-11-20', '--rows', '120', '--out', exported]);
const files = readdirSync(exported).filter((name) => name.endsWith('.zip')).sort().map((name) => join(exported, name));
const imports = (store) => ['--store', store, 'import', '--profile', 'pearson-vue', ...files];

test('an import that is killed at a write goes on to the same end', () => {
  const base = fresh('import-base', (store) => must(['--store', store, 'account', 'add', 'li.wei', '--mailbox', 'li.wei@example.com', '--name-latin', 'Li Wei']));
  const whole = join(folder, 'import-whole.db');
  copy(base, whole);
  const counted = join(folder, 'count');
  const clean = run(imports(`sqlite:${whole}`), { LD_PRELOAD: preload, KILL_COUNT: counted });
  assert.equal(clean.status, 0, clean.stderr);
  const writes = Number(readFileSync(counted, 'utf8')), expected = facts(whole);
  assert.ok(writes > 50, `only ${writes} writes were seen`);
  const cut = join(folder, 'import-cut.db');
  for (let at = 1; at <= writes; at += step) {
    copy(base, cut);
    const killed = run(imports(`sqlite:${cut}`), { LD_PRELOAD: preload, KILL_AT: String(at) });
    assert.equal(killed.signal, 'SIGKILL', `write ${at} of ${writes}`);
    must(imports(`sqlite:${cut}`));
    assert.equal(facts(cut), expected, `killed at write ${at}`);
    audit(cut);
  }
});

test('an association that is killed at a write keeps what it acknowledged, and can be finished', () => {
  const base = fresh('associate-base', (store) => {
    must(imports(store));
    must(['--store', store, 'account', 'add', 'li.wei', '--mailbox', 'someone@example.org', '--name-latin', 'Li Wei']);
  });
  const whole = join(folder, 'associate-whole.db'), counted = join(folder, 'count');
  copy(base, whole);
  const words = (path) => [`sqlite:${path}`, 'li.wei', 'li.wei@example.com'];
  const clean = run(words(whole), { LD_PRELOAD: preload, KILL_COUNT: counted }, associate);
  assert.equal(clean.status, 0, clean.stderr);
  const writes = Number(readFileSync(counted, 'utf8')), expected = facts(whole);
  const cut = join(folder, 'associate-cut.db');
  for (let at = 1; at <= writes; at += Math.max(1, Math.floor(step / 3))) {
    copy(base, cut);
    const killed = run(words(cut), { LD_PRELOAD: preload, KILL_AT: String(at) }, associate);
    assert.equal(killed.signal, 'SIGKILL', `write ${at} of ${writes}`);
    if (killed.stdout.includes('asked')) assert.equal(sql(cut, 'SELECT COUNT(*) FROM association_request'), '1', `write ${at}`);
    if (killed.stdout.includes('completed')) assert.equal(sql(cut, "SELECT COUNT(*) FROM association a JOIN mailbox m ON m.id = a.mailbox_id WHERE m.address = 'li.wei@example.com'"), '1', `write ${at}`);
    const again = run(words(cut), {}, associate);
    assert.equal(again.status, 0, `after write ${at}: ${again.stderr}`);
    assert.equal(facts(cut), expected, `killed at write ${at}`);
    audit(cut);
  }
});

test(`a server that is killed ${kills} times under load loses nothing that it acknowledged`, async () => {
  const path = fresh('load', (store) => must(imports(store))), store = `sqlite:${path}`;
  const acknowledged = { accounts: [], mailboxes: [] };
  let person = 0;
  for (let round = 0; round < kills; round++) {
    const server = spawn(program, ['--store', store, 'serve', '--listen', '127.0.0.1:0'], { env: { ...environment, TESTAMUR_ADDRESS: 'http://127.0.0.1', TESTAMUR_BEHIND_PROXY: 'yes' }, stdio: ['ignore', 'ignore', 'pipe'] });
    const gone = new Promise((resolve) => server.once('exit', resolve));
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
    await new Promise((resolve) => setTimeout(resolve, 40 + (round * 37) % 200));
    server.kill('SIGKILL');
    await gone;
    going = false;
    await load;
  }
  assert.ok(acknowledged.accounts.length > kills, `only ${acknowledged.accounts.length} sign-ups were acknowledged`);
  assert.ok(acknowledged.mailboxes.length > 0, 'no association was acknowledged');
  const accounts = new Set(sql(path, 'SELECT user_name FROM account').split('\n')), tied = new Set(sql(path, 'SELECT m.address FROM association a JOIN mailbox m ON m.id = a.mailbox_id').split('\n'));
  assert.deepEqual(acknowledged.accounts.filter((name) => !accounts.has(name)), []);
  assert.deepEqual(acknowledged.mailboxes.filter((mailbox) => !tied.has(mailbox)), []);
  assert.equal(sql(path, 'SELECT COUNT(*) FROM (SELECT number FROM certificate GROUP BY number HAVING COUNT(*) > 1)'), '0');
  must(['--store', store, 'evaluate']);
  audit(path);
});
