// Prints rows of [what, figure, ratio, spread, reach] under each other.
export function table(title, rows) {
  const head = ['', 'median', 'ratio', 'spread', 'reach'];
  const all = [head, ...rows.map((row) => row.map(String))];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column].length)));
  console.log(`\n${title}`);
  for (const row of all) console.log('  ' + row.map((cell, column) => (column ? cell.padStart(widths[column]) : cell.padEnd(widths[column]))).join('   '));
}
