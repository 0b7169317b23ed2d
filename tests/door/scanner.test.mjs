// What checks mail opens every link that a letter has, runs the page's script and presses every button, in no session of ours or in somebody else's. Nothing that we hold changes by it, whatever the letter, and the links are as good
// as before (SPEC 5.1). The list of letters is held against the templates. In a browser: browser/guard.test.mjs.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { deliver, engines, password, startSite } from '../browser/site.mjs';
import { atDesk, newcomer, visitor } from './visitor.mjs';

const folder = join(process.env.TESTAMUR_SHARE, 'theme/letters');
const templates = readdirSync(folder).filter((name) => name.endsWith('.txt')).map((name) => ({ kind: name.slice(0, -4), text: readFileSync(join(folder, name), 'utf8') }));
// The letters whose links open something, and what the scanner must have met of them.
const opening = { 'account-forgotten': ['/new-password'], 'association-activate': ['/activate', '/not-me'], 'association-dispute': ['/activate', '/not-me'], 'association-let-go': ['/activate', '/not-me'],
  'association-lost': ['/not-me'], 'staff-link': ['/desk/enrol'] };

test('the letters whose links open something are these, and their secret stands behind the #', () => {
  const links = (text) => [...text.matchAll(/\{\{portal_address\}\}(\S*)/g)].map(([, path]) => path);
  assert.deepEqual(Object.fromEntries(templates.map(({ kind, text }) => [kind, links(text).filter((path) => path.includes('{{token}}')).map((path) => path.replace('#{{token}}', '')).sort()]).filter(([, found]) => found.length)), opening);
  // Whatever else they lead to is a page that needs a session, or is everybody's; what stands in its address is a number, and no secret.
  const others = [...new Set(templates.flatMap(({ text }) => links(text)).filter((path) => !path.includes('{{token}}')))];
  assert.deepEqual(others.filter((path) => !/^$|^\/forgotten$|^\/sign-in$|^\/help\/ask$|^\/my(\/[\w-]+)+(\/\{\{(number|case_number|replaces|replaced_by)\}\})?$/.test(path)), []);
  for (const { kind, text } of templates) {
    const both = existsSync(join(folder, `${kind}.html`)) ? text + readFileSync(join(folder, `${kind}.html`), 'utf8') : text;
    assert.doesNotMatch(both.replaceAll('#{{token}}', ''), /\{\{portal_address\}\}[^\s"<]*\{\{(token|code)\}\}/, kind);
  }
});

const unescaped = (text) => text.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
const attribute = (tag, name) => unescaped(tag.match(new RegExp(` ${name}="([^"]*)"`))?.[1] ?? '');
const mainOf = (text) => text.match(/<main[^]*<\/main>/)?.[0] ?? '';
// The forms of a page: where each is sent, and what it says when its button is pressed by who types nothing. `takes`: the script puts the link's secret into it and sends it.
function formsOf(text) {
  return [...text.matchAll(/<form ([^>]*)>([^]*?)<\/form>/g)].flatMap(([, head, body]) => {
    const fields = {};
    for (const [tag] of body.matchAll(/<(input|textarea|select)[^>]*>/g))
      if (attribute(tag, 'name') && !/ disabled|type="(submit|checkbox|radio|file)"/.test(tag)) fields[attribute(tag, 'name')] = attribute(tag, 'value');
    const form = { action: attribute(` ${head}`, 'action'), post: attribute(` ${head}`, 'method') === 'post', takes: / data-takes-secret/.test(` ${head}`), fields };
    const buttons = [...body.matchAll(/<button[^>]*>/g)].filter(([tag]) => attribute(tag, 'name'));
    return buttons.length ? buttons.map(([tag]) => ({ ...form, fields: { ...fields, [attribute(tag, 'name')]: attribute(tag, 'value') } })) : [form];
  });
}

// Follows one link as a scanner does; counts its presses by the path that they are sent to. What stands at an address, of which a fragment is no part, is asked for once: `seen`.
async function scan(person, link, presses, seen) {
  const [path, secret] = link.split('#');
  const press = async ({ action, post, fields }) => {
    presses[action] = (presses[action] ?? 0) + 1;
    const answer = await person.ask(post ? action : `${action}?${new URLSearchParams(fields)}`, post ? fields : undefined);
    assert.ok(answer.status < 500, `${action}: ${answer.status}`);
    return answer;
  };
  const look = async (address) => {
    if (seen.has(address)) return seen.get(address);
    const head = await person.head(address), answer = await person.read(address);
    assert.ok(answer.status < 500 && head.status === answer.status, `${address}: ${head.status}, ${answer.status}`);
    seen.set(address, answer);
    return answer;
  };
  let page = await look(path);
  for (let hops = 0; page.status === 303 && hops < 3; hops++) page = await look(page.location);
  const taker = formsOf(page.text).find((form) => form.takes);
  assert.equal(Boolean(taker), Boolean(secret), `${path}: ${page.text}`);
  if (taker) page = await press({ ...taker, fields: { ...taker.fields, token: secret } });
  for (const [, address] of mainOf(page.text).matchAll(/<a [^>]*href="(\/[^"#]*)/g)) await look(unescaped(address));
  for (const form of formsOf(mainOf(page.text))) {
    if (path === '/my/letters') continue; // each letter's foot leads there: whose session it is has a button to send his own again (SPEC 4.3)
    const answer = await press(form);
    for (const again of formsOf(mainOf(answer.text))) await press(again); // what was refused stands there once more
  }
}

async function letters(site) {
  const reader = visitor(site.origin), list = await reader.read('/mailbox'), found = [];
  for (const path of new Set(list.text.match(/\/mailbox\/\d+/g))) {
    const { text } = await reader.read(path), body = text.match(/<div class="letter">[^]*?<\/div>/)[0];
    found.push({ to: unescaped(text), links: [...body.matchAll(/href="([^"]*)"/g)].map(([, link]) => unescaped(link)).filter((link) => link.startsWith(site.origin)).map((link) => link.slice(site.origin.length) || '/') });
  }
  return found;
}

for (const engine of engines) {
  test(`a scanner changes nothing, whatever the letter, on ${engine}`, async () => {
    const site = await startSite({ engine, worker: false }), old = 'wei.li@old.example.net';
    try {
      site.run('demonstration-accounts');
      deliver(site, [`L1,C5,H12-811,2026-11-02,800,pass,${old},Wei,Li`, 'L2,C6,H12-811,2026-11-02,800,pass,shared@example.com,Wang,Fang']);
      const staff = await atDesk(site, 'demo.staff'), asker = await newcomer(site, 'asker', 'asker@example.net'), rival = await newcomer(site, 'rival', 'rival@example.net');
      const newest = async (kind) => (await letters(site)).flatMap(({ links }) => links).find((link) => link.startsWith(`${kind}#`));
      const send = async (person, from, path, fields) => {
        const { form } = await person.read(from), answer = await person.ask(path, { ...form, ...fields });
        assert.equal(answer.status, 303, `${path}: ${answer.text}`);
        return answer;
      };
      const complete = async (person) => {
        const link = await newest('/activate'), shown = await person.ask('/activate/show', { ...(await person.read('/activate')).form, token: link.split('#')[1] });
        assert.equal((await person.ask('/activate', { ...shown.form, request: shown.hidden('request'), token: shown.hidden('token') })).status, 303);
      };
      // The asker's own mailbox, which letters about his account go to; one more that is booked under, and let go again; a letter that is not answered.
      await send(asker, '/my/exams/associate', '/my/exams/associate', { address: 'asker@example.net' });
      await complete(asker);
      await send(asker, '/my/exams/associate', '/my/exams/associate', { address: 'shared@example.com' });
      await complete(asker);
      const mailbox = (await asker.read('/my/exams/mailboxes')).text.match(/\/my\/exams\/mailboxes\/mailbox\/\d+/g).at(-1);
      await send(asker, mailbox, mailbox, { letter: '' });
      await send(asker, '/my/exams/associate', '/my/exams/associate', { address: 'unanswered@example.com' });
      // Somebody disputes the asker's; and has lost the mailbox of another record.
      await send(rival, '/my/exams/associate', '/my/exams/associate', { address: 'shared@example.com', dispute: 'yes' });
      await send(rival, '/my/exams/report', '/my/exams/report', { provider: 'generic-csv', exam_code: 'H12-811', exam_day: '2026-11-02', registration_id: 'L1', candidate: 'C5', validation_id: '' });
      const lost = (await rival.read('/my/exams/waiting')).text.match(/\/my\/exams\/lost\/\d+/)[0], paper = new FormData();
      for (const [name, value] of Object.entries({ ...(await rival.read(lost)).form, text: 'An earlier employer has it.' })) paper.set(name, value);
      paper.set('evidence', new Blob(['%PDF-1.4\n%%EOF\n']), 'report.pdf');
      assert.equal((await rival.ask(lost, paper)).status, 303);
      // A forgotten password, an invitation of staff, and a letter about two accounts.
      await send(visitor(site.origin), '/forgotten', '/forgotten', { mailbox: 'asker@example.net' });
      site.run('clock', 'forward', '0s'); // follows up what is due, as the worker does
      await send(staff, '/desk/staff', '/desk/staff', { user_name: 'asker', role_support: 'yes' });
      await send(staff, '/desk/merges', '/desk/merges', { user_name: 'asker', other: 'li.wei' });

      const stranger = visitor(site.origin);
      await send(stranger, '/sign-in', '/sign-in', { name: 'li.wei', password: 'a demonstration only', back: '' });
      const before = site.dump(), all = (await letters(site)).flatMap(({ links }) => links);
      for (const kind of [...Object.keys(opening), 'merge-proposal'])
        assert.ok(before.some((line) => /^INSERT INTO (\w+\.)?"?letter"? /.test(line) && line.includes(`'${kind}'`)), `a letter ${kind} was written`);
      for (const person of [visitor(site.origin), stranger]) {
        const presses = {}, seen = new Map();
        for (const link of new Set(all)) await scan(person, link, presses, seen);
        for (const path of ['/activate/show', '/not-me/show', '/not-me', '/not-me/dispute', '/new-password/show', '/new-password', '/desk/enrol/show', '/desk/enrol']) assert.ok(presses[path], `${path} was pressed: ${JSON.stringify(presses)}`);
        assert.deepEqual(site.dump(), before);
      }

      // And those whom the letters are for use them as if nothing had been.
      const reset = visitor(site.origin), renewal = (await newest('/new-password')).split('#')[1];
      const sheet = await reset.ask('/new-password/show', { ...(await reset.read('/new-password')).form, token: renewal });
      assert.equal((await reset.ask('/new-password', { ...sheet.form, token: renewal, password: `${password} anew` })).status, 303);
      const link = (await newest('/desk/enrol')).split('#')[1], enrol = await reset.ask('/desk/enrol/show', { ...(await reset.read('/desk/enrol')).form, token: link });
      assert.match(enrol.text, /action="\/desk\/enrol"/);
      await send(asker, '/sign-in', '/sign-in', { name: 'asker', password: `${password} anew`, back: '' });
      const letGo = all.filter((each) => each.startsWith('/activate#')).map((each) => each.split('#')[1]);
      let released = 0;
      for (const token of letGo) {
        const shown = await asker.ask('/activate/show', { ...(await asker.read('/activate')).form, token });
        if (!/What becomes of certificates/.test(shown.text) || !shown.hidden('request')) continue;
        assert.equal((await asker.ask('/activate', { ...shown.form, request: shown.hidden('request'), token })).location, '/my/exams/mailboxes?done=released');
        released++;
      }
      assert.equal(released, 1);
    } finally {
      await site.stop();
    }
  });
}
