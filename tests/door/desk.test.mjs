// What the staff find on their pages: letters that are held back, an objection where it is decided, the journal's words and links, and what became of a row that was decided.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { engines, startSite } from '../browser/site.mjs';
import { atDesk, newcomer, visitor } from './visitor.mjs';

async function withDesk(options, act) {
  const site = await startSite({ worker: false, ...options });
  try {
    site.run('demonstration-accounts');
    await act(site, await atDesk(site, 'demo.staff'));
  } finally {
    await site.stop();
  }
}

for (const engine of engines) {
  test(`a letter is held back, counted, read and let go, whosever it is (${engine})`, () => withDesk({ engine, settings: { TESTAMUR_MAIL: 'smtp://127.0.0.1:9', TESTAMUR_MAIL_FROM: 'certificates@example.com' } }, async (site, staff) => {
    await newcomer(site, 'twin', 'twin@example.org');
    const waiting = await staff.read('/desk/letters?show=waiting'), row = waiting.text.split('<tr>').find((one) => one.includes('twin@example.org'));
    const path = row.match(/\/desk\/letters\/\d+/)[0], send = (act) => staff.ask(path, { ...waiting.form, key: `${act}-1`, act, back: '/desk/letters?show=held' });
    const held = await send('hold');
    assert.equal(held.status, 303, held.text);
    assert.equal(held.location, '/desk/letters?show=held&done=letter-held');
    assert.match((await staff.read(held.location)).text, /The letter is held back[^]*twin@example\.org/);
    assert.match((await staff.read('/desk')).text, /href="\/desk\/letters\?show=held">Letters held back<\/a><\/th><td[^>]*>1</);
    assert.doesNotMatch((await staff.read('/desk/letters?show=waiting')).text, new RegExp(path));
    const again = await staff.ask(path, { ...waiting.form, key: 'again', act: 'hold', back: '' });
    assert.equal(again.status, 422);
    assert.match(again.text, /Only a letter that waits can be held back/);
    assert.match((await staff.read(path)).text, /\(only in the letter itself\)/);
    assert.equal((await send('release')).status, 303);
    assert.match((await staff.read('/desk/letters?show=held')).text, /No letter is held back/);
    assert.match((await staff.read('/desk/journal?act=letter.hold')).text, new RegExp(`Letter<p class="hint breaks"><a href="${path}">`));
    assert.equal((await staff.read('/desk/letters/4711')).status, 404);
  }));

  // SPEC 13.4: what was refused has not been done, also where the page that said so has written that somebody read it; sent once more from the same page it is done.
  test(`a form that was refused is done when it is sent once more (${engine})`, () => withDesk({ engine, settings: { TESTAMUR_MAIL: 'smtp://127.0.0.1:9', TESTAMUR_MAIL_FROM: 'certificates@example.com' } }, async (site, staff) => {
    await newcomer(site, 'twin', 'twin@example.org');
    const waiting = await staff.read('/desk/letters?show=waiting'), path = waiting.text.split('<tr>').find((one) => one.includes('twin@example.org')).match(/\/desk\/letters\/\d+/)[0];
    const send = (key, act) => staff.ask(path, { ...waiting.form, key, act, back: '' });
    assert.equal((await send('elsewhere', 'hold')).status, 303);
    assert.equal((await send('here', 'hold')).status, 422, 'it does not wait');
    assert.equal((await send('elsewhere', 'release')).status, 303);
    assert.equal((await send('here', 'hold')).location, `${path}?done=letter-held`);
    assert.ok((await staff.read('/desk/letters?show=held')).text.includes(path), 'it is held back');
  }));

  // SPEC 4.1, 11.1: what opens the desk goes to nobody but its owner; whose mailbox is not proven is not made one of the staff by half.
  test(`staff are added with their link, or not at all (${engine})`, () => withDesk({ engine }, async (site, staff) => {
    const twin = await newcomer(site, 'twin', 'twin@example.org'), page = await staff.read('/desk/staff');
    const add = () => staff.ask('/desk/staff', { ...page.form, user_name: 'twin', role_support: 'on' });
    const letters = async () => (await twin.ask('/mailbox?address=twin%40example.org')).text.match(/\/mailbox\/\d+/g);
    const refused = await add();
    assert.equal(refused.status, 422);
    assert.match(refused.text, /has not been proven to be its own/);
    assert.doesNotMatch((await staff.read('/desk/staff')).text, />twin</);
    const [asked] = await letters(), token = (await twin.ask(asked)).text.match(/\/activate#([\w-]+)/)[1];
    const shown = await twin.ask('/activate/show', { ...(await twin.read('/activate')).form, token });
    assert.equal((await twin.ask('/activate', { ...shown.form, request: shown.hidden('request'), token })).status, 303);
    assert.equal((await add()).location, '/desk/staff?done=staff-added');
    assert.match((await staff.read('/desk/staff')).text, />twin</);
    assert.match((await twin.ask((await letters())[0])).text, /\/desk\/enrol#/);
  }));

  // SPEC 3.5, 11.3: two persons between whom a row is unclear stand side by side, and whoever takes it in says why, as who puts it aside does.
  test(`whose a row can be is told side by side, and who takes it in says why (${engine})`, () => withDesk({ engine }, async (site, staff) => {
    const deliver = async (name, rows) => {
      const page = await staff.read('/desk/intake'), form = new FormData();
      for (const [field, value] of Object.entries({ ...page.form, profile: 'pearson-vue' })) form.set(field, value);
      form.set('file', new Blob([`registrationid\tclientcandidateid\texamseriescode\texamdate\texamscore\texamgrade\temail\tfirstname\tlastname\n${rows.join('\n')}\n`]), name);
      assert.equal((await staff.ask('/desk/intake', form)).status, 200);
    };
    await deliver('examABE-2026-11-18-a.dat', ['R81\tC81\tH12-811\t2026/11/16\t700\tPass\tone@example.com\tAda\tOne', 'R82\tC82\tH12-811\t2026/11/16\t700\tPass\ttwo@example.com\tBob\tTwo']);
    site.run('account', 'add', 'robert', '--mailbox', 'two@example.com'); // without a name in the profile
    await deliver('examABE-2026-11-18-b.dat', ['R83\tC81\tH12-811\t2026/11/17\t700\tPass\ttwo@example.com\tAda\tOne']);
    const waiting = await staff.read('/desk/intake/waiting'), card = waiting.text.split('<section class="card row"').find((one) => one.includes('R83')), [of] = card.match(/\/desk\/intake\/waiting\/\d+/);
    const sides = card.split('<div class="card">').slice(1), one = sides.find((side) => side.includes('R81')), two = sides.find((side) => side.includes('R82'));
    assert.equal(sides.length, 2, card);
    assert.match(one, /<dd>Ada One<[^]*C81[^]*<mark>one@example\.com<\/mark>[^]*differs/);
    assert.doesNotMatch(one, /<mark>(Ada|C81)/);
    assert.match(two, />robert<\/a>[^]*<mark>Bob Two<\/mark>[^]*<mark>C82<\/mark>[^]*<p>two@example\.com/);
    const silent = await staff.ask(of, { ...waiting.form, remedy: 'accept', reason: ' ' });
    assert.equal(silent.status, 422);
    assert.match(silent.text, /id="reason-wrong-\d+">Say in a few words why you decide so/);
    assert.equal((await staff.ask(of, { ...waiting.form, key: 'said', remedy: 'accept', reason: 'The provider says it is Ada.' })).location, '/desk/intake/waiting?done=row-in');
    assert.match((await staff.read('/desk/journal?act=intake.decide')).text, /The provider says it is Ada\./);
  }));

  test(`an objection stands beside what it is against, and a day that is none beside its field (${engine})`, () => withDesk({ engine }, async (site, staff) => {
    const list = await staff.read('/desk/unbindings');
    assert.equal((await staff.ask('/desk/unbindings', { ...list.form, what: 'li.wei@mail.example.com', user_name: '', reason: 'It is another person’s.' })).status, 303);
    const path = (await staff.read('/desk/unbindings')).text.match(/\/desk\/unbindings\/[\w-]+/)[0], number = path.split('/').pop();
    const again = await staff.ask('/desk/unbindings', { ...(await staff.read('/desk/unbindings')).form, what: 'li.wei@mail.example.com', user_name: '', reason: 'A second call.' });
    assert.equal(again.status, 422, 'nobody would read the reason');
    assert.match(again.text, new RegExp(`There is an unbinding of this already: ${number}\\.[^]*<a href="${path}">[^]*A second call\\.`));
    const holder = visitor(site.origin), door = await holder.read('/sign-in');
    const before = (await staff.read(path)).text;
    assert.match(before, /What the holder says<\/h2>\s*<p class="hint">Nothing yet/);
    assert.match(before, /Side by side<\/h2>[^]*<strong>Exam record [^]*<strong><a href="\/desk\/people\/\d+">li\.wei<|Side by side<\/h2>[^]*<strong><a href="\/desk\/people\/\d+">li\.wei</);
    assert.equal((await holder.ask('/sign-in', { ...door.form, name: 'li.wei', password: 'a demonstration only', back: '' })).status, 303);
    const own = path.replace('/desk/unbindings', '/my/unbinding'), page = await holder.read(own);
    // A file that was chosen and has nothing in it is not left out without a word.
    const empty = new FormData();
    for (const [name, value] of Object.entries({ ...page.form, answer: 'object', text: 'See the file.' })) empty.set(name, value);
    empty.set('evidence', new Blob([]), 'report.pdf');
    const refused = await holder.ask(own, empty);
    assert.equal(refused.status, 422, refused.text);
    assert.match(refused.text, /The file is empty\.[^]*See the file\./);
    assert.match((await staff.read(path)).text, /What the holder says<\/h2>\s*<p class="hint">Nothing yet/);
    const files = new FormData();
    for (const [name, value] of Object.entries({ ...page.form, answer: 'object', text: 'It was always <mine>.' })) files.set(name, value);
    files.set('evidence', new Blob(['%PDF-1.4\n%%EOF\n']), 'my "report".pdf');
    const objected = await holder.ask(own, files);
    assert.equal(objected.status, 303, objected.text);
    const said = (await staff.read(path)).text;
    assert.match(said, /What the holder says<\/h2>[^]*It was always &lt;mine&gt;\./);
    // What a candidate sends runs nowhere: it is saved, not shown, kept by no cache, and by nobody but those who decide and himself.
    const file = said.match(/href="(\/desk\/cases\/evidence\/[^"]+)"/)[1], told = await staff.ask(file);
    assert.equal(told.status, 200);
    assert.equal(told.headers.get('content-disposition'), "attachment; filename*=UTF-8''my%20report.pdf");
    assert.match(told.headers.get('content-security-policy'), /default-src 'none'; sandbox/);
    assert.equal(told.headers.get('x-content-type-options'), 'nosniff');
    assert.equal(told.headers.get('cache-control'), 'no-store');
    assert.equal((await holder.ask(file.replace('/desk/cases/evidence', '/my/cases'))).status, 200);
    for (const other of [visitor(site.origin), await newcomer(site, 'stranger', 'stranger@example.net')]) assert.notEqual((await other.ask(file.replace('/desk/cases/evidence', '/my/cases'))).status, 200);
    const wrong = await staff.read('/desk/journal?first=foo');
    assert.equal(wrong.status, 422);
    assert.match(wrong.text, /id="first-wrong">This is no day/);
    assert.match(wrong.text, /name="first"[^>]* value="foo" aria-invalid="true"/);
    const turned = await staff.read('/desk/journal?first=2026-03-02&last=2026-03-01');
    assert.equal(turned.status, 422);
    assert.match(turned.text, /The first day lies behind the last one\. Correct one of them\./);
    assert.match(turned.text, /name="first"[^>]* value="2026-03-02"/);
    assert.match((await staff.read('/desk/journal?act=unbinding.')).text, new RegExp(`Unbinding<p class="hint breaks"><a href="${path}">`));
  }));
}

// Nobody decides about what is his own: the page says so in place of the form that the act would refuse.
for (const engine of engines) test(`whoever has himself what is to be unbound reads why he does not decide (${engine})`, () => withDesk({ engine }, async (site, staff) => {
  const other = await atDesk(site, 'demo.registrar'), list = await other.read('/desk/unbindings');
  const opened = await other.ask('/desk/unbindings', { ...list.form, what: 'demo.staff@mail.example.com', user_name: '', reason: 'It is another person’s.' });
  assert.equal(opened.status, 303, opened.text);
  const path = (await other.read('/desk/unbindings')).text.match(/\/desk\/unbindings\/[\w-]+/)[0];
  assert.match((await other.read(path)).text, /name="act" value="unbind"/);
  const own = (await staff.read(path)).text;
  assert.match(own, /about your own account\. Somebody else has to decide it\./);
  assert.doesNotMatch(own, /name="act"/);
}));

// The number of a certificate that is issued, and somebody's.
function certified(site) {
  site.run('account', 'add', 'owner', '--mailbox', 'li.wei@example.com');
  return JSON.parse(site.run('certificates', '--json')).certificates.find((one) => one.state === 'issued').number;
}

// SPEC 6.3, 11.3: staff take a certificate away with a reason that the public reads, and give it back under its number; the journal says so in words.
for (const engine of engines) {
  test(`a certificate is revoked and given back at the desk (${engine})`, () => withDesk({ engine }, async (site, staff) => {
    const number = certified(site);
    const path = `/desk/certificates/${number}`, anybody = visitor(site.origin);
    const verified = async () => (await anybody.ask('/verify', { ...(await anybody.read('/verify')).form, number, name: '', code: '' })).text;
  assert.match((await anybody.ask('/verify', { ...(await anybody.read('/verify')).form, number: '', name: '', code: '' })).text, /Enter the certificate number or the verification code: one of them is enough\./);
    const search = await staff.read('/desk/people'), person = (await staff.ask('/desk/people', { ...search.form, text: number.toLowerCase() })).text.match(/\/desk\/people\/\d+/)[0];
    assert.match((await staff.read(person)).text, new RegExp(`<a href="${path}">${number}`));
    const page = await staff.read(path);
    assert.match(page.text, /value="suspended"[^]*value="revoked"/);
    assert.doesNotMatch(page.text, /value="given-back"/);
    const silent = await staff.ask(path, { ...page.form, key: 'silent', outcome: 'revoked', reason: ' ' });
    assert.equal(silent.status, 422);
    assert.match(silent.text, /id="reason-wrong">[^]*value="revoked" required checked|value="revoked" required checked[^]*id="reason-wrong">/);
    const revoked = await staff.ask(path, { ...page.form, outcome: 'revoked', reason: 'Another <person> sat the exam.' });
    assert.equal(revoked.location, `${path}?done=certificate-changed`, revoked.text);
    assert.match((await staff.read(path)).text, /Revoked[^]*Another &lt;person&gt; sat the exam\.[^]*value="given-back"/);
    assert.match(await verified(), /Revoked[^]*Another &lt;person&gt; sat the exam\./);
    // The holder reads it where he comes in; the staff find it on his page, which begins with what there is of each.
    const about = await staff.read(person);
    assert.match(about.text, /<a href="#certificates-title">Certificates<\/a> \d+<\/li>/);
    assert.equal((await staff.ask(person, about.form)).status, 303);
    const space = await staff.read('/');
    assert.match(space.text, /<a href="\/my\/certificates">My Certificate<\/a>[^]*?<strong>1 revoked<\/strong>/);
    assert.equal((await staff.ask('/desk/acting/end', space.form)).status, 303);
    const again = await staff.ask(path, { ...page.form, key: 'again', outcome: 'suspended', reason: 'Less.' });
    assert.match(again.text, /that cannot be done: it is revoked already/);
    assert.match((await staff.read('/desk/journal?act=award.stop')).text, /Certificate suspended or revoked by the staff[^]*State: <span class="breaks">revoked</);
    const back = await staff.ask(path, { ...page.form, key: 'back', outcome: 'given-back', reason: 'It was not so.' });
    assert.equal(back.status, 303, back.text);
    assert.match((await staff.read(path)).text, /Issued[^]*Given back by the certifying body: It was not so\./);
    assert.doesNotMatch(await verified(), /Another/);
  }));
}

// With two, what one proposes stands among the cases, and he cannot confirm it himself.
for (const engine of engines) test(`what one of the staff proposes about a certificate another one confirms in its case (${engine})`, () => withDesk({ engine, settings: { TESTAMUR_SECOND_PERSON: 'yes' } }, async (site, staff) => {
  const number = certified(site);
  const path = `/desk/certificates/${number}`, page = await staff.read(path);
  assert.equal((await staff.ask(path, { ...page.form, outcome: 'suspended', reason: 'It is looked into.' })).location, `${path}?done=certificate-proposed`);
  const waiting = (await staff.read(path)).text, of = waiting.match(/\/desk\/cases\/[\w-]+/)[0];
  assert.doesNotMatch(waiting, /name="outcome"/);
  const proposed = await staff.read(of);
  assert.match(proposed.text, /State of a certificate[^]*From now on it is to be<\/dt><dd>suspended[^]*It is looked into\./);
  assert.doesNotMatch(proposed.text, /Message to the asker|asker will read/);
  assert.match((await staff.ask(of.replace('cases/', 'cases/decide/'), { ...proposed.form, outcome: 'granted', reason: 'I am sure.' })).text, /You have proposed this yourself/);
}));

// A catalogue that takes certificates away needs a reason and two (SPEC 11.3): who confirms it sees what it would change, and where another came into effect meanwhile it begins anew.
for (const engine of engines) test(`a catalogue that takes certificates away is proposed by one of the staff and confirmed by another (${engine})`, () => withDesk({ engine, settings: { TESTAMUR_SECOND_PERSON: 'yes' } }, async (site, staff) => {
  certified(site);
  const other = await atDesk(site, 'demo.catalogue'), text = site.run('catalogue', 'export');
  const harder = text.split('  requires:\n    exam H12-811\n').join('  requires:\n    exam H12-811\n    exam H12-725\n');
  const check = async (who, content) => {
    const { form } = await who.read('/desk/catalogue'), data = new FormData();
    for (const [name, value] of Object.entries(form)) data.set(name, value);
    data.set('file', new File([content], 'harder.txt', { type: 'text/plain' }));
    return who.ask('/desk/catalogue', data);
  };
  const load = (who, page, reason) => who.ask('/desk/catalogue/load', { ...page.form, content: page.hidden('content'), over: page.hidden('over'), name: page.hidden('name'), anew: page.hidden('anew') ?? '', reason });
  const checked = await check(staff, harder);
  assert.match(checked.text, /Suspended, revoked or withdrawn[^]*So it needs a reason\.[^]*another member of the staff[^]*<textarea id="reason"[^]*>Propose it</);
  const missing = await load(staff, checked, '');
  assert.equal(missing.status, 422);
  assert.match(missing.text, /Give the reason\.[^]*Suspended, revoked or withdrawn/);
  assert.equal((await load(staff, missing, 'The body has decided so.')).location, '/desk/catalogue?done=catalogue-proposed');
  assert.equal(site.run('catalogue', 'export'), text);
  const list = (await other.read('/desk/catalogue')).text, path = list.match(/\/desk\/catalogue\/proposals\/\d+/)[0];
  assert.match(list, /For a second person[^]*harder\.txt[^]*demo\.staff/);
  assert.match((await other.read('/desk')).text, /Catalogues for a second person<\/a><\/th><td[^>]*>1</);
  const own = await staff.read(path);
  assert.match(own.text, /You have proposed this yourself/);
  assert.doesNotMatch(own.text, /value="confirm"/);
  const refused = await staff.ask(path, { ...own.form, act: 'confirm', back: '' });
  assert.equal(refused.status, 422);
  assert.match(refused.text, /You have proposed this yourself/);
  assert.match((await other.read(path)).text, /The body has decided so\.[^]*Suspended, revoked or withdrawn[^]*value="confirm"[^]*value="reject"/);
  assert.equal((await other.read(path.replace('proposals/', 'proposals/text/'))).text, harder);
  // Meanwhile another one comes into effect: this one is looked at anew, by who would have confirmed it, and she who proposed it first confirms it.
  const more = `${text}\nexam H99-811\n  title: New\n  pass: 600 of 1000\n  standalone: yes\n`;
  assert.equal((await load(other, await check(other, more), '')).location, '/desk/catalogue?done=catalogue-loaded');
  const old = await other.read(path);
  assert.match(old.text, /Another catalogue was loaded since this was proposed[^]*H99-811[^]*The body has decided so\.<\/textarea>/);
  assert.doesNotMatch(old.text, /value="confirm"/);
  assert.equal((await other.ask(path, { ...old.form, act: 'confirm', back: '' })).status, 422);
  assert.equal((await load(other, old, 'The body has decided so.')).location, '/desk/catalogue?done=catalogue-proposed');
  assert.match((await other.read(path)).text, /Looked at anew[^]*demo\.catalogue/);
  const next = (await staff.read('/desk/catalogue')).text.match(/\/desk\/catalogue\/proposals\/\d+/)[0], { form } = await staff.read(next);
  assert.notEqual(next, path);
  assert.equal((await staff.ask(next, { ...form, act: 'confirm', back: '' })).location, '/desk/catalogue?done=catalogue-loaded');
  assert.equal(site.run('catalogue', 'export'), harder);
  const versions = await staff.read('/desk/catalogue'), version = versions.text.match(/href="(\/desk\/catalogue\/\d+)"/)[1];
  assert.doesNotMatch(versions.text, /For a second person/);
  assert.match((await staff.read(version)).text, /demo\.staff[^]*Proposed by<\/dt><dd>demo\.catalogue[^]*The body has decided so\./);
  const journal = await (await atDesk(site, 'demo.auditor')).read('/desk/journal?act=catalogue');
  assert.match(journal.text, /Catalogue confirmed by a second person[^]*Catalogue proposed to a second person/);
  assert.match(site.run('audit'), /^0 findings/m);
}));

// Acting as a candidate is recorded (SPEC 11.3): each page that he would see, those too that everybody may ask for, because his name and what waits for him stand there.
for (const engine of engines) test(`each page that is opened while acting as a candidate stands in the journal (${engine})`, () => withDesk({ engine }, async (site, staff) => {
  const search = await staff.read('/desk/people'), found = await staff.ask('/desk/people', { ...search.form, text: 'li.wei' });
  const path = found.text.match(/\/desk\/people\/\d+/)[0], begun = await staff.ask(path, (await staff.read(path)).form);
  assert.equal(begun.status, 303, begun.text);
  const pages = ['/', '/help', '/my/exams', '/verify'];
  for (const page of pages) assert.match((await staff.read(page)).text, /class="acting"/, page);
  const { text } = await staff.read('/desk/journal?act=account.act-as-view');
  const seen = [...text.matchAll(/Page: <span class="breaks">([^<]*)</g)].map(([, page]) => page);
  assert.deepEqual(seen.sort(), pages);
  assert.doesNotMatch((await staff.read('/desk/journal')).text, /\{(?:&quot;|&#34;|")[a-z]/); // in words, never as the store keeps it
}));

// What is cut is not counted as if it were all.
for (const engine of engines) test(`a list that a page of a person cuts is counted as so many and more (${engine})`, () => withDesk({ engine }, async (site, staff) => {
  const search = await staff.read('/desk/people'), found = await staff.ask('/desk/people', { ...search.form, text: 'li.wei' });
  const [path, account] = found.text.match(/\/desk\/people\/(\d+)/), counted = async () => (await staff.read(path)).text.match(/#ties-title">[^<]*<\/a> ([^<]*)</)[1];
  const has = async (ties) => {
    const more = ties - Number(await counted());
    site.sql(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${more}) INSERT INTO association_journal (at, act, account_id, mailbox_id, means) SELECT 1, 'associate', ${account}, 1, 'link' FROM n`);
  };
  await has(300);
  assert.equal(await counted(), '300');
  await has(301);
  assert.equal(await counted(), '300+');
}));

// A mailbox was mistaken: whose it is and what differs stands beside the field, and a tick says that it is so all the same. The row's exam and result stand with its name.
for (const engine of engines) test(`a row does not come in under the mailbox of somebody with another name before that is ticked (${engine})`, () => withDesk({ engine }, async (site, staff) => {
  const page = await staff.read('/desk/intake'), form = new FormData();
  for (const [name, value] of Object.entries({ ...page.form, profile: 'pearson-vue' })) form.set(name, value);
  const header = 'registrationid\tclientcandidateid\texamseriescode\texamdate\texamscore\texamgrade\temail\tfirstname\tlastname\n';
  form.set('file', new Blob([`${header}R91\tC91\tH12-811\t2026/11/18\t700\tPass\tada@example.com\tAda\tLovelace\nR92\tC92\tH12-811\t2026/11/18\t701\tPass\tnone\tJonas\tMeyer\n`]), 'examABE-2026-11-19-y.dat');
  assert.equal((await staff.ask('/desk/intake', form)).status, 200);
  const rows = await staff.read('/desk/intake/waiting'), card = rows.text.split('<section class="card row"').find((one) => one.includes('Meyer')), [path] = card.match(/\/desk\/intake\/waiting\/\d+/);
  assert.match(card, /Jonas Meyer[^]*H12-811[^]*Pass[^]*701[^]*The row as it came/);
  assert.doesNotMatch(card, /all_the_same/);
  const sent = { ...rows.form, remedy: 'mailbox', address: 'ada@example.com', reason: 'The provider named it.' }, refused = await staff.ask(path, sent);
  assert.equal(refused.status, 422);
  assert.match(refused.text, /id="address-wrong-\d+">The exam records of this mailbox bear the name Ada Lovelace, and the row bears the name Jonas Meyer\.[^]*name="all_the_same" value="yes" >/);
  const taken = await staff.ask(path, { ...refused.form, ...sent, key: refused.form.key, all_the_same: 'yes' });
  assert.equal(taken.location, '/desk/intake/waiting?done=row-in', taken.text);
}));

async function deliver(staff, day, rows) {
  const page = await staff.read('/desk/intake'), form = new FormData();
  for (const [name, value] of Object.entries({ ...page.form, profile: 'pearson-vue' })) form.set(name, value);
  const header = 'registrationid\tclientcandidateid\texamseriescode\texamdate\texamscore\texamgrade\temail\tfirstname\tlastname\n';
  form.set('file', new Blob([header, ...rows.map((row) => `${row.replaceAll(' ', '\t')}\n`)]), `examABE-2026-11-${day}-y.dat`);
  const taken = await staff.ask('/desk/intake', form);
  assert.equal(taken.status, 200, taken.text);
}
const cardOf = (page, word) => page.text.split('<section class="card row"').find((one) => one.includes(word));

// Two of the staff look at it, each for himself: the second reads what the first has ticked, and has the box before he is refused.
for (const engine of engines) test(`who confirms that a mailbox is right all the same reads that another has ticked it, and ticks it himself (${engine})`, () => withDesk({ engine, settings: { TESTAMUR_SECOND_PERSON: 'yes' } }, async (site, staff) => {
  await deliver(staff, 19, ['R91 C91 H12-811 2026/11/18 700 Pass ada@example.com Ada Lovelace', 'R92 C92 H12-811 2026/11/18 701 Pass jonas@example.com Jonas Meyer']);
  await deliver(staff, 20, ['R92 C93 H12-811 2026/11/18 701 Pass none Jonas Meyer']);
  const second = await atDesk(site, 'demo.intake'), list = '/desk/intake/waiting';
  const decide = async (who, tick) => {
    const page = await who.read(list), [path] = cardOf(page, 'Meyer').match(/\/desk\/intake\/waiting\/\d+/);
    return who.ask(path, { ...page.form, remedy: 'mailbox', address: 'ada@example.com', reason: 'The provider named it.', ...(tick ? { all_the_same: 'yes' } : {}) });
  };
  const proposed = await decide(staff, true);
  assert.equal(proposed.location, `${list}?done=row-proposed`, proposed.text);
  const card = cardOf(await second.read(list), 'Meyer');
  assert.match(card, /demo\.staff proposes to take it in under ada@example\.com: The provider named it\.[^]*bears the name Ada Lovelace; demo\.staff has ticked that it is so all the same\.[^]*name="all_the_same" value="yes" >/);
  assert.equal((await decide(second, false)).status, 422);
  assert.equal((await decide(second, true)).location, `${list}?done=row-in`);
}));

// Nobody decides about his own: he reads so in place of the buttons that would refuse.
for (const engine of engines) test(`a row about an account of who reads it has no buttons, but says why (${engine})`, () => withDesk({ engine }, async (site, staff) => {
  await deliver(staff, 19, ['R91 C91 H99-999 2026/11/18 700 Pass demo.staff@mail.example.com Ada Lovelace', 'R92 C92 H99-999 2026/11/18 701 Pass jonas@example.com Jonas Meyer']);
  const page = await staff.read('/desk/intake/waiting');
  assert.match(cardOf(page, 'Lovelace'), /This is about your own account\. Somebody else of the staff has to do it\./);
  assert.doesNotMatch(cardOf(page, 'Lovelace'), /name="remedy"/);
  assert.match(cardOf(page, 'Meyer'), /name="remedy"/);
}));

// It is everybody who is looked at: that is the worker's, and the page answers at once (SPEC 5.10).
for (const engine of engines) test(`whoever wants near misses looked for now reads that they are (${engine})`, async () => {
  const site = await startSite({ engine });
  try {
    site.run('demonstration-accounts');
    const staff = await atDesk(site, 'demo.staff'), page = await staff.read('/desk/near'), asked = await staff.ask('/desk/near', page.form);
    assert.equal(asked.location, '/desk/near', asked.text);
    for (let turn = 0; /They are looked for just now/.test((await staff.read('/desk/near')).text); turn++) {
      assert.ok(turn < 600, 'the worker never looked');
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    assert.match((await staff.read('/desk/journal?act=near.')).text, /Near misses looked for[^]*Near misses asked for/);
  } finally {
    await site.stop();
  }
});

for (const engine of engines) test(`nobody reads that there is no near miss while they are looked for (${engine})`, async () => {
  const site = await startSite({ engine, worker: false });
  try {
    site.run('demonstration-accounts');
    const staff = await atDesk(site, 'demo.staff'), page = await staff.read('/desk/near');
    assert.match(page.text, /There is none\./);
    assert.equal((await staff.ask('/desk/near', page.form)).status, 303);
    const looking = (await staff.read('/desk/near')).text;
    assert.match(looking, /They are looked for just now/);
    assert.doesNotMatch(looking, /There is none\./);
  } finally {
    await site.stop();
  }
});

// Decided rightly, and run again by a profile that has become stricter meanwhile: the row is refused, another one comes in.
for (const engine of engines) test(`a row that is refused when it is run again is not counted among those that came in (${engine})`, () => withDesk({ engine }, async (site, staff) => {
  const page = await staff.read('/desk/intake'), form = new FormData();
  for (const [name, value] of Object.entries({ ...page.form, profile: 'pearson-vue' })) form.set(name, value);
  const header = 'registrationid\tclientcandidateid\texamseriescode\texamdate\texamscore\texamgrade\temail\n';
  form.set('file', new Blob([`${header}R91\t\tH12-811\t2026/11/18\t700\tPass\t\nR92\tC92\tH99-999\t2026/11/18\t700\tPass\tnew@example.com\n`]), 'examABE-2026-11-19-y.dat');
  assert.equal((await staff.ask('/desk/intake', form)).status, 200);
  site.sql("UPDATE intake_row SET raw = REPLACE(REPLACE(raw, 'H99-999', 'H12-811'), 'R91\t\tH12-811\t2026/11/18\t700\tPass', 'R91\t\tH12-811\t2026/11/18\t700\tPerhaps') WHERE settled_at IS NULL");
  const rows = await staff.read('/desk/intake/waiting'), card = rows.text.split('<section class="card row"').find((one) => one.includes('Perhaps'));
  const decided = await staff.ask(card.match(/\/desk\/intake\/waiting\/\d+/)[0], { ...rows.form, remedy: 'mailbox', address: 'new@example.com', reason: 'The provider named it.' });
  assert.equal(decided.location, '/desk/intake/waiting?others=1&done=row-refused', decided.text);
  assert.match((await staff.read(decided.location)).text, /the row was refused[^]*one other row was taken in/);
}));
