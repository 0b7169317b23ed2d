// What a browser is told for its reader's safety, and that nothing that a stranger sends leads the staff away from this site.
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { test } from 'node:test';
import { engines, startSite } from '../browser/site.mjs';
import { atDesk, visitor } from './visitor.mjs';

const get = (origin, path, host) => new Promise((resolve, reject) => {
  request(origin + path, { headers: host ? { host } : {} }, (answer) => {
    answer.resume();
    answer.on('end', () => resolve(answer));
  }).on('error', reject).end();
});
const paths = { '/': 200, '/sign-in': 200, '/my/certificates': 303, '/v/NONE': 404, '/no-such-page': 404, '/sign-up': 200 };

for (const engine of engines) test(`in production a browser comes by TLS only, from its first page on; a demonstration has no TLS (${engine})`, async () => {
  const production = { TESTAMUR_PRODUCTION: 'yes', TESTAMUR_BEHIND_PROXY: 'yes', TESTAMUR_ADDRESS: 'https://certificates.example', TESTAMUR_MAIL: 'smtp://127.0.0.1:9', TESTAMUR_MAIL_FROM: 'certificates@example.com' };
  for (const settings of [production, {}]) {
    const site = await startSite({ engine, worker: false, settings });
    try {
      for (const [path, status] of Object.entries(paths)) {
        const { statusCode, headers } = await get(site.origin, path, settings.TESTAMUR_ADDRESS?.slice('https://'.length));
        assert.equal(statusCode, status, path);
        assert.equal(headers['strict-transport-security'], settings.TESTAMUR_PRODUCTION ? 'max-age=31536000' : undefined, path);
        assert.equal(headers['cache-control'], 'no-store', path);
        if (status === 303) continue;
        assert.match(headers['content-security-policy'], /^default-src 'none'; /, path);
        assert.equal(headers['x-content-type-options'], 'nosniff', path);
      }
    } finally {
      await site.stop();
    }
  }
});

for (const engine of engines) test(`the page that a question was asked on is one of ours, or it is no link (${engine})`, async () => {
  const site = await startSite({ engine, worker: false });
  try {
    site.run('demonstration-accounts');
    const staff = await atDesk(site, 'demo.staff'), asker = visitor(site.origin), elsewhere = ['//elsewhere.example/desk/sign-in', '/\\elsewhere.example', 'https://elsewhere.example/'];
    const ask = async (page) => {
      const { form } = await asker.read('/help/ask'), asked = await asker.ask('/help/ask', { ...form, text: 'When does my certificate come?', address: 'asker@example.net', page, problem: '' });
      assert.equal(asked.status, 303, asked.text);
      return asked.location.match(/\/help\/ask\/([\w-]+)/)[1];
    };
    const [number, good, own] = [await ask(elsewhere[0]), await ask('/verify'), await ask('/my/certificates')];
    assert.match((await staff.read(`/desk/cases/${good}`)).text, /<a href="\/verify">Verify<\/a>/);
    const his = (await staff.read(`/desk/cases/${own}`)).text; // whoever of the staff opens it sees his own
    assert.match(his, /My Certificate/);
    assert.doesNotMatch(his, /href="\/my\/certificates"/);
    assert.ok(!(await staff.read(`/desk/cases/${number}`)).text.includes('elsewhere'));
    // One that an earlier version has kept.
    for (const page of elsewhere) {
      site.sql(`UPDATE case_file SET wish = ${engine === 'sqlite' ? `json_set(wish, '$.page', '${page}')` : `wish::jsonb || jsonb_build_object('page', '${page}')`} WHERE number = '${number}'`);
      const { text } = await staff.read(`/desk/cases/${number}`);
      assert.ok(text.includes('elsewhere.example'), page);
      assert.doesNotMatch(text, /href="[^"]*elsewhere/, page);
    }
  } finally {
    await site.stop();
  }
});
