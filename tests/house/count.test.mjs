// What ./test tells at its end: nothing that was left out passes for green.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const count = join(dirname(fileURLToPath(import.meta.url)), '../count.mjs'), folder = mkdtempSync(join(tmpdir(), 'testamur-count-'));
test.after(() => rmSync(folder, { recursive: true, force: true }));

function counted(...tests) {
  const log = join(folder, 'log.json');
  writeFileSync(log, tests.map((each) => `${JSON.stringify(each)}\n`).join(''));
  const { status, stdout } = spawnSync('node', [count, log], { encoding: 'utf8' });
  return { status, lines: stdout.trimEnd().split('\n') };
}
const good = { name: 'testamur:unit / good', result: 'OK', stdout: '[  PASSED  ] 3 test(s).\n' };

test('what passed is counted by its cases', () => {
  assert.deepEqual(counted(good, { name: 'testamur:house / whole', result: 'OK' }, { name: 'testamur:store / pages', result: 'OK', stdout: '# pass 4\n# fail 0\n# skipped 0\n' }), { status: 0, lines: ['8 passed, 0 failed'] });
});

test('what failed, and that nothing ran, is told', () => {
  assert.deepEqual(counted(good, { name: 'testamur:unit / bad', result: 'FAIL', stdout: '[  PASSED  ] 1 test(s).\n[  FAILED  ] 2 test(s), listed below:\n' }), { status: 1, lines: ['not ok: testamur:unit / bad (FAIL)', '4 passed, 2 failed'] });
  assert.deepEqual(counted(good, { name: 'testamur:unit / slow', result: 'TIMEOUT', stdout: '' }).lines.at(-1), '3 passed, 1 failed');
  assert.equal(counted().status, 1);
});

test('what a test left out has failed', () => {
  assert.deepEqual(counted(good, { name: 'testamur:unit / tools', result: 'OK', stdout: '[  PASSED  ] 2 test(s).\n[  SKIPPED ] 1 test(s), listed below:\n[  SKIPPED ] as_others_read_it\n' }),
    { status: 1, lines: ['not ok: testamur:unit / tools left out 1', '  [  SKIPPED ] as_others_read_it', '5 passed, 1 failed'] });
  assert.deepEqual(counted(good, { name: 'testamur:store / kill', result: 'OK', stdout: 'ok 2 - on a server # SKIP\n# pass 1\n# fail 0\n# skipped 1\n' }),
    { status: 1, lines: ['not ok: testamur:store / kill left out 1', '  ok 2 - on a server # SKIP', '4 passed, 1 failed'] });
  assert.equal(counted(good, { name: 'testamur:system / something', result: 'SKIP' }).status, 1);
});

test('but for a mail server of its own, which only root starts', () => {
  const root = process.getuid() === 0;
  const mail = counted(good, { name: 'testamur:system / real-smtp', result: 'SKIP', stdout: 'needs root\n' }, { name: 'testamur:browser / browser-way', result: 'OK', stdout: '# pass 4\n# fail 0\n# skipped 1\n' });
  assert.deepEqual([mail.status, mail.lines.at(-1)], root ? [1, '7 passed, 2 failed'] : [0, '7 passed, 0 failed']);
  assert.equal(counted(good, { name: 'testamur:browser / browser-way', result: 'OK', stdout: '# pass 3\n# fail 0\n# skipped 2\n' }).status, 1);
});
