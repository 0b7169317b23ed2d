// What is there cannot be told from what is not: the answers are the same, byte for byte but for what was typed and the form's own secrets (SPEC 4.1, 9.1). The forms of whoever is signed in are in
// browser/single.test.mjs; the time that the answers take is measured by bench/bench_enumeration.c.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { engines, password, startSite } from '../browser/site.mjs';
import { visitor } from './visitor.mjs';

for (const engine of engines) {
  test(`a stranger learns of no account and of no certificate (${engine})`, async () => {
    const site = await startSite({ engine, worker: false });
    try {
      const person = visitor(site.origin), start = await person.read('/sign-up');
      assert.equal((await person.ask('/sign-up', { ...start.form, user_name: 'twin', mailbox: 'twin@example.org', password, name_latin: '', name_native: '' })).status, 303);
      site.run('account', 'add', 'owner', '--mailbox', 'li.wei@example.com'); // without a password
      site.run('demonstration-accounts');
      const { number } = JSON.parse(site.run('certificates', '--json')).certificates[0];

      const answer = async (path, fields) => {
        const stranger = visitor(site.origin), { form } = await stranger.read(path);
        const got = await stranger.ask(path, { ...form, ...fields });
        let text = `${got.status} ${got.location} ${got.text}`;
        for (const value of Object.values({ ...form, ...fields }).filter((each) => each.length > 3).sort((a, b) => b.length - a.length)) text = text.replaceAll(value, '*');
        return text.replaceAll(/value="[\w-]{22}"/g, 'value="*"');
      };

      const wrong = 'not the words that open it';
      const nobody = await answer('/sign-in', { name: 'nobody.at.all', password: wrong, back: '' });
      assert.match(nobody, /^422 [^]*The user name or the password is not right/);
      for (const name of ['twin', 'owner', 'demo.staff', 'nobody@example.net', 'twin@example.org', 'li.wei@example.com'])
        assert.equal(await answer('/sign-in', { name, password: wrong, back: '' }), nobody, name);

      const forgotten = await answer('/forgotten', { mailbox: 'nobody@example.net' });
      assert.match(forgotten, /^303 \/forgotten\?done=password-letter /);
      for (const mailbox of ['li.wei@example.com', 'twin@example.org']) assert.equal(await answer('/forgotten', { mailbox }), forgotten, mailbox);
      // Nor from how long another page takes: only the worker looks up whose the mailboxes are.
      const wishes = () => site.dump().filter((line) => /^INSERT INTO (\w+\.)?"?forgotten_password/.test(line)).length;
      const letters = () => site.dump().filter((line) => /^INSERT INTO (\w+\.)?"?letter"? .*'account-forgotten'/.test(line)).length;
      assert.deepEqual([wishes(), letters()], [3, 0]);
      const other = visitor(site.origin), sheet = await other.read('/sign-up');
      assert.equal((await other.ask('/sign-up', { ...sheet.form, user_name: 'other', mailbox: 'other@example.org', password, name_latin: '', name_native: '' })).status, 303);
      assert.deepEqual([wishes(), letters()], [3, 0]);
      site.run('clock', 'forward', '0s'); // follows up what is due, as the worker does
      assert.deepEqual([wishes(), letters()], [0, 3]);

      // Nor from signing up: what a letter says is read by the mailbox's owner alone.
      const signUp = (user_name, mailbox) => answer('/sign-up', { user_name, mailbox, password, name_latin: '', name_native: '' });
      const signedUp = await signUp('newcomer.one', 'nobody@example.net');
      assert.match(signedUp, /^303 \/my\/exams\/waiting\?done=signed-up /);
      assert.equal(await signUp('newcomer.two', 'li.wei@example.com'), signedUp);

      const unknown = await answer('/verify', { number: `${number.slice(0, -4)}0000`, name: 'Nobody Atall', code: '' });
      assert.match(unknown, /^422 [^]*No certificate has this number together with this name or code/);
      assert.equal(await answer('/verify', { number, name: 'Nobody Atall', code: '' }), unknown, 'another name');
      const guessed = await answer('/verify', { number: `${number.slice(0, -4)}0001`, name: '', code: '4K7M-XW2P' });
      assert.equal(await answer('/verify', { number, name: '', code: '4K7M-XW2P' }), guessed, 'another code');
      const alone = await answer('/verify', { number: '', name: 'Nobody Atall', code: '0001-4K7M-XW2P' });
      assert.match(alone, /^422 [^]*This verification code opens no certificate/);
      assert.equal(await answer('/verify', { number: '', name: 'Nobody Atall', code: '000Z-4K7M-XW2P' }), alone, 'the code of no certificate');
    } finally {
      await site.stop();
    }
  });
}
