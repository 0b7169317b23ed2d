// What the benches in JavaScript share: processes timed as a whole, medians, and the table.
import { execFileSync } from 'node:child_process';

export const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
export const spread = (list) => `${Math.min(...list).toFixed(2)}-${Math.max(...list).toFixed(2)}`;

// Seconds until the command has ended; what the disk still owes from before is written first.
export function seconds(command, args, options = {}) {
  execFileSync('sync');
  const begun = process.hrtime.bigint();
  execFileSync(command, args, { stdio: ['pipe', 'ignore', 'inherit'], ...options });
  return Number(process.hrtime.bigint() - begun) / 1e9;
}

// Prints rows of [what, figure, ratio, spread, reach] under each other. A reach is ['>=', number] or ['<', number], held against the number given beside it.
export function table(title, rows) {
  const head = ['', 'median', 'ratio', 'spread', 'reach'];
  const all = [head, ...rows.map((row) => row.map(String))];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column].length)));
  console.log(`\n${title}`);
  for (const row of all) console.log('  ' + row.map((cell, column) => (column ? cell.padStart(widths[column]) : cell.padEnd(widths[column]))).join('   ').trimEnd());
}
