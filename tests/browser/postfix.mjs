// A private Postfix: queue, configuration and mailboxes in a folder of its own, loopback only, a free port. It must be started by root; null for anybody else.
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { takeApart } from './site.mjs';
import { until } from './support.mjs';

const id = (name, kind = '-u') => Number(execFileSync('id', [kind, name], { encoding: 'utf8' }));

// Reads a Maildir as a mail program does: the plain text of each message.
const reader = `
import email, email.policy, json, pathlib, sys
out = []
for path in sorted(pathlib.Path(sys.argv[1]).glob("new/*"), key=lambda p: p.stat().st_mtime_ns, reverse=True):
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert not message.defects, message.defects
    out.append(message.get_body(("plain",)).get_content())
print(json.dumps(out))
`;

export async function startPostfix() {
  if (process.getuid() !== 0) return null;
  const work = mkdtempSync(join(tmpdir(), 'testamur-postfix-'));
  chmodSync(work, 0o755);
  for (const name of ['etc', 'spool', 'data', 'mail']) mkdirSync(join(work, name));
  chownSync(join(work, 'data'), id('postfix'), id('postfix', '-g'));
  chownSync(join(work, 'mail'), id('nobody'), id('nobody', '-g'));
  const probe = createServer();
  await new Promise((done) => probe.listen(0, '127.0.0.1', done));
  const { port } = probe.address();
  await new Promise((done) => probe.close(done));
  writeFileSync(join(work, 'etc/main.cf'), `compatibility_level = 3.6
queue_directory = ${work}/spool
data_directory = ${work}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
maillog_file = ${work}/log
maillog_file_prefixes = ${work}
myhostname = mail.example.com
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
alias_maps =
virtual_mailbox_domains = example.com
virtual_mailbox_base = ${work}/mail
virtual_mailbox_maps = inline:{ { li.wei@example.com = li.wei/ }, { newcomer.zh@example.com = newcomer.zh/ } }
virtual_uid_maps = static:${id('nobody')}
virtual_gid_maps = static:${id('nobody', '-g')}
virtual_minimum_uid = 1
smtpd_recipient_restrictions = reject_unauth_destination
`);
  writeFileSync(join(work, 'etc/master.cf'), `127.0.0.1:${port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
proxymap unix - - n - - proxymap
virtual unix - n n - - virtual
error unix - - n - - error
retry unix - - n - - error
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
`);
  const postfix = (word) => spawnSync('postfix', ['-c', join(work, 'etc'), word], { encoding: 'utf8' });
  const started = postfix('start');
  if (started.status !== 0) throw new Error(`postfix does not start: ${started.stderr}`);
  return {
    url: `smtp://127.0.0.1:${port}`,
    letterOf: (mailbox, has) => until(`letter to ${mailbox} with ${has}`, () => {
      const texts = JSON.parse(execFileSync('python3', ['-c', reader, join(work, 'mail', mailbox.split('@')[0])], { encoding: 'utf8' }));
      const text = texts.find((each) => each.includes(has));
      return text && { text, ...takeApart(text) };
    }),
    stop: async () => {
      postfix('stop');
      rmSync(work, { recursive: true, force: true });
    },
  };
}
