// What the browser tests share: a browser, the samples of all pages on a small server, and the real site with a store of its own.
import { chromium } from 'playwright-core';
import { createServer } from 'node:http';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const here = dirname(fileURLToPath(import.meta.url));
export const source = process.env.TESTAMUR_SHARE ?? join(here, '../..');

export function startBrowser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
}

const axeSource = readFileSync(join(here, 'node_modules/axe-core/axe.min.js'), 'utf8');

// What axe finds on the page as it is now, a line each.
export async function axeFindings(page) {
  // Not as a <script> element: the site's Content-Security-Policy would refuse it.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axeSource);
  const { violations } = await page.evaluate(() => window.axe.run(document, {
    resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  }));
  return violations.flatMap((violation) => violation.nodes.map((node) => `${violation.id}: ${node.html.slice(0, 160)} ${(node.any[0] ?? node.all[0] ?? node.none[0])?.message ?? ''}`));
}

// Does it; where it fails, the failure tells which page was there.
export async function told(page, site, act) {
  try {
    return await act();
  } catch (error) {
    const text = await page.locator('main').innerText({ timeout: 1000 }).catch(() => '(no page)');
    throw new Error(`${error.message}\nat ${page.url()}:\n${text.slice(0, 1500)}\nserver: ${site.log().slice(-1500)}`, { cause: error });
  }
}

// What makes the page wider than its window.
export function sidewaysScroll(page) {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    return [...document.querySelectorAll('body *')].filter((element) => element.getBoundingClientRect().right > width + 1).map((element) => `is wider than ${width}: ${element.outerHTML.slice(0, 120)}`);
  });
}

const types = { html: 'text/html; charset=utf-8', css: 'text/css; charset=utf-8', js: 'text/javascript; charset=utf-8', svg: 'image/svg+xml' };

// Serves the files that page-samples wrote, with the theme's own style, script and icon.
export async function serveSamples(folder) {
  const files = readdirSync(folder).flatMap((language) => readdirSync(join(folder, language)).sort().map((name) => `/${language}/${name}`));
  const server = createServer((request, response) => {
    const path = new URL(request.url, 'http://here').pathname;
    const file = ['/style.css', '/script.js', '/icon.svg'].includes(path) ? join(source, 'theme', path) : files.includes(path) ? join(folder, path) : null;
    if (!file) return response.writeHead(404).end();
    response.writeHead(200, { 'Content-Type': types[path.split('.').at(-1)] }).end(readFileSync(file));
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return { origin: `http://127.0.0.1:${server.address().port}`, files, close: () => new Promise((done) => server.close(done)) };
}
