// Makes china.txt anew from the npm package chinese-days (MIT, see china.attribution.txt).
// usage: npm install --prefix /tmp/chinese-days chinese-days && node data/calendars/refresh-china.mjs /tmp/chinese-days/node_modules/chinese-days > data/calendars/china.new && mv data/calendars/china.new data/calendars/china.txt
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.argv[2];
if (!folder) {
  console.error('usage: refresh-china.mjs FOLDER-OF-CHINESE-DAYS > china.new && mv china.new china.txt');
  process.exit(2);
}
const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
const days = JSON.parse(readFileSync(join(folder, 'dist/chinese-days.json'), 'utf8'));

const name = (value) => {
  const [english, chinese] = value.split(',');
  return `${english} ${chinese}`;
};
const all = [
  ...Object.entries(days.holidays).map(([day, value]) => ({ day, kind: 'free', name: name(value) })),
  ...Object.entries(days.workdays).map(([day, value]) => ({ day, kind: 'work', name: name(value) })),
].sort((a, b) => (a.day < b.day ? -1 : 1));
const next = (day) => new Date(Date.parse(day) + 86400000).toISOString().slice(0, 10);

// Days that follow each other and are alike become one line.
const runs = [];
for (const each of all) {
  const last = runs.at(-1);
  if (last && last.kind === each.kind && last.name === each.name && next(last.last) === each.day) last.last = each.day;
  else runs.push({ ...each, first: each.day, last: each.day });
}

const years = all.map(({ day }) => Number(day.slice(0, 4)));
const lines = [
  '# Working days of mainland China: the State Council\'s public holidays and the make-up working days at weekends.',
  '# Made by refresh-china.mjs; docs/calendar.md says how it reads.',
  `version: chinese-days ${version}`,
  'source: https://www.npmjs.com/package/chinese-days',
  'attribution: Copyright (c) 2024 Yawei sun, MIT licence, see china.attribution.txt',
  'weekend: saturday sunday',
  `years: ${Math.min(...years)} to ${Math.max(...years)}`,
];
let year = '';
for (const { first, last, kind, name } of runs) {
  if (first.slice(0, 4) !== year) lines.push('');
  year = first.slice(0, 4);
  lines.push(`${first}${last === first ? '' : ` to ${last}`} ${kind} ${name}`);
}
console.log(lines.join('\n'));
