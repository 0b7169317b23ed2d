// The printed package in a browser, from the application to the door: a candidate applies in steps that are saved, from two tabs at once; staff approve, print, pack and scan; the carrier says that it came. It opens over a make-up Sunday
// (20 September 2026), and is promised over the Mid-Autumn Festival, Golden Week and a make-up Saturday (10 October). In both languages, on a database each; every page without anything for axe to find, and none that scrolls sideways.
import test from 'node:test';
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { startBrowser, until } from './support.mjs';
import { answered, deliver, look, openLink, readLetter, rounds, signInAtDesk, signUp, withSite } from './site.mjs';

const browser = await startBrowser();
test.after(() => browser.close());

const secret = 'what carriers and this site have in common', express = '254412284165';
const words = {
  en: { locale: 'en-GB', apply: 'Apply for it', give: 'Give it up', right: 'The name is right: next', next: 'Next', add: 'Add an address', go: 'Continue', save: 'Save', back: 'Back', cancel: 'Cancel', germany: 'Germany', submit: 'Submit', opens: '22 September 2026', between: '9 October 2026', due: '12 October 2026',
    applied: 'Applied for', approved: 'Approved', packed: 'Packed', mailed: 'Mailed', delivered: 'Delivered', carrier: 'SF Express', page: 'en', mailedOn: '24 September 2026', notSent: 'No express number here means: not sent yet.' },
  zh: { locale: 'zh-CN', apply: '申请', give: '放弃', right: '姓名无误，下一步', next: '下一步', add: '添加地址', go: '继续', save: '保存', back: '返回', cancel: '取消', germany: '德国', submit: '提交', opens: '2026年9月22日', between: '2026年10月9日', due: '2026年10月12日',
    applied: '已申请', approved: '已批准', packed: '已打包', mailed: '已寄出', delivered: '已送达', carrier: '顺丰速运', page: 'sc', mailedOn: '2026年9月24日', notSent: '此处没有快递单号表示尚未寄出。' },
};

for (const [language, say, engine] of rounds(words))
  test(`a package goes from the application to the door, ${language}, ${engine}`, () => withSite(browser, { engine, begins: '2026-09-18', settings: { TESTAMUR_DELIVERY_SECRET: secret } }, async (site, visitor) => {
    const page = await visitor({ locale: say.locale }), wrong = [], booked = 'expert@example.net';
    const main = page.getByRole('main'), field = (name) => main.locator(`[name=${name}]`), press = (name) => answered(page, () => main.getByRole('button', { name, exact: true }).last().click());
    const stands = async (number, state) => {
      await page.goto(`${site.origin}/my/packages/${number}`);
      assert.equal(await main.locator('.badge').first().innerText(), state);
    };
    const follow = (name) => answered(page, () => main.getByRole('link', { name }).first().click());
    page.on('pageerror', (error) => wrong.push(String(error)));
    deliver(site, ['X1,C9,H12-891,2026-09-10,800,pass,expert@example.net,Wei,Li', 'X2,C9,H12-892,2026-09-17,800,pass,expert@example.net,Wei,Li'], '2026-09-18');

    // An account, and the mailbox of the exams.
    await signUp(page, site.origin, `expert.${language}`, `expert.${language}@example.com`);
    await page.goto(`${site.origin}/my/exams/associate`);
    await page.fill('[name=address]', booked);
    await main.getByRole('button').first().click();
    await page.waitForURL('**/my/exams/waiting*');
    await openLink(page, (await readLetter(browser, site.origin, booked, '/activate#')).activate);
    await page.click('form[action="/activate"] button');
    await page.waitForURL('**/my/exams?done=*');

    // Issued today; the package opens three working days after the score report, of which Sunday is one.
    await page.goto(`${site.origin}/my/certificates`);
    assert.ok((await main.innerText()).includes(say.opens));
    await look(page, wrong, 'certificates before it opens');
    await page.goto(`${site.origin}/my/packages/apply`);
    await page.waitForURL('**/apply/mailbox');
    assert.ok((await main.innerText()).includes(say.opens));
    assert.equal(await main.locator('form').count(), 0);
    await look(page, wrong, 'nothing to apply for before it opens');
    site.run('clock', 'set', '2026-09-24T02:00:00Z'); // which the server follows soon

    // My Certificate offers it; step by step, and given up half-done it is still there.
    await until('the day on which it is open', async () => {
      await page.goto(`${site.origin}/my/certificates`);
      return await main.locator('a[href="/my/packages/apply"]').filter({ hasText: say.apply }).count() > 0;
    });
    await look(page, wrong, 'certificates');
    await answered(page, () => main.locator('a[href="/my/packages/apply"]').filter({ hasText: say.apply }).first().click());
    await page.waitForURL('**/apply/*');
    await page.goto(`${site.origin}/my/packages/apply/mailbox`);
    await look(page, wrong, 'mailbox');
    await press(say.next);
    await page.waitForURL('**/apply/certificate');
    assert.match(await main.innerText(), language === 'zh' ? /李伟[^]*Li Wei/ : /Li Wei[^]*李伟/); // each reader's own script first
    assert.equal(await main.locator('a[href^="mailto:"]').getAttribute('href'), 'mailto:certification@example.org');
    await look(page, wrong, 'certificate');
    await press(say.right);
    await page.waitForURL('**/apply/address');
    await page.goto(`${site.origin}/my/packages`);
    await look(page, wrong, 'half-done');
    await page.goto(`${site.origin}/my/packages/apply`);
    await page.waitForURL('**/apply/address');

    // An address, kept, and back here; given up, back here, too. Whoever goes back in the browser sees the form, and is asked to send nothing anew.
    await follow(say.add);
    await follow(say.cancel);
    await page.waitForURL('**/apply/address');
    await follow(say.add);
    await field('country').selectOption('DE');
    await press(say.go);
    await field('country').selectOption('AT');
    await press(say.save);
    await field('country').selectOption('DE');
    await press(say.save);
    await press(say.save);
    assert.ok(await main.locator('#wrong li').count() > 1);
    await follow(say.cancel);
    await page.waitForURL('**/apply/address');
    for (const country of ['DE', 'AT', 'DE']) {
      await page.goBack();
      assert.match(page.url(), /\/my\/addresses\/new\?.*country=/);
      assert.equal(await field('shown').inputValue(), country);
    }
    await page.goto(`${site.origin}/my/packages/apply/address`);
    await follow(say.add);
    await field('country').selectOption('DE');
    await press(say.go);
    for (const [name, value] of Object.entries({ recipient: 'Li Wei', street: 'Musterstraße 1', postal_code: '50667', city: 'Köln', phone: '0221 1234567' })) await field(name).fill(value);
    await press(say.save);
    await page.waitForURL('**/apply/address*');
    await look(page, wrong, 'address');
    await press(say.next);
    await page.waitForURL('**/apply/review');
    await look(page, wrong, 'review');
    assert.ok((await main.innerText()).includes(say.between) && (await main.innerText()).includes(say.due));
    await follow(say.back);
    await page.waitForURL('**/apply/address');

    // Another one that is added here is the one that is chosen then; he takes the first all the same.
    await follow(say.add);
    await field('country').selectOption('DE');
    await press(say.go);
    for (const [name, value] of Object.entries({ recipient: 'Li Wei', street: 'Domkloster 4', postal_code: '50667', city: 'Köln', phone: '0221 1234567' })) await field(name).fill(value);
    await press(say.save);
    await page.waitForURL('**/apply/address?*');
    assert.match(await main.locator('input:checked + label').innerText(), /Domkloster 4/);
    await main.locator('input[type=radio]').first().check();
    await press(say.next);
    await page.waitForURL('**/apply/review');

    // Submitted from two tabs.
    const second = await page.context().newPage();
    await second.goto(`${site.origin}/my/packages/apply/review`);
    await press(say.submit);
    await page.waitForURL('**/my/packages/P*');
    const number = /P[0-9A-Z]{3}-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(page.url())[0];
    await second.getByRole('button', { name: say.submit }).click();
    await second.waitForURL(`**/my/packages/${number}?done=package-already`);
    await second.close();
    await page.goto(`${site.origin}/my/packages`);
    assert.equal(await main.locator('a.number, h3 a').count(), 1);
    await stands(number, say.applied);
    assert.match(await main.innerText(), new RegExp(`${say.between}[^]*${say.due}[^]*${say.notSent}`));
    await look(page, wrong, 'applied');

    // The desk: approved, printed, packed, scanned.
    site.run('demonstration-accounts');
    const clerk = await visitor({ locale: say.locale });
    await signInAtDesk(clerk, site, 'demo.staff');
    await clerk.goto(`${site.origin}/desk/packages`);
    await look(clerk, wrong, 'desk packages');
    await clerk.locator(`input[type=checkbox][value="${number}"]`).check();
    await answered(clerk, () => clerk.locator('button[value=approve]').click());
    await clerk.locator('.note[role=status]').waitFor();
    await look(clerk, wrong, 'desk approved');
    await stands(number, say.approved);
    for (const papers of ['labels', 'slips', 'certificates', 'list']) {
      const download = clerk.waitForEvent('download');
      await clerk.locator(`button[value=${papers}]`).click();
      const content = readFileSync(await (await download).path());
      assert.ok(papers === 'list' ? content.includes(number) && content.includes('Köln') : content.subarray(0, 5).toString() === '%PDF-', papers);
    }
    // The package's own page prints the same, of this one.
    await clerk.goto(`${site.origin}/desk/packages/${number}`);
    await look(clerk, wrong, 'desk package to be printed');
    const labels = clerk.waitForEvent('download');
    await clerk.locator('button[value=labels]').click();
    assert.equal(readFileSync(await (await labels).path()).subarray(0, 5).toString(), '%PDF-');
    await clerk.goto(`${site.origin}/desk/packages`);
    await answered(clerk, () => clerk.locator('button[value=pack-all]').click());
    await clerk.locator('.note[role=status]').waitFor();
    await stands(number, say.packed);
    await look(page, wrong, 'packed');
    await clerk.goto(`${site.origin}/desk/packages/scan`);
    await clerk.locator('#package:focus').waitFor(); // the browser puts the cursor there when it has drawn the page
    await clerk.keyboard.type(`${number.toLowerCase()}\n`); // as a scanner does
    await clerk.locator('#express_number:focus').waitFor();
    await look(clerk, wrong, 'scan');
    await clerk.keyboard.type('254412284166\n');
    await clerk.locator('.note[role=alert]').waitFor();
    await clerk.fill('#express_number', number);
    await clerk.keyboard.press('Enter');
    await clerk.locator('#express_number-wrong').waitFor();
    await clerk.fill('#express_number', 'SOMEBODY7');
    await clerk.keyboard.press('Enter');
    await clerk.waitForURL('**/desk/packages/scan?done=package-mailed-unknown');
    await look(clerk, wrong, 'scan of no known carrier');
    await clerk.goto(`${site.origin}/desk/packages/${number}`);
    for (const [typed, done] of [['SOMEBODY8', 'package-renumbered-unknown'], [express, 'package-renumbered']]) {
      await clerk.locator('details:has(#express_number) summary').click();
      await clerk.fill('#express_number', typed);
      await clerk.locator('form:has(#express_number) button').click();
      await clerk.waitForURL(`**/desk/packages/${number}?done=${done}`);
    }
    assert.ok((await clerk.getByRole('main').innerText()).includes(`50667 KÖLN\n${say.germany}`));
    await look(clerk, wrong, 'desk package');

    // The number is in a letter and in My Certificate, with the way to the carrier.
    const letter = await readLetter(browser, site.origin, booked, express);
    assert.ok(letter.text.includes(number) && letter.text.includes(say.carrier));
    const link = `https://www.sf-express.com/chn/${say.page}/waybill/waybill-detail/${express}`;
    for (const path of ['/my/certificates', `/my/packages/${number}`]) {
      await page.goto(site.origin + path);
      const text = await main.innerText();
      assert.match(text, new RegExp(`${say.mailed}[^]*${say.mailedOn}[^]*${say.carrier}[^]*${express}`));
      assert.ok(text.includes('4567'), 'what the carrier asks for: the end of the phone');
      assert.equal(await main.locator('a[rel=noreferrer]').getAttribute('href'), link);
      await look(page, wrong, `mailed: ${path}`);
    }

    // The carrier says that it came.
    const body = JSON.stringify({ events: [{ id: '1', express_number: express, event: 'delivered', at: '2026-09-24' }, { id: '2', express_number: express, event: 'lost', at: '2026-09-24' }] });
    const call = (t) => fetch(`${site.origin}/hooks/delivery`, { method: 'POST', body, headers: { 'Content-Type': 'application/json', 'X-Testamur-Signature': `t=${t},v1=${createHmac('sha256', secret).update(`${t}.${body}`).digest('hex')}` } });
    assert.equal((await call(1)).status, 401);
    site.run('clock', 'set', '2026-09-24T09:00:00Z'); // which the server follows soon
    const answer = await until('call that is in time', async () => {
      const answered = await call(Date.parse('2026-09-24T09:01:00Z') / 1000);
      return answered.status === 200 && answered.json();
    });
    assert.equal(answer.events[0].taken, true);
    await stands(number, say.delivered);
    await look(page, wrong, 'delivered');
    await page.goto(`${site.origin}/my/certificates`);
    assert.match(await main.innerText(), new RegExp(`${say.delivered}[^]*${say.mailedOn}`));

    // What was said and cannot be taken waits at the desk, with the package that it is about, until somebody has dealt with it; so does the call that was signed wrongly.
    await clerk.goto(`${site.origin}/desk`);
    await answered(clerk, () => clerk.locator('main a[href="/desk/packages/deliveries"]').click());
    const refused = clerk.locator('form[action="/desk/packages/deliveries/refused"]');
    assert.equal(await refused.locator('tbody tr').count(), 2);
    assert.match(await refused.locator('tbody').innerText(), new RegExp(`${express}[^]*lost[^]*${number}`));
    await look(clerk, wrong, 'desk refused events');
    await refused.locator('tr', { hasText: number }).locator('input').check();
    await answered(clerk, () => refused.locator('button').click());
    await clerk.waitForURL('**/desk/packages/deliveries?done=events-settled');
    assert.ok(!(await refused.locator('tbody').innerText()).includes(number));

    // It comes back after all: what the carrier says is no reason to cancel it.
    await clerk.goto(`${site.origin}/desk/packages/${number}`);
    await clerk.locator('form:has(input[value=returned]) textarea').fill('Nobody at home');
    await clerk.locator('form:has(input[value=returned]) button').click();
    await clerk.waitForURL(`**/desk/packages/${number}?done=package-returned`);
    assert.ok((await clerk.locator('main').innerText()).includes('Nobody at home'));
    assert.equal(await clerk.locator('form:has(button[value=stopped]) textarea').inputValue(), '');
    await look(clerk, wrong, 'desk came back');
    assert.deepEqual(wrong, []);
  }));
