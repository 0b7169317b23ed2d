// Two servers on one PostgreSQL: Submit pressed on both at the same moment, with two forms and with the same one, is one application (SPEC 8.1, 12.2, 13.4).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deliver, engines, password, startSite } from '../browser/site.mjs';
import { visitor } from './visitor.mjs';

const rounds = 6, booked = 'expert@example.net';

// The candidate at the first node, with his certificate, and an application that wants only Submit.
async function applicant(site) {
  const person = visitor(site.origin), send = async (from, fields, path = from) => {
    const page = await person.read(from);
    const answer = await person.ask(path, { ...page.form, ...(typeof fields === 'function' ? fields(page) : fields) });
    assert.equal(answer.status, 303, `${path}: ${answer.text}`);
    return answer;
  };
  deliver(site, ['X1,C9,H12-891,2026-11-02,800,pass,expert@example.net,Wei,Li', 'X2,C9,H12-892,2026-11-09,800,pass,expert@example.net,Wei,Li']);
  await send('/sign-up', { user_name: 'expert', mailbox: booked, password, name_latin: 'Li Wei', name_native: '' });
  const letters = await person.read(`/mailbox?address=${encodeURIComponent(booked)}`), letter = await person.read(letters.text.match(/\/mailbox\/\d+/)[0]);
  await send('/my/exams/waiting', (page) => ({ request: page.hidden('request'), token: letter.text.match(/\/activate#([\w-]+)/)[1] }), '/activate');
  await send('/my/addresses/new', { country: 'DE', shown: 'DE', recipient: 'Li Wei', street: 'Musterweg 1', postal_code: '50667', city: 'Berlin', phone: '+49 30 1234567' });
  const fill = async () => {
    for (const step of ['mailbox', 'certificate', 'address']) await send(`/my/packages/apply/${step}`, (page) => ({ [step]: page.hidden(step) ?? page.text.match(new RegExp(`name="${step}" value="([^"]+)"`))[1] }));
  };
  return { person, send, fill };
}

for (const engine of engines.filter((one) => one === 'postgresql'))
  test(`an application that is submitted on two nodes at once is one (${engine})`, async () => {
    const site = await startSite({ engine, nodes: 2 });
    try {
      const { person, send, fill } = await applicant(site), other = visitor(site.origins[1], person.jar), numbers = new Set();
      for (let round = 0; round < rounds; round++) {
        await fill();
        const here = await person.read('/my/packages/apply/review'), there = await other.read('/my/packages/apply/review');
        assert.notEqual(here.form.key, there.form.key);
        const fields = (page) => ({ ...page.form, certificate: page.hidden('certificate'), seen: page.hidden('seen') });
        const answers = await Promise.all([person.ask('/my/packages/apply/review', fields(here)), other.ask('/my/packages/apply/review', fields(there)), other.ask('/my/packages/apply/review', fields(here))]);
        const gone = answers.map((answer) => answer.location ?? `${answer.status} ${answer.text}`), number = /P[0-9A-Z]{3}-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(gone[0])?.[0];
        assert.ok(number && gone.every((location) => location.includes(number)), gone.join('\n'));
        // The two that were sent with one key are answered alike; of the two forms one has applied, and the other is told so.
        assert.equal(gone[0], gone[2]);
        assert.deepEqual([gone[0], gone[1]].map((location) => /done=(.*)/.exec(location)[1]).sort(), ['package-already', 'package-applied']);
        numbers.add(number);
        await send(`/my/packages/${number}`, { act: 'cancel' });
      }
      assert.equal(numbers.size, rounds);
      const kept = site.dump();
      assert.equal(kept.filter((line) => /INSERT INTO (\w+\.)?package VALUES/.test(line)).length, rounds);
      assert.equal(kept.filter((line) => /INSERT INTO (\w+\.)?letter VALUES.*'package-applied'/.test(line)).length, rounds);
    } finally {
      await site.stop();
    }
  });
