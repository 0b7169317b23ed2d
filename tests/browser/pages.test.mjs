// Every page in each of its states, with made-up records (page-samples): valid HTML, nothing for axe to find in light and dark, wide and narrow, no scrolling sideways at 320 pixels,
// and light enough.
import test from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { fileURLToPath } from 'node:url';
import { axeFindings, here, newPage, serveSamples, sidewaysScroll, source, startBrowser } from './support.mjs';

const folder = mkdtempSync(join(tmpdir(), 'testamur-pages-'));
// Every page that the doors have, by its name.
const pages = execFileSync(process.env.TESTAMUR_PAGE_SAMPLES, [folder], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }).trim().split('\n');
const site = await serveSamples(folder), browser = await startBrowser();
test.after(async () => {
  await browser.close();
  await site.close();
  rmSync(folder, { recursive: true, force: true });
});

// Opens each page once, in one of a few tabs, and looks at it in every way that a test below is about: what is wrong, a list for each.
async function lookAtAll() {
  const wrong = { english: [], setting: [], seen: [], enlarged: [] }, left = [...site.files];
  await Promise.all([1, 2, 3].map(async () => {
    const page = await newPage(browser);
    for (let file; (file = left.shift());) {
      const add = (list, found) => list.push(...found.map((what) => `${file}: ${what}`));
      // How a page is built and what colours it has are the same in both languages: axe looks at it once in each, narrow and dark in Chinese, wide and light in English.
      const chinese = file.startsWith('/zh_CN/');
      // First narrow: the page's script shows where one is when it is loaded.
      await page.emulateMedia({ colorScheme: 'dark', forcedColors: 'none', reducedMotion: 'reduce' });
      await page.setViewportSize({ width: 320, height: 640 });
      await page.goto(site.origin + file);
      add(wrong.seen, [...await navigation(page), ...await wording(page), ...await sidewaysScroll(page)]);
      if (chinese) {
        add(wrong.seen, await axeFindings(page));
        await page.setViewportSize({ width: 1280, height: 800 });
        const { texts, labels, terms } = await said(page);
        add(wrong.english, [...texts, ...labels].filter(isEnglish));
        add(wrong.setting, [...texts, terms].filter((text) => isSetWrong(text, file)));
      } else {
        await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none', reducedMotion: 'reduce' });
        await page.setViewportSize({ width: 1280, height: 800 });
        add(wrong.seen, await axeFindings(page));
        await page.emulateMedia({ colorScheme: 'light', forcedColors: 'active', reducedMotion: 'reduce' });
        await page.setViewportSize({ width: 640, height: 800 });
        await page.evaluate(() => { document.documentElement.style.fontSize = '200%'; });
        add(wrong.enlarged, await sidewaysScroll(page));
      }
    }
    await page.context().close();
  }));
  return wrong;
}

// The navigation is one row, in which one sees where one is.
const navigation = (page) => page.evaluate(() => {
  const tabs = [...document.querySelectorAll('.tabs li')], current = document.querySelector('.tabs [aria-current]')?.getBoundingClientRect();
  return [...(new Set(tabs.map((tab) => tab.offsetTop)).size > 1 ? ['the navigation has more than one row'] : []), ...(current && (current.left < 0 || current.right > 320) ? ['the navigation does not show where one is'] : [])];
});

// What stands in a badge begins with a capital; a time zone does not stand on a line of its own in the midst of a sentence.
const wording = (page) => page.evaluate(() => [
  ...[...document.querySelectorAll('.badge')].map((badge) => badge.textContent.trim()).filter((text) => /^[a-z]/.test(text) || /\d{4}-\d{2}-\d{2}/.test(text)).map((text) => `a badge says “${text}”`),
  ...[...document.querySelectorAll('time .zone')].filter((zone) => getComputedStyle(zone).display === 'block').map((zone) => `a zone on a line of its own: ${zone.textContent}`),
]);

const said = (page) => page.evaluate(() => ({
  texts: [document.title, ...document.body.innerText.split('\n')],
  labels: [...document.querySelectorAll('[aria-label]')].map((element) => element.getAttribute('aria-label')),
  terms: [...document.querySelectorAll('main dt')].map((term) => term.innerText).join('|'),
}));
// Names, codes, addresses, commands and what others have answered stay as they are; three words in a row of small letters, but for the first one's, are a sentence.
const isEnglish = (text) => /\b[A-Za-z]?[a-z]+ [a-z]+ [a-z]+\b/.test(text.replace(/HCI[APE][\w&-]*( [A-Z&][\w&]*)*|\S+@\S+|550 .*|testamur( [a-z]+)+|Candidate not found/g, ''));
const isSetWrong = (text, file) => /[：。，；！？、] [^·\s]|Li Wei · 李伟/.test(text) || (/^\/zh_CN\/(?!desk)/.test(file) && text.includes('姓名（拉丁字母）|姓名（本国文字）'));

let looking;
const findings = () => (looking ??= lookAtAll());

// The seven states of each page, by the sample that shows it; a state that a page cannot be in is left out. A list that is empty is not an error, and so on.
const states = {
  'home': { empty: 'empty', many: 'many', waiting: 'waiting', done: 'guest-done', notAllowed: 'guest' },
  'sign-up': { empty: 'empty', error: 'error-missing' },
  'sign-in': { empty: 'empty', error: 'error', notAllowed: 'not-allowed' },
  'my-certificates': { empty: 'empty', one: 'one', many: 'many', waiting: 'waiting' },
  'my-certificate': { one: 'issued', waiting: 'waiting', error: 'error', done: 'done' },
  'my-exams': { empty: 'empty', one: 'done-one', many: 'many', waiting: 'waiting', done: 'done-one' },
  'my-address': { empty: 'empty', one: 'one', many: 'many', waiting: 'waiting', error: 'error', done: 'done' },
  'associate': { empty: 'empty', waiting: 'waiting', error: 'error' },
  'associated-already': { one: 'one' },
  'waiting': { empty: 'empty', one: 'one', many: 'error-many', waiting: 'one', error: 'error-many', done: 'one' },
  'activate': { empty: 'no-script', one: 'one', error: 'unknown', done: 'completed', notAllowed: 'not-allowed-other' },
  'not-me': { empty: 'no-script', one: 'one', error: 'error', done: 'disowned' },
  'report': { empty: 'empty', waiting: 'waiting', error: 'error' },
  'report-taken': { one: 'one', notAllowed: 'no-mailbox' },
  'lost-mailbox': { empty: 'empty', waiting: 'open', error: 'error', notAllowed: 'barred' },
  'where': { empty: 'empty', one: 'one', many: 'many', waiting: 'waiting', error: 'error' },
  'my-mailboxes': { empty: 'empty', one: 'one', many: 'many', waiting: 'many', done: 'done' },
  'let-go': { empty: 'empty', one: 'one', many: 'many', notAllowed: 'not-allowed' },
  'my-letters': { empty: 'empty', many: 'many' },
  'my-letter': { one: 'done', waiting: 'waiting', error: 'error', done: 'done' },
  'my-addresses': { empty: 'empty', many: 'many', done: 'done' },
  'postal-address': { empty: 'empty', one: 'one', waiting: 'waiting', error: 'error' },
  'my-packages': { empty: 'empty', one: 'one', many: 'many', waiting: 'waiting', done: 'many' },
  'my-package': { one: 'mailed', waiting: 'approved', error: 'error', done: 'delivered', notAllowed: 'cancelled' },
  'apply-mailbox': { empty: 'empty', one: 'one', many: 'error', error: 'error' },
  'apply-certificate': { empty: 'empty', many: 'many', waiting: 'many', error: 'error' },
  'apply-address': { empty: 'empty', many: 'many', error: 'error', done: 'many' },
  'apply-review': { one: 'one', error: 'error' },
  'forgotten': { empty: 'empty', error: 'error', done: 'done' },
  'new-password': { empty: 'empty', one: 'one', error: 'error', notAllowed: 'not-allowed' },
  'second-step': { one: 'one', error: 'error' },
  'my-second': { empty: 'empty', one: 'one', error: 'error', notAllowed: 'not-allowed' },
  'my-codes': { many: 'fresh', done: 'done' },
  'my-profile': { one: 'one', error: 'error', done: 'done' },
  'verify': { empty: 'empty', error: 'error' },
  'verification': { empty: 'empty', one: 'current', waiting: 'suspended', error: 'revoked', done: 'full' },
  'file-verification': { one: 'current', waiting: 'unknown', error: 'altered', done: 'superseded' },
  'mailbox-letter': { one: 'one' },
  'mailbox': { empty: 'empty', many: 'many' },
  'my-unbinding': { one: 'running', waiting: 'objected', done: 'done' },
  'desk-unbindings': { empty: 'empty', one: 'running', waiting: 'objected' },
  'desk-unbinding': { one: 'running', many: 'disputed', waiting: 'waiting', done: 'done', notAllowed: 'not-allowed' },
  'desk-cases': { empty: 'empty', many: 'many' },
  'desk-case': { one: 'one', waiting: 'waiting', error: 'error', done: 'done', notAllowed: 'not-allowed' },
  'desk-person': { empty: 'empty', many: 'many' },
  'desk-people': { many: 'many' },
  'my-merge': { empty: 'form', one: 'preview', waiting: 'waits', error: 'error', done: 'merged', notAllowed: 'emptied' },
  'my-merge-undo': { empty: 'empty', one: 'one' },
  'desk-certificate': { one: 'one', waiting: 'waiting', error: 'error', notAllowed: 'not-allowed' },
  'desk-merges': { empty: 'none', many: 'some', error: 'error' },
  'desk-merge': { one: 'open', waiting: 'proposed', done: 'undone', notAllowed: 'over' },
  'desk-unheld': { one: 'one', many: 'many' },
  'my-cases': { empty: 'empty', many: 'many' },
  'my-case': { one: 'one', waiting: 'waiting', error: 'error', done: 'done', notAllowed: 'refused' },
  'my-name': { one: 'one', waiting: 'waiting', error: 'error' },
  'help': { empty: 'empty', many: 'many', done: 'found' },
  'help-answer': { one: 'exam-not-shown' },
  'ask': { empty: 'empty', one: 'one', error: 'error' },
  'asked': { done: 'done' },
  'desk-packages': { empty: 'empty', many: 'many', waiting: 'waiting', error: 'error', done: 'done' },
  'desk-package': { one: 'mailed', waiting: 'waiting', error: 'error', done: 'delivered', notAllowed: 'cancelled' },
  'desk-scan': { empty: 'empty', one: 'one', waiting: 'waiting', error: 'error', done: 'empty' },
  'desk-deliveries': { empty: 'empty', many: 'many', waiting: 'not-allowed', error: 'error', done: 'many', notAllowed: 'not-allowed' },
  'desk-numbers': { empty: 'empty', many: 'many', error: 'error', done: 'done' },
  'desk-sign-in': { empty: 'empty', error: 'error' },
  'desk-enrol': { empty: 'empty', one: 'one', error: 'error', notAllowed: 'not-allowed' },
  'desk-codes': { done: 'done' },
  'desk-rows': { empty: 'empty', many: 'many', error: 'error', notAllowed: 'not-allowed' },
  'desk-catalogue': { empty: 'empty', many: 'codes', waiting: 'waiting', error: 'error', done: 'done', notAllowed: 'not-allowed' },
  'desk-catalogue-proposal': { one: 'one', waiting: 'waiting', error: 'error', done: 'done', notAllowed: 'not-allowed' },
  'desk-catalogue-version': { empty: 'empty', many: 'many', error: 'unreadable' },
  'desk-aside': { empty: 'empty', many: 'many', error: 'error', notAllowed: 'not-allowed' },
  'desk-intake': { empty: 'empty', many: 'many', error: 'error', done: 'done' },
  'desk-file': { one: 'one', many: 'many', waiting: 'waiting', error: 'error', notAllowed: 'refused' },
  'desk-staff': { empty: 'empty', many: 'many', error: 'error', notAllowed: 'not-allowed' },
  'desk-near': { empty: 'none', many: 'some', notAllowed: 'not-allowed' },
  'desk-near-one': { one: 'accounts', notAllowed: 'not-allowed' },
  'desk-demographics': { empty: 'empty', many: 'many', waiting: 'many', done: 'done', notAllowed: 'not-allowed' },
  'desk-journal': { empty: 'empty', one: 'one', many: 'many', error: 'error' },
  'desk-member': { one: 'ended', waiting: 'waiting', notAllowed: 'not-allowed' },
  'desk-letters': { empty: 'empty', one: 'one', many: 'many', waiting: 'waiting' },
  'desk-letter': { waiting: 'waiting', error: 'error' },
  'desk-work': { empty: 'empty', many: 'many' },
  'error': { waiting: 'busy', error: 'broken', notAllowed: 'not-allowed' },
};

test('pages: each is designed for every state that it can be in, in each language', () => {
  const languages = [...new Set(site.files.map((file) => file.split('/')[1]))];
  assert.deepEqual(languages.sort(), process.env.TESTAMUR_LANGUAGES.split(' ').sort());
  for (const [page, samples] of Object.entries(states))
    for (const sample of Object.values(samples))
      for (const language of languages) assert.ok(site.files.includes(`/${language}/${page}--${sample}.html`), `${language} ${page} ${sample}`);
  assert.deepEqual(new Set(Object.values(states).flatMap(Object.keys)), new Set(['empty', 'one', 'many', 'waiting', 'error', 'done', 'notAllowed']));
});

test('pages: each page of the doors has samples in each language, and its row among the states, once', () => {
  const languages = [...new Set(site.files.map((file) => file.split('/')[1]))];
  const without = languages.flatMap((language) => pages.filter((page) => !site.files.some((file) => file.startsWith(`/${language}/${page}--`))).map((page) => `${language} ${page}`));
  assert.deepEqual(without, []);
  // An object keeps the last of two rows and says nothing of it, so the rows are read as they are written.
  const rows = [...readFileSync(fileURLToPath(import.meta.url), 'utf8').matchAll(/^  '([\w-]+)': \{/gm)].map(([, page]) => page);
  assert.deepEqual(rows.sort(), pages.sort());
});

test('pages: what is Chinese has no English sentence left in it', async () => assert.deepEqual((await findings()).english, []));

test('pages: what is Chinese is set as Chinese is: no blank behind a full-width mark, and a name in native script first', async () => assert.deepEqual((await findings()).setting, []));

test('pages: axe finds nothing, light and wide, dark and narrow; nothing scrolls sideways at 320 pixels', async () => assert.deepEqual((await findings()).seen, []));

test('pages: what a scheme of forced colours and 200 % text make of them still fits', async () => assert.deepEqual((await findings()).enlarged, []));

test('pages: the HTML and the style are valid', () => {
  const jar = String(createRequire(join(here, 'x'))('vnu-jar'));
  const checked = spawnSync('java', ['-Xss4m', '-jar', jar, '--format', 'gnu', '--also-check-css', ...site.files.map((file) => join(folder, file)), join(source, 'theme/style.css')], { encoding: 'utf8', maxBuffer: 1 << 26 });
  assert.equal(checked.status, 0, checked.stderr.slice(0, 4000));
});

test('pages: each weighs less than 60 kB over the wire with style, script and icon', () => {
  const assets = ['style.css', 'script.js', 'icon.svg'].map((name) => gzipSync(readFileSync(join(source, 'theme', name))).length).reduce((a, b) => a + b);
  assert.deepEqual(site.files.filter((file) => statSync(join(folder, file)).size + assets >= 60_000), []);
});

test('pages: on paper there is nothing but what was said', async () => {
  const page = await newPage(browser);
  await page.emulateMedia({ media: 'print' });
  await page.goto(`${site.origin}/en/verification--current.html`);
  assert.equal(await page.locator('header.top').isVisible(), false);
  assert.equal(await page.locator('form').first().isVisible(), false);
  assert.equal(await page.locator('.verdict').isVisible(), true);
  await page.context().close();
});
