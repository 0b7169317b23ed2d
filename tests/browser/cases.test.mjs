// What staff have to decide, in a browser, as candidates and staff live it: a mailbox is lost and the record comes by a case (SPEC 5.2), a name is corrected after issue (4.4), a question is answered (4.6), and the candidate's pages are
// read by the staff (11.3). In both languages, on a database each; every page without anything for axe to find, and none that scrolls sideways.
import test from 'node:test';
import assert from 'node:assert/strict';
import { startBrowser, until } from './support.mjs';
import { arrive, card, deliver, deliverReported, findPerson, flowsOf, main, openLink, photograph, pressed, readLetter, signInAtDesk } from './site.mjs';

const browser = await startBrowser();
test.after(() => browser.close());

const words = {
  en: { locale: 'en-GB', ready: '27 November 2026', case: 'by a decision of the certifying body', granted: 'Granted', waits: 'Another member of the staff has to confirm it',
    superseded: 'Genuine, but superseded[^]*Revision 2 is in force[^]*The name was corrected\\.', valid: 'Valid', nothing: 'Nothing can be changed', place: 'Associate My Exam Record', object: 'Object to the request', seen: 'whoever decides sees it', opposed: 'the other side objected\\. Whoever decides sees it', reads: 'The old mailbox’s reader objected' },
  zh: { locale: 'zh-CN', ready: '2026年11月27日', case: '由认证机构决定', granted: '已批准', waits: '须由另一名工作人员确认', superseded: '真实，但已被新版取代[^]*现行版本为第 2 版[^]*姓名已更正。', valid: '有效', nothing: '不能以其名义更改', place: '关联我的考试记录', object: '提出反对', seen: '作出决定的人会看到您的反对', opposed: '对方已于[^]*提出反对，作出决定的人会看到', reads: '旧邮箱使用者已于[^]*提出反对' },
};
const flow = flowsOf(test, browser, words);

flow('a lost mailbox: the record comes by a case', async ({ site, say, people, see }) => {
  const page = await people(), reader = await people(), first = await people(), second = await people(), old = 'wei.li@old.example.net';
  site.run('demonstration-accounts');
  deliver(site, ['G1,C9,H12-811,2026-11-02,800,pass,else@example.org,An,Other']); // by a way that no candidate knows, so it is none to choose
  deliverReported(site, [`L1,C5,H12-811,2026-11-02,800,pass,${old},Wei,Li`]);
  await arrive(browser, page, site.origin, 'finder', 'finder@example.net');
  await signInAtDesk(first, site, 'demo.staff');
  await signInAtDesk(second, site, 'demo.registrar');

  // By score report, but without access to that mailbox: a case, not without evidence.
  await page.goto(`${site.origin}/my/exams/report`);
  assert.equal(await page.locator('#provider option').count(), 1);
  for (const [name, value] of Object.entries({ exam_code: 'H12-811', exam_day: '2026-11-02', registration_id: 'L1', candidate: 'C5' })) await page.fill(`#${name}`, value);
  await pressed(page, 'form[action="/my/exams/report"] button');
  await see(page);
  await pressed(page, 'main a[href^="/my/exams/lost/"]');
  assert.ok((await main(page)).includes(say.ready));
  await see(page);
  await page.fill('#text', 'It was the mailbox of an earlier employer.');
  await pressed(page, 'form[action^="/my/exams/lost/"] button');
  await page.locator('#wrong').waitFor();
  await see(page);
  await page.setInputFiles('#evidence', await photograph(browser, 'Score report L1: Wei Li'));
  await pressed(page, 'form[action^="/my/exams/lost/"] button');
  assert.match(page.url(), /\/my\/cases\/[\w-]+\?done=case-opened$/);
  const number = page.url().match(/cases\/([\w-]+)/)[1];
  await see(page);

  // The old mailbox is told, with a way to object.
  const notice = await readLetter(browser, site.origin, old, say.ready);
  assert.ok(notice.text.includes('finder'));
  await openLink(reader, notice.notMe);
  await reader.locator('form[action="/not-me"]').waitFor();
  await see(reader);
  // He objects: that stops nothing, and nobody says that it does; the asker is told, and who decides reads it beside the decision.
  assert.equal((await reader.locator('form[action="/not-me"] button').innerText()).trim(), say.object);
  await reader.fill('[name=address]', old);
  await pressed(reader, 'form[action="/not-me"] button');
  assert.match(reader.url(), /\/\?done=disowned-lost$/);
  assert.match(await main(reader), new RegExp(say.seen));
  await page.reload();
  assert.match(await main(page), new RegExp(say.opposed));
  await see(page);

  // The staff see the evidence beside what the store knows; before the day nobody can grant it.
  await first.goto(`${site.origin}/desk/cases?kind=lost-mailbox`);
  await see(first);
  await pressed(first, 'tbody a[href^="/desk/cases/"]');
  assert.equal(await first.locator('.evidence img').evaluate((picture) => picture.decode().then(() => picture.naturalWidth)), 480);
  assert.match(await first.locator('section[aria-labelledby=compared-title]').innerText(), new RegExp(`Wei Li[^]*Li Wei[^]*${old}[^]*finder@example\\.net`));
  assert.doesNotMatch(await first.locator('section[aria-labelledby=asked-title]').innerText(), /2026-11-02/, 'days are written as people write them');
  await see(first);
  // They ask something while it cools off: that they wait stands on the case, in its history and in the list.
  await first.fill('#text', 'Since when is that mailbox closed?');
  await first.check('[name=asks]');
  await pressed(first, 'form[action^="/desk/cases/message/"] button');
  assert.equal(await first.locator('.head .badge.bad time').count(), 1, 'since when');
  assert.equal(await first.locator('.talk .hint time').count(), 1, 'until when');
  await see(first);
  await first.goto(`${site.origin}/desk/cases?show=asker`);
  await see(first);
  await pressed(first, `tbody a[href="/desk/cases/${number}"]`);
  const decide = async (outcome, reason) => {
    await first.check(`[name=outcome][value=${outcome}]`);
    await first.fill('#reason', reason);
    await pressed(first, 'form[action^="/desk/cases/decide/"] button');
  };
  assert.match(await first.locator('form[action^="/desk/cases/decide/"]').innerText(), new RegExp(say.reads));
  await decide('granted', 'The score report shows it.');
  assert.match(await first.locator('#wrong').innerText(), new RegExp(say.ready));
  assert.equal(await first.inputValue('#reason'), 'The score report shows it.', 'what was typed is kept');
  assert.ok(await first.isChecked('[name=outcome][value=granted]'), 'and what was chosen');
  await see(first);

  // Five working days later one proposes it, and another confirms.
  site.run('clock', 'set', '2026-11-27T02:00:00Z');
  await until('day of the decision', async () => {
    await decide('granted', 'The score report shows it.');
    return first.url().endsWith('?done=case-decided');
  });
  assert.ok((await main(first)).includes(say.waits));
  await see(first);
  const confirming = 'form:has([type=hidden][name=outcome])';
  assert.equal(await first.locator(confirming).count(), 0, 'not by the same');
  await second.goto(`${site.origin}/desk/cases?show=second`);
  await see(second);
  await pressed(second, `tbody a[href="/desk/cases/${number}"]`);
  await see(second);
  await second.fill(`${confirming} [name=reason]`, 'The score report shows that the exam was yours.');
  await pressed(second, `${confirming} button`);
  assert.ok((await main(second)).includes(say.granted));
  await see(second);

  // The candidate reads it, and has the record and its certificate.
  const decided = await readLetter(browser, site.origin, 'finder@example.net', 'The score report shows that the exam was yours.');
  await page.goto(decided.links.find((link) => link.includes('/my/cases/')));
  assert.ok((await main(page)).includes(say.granted));
  await see(page);
  await page.goto(`${site.origin}/my/exams`);
  assert.match(await main(page), new RegExp(`L1[^]*${say.case}`));
  await see(page);
  await page.goto(`${site.origin}/my/certificates`);
  await card(page, 'HCIA-Datacom').waitFor();
  await see(page);
  await findPerson(second, site, number);
  assert.ok((await second.locator('section[aria-labelledby=ties-title]').innerText()).includes(say.case));
  await see(second);
}, { settings: { TESTAMUR_SECOND_PERSON: 'yes' } });

flow('a name is corrected after issue', async ({ site, say, people, see }) => {
  const page = await people(), staff = await people(), stranger = await people();
  site.run('demonstration-accounts');
  await arrive(browser, page, site.origin, 'misspelt', 'li.wei@example.com', 'Li Vei', '李伟');
  const number = async () => {
    await page.goto(`${site.origin}/my/certificates`);
    return card(page, 'HCIA-Datacom').locator('dd.number').first().innerText();
  };
  const printed = async () => {
    const download = page.waitForEvent('download');
    await card(page, 'HCIA-Datacom').locator('h2 a').click();
    return (await download).path();
  };
  const check = async (pdf) => {
    await stranger.goto(`${site.origin}/verify`);
    await stranger.setInputFiles('[name=file]', pdf);
    await pressed(stranger, 'form[action="/verify/file"] button');
    await see(stranger);
    return main(stranger);
  };
  const before = await number(), wrongly = await printed();
  assert.match(await check(wrongly), new RegExp(`${say.valid}[^]*Li Vei`));

  // From the profile, where names are fixed now, to the case.
  await page.goto(`${site.origin}/my/profile`);
  await see(page);
  await pressed(page, 'main a[href="/my/profile/name"]');
  await see(page);
  await page.fill('#name_latin', 'Li Wei');
  await pressed(page, 'form[action="/my/profile/name"] button');
  await page.locator('#wrong').waitFor();
  await see(page);
  await page.setInputFiles('#evidence', await photograph(browser, 'Passport: LI WEI'));
  await page.fill('#text', 'I mistyped it.');
  await pressed(page, 'form[action="/my/profile/name"] button');
  assert.match(page.url(), /\/my\/cases\/[\w-]+\?done=name-asked$/);
  await see(page);
  await page.goto(`${site.origin}/my/profile`);
  assert.equal(await page.locator('main .note a[href^="/my/cases/"]').count(), 1, 'the profile says that a correction is asked for');

  // The staff see the names side by side with the document, and grant it.
  await signInAtDesk(staff, site, 'demo.staff');
  await staff.goto(`${site.origin}/desk/cases?kind=name`);
  await pressed(staff, 'tbody a[href^="/desk/cases/"]');
  assert.equal(await staff.locator('.evidence img').evaluate((picture) => picture.decode().then(() => picture.naturalWidth)), 480);
  assert.match(await staff.locator('section[aria-labelledby=names-title]').innerText(), /Li Wei[^]*Li Vei[^]*Wei Li/);
  await see(staff);
  await staff.check('[name=outcome][value=granted]');
  await pressed(staff, 'form[action^="/desk/cases/decide/"] button');
  await staff.locator('#reason-wrong').waitFor();
  await see(staff);
  await staff.check('[name=outcome][value=granted]');
  await staff.fill('#reason', 'The passport shows it.');
  await pressed(staff, 'form[action^="/desk/cases/decide/"] button');
  assert.match(staff.url(), /\?done=case-decided$/);
  await see(staff);

  // The certificate keeps its number; the old PDF is superseded, the new one is valid.
  await readLetter(browser, site.origin, 'li.wei@example.com', 'The passport shows it.');
  await page.goto(`${site.origin}/my/cases`);
  await see(page);
  await pressed(page, 'tbody th a');
  assert.ok((await main(page)).includes(say.granted));
  await see(page);
  assert.equal(await number(), before);
  assert.match(await check(wrongly), new RegExp(say.superseded));
  assert.match(await check(await printed()), new RegExp(`${say.valid}[^]*${before}[^]*Li Wei`));
  // A kept address of the old PDF leads to what has become of it.
  await page.goto(`${site.origin}/my/certificates/${before}/1.pdf`);
  assert.match(page.url(), /\?done=earlier-revision$/);
  await page.locator(`a[href="/my/certificates/${before}/2.pdf"]`).waitFor();
  await see(page);
});

flow('who has no account asks, and the answer comes by letter', async ({ site, say, people, see }) => {
  const page = await people(), staff = await people(), employer = 'hr@employer.example';
  site.run('demonstration-accounts');
  // A number that was mistyped is there to be mended.
  await page.goto(`${site.origin}/v/HW2026-0000-WRONG`);
  assert.equal(await page.inputValue('#number'), 'HW2026-0000-WRONG');
  await see(page);
  await pressed(page, 'footer a[href^="/help/ask"]');
  await see(page);

  // What is missing is said at once.
  await pressed(page, 'form[action="/help/ask"] [type=submit]');
  await page.locator('#text-wrong').waitFor();
  assert.equal(await page.locator('#address-wrong').count(), 1);
  await see(page);
  await page.fill('#text', 'Is there a list of all holders?');
  await page.fill('#address', employer);
  await pressed(page, 'form[action="/help/ask"] [type=submit]');
  const number = /\/help\/ask\/([\w-]+)\?due=/.exec(page.url())[1];
  assert.ok((await main(page)).includes(number) && (await main(page)).includes(say.ready));
  await see(page);

  // The answer goes where the asker said, and speaks of no account, which he does not have.
  await signInAtDesk(staff, site, 'demo.support');
  await staff.goto(`${site.origin}/desk/cases?kind=question`);
  await pressed(staff, `tbody a[href="/desk/cases/${number}"]`);
  assert.ok((await main(staff)).includes(employer));
  await see(staff);
  await staff.fill('#reason', 'No. Ask for the number of the certificate.');
  await pressed(staff, 'form[action^="/desk/cases/answer/"] button');
  const answer = await readLetter(browser, site.origin, employer, 'No. Ask for the number of the certificate.');
  assert.ok(answer.text.includes(number) && !answer.text.includes('/my/'), answer.text);
});

flow('a question is answered, and the staff read what the candidate sees', async ({ site, say, people, see }) => {
  const page = await people(), staff = await people();
  site.run('demonstration-accounts');
  await arrive(browser, page, site.origin, 'asker', 'asker@example.net');

  // What went wrong leads to the question, which takes it along.
  await page.goto(`${site.origin}/my/exams/associate`);
  await page.fill('[name=address]', 'nowhere');
  await pressed(page, 'form[action="/my/exams/associate"] button');
  await see(page);
  await pressed(page, '#wrong a[href^="/help/ask"]');
  const named = async (where) => assert.ok((await main(where)).includes(say.place) && !(await main(where)).includes('/my/exams/associate'));
  await named(page);
  await see(page);
  await pressed(page, 'form[action="/help/ask"] button');
  await page.locator('#text-wrong').waitFor();
  await see(page);
  await page.fill('#text', 'Under which address did I book?');
  await pressed(page, 'form[action="/help/ask"] button');
  assert.match(page.url(), /\/my\/cases\/[\w-]+\?done=asked$/);
  const number = page.url().match(/cases\/([\w-]+)/)[1];
  await named(page);
  await see(page);

  // The staff ask back, and answer.
  await signInAtDesk(staff, site, 'demo.support');
  await see(staff);
  await staff.goto(`${site.origin}/desk/cases?kind=question`);
  await pressed(staff, 'tbody a[href^="/desk/cases/"]');
  await named(staff);
  assert.ok((await main(staff)).includes('association.address'));
  await see(staff);
  await staff.fill('#text', 'When was the exam?');
  await staff.check('[name=asks]');
  await pressed(staff, 'form[action^="/desk/cases/message/"] button');
  await see(staff);
  const asked = await readLetter(browser, site.origin, 'asker@example.net', 'When was the exam?');
  await page.goto(asked.links.find((link) => link.endsWith(`/my/cases/${number}`)));
  await see(page);
  await page.fill('#text', 'On 2 November.');
  await pressed(page, `form[action="/my/cases/${number}"] button`);
  await staff.reload();
  assert.ok((await main(staff)).includes('On 2 November.'));
  await staff.fill('#reason', 'It stands on the confirmation of your booking.');
  await pressed(staff, 'form[action^="/desk/cases/answer/"] button');
  assert.match(staff.url(), /\?done=case-answered$/);
  await see(staff);
  await readLetter(browser, site.origin, 'asker@example.net', 'It stands on the confirmation of your booking.');
  await page.reload();
  assert.ok((await main(page)).includes('It stands on the confirmation of your booking.'));
  await see(page);

  // From the case to the person, and to what the person sees: only to be read.
  await pressed(staff, 'main a[href^="/desk/people/"]');
  await see(staff);
  await pressed(staff, 'form[action^="/desk/people/"] button');
  await see(staff);
  await staff.goto(`${site.origin}/my/cases/${number}`);
  await see(staff);
  await staff.goto(`${site.origin}/my/exams/associate`);
  assert.equal(await staff.locator('form[action="/my/exams/associate"] [type=submit]:disabled').count(), 1);
  await staff.fill('[name=address]', 'somebody@example.net');
  await Promise.all([staff.waitForNavigation(), staff.locator('form[action="/my/exams/associate"]').evaluate((form) => form.submit())]);
  assert.ok((await main(staff)).includes(say.nothing));
  await see(staff);
  await pressed(staff, '.acting button');
  assert.match(staff.url(), /\/desk\?done=acting-ended$/);
  await page.goto(`${site.origin}/my/exams/waiting`);
  assert.ok(!(await main(page)).includes('somebody@example.net'));
  assert.match(site.run('audit'), /^0 findings/m);
});
