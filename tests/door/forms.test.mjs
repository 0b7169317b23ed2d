// A form's key (SPEC 13.4): the same form sent again changes nothing; another form of the same page is another act.
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { test } from 'node:test';
import { engines, password, startSite } from '../browser/site.mjs';
import { visitor } from './visitor.mjs';

async function signIn(origin) {
  const person = visitor(origin);
  const page = await person.read('/sign-in');
  assert.equal((await person.ask('/sign-in', { ...page.form, name: 'twin', password, back: '' })).status, 303);
  return person;
}

for (const engine of engines) {
  test(`two forms of one page are two acts, the same form twice is one (${engine})`, async () => {
    const site = await startSite({ engine, worker: false });
    try {
      const person = visitor(site.origin);
      const { form } = await person.read('/sign-up');
      assert.equal((await person.ask('/sign-up', { ...form, user_name: 'twin', mailbox: 'twin@example.org', password, name_latin: '', name_native: '' })).status, 303);
      const others = [await signIn(site.origin), await signIn(site.origin)];
      const profile = await person.read('/my/profile');
      const ends = [...new Set(profile.text.match(/\/my\/profile\/sessions\/\d+/g))];
      assert.equal(ends.length, 2, 'the two other sessions can be ended');
      for (const end of ends) assert.equal((await person.ask(end, profile.form)).status, 303); // one key for both forms, as the page has it
      for (const other of others) assert.equal((await other.ask('/my/profile')).status, 303, 'a session that was ended is sent to sign in');
      assert.equal((await person.ask(ends[0], profile.form)).status, 303); // pressed again: the first answer again
    } finally {
      await site.stop();
    }
  });
}

// A file that is larger than the server takes (body_limit): a page in the asker's language that says how large it may be, then the connection is closed.
test('what is too large is refused with a page, in the language that the asker reads', async () => {
  const site = await startSite({ worker: false, settings: { TESTAMUR_BODY_LIMIT: String(3 << 20) } });
  try {
    const { port } = new URL(site.origin);
    const send = (...headers) => new Promise((resolve, reject) => {
      let got = '';
      const socket = connect(port, '127.0.0.1', () => socket.write(['POST /verify/file HTTP/1.1', `Host: 127.0.0.1:${port}`, 'Content-Type: multipart/form-data; boundary=x', `Content-Length: ${4 << 20}`, ...headers, '', '', ].join('\r\n')));
      socket.setEncoding('utf8');
      socket.on('data', (text) => { got += text; });
      socket.on('end', () => { socket.end(); resolve(got); });
      socket.on('error', reject);
    });
    const english = await send('Accept-Language: en');
    assert.match(english, /^HTTP\/1\.1 413 [^]*\r\nConnection: close\r\nContent-Type: text\/html; charset=utf-8\r\n/);
    assert.match(english, /<html lang="en">[^]*role="alert">What you sent is larger than 3 MB, the most that this site takes at once\./);
    assert.match(english, /name="back" value="\/verify"/, 'the language can be switched, and leads back to the form');
    assert.doesNotMatch(english, /Sign in/, 'who it is was not looked up');
    assert.match(await send('Accept-Language: zh-CN'), /<html lang="zh-CN">[^]*您发送的内容超过 3 MB/);
    assert.match(await send('Accept-Language: en', 'Cookie: language=zh_CN'), /<html lang="zh-CN">/, 'what was chosen goes before the browser');
    assert.match(await send(), /<html lang="en">/);
    // A browser that sends all of it before it reads gets to see the page, too.
    const answer = await fetch(`${site.origin}/verify/file`, { method: 'POST', body: new Blob([new Uint8Array(4 << 20)]), headers: { origin: site.origin } });
    assert.equal(answer.status, 413);
  } finally {
    await site.stop();
  }
});

test('a request is taken back, a letter is sent again, and a name is asked for before it is printed', async () => {
  const site = await startSite({ worker: false });
  try {
    const person = visitor(site.origin);
    const { form } = await person.read('/sign-up');
    assert.equal((await person.ask('/sign-up', { ...form, user_name: 'nameless', mailbox: 'nameless@example.org', password, name_latin: '', name_native: '' })).status, 303);
    const own = { form_token: (await person.read('/my/profile')).form.form_token };
    let key = 0;
    const send = (path, fields = {}) => person.ask(path, { ...own, key: `key-${key++}`, ...fields });
    assert.match((await person.ask('/my/exams/waiting')).text, /Your profile has no name yet\./);
    const associate = (await person.ask('/my/exams/associate')).text;
    assert.match(associate, /<input class="code" id="code-\d+" name="code"/, 'the page that the letter names has the field for its code');

    const [, request] = associate.match(/name="request" value="(\d+)"/);
    const [mail] = (await person.ask('/mailbox?address=nameless@example.org')).text.match(/\/mailbox\/\d+/);
    const [code] = (await person.ask(mail)).text.match(/\b[0-9A-Z]{4}-[0-9A-Z]{4}\b/);
    assert.equal((await send('/my/exams/waiting', { request, code })).status, 303);
    assert.match((await person.ask('/my/exams?done=associated-empty')).text, /The name on your certificates/);
    const [letter] = (await person.ask('/my/letters')).text.match(/\/my\/letters\/\d+/);
    assert.equal((await send(letter)).status, 303);
    assert.match((await person.ask(`${letter}?done=resent`)).text, /on its way again to nameless@example\.org, since <time/);

    assert.equal((await send('/my/exams/associate', { address: 'other@example.org' })).status, 303);
    const withdraw = (await person.ask('/my/exams/waiting')).text.match(/action="(\/my\/exams\/waiting\/\d+)"/)[1];
    assert.equal((await send(withdraw)).status, 303);
    assert.match((await person.ask('/my/exams/waiting')).text, /You wait for no letter/);
    const again = await send(withdraw);
    assert.equal(again.status, 422);
    assert.match(again.text, /withdrawn by the account that asked/);
  } finally {
    await site.stop();
  }
});
