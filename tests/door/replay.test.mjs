// A form that is sent again, with the same key, is answered as at first, and has had one effect (SPEC 13.4). Those answered by going on to another page say so by the key alone; here stand all that
// are answered with a page of their own. The list is held against the tables of routes: a new form has to be said to be one or the other.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { engines, password, startSite, today } from '../browser/site.mjs';
import { atDesk, newcomer, visitor } from './visitor.mjs';

const source = process.env.TESTAMUR_SHARE;
const HEADER = 'registrationid\tclientcandidateid\texamseriescode\texamdate\texamscore\texamgrade\temail\n';

// Answered by going on to another page.
const goesOn = ['/sign-up', '/forgotten', '/new-password', '/sign-in/code', '/sign-in/passkey', '/sign-out', '/my/certificates/*', '/my/exams/address', '/my/exams/lost/*', '/my/exams/mailboxes/**', '/my/exams/waiting', '/activate', '/not-me',
  '/not-me/dispute', '/my/letters/*', '/my/profile', '/my/profile/password', '/my/profile/second/off', '/my/profile/sessions/*', '/my/merge', '/my/merge/undo/*', '/my/unbinding/*', '/my/profile/name',
  '/my/cases/*', '/my/cases/**', '/help/ask', '/desk/sign-in', '/desk/sign-in/passkey', '/desk/sign-out', '/desk/intake/waiting', '/desk/intake/waiting/*', '/desk/intake/aside/*', '/desk/catalogue/load', '/desk/catalogue/proposals/*', '/desk/catalogue/code', '/desk/demographics', '/desk/unbindings',
  '/desk/unbindings/*', '/desk/near', '/desk/near/*', '/desk/merges', '/desk/merges/*', '/desk/cases/message/*', '/desk/cases/note/*', '/desk/cases/answer/*', '/desk/cases/decide/*', '/desk/cases/send-back/*', '/desk/staff', '/desk/staff/*',
  '/desk/people/*', '/desk/certificates/*', '/desk/letters/*', '/desk/acting/end', '/language', '/my/packages/*', '/my/packages/apply', '/my/packages/apply/mailbox', '/my/packages/apply/certificate', '/my/packages/apply/address',
  '/my/packages/apply/review', '/my/exams/waiting/*', '/my/addresses/*', '/my/addresses/**', '/desk/packages', '/desk/packages/*', '/desk/packages/deliveries/refused'];
// Answered with a page: who sends what. `anew`: each row is a transaction of its own; the same file changes nothing, and the page says so. `journal`: it only reads, and each reading is an act of its own in the journal. `once`: what is shown is kept nowhere, so that it is shown to nobody a second time; sent again it is refused.
const answered = {
  '/my/exams/associate': (it) => ({ who: it.twin, from: '/my/exams/associate', form: { address: 'li.wei@example.com' }, says: /li\.wei@example\.com/ }),
  '/my/exams/report': (it) => ({ who: it.twin, from: '/my/exams/report', form: { provider: 'pearson-vue', exam_code: 'H12-811', exam_day: today, registration_id: 'R1', candidate: 'C1', validation_id: '' } }),
  '/my/exams/where': (it) => ({ who: it.twin, from: '/my/exams/where', form: { exam_code: 'H12-811', exam_day: today, registration_id: '', mailbox: '' } }),
  '/new-password/show': (it) => ({ who: it.stranger, from: '/new-password', form: { token: it.renewal }, says: /owner/ }),
  '/activate/show': (it) => ({ who: it.twin, from: '/activate', form: { token: it.token }, says: /twin@example\.org/ }),
  '/not-me/show': (it) => ({ who: it.stranger, from: '/not-me', form: { token: it.token } }),
  '/my/merge/prove': (it) => ({ who: it.twin, from: '/my/merge', form: { name: 'other', password }, says: /other/, journal: true }),
  '/verify': (it) => ({ who: it.stranger, from: '/verify', form: { number: it.number, name: '', code: '' }, says: new RegExp(it.number) }),
  '/verify/file': (it) => ({ who: it.stranger, from: '/verify', form: {}, file: ['a.pdf', '%PDF-1.4\n%%EOF\n'] }),
  '/my/profile/second/on': (it, page) => ({ who: it.twin, from: '/my/profile/second', form: page && { nonce: page.hidden('nonce'), password, code: it.code(secretOn(page)) }, once: true }),
  '/my/profile/second/codes': (it) => ({ who: it.twin, from: '/my/profile/second', form: it.shown && { password, code: it.shown[0] }, once: true }),
  '/sign-in': null, // the second step: whoever sends it again begins anew, and is not answered with another's
  '/desk/enrol/show': (it) => ({ who: it.stranger, from: '/desk/enrol', form: { token: it.link } }),
  '/desk/enrol': (it, page, shown) => ({ who: it.stranger, from: '/desk/enrol', form: shown && { token: it.link, password, challenge: '', code: it.code(secretOn(shown)) }, once: true }),
  '/desk/catalogue': (it) => ({ who: it.staff, from: '/desk/catalogue', form: {}, file: ['huawei.txt', readFileSync(join(source, 'data/catalogue/huawei.txt'), 'utf8')], says: /huawei\.txt/ }),
  '/desk/people': (it) => ({ who: it.staff, from: '/desk/people', form: { text: 'twin' }, says: /twin/, journal: true }),
  '/desk/intake': (it) => ({ who: it.staff, from: '/desk/intake', form: { profile: 'pearson-vue' }, file: ['examABE-2026-11-19-x.dat', `${HEADER}R77\tC77\tH12-811\t2026/11/18\t700\tPass\tnew@example.com\n`], anew: true }),
  '/desk/packages/numbers': (it) => ({ who: it.staff, from: '/desk/packages/numbers', form: {}, file: ['numbers.csv', 'package,number\nP7Q4-MX2K-9WD3,254412284165\n'] }),
  '/desk/packages/deliveries': (it) => ({ who: it.staff, from: '/desk/packages/deliveries', form: {}, file: ['events.csv', `number,event,day,text\n254412284165,delivered,${today},Door\n`], anew: true }),
  '/desk/packages/scan': null, // where it does not mail it only reads
  '/my/addresses/new': (it) => ({ who: it.twin, from: '/my/addresses/new', form: { country: 'CN', shown: '' } }),
  '/hooks/delivery': null, // no form: signed by the carrier, with events that have keys of their own
  '/desk/demographics/answer': (it) => ({ who: it.staff, from: '/desk/demographics', form: { profile: 'pearson-vue' }, file: ['vcdc-1.dat', 'ClientCandidateID\tStatus\tMessage\nC1\tAccepted\t\n'] }),
};

const secretOn = (page) => page.text.match(/<p class="number">([A-Z2-7 ]+)<\/p>/)[1];
function appCode(secret, now) {
  const bits = [...secret.replace(/ /g, '')].map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('');
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(now / 30000)));
  const hash = createHmac('sha1', Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)))).update(counter).digest(), at = hash[19] & 15;
  return String((hash.readUInt32BE(at) & 0x7fffffff) % 1000000).padStart(6, '0');
}

test('every form is said to be answered with a page, or not', () => {
  const rows = ['src/door/site/routes.c', 'src/door/desk/desk_routes.c', 'src/door/web.c'].flatMap((file) => [...readFileSync(join(source, file), 'utf8').matchAll(/\{HTTP_POST, "([^"]+)"/g)].map(([, path]) => path));
  assert.ok(rows.length > 50);
  assert.deepEqual(rows.filter((path) => goesOn.includes(path) === path in answered), [], 'in exactly one of the two');
  assert.deepEqual([...goesOn, ...Object.keys(answered)].filter((path) => !rows.includes(path)), [], 'there is such a form');
});

async function people(site) {
  site.run('account', 'add', 'owner', '--mailbox', 'li.wei@example.com');
  site.run('demonstration-accounts');
  const it = { stranger: visitor(site.origin), twin: await newcomer(site, 'twin', 'twin@example.org'), other: await newcomer(site, 'other', 'other@example.org'), staff: await atDesk(site, 'demo.staff') };
  const now = () => Date.parse(site.run('clock', 'forward', '0s').trim());
  it.code = (secret) => appCode(secret, now());
  it.number = JSON.parse(site.run('certificates', '--json')).certificates[0].number;
  it.link = site.run('staff', 'add', 'newcomer', '--role', 'support', '--mailbox', 'newcomer@example.org').match(/#(\S+)/)[1];
  const letters = await it.stranger.ask('/mailbox?address=twin%40example.org');
  const letter = await it.stranger.ask(letters.text.match(/\/mailbox\/\d+/)[0]);
  it.token = letter.text.match(/\/activate#([\w-]+)/)[1];
  const asking = await it.stranger.read('/forgotten');
  assert.equal((await it.stranger.ask('/forgotten', { ...asking.form, mailbox: 'li.wei@example.com' })).status, 303);
  now(); // what is due is followed up, as by the worker
  const list = await it.stranger.ask('/mailbox?address=li.wei%40example.com'), paths = list.text.match(/\/mailbox\/\d+/g);
  for (const path of paths) it.renewal ??= (await it.stranger.ask(path)).text.match(/\/new-password#([\w-]+)/)?.[1];
  return it;
}

// What is drawn anew for each page says nothing.
const plain = (text) => text.replace(/name="(form_token|key|proof|challenge)" value="[^"]*"/g, '').replace(/data-challenge="[^"]*"/g, '');

function filled(recipe, page) {
  if (!recipe.file) return { ...page.form, ...recipe.form };
  const form = new FormData();
  for (const [name, value] of Object.entries({ ...page.form, ...recipe.form })) if (value !== undefined) form.set(name, value);
  form.set('file', new Blob([recipe.file[1]]), recipe.file[0]);
  return form;
}

for (const engine of engines) {
  test(`a form that is sent again gives the first answer again, and has had one effect (${engine})`, async () => {
    const site = await startSite({ engine, worker: false });
    try {
      const it = await people(site);
      for (const [path, recipe] of Object.entries(answered)) {
        if (!recipe) continue;
        let sending = recipe(it);
        const page = await sending.who.read(sending.from);
        let shown;
        if (path === '/desk/enrol') shown = await sending.who.ask('/desk/enrol/show', { ...page.form, token: it.link });
        const form = () => filled(sending, shown ?? page);
        let first;
        for (let tries = 0; tries < 8 && first?.status !== 200; tries++) { // a code of an app may be over before it is sent, where the machine is slow
          sending = recipe(it, page, shown);
          first = await sending.who.ask(path, form());
        }
        const after = site.dump();
        assert.equal(first.status, 200, `${path}: ${first.text}`);
        if (sending.says) assert.match(first.text, sending.says, path);
        const again = await sending.who.ask(path, form()), later = site.dump();
        const only = (lines, others) => lines.filter((line) => !others.has(line) && !(sending.journal && /audit_(journal|chain)/.test(line)));
        assert.deepEqual([only(later, new Set(after)), only(after, new Set(later))], [[], []], `${path}: it has had a second effect`);
        if (sending.once) {
          assert.equal(again.status === 422 || again.status === 404, true, `${path}: ${again.status}`);
          const codes = first.text.match(/[0-9A-Z]{4}(-[0-9A-Z]{4}){3}/g);
          assert.equal(codes.length, 10, path);
          assert.ok(!codes.some((code) => again.text.includes(code)), `${path}: shown a second time`);
          it.shown = codes;
        } else {
          assert.equal(again.status, 200, path);
          if (!sending.anew) assert.equal(plain(again.text), plain(first.text), path);
        }
      }
    } finally {
      await site.stop();
    }
  });
}
