"""A confined worker can open no file: whatever a reader needs is loaded when the readers are."""

import subprocess
import sys
from pathlib import Path

SAMPLES = Path(__file__).parents[2] / "samples"
BINARY = Path(__file__).parent / "binary"
CHILD = """
import sys
from pathlib import Path
from gateway.extract.contents import look_into
from gateway.extract.text import decode
from gateway.limits import Limits
from gateway.mime.parse import parse
from policies.core.message import Message, Part
before = set(sys.modules)
for path in Path(sys.argv[1]).glob("*.eml"):
    look_into(parse(path.read_bytes(), Limits()), Limits())
for path in Path(sys.argv[2]).iterdir():
    look_into(Message((), Part("1", "application/octet-stream", body=path.read_bytes())), Limits())
for charset in ("windows-1258", "gb2312", "big5", "iso-2022-jp", "koi8-r", "utf-16", "iso-8859-2"):
    decode(b"a\\xff", charset)
print(*sorted(name for name in set(sys.modules) - before if not name.startswith("idna")))
"""


def test_no_reader_loads_a_module_after_the_start():
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(SAMPLES), str(BINARY)],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[3],
    )
    assert done.stdout.split() == []
