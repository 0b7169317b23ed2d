// What the browser tests share: a browser, the samples of all pages on a small server, and the real site with a store of its own.
import { chromium } from 'playwright-core';
import jsqr from 'jsqr';
import { execFileSync } from 'node:child_process';
import { createServer } from 'node:http';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const jsQR = jsqr.default ?? jsqr;
export const here = dirname(fileURLToPath(import.meta.url));
export const source = process.env.TESTAMUR_SHARE ?? join(here, '../..');

// How long a condition may take to come true. Only what has failed takes that long: a loaded machine is slow, not wrong.
export const patience = 300_000;

// Asks again and again until the answer is one.
export async function until(what, ask) {
  for (const end = performance.now() + patience; performance.now() < end; await new Promise((done) => setTimeout(done, 200))) {
    const answer = await ask();
    if (answer) return answer;
  }
  throw new Error(`in ${patience / 1000} seconds there was no ${what}`);
}

export function startBrowser() {
  return chromium.launch({
    timeout: patience,
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell', // Chromium without a window's frame and its compositor: two thirds of the work
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
}

const axeSource = readFileSync(join(here, 'node_modules/axe-core/axe.min.js'), 'utf8');

const everything = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

// What axe finds on the page as it is now, a line each.
export async function axeFindings(page) {
  // Not as a <script> element: the site's Content-Security-Policy would refuse it.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axeSource);
  const { violations } = await page.evaluate((runOnly) => window.axe.run(document, { resultTypes: ['violations'], runOnly }), everything);
  return violations.flatMap((violation) => violation.nodes.map((node) => `${violation.id}: ${node.html.slice(0, 160)} ${(node.any[0] ?? node.all[0] ?? node.none[0])?.message ?? ''}`));
}

// A browser of one's own: no cookies, nothing kept.
export async function newPage(browser, options = {}) {
  const context = await browser.newContext({ locale: 'en', ...options });
  context.setDefaultTimeout(patience);
  return context.newPage();
}

// What the page that is open has cost over the wire, with style, script and icon, as for somebody who comes for the first time: bytes with their headers. Ask once before the first page.
export async function weigh(page) {
  const devtools = await page.context().newCDPSession(page);
  let bytes = 0, address = '';
  devtools.on('Network.requestWillBeSent', ({ type, request }) => {
    if (type === 'Document') [bytes, address] = [0, request.url];
  });
  devtools.on('Network.loadingFinished', ({ encodedDataLength }) => { bytes += encodedDataLength; });
  await devtools.send('Network.enable');
  await devtools.send('Network.setCacheDisabled', { cacheDisabled: true });
  return () => ({ bytes, address });
}

// What a telephone reads from the QR code on the first page of a PDF.
export function readQr(pdf) {
  const picture = execFileSync('pdftoppm', ['-r', '200', '-singlefile', pdf], { maxBuffer: 1 << 28 });
  const head = /^P6\s(\d+)\s(\d+)\s255\s/.exec(picture.toString('latin1', 0, 40)), [width, height] = [Number(head[1]), Number(head[2])];
  const colours = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let i = 0; i < width * height; i++) colours.set(picture.subarray(head[0].length + 3 * i, head[0].length + 3 * i + 3), 4 * i);
  return jsQR(colours, width, height)?.data;
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
