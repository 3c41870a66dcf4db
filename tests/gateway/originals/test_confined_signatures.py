"""Signatures are validated in a confined worker, where there is no socket, no event loop, no file and no new module."""

import json
import subprocess
import sys
from pathlib import Path

from tests.gateway.originals.signedcases import CASES, TODAY, pdf
from tests.gateway.originals.signing import ROOT

# A process of its own: this one has loaded all that signing needs.
CHILD = """
import asyncio, datetime, json, sys
from pathlib import Path
from gateway.extract.budget import budget
from gateway.extract.pool import Pool
from gateway.extract.template import Template
from gateway.limits import Limits
from gateway.originals.pdfsignatures import validate_pdf
from gateway.originals.trust import load_trust
from gateway.smtp.spool import InMemory

folder, limits = Path(sys.argv[1]), Limits()

def make_handler():
    trust = load_trust(folder / "trust")
    def handler(job, content):
        before = set(sys.modules)
        told = validate_pdf(bytes(content), trust, datetime.date.fromisoformat(job.decode()), budget(limits, len(content)))
        late = sorted(set(sys.modules) - before)
        return json.dumps([[[one.state, one.reason] for one in told], late]).encode()
    return handler

async def main(path):
    pool = Pool(path, 1, limits)
    for pdf in sorted(folder.glob("*.pdf")):
        print((await pool.ask(pdf.with_suffix(".day").read_bytes(), InMemory(pdf.read_bytes()))).decode())
    print(json.dumps([pool.replaced, pool.confinement.seccomp]))
    await pool.close()

template = Template.start(make_handler, limits)
try:
    asyncio.run(main(template.path))
finally:
    template.stop()
"""


def test_a_confined_worker_says_of_every_signature_what_anybody_says(tmp_path: Path):
    (tmp_path / "trust").mkdir()
    (tmp_path / "trust" / "root.pem").write_bytes(ROOT.pem)
    for number, (case, (_, today, _)) in enumerate(CASES.items()):
        (tmp_path / f"{number:03}.pdf").write_bytes(pdf(case))
        (tmp_path / f"{number:03}.day").write_text(today.isoformat())
    (tmp_path / "999.pdf").write_bytes(b"%PDF-1.7\nno PDF at all")
    (tmp_path / "999.day").write_text(TODAY.isoformat())
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(tmp_path)], capture_output=True, text=True, cwd=Path(__file__).parents[3], check=True
    )
    *answers, end = map(json.loads, done.stdout.splitlines())
    wanted = [[[list(one) for one in told], []] for _, _, told in CASES.values()]
    assert answers[:-1] == wanted
    assert answers[-1] == [[["invalid", "the structure of the file cannot be followed"]], []]
    assert end == [0, True]
