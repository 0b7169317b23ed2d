// The real site with a demonstration store of its own, on either engine; its letters; and what stands in its tables.
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { axeFindings, newPage, sidewaysScroll, source, until } from './support.mjs';

const build = process.env.TESTAMUR_BUILD;
export const program = join(build, 'testamur');
const postgresql = process.env.TESTAMUR_TEST_POSTGRESQL;
export const engines = postgresql ? ['sqlite', 'postgresql'] : ['sqlite'];
// Each language and each engine once, [language, what is said in it, engine]: what a page says does not come from the engine, and what an engine does is told on both by the stories of the rooms.
export function rounds(words) {
  const languages = Object.entries(words);
  return languages.map((language, i) => [...language, engines[i % engines.length]]);
}
// A story that is told once: they take turns on the engines.
let told = 0;
export const nextEngine = () => engines[told++ % engines.length];
// A Friday, ten in the morning in Shanghai: what was passed today is issued on Monday.
export const today = '2026-11-20', monday = '2026-11-23';
export const password = 'seven quiet herons over the lake';

const environment = { ...process.env, TESTAMUR_PASSWORD_MEMORY: '64', TESTAMUR_PASSWORD_PASSES: '1', TESTAMUR_LOG: 'warning', ASAN_OPTIONS: `${process.env.ASAN_OPTIONS ?? ''}:detect_leaks=0` };

export async function freePort() {
  const probe = createServer();
  await new Promise((done) => probe.listen(0, '127.0.0.1', done));
  const { port } = probe.address();
  await new Promise((done) => probe.close(done));
  return port;
}

const psql = (text) => execFileSync('psql', ['-qc', text, postgresql]);

// A store in a folder of its own (on PostgreSQL a database of its own): empty, or a copy of one that nobody has open.
export function newStore(engine, from) {
  const folder = mkdtempSync(join(tmpdir(), 'testamur-site-')), name = `browser_${randomBytes(6).toString('hex')}`;
  if (from) cpSync(from.folder, folder, { recursive: true });
  if (engine === 'postgresql') psql(`CREATE DATABASE ${name}${from ? ` TEMPLATE ${from.name}` : ''}`);
  const store = engine === 'sqlite' ? `sqlite:${folder}/site.db` : postgresql.replace(/\/\w+(?=\?|$)/, `/${name}`);
  const ask = (env, ...words) => spawnSync(program, ['--store', store, ...words], { encoding: 'utf8', env: { ...environment, ...env }, maxBuffer: 1 << 26 });
  return {
    engine, folder, name, store, ask,
    run: (env, ...words) => {
      const done = ask(env, ...words);
      assert.equal(done.status, 0, `${words.join(' ')}: ${done.stdout}${done.stderr}`);
      return done.stdout;
    },
    // What no page and no command does; the rows of an answer are lines, their columns divided by |.
    sql: (text) => execFileSync(...(engine === 'sqlite' ? ['sqlite3', [`${folder}/site.db`, text]] : ['psql', ['-qAtc', text, store]]), { encoding: 'utf8' }).trim(),
    remove: () => {
      if (engine === 'postgresql') psql(`DROP DATABASE ${name} WITH (FORCE)`);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function begin(made, begins, settings) {
  made.run(settings, 'init', '--demonstration');
  made.run(settings, 'clock', 'set', `${begins}T02:00:00Z`);
  return made;
}

// The catalogue, and a small export in which li.wei@example.com has what a candidate can have.
function fill(made, begins, settings) {
  made.run(settings, 'catalogue', 'load', join(source, 'data/catalogue/huawei.txt'));
  const exported = join(made.folder, 'export');
  mkdirSync(exported);
  execFileSync(join(build, 'data/demonstration/demonstration-export'), ['--today', begins, '--rows', '40', '--out', exported]);
  made.run(settings, 'import', '--profile', 'pearson-vue', ...readdirSync(exported).filter((name) => name !== 'refused').sort().map((name) => join(exported, name)));
  return made;
}

// What many sites begin with is made once, and copied for each.
const filled = new Map();
process.on('exit', () => filled.forEach((made) => made.remove()));
function filledStore(engine, begins, settings) {
  const key = JSON.stringify([engine, begins, settings]);
  if (!filled.has(key)) filled.set(key, fill(begin(newStore(engine), begins, settings), begins, settings));
  return newStore(engine, filled.get(key));
}

// Starts a site whose store has the catalogue and a small export, in which li.wei@example.com has what a candidate can have. `settings`: environment of the server and of the commands beside it;
// `host`: localhost, where browsers make passkeys. `early`: the server runs already when the catalogue is loaded. `begins`: the day on which it starts, at ten in the morning in Shanghai or soon after. `nodes`: how many servers the store
// has, each with an address of its own (origins).
export async function startSite({ engine = 'sqlite', settings = {}, worker = true, host = '127.0.0.1', early = false, begins = today, nodes = 1 } = {}) {
  const made = early ? begin(newStore(engine), begins, settings) : filledStore(engine, begins, settings), { store, folder } = made, servers = [];
  const addressed = () => ({ TESTAMUR_ADDRESS: servers[0].origin, ...settings }); // links in letters lead to the server
  const serve = async () => {
    const port = await freePort(), origin = `http://${host}:${port}`;
    const child = spawn(program, ['--store', store, 'serve', '--listen', `127.0.0.1:${port}`, ...(worker ? [] : ['--no-worker'])],
      { env: { ...environment, TESTAMUR_ADDRESS: origin, ...settings }, stdio: ['ignore', 'ignore', 'pipe'] });
    const server = { origin, child, said: '', gone: new Promise((resolve) => child.once('exit', resolve)) };
    await new Promise((resolve) => {
      child.stderr.on('data', (bytes) => {
        server.said += bytes;
        if (server.said.includes(' (port ')) resolve();
      });
      server.gone.then(resolve);
    });
    if (child.exitCode === null) return server;
    if (!/in use/.test(server.said)) throw new Error(`the server ended: ${server.said}`);
    return serve(); // somebody else was quicker to take the port
  };
  while (servers.length < nodes) servers.push(await serve());
  const origins = servers.map((server) => server.origin), [origin] = origins;
  if (early) fill(made, begins, addressed());
  return {
    engine, store, origin, origins, folder,
    run: (...words) => made.run(addressed(), ...words),
    log: () => servers.map((server) => server.said).join('\n'),
    sql: made.sql,
    // All that the tables hold but how often somebody asked (rate_limit) and when a session was last used.
    dump: () => {
      const text = engine === 'sqlite' ? execFileSync('sqlite3', [`${folder}/site.db`, '.dump'], { encoding: 'utf8', maxBuffer: 1 << 28 })
        : execFileSync('pg_dump', ['--data-only', '--inserts', '--no-comments', store], { encoding: 'utf8', maxBuffer: 1 << 28 });
      return text.split('\n').filter((line) => !/rate_limit|^--|^SET |^\\|^SELECT pg_catalog/.test(line))
        .map((line) => line.replace(/^(INSERT INTO (?:\w+\.)?"?session"? VALUES ?\((?:[^,]+,){4})[^,]+/, '$1 then')).sort();
    },
    stop: async () => {
      for (const { child } of servers) child.kill('SIGTERM');
      for (const server of servers) {
        assert.equal(await server.gone, 0, server.said);
        assert.doesNotMatch(server.said, /code=|AddressSanitizer|runtime error/, server.said);
      }
      made.remove();
    },
  };
}

// Lets `act` play with a site and its visitors: `visitor(options)` opens a browser for one. All are gone afterwards, however it went; a failure tells what they saw.
export async function withSite(browser, options, act) {
  const site = await startSite(options), pages = [];
  const visitor = async (settings) => {
    pages.push(await newPage(browser, settings));
    return pages.at(-1);
  };
  const seen = async (page) => `at ${page.url()}:\n${(await page.evaluate(() => document.querySelector('main')?.innerText ?? '').catch(String)).slice(0, 1500)}`;
  try {
    await act(site, visitor);
  } catch (error) {
    throw new Error([error.message, ...await Promise.all(pages.map(seen)), `server: ${site.log().slice(-1500)}`].join('\n'), { cause: error });
  } finally {
    for (const page of pages) await page.context().close();
    await site.stop();
  }
}

// Takes rows of results in that a provider has delivered: registration,candidate,exam,date,score,grade,email,first_name,last_name.
export function deliver(site, rows, day = '2026-11-19') {
  const results = join(site.folder, `results-${day}.csv`);
  writeFileSync(results, ['registration,candidate,exam,date,score,grade,email,first_name,last_name', ...rows, ''].join('\n'));
  site.run('import', '--profile', 'generic-csv', results);
}
// The same from a provider whose candidates have score reports.
export function deliverReported(site, rows, day = '2026-11-19') {
  const results = join(site.folder, `examABE-${day}-z.dat`);
  writeFileSync(results, ['registrationid,clientcandidateid,examseriescode,examdate,examscore,examgrade,email,firstname,lastname', ...rows, ''].join('\r\n').replaceAll(',', '\t').replace(/\d{4}-\d\d-\d\d/g, (date) => date.replaceAll('-', '/')));
  site.run('import', '--profile', 'pearson-vue', results);
}

// Makes flows: each is a test in every language of `words`, in which `people()` opens a browser of that language for somebody, and `see(page)` looks at a page on the way (look). Nothing may be wrong at the end.
export const flowsOf = (test, browser, words) => (name, act, options = {}) => {
  for (const [language, say, engine] of rounds(words))
    test(`${name}, ${language}, ${engine}`, () => withSite(browser, { engine, ...options }, async (site, visitor) => {
      const wrong = [], people = async () => {
        const page = await visitor({ locale: say.locale });
        page.on('pageerror', (error) => wrong.push(String(error)));
        return page;
      };
      await act({ site, say, people, see: (page) => look(page, wrong) });
      assert.deepEqual(wrong, []);
    }));
};

async function openLetters(page, address) {
  await page.goto(address);
  return page.locator('tbody th a').evaluateAll((all) => all.map((each) => each.href));
}

async function openLetter(page, address) {
  await page.goto(address);
  const text = await page.locator('.letter').innerText();
  return { text, ...takeApart(text) };
}

// The newest letter to a mailbox that has this in its text, as the built-in mailbox shows it: its text and its links. Where such a letter came `before`, a newer one is waited for.
export async function readLetter(browser, origin, mailbox, has, before) {
  const page = await newPage(browser);
  try {
    return await until(`letter to ${mailbox} with ${has}`, async () => {
      for (const address of await openLetters(page, `${origin}/mailbox?address=${encodeURIComponent(mailbox)}`)) {
        const letter = await openLetter(page, address);
        if (letter.text === before?.text) return null;
        if (letter.text.includes(has)) return letter;
      }
      return null;
    });
  } finally {
    await page.context().close();
  }
}

// Every letter to anyone.
export async function allLetters(browser, origin) {
  const page = await newPage(browser), letters = [];
  for (const address of await openLetters(page, `${origin}/mailbox`)) letters.push(await openLetter(page, address));
  await page.context().close();
  return letters;
}

export function takeApart(text) {
  return { links: text.match(/https?:\/\/\S+/g) ?? [], activate: /\S+\/activate#\S+/.exec(text)?.[0], notMe: /\S+\/not-me#\S+/.exec(text)?.[0], code: /\b[0-9A-Z]{4}-[0-9A-Z]{4}\b/.exec(text)?.[0] };
}

// Signs a new person up, by the form; the page is then at "Open the letter".
export async function signUp(page, origin, name, mailbox, latin = 'Li Wei', native = '李伟') {
  await page.goto(`${origin}/sign-up`);
  await page.fill('[name=user_name]', name);
  await page.fill('[name=mailbox]', mailbox);
  await page.fill('[name=password]', password);
  await page.fill('[name=name_latin]', latin);
  await page.fill('[name=name_native]', native);
  await page.click('main form [type=submit]');
  await page.waitForURL('**/my/exams/waiting*');
}

export async function signIn(page, origin, name) {
  await page.goto(`${origin}/sign-in`);
  await page.fill('[name=name]', name);
  await page.fill('[name=password]', password);
  await page.click('main form [type=submit]');
  await page.waitForURL('**/my/certificates*');
}

// Waits until the page's script has sent a link's token on, and what it is about is shown.
export const secretSent = (page) => page.waitForFunction(() => document.querySelector('main') && !document.querySelector('form[data-takes-secret]'));

// Opens the link of a letter, whose token the page's script sends on.
export async function openLink(page, link) {
  await page.goto('about:blank'); // else another # on the page that is open would be no new page
  await page.goto(link);
  await secretSent(page);
}

// Signs a new person up and associates his own mailbox by the link of the letter, which is returned.
export async function arrive(browser, page, origin, name, mailbox, latin, native) {
  await signUp(page, origin, name, mailbox, latin, native);
  const letter = await readLetter(browser, origin, mailbox, '/activate#');
  await openLink(page, letter.activate);
  await page.click('form[action="/activate"] button');
  await page.waitForURL('**/my/exams?done=associated*');
  return letter;
}

// Signs in as staff of the demonstration, whose codes the command line tells.
export async function signInAtDesk(page, site, name) {
  await page.goto(`${site.origin}/desk/sign-in`);
  await page.fill('#name', name);
  await page.fill('#password', 'a demonstration only');
  await page.fill('#code', site.run('staff', 'code', name).trim());
  await page.click('form[action="/desk/sign-in"] button');
  await page.waitForURL(`${site.origin}/desk`);
}

// Presses and waits for the page that answers: what the page before said may look the same.
export async function answered(page, press) {
  const answer = page.waitForEvent('framenavigated');
  await press();
  await answer;
  await page.waitForLoadState();
}

// Presses the button, or follows the link, that this finds.
export const pressed = (page, selector) => answered(page, () => page.locator(selector).first().click());

// The page that is open has nothing for axe to find, and does not scroll sideways on a small telephone: else it is added to `wrong`.
export async function look(page, wrong, where = new URL(page.url()).pathname) {
  await page.waitForLoadState();
  const found = await axeFindings(page);
  await page.setViewportSize({ width: 320, height: 640 });
  found.push(...(await sidewaysScroll(page)));
  await page.setViewportSize({ width: 1280, height: 720 });
  wrong.push(...found.map((finding) => `${where}: ${finding}`));
}

// A document as people photograph it, for an <input type=file>.
export async function photograph(browser, words) {
  const page = await newPage(browser, { viewport: { width: 480, height: 320 } });
  await page.setContent(`<h1>${words}</h1>`);
  const buffer = await page.screenshot({ type: 'jpeg' });
  await page.context().close();
  return { name: 'document.jpg', mimeType: 'image/jpeg', buffer };
}

// The person's page at the desk.
export async function findPerson(staff, site, text) {
  await staff.goto(`${site.origin}/desk/people`);
  await staff.fill('#text', text);
  await pressed(staff, 'form[action="/desk/people"] button');
  await pressed(staff, 'tbody th a');
}

// What stands on the page that is open, and the card of a certification on My Certificate.
export const main = (page) => page.locator('main').innerText();
export const card = (page, certification) => page.locator('.document').filter({ has: page.locator('.level', { hasText: certification }) });
