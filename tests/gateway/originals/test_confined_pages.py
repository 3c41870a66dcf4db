"""Every kind of page can be opened in a confined worker, where there is no file, no thread and no new module."""

import json
from collections.abc import Callable

import numpy as np
import pytest

from gateway.extract.worker import Handler
from gateway.smtp.spool import InMemory
from tests.gateway.originals.drawnpages import HEIC, letter, pdf, saved, scanned
from tests.gateway.originals.pagehandlers import described, make_handler

PAGE = scanned(letter())
FAX = letter(1728, 2200)
FONTS = b"BT /F 24 Tf 60 700 Td (Quyet dinh) Tj ET BT /G 24 Tf 60 600 Td (So: 12/QD-UBND) Tj ET"
NOT_EMBEDDED = (
    b"/Resources<</Font<</F<</Type/Font/Subtype/TrueType/BaseFont/Arial>>/G<</Type/Font/Subtype/Type1/BaseFont/Nowhere>>>>>>"
)


@pytest.fixture(scope="module")
def answers() -> Callable[[], Handler]:
    return make_handler


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(saved(PAGE, "PDF", resolution=100), [[1169, 827, "colour", True]], id="a scan in a PDF"),
        pytest.param(saved(FAX, "PDF", "1", resolution=204), [[1079, 848, "two-level", True]], id="a fax in a PDF"),
        pytest.param(pdf(FONTS, page=NOT_EMBEDDED), [[1170, 827, "grey", False]], id="fonts that only the reader's machine has"),
        pytest.param(saved(PAGE, "JPEG"), [[1169, 827, "colour", True]], id="JPEG"),
        pytest.param(saved(PAGE, "JPEG", "CMYK"), [[1169, 827, "colour", True]], id="JPEG in four inks"),
        pytest.param(saved(PAGE, "PNG"), [[1169, 827, "colour", True]], id="PNG"),
        pytest.param(saved(PAGE, "WEBP"), [[1169, 827, "colour", True]], id="WebP"),
        pytest.param(saved(PAGE, "GIF"), [[1169, 827, "colour", True]], id="GIF"),
        pytest.param(saved(PAGE, "BMP"), [[1169, 827, "colour", True]], id="BMP"),
        pytest.param(saved(PAGE, "AVIF"), [[1169, 827, "colour", True]], id="AVIF"),
        pytest.param(HEIC, [[878, 620, "colour", True]], id="HEIC"),
        pytest.param(
            saved([FAX, FAX], "TIFF", "1", compression="group4", dpi=(204, 204)), [[1078, 847, "two-level", True]] * 2, id="a fax"
        ),
        pytest.param(saved(PAGE, "TIFF", compression="jpeg"), [[1169, 827, "colour", True]], id="JPEG in a TIFF"),
        pytest.param(saved(PAGE, "JPEG")[:20_000], ["damaged: jpeg cut off"], id="half a JPEG"),
        pytest.param(np.random.default_rng(1).bytes(50_000), [], id="noise"),
    ],
)
async def test_a_confined_worker_sees_what_anybody_sees(pool, body, expected):
    if not expected:
        body = b"%PDF-1.7\n" + body
        expected = ["damaged: pdf"]
    assert described(body) == expected
    assert json.loads(await pool.ask(b"", InMemory(body))) == expected
    assert pool.replaced == 0
