// The second step at a candidate's pages (SPEC 4.1): set up, asked for at the next sign-in, a recovery code, switched off; and a forgotten password, which does not go round it.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { engines, password, startSite } from '../browser/site.mjs';
import { visitor } from './visitor.mjs';

// What an authenticator app shows for the secret (RFC 6238).
function code(secret, now) {
  const bits = [...secret.replace(/ /g, '')].map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(now / 30000)));
  const hash = createHmac('sha1', key).update(counter).digest(), at = hash[19] & 15;
  return String((hash.readUInt32BE(at) & 0x7fffffff) % 1000000).padStart(6, '0');
}

for (const engine of engines) {
  test(`a second step is set up, asked for, and switched off (${engine})`, async () => {
    const site = await startSite({ engine, worker: false });
    try {
      const now = () => Date.parse(site.run('clock', 'forward', '0s').trim()); // the store's own
      const person = visitor(site.origin);
      const { form } = await person.read('/sign-up');
      assert.equal((await person.ask('/sign-up', { ...form, user_name: 'twin', mailbox: 'twin@example.org', password, name_latin: '', name_native: '' })).status, 303);

      const page = await person.read('/my/profile/second'), nonce = page.hidden('nonce');
      const secret = page.text.match(/<p class="number">([A-Z2-7 ]+)<\/p>/)[1];
      const wrong = await person.ask('/my/profile/second/on', { ...page.form, nonce, password, code: '000000' });
      assert.equal(wrong.status, 422);
      assert.ok(wrong.text.includes(secret), 'what was scanned still holds');
      let codes; // a code may be over before it is sent, where the machine is slow
      for (let tries = 0; tries < 8 && codes?.status !== 200; tries++) codes = await person.ask('/my/profile/second/on', { ...page.form, nonce, password, code: code(secret, now()) });
      assert.equal(codes.status, 200);
      const recovery = codes.text.match(/[0-9A-Z]{4}(-[0-9A-Z]{4}){3}/g);
      assert.equal(recovery.length, 10);
      // An app knows nothing of a demonstration's clock: the command line says the code that is taken.
      const before = code(secret, now()), told = site.run('staff', 'code', 'twin').trim();
      assert.ok([before, code(secret, now())].includes(told), told);
      assert.match(page.text, /set its clock to the present first/);
      // Pressed again it is not set up again, and the codes are shown to nobody a second time.
      const again = await person.ask('/my/profile/second/on', { ...page.form, nonce, password, code: code(secret, now()) });
      assert.equal(again.status, 422);
      assert.ok(!recovery.some((one) => again.text.includes(one)));

      const elsewhere = visitor(site.origin);
      const entrance = await elsewhere.read('/sign-in');
      const step = await elsewhere.ask('/sign-in', { ...entrance.form, name: 'twin', password, back: '/my/exams' });
      assert.equal(step.status, 200);
      const second = step.hidden('second');
      assert.equal((await elsewhere.ask('/my/profile')).status, 303, 'the password alone opens nothing');
      const refused = await elsewhere.ask('/sign-in/code', { ...step.form, second, back: '/my/exams', code: '123456' });
      assert.equal(refused.status, 422);
      assert.equal(refused.hidden('second'), second);
      const entered = await elsewhere.ask('/sign-in/code', { ...refused.form, second, back: '/my/exams', code: recovery[4] });
      assert.deepEqual([entered.status, entered.location], [303, '/my/exams']);
      assert.equal((await elsewhere.ask('/my/profile')).status, 200);
      const stranger = visitor(site.origin), seen = await stranger.read('/sign-in');
      assert.equal((await stranger.ask('/sign-in/code', { ...seen.form, second, back: '', code: recovery[5] })).status, 422, 'a step is good once');

      const mine = await person.read('/my/profile/second');
      assert.match(mine.text, /<dd>9<\/dd>/);
      const off = await person.ask('/my/profile/second/off', { ...mine.form, password, code: recovery[0] });
      assert.equal(off.status, 303);
      const after = visitor(site.origin), last = await after.read('/sign-in');
      assert.equal((await after.ask('/sign-in', { ...last.form, name: 'twin', password, back: '' })).status, 303);
    } finally {
      await site.stop();
    }
  });
}

for (const engine of engines) {
  test(`a forgotten password is set anew by a letter, and does not stand for the second step (${engine})`, async () => {
    const site = await startSite({ engine, worker: false });
    try {
      site.run('account', 'add', 'owner', '--mailbox', 'li.wei@example.com'); // of an earlier system: without a password until now
      const now = () => Date.parse(site.run('clock', 'forward', '0s').trim());
      const linkFor = async (stranger) => {
        const page = await stranger.read('/forgotten');
        assert.equal((await stranger.ask('/forgotten', { ...page.form, mailbox: 'Li.Wei@example.com' })).status, 303);
        now(); // what is due is followed up, as by the worker
        const list = await stranger.ask('/mailbox?address=li.wei%40example.com');
        return (await stranger.ask(list.text.match(/\/mailbox\/\d+/)[0])).text.match(/\/new-password#([\w-]+)/)[1];
      };
      const renew = async (to) => {
        const stranger = visitor(site.origin), token = await linkFor(stranger);
        const shown = await stranger.ask('/new-password/show', { ...(await stranger.read('/new-password')).form, token });
        assert.match(shown.text, /owner/);
        const short = await stranger.ask('/new-password', { ...shown.form, token, password: 'too short' });
        assert.equal(short.status, 422);
        const done = await stranger.ask('/new-password', { ...short.form, token, password: to });
        assert.deepEqual([done.status, done.location], [303, '/sign-in?done=password-set']);
        const late = await stranger.ask('/new-password', { ...(await stranger.read('/forgotten')).form, token, password: `${to} again` });
        assert.equal(late.status, 422, 'a link is good once');
        assert.match(late.text, /href="\/forgotten"/);
        return shown.text;
      };
      const enter = async (person, word) => {
        const { form } = await person.read('/sign-in');
        return person.ask('/sign-in', { ...form, name: 'owner', password: word, back: '' });
      };
      // Sent twice it is answered as at first; sent with another password, which is not the one that was set, it does not say that it was.
      const hasty = visitor(site.origin), link = await linkFor(hasty), form = (await hasty.ask('/new-password/show', { ...(await hasty.read('/new-password')).form, token: link })).form;
      const press = (word) => hasty.ask('/new-password', { ...form, token: link, password: word });
      for (let i = 0; i < 2; i++) assert.equal((await press('nine blue kites over the hill')).location, '/sign-in?done=password-set');
      assert.equal((await press('ten blue kites over the hill')).status, 422);
      assert.equal((await enter(hasty, 'ten blue kites over the hill')).status, 422);
      assert.equal((await enter(hasty, 'nine blue kites over the hill')).status, 303);
      assert.doesNotMatch(await renew(password), /second step/);
      const owner = visitor(site.origin);
      assert.equal((await enter(owner, password)).status, 303);
      const page = await owner.read('/my/profile/second'), nonce = page.hidden('nonce'), secret = page.text.match(/<p class="number">([A-Z2-7 ]+)<\/p>/)[1];
      let codes;
      for (let tries = 0; tries < 8 && codes?.status !== 200; tries++) codes = await owner.ask('/my/profile/second/on', { ...page.form, nonce, password, code: code(secret, now()) });
      assert.equal(codes.status, 200);
      assert.match(await renew(`${password} anew`), /second step/);
      assert.equal((await owner.ask('/my/profile')).status, 303, 'all sessions have ended');
      const again = await enter(owner, `${password} anew`);
      assert.equal(again.status, 200);
      assert.ok(again.hidden('second'), 'the second step is asked for');
      assert.equal((await owner.ask('/my/profile')).status, 303, 'the new password alone opens nothing');
      // Whoever tried too often still has his link.
      const stranger = visitor(site.origin), token = await linkFor(stranger);
      const shown = await stranger.ask('/new-password/show', { ...(await stranger.read('/new-password')).form, token });
      let looked = shown;
      for (let tries = 0; tries < 61 && looked.status === 200; tries++) looked = await stranger.ask('/new-password/show', { ...shown.form, token });
      assert.equal(looked.status, 429);
      assert.match(looked.text, /data-takes-secret="link"/);
      const refused = await stranger.ask('/new-password', { ...shown.form, token, password: 'nine blue kites over the hill' });
      assert.equal(refused.status, 429);
      assert.ok(refused.text.includes(`value="${token}"`) && refused.text.includes('name="password"'));
    } finally {
      await site.stop();
    }
  });
}
