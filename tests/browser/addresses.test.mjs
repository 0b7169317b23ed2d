// Postal addresses in a browser without scripts: the form is the one of the country, what was typed stays when another is chosen, what is wrong is said beside its field; one is preferred, and
// one can go. In both languages, on a database each.
import test from 'node:test';
import assert from 'node:assert/strict';
import { startBrowser } from './support.mjs';
import { answered, rounds, signUp, withSite } from './site.mjs';

const browser = await startBrowser();
test.after(() => browser.close());

const words = {
  en: { locale: 'en-GB', add: 'Add an address', go: 'Continue', show: 'Show its fields', save: 'Save', change: 'Change', prefer: 'Prefer this one', remove: 'Remove', sure: 'Remove this address', state: 'State or territory', preferred: 'Preferred', china: 'China', germany: 'Germany', told: /^Postal code: [^]*Street and house number \(in Latin letters\) is missing/m },
  zh: { locale: 'zh-CN', add: '添加地址', go: '继续', show: '显示其填写项', save: '保存', change: '修改', prefer: '设为首选', remove: '删除', sure: '删除此地址', state: '州', preferred: '首选', china: '中国', germany: '德国', told: /^邮政编码：[^]*请填写“街道和门牌号（拉丁字母）”/m },
};

for (const [language, say, engine] of rounds(words))
  test(`addresses are kept in the form of their country, ${language}, ${engine}`, () => withSite(browser, { engine }, async (site, visitor) => {
    const page = await visitor({ locale: say.locale, javaScriptEnabled: false });
    const main = page.getByRole('main'), field = (name) => main.locator(`[name=${name}]`), press = (name) => answered(page, () => main.getByRole('button', { name }).last().click());
    const follow = (name) => answered(page, () => main.getByRole('link', { name }).first().click());
    const names = () => main.locator('form').first().locator('input:not([type=hidden]), select, textarea').evaluateAll((all) => all.map((one) => one.name));
    const wrongAt = async (name) => {
      await main.locator(`[id="${name}-wrong"]`).waitFor();
      assert.equal(await main.locator(`#wrong a[href="#${name}"]`).count(), 1, name);
    };
    const cards = () => main.locator('.card').evaluateAll((all) => all.map((card) => [...card.querySelectorAll('address'), card.querySelector('.number')].map((one) =>
      [...one.querySelectorAll('span')].map((line) => line.textContent).join('|') || one.textContent)));
    await signUp(page, site.origin, `keeper.${language}`, `keeper.${language}@example.com`);

    await page.goto(`${site.origin}/my/addresses`);
    await follow(say.add);
    assert.deepEqual(await names(), ['country']);
    await field('country').selectOption('US');
    await press(say.go);
    assert.deepEqual(await names(), ['country', 'recipient', 'organization', 'street', 'city', 'region', 'postal_code', 'phone']);
    assert.ok(await main.getByLabel(say.state).isVisible());
    await field('street').fill('坂田街道五和大道1号');
    await field('city').fill('深圳市');
    await field('postal_code').fill('518129');

    // It was China after all: the fields are its own, and what was typed stays in them.
    await field('country').selectOption('CN');
    await press(say.save);
    assert.deepEqual(await names(), ['country', 'recipient', 'organization', 'postal_code', 'region', 'city', 'district', 'street', 'latin_recipient', 'latin_organization', 'latin_street', 'latin_district',
      'latin_city', 'phone']);
    // Provinces stand in the order of the names that one reads first.
    const both = (await field('region').locator('option').allTextContents()).filter((one) => one.includes(' · '));
    assert.equal(both.length > 30, language === 'en');
    assert.deepEqual(both, [...both].sort());
    assert.equal(await field('street').inputValue(), '坂田街道五和大道1号');
    assert.equal(await field('recipient').inputValue(), 'Li Wei');

    // All that is wrong is said at once, with the field's name and beside it; the Enter key saves.
    await field('recipient').fill('李伟');
    await field('region').selectOption({ value: '广东省' });
    await field('postal_code').fill('51812');
    await field('phone').fill('138 0013 8000');
    await answered(page, () => field('phone').press('Enter'));
    for (const name of ['postal_code', 'latin_recipient', 'latin_street', 'latin_city']) await wrongAt(name);
    assert.equal(await main.locator('#wrong li').count(), 4);
    assert.match(await main.locator('#wrong').innerText(), say.told);
    await field('postal_code').fill('518129');
    await field('latin_recipient').fill('Li Wei');
    await field('latin_street').fill('P.O. Box 12');
    await field('latin_city').fill('Shenzhen');
    await press(say.save);
    await wrongAt('latin_street');
    assert.equal(await field('region').inputValue(), '广东省');
    await field('latin_street').fill('1 Wuhe Avenue');
    await press(say.save);
    await page.waitForURL('**/my/addresses?*');
    assert.deepEqual(await cards(), [[`518129|广东省深圳市|坂田街道五和大道1号|李伟|${say.china}`, 'Li Wei|1 Wuhe Avenue|Shenzhen|GUANGDONG SHENG, 518129|CHINA', '+8613800138000']]);

    // A second one; it becomes the preferred one, then the first goes.
    await follow(say.add);
    await field('country').selectOption('DE');
    await press(say.go);
    for (const [name, value] of Object.entries({ recipient: 'Li Wei', street: 'Musterstraße 1\nHinterhaus', postal_code: '50667', city: 'Köln', phone: '0221 1234567' })) await field(name).fill(value);
    await press(say.save);
    await page.waitForURL('**/my/addresses?*');
    assert.equal((await cards())[1][0], `Li Wei|Musterstraße 1|Hinterhaus|50667 KÖLN|${say.germany}`);
    await press(say.prefer);
    assert.match(await main.locator('.card').first().innerText(), new RegExp(`${say.preferred}[^]*KÖLN`));
    await follow(say.change);
    assert.equal(await field('street').inputValue(), 'Musterstraße 1\nHinterhaus');
    // Another country, as it stands in the page's address once it was chosen; nothing of it is kept yet.
    const other = new URL(page.url());
    other.searchParams.set('country', 'AT');
    await page.goto(other.href);
    assert.deepEqual([await field('country').inputValue(), await field('shown').inputValue(), await field('street').inputValue()], ['AT', 'AT', 'Musterstraße 1\nHinterhaus']);
    await page.goBack();
    assert.equal(await field('country').inputValue(), 'DE');
    await field('street').fill('Domkloster 4');
    await press(say.save);
    assert.equal((await cards())[0][0], `Li Wei|Domkloster 4|50667 KÖLN|${say.germany}`);
    await main.locator('summary', { hasText: say.remove }).last().click();
    await press(say.sure);
    await page.waitForURL('**/my/addresses?*removed*');
    assert.deepEqual((await cards()).map((card) => card[1]), ['+492211234567']);
  }));

// Where packages are posted in the country itself, the form is kept as it comes: nothing is needed in Latin letters, and half of them hold up nothing.
for (const [language, say, engine] of rounds(words))
  test(`an address at home needs no Latin letters, ${language}, ${engine}`, () => withSite(browser, { engine, settings: { TESTAMUR_HOME_COUNTRY: 'CN' } }, async (site, visitor) => {
    const page = await visitor({ locale: say.locale, javaScriptEnabled: false });
    const main = page.getByRole('main'), field = (name) => main.locator(`[name=${name}]`), press = (name) => answered(page, () => main.getByRole('button', { name }).last().click());
    await signUp(page, site.origin, `keeper.${language}`, `keeper.${language}@example.com`);
    for (const half of ['', 'Li Wei']) {
      await page.goto(`${site.origin}/my/addresses/new`);
      await field('country').selectOption('CN');
      await press(say.go);
      assert.equal(await field('recipient').inputValue(), '李伟');
      assert.equal(await field('latin_recipient').inputValue(), '');
      assert.equal(await main.locator('fieldset [required]').count(), 0);
      await field('region').selectOption({ value: '广东省' });
      for (const [name, value] of Object.entries({ street: '坂田街道五和大道1号', city: '深圳市', postal_code: '518129', phone: '138 0013 8000', latin_recipient: half })) await field(name).fill(value);
      await press(say.save);
      await page.waitForURL('**/my/addresses?*');
    }
    assert.equal(await main.locator('.card').count(), 2);
  }));
