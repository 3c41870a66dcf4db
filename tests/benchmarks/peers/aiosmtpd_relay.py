"""The least that can be built with aiosmtpd: a relay that forwards after DATA and answers with the upstream's reply.

aiosmtpd_relay LISTEN_PORT UPSTREAM_PORT: it looks into nothing and keeps nothing; one upstream connection for each message.
"""

import asyncio
import signal
import sys
from typing import Any

from aiosmtpd.smtp import SMTP

LIMIT = 60_000_000


class Forward:
    """aiosmtpd's handler."""

    def __init__(self, port: int) -> None:
        self.port = port

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Forward and answer."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)

        async def ask(line: bytes) -> bytes:
            writer.write(line)
            while (reply := await reader.readline())[3:4] == b"-":
                pass
            return reply

        try:
            await ask(b"")
            await ask(b"EHLO relay.bench.gov.vn\r\n")
            await ask(b"MAIL FROM:<%s> BODY=8BITMIME\r\n" % envelope.mail_from.encode())
            for recipient in envelope.rcpt_tos:
                await ask(b"RCPT TO:<%s>\r\n" % recipient.encode())
            await ask(b"DATA\r\n")
            content = envelope.original_content
            writer.write((b"." if content.startswith(b".") else b"") + content.replace(b"\r\n.", b"\r\n.."))
            reply = await ask(b".\r\n")
            writer.write(b"QUIT\r\n")
            return reply.decode().strip()
        finally:
            writer.close()


async def main(port: int, upstream: int) -> None:
    """Serve until SIGTERM."""
    loop = asyncio.get_running_loop()
    handler = Forward(upstream)
    server = await loop.create_server(
        lambda: SMTP(handler, hostname="relay.bench.gov.vn", data_size_limit=LIMIT, loop=loop), "127.0.0.1", port, backlog=1024
    )
    done = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, done.set)
    async with server:
        await done.wait()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2])))
