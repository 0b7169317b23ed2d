#!/bin/sh
# Letters in both languages through a private Postfix of its own (queue, configuration and mailboxes in a temporary folder, loopback only, a free port): what
# arrives is parsed by Python's mail library, what is rejected shows as bounced. usage: real-smtp.sh SEND_LETTERS
# Postfix must be started by root; for anybody else the test is left out (77).
set -eu
send_letters=$1
[ "$(id -u)" = 0 ] || { echo "needs root"; exit 77; }
work=$(mktemp -d /tmp/testamur-postfix-XXXXXX)
trap 'postfix -c "$work/etc" stop > /dev/null 2>&1 || true; rm -rf "$work"' EXIT
chmod 755 "$work"
mkdir "$work/etc" "$work/spool" "$work/data" "$work/mail"
chown postfix "$work/data"
chown nobody:nogroup "$work/mail"
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=mail.example.com -days 2 -keyout "$work/etc/key.pem" -out "$work/etc/certificate.pem" 2> /dev/null
cat > "$work/etc/main.cf" <<MAIN
compatibility_level = 3.6
queue_directory = $work/spool
data_directory = $work/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
maillog_file = $work/log
maillog_file_prefixes = $work
myhostname = mail.example.com
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
smtputf8_enable = yes
alias_maps =
virtual_mailbox_domains = example.com
virtual_mailbox_base = $work/mail
virtual_mailbox_maps = texthash:$work/etc/mailboxes
virtual_uid_maps = static:$(id -u nobody)
virtual_gid_maps = static:$(id -g nobody)
virtual_minimum_uid = 1
smtpd_recipient_restrictions = reject_unauth_destination
smtpd_tls_security_level = may
smtpd_tls_cert_file = $work/etc/certificate.pem
smtpd_tls_key_file = $work/etc/key.pem
smtpd_tls_loglevel = 1
MAIN
cat > "$work/etc/master.cf" <<MASTER
127.0.0.1:$port inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
virtual unix - n n - - virtual
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
MASTER
printf 'li.wei@example.com li.wei/\n%s@example.com wei/\n' '伟' > "$work/etc/mailboxes"
postfix -c "$work/etc" start 2> /dev/null || { cat "$work/log" 2> /dev/null; echo "postfix does not start"; exit 1; }

fail()
{
    echo "$1"
    sed 's/^/log: /' "$work/log"
    exit 1
}
for tls in none offered; do
    "$send_letters" "smtp://127.0.0.1:$port" $tls li.wei@example.com=zh_CN li.wei@example.com=en nobody.there@example.com someone@elsewhere.example > "$work/out" 2> "$work/err" ||
        fail "$(cat "$work/out" "$work/err")"
    cat "$work/out"
    grep -q '^li.wei@example.com=zh_CN sent 250 2.0.0 Ok: queued' "$work/out" || fail "the Chinese letter was not taken ($tls)"
    grep -q '^li.wei@example.com=en sent 250 2.0.0 Ok: queued' "$work/out" || fail "the English letter was not taken ($tls)"
    grep -q '^nobody.there@example.com bounced 550 5.1.1 <nobody.there@example.com>: Recipient address rejected' "$work/out" || fail "an unknown mailbox did not bounce ($tls)"
    grep -q '^someone@elsewhere.example bounced 554 5.7.1' "$work/out" || fail "a stranger's domain did not bounce ($tls)"
done
"$send_letters" "smtp://127.0.0.1:$port" none 伟@example.com=zh_CN > "$work/out" 2> "$work/err" || fail "$(cat "$work/out" "$work/err")"
grep -q ' sent 250' "$work/out" || fail "an address beyond ASCII was not taken: $(cat "$work/out")"
grep -q 'TLS connection established' "$work/log" || fail "STARTTLS was offered and not used"
tries=0
while [ "$(find "$work/mail" -path '*/new/*' -type f | wc -l)" -lt 5 ]; do
    tries=$((tries + 1))
    [ $tries -lt 100 ] || fail "the letters were taken and did not arrive"
    sleep 0.1
done
python3 - "$work/mail" <<'PYTHON' || fail "a letter that arrived is not what was sent"
import email, email.policy, pathlib, sys
seen = set()
for path in pathlib.Path(sys.argv[1]).glob("*/new/*"):
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert not message.defects, message.defects
    for name in ("Message-ID", "Date", "From", "To", "Subject", "MIME-Version", "Auto-Submitted", "Content-Language"):
        assert len(message.get_all(name)) == 1, name
    sender = message["From"].addresses[0]
    assert (sender.display_name, sender.addr_spec) == ("认证机构 Certification", "certification@example.org"), sender
    language = message["Content-Language"]
    to = message["To"].addresses[0]
    assert to.display_name == ("李伟" if language == "zh-CN" else "Li Wei"), to
    about = "您的证书 HCIA-Datacom 已可下载" if language == "zh-CN" else "your certificate = HCIA-Datacom"
    assert message["Subject"] == "About " + about, message["Subject"]
    assert message.get_content_type() == "multipart/alternative"
    parts = list(message.iter_parts())
    assert [part.get_content_type() for part in parts] == ["text/plain", "text/html"]
    text, html = (part.get_content().replace("\r\n", "\n") for part in parts)
    assert not any(part.defects for part in parts)
    assert "This is about " + about + ".\n.\n" in text, text
    assert "李伟，您好：" in text if language == "zh-CN" else "Dear Li Wei," in text, text
    assert 'href="http://127.0.0.1:8080/associate#AbC_dEf-0123456789abcd"' in html and "<b>493817</b>" in html
    assert html.lstrip().startswith("<!DOCTYPE html>") and html.rstrip().endswith("</html>")
    seen.add(message["Message-ID"])
assert len(seen) == 5, seen
print("5 letters arrived whole")
PYTHON
