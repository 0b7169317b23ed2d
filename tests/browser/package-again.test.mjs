// What is sent a second time, in a browser, from the candidate's page to his door (SPEC 8.2, 8.4): a package comes back, and he says where it is to go; what was delivered in the end is wet, and is replaced by a case. He sees at each step what he waits for
// and until when; so do the staff. In both languages, on a database each.
import test from 'node:test';
import assert from 'node:assert/strict';
import { startBrowser, until } from './support.mjs';
import { answered, arrive, deliver, flowsOf, main, pressed, readLetter, signInAtDesk } from './site.mjs';

const browser = await startBrowser();
test.after(() => browser.close());

const words = {
  en: { locale: 'en-GB', back: '18 March 2026', first: '26 March 2026', last: '30 March 2026', chosen: 'You chose on 19 March 2026 where it is to go.', again: 'To be sent once more', approved: 'Approved', mailed: 'Mailed', delivered: 'Delivered', sf: 'SF Express', sfPage: 'https://www.sf-express.com/chn/en/waybill/waybill-detail/', post: 'EMS / UPU',
    replaces: 'Another package has replaced this one since 31 March 2026', between: ['8 April 2026', '10 April 2026'] },
  zh: { locale: 'zh-CN', back: '2026年3月18日', first: '2026年3月26日', last: '2026年3月30日', chosen: '您已于 2026年3月19日 选择收件地址。', again: '待再次寄送', approved: '已批准', mailed: '已寄出', delivered: '已送达', sf: '顺丰速运', sfPage: 'https://www.sf-express.com/chn/sc/waybill/waybill-detail/', post: 'EMS / 万国邮联',
    replaces: '自 2026年3月31日 起已由另一包裹替代', between: ['2026年4月8日', '2026年4月10日'] },
};
const flow = flowsOf(test, browser, words);

flow('what came back, and what is replaced, comes to the door', async ({ site, say, people, see }) => {
  const page = await people(), clerk = await people(), mailbox = 'expert@example.net', sf = '254412284165', post = 'RR473124829DE';
  const field = (name) => page.locator(`main [name=${name}]`);
  const next = () => answered(page, () => page.locator('main form button[type=submit]').last().click());
  const card = (act) => `form:has(input[name=act][value=${act}])`;
  const keep = async (street) => {
    await page.locator('[name=country]').selectOption('DE');
    await next();
    for (const [name, value] of Object.entries({ recipient: 'Li Wei', street, postal_code: '50667', city: 'Köln', phone: '0221 1234567' })) await field(name).fill(value);
    await next();
  };
  // The package as the staff do it, from what is approved to the carrier.
  const send = async (number, express, approve) => {
    await clerk.goto(`${site.origin}/desk/packages/${number}`);
    if (approve) await pressed(clerk, `${card('approved')} button`);
    await pressed(clerk, `${card('packed')} button`);
    await clerk.fill('#express_number', express);
    await pressed(clerk, `${card('mailed')} button`);
    await see(clerk);
  };
  const follow = async (number, carrier, express, link) => {
    await page.goto(`${site.origin}/my/packages/${number}`);
    assert.match(await main(page), new RegExp(`${say.mailed}[^]*${carrier}[^]*${express}`));
    assert.equal(await page.locator('main a.button[rel=noreferrer]').getAttribute('href'), link);
    assert.ok((await readLetter(browser, site.origin, mailbox, express)).text.includes(carrier));
  };
  // Of a day that the server's clock, which follows the store's soon, may not know yet.
  const written = (number, act, name, day, reason) => until(`${day} taken for ${act}`, async () => {
    await clerk.goto(`${site.origin}/desk/packages/${number}`);
    await clerk.fill(`#${name}`, day);
    if (reason) await clerk.locator(`${card(act)} textarea`).fill(reason);
    await pressed(clerk, `${card(act)} button`);
    return clerk.url().endsWith(`?done=package-${act}`);
  });
  const arrived = async (number, day) => {
    await written(number, 'delivered', 'day', day);
    await page.goto(`${site.origin}/my/packages/${number}`);
    assert.equal(await page.locator('.badge').first().innerText(), say.delivered);
  };

  // He has applied, and it is on its way.
  site.run('demonstration-accounts');
  await arrive(browser, page, site.origin, 'expert', mailbox);
  deliver(site, [`X1,C9,H12-891,2026-02-23,800,pass,${mailbox},Wei,Li`, `X2,C9,H12-892,2026-03-02,800,pass,${mailbox},Wei,Li`], '2026-03-09');
  await until('certificate with a package', async () => {
    await page.goto(`${site.origin}/my/packages/apply/mailbox`);
    return page.locator('[name=mailbox]').count();
  });
  await next();
  await page.locator('[name=certificate]').first().check();
  await next();
  await pressed(page, 'main a[href^="/my/addresses/new"]');
  await keep('Musterstraße 1');
  await next();
  await next();
  const number = /P[0-9A-Z]{3}-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(page.url())[0];
  await signInAtDesk(clerk, site, 'demo.staff');
  await send(number, sf, true);
  await follow(number, say.sf, sf, `${say.sfPage}${sf}`);

  // It comes back; the staff write it down a day later, and not for a day on which it cannot have been.
  site.run('clock', 'set', '2026-03-19T02:00:00Z');
  for (const day of ['2026-03-08', '2026-03-20']) {
    await clerk.goto(`${site.origin}/desk/packages/${number}`);
    await clerk.fill('#back_day', day);
    await pressed(clerk, `${card('returned')} button`);
    assert.equal(await clerk.locator('#wrong a').first().getAttribute('href'), '#back_day');
    assert.equal(await clerk.locator('#back_day').inputValue(), day);
    await see(clerk);
  }
  await written(number, 'returned', 'back_day', '2026-03-18', 'Nobody at home');
  await see(clerk);
  assert.ok((await main(clerk)).includes(say.back));

  // He reads of it, sees by when it would be sent if he says today where it is to go, and says so: from now on that is promised.
  assert.ok((await readLetter(browser, site.origin, mailbox, say.back)).text.includes('Nobody at home'));
  await page.goto(`${site.origin}/my/packages/${number}`);
  assert.match(await main(page), new RegExp(`${say.back}[^]*${say.first}[^]*${say.last}`));
  await see(page);
  await page.goto(`${site.origin}/my/certificates`);
  assert.ok((await main(page)).includes(say.last));
  await page.goto(`${site.origin}/my/addresses/new?back=/my/packages/${number}`);
  await keep('Domkloster 4');
  await page.locator(`${card('address')} .choice:has-text("Domkloster 4") input`).check();
  await pressed(page, `${card('address')} button`);
  assert.match(page.url(), /done=package-address$/);
  for (const path of [`/my/packages/${number}`, '/my/packages', '/my/certificates']) {
    await page.goto(site.origin + path);
    assert.match(await main(page), new RegExp(`${say.chosen}[^]*${say.first}[^]*${say.last}`), path);
    await see(page);
  }
  assert.match((await readLetter(browser, site.origin, mailbox, 'Domkloster 4')).text, new RegExp(`${say.first}[^]*${say.last}`));

  // The staff find it by the day on which it is due, and send it once more.
  await clerk.goto(`${site.origin}/desk/packages`);
  assert.match(await clerk.locator('tbody tr', { hasText: number }).innerText(), new RegExp(`${say.again}[^]*${say.last}`));
  await see(clerk);
  await pressed(clerk, `tbody a[href="/desk/packages/${number}"]`);
  await pressed(clerk, `${card('again')} button`);
  await send(number, post, false);
  await follow(number, say.post, post, 'https://globaltracktrace.ptc.post/gtt.web/Search.aspx');
  site.run('clock', 'set', '2026-03-31T02:00:00Z');
  await arrived(number, '2026-03-30');
  assert.ok((await main(page)).includes(say.last)); // the 30th
  await see(page);

  // It is wet: he asks for another one, and what he reads of it is his case.
  await field('text').fill('It is wet through.');
  await pressed(page, `${card('replace')} button`);
  const asked = page.url().match(/cases\/([\w-]+)\?done=case-opened$/)[1];
  await see(page);
  await page.goto(`${site.origin}/my/packages/${number}`);
  assert.equal(await page.locator(`main a[href="/my/cases/${asked}"]`).count(), 1);
  await see(page);
  await clerk.goto(`${site.origin}/desk/cases/${asked}`);
  await see(clerk);
  await clerk.check('[name=outcome][value=granted]');
  await clerk.fill('#reason', 'A new one is printed.');
  await pressed(clerk, 'form[action^="/desk/cases/decide/"] button');
  await page.goto(`${site.origin}/my/packages/${number}`);
  assert.ok((await main(page)).includes(say.replaces));
  const fresh = (await page.locator('.note a.number').innerText()).trim();
  await pressed(page, `.note a[href="/my/packages/${fresh}"]`);
  assert.equal(await page.locator('.badge').first().innerText(), say.approved);
  assert.match(await main(page), new RegExp(`${say.between[0]}[^]*${say.between[1]}`)); // over the holiday of 4 to 6 April
  await see(page);
  await send(fresh, '254412284226', false);
  await clerk.locator('[name=carrier][value=sf]').check(); // FedEx could have it
  await pressed(clerk, `${card('mailed')} button`);
  await follow(fresh, say.sf, '254412284226', `${say.sfPage}254412284226`);
  await arrived(fresh, '');
  await see(page);
  await page.goto(`${site.origin}/my/certificates`);
  assert.match(await main(page), new RegExp(`${say.delivered}[^]*254412284226`));
}, { begins: '2026-03-09' });
