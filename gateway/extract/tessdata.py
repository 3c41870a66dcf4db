"""Where Tesseract's data for Vietnamese is, put there by a package of the system; the program itself comes with tesserocr."""

import os
from collections.abc import Iterator
from pathlib import Path

LANGUAGE = "vie"
PACKAGE = "tesseract-ocr-vie"  # of Debian
FOLDERS = ("/usr/share/tesseract-ocr/*/tessdata", "/usr/share/tessdata", "/usr/local/share/tessdata")


def tessdata() -> Path | None:
    """The folder that holds the language; None when there is none.  TESSDATA_PREFIX goes before the system's folders."""
    return next((folder for folder in _folders() if (folder / f"{LANGUAGE}.traineddata").is_file()), None)


def _folders() -> Iterator[Path]:
    chosen = os.environ.get("TESSDATA_PREFIX")
    if chosen:
        yield from (Path(chosen), Path(chosen) / "tessdata")
    for pattern in FOLDERS:
        yield from sorted(Path("/").glob(pattern[1:]), reverse=True)
