// Who may not: robots that follow every link and press every button, the owner of a mailbox who is signed in as somebody else, a second press, a link that is too old (SPEC 5.1).
// And who may, otherwise than usual: without scripts, with nothing but a keyboard.
import test from 'node:test';
import assert from 'node:assert/strict';
import { newPage, startBrowser, until } from './support.mjs';
import { allLetters, engines, nextEngine, password, readLetter, secretSent, signUp, withSite } from './site.mjs';

const booked = 'li.wei@example.com';
const browser = await startBrowser();
test.after(() => browser.close());

// The account `name` has asked for the mailbox of the records.
async function ask(page, site, name) {
  await signUp(page, site.origin, name, `${name}@example.net`);
  await page.goto(`${site.origin}/my/exams/associate`);
  await page.fill('[name=address]', booked);
  await page.click('main form [type=submit]');
  await page.waitForURL('**/my/exams/waiting*');
}

// What a mail scanner does with the links of letters: opens each in a fresh browser that runs scripts, and once more for each button and link on the page that it leads to, and presses that one; on what comes then, every button as well.
// Several at once, as scanners do. What stands on several pages and leads to the same place, as a link to another page or a button around every page of a kind, is pressed on one of them. Returns how often it pressed.
async function scan(links, origin) {
  const open = async (link) => {
    const page = await newPage(browser);
    await page.goto(link);
    if (link.includes('#')) await secretSent(page);
    return page;
  };
  // Presses the element, whether it can be seen or not, and waits for the page that the press asks of the server; where it asks none, for what the page's script makes of it.
  const press = async (page, element) => {
    const asks = await element.evaluate((it) => it.matches('[type=submit]') || (it.matches('a') && it.href.startsWith('http') && !it.getAttribute('href').startsWith('#')));
    const at = page.url(), what = await element.evaluate((it) => it.outerHTML);
    const answered = asks && page.waitForEvent('framenavigated');
    await Promise.all([answered, element.evaluate((it) => it.click())]).catch((error) => { throw new Error(`${error.message}: ${what} at ${at}`); });
    if (asks) await page.waitForLoadState('load');
    else await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  };
  const followed = new Set(), left = [...links];
  let pressed = 0;
  const pressOne = async (page, nth) => {
    await press(page, page.locator('button, a').nth(nth));
    pressed++;
    for (let k = 0; page.url().startsWith(origin) && k < await page.locator('main button').count(); k++, pressed++) await press(page, page.locator('main button').nth(k));
    await page.context().close();
  };
  await Promise.all([1, 2, 3, 4].map(async () => {
    for (let link; (link = left.pop());) {
      let page = await open(link);
      const targets = await page.locator('button, a').evaluateAll((all) => all.map((it) => (it.matches('a') ? it.href : it.closest('main') ? '' : `${location.pathname} ${it.form?.action} ${it.value} ${it.innerText}`)));
      for (const [nth, target] of targets.entries()) {
        if (followed.has(target) || (target.startsWith('http') && !target.startsWith(origin))) continue; // the body's own site is not ours
        if (target) followed.add(target);
        await pressOne(page ?? await open(link), nth);
        page = null;
      }
      await page?.context().close();
    }
  }));
  return pressed;
}

for (const engine of engines) {
  test(`a robot that opens every link of every letter and presses every button changes nothing, on ${engine}`, () => withSite(browser, { engine, worker: false }, async (site, visitor) => {
    const page = await visitor();
    let known = [];
    // Of the letters that came since, and whatever link opened something before; with `others`, only of those that came since, and these.
    const robot = async (kinds, others) => {
      const all = [...new Set((await allLetters(browser, site.origin)).flatMap((letter) => letter.links))];
      const links = all.filter((link) => !known.includes(link) || (!others && link.includes('#'))).concat(others ?? []);
      known = all;
      for (const kind of kinds) assert.ok(links.some((link) => link.includes(kind)), `${kind} is among ${links}`);
      const before = site.dump(), pressed = await scan(links, site.origin);
      assert.ok(pressed > (others ? links.length : 20), `${pressed} presses`);
      assert.deepEqual(site.dump(), before);
    };
    await ask(page, site, 'asker');
    await robot(['/activate#', '/not-me#']);
    // The letters of what came of it: associated, certificates ready, another password.
    await page.goto((await readLetter(browser, site.origin, booked, '/activate#')).activate);
    await page.getByRole('button', { name: 'Associate', exact: true }).click();
    await page.waitForURL('**/my/exams?done=associated');
    await page.goto(`${site.origin}/my/profile`);
    await page.fill('[name=old_password]', password);
    await page.fill('[name=new_password]', `${password} again`);
    await page.getByRole('button', { name: 'Change the password' }).click();
    await page.waitForURL('**/my/profile?done=password-changed');
    await robot(['/my/certificates', '/activate#', '/not-me#']);
    // And those that would take away: the mailbox is let go, the password forgotten; and the link by which one of the staff sets up how he signs in.
    await page.goto((await readLetter(browser, site.origin, 'asker@example.net', '/activate#')).activate);
    await page.getByRole('button', { name: 'Associate', exact: true }).click();
    await page.waitForURL('**/my/exams?done=associated*');
    await page.goto(`${site.origin}/my/exams/mailboxes`);
    await page.getByRole('link', { name: `Disassociate ${booked}` }).click();
    await page.click('main form [type=submit]');
    await page.waitForURL('**/my/exams/waiting?done=letter-sent');
    const guest = await visitor();
    await guest.goto(`${site.origin}/forgotten`);
    await guest.fill('[name=mailbox]', 'asker@example.net');
    await guest.click('main form [type=submit]');
    await guest.waitForURL('**/*done=*');
    site.run('clock', 'forward', '0s'); // follows up what is due, as the worker does
    const enrol = /\/desk\/enrol#\S+/.exec(site.run('staff', 'add', 'clerk', '--role', 'registrar', '--mailbox', 'clerk@example.com'))[0];
    await robot(['/new-password#', '/activate#', '/not-me#'], [site.origin + enrol]);
  }));

  test(`the mailbox's owner who is signed in as somebody else cannot complete a stranger's request, on ${engine}`, async () => {
    await withSite(browser, { engine, worker: false }, async (site, visitor) => {
      const asker = await visitor(), owner = await visitor();
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
      const sent = async (path, fields) => (await owner.request.post(site.origin + path, { form: fields, maxRedirects: 0 })).status();
      assert.equal(await sent('/activate', { form_token: form, request, token, key: 'by-hand' }), 422);
      assert.equal(await sent('/my/exams/waiting', { form_token: form, request, code: letter.code, key: 'by-hand-2' }), 422);
      assert.equal(await sent('/activate', { form_token: 'wrong', request, token, key: 'by-hand-3' }), 403);
      assert.deepEqual(site.dump(), before);

      // Who asked completes it, once.
      await asker.goto(letter.activate);
      await asker.getByRole('button', { name: 'Associate', exact: true }).click();
      await asker.waitForURL('**/my/exams?done=associated');
      await asker.goto(letter.activate);
      await asker.getByText('This request is completed: the mailbox is associated already.').waitFor();

      // Now it is taken: the owner of another account is told so, and no more.
      await owner.goto(`${site.origin}/my/exams/associate`);
      await owner.fill('[name=address]', booked);
      await owner.click('main form [type=submit]');
      await owner.getByRole('heading', { name: 'This mailbox is associated already' }).waitFor();
      assert.ok(!(await owner.locator('main').innerText()).includes('asker'));
      await owner.getByRole('button', { name: 'OK, send the letter' }).click();
      await owner.waitForURL('**/my/exams?done=owner-told');
    });
  });
}

for (const engine of engines) test(`whoever got the letter stops the request by typing the mailbox, and the link is then over (${engine})`, async () => {
  await withSite(browser, { engine, worker: false }, async (site, visitor) => {
    const asker = await visitor(), other = await visitor();
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
});

for (const engine of engines) test(`a link is over after 24 hours, and the page says what to do (${engine})`, async () => {
  await withSite(browser, { engine }, async (site, visitor) => {
    const page = await visitor();
    await ask(page, site, 'asker');
    const letter = await readLetter(browser, site.origin, booked, '/activate#');
    site.run('clock', 'forward', '25h');
    // Her session moves along with the demonstration's clock; the link does not.
    await until('end of the link', async () => {
      await page.goto(letter.activate); // over the address of the page that it has opened before: it is opened anew
      await secretSent(page);
      return page.getByText('This link was good for 24 hours, which are over.').isVisible();
    });
    await page.getByRole('link', { name: 'Ask for a new letter' }).click();
    await page.getByRole('heading', { name: 'Associate My Exam Record' }).waitFor();
  });
});

test('a guest who opens the link signs in and comes back to it', async () => {
  await withSite(browser, { engine: nextEngine() }, async (site, visitor) => {
    const asker = await visitor(), page = await visitor();
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
});

test('the whole way without scripts', async () => {
  await withSite(browser, { engine: nextEngine() }, async (site, visitor) => {
    const page = await visitor({ javaScriptEnabled: false });
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
    await card.getByRole('button', { name: 'Associate' }).click();
    await page.getByRole('alert').waitFor();
    assert.equal(await card.getByLabel('Code from the letter').getAttribute('aria-invalid'), 'true');
    await card.getByLabel('Code from the letter').fill(letter.code.toLowerCase());
    await card.getByRole('button', { name: 'Associate' }).click();
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
});

test('the whole way with nothing but a keyboard', async () => {
  await withSite(browser, { engine: nextEngine() }, async (site, visitor) => {
    const page = await visitor();
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
    await until('focus on what was wrong', () => page.evaluate(() => document.activeElement.id === 'wrong'));
    await reach('#wrong a');
    await page.keyboard.press('Enter');
    await until('focus on the field', () => page.evaluate(() => document.activeElement.id === 'password'));
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
});
