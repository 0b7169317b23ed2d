// Style, script and icon: packed for who takes gzip, as they are for who does not, and kept for ever under the address that has their hash in it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { source } from '../browser/support.mjs';
import { startSite } from '../browser/site.mjs';

const get = (address, headers) => new Promise((resolve, reject) => {
  request(address, { headers }, (answer) => {
    const pieces = [];
    answer.on('data', (piece) => pieces.push(piece));
    answer.on('end', () => resolve({ headers: answer.headers, body: Buffer.concat(pieces) }));
  }).on('error', reject).end();
});

test('style, script and icon come packed to who takes gzip, and the same to who does not', async () => {
  const site = await startSite({ worker: false });
  try {
    const page = String((await get(`${site.origin}/`, {})).body);
    for (const [name, file] of [['style', 'style.css'], ['script', 'script.js'], ['icon', 'icon.svg']]) {
      const address = site.origin + page.match(new RegExp(`/${name}-[0-9a-f]{12}\\.\\w+`))[0], content = readFileSync(join(source, 'theme', file));
      for (const accepted of ['gzip', 'br;q=1, GZIP ; q=0.5', 'deflate, gzip;q=1.0']) {
        const answer = await get(address, { 'accept-encoding': accepted });
        assert.equal(answer.headers['content-encoding'], 'gzip', accepted);
        assert.ok(answer.body.length < content.length);
        assert.deepEqual(gunzipSync(answer.body), content);
      }
      for (const accepted of [undefined, '', 'identity', 'gzip;q=0', 'br, gzip; q=0.000', 'xgzip']) {
        const answer = await get(address, accepted === undefined ? {} : { 'accept-encoding': accepted });
        assert.equal(answer.headers['content-encoding'], undefined, accepted);
        assert.deepEqual(answer.body, content);
        assert.equal(answer.headers.vary, 'Accept-Encoding');
        assert.match(answer.headers['cache-control'], /immutable/);
      }
    }
  } finally {
    await site.stop();
  }
});
