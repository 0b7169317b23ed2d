// What belongs to whom, in a browser, as candidates and staff live it (SPEC 5.5, 5.8, 5.10): a mailbox is let go and comes again; two accounts become one; what is another's has to leave on its day. In both languages, on a
// database each; every page without anything for axe to find, and none that scrolls sideways.
import test from 'node:test';
import assert from 'node:assert/strict';
import { startBrowser, until } from './support.mjs';
import { answered, arrive, card, deliver, findPerson, flowsOf, main, openLink, password, photograph, pressed, readLetter, signInAtDesk } from './site.mjs';

const browser = await startBrowser();
test.after(() => browser.close());

const words = {
  en: { locale: 'en-GB', issued: 'Issued', suspended: 'Suspended', withdrawn: 'Withdrawn', valid: 'Valid', stopped: 'The owner of the mailbox has stopped this request.', willStop: 'will be suspended', notYet: 'Not earned yet', decided: 'It was decided before whose this is', until: '20 December 2026', willGo: 'will be withdrawn', left: 'Left',
    earned: 'will be earned', empty: 'This account is empty', act: '27 November 2026', reminder: 'This is a reminder', stays: 'It stays as it is', back: 'It is back in your account',
    since: 'Since 27 November 2026.', proposes: 'proposes to undo it', restsOn: 'What this account has for it today', didNotCome: 'Did not come', came: 'In your account', reason: 'An exam record on which it rests had to leave the account' },
  zh: { locale: 'zh-CN', issued: '已颁发', suspended: '已暂停', withdrawn: '已撤回', valid: '有效', stopped: '邮箱的主人已终止这一申请。', willStop: '将被暂停', notYet: '尚未获得', decided: '此前已就其归属作出决定', until: '2026年12月20日', willGo: '将被撤回', left: '转出',
    earned: '将获得', empty: '本账号为空', act: '2026年11月27日', reminder: '提醒', stays: '保持原状', back: '它已回到您的账号',
    since: '自 2026年11月27日 起。', proposes: '建议还原', restsOn: '本账号目前具备的条件', didNotCome: '未转入', came: '在您的账号中', reason: '其所依据的一条考试记录须离开该账号' },
};

const flow = flowsOf(test, browser, words);
// The state and the number of a certificate, as its holder reads them.
async function certificate(page, site, certification) {
  await page.goto(`${site.origin}/my/certificates`);
  const one = card(page, certification);
  return { state: await one.locator('.badge').first().innerText(), number: await one.locator('dd.number').first().innerText() };
}

// What anybody reads at the address of its QR code.
async function verdict(page, site, number) {
  await page.goto(`${site.origin}/v/${number}`);
  return page.locator('.verdict').innerText();
}

flow('a mailbox is let go and comes again', async ({ site, say, people, see }) => {
  const page = await people(), reader = await people(), staff = await people(), booked = 'li.wei@example.com';
  site.run('demonstration-accounts');
  const signedUp = await arrive(browser, page, site.origin, 'leaver', 'leaver@example.net');
  const associate = async (before) => {
    await page.goto(`${site.origin}/my/exams/associate`);
    await page.fill('[name=address]', booked);
    await pressed(page, 'form[action="/my/exams/associate"] button');
    const letter = await readLetter(browser, site.origin, booked, '/activate#', before);
    await openLink(page, letter.activate);
    await pressed(page, 'form[action="/activate"] button');
    assert.match(page.url(), /\/my\/exams\?done=associated$/);
    return letter;
  };
  const associated = await associate();
  const { number } = await certificate(page, site, 'HCIA-Datacom');

  // Trainee Mailbox Management says beforehand what will change.
  const ask = async (how) => {
    await page.goto(`${site.origin}/my/exams`);
    await pressed(page, 'main a[href="/my/exams/mailboxes"]');
    await see(page);
    await answered(page, () => page.locator('.card').filter({ hasText: booked }).locator('a.button[href^="/my/exams/mailboxes/mailbox/"]').click());
    assert.match(await main(page), new RegExp(`${number}[:：] ?${say.willStop}`));
    await see(page);
    await page.check(`#letter-${how}`);
    await pressed(page, 'main form [type=submit]');
    assert.match(page.url(), /\/my\/exams\/waiting\?done=letter-sent$/);
  };
  await ask('mailbox');
  await see(page);

  // Whoever reads the mailbox says "This was not me" by typing its address; the link is over then.
  const first = await readLetter(browser, site.origin, booked, '/activate#', associated);
  await openLink(reader, first.notMe);
  await see(reader);
  await reader.fill('[name=address]', 'somebody@example.com');
  await pressed(reader, 'form[action="/not-me"] button');
  await reader.locator('#address-wrong').waitFor();
  await reader.fill('[name=address]', booked);
  await pressed(reader, 'form[action="/not-me"] button');
  assert.match(reader.url(), /\/\?done=disowned$/);
  await openLink(page, first.activate);
  assert.ok((await main(page)).includes(say.stopped));
  await see(page);

  // He asks again, by a letter to his own mailbox, and withdraws it: that link is over, too.
  await ask('own');
  const withdrawn = await readLetter(browser, site.origin, 'leaver@example.net', '/activate#', signedUp);
  await pressed(page, 'form[action^="/my/exams/waiting/"] button');
  assert.match(page.url(), /\/my\/exams\?done=withdrawn$/);
  await see(page);
  await openLink(page, withdrawn.activate);
  assert.equal(await page.locator('form[action="/activate"]').count(), 0);
  await see(page);

  // Asked once more it is done, and the other mailbox is told.
  await ask('own');
  await openLink(page, (await readLetter(browser, site.origin, 'leaver@example.net', '/activate#', withdrawn)).activate);
  assert.match(await main(page), new RegExp(`${number}[:：] ?${say.willStop}`));
  await see(page);
  await pressed(page, 'form[action="/activate"] button');
  assert.match(page.url(), /\/my\/exams\/mailboxes\?done=released$/);
  await see(page);
  await readLetter(browser, site.origin, booked, '/my/exams/associate\n');
  assert.deepEqual(await certificate(page, site, 'HCIA-Datacom'), { state: say.suspended, number });
  await see(page);
  // Until when it can come back; and that it was earned is not denied.
  await page.goto(`${site.origin}/my/certificates/${number}`);
  assert.ok((await main(page)).includes(say.until) && !(await main(page)).includes(say.notYet));
  await see(page);
  assert.match(await verdict(reader, site, number), new RegExp(say.suspended));
  await see(reader);

  // The staff find him by the certificate, with the history of his mailboxes in words.
  await signInAtDesk(staff, site, 'demo.staff');
  await findPerson(staff, site, number.toLowerCase());
  assert.match(await staff.locator('section[aria-labelledby=ties-title] tbody tr').first().innerText(), new RegExp(`${say.left}[^]*${booked}`));
  await see(staff);

  // It comes again, and with it the certificate under its number.
  const again = await associate(first);
  assert.deepEqual(await certificate(page, site, 'HCIA-Datacom'), { state: say.issued, number });
  assert.match(await verdict(reader, site, number), new RegExp(say.valid));

  // Whoever reads the mailbox says that it was not him, though it is done: he disputes it, and the account lets it go before its day.
  await openLink(reader, again.notMe);
  await see(reader);
  await pressed(reader, 'form[action="/not-me/dispute"] button');
  await reader.locator('#address-wrong').waitFor();
  await reader.fill('[name=address]', booked);
  await pressed(reader, 'form[action="/not-me/dispute"] button');
  assert.match(reader.url(), /\/\?done=disputed$/);
  await see(reader);
  const told = await readLetter(browser, site.origin, 'leaver@example.net', '/my/unbinding/');
  await page.goto(told.links.find((link) => link.includes('/my/unbinding/')));
  await page.click('details:has([value=let-go]) summary');
  assert.match(await main(page), new RegExp(`${number}[:：] ?${say.willGo}`));
  await see(page);
  await pressed(page, 'form:has([value=let-go]) button');
  assert.match(page.url(), /\/my\/unbinding\/[\w-]+\?done=let-go$/);
  await see(page);
  assert.deepEqual(await certificate(page, site, 'HCIA-Datacom'), { state: say.withdrawn, number });

  // The staff open one about his other mailbox, stop its clock, let it go on, and unbind before the day.
  const reason = 'A colleague has shown that it is hers.';
  const act = async (name) => {
    await staff.fill('#reason', reason);
    await pressed(staff, `button[value=${name}]`);
    assert.match(staff.url(), /\/desk\/unbindings\/[\w-]+\?done=unbinding-done$/);
    await see(staff);
    return staff.locator('button[name=act]').evaluateAll((all) => all.map((button) => button.value));
  };
  await staff.goto(`${site.origin}/desk/unbindings`);
  await staff.fill('#what', 'leaver@example.net');
  await pressed(staff, 'form[action="/desk/unbindings"] button');
  await staff.locator('#reason-wrong').waitFor();
  assert.equal(await staff.inputValue('#what'), 'leaver@example.net', 'what was typed is kept');
  await see(staff);
  await staff.fill('#reason', reason);
  await pressed(staff, 'form[action="/desk/unbindings"] button');
  assert.match(staff.url(), /\/desk\/unbindings\?done=unbinding-open$/);
  await see(staff);
  await pressed(staff, 'tbody th a');
  await see(staff);
  const opened = await readLetter(browser, site.origin, 'leaver@example.net', reason);
  await page.goto(opened.links.find((link) => link.includes('/my/unbinding/')));
  assert.match(await main(page), new RegExp(`${say.act}[^]*${reason}`));
  assert.deepEqual(await act('pause'), ['unbind', 'drop', 'resume']);
  await page.reload();
  assert.equal(await page.locator('main .note.wait').count(), 0, 'it leaves on no day');
  await see(page);
  assert.deepEqual(await act('resume'), ['unbind', 'drop', 'pause']);
  await page.reload();
  assert.ok((await main(page)).includes(say.act));
  assert.deepEqual(await act('unbind'), ['undo']);
  await page.reload();
  assert.match(await main(page), new RegExp(`leaver@example\\.net[^]*${reason}`));
  assert.equal(await page.locator('form:has([name=answer])').count(), 0);
  await see(page);
  assert.match(site.run('audit'), /^0 findings/m);
});

flow('two accounts of one person become one', async ({ site, say, people, see }) => {
  const page = await people(), other = await people(), staff = await people();
  site.run('demonstration-accounts');
  deliver(site, ['X1,C9,H12-891,2026-11-02,800,pass,written@example.net,Wei,Li', 'X2,C9,H12-892,2026-11-09,800,pass,lab@example.net,Wei,Li']);
  await arrive(browser, page, site.origin, 'writer', 'written@example.net');
  await arrive(browser, other, site.origin, 'builder', 'lab@example.net');

  // The staff look for near misses, see both accounts side by side, and write to the person.
  await signInAtDesk(staff, site, 'demo.staff');
  await staff.goto(`${site.origin}/desk/near`);
  await pressed(staff, 'form[action="/desk/near"] button');
  await see(staff);
  await until('near miss', async () => {
    await staff.reload();
    return staff.locator('main a[href^="/desk/near/"]').count();
  });
  await see(staff);
  await pressed(staff, 'tbody th a');
  assert.match(await main(staff), /writer[^]*H12-891[^]*builder[^]*H12-892|builder[^]*H12-892[^]*writer[^]*H12-891/);
  await see(staff);
  // Set aside, it waits for nobody, until somebody takes it up again.
  await pressed(staff, 'button[value=aside]');
  assert.match(staff.url(), /\/desk\/near\?done=near-aside$/);
  assert.equal(await staff.locator('tbody th a').count(), 0);
  await see(staff);
  await pressed(staff, 'main a[href="/desk/near?aside=yes"]');
  await see(staff);
  await pressed(staff, 'tbody th a');
  await see(staff);
  await pressed(staff, 'button[value=back]');
  assert.match(staff.url(), /\/desk\/near\?done=near-back$/);
  await see(staff);
  await pressed(staff, 'tbody th a');
  await pressed(staff, 'button[value=write]');
  assert.match(staff.url(), /\?done=near-written$/);
  await see(staff);

  // The letter leads to where the other account is proven, by its name; then stands what would follow.
  const prove = async (name, secret) => {
    await page.fill('[name=name]', name);
    await page.fill('[name=password]', secret);
    await pressed(page, 'form[action="/my/merge/prove"] button');
  };
  await page.goto((await readLetter(browser, site.origin, 'written@example.net', '/my/merge')).links.find((link) => link.endsWith('/my/merge')));
  await see(page);
  await prove('builder', 'not the password of that account');
  await page.locator('#wrong').waitFor();
  await see(page);
  await prove('builder', password);
  assert.match(await main(page), new RegExp(`lab@example\\.net[^]*${say.earned}`));
  await see(page);
  await pressed(page, 'form[action="/my/merge"] button');
  assert.match(page.url(), /\/my\/merge\?done=merged$/);
  await see(page);
  const { state, number } = await certificate(page, site, 'HCIE-Datacom');
  assert.equal(state, say.issued);

  // The other account says where everything is, and takes it back.
  for (const path of ['/my/exams', '/', '/my/certificates']) {
    await other.goto(site.origin + path);
    assert.equal(await other.locator('main .empty .button').count(), 0, 'nobody is invited to fill the account that was emptied');
    assert.equal(await other.locator('main a[href="/my/merge"]').count(), 1);
    await see(other);
  }
  await pressed(other, 'main a[href="/my/merge"]');
  assert.ok((await main(other)).includes(say.empty));
  await see(other);
  await pressed(other, 'main a[href^="/my/merge/undo/"]');
  assert.match(await main(other), /lab@example\.net/, 'what goes back');
  await see(other);
  await pressed(other, 'form[action^="/my/merge/undo/"] button');
  assert.match(other.url(), /\/my\/merge\?done=merge-undone$/);
  assert.deepEqual(await certificate(page, site, 'HCIE-Datacom'), { state: say.suspended, number });
  await see(page);

  // Once more, now proven by the other's mailbox: the certificate is the same again.
  await page.goto(`${site.origin}/my/merge`);
  await prove('lab@example.net', password);
  await pressed(page, 'form[action="/my/merge"] button');
  assert.deepEqual(await certificate(page, site, 'HCIE-Datacom'), { state: say.issued, number });
  await findPerson(staff, site, 'writer');
  assert.match(await staff.locator('section[aria-labelledby=mailboxes-title]').innerText(), /lab@example\.net/);
  await see(staff);

  // The staff undo it, with a reason that both accounts read; and ask the owner of both to look again.
  const reason = 'The photographs differ.';
  await pressed(staff, 'section[aria-labelledby=merges-title] a');
  await see(staff);
  await pressed(staff, 'button[value=undo]');
  await staff.locator('#reason-wrong').waitFor();
  await see(staff);
  await staff.fill('#reason', reason);
  await pressed(staff, 'button[value=undo]');
  assert.match(staff.url(), /\?done=merge-undone$/);
  await see(staff);
  assert.deepEqual(await certificate(page, site, 'HCIE-Datacom'), { state: say.suspended, number });
  for (const mailbox of ['written@example.net', 'lab@example.net']) await readLetter(browser, site.origin, mailbox, reason);
  await findPerson(staff, site, 'writer');
  await pressed(staff, 'main a[href^="/desk/merges?account="]');
  await see(staff);
  await staff.fill('#other', 'nobody.of.that.name');
  await pressed(staff, 'form[action="/desk/merges"] button');
  await staff.locator('#other-wrong').waitFor();
  await see(staff);
  await staff.fill('#other', 'builder');
  await pressed(staff, 'form[action="/desk/merges"] button');
  assert.match(staff.url(), /\/desk\/merges\?done=merge-asked$/);
  await see(staff);
  await readLetter(browser, site.origin, 'written@example.net', 'l••••@e••••.net');
  await readLetter(browser, site.origin, 'lab@example.net', 'w••••@e••••.net');
});

flow("what is another's has to leave on its day", async ({ site, say, people, see }) => {
  const holder = await people(), asker = await people(), owner = await people(), staff = await people(), second = await people(), stranger = await people(), shared = 'shared@example.net';
  site.run('demonstration-accounts');
  deliver(site, [`Y1,C7,H12-811,2026-11-02,800,pass,${shared},Wei,Li`]);
  const first = await arrive(browser, holder, site.origin, 'holder', shared);
  await holder.goto(`${site.origin}/my/exams/associate`);
  await holder.fill('[name=address]', 'holder@example.net');
  await pressed(holder, 'form[action="/my/exams/associate"] button');
  await openLink(holder, (await readLetter(browser, site.origin, 'holder@example.net', '/activate#')).activate);
  await pressed(holder, 'form[action="/activate"] button');
  await holder.goto(`${site.origin}/my/profile`);
  await holder.selectOption('#mailbox', 'holder@example.net');
  await holder.fill('#password', password);
  await pressed(holder, 'form[action="/my/profile"] button');
  const { number } = await certificate(holder, site, 'HCIA-Datacom');
  const download = holder.waitForEvent('download');
  await card(holder, 'HCIA-Datacom').locator('h2 a').click();
  const pdf = await (await download).path();
  await arrive(browser, asker, site.origin, 'asker', 'asker@example.net');
  await arrive(browser, owner, site.origin, 'owner', 'owner@example.net');
  await signInAtDesk(staff, site, 'demo.staff');
  await signInAtDesk(second, site, 'demo.registrar');

  // What a claimant reads of it in his own account: nothing of who has it.
  const claims = async (page) => {
    const text = await page.locator('section[aria-labelledby=claims-title]').innerText();
    assert.ok(!text.includes('holder'));
    return text;
  };
  // Somebody disputes it, and shows by the letter that he reads the mailbox.
  const dispute = async (page, before) => {
    await page.goto(`${site.origin}/my/exams/associate`);
    await page.fill('[name=address]', shared);
    await pressed(page, 'form[action="/my/exams/associate"] button');
    await see(page);
    await pressed(page, 'form:has([name=dispute]) button');
    assert.match(page.url(), /\/my\/exams\/waiting\?done=letter-sent$/);
    await see(page);
    const letter = await readLetter(browser, site.origin, shared, '/activate#', before);
    await openLink(page, letter.activate);
    await see(page);
    await pressed(page, 'form[action="/activate"] button');
    return letter;
  };
  const isUnderWay = async (page) => {
    assert.match(page.url(), /\/my\/exams\?done=disputed$/);
    assert.match(await claims(page), new RegExp(`${shared}[^]*${say.act}`));
    await see(page);
  };
  const disputed = await dispute(asker, first);
  await isUnderWay(asker);

  // The holder is told the day, and objects with evidence: the clock stands still.
  const told = await readLetter(browser, site.origin, 'holder@example.net', '/my/unbinding/');
  assert.ok(told.text.includes(say.act));
  await holder.goto(`${site.origin}/my/certificates`);
  await see(holder);
  await pressed(holder, 'main a[href^="/my/unbinding/"]');
  assert.match(await main(holder), new RegExp(`${say.act}[^]*${number}[:：] ?${say.willGo}`));
  await see(holder);
  await pressed(holder, 'form:has([value=object]) button');
  await holder.locator('#text-wrong').waitFor();
  await see(holder);
  // Whatever he says of it is that, in the case, too.
  await pressed(holder, 'main a[href^="/my/cases/"]');
  await see(holder);
  await holder.setInputFiles('#evidence', await photograph(browser, 'School certificate: Li Wei'));
  await pressed(holder, 'main form[enctype] button');
  assert.match(holder.url(), /\/my\/cases\/[^/]+\?done=objected$/);
  await see(holder);
  await holder.fill('#text', 'It was my mailbox at school.');
  await pressed(holder, 'main form[enctype] button');
  assert.match(holder.url(), /\?done=case-sent$/);
  await see(holder);
  await pressed(holder, 'main a[href^="/my/unbinding/"]');

  // The staff come from the cases to the evidence and to where it is decided, and drop it, with a reason.
  const decide = async (page, act, done) => {
    await page.goto(`${site.origin}/desk/unbindings?show=all`);
    await pressed(page, 'tbody th a');
    await page.fill('#reason', 'The documents say so.');
    await pressed(page, `button[value=${act}]`);
    assert.match(page.url(), new RegExp(`\\?done=${done}$`));
    await see(page);
  };
  await staff.goto(`${site.origin}/desk/cases?kind=unbinding`);
  await see(staff);
  await pressed(staff, 'tbody a[href^="/desk/cases/"]');
  assert.equal(await staff.locator('.evidence img').evaluate((picture) => picture.decode().then(() => picture.naturalWidth)), 480);
  await see(staff);
  await pressed(staff, 'main a[href^="/desk/unbindings/"]');
  await see(staff);
  await pressed(staff, 'button[value=drop]');
  await staff.locator('#reason-wrong').waitFor();
  await see(staff);
  // Each row of the work leads to what it counts: the objection stands in the list of objections, and in no other but that of all.
  const listed = () => staff.locator('main tbody th a[href^="/desk/unbindings/"]').count();
  await staff.goto(`${site.origin}/desk`);
  await pressed(staff, 'main a[href="/desk/unbindings?show=objections"]');
  assert.equal(await listed(), 1);
  await see(staff);
  await staff.goto(`${site.origin}/desk`);
  await pressed(staff, 'main a[href="/desk/unbindings?show=others"]');
  assert.equal(await listed(), 0);
  await see(staff);
  await pressed(staff, '.filters a[href="/desk/unbindings"]');
  assert.equal(await listed(), 1);
  await see(staff);
  await decide(staff, 'drop', 'unbinding-done-both');
  await holder.reload();
  assert.ok((await main(holder)).includes(say.stays));
  await see(holder);
  await asker.goto(`${site.origin}/my/exams/associate`);
  assert.ok((await claims(asker)).includes(say.didNotCome));
  await see(asker);

  // He asks once more: what was decided, no day decides anew.
  const insisted = await dispute(asker, disputed);
  assert.ok((await main(asker)).includes(say.decided));
  await see(asker);

  // Its rightful owner disputes it, and nobody answers: reminders, and on the day it leaves by itself.
  await dispute(owner, insisted);
  await isUnderWay(owner);
  const again = await readLetter(browser, site.origin, 'holder@example.net', say.act, told);
  site.run('clock', 'set', '2026-11-24T02:00:00Z');
  await readLetter(browser, site.origin, 'holder@example.net', say.reminder);
  site.run('clock', 'set', '2026-11-27T02:00:00Z');
  await readLetter(browser, site.origin, 'holder@example.net', number);
  await readLetter(browser, site.origin, 'owner@example.net', 'HW2026');
  await holder.goto(again.links.find((link) => link.includes('/my/unbinding/')));
  await see(holder);
  assert.equal((await certificate(holder, site, 'HCIA-Datacom')).state, say.withdrawn);
  await see(holder);
  // Nobody is told why he has what he has no more.
  await holder.goto(`${site.origin}/my/certificates/${number}`);
  assert.equal(await holder.locator('section:has(.tree) h2').innerText(), say.restsOn);
  await see(holder);
  const own = await certificate(owner, site, 'HCIA-Datacom');
  assert.equal(own.state, say.issued);
  assert.notEqual(own.number, number);
  await see(owner);
  await owner.goto(`${site.origin}/my/exams`);
  assert.ok((await claims(owner)).includes(say.came));
  await see(owner);

  // The old PDF is withdrawn, with the day and the reason.
  const check = async () => {
    await stranger.goto(`${site.origin}/verify`);
    await stranger.setInputFiles('[name=file]', pdf);
    await pressed(stranger, 'form[action="/verify/file"] button');
    await see(stranger);
    return stranger.locator('.verdict').innerText();
  };
  assert.match(await check(), new RegExp(`${say.withdrawn}[^]*${say.since}[^]*${say.reason}`));
  assert.match(await verdict(stranger, site, own.number), new RegExp(say.valid));

  // Within 30 days the staff put everything back. It takes something away, too: one proposes it, another sends that back, then confirms it.
  await decide(staff, 'undo', 'unbinding-proposed');
  assert.ok((await main(staff)).includes(say.proposes));
  await second.goto(`${site.origin}/desk/cases?show=second`);
  await pressed(second, 'tbody a[href^="/desk/cases/"]');
  await see(second);
  await second.fill('#back', 'Which documents?');
  await pressed(second, 'form[action^="/desk/cases/send-back/"] button');
  assert.match(second.url(), /\?done=case-sent-back$/);
  await see(second);
  await decide(staff, 'undo', 'unbinding-proposed');
  await decide(second, 'undo', 'unbinding-done-both');
  await holder.goto(again.links.find((link) => link.includes('/my/unbinding/')));
  assert.ok((await main(holder)).includes(say.back));
  await see(holder);
  assert.deepEqual(await certificate(holder, site, 'HCIA-Datacom'), { state: say.issued, number });
  assert.match(await check(), new RegExp(say.valid));
  await owner.goto(`${site.origin}/my/certificates`);
  await see(owner);
  assert.match(await verdict(stranger, site, own.number), new RegExp(`${say.withdrawn}|${say.suspended}`));
  assert.match(site.run('audit'), /^0 findings/m);
}, { settings: { TESTAMUR_SECOND_PERSON: 'yes' } });
