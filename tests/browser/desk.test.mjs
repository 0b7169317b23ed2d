// The staff in a browser: enrolling and signing in without scripts by an authenticator app, and with a passkey in an authenticator of Chromium's own; the desk's pages; a candidate's pages as one of
// the staff sees them; what staff do to one of the staff, to a certificate, and with a candidate's new address, and what these see of it.
import test from 'node:test';
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { startBrowser } from './support.mjs';
import { arrive, card, deliverReported, findPerson, flowsOf, main, openLink, password, pressed, readLetter, signInAtDesk, withSite } from './site.mjs';

const browser = await startBrowser();
test.after(() => browser.close());

const words = {
  en: { locale: 'en-GB', queued: 'Queued', sent: 'Sent', accepted: 'Accepted', error: 'Error', issued: 'Issued', suspended: 'Suspended', revoked: 'Revoked', invited: 'Link is out', ended: 'Ended', nothing: 'Nothing can be changed',
    empty: '0 bytes', refused: 'Refused whole', by: 'Taken in by', again: 'The row waits again.', noneAside: 'No row is put aside', change: 'Rule change another-year[^]*takes effect on 1 January 2030[^]*another last day of validity', inEffect: 'in effect', takenIn: 'one taken in', whoMay: 'staff with the role Catalogue', codeKnown: 'The catalogue has the code now' },
  zh: { locale: 'zh-CN', queued: '排队中', sent: '已发送', accepted: '已接受', error: '错误', issued: '已颁发', suspended: '已暂停', revoked: '已撤销', invited: '链接已发出', ended: '已结束', nothing: '不能以其名义更改',
    empty: '0 字节', refused: '整体拒绝', by: '导入者', again: '该行重新等待处理。', noneAside: '没有被搁置的行', change: '规则变更 another-year[^]*自 2030年1月1日 起生效[^]*有效期截止日', inEffect: '目录已生效', takenIn: '1 行已导入', whoMay: '“目录”角色', codeKnown: '目录现已收录该代码' },
};
const flow = flowsOf(test, browser, words);

// RFC 6238, by itself: what an app shows that has this secret. The store's clock is ahead of the machine's.
function appCode(site, secret) {
  const bits = [...secret.replace(/ /g, '')].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const now = Date.parse(site.run('clock', 'forward', '0s').trim()), counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(now / 30_000)));
  const hash = createHmac('sha1', key).update(counter).digest();
  return String((hash.readUInt32BE(hash[19] & 15) & 0x7fffffff) % 1e6).padStart(6, '0');
}

// The command does not know under which address this site is served.
const enrolLink = (site, name, ...roles) => site.run('staff', 'add', name, '--mailbox', `${name}@example.com`, ...roles.flatMap((role) => ['--role', role])).split('\n')[0].replace(/^http:\/\/[^/]*/, site.origin);

for (const [locale, title] of [['en', 'Sign in at the desk'], ['zh-CN', '登录工作台']])
  test(`desk: an app and a password, without scripts, ${locale}`, () => withSite(browser, { engine: 'sqlite' }, async (site, visitor) => {
    const page = await visitor({ locale, javaScriptEnabled: false });
    const link = enrolLink(site, 'anna', 'support'), token = link.split('#')[1];
    await page.goto(link);
    await page.fill('#token', token);
    await pressed(page, 'main button');
    const secret = await page.locator('p.number').innerText();
    await page.fill('#password', 'short');
    await page.fill('#code', '000000');
    await pressed(page, 'main button[type=submit]');
    assert.equal(await page.locator('#password-wrong').count(), 1);
    await page.fill('#password', password);
    await page.fill('#code', appCode(site, secret));
    await pressed(page, 'main button[type=submit]');
    const codes = await page.locator('.codes li').allInnerTexts();
    assert.equal(new Set(codes).size, 10);
    await pressed(page, 'main a.button');
    assert.equal(await page.locator('h1').innerText(), title);
    // The code that was typed is used up; a recovery code does, once.
    for (const [code, opens] of [[codes[0], true], [codes[0], false], [codes[1].toLowerCase(), true]]) {
      await page.goto(`${site.origin}/desk/sign-in`);
      await page.fill('#name', 'anna');
      await page.fill('#password', password);
      await page.fill('#code', code);
      await pressed(page, 'form[action="/desk/sign-in"] button');
      assert.equal(page.url(), opens ? `${site.origin}/desk` : `${site.origin}/desk/sign-in`);
      if (!opens) continue;
      assert.equal(await page.locator('html').getAttribute('lang'), locale);
      await pressed(page, 'form[action="/desk/sign-out"] button');
    }
    // The link is over.
    await page.goto(link);
    await page.fill('#token', token);
    await pressed(page, 'main button');
    assert.equal(await page.locator('.note.bad').count(), 1);
  }));

flow('desk: a passkey is made and opens the desk alone', async ({ site, people, see }) => {
  const page = await people();
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator',
    { options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true } });
  await page.goto(enrolLink(site, 'berta', 'registrar'));
  await page.waitForSelector('#password');
  await page.fill('#password', password);
  await page.click('[data-passkey-button]');
  await page.waitForSelector('.codes li');
  const { credentials } = await devtools.send('WebAuthn.getCredentials', { authenticatorId });
  assert.equal(credentials.length, 1);
  assert.equal(credentials[0].rpId, 'localhost');
  await page.goto(`${site.origin}/desk/sign-in`);
  await page.click('[data-passkey-button]');
  await page.waitForURL(`${site.origin}/desk`);
  await see(page);
  await pressed(page, 'form[action="/desk/sign-out"] button');
  // Whoever is not verified by the authenticator stays outside.
  await devtools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false });
  await page.goto(`${site.origin}/desk/sign-in`);
  await page.click('[data-passkey-button]');
  await page.waitForSelector('[data-passkey-failed]:not([hidden])');
  assert.equal(page.url(), `${site.origin}/desk/sign-in`);
  // No longer one of the staff: the passkey opens nothing.
  site.run('staff', 'end', 'berta');
  await devtools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: true });
  await page.goto(`${site.origin}/desk/sign-in`);
  await page.click('[data-passkey-button]');
  await page.waitForSelector('#wrong');
}, { host: 'localhost' });

flow("desk: every page of the desk, and a candidate's pages as the staff see them", async ({ site, say, people, see }) => {
  site.run('demonstration-accounts');
  const page = await people();
  const open = async (path) => {
    await page.goto(site.origin + path);
    await see(page);
  };
  await signInAtDesk(page, site, 'demo.staff');
  for (const path of ['/desk', '/desk/letters', '/desk/people', '/desk/cases', '/desk/intake', '/desk/intake/1', '/desk/intake/waiting', '/desk/intake/aside', '/desk/catalogue', '/desk/catalogue/1', '/desk/demographics', '/desk/unbindings', '/desk/near', '/desk/merges', '/desk/journal', '/desk/staff'])
    await open(path);
  // By keyboard alone: the first thing is the way to the content, then the mark, then the tabs.
  await page.goto(`${site.origin}/desk`);
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.className), 'skip');
  await page.goto(`${site.origin}/desk/people`);
  await page.fill('#text', 'li.wei');
  await page.keyboard.press('Enter');
  await pressed(page, 'tbody th a');
  await open(new URL(page.url()).pathname);
  await pressed(page, 'form[action^="/desk/people/"] button');
  for (const path of ['/', '/my/certificates', '/my/exams', '/my/letters', '/my/profile']) {
    await open(path);
    assert.equal(await page.locator('.acting').count(), 1, path);
    assert.equal(await page.locator('main form[method=post] [type=submit]:enabled').count(), 0, path);
  }
  // No button sends anything, and what comes all the same is refused.
  await page.fill('#phone', '+86 138 0013 8000');
  assert.equal(await page.locator('form[action="/my/profile"] [type=submit]:disabled').count(), 1);
  await Promise.all([page.waitForNavigation(), page.locator('form[action="/my/profile"]').evaluate((form) => form.submit())]);
  assert.ok((await main(page)).includes(say.nothing));
  await page.click('.acting button');
  await page.waitForURL(/\/desk\?done=acting-ended/);
  // The journal names each page that was opened, and who opened it.
  await page.goto(`${site.origin}/desk/journal?act=account.act-as`);
  const journal = await page.locator('main').innerText();
  for (const path of ['/my/certificates', '/my/exams', '/my/letters', '/my/profile']) assert.ok(journal.includes(path), `${path} is not in the journal`);
  assert.ok(journal.includes('demo.staff'));
  assert.match(site.run('audit'), /^0 findings/m);
});

// A file's own page, from its upload on: an unknown exam waits with whose it is; it is put aside with a reason, taken back, and comes in when the catalogue knows the exam.
flow('desk: a row waits, is put aside and taken back, and comes in with the catalogue', async ({ site, say, people, see }) => {
  site.run('demonstration-accounts');
  const page = await people(), catalogues = await people();
  const file = (name, text) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });
  await signInAtDesk(page, site, 'demo.intake');
  await page.goto(`${site.origin}/desk/intake`);
  await page.selectOption('#profile', 'pearson-vue');
  await page.setInputFiles('#file', file('examABE-empty.dat', ''));
  await pressed(page, 'form[action="/desk/intake"] button:not([name])');
  assert.ok((await page.locator('#file-wrong').innerText()).includes(say.empty));
  assert.match(await page.locator('tbody tr').first().innerText(), new RegExp(`examABE-empty\\.dat[^]*${say.refused}`));
  const header = 'registrationid\tclientcandidateid\texamseriescode\texamdate\texamscore\texamgrade\temail\tfirstname\tlastname\n';
  await page.selectOption('#profile', 'pearson-vue');
  await page.setInputFiles('#file', file('examABE-new.dat', `${header}N1\tN1\tH99-811\t2026/02/13\t700\tPass\tnina@example.com\tNina\tBerg\n`));
  await pressed(page, 'form[action="/desk/intake"] button:not([name])');
  await pressed(page, '.note.good a');
  const own = page.url();
  assert.match(await main(page), /Nina Berg[^]*N1/);
  assert.match(await main(page), new RegExp(`${say.by}[^]*demo\\.intake`));
  await page.click('main section.card details:last-of-type summary');
  await pressed(page, 'main button[value=ignore]');
  assert.equal(await page.locator('[id^=reason-wrong-]').count(), 1);
  await page.fill('textarea[name=reason]', 'An exam of another body.');
  await pressed(page, 'main button[value=ignore]');
  assert.equal(page.url().split('?')[0], own);
  assert.match(await main(page), /An exam of another body\.[^]*demo\.intake|demo\.intake[^]*An exam of another body\./);
  await page.goto(`${site.origin}/desk/intake/aside`);
  await see(page);
  await pressed(page, 'main form button');
  assert.match(await main(page), new RegExp(`${say.again}[^]*Nina Berg`));
  await page.goto(`${site.origin}/desk/intake/aside`);
  assert.ok((await main(page)).includes(say.noneAside));

  await signInAtDesk(catalogues, site, 'demo.catalogue');
  await catalogues.goto(`${site.origin}/desk/catalogue`);
  const before = site.run('catalogue', 'export');
  const upload = async (text) => {
    await catalogues.setInputFiles('#file', file('mine.txt', text));
    await pressed(catalogues, 'form[action="/desk/catalogue"] button');
  };
  await upload(before.replace('rank: 1\n', 'rank: one\n'));
  assert.match(await catalogues.locator('#problems-title').innerText(), /mine\.txt/);
  const line = before.split('\n').indexOf('  rank: 1') + 1;
  assert.equal(await catalogues.locator('.note.bad tbody th').innerText(), String(line));
  // A rule change is shown with what it would reach, before it is loaded.
  await upload(`${before}\nchange another-year\n  title: One year more\n  effective: 2030-01-01\n  extend: 1 year\n`);
  assert.match(await catalogues.locator('.note.wait').innerText(), new RegExp(say.change));
  await see(catalogues);
  const changed = before.replace('exam H12-811\n', 'exam H99-811\n  title: New\n  pass: 600 of 1000\n  standalone: yes\n\nexam H12-811\n');
  await upload(changed);
  assert.match(await catalogues.locator('.note.wait tbody').innerText(), /H99-811/);
  assert.equal(site.run('catalogue', 'export'), before, 'nothing has changed yet');
  await see(catalogues);
  await pressed(catalogues, 'form[action="/desk/catalogue/load"] button');
  assert.ok((await catalogues.locator('.note.good').innerText()).includes(say.inEffect));
  assert.equal(site.run('catalogue', 'export'), changed);
  const [download] = await Promise.all([catalogues.waitForEvent('download'), catalogues.click('main tbody tr:first-child a[href^="/desk/catalogue/text/"]')]);
  assert.equal(readFileSync(await download.path(), 'utf8'), changed);

  await page.goto(own);
  assert.ok((await main(page)).includes(say.takenIn));
  assert.equal(await page.locator('section.card.row').count(), 0);
  assert.match(site.run('audit'), /^0 findings/m);
});

// SPEC 3.5: what a provider's code means is chosen from the exams of the catalogue, with one press; who may not load catalogues reads who may, and the catalogue's own page asks for it, too.
flow('desk: an unknown code is said to mean an exam, and all its rows come in', async ({ site, say, people, see }) => {
  site.run('demonstration-accounts');
  deliverReported(site, ['N1,N1,DC-2026,2026-02-13,700,Pass,nina@example.com,Nina,Berg', 'N2,N2,DC-2026,2026-02-13,700,Pass,nora@example.com,Nora,Berg', 'N3,N3,SEC-2026,2026-02-13,700,Pass,nils@example.com,Nils,Berg']);
  const clerk = await people(), page = await people(), manager = await people(), waiting = `${site.origin}/desk/intake/waiting`;
  await signInAtDesk(clerk, site, 'demo.intake');
  await clerk.goto(waiting);
  await see(clerk);
  assert.ok((await main(clerk)).includes(say.whoMay));
  assert.equal(await clerk.locator('[name=exam_code]').count(), 0);
  await signInAtDesk(page, site, 'demo.staff');
  await page.goto(waiting);
  const card = (who) => page.locator('section.card.row').filter({ hasText: who });
  await card('Nina Berg').locator('[name=exam_code]').fill('H99-999');
  await Promise.all([page.waitForNavigation(), card('Nina Berg').locator('form[action="/desk/catalogue/code"] button').click()]);
  assert.equal(await page.locator('[id^=exam_code-wrong-]').count(), 1);
  await see(page);
  assert.equal(await page.locator('#exams option[value=H12-811]').count(), 1);
  await card('Nina Berg').locator('[name=exam_code]').fill('H12-811');
  await Promise.all([page.waitForNavigation(), card('Nina Berg').locator('form[action="/desk/catalogue/code"] button').click()]);
  assert.equal(page.url().split('?')[0], waiting);
  assert.ok((await main(page)).includes(say.codeKnown));
  assert.equal(await card('Nina Berg').count() + await card('Nora Berg').count(), 0);
  assert.equal(await card('Nils Berg').count(), 1);
  assert.match(site.run('catalogue', 'export'), /exam H12-811\n[^]*?\n  codes pearson-vue: DC-2026\n/);
  // The catalogue's manager, who sees no rows, sees the code; and what was said before him.
  await signInAtDesk(manager, site, 'demo.catalogue');
  await manager.goto(`${site.origin}/desk/catalogue`);
  await see(manager);
  await manager.fill('[name=exam_code]', 'H12-711');
  await pressed(manager, 'form[action="/desk/catalogue/code"] button');
  assert.ok((await main(manager)).includes(say.codeKnown));
  assert.equal(await manager.locator('[name=exam_code]').count(), 0);
  await pressed(manager, 'main tbody tr:nth-child(2) a[href^="/desk/catalogue/"]');
  assert.match(await main(manager), /DC-2026/);
  await page.goto(waiting);
  assert.equal(await card('Nils Berg').count(), 0);
  assert.match(site.run('audit'), /^0 findings/m);
});

// SPEC 5.7: two persons of the provider's are one here. The file goes out; one answer is yes, the other no with a reason; the desk's page of the person says the same as his own.
flow('desk: a new address goes to the provider, and its answer is seen on both sides', async ({ site, say, people, see }) => {
  const page = await people(), staff = await people(), old = 'mover@old.example.net', fresh = 'mover@new.example.net';
  site.run('demonstration-accounts');
  deliverReported(site, [`L1,C51,H12-811,2026-11-02,800,pass,${old},Wei,Li`, `L2,C52,H12-711,2026-11-03,800,pass,${old},Wei,Li`]);
  await arrive(browser, page, site.origin, 'mover', old);
  await page.goto(`${site.origin}/my/exams/associate`);
  await page.fill('[name=address]', fresh);
  await pressed(page, 'form[action="/my/exams/associate"] button');
  await openLink(page, (await readLetter(browser, site.origin, fresh, '/activate#')).activate);
  await pressed(page, 'form[action="/activate"] button');
  await signInAtDesk(staff, site, 'demo.intake');

  // What each of the two sees of both: the candidate on his page, the staff on the person's.
  const both = async (first, second) => {
    await page.goto(`${site.origin}/my/exams/address`);
    await findPerson(staff, site, 'mover');
    for (const [where, rows] of [[page, 'section[aria-labelledby=changes] tbody tr'], [staff, 'section[aria-labelledby=updates-title] tbody tr']]) {
      const told = await where.locator(rows).allInnerTexts();
      assert.equal(told.length, 2);
      for (const [candidate, state] of [['C51', first], ['C52', second]]) assert.match(told.find((row) => row.includes(candidate)), new RegExp(`${fresh}[^]*${state}`));
      await see(where);
    }
  };
  await page.goto(`${site.origin}/my/exams/address`);
  await page.selectOption('#address', fresh);
  await pressed(page, 'form[action="/my/exams/address"] button');
  assert.match(page.url(), /\?done=address-queued$/);
  await see(page);
  await both(say.queued, say.queued);

  await staff.goto(`${site.origin}/desk/demographics`);
  await pressed(staff, 'form[action="/desk/demographics"] button');
  assert.match(staff.url(), /\?done=file-made$/);
  await see(staff);
  await both(say.sent, say.sent);

  await staff.goto(`${site.origin}/desk/demographics`);
  await staff.selectOption('#profile', 'pearson-vue');
  await staff.setInputFiles('#file', { name: 'vcdc-1.dat', mimeType: 'text/plain', buffer: Buffer.from('ClientCandidateID\tStatus\tDate\tMessage\nC51\tAccepted\t\t\nC52\tError\t\tInvalid country\n') });
  await pressed(staff, 'form[action="/desk/demographics/answer"] button');
  await staff.locator('.note.good').waitFor();
  await see(staff);
  await both(say.accepted, `${say.error}[^]*Invalid country`);
});

// SPEC 6.3, 11.3: its holder reads each turn in a letter and beside the certificate, and anybody in the register.
flow('desk: a certificate is suspended, given back, and revoked', async ({ site, say, people, see }) => {
  const page = await people(), staff = await people(), stranger = await people();
  site.run('demonstration-accounts');
  await arrive(browser, page, site.origin, 'holder', 'li.wei@example.com');
  await page.goto(`${site.origin}/my/certificates`);
  const number = await card(page, 'HCIA-Datacom').locator('dd.number').first().innerText();
  await signInAtDesk(staff, site, 'demo.registrar');
  await findPerson(staff, site, number.toLowerCase());
  await pressed(staff, `main a[href="/desk/certificates/${number}"]`);
  await see(staff);
  await staff.check('[name=outcome][value=suspended]');
  await pressed(staff, 'form[action^="/desk/certificates/"] button');
  await staff.locator('#reason-wrong').waitFor();
  assert.ok(await staff.isChecked('[name=outcome][value=suspended]'), 'what was chosen is kept');
  await see(staff);
  for (const [outcome, state, reason] of [['suspended', say.suspended, 'The exam is looked into.'], ['given-back', say.issued, 'Nothing was found.'], ['revoked', say.revoked, 'Somebody else sat the exam.']]) {
    await staff.check(`[name=outcome][value=${outcome}]`);
    await staff.fill('#reason', reason);
    await pressed(staff, 'form[action^="/desk/certificates/"] button');
    assert.match(staff.url(), /\?done=certificate-changed$/);
    assert.match(await main(staff), new RegExp(`${state}[^]*${reason}`));
    await see(staff);
    await readLetter(browser, site.origin, 'li.wei@example.com', reason);
    await page.goto(`${site.origin}/my/certificates`);
    const own = card(page, 'HCIA-Datacom'), given = outcome === 'given-back';
    assert.equal(await own.locator('.badge').first().innerText(), state);
    assert.equal(await own.locator('dd.number').first().innerText(), number);
    assert.equal(await own.locator('h2 a').count(), given ? 1 : 0, 'only what counts can be downloaded');
    assert.equal((await main(page)).includes(reason), !given);
    await see(page);
    await stranger.goto(`${site.origin}/v/${number}`);
    assert.equal((await main(stranger)).includes(reason), !given);
    await see(stranger);
  }
});

// SPEC 11.1: by an administrator, who says what the new one may do; from then on, and no longer than he says.
flow('desk: one of the staff is added, given a role, and ended', async ({ site, say, people, see }) => {
  const administrator = await people(), member = await people();
  site.run('demonstration-accounts');
  await arrive(browser, member, site.origin, 'newcomer', 'newcomer@example.net');
  await signInAtDesk(administrator, site, 'demo.administrator');
  await pressed(administrator, 'nav a[href="/desk/staff"]');
  await see(administrator);
  await administrator.fill('#user_name', 'newcomer');
  await pressed(administrator, 'form[action="/desk/staff"] button');
  await administrator.locator('#wrong').waitFor();
  assert.equal(await administrator.inputValue('#user_name'), 'newcomer');
  await administrator.check('[name=role_support]');
  await pressed(administrator, 'form[action="/desk/staff"] button');
  assert.match(administrator.url(), /\?done=staff-added$/);
  assert.ok((await administrator.locator('tbody tr').filter({ hasText: 'newcomer' }).innerText()).includes(say.invited));
  await see(administrator);

  await openLink(member, (await readLetter(browser, site.origin, 'newcomer@example.net', '/desk/enrol#')).links.find((link) => link.includes('/desk/enrol#')));
  await member.fill('#password', password);
  await member.fill('#code', appCode(site, await member.locator('p.number').innerText()));
  await pressed(member, 'main button[type=submit]');
  const [code] = await member.locator('.codes li').allInnerTexts();
  await pressed(member, 'main a.button');
  await member.fill('#name', 'newcomer');
  await member.fill('#password', password);
  await member.fill('#code', code);
  await pressed(member, 'form[action="/desk/sign-in"] button');
  assert.equal(member.url(), `${site.origin}/desk`);
  await see(member);
  const intake = 'nav a[href="/desk/intake"]';
  assert.equal(await member.locator(intake).count(), 0);

  await pressed(administrator, 'tbody a:text-is("newcomer")');
  await see(administrator);
  await administrator.check('[name=role_intake]');
  await pressed(administrator, 'form:has([name=act][value=roles]) button');
  assert.match(administrator.url(), /\?done=staff-roles$/);
  assert.ok(await administrator.isChecked('[name=role_support]') && await administrator.isChecked('[name=role_intake]'));
  await member.reload();
  await pressed(member, intake);
  await see(member);

  await pressed(administrator, 'form:has([name=act][value=end]) button');
  assert.match(administrator.url(), /\/desk\/staff\?done=staff-ended$/);
  assert.ok((await administrator.locator('tbody tr').filter({ hasText: 'newcomer' }).innerText()).includes(say.ended));
  await see(administrator);
  await member.reload();
  assert.equal(new URL(member.url()).pathname, '/desk/sign-in');
  await member.fill('#name', 'newcomer');
  await member.fill('#password', password);
  await member.fill('#code', '000000');
  await pressed(member, 'form[action="/desk/sign-in"] button');
  await member.locator('#wrong').waitFor();
  await see(member);
});
