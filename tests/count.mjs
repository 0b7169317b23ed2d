// Adds up what ran: each case of a cmocka or browser test counts, another test counts once. Prints what failed with its reason, and "N passed, N failed" as the last line.
import { readFileSync } from 'node:fs';

let passed = 0, failed = 0, skipped = 0;
for (const line of readFileSync(process.argv[2], 'utf8').split('\n').filter(Boolean)) {
  const test = JSON.parse(line);
  const output = (test.stdout ?? '') + '\n' + (test.stderr ?? '');
  const cases = (pattern) => [...output.matchAll(pattern)].reduce((sum, match) => sum + Number(match[1]), 0);
  const good = cases(/^\[  PASSED  \] (\d+) test\(s\)\./gm) + cases(/^# pass (\d+)$/gm);
  const bad = cases(/^\[  FAILED  \] (\d+) test\(s\)/gm) + cases(/^# fail (\d+)$/gm);
  const left = cases(/^\[  SKIPPED \] (\d+) test\(s\)/gm) + cases(/^# skipped (\d+)$/gm);
  passed += good || bad || left ? good : test.result === 'OK' ? 1 : 0;
  skipped += left || (test.result === 'SKIP' ? 1 : 0);
  failed += bad || (['OK', 'SKIP', 'EXPECTEDFAIL'].includes(test.result) ? 0 : 1);
  if (['OK', 'SKIP'].includes(test.result)) continue;
  console.log(`not ok: ${test.name} (${test.result})`);
  for (const { 0: found, index } of [...output.matchAll(/^(not ok .*|\[  ERROR   \] .*|.*(AddressSanitizer|runtime error):.*)/gm)].slice(0, 3)) {
    const error = /^ *error: (?:\|-\n)?([^]*?)^ *(?:code|name|stack):/m.exec(output.slice(index, index + 20000));
    console.log(`  ${found}\n${error ? error[1].replace(/^ +/gm, '    ').slice(0, 500) : ''}`.trimEnd());
  }
}
if (skipped) console.log(`${skipped} skipped`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed || passed === 0 ? 1 : 0);
