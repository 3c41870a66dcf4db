"""Writes a folder for Haraka and becomes Haraka: it receives, looks at the attachments, and forwards before it answers.

haraka FOLDER LISTEN_PORT UPSTREAM_PORT NODE_MODULES: two processes.
"""

import os
import sys
from pathlib import Path


def main(folder: Path, port: str, upstream: str, modules: Path) -> None:
    """Write the settings and start."""
    home, config = folder / "haraka", folder / "haraka" / "config"
    config.mkdir(parents=True)
    (home / "queue").mkdir()
    (home / "package.json").write_text('{"name": "peer", "version": "1.0.0"}\n')
    (home / "node_modules").symlink_to(modules)
    settings = {
        "me": "peer.bench.gov.vn\n",
        "host_list": "unit.bench.gov.vn\nbench.gov.vn\n",
        "plugins": "rcpt_to.in_host_list\nattachment\nqueue/smtp_forward\n",
        "smtp.ini": f"listen=127.0.0.1:{port}\nnodes=2\n",
        "connection.ini": "[main]\n[haproxy]\n[headers]\nmax_lines=1000\nmax_received=100\n[max]\nbytes=60000000\n"
        "mime_parts=1000\nline_length=512\ndata_line_length=992\n[message]\nclose=bye\n[uuid]\nbanner_chars=6\ndeny_chars=0\n",
        "log.ini": "[main]\nlevel=notice\n",
        "smtp_forward.ini": f"host=127.0.0.1\nport={upstream}\nenable_tls=false\nmax_connections=1000\n",
    }
    for name, text in settings.items():
        (config / name).write_text(text)
    os.execvp("node", ["node", str(modules / ".bin" / "haraka"), "-c", str(home)])


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3], Path(sys.argv[4]).resolve())
