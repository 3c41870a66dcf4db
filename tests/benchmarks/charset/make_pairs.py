"""Makes policies/text/pairs_table.py (and, on demand, a table of syllables) from running Vietnamese text.

    python -m tests.benchmarks.charset.make_pairs --corpus FOLDER [--syllables FILE --spoken FILE]

FOLDER/vi/train/*.txt: UTF-8, one sentence or paragraph a line.  Files named admin-* (laws, decrees, decisions, letters) weigh
half, all others (encyclopedia, news, manuals) the other half, whatever their sizes: a letter is as often about an office as
about anything else.  Words are runs of letters, in lower case, NFC, with the tone where the older spelling puts it (hòa, thúy);
words with a figure or a sign between them are neighbours.  FOLDER/vi/lists/train/places.txt and names.txt (places, people) count
several times, else what mail is full of would be too rare for a place in the table.  A table of syllables takes a third from an
older table of that form (--spoken), which knows what people say to each other.
"""

import argparse
import re
import runpy
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from math import exp, log
from pathlib import Path
from unicodedata import normalize

from policies.text.syllables import SYLLABLES

TABLE = Path(__file__).parents[3] / "policies" / "text" / "pairs_table.py"
SEEN = 3  # times at least
MOST = 60_000  # pairs
LEAST = 0.5  # of gain: less rounds to nothing
RAREST = 15  # beyond that a syllable is as good as unheard
DISCOUNT = 0.75  # of each count, for what was not seen
LISTS = {"places.txt": 20, "names.txt": 3}  # how many times they count
WIDTH = 126
_WORD = re.compile(r"[^\W\d_]+")
_NEW_SPELLING = re.compile("(?<!q)(?:o[àáảãạèéẻẽẹ]|u[ỳýỷỹỵ])$")
_TONES = "\u0300\u0301\u0309\u0303\u0323"
_MOVE = {
    normalize("NFC", first + second + tone): normalize("NFC", first + tone + second)
    for first, second in ("oa", "oe", "uy")
    for tone in _TONES
}

PAIRS_DOCSTRING = '''"""Neighbouring Vietnamese syllables by gain: log P(second | first) - log P(second), natural, rounded.

A line is a first syllable and what follows it; lower case, the tone where the older spelling puts it (hòa, thúy).  The pairs
that say the most (count times gain) of those seen {seen} times or more; at least one of the two is not ASCII.
Counted by tests/benchmarks/charset/make_pairs.py, half from Vietnamese laws, decrees, decisions and official letters (not
protected: Luật Sở hữu trí tuệ, article 15), half from Wikipedia (CC BY-SA 4.0), UD_Vietnamese-VTB (CC BY-SA 4.0), and the
manuals and message catalogues of LibreOffice (MPL-2.0), Debian and ERPNext (GPL) and Django (BSD), with a hundredth part from the
treebanks of underthesea and a sample of news (Apache-2.0); names of communes and wards (MIT) and of people.
"""'''
SYLLABLES_DOCSTRING = '''"""Vietnamese syllables by rarity: minus the natural logarithm of the share of each, rounded.

Two thirds counted from the texts of pairs_table.py by tests/benchmarks/charset/make_pairs.py, a third from the word
frequencies of wordfreq 3.1 (R. Speer, data CC BY-SA 4.0); both placements of the tone mark listed.
"""'''


def older_spelling(syllable: str) -> str:
    """The syllable with its tone where the older spelling puts it: hòa for hoà."""
    return syllable[:-2] + _MOVE[syllable[-2:]] if _NEW_SPELLING.search(syllable) else syllable


def words_of(line: str) -> list[str]:
    """The words of a line as they are counted."""
    return [older_spelling(word) for word in _WORD.findall(normalize("NFC", line).lower())]


def counted(files: Iterable[Path]) -> tuple[Counter[str], Counter[tuple[str, str]]]:
    """How often each word and each pair of neighbours occurs."""
    singles: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for file in files:
        with file.open(encoding="utf-8") as lines:
            for line in lines:
                words = words_of(line)
                singles.update(words)
                pairs.update(pairwise(words))
    return singles, pairs


def shares(halves: Iterable[Counter[str]]) -> dict[str, float]:
    """The share of each word in the mixture of both halves."""
    mixed: Counter[str] = Counter()
    for half in halves:
        total = half.total()
        for word, count in half.items():
            mixed[word] += count / total / 2  # type: ignore[assignment]
    return dict(mixed)


def gains(
    singles: Iterable[Counter[str]], pairs: Iterable[Counter[tuple[str, str]]]
) -> Iterator[tuple[float, float, tuple[str, str]]]:
    """(what it says in all, gain, pair) of each pair worth a place."""
    singles, pairs = list(singles), list(pairs)
    single = shares(singles)
    totals = [half.total() for half in singles]
    for pair in set().union(*pairs):
        first, second = pair
        if (first.isascii() and second.isascii()) or first not in SYLLABLES or second not in SYLLABLES:
            continue
        if sum(half[pair] for half in pairs) < SEEN:
            continue
        share = sum(max(half[pair] - DISCOUNT, 0) / total / 2 for half, total in zip(pairs, totals, strict=True))
        if share and (gain := log(share / single[first] / single[second])) >= LEAST:
            yield share * gain, gain, pair


def laid_out(name: str, groups: Mapping[int, str], docstring: str) -> str:
    """A table as Python source."""
    lines = [docstring, "", f"{name} = {{"]
    for key in sorted(groups):
        pieces = [f'"{piece}"' for piece in _cut(groups[key])]
        if len(pieces) == 1:
            lines.append(f"    {key}: ({pieces[0]}),")
        else:
            lines += [f"    {key}: (", *(f"        {piece}" for piece in pieces), "    ),"]
    return "\n".join([*lines, "}", ""])


def _cut(text: str) -> Iterator[str]:
    """The text in pieces as long as a line, cut after a blank or a line's end; those are written \\n."""
    piece = ""
    for word in re.findall(r"[^ \n]+[ \n]?", text):
        if len(piece) + len(word) > WIDTH - 10:
            yield piece.replace("\n", "\\n")
            piece = ""
        piece += word
    yield piece.replace("\n", "\\n")


def pairs_table(chosen: Iterable[tuple[float, float, tuple[str, str]]]) -> str:
    """The source of the table of pairs."""
    groups: dict[int, dict[str, list[str]]] = {}
    for _, gain, (first, second) in chosen:
        groups.setdefault(round(gain), {}).setdefault(first, []).append(second)
    texts = {
        gain: "\n".join(f"{first} {' '.join(sorted(seconds))}" for first, seconds in sorted(lines.items()))
        for gain, lines in groups.items()
    }
    return laid_out("PAIRS_BY_GAIN", texts, PAIRS_DOCSTRING.format(seen=SEEN))


def syllables_table(single: Mapping[str, float], spoken: Path) -> str:
    """The source of a table of syllables."""
    older = runpy.run_path(str(spoken))["SYLLABLES_BY_RARITY"]
    said = {word: exp(-rarity) for rarity, words in older.items() for word in words.split()}
    groups: dict[int, list[str]] = {}
    for word in SYLLABLES:
        if share := single.get(older_spelling(word), 0.0) * 2 / 3 + said.get(word, 0.0) / 3:
            groups.setdefault(min(round(-log(share)), RAREST), []).append(word)
    return laid_out(
        "SYLLABLES_BY_RARITY", {key: " ".join(sorted(words)) + " " for key, words in groups.items()}, SYLLABLES_DOCSTRING
    )


def main() -> None:
    """Count, choose, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--syllables", type=Path, help="where a table of syllables is to be written")
    parser.add_argument("--spoken", type=Path, help="the older table that goes into it")
    options = parser.parse_args()
    files = sorted((options.corpus / "vi" / "train").glob("*.txt"))
    office = [file for file in files if file.name.startswith("admin-")]
    lists = [options.corpus / "vi" / "lists" / "train" / name for name, times in LISTS.items() for _ in range(times)]
    counts = [counted(office), counted([file for file in files if file not in office] + lists)]
    singles, pairs = zip(*counts, strict=True)
    chosen = sorted(gains(singles, pairs), reverse=True)[:MOST]
    TABLE.write_text(pairs_table(chosen), encoding="utf-8")
    print(f"{len(chosen)} pairs, {TABLE.stat().st_size} bytes")
    if options.syllables and options.spoken:
        options.syllables.write_text(syllables_table(shares(singles), options.spoken), encoding="utf-8")


if __name__ == "__main__":
    main()
