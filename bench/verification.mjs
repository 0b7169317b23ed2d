// The verification page with its look-up against nginx serving a file of the same size, and against Fastify with better-sqlite3: each on core 0 by
// turns, the load (wrk, 64 connections kept alive) on core 1. Prints the median of the rounds' ratios with their spread, the 99th percentile and the memory.
// usage: node bench/verification.mjs PROGRAM FILLER [--certificates N,N] [--postgresql URL] [--rounds N] [--seconds N] [--folder F]
// --certificates: SQLite stores of so many (none: an empty word); --postgresql: one of a million there, too. Fastify runs beside a million on SQLite.
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { median, spread, table } from './measure.mjs';

const [program, filler, ...rest] = process.argv.slice(2);
const option = (name, fallback) => (rest.includes(name) ? rest[rest.indexOf(name) + 1] : fallback);
const rounds = Number(option('--rounds', 5)), seconds = Number(option('--seconds', 4));
const sizes = option('--certificates', '10000,1000000,10000000').split(',').filter(Boolean).map(Number);
const postgresql = option('--postgresql', '');
const here = import.meta.dirname ?? new URL('.', import.meta.url).pathname;
const folder = mkdtempSync(join(option('--folder', tmpdir()), 'testamur-bench-'));
chmodSync(folder, 0o755); // nginx's workers are nobody
const running = new Set();

function start(name, command, args, env = {}) {
  const child = spawn('taskset', ['-c', '0', command, ...args], { env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'ignore'] });
  running.add(child);
  child.on('exit', () => running.delete(child));
  return child;
}
async function ready(url) {
  for (let i = 0; i < 200; i++) {
    try { if ((await fetch(url)).ok) return; } catch { /* not yet */ }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${url} does not answer`);
}
async function stop(child) {
  if (!running.has(child)) return;
  child.kill('SIGTERM');
  await new Promise((resolve) => child.once('exit', resolve));
}

// One wrk run on the other core: requests a second, 99th percentile in ms.
function load(port, numbers) {
  const output = execFileSync('taskset', ['-c', '1', 'wrk', '-t1', '-c64', `-d${seconds}s`, '--latency', '-s', join(here, 'verification.lua'), `http://127.0.0.1:${port}`, '--', numbers ?? ''],
    { encoding: 'utf8' });
  const rate = Number(/Requests\/sec:\s+([\d.]+)/.exec(output)[1]);
  const [, number, unit] = /99%\s+([\d.]+)(us|ms|s)/.exec(output);
  if (/Non-2xx/.test(output)) throw new Error(`not every answer was good:\n${output}`);
  return { rate, p99: Number(number) * { us: 0.001, ms: 1, s: 1000 }[unit] };
}

// What the process holds that is its own: the mapped database is the page cache's.
function memory(pid) {
  const child = Number(execFileSync('sh', ['-c', `pgrep -P ${pid} -f serve || echo ${pid}`], { encoding: 'utf8' }).trim().split('\n')[0]);
  const status = readFileSync(`/proc/${child}/status`, 'utf8');
  return (Number(/RssAnon:\s+(\d+)/.exec(status)[1])) / 1024;
}

const rows = [];

async function prepare(store, count) {
  const numbers = join(folder, `numbers-${count}.txt`);
  execFileSync(program, ['--store', store, 'init', '--demonstration']);
  execFileSync(program, ['--store', store, 'catalogue', 'load', join(here, '../data/catalogue/huawei.txt')]);
  execFileSync(filler, [store, String(count), numbers]);
  // Not every number: what is asked in a short while, scattered over the whole register.
  const all = readFileSync(numbers, 'utf8').split('\n').filter(Boolean), some = [];
  for (let i = 0, at = 1; i < 100000; i++, at = (at * 48271) % 2147483647) some.push(all[at % all.length]);
  writeFileSync(numbers, some.join('\n') + '\n');
  return numbers;
}

function serve(store, port) {
  return start('testamur', program, ['--store', store, 'serve', '--no-worker', '--listen', `127.0.0.1:${port}`], { TESTAMUR_ADDRESS: `http://127.0.0.1:${port}`, TESTAMUR_LOG: 'error' });
}

async function main() {
  const stores = sizes.map((count) => ({ name: `SQLite ${count.toLocaleString('en')}`, count, store: `sqlite:${folder}/store-${count}.db` }));
  if (postgresql) stores.push({ name: 'PostgreSQL 1,000,000', count: 1000000, store: postgresql });
  for (const one of stores) one.numbers = await prepare(one.store, one.count);

  // A file of the very page, so of its size.
  const probe = serve(stores[0].store, 8190);
  await ready('http://127.0.0.1:8190/health');
  const number = readFileSync(stores[0].numbers, 'utf8').split('\n')[0];
  const page = Buffer.from(await (await fetch(`http://127.0.0.1:8190/v/${number}`)).arrayBuffer());
  await stop(probe);
  mkdirSync(join(folder, 'html/v'), { recursive: true });
  writeFileSync(join(folder, 'html/page.html'), page);
  writeFileSync(join(folder, 'nginx.conf'), `worker_processes 1; daemon off; pid ${folder}/nginx.pid; error_log ${folder}/nginx.log crit;
events { worker_connections 1024; }
http { access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000000; open_file_cache max=100 inactive=60s; open_file_cache_valid 60s; default_type text/html;
client_body_temp_path ${folder}/t1; proxy_temp_path ${folder}/t2; fastcgi_temp_path ${folder}/t3; uwsgi_temp_path ${folder}/t4; scgi_temp_path ${folder}/t5;
server { listen 127.0.0.1:8191; root ${folder}/html; location /v/ { try_files /page.html =404; } location /health { return 200; } } }`);

  const peers = { nginx: { port: 8191, go: () => start('nginx', '/usr/sbin/nginx', ['-c', join(folder, 'nginx.conf')]), health: '/page.html' } };
  const peered = stores.find((one) => one.count === 1000000 && one.name.startsWith('SQLite'));
  if (peered && existsSync(join(here, 'node_modules/fastify'))) {
    peers.fastify = { port: 8192, health: '/health', go: () => start('fastify', process.execPath, [join(here, 'verification_fastify.mjs'), '8192', peered.store.slice(7)]) };
  }
  const rates = { nginx: [], fastify: [] };
  for (const one of stores) Object.assign(one, { rates: [], ratios: [], p99: [], memory: 0 });
  for (let round = 0; round < rounds; round++) {
    const now = {};
    for (const [name, peer] of Object.entries(peers)) {
      const child = peer.go();
      await ready(`http://127.0.0.1:${peer.port}${peer.health}`);
      load(peer.port, stores[0].numbers);
      now[name] = load(peer.port, name === 'fastify' ? peered.numbers : stores[0].numbers).rate;
      rates[name].push(now[name]);
      await stop(child);
    }
    for (const one of stores) {
      const child = serve(one.store, 8193);
      await ready('http://127.0.0.1:8193/health');
      load(8193, one.numbers);
      const { rate, p99 } = load(8193, one.numbers);
      one.rates.push(rate); one.p99.push(p99); one.ratios.push(rate / now.nginx);
      one.memory = Math.max(one.memory, memory(child.pid));
      await stop(child);
    }
  }
  const of = (count, prefix) => stores.find((s) => s.count === count && s.name.startsWith(prefix));
  const million = of(1000000, 'SQLite'), small = of(10000, 'SQLite'), large = of(10000000, 'SQLite'), pg = of(1000000, 'PostgreSQL');
  rows.push(['page size', `${page.length} bytes`, '', '', '']);
  rows.push(['nginx, the same page as a file', `${Math.round(median(rates.nginx))}/s`, '', '', '']);
  for (const one of stores)
    rows.push([`verification page, ${one.name}`, `${Math.round(median(one.rates))}/s`, `${median(one.ratios).toFixed(2)} of nginx`, spread(one.ratios), one === pg ? '>= 0.35' : one === million ? '>= 0.50' : '']);
  for (const one of stores) rows.push([`99th percentile, ${one.name}`, `${median(one.p99).toFixed(2)} ms`, '', spread(one.p99), one === million ? '< 4 ms' : '']);
  for (const one of stores) rows.push([`memory under load, ${one.name}`, `${one.memory.toFixed(0)} MB`, '', '', '< 64 MB']);
  if (large && small) {
    const ratios = large.rates.map((rate, i) => rate / small.rates[i]);
    rows.push(['10,000,000 against 10,000', '', median(ratios).toFixed(2), spread(ratios), '>= 0.70']);
  }
  if (rates.fastify.length && million) {
    const ratios = million.rates.map((rate, i) => rate / rates.fastify[i]);
    rows.push(['against Fastify with better-sqlite3', `${Math.round(median(rates.fastify))}/s`, median(ratios).toFixed(2), spread(ratios), '>= 2']);
  }
  table('Verification page', rows);
}

try {
  await main();
} finally {
  for (const child of running) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
}
