"""How many megabytes of text the detector goes through in a second of CPU time: the machine may be busy."""

from pathlib import Path
from random import Random
from time import process_time

from policies.text.legacy import find
from tests.benchmarks.charset import encode, texts

_SIZE = 1_000_000  # characters
_RUNS = 3


def speeds(folder: Path, random: Random) -> dict[str, float]:
    """MB (10^6 bytes of UTF-8) a second by kind of text, the best of three."""
    text = "\n".join(texts.vietnamese(folder, random))[:_SIZE]
    kinds = {
        "Unicode Vietnamese": text,
        "TCVN3": encode.carried(encode.byte_view(text, "tcvn3"), "1252"),
        "VNI": encode.carried(encode.byte_view(text, "vni"), "1252"),
        "mojibake": encode.garbled(text, "1252"),
        "VIQR": encode.byte_view(text, "viqr"),
    }
    for language in ("en", "fr", "ro"):
        if language in texts.languages(folder):
            lines = "\n".join(texts.foreign(folder, language, random))
            kinds[language] = (lines * (_SIZE // len(lines) + 1))[:_SIZE]
    return {name: _speed(text) for name, text in kinds.items()}


def _speed(text: str) -> float:
    seconds = []
    for _ in range(_RUNS):
        start = process_time()
        find(text)
        seconds.append(process_time() - start)
    return len(text.encode()) / 1e6 / min(seconds)
