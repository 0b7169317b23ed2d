// The command: testamur audit, which scripts outside rely on.
import test from 'node:test';
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { engines, newStore } from '../browser/site.mjs';

for (const engine of engines) {
  const [store, old, restored] = [1, 2, 3].map(() => newStore(engine)), { folder, sql } = store, run = (...words) => store.ask({}, ...words);
  test.after(() => [store, old, restored].forEach((one) => one.remove()));
  assert.equal(run('init', '--demonstration').status, 0);
  assert.equal(run('account', 'add', 'alice', '--mailbox', 'alice@example.org').status, 0);

  test(`an honest store has 0 findings (${engine})`, () => {
    const text = run('audit'), json = run('audit', '--json');
    assert.deepEqual([text.status, text.stdout, text.stderr], [0, '0 findings\n', '']);
    assert.equal(json.status, 0);
    assert.deepEqual(JSON.parse(json.stdout), { findings: 0, rows: [], rules: [] });
  });

  test(`the log says how long each rule took, to whoever wants to know (${engine})`, () => {
    const asked = (level) => store.ask({ TESTAMUR_LOG: level }, 'audit');
    assert.match(asked('debug').stderr, /^testamur: debug: audit rule=account\.values milliseconds=\d+$/m);
    assert.equal(asked('').stderr, '');
    assert.equal(asked('info').stderr, '');
    assert.equal(asked('loud').status, 2);
  });

  test(`heads of the journal are printed, and held against the journal later (${engine})`, () => {
    const text = run('audit', '--journal-head'), json = run('audit', '--journal-head', '--json');
    assert.match(text.stdout, engine === 'sqlite' ? /^1 \d+ [0-9a-f]{64}\n$/ : /^(\d+ \d+ [0-9a-f]{64}\n)+$/); // PostgreSQL's connections have chains of their own
    assert.equal(JSON.parse(json.stdout).heads.map(({ chain, length, hash }) => `${chain} ${length} ${hash}\n`).join(''), text.stdout);
    writeFileSync(join(folder, 'heads.txt'), text.stdout);
    writeFileSync(join(folder, 'heads.json'), json.stdout);
    assert.equal(run('account', 'add', 'bob', '--mailbox', 'bob@example.org').status, 0);
    for (const name of ['heads.txt', 'heads.json']) {
      const held = run('audit', '--journal-head', join(folder, name));
      assert.deepEqual([held.status, held.stdout], [0, '0 findings\n']);
    }
    writeFileSync(join(folder, 'other.txt'), text.stdout.replace(/[0-9a-f]{8}\n$/, '00000000\n'));
    const other = run('audit', '--journal-head', join(folder, 'other.txt'));
    assert.equal(other.status, 1);
    assert.match(other.stdout, /^audit_chain \d+ \(\d+\): journal\.noted: .*\n1 findings\n$/);
    for (const content of ['', 'no heads\n', '{"heads":1}', '1 2 3\n']) {
      writeFileSync(join(folder, 'wrong.txt'), content);
      const wrong = run('audit', '--journal-head', join(folder, 'wrong.txt'));
      assert.equal(wrong.status, 1);
      assert.match(wrong.stderr, /does not hold heads of the journal/);
    }
    assert.equal(run('audit', '--journal-head', join(folder, 'absent.txt')).status, 1);
  });

  test(`what was tampered with is named to the row, in the language of the reader, and the rest is counted (${engine})`, () => {
    sql("UPDATE account SET language = '' WHERE id IN (1, 2)");
    const text = run('audit');
    assert.equal(text.status, 1);
    assert.match(text.stdout, /^account 1 \(alice\): account\.values: The account's .*\naccount 2 \(bob\): account\.values: .*\n2 findings\n$/);
    assert.match(run('audit', '--language', 'zh_CN').stdout, /^account 1 \(alice\): account\.values: 该账号/);
    assert.match(run('audit', '--most', '1').stdout, /^account 1 \(alice\): .*\naccount: account\.values: 1 more\n2 findings\n$/);
    const json = run('audit', '--most', '1', '--json'), report = JSON.parse(json.stdout);
    assert.equal(json.status, 1);
    assert.equal(report.findings, 2);
    assert.deepEqual(report.rows.map(({ rule, table, id, name }) => [rule, table, id, name]), [['account.values', 'account', 1, 'alice']]);
    assert.deepEqual(report.rules.map(({ rule, count, named }) => [rule, count, named]), [['account.values', 2, 1]]);
  });

  test(`acts from before there were chains are chained when a back-up of that time is restored (${engine})`, () => {
    const file = join(folder, 'old.backup'), at = (store, ...words) => store.ask({}, ...words);
    assert.equal(at(old, 'init').status, 0);
    assert.equal(at(old, 'account', 'add', 'alice', '--mailbox', 'alice@example.org').status, 0);
    old.sql(`DROP TRIGGER audit_journal_no_update${engine === 'postgresql' ? ' ON audit_journal' : ''}; UPDATE audit_journal SET chain = 0, place = 0, hash = NULL; DELETE FROM audit_chain`);
    assert.equal(at(old, 'backup', file).status, 0);
    assert.equal(at(restored, 'restore', file).status, 0);
    assert.equal(at(restored, 'audit').stdout, '0 findings\n');
    assert.match(at(restored, 'audit', '--journal-head').stdout, /^1 [1-9]\d* [0-9a-f]{64}\n$/);
    assert.equal(at(old, 'init').status, 0); /* as bringing it up to date does */
    assert.equal(at(old, 'audit').stdout, '0 findings\n');
  });

  test(`wrong use is told apart (${engine})`, () => {
    for (const args of [['audit', 'file'], ['audit', '--most', 'all'], ['audit', '--language', 'xx'], ['audit', '--unknown']]) assert.equal(run(...args).status, 2, args.join(' '));
  });

  test(`today’s associations are derived anew from their journal (${engine})`, () => {
    const before = run('associations', 'rebuild');
    assert.deepEqual([before.status, before.stdout, before.stderr], [0, 'mailboxes 2 records 0 held 0 differed 0\n', '']);
    sql('DELETE FROM association WHERE account_id = 1');
    assert.match(run('audit').stdout, /association\.journal/);
    const json = run('associations', 'rebuild', '--json');
    assert.deepEqual(JSON.parse(json.stdout), { mailboxes: 2, records: 0, held: 0, differed: 1 });
    assert.doesNotMatch(run('audit').stdout, /association\.journal/);
    assert.equal(run('associations', 'rebuild', 'now').status, 2);
  });
}
