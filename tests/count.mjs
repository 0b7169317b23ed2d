// Adds up what ran: each case of a cmocka or browser test counts, another test counts once. Prints what failed with its reason, and "N passed, N failed" as the last line.
// What a test leaves out has failed, too: ./test installs and starts all that is needed. Only what stands here may be left out, once in each test, and is told with its reason.
import { readFileSync } from 'node:fs';

const mayLeaveOut = process.getuid() === 0 ? {} : { 'real-smtp': 'Postfix is started by root', 'browser-way': 'Postfix is started by root' };

let passed = 0, failed = 0;
for (const line of readFileSync(process.argv[2], 'utf8').split('\n').filter(Boolean)) {
  const test = JSON.parse(line);
  const output = (test.stdout ?? '') + '\n' + (test.stderr ?? '');
  const cases = (pattern) => [...output.matchAll(pattern)].reduce((sum, match) => sum + Number(match[1]), 0);
  const good = cases(/^\[  PASSED  \] (\d+) test\(s\)\./gm) + cases(/^# pass (\d+)$/gm);
  const bad = cases(/^\[  FAILED  \] (\d+) test\(s\)/gm) + cases(/^# fail (\d+)$/gm);
  const left = cases(/^\[  SKIPPED \] (\d+) test\(s\)/gm) + cases(/^# skipped (\d+)$/gm);
  passed += good || bad || left ? good : test.result === 'OK' ? 1 : 0;
  failed += bad || (['OK', 'SKIP', 'EXPECTEDFAIL'].includes(test.result) ? 0 : 1);
  const leftOut = left || (test.result === 'SKIP' ? 1 : 0), reason = mayLeaveOut[test.name.split(' / ').at(-1)];
  if (leftOut === 1 && reason) console.log(`left out: one of ${test.name}: ${reason}`);
  else if (leftOut) {
    failed += leftOut;
    console.log(`not ok: ${test.name} left out ${leftOut}`);
    for (const line of new Set([...output.matchAll(/^(.*# SKIP.*|\[  SKIPPED \] [A-Za-z_].*)$/gm)].map(([found]) => found))) console.log(`  ${line}`);
  }
  if (['OK', 'SKIP'].includes(test.result)) continue;
  console.log(`not ok: ${test.name} (${test.result})`);
  for (const { 0: found, index } of [...output.matchAll(/^(not ok .*|\[  ERROR   \] .*|.*(AddressSanitizer|runtime error):.*)/gm)].slice(0, 3)) {
    const error = /^ *error: (?:\|-\n)?([^]*?)^ *(?:code|name|stack):/m.exec(output.slice(index, index + 20000));
    console.log(`  ${found}\n${error ? error[1].replace(/^ +/gm, '    ').slice(0, 500) : ''}`.trimEnd());
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed || passed === 0 ? 1 : 0);
