// Who may not: robots that follow every link and press every button, the owner of a mailbox who is signed in as somebody else, a second press, a link that is too old (SPEC 5.1).
// And who may, otherwise than usual: without scripts, with nothing but a keyboard.
import test from 'node:test';
import assert from 'node:assert/strict';
import { startBrowser, told } from './support.mjs';
import { engines, password, readLetter, signIn, signUp, startSite } from './site.mjs';

const booked = 'li.wei@example.com';
const browser = await startBrowser();
test.after(() => browser.close());

async function person(options = {}) {
  const context = await browser.newContext({ locale: 'en', ...options });
  context.setDefaultTimeout(15_000);
  return context.newPage();
}

// The account `name` has asked for the mailbox of the records.
async function ask(page, site, name) {
  await signUp(page, site.origin, name, `${name}@example.net`);
  await page.goto(`${site.origin}/my/exams/associate`);
  await page.fill('[name=address]', booked);
  await page.click('main form [type=submit]');
  await page.waitForURL('**/my/exams/waiting*');
}

// Opens the link in a fresh browser, and again for each button and link on the page that it leads to, and presses that one; on what comes then, every button as well.
async function robot(link, origin) {
  const open = async () => {
    const page = await person();
    await page.goto(link);
    await page.waitForLoadState('networkidle');
    return page;
  };
  let pressed = 0;
  const first = await open();
  const count = await first.locator('button, a').count();
  await first.context().close();
  for (let i = 0; i < count; i++) {
    const page = await open();
    const what = page.locator('button, a').nth(i);
    for (const field of await page.locator('input[required]').all()) await field.evaluate((input) => input.removeAttribute('required'));
    await what.click({ force: true, noWaitAfter: true, timeout: 5000 }).catch(() => {});
    await page.waitForLoadState('networkidle');
    pressed++;
    if (page.url().startsWith(origin)) {
      for (const button of await page.locator('main button').all()) {
        await button.click({ noWaitAfter: true, timeout: 2000 }).catch(() => {});
        pressed++;
      }
      await page.waitForLoadState('networkidle');
    }
    await page.context().close();
  }
  return pressed;
}

for (const engine of engines) {
  test(`a robot that opens every link and presses every button changes nothing, on ${engine}`, async () => {
    const site = await startSite({ engine, worker: false }), page = await person();
    await told(page, site, async () => {
      await ask(page, site, 'asker');
      const letters = [await readLetter(browser, site.origin, booked, '/activate#'), await readLetter(browser, site.origin, 'asker@example.net', '/activate#')];
      const links = [...new Set(letters.flatMap((letter) => letter.links))];
      assert.ok(links.some((link) => link.includes('/activate#')) && links.some((link) => link.includes('/not-me#')));
      const before = site.dump();
      let pressed = 0;
      for (const link of links) pressed += await robot(link, site.origin);
      assert.ok(pressed > 20, `${pressed} presses`);
      assert.deepEqual(site.dump(), before);
    });
    await page.context().close();
    await site.stop();
  });

  test(`the mailbox's owner who is signed in as somebody else cannot complete a stranger's request, on ${engine}`, async () => {
    const site = await startSite({ engine, worker: false }), asker = await person(), owner = await person();
    await told(owner, site, async () => {
      await ask(asker, site, 'asker');
      await signUp(owner, site.origin, 'owner', 'owner@example.net');
      const letter = await readLetter(browser, site.origin, booked, '/activate#');
      const before = site.dump();
      await owner.goto(letter.activate);
      await owner.getByRole('heading', { name: 'If it was not you' }).waitFor();
      assert.equal(await owner.getByRole('button', { name: 'Associate' }).count(), 0);
      assert.ok(!(await owner.locator('main').innerText()).includes('asker'), 'who asked is not told');
      // By hand as well, with the owner's own session and the form's secrets.
      const request = await asker.locator('section').filter({ hasText: booked }).locator('[name=request]').inputValue();
      const token = letter.activate.split('#')[1], form = await owner.locator('[name=form_token]').first().inputValue();
      const sent = (path, fields) => owner.evaluate(async ([path, fields]) => (await fetch(path, { method: 'POST', body: new URLSearchParams(fields) })).status, [path, fields]);
      assert.equal(await sent('/activate', { form_token: form, request, token, key: 'by-hand' }), 422);
      assert.equal(await sent('/my/exams/waiting', { form_token: form, request, code: letter.code, key: 'by-hand-2' }), 422);
      assert.equal(await sent('/activate', { form_token: 'wrong', request, token, key: 'by-hand-3' }), 403);
      assert.deepEqual(site.dump(), before);

      // Who asked completes it, once.
      await asker.goto(letter.activate);
      await asker.getByRole('button', { name: 'Associate', exact: true }).click();
      await asker.waitForURL('**/my/exams?done=associated');
      await asker.goto('about:blank');
      await asker.goto(letter.activate);
      await asker.getByText('This request is completed: the mailbox is associated already.').waitFor();

      // Now it is taken: the owner of another account is told so, and no more.
      await owner.goto(`${site.origin}/my/exams/associate`);
      await owner.fill('[name=address]', booked);
      await owner.click('main form [type=submit]');
      await owner.getByRole('heading', { name: 'This mailbox is associated already' }).waitFor();
      assert.ok(!(await owner.locator('main').innerText()).includes('asker'));
      await owner.getByRole('button', { name: 'OK, send the letter' }).click();
      await owner.waitForURL('**/my/exams/waiting*');
    });
    await asker.context().close();
    await owner.context().close();
    await site.stop();
  });
}

test('whoever got the letter stops the request by typing the mailbox, and the link is then over', async () => {
  const site = await startSite({ worker: false }), asker = await person(), other = await person();
  await told(other, site, async () => {
    await ask(asker, site, 'asker');
    const letter = await readLetter(browser, site.origin, booked, '/activate#');
    await other.goto(letter.notMe);
    await other.fill('[name=address]', 'somebody@example.com');
    await other.getByRole('button', { name: 'Stop the request' }).click();
    await other.getByRole('alert').waitFor();
    await other.fill('[name=address]', booked);
    await other.getByRole('button', { name: 'Stop the request' }).click();
    await other.waitForURL('**/?done=disowned');
    await asker.goto(letter.activate);
    await asker.getByText('The owner of the mailbox has stopped this request.').waitFor();
  });
  await asker.context().close();
  await other.context().close();
  await site.stop();
});

test('a link is over after 24 hours, and the page says what to do', async () => {
  const site = await startSite(), page = await person();
  await told(page, site, async () => {
    await ask(page, site, 'asker');
    const letter = await readLetter(browser, site.origin, booked, '/activate#');
    site.run('clock', 'forward', '25h');
    await page.waitForTimeout(1000);
    await page.context().clearCookies();
    await signIn(page, site.origin, 'asker');
    await page.goto(letter.activate);
    await page.getByText('This link was good for 24 hours, which are over.').waitFor();
    await page.getByRole('link', { name: 'Ask for a new letter' }).click();
    await page.getByRole('heading', { name: 'Associate My Exam Record' }).waitFor();
  });
  await page.context().close();
  await site.stop();
});

test('a guest who opens the link signs in and comes back to it', async () => {
  const site = await startSite(), asker = await person(), page = await person();
  await told(page, site, async () => {
    await ask(asker, site, 'asker');
    const letter = await readLetter(browser, site.origin, booked, '/activate#');
    await page.goto(letter.activate);
    await page.getByRole('main').getByRole('link', { name: 'Sign in' }).click();
    await page.fill('[name=name]', 'asker');
    await page.fill('[name=password]', password);
    await page.click('main form [type=submit]');
    await page.getByRole('button', { name: 'Associate', exact: true }).waitFor();
    // In another language it is still there.
    await page.getByRole('button', { name: '简体中文' }).click();
    await page.getByRole('button', { name: '关联', exact: true }).click();
    await page.waitForURL('**/my/exams?done=associated');
  });
  await asker.context().close();
  await page.context().close();
  await site.stop();
});

test('the whole way without scripts', async () => {
  const site = await startSite(), page = await person({ javaScriptEnabled: false });
  await told(page, site, async () => {
    await page.goto(site.origin);
    await page.getByRole('button', { name: '简体中文' }).click();
    await page.getByRole('button', { name: 'English' }).click();
    await ask(page, site, 'plain');
    const letter = await readLetter(browser, site.origin, booked, '/activate#');
    await page.goto(letter.activate);
    await page.getByText('Scripts are off in this browser?').waitFor();
    await page.getByRole('link', { name: 'Type the code' }).click();
    const card = page.locator('section').filter({ hasText: booked });
    await card.getByLabel('Code from the letter').fill('0000-0000');
    await card.getByRole('button').click();
    await page.getByRole('alert').waitFor();
    assert.equal(await card.getByLabel('Code from the letter').getAttribute('aria-invalid'), 'true');
    await card.getByLabel('Code from the letter').fill(letter.code.toLowerCase());
    await card.getByRole('button').click();
    await page.waitForURL('**/my/exams?done=associated');
    await page.goto(`${site.origin}/my/certificates`);
    await page.locator('.document').filter({ hasText: 'HCIA-Datacom' }).getByRole('link', { name: 'Details' }).click();
    const address = await page.locator('.stacked a').getAttribute('href'), code = await page.locator('.number.large').innerText();
    await page.goto(address);
    await page.getByLabel('Verification code').fill(code);
    await page.getByRole('button', { name: 'Show the details' }).click();
    await page.getByText('Li Wei').waitFor();
    await page.goto(letter.notMe);
    await page.getByText('simply do not answer the letter').waitFor();
  });
  await page.context().close();
  await site.stop();
});

test('the whole way with nothing but a keyboard', async () => {
  const site = await startSite(), page = await person();
  // Tabs until the element that fits has the focus; each on the way must show that it has it.
  const reach = async (selector) => {
    for (let presses = 0; presses < 60; presses++) {
      await page.keyboard.press('Tab');
      const at = await page.evaluate((wanted) => {
        const element = document.activeElement, style = getComputedStyle(element);
        return { there: element.matches(wanted), shown: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2, html: element.outerHTML.slice(0, 100), body: element === document.body };
      }, selector);
      assert.ok(at.shown || at.body, `no focus to be seen: ${at.html}`);
      if (at.there) return;
    }
    throw new Error(`${selector} is not reached by Tab`);
  };
  const type = async (selector, text) => {
    await reach(selector);
    await page.keyboard.type(text);
  };
  const press = async (selector, url) => {
    await reach(selector);
    await Promise.all([page.waitForURL(url), page.keyboard.press('Enter')]);
    await page.waitForLoadState();
  };
  await told(page, site, async () => {
    await page.goto(site.origin);
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.className), 'skip');
    await page.keyboard.press('Enter');
    await press('main a[href="/sign-up"]', '**/sign-up');
    await type('[name=user_name]', 'keys');
    await type('[name=mailbox]', 'keys@example.net');
    await type('[name=password]', 'too short');
    await reach('main [type=submit]');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.id), 'wrong', 'the reader begins at what was wrong');
    await reach('#wrong a');
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'password');
    await page.keyboard.type(password);
    await press('main [type=submit]', '**/my/exams/waiting*');
    await press('nav.tabs a[href="/my/exams"]', '**/my/exams');
    await press('main a[href="/my/exams/associate"]', '**/my/exams/associate');
    await type('[name=address]', booked);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/my/exams/waiting*');
    const letter = await readLetter(browser, site.origin, booked, '/activate#');
    await page.goto(letter.activate);
    await page.getByRole('button', { name: 'Associate', exact: true }).waitFor();
    await press('main form[action="/activate"] button', '**/my/exams?done=associated');
    await press('nav.tabs a[href="/my/certificates"]', '**/my/certificates');
    const download = page.waitForEvent('download');
    await reach('.document h2 a');
    await page.keyboard.press('Enter');
    assert.match((await download).suggestedFilename(), /\.pdf$/);
    await press('.tools form[action="/sign-out"] button', '**/?done=signed-out');
  });
  await page.context().close();
  await site.stop();
});
