// Takes a picture of every page in every state, in each language, narrow and wide, light and dark, to be looked at.
// usage: node pictures.mjs SAMPLES OUT [PATTERN]     SAMPLES: what page-samples wrote; PATTERN: only files whose name it fits
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { serveSamples, startBrowser } from './support.mjs';

const [samples, out, pattern = '.'] = process.argv.slice(2);
if (!out) {
  console.error('usage: pictures.mjs SAMPLES OUT [PATTERN]');
  process.exit(2);
}
mkdirSync(out, { recursive: true });
const site = await serveSamples(samples), browser = await startBrowser();
let taken = 0;
for (const width of [320, 1280]) {
  for (const colorScheme of ['light', 'dark']) {
    const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme });
    const page = await context.newPage();
    for (const file of site.files.filter((name) => new RegExp(pattern).test(`${name}-${width}-${colorScheme}`))) {
      await page.goto(site.origin + file);
      await page.screenshot({ path: join(out, `${file.slice(1).replace('/', '-').replace('.html', '')}-${width}-${colorScheme}.png`), fullPage: true });
      taken++;
    }
    await context.close();
  }
}
await browser.close();
await site.close();
console.log(`${taken} pictures in ${out}`);
