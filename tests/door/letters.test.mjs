// The staff hold a letter back, and let it go on (SPEC 10.1); a person reads what became of each, and has one sent again (4.3).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { engines, startSite } from '../browser/site.mjs';
import { atDesk, newcomer, visitor } from './visitor.mjs';

for (const engine of engines) {
  test(`the staff hold a letter back that waits, and let it go on (${engine})`, async () => {
    // Nobody takes letters there, so that they wait.
    const site = await startSite({ engine, worker: false, settings: { TESTAMUR_MAIL: 'smtp://127.0.0.1:9', TESTAMUR_MAIL_TLS: 'none', TESTAMUR_MAIL_FROM: 'certificates@example.com' } });
    try {
      site.run('demonstration-accounts');
      const wei = visitor(site.origin), support = await atDesk(site, 'demo.support'), auditor = await atDesk(site, 'demo.auditor');
      assert.equal((await wei.ask('/sign-in', { ...(await wei.read('/sign-in')).form, name: 'li.wei', password: 'a demonstration only', back: '' })).status, 303);
      const changed = await wei.ask('/my/profile/password', { ...(await wei.read('/my/profile')).form, old_password: 'a demonstration only', new_password: 'seven slow herons under the bridge' });
      assert.equal(changed.status, 303, 'of which a letter tells him');
      const find = await support.read('/desk/people'), found = await support.ask('/desk/people', { ...find.form, text: 'li.wei' }), path = found.text.match(/href="(\/desk\/people\/\d+)">li\.wei</)[1];
      const action = (await support.read(path)).text.match(/action="(\/desk\/letters\/\d+)"/)[1], own = action.replace('/desk', '/my');
      const press = async (who, act) => who.ask(action, { ...(await who.read(path)).form, act, back: path });
      // What the desk offers for it, and what the page of the person says of it.
      const offered = async () => (await support.read(path)).text.match(new RegExp(`action="${action}"[^]*?name="act" value="(\\w+)"`))?.[1];
      const states = async () => ({ offered: await offered(), held: />Held</.test((await wei.read(own)).text) });
      const waits = { offered: 'hold', held: false }, isHeld = { offered: 'release', held: true };
      assert.deepEqual(await states(), waits);

      const read = await auditor.read(path);
      assert.equal(read.status, 200);
      assert.doesNotMatch(read.text, /action="\/desk\/letters/, 'who may not is not offered it');
      assert.equal((await press(auditor, 'hold')).status, 403);
      assert.equal((await press(support, 'shred')).status, 404);
      assert.deepEqual(await states(), waits);

      const held = await press(support, 'hold');
      assert.equal(held.location, `${path}?done=letter-held`);
      assert.match((await support.read(held.location)).text, /The letter is held back until you let it go on\./);
      assert.deepEqual(await states(), isHeld);
      const twice = await press(support, 'hold');
      assert.equal(twice.status, 422);
      assert.match(twice.text, /Only a letter that waits can be held back[^]*value="release"/, 'his page again, as it is now');

      const released = await press(support, 'release');
      assert.equal(released.location, `${path}?done=letter-released`);
      assert.match((await support.read(released.location)).text, /The letter goes on its way\./);
      assert.deepEqual(await states(), waits);

      const journal = (await auditor.read('/desk/journal?act=letter.')).text;
      assert.match(journal, /letter\.release[^]*letter\.hold/);
      assert.equal((await visitor(site.origin).ask(action, { act: 'hold' })).status, 303, 'nobody is asked to sign in');
    } finally {
      await site.stop();
    }
  });
}

// Each row of the list of letters, and its form.
const rowsOf = (text) => [...text.matchAll(/<tr><th scope="row"><a href="(\/my\/letters\/\d+)">([^<]*)<[^]*?<\/tr>/g)].map(([row, path, subject]) => ({
  path, subject, button: row.match(/<form method="post" action="([^"]*)"[^]*?<button[^>]*>([^]*?)<\/button>/)?.slice(1) }));

for (const engine of engines) {
  test(`the list of letters has a button for each that can be sent again (${engine})`, async () => {
    const site = await startSite({ engine });
    try {
      const person = await newcomer(site, 'wen', 'wen@example.org');
      const ask = async (address) => assert.equal((await person.ask('/my/exams/associate', { ...(await person.read('/my/exams/associate')).form, address })).status, 303);
      const first = rowsOf((await person.read('/my/letters')).text);
      assert.equal(first.length, 1);
      assert.equal(first[0].button[0], first[0].path);
      // A newer link replaces it: sent again the old one would help nobody.
      await ask('wen@example.org');
      const page = await person.read('/my/letters'), rows = rowsOf(page.text);
      assert.deepEqual(rows.map((row) => Boolean(row.button)), [true, false]);
      const again = await person.ask(rows[0].path, page.form);
      assert.equal(again.location, `${rows[0].path}?done=resent`);
      assert.match((await person.read(again.location)).text, /The letter is on its way again to wen@example\.org/);
      assert.match(rows[0].button[1], new RegExp(`Send it again.*${rows[0].subject}.*wen@example\\.org`));
    } finally {
      await site.stop();
    }
  });
}

for (const engine of engines) {
  test(`whoever waits for a letter to a mailbox that is not his yet reads what became of it (${engine})`, async () => {
    const site = await startSite({ engine, worker: false, settings: { TESTAMUR_MAIL: 'smtp://127.0.0.1:9', TESTAMUR_MAIL_TLS: 'none', TESTAMUR_MAIL_FROM: 'certificates@example.com' } });
    try {
      const person = await newcomer(site, 'wen', 'wen@example.org'), address = 'wen.ho@example.net', written = `Letter to ${address} written`, sent = `Letter sent to ${address}`;
      assert.equal((await person.ask('/my/exams/associate', { ...(await person.read('/my/exams/associate')).form, address })).status, 303);
      const track = async () => (await person.read('/my/exams/waiting')).text.replaceAll(/&lt;|&gt;/g, '|').match(new RegExp(`<ol class="track">[^]*?${address.replaceAll('.', '\\.')}[^]*?</ol>`))[0];
      const told = async () => (await person.read('/my/exams')).text;
      assert.ok((await track()).includes(written) && !(await track()).includes(sent));
      assert.match(await track(), /It is not sent yet\. It goes by itself/);
      assert.match(await told(), /A letter to wen\.ho@example\.net was written on [^]*?\. It is not sent yet\./);
      site.sql("UPDATE letter_delivery SET state = 4, next_at = NULL");
      assert.match(await track(), /It is not sent: we hold it for now/);
      site.sql("UPDATE letter_delivery SET state = 3, answer = '550 5.1.1 <wen.ho@example.net>: User unknown'");
      assert.match(await track(), /The mail server of wen\.ho@example\.net has refused it: 550 5\.1\.1 \|wen\.ho@example\.net\|: User unknown<\/span> <span>Check the address, and ask for a new letter\./);
      assert.match(await told(), /did not reach wen\.ho@example\.net: its mail server has refused it/);
      site.sql("UPDATE letter_delivery SET state = 2, answer = '250 taken'");
      assert.ok((await track()).includes(sent) && !(await track()).includes(written));
      assert.match(await told(), /A letter went to wen\.ho@example\.net on /);
    } finally {
      await site.stop();
    }
  });
}
