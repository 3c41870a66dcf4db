"""A Postfix of its own as the mail server behind the gateway: own configuration, queue, mailboxes and port.

Needs Debian's package `postfix` and root; the machine's own Postfix and its configuration are left alone.
"""

import os
import pwd
import shutil
import smtplib
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Self

from gateway_process import free_port

MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
mail_owner = postfix
setgid_group = postdrop
maillog_file = {folder}/log
maillog_file_prefixes = {folder}
inet_interfaces = loopback-only
inet_protocols = ipv4
myhostname = thu.dongnai.gov.vn
mydestination =
local_recipient_maps =
relay_domains =
virtual_mailbox_domains = dongnai.gov.vn
virtual_mailbox_base = {folder}/mail
virtual_mailbox_maps = texthash:{folder}/boxes
virtual_uid_maps = static:{uid}
virtual_gid_maps = static:{gid}
virtual_mailbox_limit = 0
message_size_limit = 20000000
smtpd_peername_lookup = no
smtpd_authorized_xclient_hosts = 127.0.0.1
smtpd_recipient_restrictions = permit_mynetworks, reject_unauth_destination, reject_unlisted_recipient
smtpd_relay_restrictions = permit_mynetworks, reject_unauth_destination
mynetworks = 127.0.0.0/8
smtputf8_enable = yes
smtpd_forbid_bare_newline = no
"""
MASTER = """
127.0.0.1:{port} inet n - n - - smtpd
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
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""


class Postfix:
    """The server.  `mailbox`: what was delivered to one."""

    def __init__(self, *mailboxes: str) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="vanthu-postfix-"))
        self.port = free_port()
        self._mailboxes = mailboxes
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        owner = pwd.getpwnam("postfix")
        self.folder.chmod(0o755)
        for name in ("conf", "queue", "data", "mail"):
            (self.folder / name).mkdir()
        for name in ("data", "mail"):
            os.chown(self.folder / name, owner.pw_uid, owner.pw_gid)
        values = {"folder": self.folder, "port": self.port, "uid": owner.pw_uid, "gid": owner.pw_gid}
        (self.folder / "conf/main.cf").write_text(MAIN.format(**values))
        (self.folder / "conf/master.cf").write_text(MASTER.format(**values))
        (self.folder / "boxes").write_text("".join(f"{box} {box}/\n" for box in self._mailboxes))
        with (self.folder / "start").open("wb") as told:
            command = ["postfix", "-c", str(self.folder / "conf"), "start-fg"]
            self._child = subprocess.Popen(command, stdout=told, stderr=subprocess.STDOUT)
        self._wait_until_it_greets()
        return self

    def __exit__(self, *_: object) -> None:
        subprocess.run(["postfix", "-c", str(self.folder / "conf"), "stop"], capture_output=True, check=False, timeout=30)
        if self._child is not None:
            self._child.wait(30)
        shutil.rmtree(self.folder, ignore_errors=True)

    def mailbox(self, address: str, count: int) -> list[bytes]:
        """The letters in a mailbox, as soon as there are so many, without the lines that the delivery put on top."""
        until = time.monotonic() + 20
        while len(files := list((self.folder / "mail" / address / "new").glob("*"))) < count:
            assert time.monotonic() < until, (self.folder / "log").read_text()[-3000:]
            time.sleep(0.05)
        return [_received(file.read_bytes()) for file in sorted(files)]

    def _wait_until_it_greets(self) -> None:
        until = time.monotonic() + 20
        while True:
            try:
                smtplib.SMTP("127.0.0.1", self.port, timeout=5).quit()
            except OSError:
                told = (self.folder / "start").read_text()
                assert time.monotonic() < until, told
                time.sleep(0.05)
            else:
                return


def _received(file: bytes) -> bytes:
    """Behind Return-Path, X-Original-To, Delivered-To and Postfix's own Received; line ends as on the wire."""
    lines = file.replace(b"\n", b"\r\n")
    return b"Received: " + lines.split(b"\r\nReceived: ", 2)[2]
