// The staff in a browser: enrolling and signing in without scripts by an authenticator app, and with a passkey in an authenticator of Chromium's own; the desk's pages; a candidate's pages as one of
// the staff sees them.
import test from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { axeFindings, sidewaysScroll, startBrowser } from './support.mjs';
import { engines, password, pressed, signInAtDesk, withSite } from './site.mjs';

const browser = await startBrowser();
test.after(() => browser.close());

// RFC 6238, by itself: what an app shows that has this secret. The store's clock is ahead of the machine's.
function appCode(site, secret) {
  const bits = [...secret.replace(/ /g, '')].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const ahead = Number(execFileSync('sqlite3', [`${site.folder}/site.db`, "SELECT value FROM store_setting WHERE name = 'clock_ahead'"], { encoding: 'utf8' }));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor((Date.now() / 1000 + ahead / 1e6) / 30)));
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

test('desk: a passkey is made and opens the desk alone', () => withSite(browser, { engine: 'sqlite', host: 'localhost' }, async (site, visitor) => {
  const page = await visitor({ locale: 'en' });
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
  assert.deepEqual(await axeFindings(page), []);
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
}));

for (const engine of engines)
  test(`desk: every page of the desk, and a candidate's pages as the staff see them, ${engine}`, () => withSite(browser, { engine }, async (site, visitor) => {
    site.run('demonstration-accounts');
    const page = await visitor({ locale: 'en' }), wrong = [];
    const look = async (path) => {
      await page.goto(site.origin + path);
      wrong.push(...(await axeFindings(page)).map((what) => `${path}: ${what}`));
      wrong.push(...(await sidewaysScroll(page)).map((what) => `${path}: ${what}`));
    };
    await signInAtDesk(page, site, 'demo.staff');
    for (const path of ['/desk', '/desk/letters', '/desk/people', '/desk/cases', '/desk/intake', '/desk/intake/1', '/desk/intake/waiting', '/desk/intake/aside', '/desk/catalogue', '/desk/catalogue/1', '/desk/demographics', '/desk/unbindings', '/desk/near', '/desk/merges', '/desk/journal', '/desk/staff'])
      await look(path);
    // By keyboard alone: the first thing is the way to the content, then the mark, then the tabs.
    await page.goto(`${site.origin}/desk`);
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.className), 'skip');
    await page.goto(`${site.origin}/desk/people`);
    await page.fill('#text', 'li.wei');
    await page.keyboard.press('Enter');
    await pressed(page, 'tbody th a');
    await look(new URL(page.url()).pathname);
    await pressed(page, 'text=See what the candidate sees');
    for (const path of ['/', '/my/certificates', '/my/exams', '/my/letters', '/my/profile']) {
      await look(path);
      assert.equal(await page.locator('.acting').count(), 1, path);
      assert.equal(await page.locator('main form[method=post] [type=submit]:enabled').count(), 0, path);
    }
    // No button sends anything, and what comes all the same is refused.
    await page.fill('#phone', '+86 138 0013 8000');
    assert.equal(await page.locator('form[action="/my/profile"] [type=submit]:disabled').count(), 1);
    await Promise.all([page.waitForNavigation(), page.locator('form[action="/my/profile"]').evaluate((form) => form.submit())]);
    assert.match(await page.locator('main').innerText(), /Nothing can be changed/);
    await page.click('.acting button');
    await page.waitForURL(/\/desk\?done=acting-ended/);
    // The journal names each page that was opened, and who opened it.
    await page.goto(`${site.origin}/desk/journal?act=account.act-as`);
    const journal = await page.locator('main').innerText();
    for (const path of ['/my/certificates', '/my/exams', '/my/letters', '/my/profile']) assert.ok(journal.includes(path), `${path} is not in the journal`);
    assert.ok(journal.includes('demo.staff'));
    assert.deepEqual(wrong, []);
    assert.match(site.run('audit'), /^0 findings/m);
  }));

// A file's own page, from its upload on: an unknown exam waits with whose it is; it is put aside with a reason, taken back, and comes in when the catalogue knows the exam.
for (const engine of engines)
  test(`desk: a row waits, is put aside and taken back, and comes in with the catalogue, ${engine}`, () => withSite(browser, { engine }, async (site, visitor) => {
    site.run('demonstration-accounts');
    const page = await visitor({ locale: 'en' }), catalogues = await visitor({ locale: 'en' });
    const file = (name, text) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });
    await signInAtDesk(page, site, 'demo.intake');
    await page.goto(`${site.origin}/desk/intake`);
    await page.selectOption('#profile', 'pearson-vue');
    await page.setInputFiles('#file', file('examABE-empty.dat', ''));
    await pressed(page, 'form[action="/desk/intake"] button:not([name])');
    assert.match(await page.locator('#file-wrong').innerText(), /0 bytes/);
    assert.match(await page.locator('tbody tr').first().innerText(), /examABE-empty\.dat[^]*Refused whole/);
    const header = 'registrationid\tclientcandidateid\texamseriescode\texamdate\texamscore\texamgrade\temail\tfirstname\tlastname\n';
    await page.selectOption('#profile', 'pearson-vue');
    await page.setInputFiles('#file', file('examABE-new.dat', `${header}N1\tN1\tH99-811\t2026/02/13\t700\tPass\tnina@example.com\tNina\tBerg\n`));
    await pressed(page, 'form[action="/desk/intake"] button:not([name])');
    await pressed(page, '.note.good a');
    const own = page.url();
    assert.match(await page.locator('main').innerText(), /Nina Berg[^]*N1/);
    assert.match(await page.locator('main').innerText(), /Taken in by[^]*demo\.intake/);
    await page.click('main section.card details:last-of-type summary');
    await pressed(page, 'main button[value=ignore]');
    assert.equal(await page.locator('[id^=reason-wrong-]').count(), 1);
    await page.fill('textarea[name=reason]', 'An exam of another body.');
    await pressed(page, 'main button[value=ignore]');
    assert.equal(page.url().split('?')[0], own);
    assert.match(await page.locator('main').innerText(), /An exam of another body\.[^]*demo\.intake|demo\.intake[^]*An exam of another body\./);
    await page.goto(`${site.origin}/desk/intake/aside`);
    assert.deepEqual(await axeFindings(page), []);
    await pressed(page, 'main form button');
    assert.match(await page.locator('main').innerText(), /The row waits again\.[^]*Nina Berg/);
    await page.goto(`${site.origin}/desk/intake/aside`);
    assert.match(await page.locator('main').innerText(), /No row is put aside/);

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
    assert.match(await catalogues.locator('.note.wait').innerText(), /Rule change another-year[^]*takes effect on 1 January 2030[^]*another last day of validity/);
    assert.deepEqual(await axeFindings(catalogues), []);
    const changed = before.replace('exam H12-811\n', 'exam H99-811\n  title: New\n  pass: 600 of 1000\n  standalone: yes\n\nexam H12-811\n');
    await upload(changed);
    assert.match(await catalogues.locator('.note.wait tbody').innerText(), /H99-811/);
    assert.equal(site.run('catalogue', 'export'), before, 'nothing has changed yet');
    assert.deepEqual(await axeFindings(catalogues), []);
    await pressed(catalogues, 'form[action="/desk/catalogue/load"] button');
    assert.match(await catalogues.locator('.note.good').innerText(), /in effect/);
    assert.equal(site.run('catalogue', 'export'), changed);
    const [download] = await Promise.all([catalogues.waitForEvent('download'), catalogues.click('main tbody tr:first-child a[href^="/desk/catalogue/text/"]')]);
    assert.equal(readFileSync(await download.path(), 'utf8'), changed);

    await page.goto(own);
    assert.match(await page.locator('main').innerText(), /one taken in/);
    assert.equal(await page.locator('section.card.row').count(), 0);
    assert.match(site.run('audit'), /^0 findings/m);
  }));
