// The peer: the same page from the same store, as it is done with Fastify and better-sqlite3. usage: node verification_fastify.mjs PORT STORE.db
import Fastify from 'fastify';
import Database from 'better-sqlite3';

const [port, path] = process.argv.slice(2);
const database = new Database(path, { readonly: true });
database.pragma('mmap_size = 1073741824');
const find = database.prepare(`SELECT c.number, c.state, c.name_latin, c.name_native, c.award_day, c.issue_day, c.expiry_day, c.revision, k.code FROM certificate c
  JOIN certification k ON k.id = c.certification_id WHERE c.number = ?`);
const escape = (text) => String(text).replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
const mask = (name) => name.split(' ').map((part) => (part ? [...part][0] + '***' : '')).join(' ');
const date = (day) => new Date(day * 86400000).toISOString().slice(0, 10);
const filler = '<!-- as long as the page that it is held against -->'.repeat(60);

const app = Fastify();
app.get('/health', () => 'well');
app.get('/v/:number', (request, reply) => {
  const row = find.get(request.params.number);
  reply.type('text/html; charset=utf-8');
  if (!row) return reply.code(404).send('no such certificate');
  return `<!DOCTYPE html><html lang="en"><head><title>Verification</title></head><body><h1>Valid</h1><dl><dt>Certification</dt><dd>${escape(row.code)}</dd><dt>Number</dt><dd>${escape(row.number)}</dd><dt>Name</dt><dd>${escape(mask(row.name_latin))}
${escape(mask(row.name_native))}</dd><dt>Awarded</dt><dd>${date(row.award_day)}</dd><dt>Issued</dt><dd>${date(row.issue_day)}</dd><dt>Valid through</dt><dd>${date(row.expiry_day)}</dd></dl>${filler}</body></html>`;
});
await app.listen({ port: Number(port), host: '127.0.0.1' });
