// A single exam record by its score report, a lost mailbox, where an exam is, and letting go (SPEC 5.2, 5.4, 5.5), as a candidate does it; and that neither page tells anything of others.
import test from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { startBrowser, until } from './support.mjs';
import { arrive, engines, findPerson, look, openLink, pressed, readLetter, rounds, signInAtDesk, signUp, today, withSite } from './site.mjs';

const browser = await startBrowser();
test.after(() => browser.close());

// What the provider has delivered for others, with what stands on their score reports.
function delivered(site) {
  const sql = `SELECT r.registration_id, e.code AS exam, date(r.exam_day * 86400, 'unixepoch') AS day, r.last_name, r.validation_id, r.grade, m.address FROM exam_record r
    JOIN exam e ON e.id = r.exam_id JOIN mailbox m ON m.id = r.mailbox_id WHERE r.last_name <> '' AND r.state = 3 AND m.address <> 'li.wei@example.com' ORDER BY r.registration_id`;
  const text = site.engine === 'sqlite' ? execFileSync('sqlite3', ['-json', site.store.slice('sqlite:'.length), sql], { encoding: 'utf8' })
    : execFileSync('psql', ['-Atc', `SELECT json_agg(t) FROM (${sql.replace(/date\(.*?unixepoch'\)/, "to_char(date '1970-01-01' + r.exam_day::int, 'YYYY-MM-DD')")}) t`, site.store], { encoding: 'utf8' });
  return JSON.parse(text).filter((row) => row.day < today);
}

async function fill(page, fields) {
  for (const [name, value] of Object.entries(fields)) await page.locator(`main form [name=${name}]`).first().fill(value);
}

const report = (row) => ({ exam_code: row.exam, exam_day: row.day, registration_id: row.registration_id, candidate: row.last_name, validation_id: row.validation_id });

// The code for it, typed where the letter was asked for.
async function typeCode(page, code) {
  await page.fill('[name=code]', code);
  await page.locator('main form [type=submit]').first().click();
}

for (const [language, locale, engine] of rounds({ en: 'en-GB', zh_CN: 'zh-CN' }))
  test(`by score report, and gone again, ${language}, on ${engine}`, () => withSite(browser, { engine }, async (site, visitor) => {
    const page = await visitor({ locale }), found = [];
    const see = () => look(page, found);
    const row = delivered(site).find((each) => each.grade === 1);
    await signUp(page, site.origin, 'reporter', 'reporter@example.net');
    const own = await readLetter(browser, site.origin, 'reporter@example.net', '/activate#');
    await typeCode(page, own.code);
    await page.waitForURL('**/my/exams?done=associated*');

    // Today's exam: the page says the day on which it opens, by the day alone.
    await page.goto(`${site.origin}/my/exams/report`);
    await see();
    await fill(page, { ...report(row), exam_day: today });
    await page.click('main form [type=submit]');
    await page.getByRole('heading', { name: language === 'en' ? 'This opens on 23 November 2026' : '将于 2026年11月23日 开放' }).waitFor();
    await see();
    await fill(page, report(row));
    await page.click('main form [type=submit]');
    await page.waitForURL('**/my/exams/waiting?done=letter-sent');
    const shown = await page.locator('main').innerText();
    assert.ok(shown.includes(`${row.address[0]}••••@`), 'the mailbox is masked');
    assert.ok(!(await page.content()).includes(row.address), 'and stands nowhere on the page');
    await see();

    // Without access to that mailbox there is a case; with it, the letter.
    await page.goto(await page.locator('a[href^="/my/exams/lost/"]').getAttribute('href').then((path) => site.origin + path));
    await see();
    const letter = await readLetter(browser, site.origin, row.address, '/activate#');
    await openLink(page, letter.activate);
    await see();
    await pressed(page, 'form[action="/activate"] button');
    await page.waitForURL('**/my/exams?done=associated-record');
    await see();
    assert.ok((await page.locator('section[aria-labelledby=records]').innerText()).includes(row.registration_id));

    // Another one has such a report, too. He disputes that the record is in that account, by the letter to its mailbox.
    const claimant = await visitor({ locale });
    await arrive(browser, claimant, site.origin, 'claimant', 'claimant@example.net');
    await claimant.goto(`${site.origin}/my/exams/report`);
    await fill(claimant, report(row));
    await pressed(claimant, 'main form [type=submit]');
    await look(claimant, found);
    await pressed(claimant, 'form:has([name=taken][value=dispute]) button');
    assert.match(claimant.url(), /\/my\/exams\/waiting\?done=letter-sent$/);
    await look(claimant, found);
    await openLink(claimant, (await readLetter(browser, site.origin, row.address, '/activate#', letter)).activate);
    await look(claimant, found);
    await pressed(claimant, 'form[action="/activate"] button');
    assert.match(claimant.url(), /\/my\/exams\?done=disputed$/);
    assert.ok((await claimant.locator('section[aria-labelledby=claims-title]').innerText()).includes(row.registration_id));
    await look(claimant, found);

    // Where is my exam? Here.
    await page.goto(`${site.origin}/my/exams/where`);
    await see();
    await fill(page, { exam_day: row.day, registration_id: row.registration_id });
    await page.click('main form [type=submit]');
    await page.locator('table').getByText(row.registration_id).waitFor();
    assert.ok(await page.evaluate(() => location.hash === '#answer' && (document.querySelector('#answer').compareDocumentPosition(document.querySelector('main form')) & Node.DOCUMENT_POSITION_FOLLOWING) > 0), 'the answer comes first, and is where the page opens');
    await see();

    // Trainee Mailbox Management > Disassociate, confirmed by a letter to the own mailbox; what becomes of certificates is said beforehand.
    await page.goto(`${site.origin}/my/exams`);
    await pressed(page, 'main a[href="/my/exams/address"]');
    await see();
    await page.goto(`${site.origin}/my/exams`);
    await pressed(page, 'main a[href="/my/exams/mailboxes"]');
    await see();
    await pressed(page, 'a[href^="/my/exams/mailboxes/record/"]');
    await see();
    await page.check('#letter-own');
    await page.click('main form [type=submit]');
    await page.waitForURL('**/my/exams/waiting?done=letter-sent');
    await see();
    const confirm = await readLetter(browser, site.origin, 'reporter@example.net', '/activate#', own);
    await typeCode(page, confirm.code);
    await page.waitForURL('**/my/exams/mailboxes?done=released');
    assert.equal(await page.locator('a[href^="/my/exams/mailboxes/record/"]').count(), 0);
    await see();
    assert.ok((await readLetter(browser, site.origin, row.address, '/my/exams/associate')).text.includes(row.registration_id), 'the other mailbox is told');
    // It goes to whoever disputed it.
    await until('record in the account of who claims it', async () => {
      await claimant.reload();
      return (await claimant.locator('section[aria-labelledby=records]').innerText()).includes(row.registration_id);
    });
    await look(claimant, found);

    // On the person's page the staff read how it came and how it went.
    site.run('demonstration-accounts');
    const staff = await visitor({ locale });
    await signInAtDesk(staff, site, 'demo.staff');
    await findPerson(staff, site, 'reporter');
    const history = await staff.locator('section[aria-labelledby=ties-title] tbody tr').filter({ hasText: row.registration_id }).allInnerTexts();
    assert.equal(history.length, 2);
    assert.ok(history[1].includes(language === 'en' ? 'by score report' : '凭成绩单') && history[0].includes(language === 'en' ? 'let go by the account itself' : '由该账号自行解除关联'), history.join('\n'));
    await look(staff, found);
    assert.deepEqual(found, []);
  }));

// The same answer whatever was wrong and whoever has it: the pages are compared byte by byte, but for what was typed and the form's own secrets.
for (const engine of engines)
  test(`what is not one's own cannot be told from what does not exist, on ${engine}`, () => withSite(browser, { engine }, async (site, visitor) => {
    const page = await visitor();
    await signUp(page, site.origin, 'guesser', 'guesser@example.net');
    const rows = delivered(site), row = rows[0], other = rows.find((each) => each.last_name !== row.last_name && each.exam !== row.exam);
    const nobody = '9'.repeat(row.registration_id.length);
    const answer = async (path, fields, asker = page) => {
      await asker.goto(site.origin + path);
      const hidden = Object.fromEntries(await asker.locator(`main :is(form[action="${path}"], form[action^="${path}#"]) input[type=hidden]`).evaluateAll((all) => all.map((input) => [input.name, input.value])));
      const got = await asker.request.post(site.origin + path, { form: { ...hidden, ...fields } });
      let text = await got.text();
      for (const value of Object.values({ ...hidden, ...fields }).filter((each) => each.length > 3).sort((a, b) => b.length - a.length)) text = text.replaceAll(value, '*');
      return `${got.status()} ${text.replaceAll(/value="[\w-]{22}"/g, 'value="*"')}`;
    };
    const right = { provider: 'pearson-vue', ...report(row) };
    const unknown = await answer('/my/exams/report', { ...right, registration_id: nobody });
    assert.match(unknown, /^422 [^]*This does not agree with any exam record that we have/);
    assert.ok(row.validation_id, 'the report has a validation number');
    for (const wrong of [{ candidate: 'Nobodyname' }, { exam_code: other.exam }, { exam_day: '2026-01-05' }, { registration_id: other.registration_id }, { exam_code: 'H99-999' }, { validation_id: other.validation_id }])
      assert.equal(await answer('/my/exams/report', { ...right, ...wrong }), unknown, JSON.stringify(wrong));
    // The page that is shown again has the provider chosen that was sent.
    assert.equal(await answer('/my/exams/report', { ...right, provider: 'any' }), await answer('/my/exams/report', { ...right, provider: 'any', registration_id: nobody }), 'another provider');

    const asked = { exam_code: '', exam_day: '', registration_id: '', mailbox: '' };
    const nowhere = await answer('/my/exams/where', { ...asked, registration_id: nobody });
    assert.match(nowhere, /^200 /);
    assert.equal(await answer('/my/exams/where', { ...asked, registration_id: row.registration_id }), nowhere, 'a registration ID alone');
    const day = await answer('/my/exams/where', { ...asked, registration_id: nobody, exam_day: '2026-01-05' });
    assert.equal(await answer('/my/exams/where', { ...asked, registration_id: row.registration_id, exam_day: '2026-01-05' }), day, 'with a wrong day');
    const mailbox = await answer('/my/exams/where', { ...asked, mailbox: 'nobody@example.net' });
    assert.equal(await answer('/my/exams/where', { ...asked, mailbox: row.address }), mailbox, 'a mailbox with records');
    const both = await answer('/my/exams/where', { ...asked, registration_id: row.registration_id, exam_day: row.day });
    assert.ok(both.includes(`${row.address[0]}••••@`) && !both.includes(row.address) && !both.includes(row.last_name), 'both together open a masked mailbox');

    // Two accounts, each with its first question; the page that follows has each one's own name, numbers and time.
    const ask = async (name, address) => {
      const asker = await visitor();
      await signUp(asker, site.origin, name, `${name}@example.net`);
      return (await answer('/my/exams/associate', { address }, asker)).replaceAll(name, '*').replace(/<time datetime.*?<\/time>/g, 'then').replace(/((?:to|allows|code)-|value="|\/my\/exams\/waiting\/)\d+\b/g, '$1*');
    };
    const known = await ask('asker.one', row.address);
    assert.match(known, /^200 [^]*A letter is on its way/);
    assert.equal(await ask('asker.two', 'somebody@example.net'), known, 'asking for a mailbox');
  }));
