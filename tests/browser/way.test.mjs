// The newcomer's way in a browser, on the real site: signs up, associates a mailbox by its letter, sees exam records and certificates, downloads the e-Cert and has it verified. In both
// languages, on both databases, and once with a real mail server between.
import test from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { axeFindings, newPage, readQr, sidewaysScroll, startBrowser, weigh } from './support.mjs';
import { answered, engines, monday, password, program, readLetter, withSite } from './site.mjs';
import { startPostfix } from './postfix.mjs';

const browser = await startBrowser();
const folder = mkdtempSync(join(tmpdir(), 'testamur-way-'));
test.after(async () => {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
});

const words = {
  en: {
    tag: 'en', space: 'My Space', training: 'Training & Certification', exams: 'My Exam', associate: 'Associate My Exam Record', certificates: 'My Certificate', mailboxes: 'Trainee Mailbox Management',
    signUp: 'Sign up', none: 'No certificate yet', allowed: 'What the account will be allowed to do', press: 'Associate', passed: 'Passed', issued: 'Issued', pending: 'Pending', monday: '23 November 2026',
    missing: 'What you have, what is missing', download: 'Download e-Cert', valid: 'Valid', incomplete: 'Incomplete file', details: 'Details', signOut: 'Sign out', storage: 'Associate-Storage',
  },
  zh: {
    tag: 'zh-CN', space: '我的空间', training: '培训与认证', exams: '我的考试', associate: '关联我的考试记录', certificates: '我的证书', mailboxes: '学员邮箱管理',
    signUp: '注册', none: '还没有证书', allowed: '该账号将获准', press: '关联', passed: '通过', issued: '已颁发', pending: '待颁发', monday: '2026年11月23日',
    missing: '已具备与尚缺少', download: '下载电子证书', valid: '有效', incomplete: '文件不完整', details: '详情', signOut: '退出', storage: '工程师-存储',
  },
};

const crumbs = async (page) => (await page.locator('.crumbs li').allInnerTexts()).map((text) => text.trim());

async function way(site, page, language, letterOf) {
  const say = words[language], name = `newcomer.${language}`, own = `${name}@example.com`, booked = 'li.wei@example.com';
  const wrong = [];
  page.on('console', (message) => message.type() === 'error' && !/422/.test(message.text()) && wrong.push(message.text()));
  page.on('pageerror', (error) => wrong.push(String(error)));
  // Every page on the way: nothing for axe to find, nothing that scrolls sideways on a small telephone, and light.
  const weight = await weigh(page);
  const look = async (where) => {
    await page.waitForLoadState('networkidle');
    const { bytes, address } = weight();
    assert.ok(bytes > 10_000, `${where}: style and script were counted: ${bytes} bytes of ${address}`);
    if (bytes >= 60_000) wrong.push(`${where} weighs ${bytes} bytes`);
    const found = await axeFindings(page);
    await page.setViewportSize({ width: 320, height: 640 });
    found.push(...(await axeFindings(page)), ...(await sidewaysScroll(page)));
    await page.setViewportSize({ width: 1280, height: 720 });
    wrong.push(...found.map((finding) => `${where}: ${finding}`));
  };

  // Arrives, and chooses a language.
  await page.goto(site.origin);
  if (language === 'zh') await answered(page, () => page.getByRole('button', { name: '简体中文' }).click());
  assert.equal(await page.locator('html').getAttribute('lang'), say.tag);
  await look('home');

  // Signs up.
  await page.getByRole('main').getByRole('link', { name: say.signUp }).click();
  await page.fill('[name=user_name]', name);
  await page.fill('[name=mailbox]', own);
  await page.fill('[name=password]', password);
  await page.fill('[name=name_latin]', 'Li Wei');
  await page.fill('[name=name_native]', '李伟');
  await page.getByRole('main').getByRole('button', { name: say.signUp }).click();
  await page.waitForURL('**/my/exams/waiting*');
  await look('waiting');

  // Nothing under My Certificate yet.
  await page.getByRole('navigation').getByRole('link', { name: say.certificates }).click();
  await page.getByRole('heading', { name: say.none }).waitFor();
  assert.ok(await page.getByRole('main').locator('.note.wait').getByText(own).first().isVisible(), 'what is waited for is said');
  await look('no certificate');

  // My Space > Training & Certification > My Exam > Associate My Exam Record
  await page.getByRole('navigation').getByRole('link', { name: say.exams }).click();
  await page.getByRole('heading', { name: say.mailboxes }).waitFor();
  await answered(page, () => page.getByRole('link', { name: say.associate }).first().click());
  assert.deepEqual(await crumbs(page), [say.space, say.training, say.exams, say.associate]);
  await look('associate');
  await page.fill('[name=address]', booked);
  await page.locator('form[action="/my/exams/associate"] button').click();
  await page.waitForURL('**/my/exams/waiting*');
  assert.ok(await page.getByRole('heading', { name: booked }).isVisible());

  // Reads the letter, opens its link in the same session, reads what the association allows, presses Associate.
  const letter = await letterOf(booked, '/activate#');
  assert.match(letter.text, language === 'zh' ? /[一-鿿]/ : /Associate/);
  await page.goto(letter.activate);
  await page.getByRole('heading', { name: say.allowed }).waitFor();
  assert.doesNotMatch(page.url(), /#/, 'the token is gone from the address');
  assert.ok((await page.locator('main').innerText()).includes(booked));
  await look('activate');
  await page.getByRole('button', { name: say.press, exact: true }).click();
  await page.waitForURL('**/my/exams?done=associated');

  // Sees the exam records that came with it, with scores.
  const row = page.getByRole('row').filter({ hasText: 'H12-811' });
  assert.ok((await row.innerText()).includes('876'));
  assert.ok((await row.innerText()).includes(say.passed));
  assert.equal(await page.locator('section[aria-labelledby=records] tbody tr').count(), 6);
  assert.deepEqual(await crumbs(page), [say.space, say.training, say.exams]);
  await look('exams');

  // Back leads to what the link was about, which is over, and not to a question whether to send a form again.
  await page.goBack();
  await page.locator('main[data-address="/activate"]').waitFor();
  assert.equal(await page.getByRole('button', { name: say.press, exact: true }).count(), 0);
  await page.getByRole('main').getByRole('link', { name: say.exams, exact: true }).last().click();
  await page.waitForURL('**/my/exams');

  // Sees under My Certificate what is earned, what is pending until which date, and what is missing.
  await page.getByRole('navigation').getByRole('link', { name: say.certificates, exact: true }).first().click();
  const card = (certification) => page.locator('.document').filter({ has: page.locator('.level', { hasText: certification }) });
  assert.ok((await card('HCIA-Datacom').innerText()).includes(say.issued));
  assert.ok((await card('HCIA-Storage').innerText()).includes(say.pending));
  assert.ok((await card('HCIA-Storage').innerText()).includes(say.monday));
  assert.ok(await page.getByRole('heading', { name: say.missing }).isVisible());
  assert.ok((await page.locator('main').innerText()).includes('H12-831'));
  await look('certificates');

  // Downloads the e-Cert by a click on its name. It is genuine.
  const download = page.waitForEvent('download');
  await card('HCIA-Datacom').locator('h2 a').click();
  const pdf = join(folder, `${site.engine}-${language}.pdf`);
  await (await download).saveAs(pdf);
  // Its address names the revision, of which there is one; nobody keeps the answer, and asked for again it is made the same, byte for byte.
  const link = site.origin + await card('HCIA-Datacom').locator('h2 a').getAttribute('href'), again = await page.request.get(link);
  assert.match(link, /\/1\.pdf$/);
  assert.equal(again.headers()['cache-control'], 'no-store');
  assert.ok((await again.body()).equals(readFileSync(pdf)));
  assert.equal((await page.request.get(link.replace('/1.pdf', '/2.pdf'))).status(), 404);
  const verified = spawnSync(program, ['--store', site.store, 'verify', pdf, '--json'], { encoding: 'utf8', env: { ...process.env } });
  assert.equal(verified.status, 0, verified.stdout + verified.stderr);
  assert.equal(JSON.parse(verified.stdout).state, 'current');
  assert.match(execFileSync('pdfsig', ['-nocert', pdf], { encoding: 'utf8' }), /Common Name: Huawei Certification$/m, 'signed in the name of the body');

  // The address of its QR code shows the public verification page to anyone; without the code behind the # the name is masked.
  await answered(page, () => card('HCIA-Datacom').getByRole('link', { name: say.details }).click());
  await look('certificate');
  const address = await page.locator('.stacked a').getAttribute('href'), code = await page.locator('.number.large').innerText();
  assert.equal(readQr(pdf), `${address}#${code.slice(-9)}`, 'the number stands in the address, so the code needs not say where the certificate is');
  const stranger = await newPage(browser, { locale: language === 'zh' ? 'zh-CN' : 'en' });
  await stranger.goto(address);
  await stranger.getByRole('heading', { name: say.valid, exact: true }).waitFor();
  assert.ok(!(await stranger.locator('main').innerText()).includes('Li Wei'), 'the name is masked');
  wrong.push(...(await axeFindings(stranger)));
  await stranger.goto('about:blank');
  await stranger.goto(readQr(pdf));
  await stranger.waitForURL('**/verify');
  await stranger.getByText('Li Wei').waitFor();
  wrong.push(...(await axeFindings(stranger)));
  await stranger.goto(`${site.origin}/verify`);
  await stranger.setInputFiles('[name=file]', pdf);
  await stranger.locator('form[action="/verify/file"] button').click();
  await stranger.getByRole('heading', { name: say.valid, exact: true }).waitFor();
  // Half of it was lost on the way.
  const whole = readFileSync(pdf);
  await stranger.goto(`${site.origin}/verify`);
  await stranger.setInputFiles('[name=file]', { name: 'half.pdf', mimeType: 'application/pdf', buffer: whole.subarray(0, whole.length / 2) });
  await stranger.locator('form[action="/verify/file"] button').click();
  await stranger.getByRole('heading', { name: say.incomplete, exact: true }).waitFor();
  wrong.push(...(await axeFindings(stranger)));
  // Whoever wants the details, and says neither name nor code, is told which to say.
  await stranger.goto(address);
  await stranger.locator('form:has([name=details]) button').click();
  await stranger.locator('#name-wrong').waitFor();
  await stranger.context().close();
  // The holder, who is signed in, may ask as well: the page is the same for everyone.
  await page.goto(address);
  await page.fill('[name=name]', 'li wei');
  await page.getByRole('main').getByRole('button').click();
  await page.getByText('李伟').waitFor();

  await page.goto(`${site.origin}/my/certificates`);
  const number = await card('HCIA-Storage').locator('dd.number').innerText();
  await page.getByRole('button', { name: say.signOut }).click();
  await page.waitForURL('**/?done=signed-out');
  await page.goto(`${site.origin}/my/certificates`);
  assert.match(page.url(), /sign-in/);
  await look('sign in');

  // On Monday the pending certificate is issued, and a letter to the mailbox that is proven says so. Signs in with the mailbox, and comes to the page that was asked for.
  site.run('clock', 'set', `${monday}T02:00:00Z`);
  await letterOf(booked, say.storage);
  await page.fill('[name=name]', booked);
  await page.fill('[name=password]', password);
  await page.click('main form [type=submit]');
  await page.waitForURL('**/my/certificates');
  assert.ok((await card('HCIA-Storage').innerText()).includes(say.issued));
  assert.equal(await card('HCIA-Storage').locator('dd.number').innerText(), number, 'the number never changes');
  assert.ok(await card('HCIA-Storage').getByRole('link', { name: say.download }).isVisible());
  await page.goto(`${site.origin}/my/letters`);
  assert.ok(await page.locator('tbody tr').count() >= 2);
  await look('letters');
  await answered(page, () => page.locator('tbody th a').first().click());
  await look('letter');
  await page.goto(`${site.origin}/my/profile`);
  await look('profile');
  assert.deepEqual(wrong, []);
}

for (const engine of engines)
  for (const language of Object.keys(words))
    test(`the newcomer's way, ${language}, on ${engine}`, async () => {
      // The server is there first, as on the day on which a body begins.
      await withSite(browser, { engine, early: true }, async (site, visitor) => {
        await way(site, await visitor(), language, (mailbox, has) => readLetter(browser, site.origin, mailbox, has));
      });
    });

test("the newcomer's way with a real mail server between", async (t) => {
  const postfix = await startPostfix();
  if (!postfix) return t.skip('needs root');
  try {
    const settings = { TESTAMUR_MAIL: postfix.url, TESTAMUR_MAIL_TLS: 'none', TESTAMUR_MAIL_FROM: 'Certification <certification@example.com>' };
    await withSite(browser, { settings }, async (site, visitor) => way(site, await visitor(), 'zh', postfix.letterOf));
  } finally {
    await postfix.stop();
  }
});
