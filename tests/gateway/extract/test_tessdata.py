"""Where the language of the OCR is looked for."""

import pytest

from gateway.extract import tessdata as places
from gateway.extract.tessdata import tessdata


@pytest.fixture
def nowhere(monkeypatch, tmp_path):
    monkeypatch.setattr(places, "FOLDERS", (f"{tmp_path}/*/tessdata",))
    monkeypatch.delenv("TESSDATA_PREFIX", raising=False)
    return tmp_path


@pytest.mark.parametrize(
    ("files", "prefix", "expected"),
    [
        pytest.param([], "", None, id="nowhere"),
        pytest.param(["5/tessdata/eng.traineddata"], "", None, id="another language"),
        pytest.param(["5/tessdata/vie.traineddata"], "", "5/tessdata", id="of the system"),
        pytest.param(["4.00/tessdata/vie.traineddata", "5/tessdata/vie.traineddata"], "", "5/tessdata", id="the newer one"),
        pytest.param(["5/tessdata/vie.traineddata", "own/vie.traineddata"], "own", "own", id="where the variable says"),
        pytest.param(["own/tessdata/vie.traineddata"], "own", "own/tessdata", id="or in a folder there"),
        pytest.param(["5/tessdata/vie.traineddata"], "own", "5/tessdata", id="the variable leads nowhere"),
    ],
)
def test_the_data_is_found(nowhere, monkeypatch, files, prefix, expected):
    for file in files:
        (nowhere / file).parent.mkdir(parents=True, exist_ok=True)
        (nowhere / file).write_bytes(b"")
    if prefix:
        monkeypatch.setenv("TESSDATA_PREFIX", str(nowhere / prefix))
    assert tessdata() == (expected and nowhere / expected)
