// Whoever leaves something out, or writes it wrongly, stays on the same page: a summary leads to each field that something is wrong with, the reason stands beside it, and everything
// typed is still there, but for passwords (SPEC 13.1). The page says it in its own language, not the browser in the browser's.
import test from 'node:test';
import assert from 'node:assert/strict';
import { axeFindings, startBrowser } from './support.mjs';
import { answered, nextEngine, openLink, password, readLetter, rounds, signUp, withSite } from './site.mjs';

const browser = await startBrowser();
test.after(() => browser.close());

// Sends the form of `action` with these values, and looks at what comes back. `wrong`: the fields that must be named, in their order.
async function send(page, action, values, wrong) {
  const form = page.locator(`main form[action="${action}"]`).last();
  for (const [name, value] of Object.entries(values)) await form.locator(`[name=${name}]`).fill(value);
  const answer = page.waitForResponse((response) => response.request().method() === 'POST');
  await answered(page, () => form.locator('[type=submit]').click());
  const response = await answer;
  await page.locator('#wrong').waitFor();
  assert.equal(response.status(), 422, action);
  assert.match(await page.title(), /^(Error:|出错：)/);
  const links = page.locator('#wrong a[href^="#"]'), again = page.locator(`main form[action="${action}"]`).last();
  assert.deepEqual(await links.evaluateAll((all) => all.map((link) => link.getAttribute('href').slice(1).replace(/-\d+$/, ''))), wrong, action);
  for (let i = 0; i < wrong.length; i++) {
    const field = again.locator(`[name=${wrong[i]}]`), id = await field.getAttribute('id');
    assert.equal(await field.getAttribute('aria-invalid'), 'true', `${action}: ${id}`);
    assert.ok((await field.getAttribute('aria-describedby')).split(' ').includes(`${id}-wrong`));
    assert.equal(await again.locator(`[id="${id}-wrong"]`).innerText(), await links.nth(i).innerText());
    await links.nth(i).click();
    assert.equal(await page.evaluate(() => document.activeElement.id), id, 'the link leads to the field');
  }
  for (const [name, value] of Object.entries(values))
    assert.equal(await again.locator(`[name=${name}]`).inputValue(), name.includes('password') ? '' : value, `${action}: ${name} is as it was typed`);
  assert.deepEqual(await axeFindings(page), [], action);
  return page.locator('#wrong').innerText();
}

// A session ends while somebody writes (SPEC 4.1): nothing was saved, and what he had typed is there again when he has signed in; for nobody else.
test('what was typed when the session was over stands in the form again after signing in', () => withSite(browser, { engine: nextEngine() }, async (site, visitor) => {
  const page = await visitor({ locale: 'en-GB' });
  const signIn = async (name) => {
    await page.locator('main [name=name]').fill(name);
    await page.locator('main [name=password]').fill(password);
    await answered(page, () => page.locator('main form[action="/sign-in"] [type=submit]').click());
  };
  const other = await visitor({ locale: 'en-GB' });
  await signUp(other, site.origin, 'other', 'other@example.com');
  await signUp(page, site.origin, 'li.wei', 'me@example.com');
  const type = async () => {
    await page.goto(`${site.origin}/my/profile`);
    await page.locator('[name=phone]').fill('+86 138 0013 8000');
    await page.locator('[name=country]').selectOption('CN');
    await page.context().clearCookies();
    await answered(page, () => page.locator('main form[action="/my/profile"] [type=submit]').click());
    await page.getByText('nothing was changed').waitFor();
    await page.getByText('What you had typed is kept in this tab').waitFor();
  };
  await type();
  await signIn('li.wei');
  await page.getByText('It is not saved yet').waitFor();
  assert.equal(new URL(page.url()).pathname, '/my/profile');
  assert.deepEqual([await page.locator('[name=phone]').inputValue(), await page.locator('[name=country]').inputValue()], ['+86 138 0013 8000', 'CN']);
  await page.reload();
  assert.equal(await page.locator('[name=phone]').inputValue(), '', 'it is kept no longer than for this');
  await type();
  await signIn('other');
  assert.equal(new URL(page.url()).pathname, '/my/profile');
  assert.equal(await page.locator('[name=phone]').inputValue(), '', 'another account is not shown it');
  assert.equal(await page.evaluate(() => sessionStorage.getItem('typed')), null);
  // No password and no code is kept.
  await page.goto(`${site.origin}/my/merge`);
  await page.locator('[name=name]').fill('li.wei');
  await page.locator('main form [name=password]').fill(password);
  await page.locator('main form [name=code]').fill('ABCD-EFGH');
  await page.context().clearCookies();
  await answered(page, () => page.locator('main form[action="/my/merge/prove"] [type=submit]').click());
  await page.getByText('What you had typed is kept in this tab').waitFor();
  const kept = await page.evaluate(() => sessionStorage.getItem('typed'));
  assert.deepEqual(JSON.parse(kept).fields.map(([name]) => name), ['name']);
  assert.ok(!kept.includes(password) && !kept.includes('ABCD'), kept);
}));

test('where the browser keeps nothing, the pages do all else', () => withSite(browser, { engine: nextEngine() }, async (site, visitor) => {
  const page = await visitor({ locale: 'en-GB' });
  await page.addInitScript(() => Object.defineProperty(window, 'sessionStorage', { get() { throw new DOMException('blocked', 'SecurityError'); } }));
  await page.goto(`${site.origin}/sign-in`);
  await answered(page, () => page.locator('main form[action="/sign-in"] [type=submit]').click());
  assert.equal(await page.evaluate(() => document.activeElement.id), 'wrong');
  await signUp(page, site.origin, 'li.wei', 'me@example.com'); // by the link of a letter
  await page.goto(`${site.origin}/my/profile`);
  await page.locator('[name=phone]').fill('+86 138 0013 8000');
  await answered(page, () => page.locator('main form[action="/my/profile"] [type=submit]').click());
  assert.equal(await page.locator('[name=phone]').inputValue(), '+86 138 0013 8000');
}));

for (const [language, locale, engine] of rounds({ en: 'en-GB', zh_CN: 'zh-CN' }))
  test(`what is missing is said beside its field, and what was typed stays, ${language}, ${engine}`, () => withSite(browser, { engine }, async (site, visitor) => {
    const page = await visitor({ locale });
    const at = (path) => page.goto(site.origin + path);

    await at('/sign-up');
    const said = await send(page, '/sign-up', { user_name: '', mailbox: '', password: '', name_latin: 'Li Wei' }, ['user_name', 'mailbox', 'password']);
    assert.match(said, language === 'en' ? /User name is missing/ : /请填写“用户名”/);
    await send(page, '/sign-up', { user_name: 'li.wei', mailbox: 'li.wei at home', password, name_native: '李伟' }, ['mailbox']);
    await send(page, '/sign-up', { mailbox: 'me@example.com', password: 'short' }, ['password']);
    assert.equal(await page.locator('[name=name_native]').inputValue(), '李伟');
    await send(page, '/sign-up', { user_name: 'x', mailbox: 'nowhere', password: 'short', name_latin: '李伟' }, ['user_name', 'mailbox', 'name_latin', 'password']); // all at once
    await at('/sign-in');
    await send(page, '/sign-in', { name: 'li.wei', password: '' }, ['password']);
    await send(page, '/sign-in', { name: '', password: '' }, ['name', 'password']);
    await send(page, '/sign-in', { name: 'nobody', password }, []); // which of the two was wrong is not told
    await at('/verify');
    // Whoever comes back to what was refused is not asked whether to send the form again.
    await page.goBack();
    assert.equal(new URL(page.url()).pathname, '/sign-in');
    await page.locator('form[action="/sign-in"]').waitFor();
    await at('/verify');
    await send(page, '/verify', { number: '', name: 'Li Wei' }, ['number']);
    await send(page, '/verify/file', {}, ['file']);
    // A file that is too large is told before it is sent; without scripts it is sent, and the form comes again.
    const tooLarge = { name: 'large.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc((8 << 20) + 1) }, file = page.locator('#file');
    await file.setInputFiles(tooLarge);
    await page.locator('#file-larger').waitFor();
    let sent = 0;
    page.on('request', (request) => { sent += request.method() === 'POST'; });
    await page.locator('form[action="/verify/file"] [type=submit]').click();
    assert.equal(await page.evaluate(() => document.activeElement.id), 'file');
    assert.deepEqual([sent, await file.getAttribute('aria-invalid')], [0, 'true']);
    assert.deepEqual(await axeFindings(page), []);
    await file.setInputFiles({ ...tooLarge, buffer: Buffer.from('%PDF-1.4') });
    assert.equal(await page.locator('#file-larger').count(), 0);
    await answered(page, () => page.locator('form[action="/verify/file"] [type=submit]').click());
    await at('/');
    await page.locator('main form[action="/verify"] [type=submit]').click();
    await page.locator('#number-wrong').waitFor();

    await signUp(page, site.origin, 'asker', 'asker@example.net');
    await at('/my/exams/associate');
    await send(page, '/my/exams/associate', { address: '' }, ['address']);
    await send(page, '/my/exams/associate', { address: 'li.wei at home' }, ['address']);
    await page.fill('[name=address]', 'li.wei@example.com');
    await page.click('main form [type=submit]');
    await page.waitForURL('**/my/exams/waiting*');
    await send(page, '/my/exams/waiting', { code: '' }, ['code']);
    await send(page, '/my/exams/waiting', { code: '0000-000' }, ['code']);
    await at('/my/exams/report');
    await send(page, '/my/exams/report', { exam_code: '', exam_day: '', registration_id: '', candidate: '' }, ['exam_code', 'exam_day', 'registration_id', 'candidate']);
    await send(page, '/my/exams/report', { exam_code: 'H12-811', exam_day: '2026-11-03', registration_id: '1', candidate: 'Nobody', validation_id: '2' }, []); // what does not agree is not told
    await send(page, '/my/exams/report', { exam_code: 'H12-811', exam_day: '2026-11-03', registration_id: '1', candidate: 'Nobody', validation_id: '' }, ['validation_id']); // what is empty may be needed
    await at('/my/exams/where');
    await send(page, '/my/exams/where#answer', { exam_code: '' }, []);
    await send(page, '/my/exams/where#answer', { exam_code: 'H12-811', exam_day: '2026-11-03', mailbox: 'li.wei at home' }, ['mailbox']);
    await at('/my/profile');
    await send(page, '/my/profile/password', { old_password: '', new_password: '' }, ['old_password', 'new_password']);
    await send(page, '/my/profile/password', { old_password: password, new_password: 'short' }, ['new_password']);
    await at('/my/profile');
    await page.selectOption('[name=country]', 'DE');
    await page.selectOption('[name=zone]', 'Europe/Berlin');
    await page.locator('[name=phone]').evaluate((field) => field.removeAttribute('maxlength'));
    await send(page, '/my/profile', { phone: '1'.repeat(60), name_latin: 'Li Wei-Schmidt' }, ['phone']);
    assert.equal(await page.locator('[name=country]').inputValue(), 'DE');
    assert.equal(await page.locator('[name=zone]').inputValue(), 'Europe/Berlin');

    const letter = await readLetter(browser, site.origin, 'li.wei@example.com', '/not-me#'), other = await visitor({ locale });
    await openLink(other, letter.notMe);
    await send(other, '/not-me', { address: '' }, ['address']);
    await send(other, '/not-me', { address: 'somebody@example.com' }, ['address']);
  }));

test('a form that is not ours, or did not arrive whole, gets a page of its own that says so', () => withSite(browser, { engine: nextEngine() }, async (site, visitor) => {
  const page = await visitor();
  for (const fields of ['colour=red', 'user_name=a&user_name=b', 'user_name=%']) {
    const answer = await page.request.post(`${site.origin}/sign-up`, { data: fields, headers: { 'Content-Type': 'application/x-www-form-urlencoded' } });
    assert.equal(answer.status(), 422, fields);
    assert.match(await answer.text(), /Not allowed|That did not work|There is no such page/);
  }
}));
