// What README tells a newcomer, done as it stands there: `./run`, the demonstration's sign-ins, the mailbox, the score report. Of `./run` only installing and building are left out, which were done before a test begins. The days
// are those of the machine, as for a newcomer; what is asked holds on each of them.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { freePort } from '../browser/site.mjs';
import { until } from '../browser/support.mjs';
import { visitor } from './visitor.mjs';

const source = process.env.TESTAMUR_SHARE, build = process.env.TESTAMUR_BUILD;
const readme = readFileSync(join(source, 'README.md'), 'utf8');
const told = (pattern) => {
  const found = pattern.exec(readme);
  assert.ok(found, `README says it otherwise: ${pattern}`);
  return found.slice(1);
};
const report = (what) => told(new RegExp(`^\\| ${what} \\| (.*) \\|$`, 'm'))[0].replaceAll('`', '');

// A checkout whose program is built: with everything that `./run` needs, and what installs and builds doing nothing but talk.
const checkout = mkdtempSync(join(tmpdir(), 'testamur-run-'));
test.after(() => rmSync(checkout, { recursive: true, force: true }));
for (const name of ['packaging', 'bin']) mkdirSync(join(checkout, name));
for (const name of ['run', 'packaging/demonstration.sh']) copyFileSync(join(source, name), join(checkout, name));
for (const name of ['packaging/install.sh', 'bin/ninja', 'bin/meson']) {
  writeFileSync(join(checkout, name), '#!/bin/sh\necho "$0: $*"\n');
  chmodSync(join(checkout, name), 0o755);
}
symlinkSync(join(source, 'data'), join(checkout, 'data'));
symlinkSync(build, join(checkout, 'build'));

const { TESTAMUR_SHARE, TESTAMUR_MESSAGES, TESTAMUR_STORE, ...rest } = process.env; // a newcomer has set nothing
const environment = { ...rest, PATH: `${join(checkout, 'bin')}:${process.env.PATH}`, TESTAMUR_PASSWORD_MEMORY: '64', TESTAMUR_PASSWORD_PASSES: '1', ASAN_OPTIONS: `${process.env.ASAN_OPTIONS ?? ''}:detect_leaks=0` };
const command = (line) => execFileSync('sh', ['-c', line], { cwd: checkout, env: environment, encoding: 'utf8' });

// Starts it, and waits until its server answers.
async function start(port) {
  const child = spawn('./run', { cwd: checkout, env: { ...environment, PORT: String(port) }, stdio: ['ignore', 'pipe', 'pipe'] }), seen = { out: '', said: '' };
  child.stdout.on('data', (bytes) => { seen.out += bytes; });
  child.stderr.on('data', (bytes) => { seen.said += bytes; });
  await until(`server: ${seen.said}`, () => {
    if (child.exitCode !== null) throw new Error(`./run ended with ${child.exitCode}: ${seen.out}${seen.said}`);
    return seen.said.includes(' (port ');
  });
  return { seen, stop: async () => {
    child.kill('SIGTERM');
    const [status] = child.exitCode === null ? await once(child, 'exit') : [child.exitCode];
    assert.equal(status, 0, seen.said);
  } };
}

test("./run build says the program's path last, whatever the build says", () => {
  assert.match(readme, /`\.\/run build` only builds, and prints the program's path as its last line/);
  const path = command('./run build 2>/dev/null').trimEnd().split('\n').at(-1);
  assert.equal(path, join(checkout, 'build/testamur'));
  assert.match(execFileSync(path, ['--help'], { encoding: 'utf8', env: environment }), /usage/i);
});

test('what README says of the demonstration is there, and is there still when it is started again', async () => {
  const port = await freePort(), origin = `http://127.0.0.1:${port}`;
  let demonstration = await start(port);
  try {
    const { out } = demonstration.seen, made = readFileSync(join(checkout, 'demonstration/complete'), 'utf8').trim(), day = new Date(Date.parse(made) - 30 * 86400_000).toISOString().slice(0, 10);
    const [name, password] = told(/Sign in as the demonstration's candidate \(`([^`]+)`, `([^`]+)`\)/);
    const [mailbox, records, earned, begun] = told(/^\| by mailbox \| `([^`]+)` \| (\w+) exam records: (.*) are earned, (.*) are begun \|$/m);
    const [office] = told(/The letter goes to the mailbox in the record, `([^`]+)`/), [candidate, surname] = report('candidate ID or last name').split(', or ');
    assert.match(report('exam date'), /30 days before the demonstration was made/);
    // It prints the same as README.
    for (const words of [`at   ${origin}\n`, `${name}        password: ${password}\n`, `associate the mailbox ${mailbox},`, `${report('test provider')}, exam ${report('exam code')} of ${day}, registration ID ${report('registration ID')},`,
      `candidate ID ${candidate} (or last name ${surname}), validation number ${report('validation number')}; its letter goes to ${office}\n`]) assert.ok(out.includes(words), `${words} stands in ${out}`);

    const person = visitor(origin), list = (text) => text.split(/, | and /);
    const send = async (path, fields, from = path) => {
      const { form } = await person.read(from), answer = await person.ask(path, { ...form, ...fields });
      assert.equal(answer.status, 303, `${path}: ${answer.text}`);
      return answer;
    };
    const associate = async (address) => {
      const box = await visitor(origin).read(`/mailbox?address=${address}`), letter = await visitor(origin).read(/href="(\/mailbox\/\d+)"/.exec(box.text)[1]);
      const token = /\/activate#([\w-]+)/.exec(letter.text)[1], shown = await person.ask('/activate/show', { ...(await person.read('/activate')).form, token });
      assert.match((await person.ask('/activate', { ...shown.form, request: shown.hidden('request'), token })).location, /^\/my\/exams\?done=associated/);
    };
    const rows = (text) => /<section aria-labelledby="records">[^]*?<\/section>/.exec(text)[0].match(/<th scope="row">/g)?.length ?? 0;
    const cards = (text) => [...text.matchAll(/<p class="level"><strong>([^<]+)/g)].map(([, name]) => name).sort();
    await send('/sign-in', { name, password, back: '' });
    assert.equal(cards((await person.read('/my/certificates')).text).length, 0, 'there is nothing yet');
    await send('/my/exams/associate', { address: mailbox });
    await associate(mailbox);
    assert.equal(rows((await person.read('/my/exams')).text), ['none', 'one', 'two', 'three', 'four', 'five', 'six', 'seven'].indexOf(records));
    const first = await until('certificates', async () => {
      const { text } = await person.read('/my/certificates');
      return cards(text).length && text;
    });
    assert.deepEqual(cards(first), list(earned).sort());
    assert.deepEqual([...first.matchAll(/<p class="code-name">([^<]+)/g)].map(([, code]) => code).sort(), list(begun).sort());

    const [lab] = told(/^\| by score report \| .* \| the lab of (\S+), which completes it \|$/m), form = (await person.read('/my/exams/report')).text;
    const provider = new RegExp(`<option value="([^"]*)"[^>]*>${report('test provider')}<`).exec(form)?.[1];
    for (const each of [surname, candidate])
      await send('/my/exams/report', { provider, exam_code: report('exam code'), exam_day: day, registration_id: report('registration ID'), candidate: each, validation_id: report('validation number') });
    const waiting = (await person.read('/my/exams/waiting')).text;
    assert.ok(waiting.includes('••••@') && !waiting.includes(office), 'the mailbox in the record is masked');
    await associate(office);
    const whole = await until(lab, async () => {
      const { text } = await person.read('/my/certificates');
      return cards(text).includes(lab) && text;
    });
    assert.deepEqual(cards(whole), [...list(earned), lab].sort());

    // The staff, and another day, by the commands that stand there.
    const [staff, word] = told(/at http:\/\/127\.0\.0\.1:8080\/desk as `([^`]+)` .* with the password `([^`]+)`/), [code] = told(/^ {4}(build\/testamur .* staff code .*)$/m), [another] = told(/^ {4}(build\/testamur .* clock forward .*)$/m);
    const desk = visitor(origin), entrance = await desk.read('/desk/sign-in');
    await until('code that is not over', async () => (await desk.ask('/desk/sign-in', { ...entrance.form, name: staff, password: word, code: command(code).trim(), back: '' })).status === 303);
    assert.equal((await desk.read('/desk')).status, 200);
    command(another);

    // Started again it is quick: it takes nothing in; and keeps the data, to the sessions.
    const had = cards((await person.read('/my/certificates')).text);
    assert.match(out, /pearson|examABE|\.zip/i, 'the first time it told what it took in');
    await demonstration.stop();
    demonstration = await start(port);
    assert.ok(demonstration.seen.out.startsWith(`\n  Testamur is at   ${origin}\n`), demonstration.seen.out);
    assert.ok(demonstration.seen.out.includes(` of ${day}, `), 'the score report is of the day of the first start');
    const kept = await person.read('/my/exams');
    assert.equal(kept.status, 200, 'he is signed in still');
    assert.equal(rows(kept.text), 7);
    assert.deepEqual(cards((await person.read('/my/certificates')).text), had);
    assert.ok(existsSync(join(checkout, 'demonstration/testamur.db')));
  } finally {
    await demonstration.stop();
  }
});
