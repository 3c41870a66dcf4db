"""Writes a private Postfix into a folder, with rspamd as its milter, and runs both in the foreground.

postfix FOLDER LISTEN_PORT UPSTREAM_PORT MILTER_PORT: relay with a queue (fsync), concurrency of 110; rspamd with Debian's rules,
every module that asks the network or redis off, thresholds so high that nothing is held.  Nothing of the machine's own
configuration is used or changed.
"""

import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from string import Template

LIMIT = 60_000_000
PROCESSES = 110
ASKING_THE_NETWORK = """rbl surbl spf dkim dmarc arc dkim_signing asn fuzzy_check mx_check hfilter phishing neural ratelimit
greylist replies history_redis elastic url_redirector p0f bayes_expiry reputation external_services antivirus metadata_exporter
known_senders aws_s3 clickhouse metric_exporter"""
MAIN = Template(f"""compatibility_level = 3.6
queue_directory = $queue
data_directory = $state
mail_owner = postfix
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
myhostname = peer.bench.gov.vn
mydestination =
local_recipient_maps =
alias_maps =
alias_database =
local_transport = error:none
mynetworks = 127.0.0.0/8
inet_protocols = ipv4
inet_interfaces = 127.0.0.1
relayhost = [127.0.0.1]:$upstream
smtpd_relay_restrictions = permit_mynetworks, reject
smtpd_recipient_restrictions = permit_mynetworks, reject
smtpd_peername_lookup = no
smtp_dns_support_level = disabled
smtp_host_lookup = native
smtp_tls_security_level = none
smtpd_tls_security_level = none
message_size_limit = {LIMIT}
mailbox_size_limit = 0
in_flow_delay = 0
default_process_limit = {PROCESSES}
smtp_destination_concurrency_limit = {PROCESSES}
default_destination_concurrency_limit = {PROCESSES}
initial_destination_concurrency = 20
smtp_connection_cache_on_demand = yes
smtpd_client_connection_count_limit = 0
maillog_file = $folder/maillog
maillog_file_prefixes = $folder
smtpd_banner = $$myhostname ESMTP
smtpd_forbid_bare_newline = normalize
smtpd_milters = inet:127.0.0.1:$milter
milter_default_action = tempfail
milter_protocol = 6
""")
SERVICES = """cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
tlsmgr unix - - n 1000? 1 tlsmgr
flush unix n - n 1000? 0 flush
showq unix n - n - - showq
pickup unix n - n 60 1 pickup
postlog unix-dgram n - n - 1 postlogd
"""


def write_postfix(folder: Path, port: int, upstream: int, milter: int) -> Path:
    """The instance's configuration folder."""
    conf, queue, state = folder / "conf", folder / "spool", folder / "lib"
    for place in (conf, queue, state):
        place.mkdir(parents=True)
    shutil.chown(state, "postfix", "postfix")
    (conf / "main.cf").write_text(MAIN.substitute(queue=queue, state=state, folder=folder, upstream=upstream, milter=milter))
    (conf / "master.cf").write_text(f"127.0.0.1:{port} inet n - n - {PROCESSES} smtpd\n{SERVICES}")
    return conf


def rspamd(folder: Path, port: int) -> list[str]:
    """Write its settings; the command that starts it."""
    conf, state = folder / "rspamd-local", folder / "rspamd"
    local = conf / "local.d"
    for place in (local, conf / "override.d", state):
        place.mkdir(parents=True)
    shutil.chown(state, "_rspamd", "_rspamd")
    settings = {
        "options.inc": 'dns { nameserver = ["127.0.0.1:9"]; timeout = 0.05s; retransmits = 1; }\n'
        f'pidfile = "{state}/rspamd.pid";\ndisable_monitoring = true;\nmax_message = {LIMIT};\nlocal_addrs = ["192.0.2.0/24"];\n',
        "logging.inc": f'type = "file"; filename = "{state}/rspamd.log"; level = "notice";\n',
        "worker-normal.inc": "enabled = false;\n",
        "worker-controller.inc": "enabled = false;\n",
        "worker-fuzzy.inc": "enabled = false;\n",
        "worker-proxy.inc": f'bind_socket = "127.0.0.1:{port}";\nmilter = yes;\ntimeout = 60s;\ncount = 2;\n'
        'upstream "local" { default = yes; self_scan = yes; }\n',
        "actions.conf": "reject = 9999;\nadd_header = 9998;\ngreylist = 9997;\n",
    } | {f"{module}.conf": "enabled = false;\n" for module in ASKING_THE_NETWORK.split()}
    for name, text in settings.items():
        (local / name).write_text(text)
    variables = (f"DBDIR={state}", f"RUNDIR={state}", f"LOCAL_CONFDIR={conf}")
    return ["rspamd", "-f", "-u", "_rspamd", "-g", "_rspamd", *(word for each in variables for word in ("--var", each))]


def _wait_for(port: int) -> None:
    end = time.monotonic() + 30
    while time.monotonic() < end:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)
    sys.exit(f"nothing listens on {port}")


def main(folder: Path, port: int, upstream: int, milter: int) -> None:
    """Run both until SIGTERM."""
    conf = write_postfix(folder, port, upstream, milter)
    running = [subprocess.Popen(rspamd(folder, milter))]
    _wait_for(milter)
    running.append(subprocess.Popen(["postfix", "-c", str(conf), "start-fg"]))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        running[-1].wait()
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        subprocess.run(["postfix", "-c", str(conf), "stop"], stderr=subprocess.DEVNULL, check=False)
        for process in running:
            process.terminate()
        for process in running:
            process.wait(8)


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:5]))
