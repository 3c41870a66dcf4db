"""Makes policies/text/foreign_table.py from running text of other languages.

    python -m tests.benchmarks.charset.make_foreign --corpus FOLDER

FOLDER/foreign/<language>/train.txt: UTF-8 text, the folder named by the language's code.  Kept are the words that read as a
Vietnamese syllable in some legacy encoding, each by its share in the language where it is commonest; in the languages that this
office is unlikely to hear from a word counts for less.  Seen as: windows-1252 shows the text itself, its bytes in the language's
own code page, of an old Macintosh or of DOS, and its UTF-8.  The words of the present table (wordfreq) are kept.
"""

import argparse
from collections import Counter
from math import log
from pathlib import Path
from unicodedata import normalize

from policies.text.encodings import BYTE_ENCODINGS, decode
from policies.text.foreign_table import FOREIGN_BY_RARITY
from policies.text.syllables import RARITY
from policies.text.tokens import TOKEN, is_evidence
from policies.text.views import view_1252
from tests.benchmarks.charset.make_pairs import laid_out

TABLE = Path(__file__).parents[3] / "policies" / "text" / "foreign_table.py"
_LIKELY = (
    "fr pt es it ro ca gl de nl da sv nb nn no is fi et lv lt pl cs sk sl hr bs hu tr az sq eu cy ga mt eo af id ms tl sw yo "
    "ig ha ee zh-latn sa-latn ar-latn en la ru uk bg sr el he ar th ja zh ko tet haw mi"
)
LIKELY = frozenset(_LIKELY.split())
PAGES = (
    {"cp1250": "ro pl cs sk hu hr sl bs", "cp1254": "tr az", "cp1257": "lv lt et", "iso8859-14": "cy ga", "iso8859-3": "mt eo"}
    | {"koi8-r": "ru", "cp1251": "uk bg sr", "cp1253": "el", "cp1255": "he", "cp1256": "ar", "tis-620": "th"}
    | {"shift_jis": "ja", "gb18030": "zh", "euc-kr": "ko"}
)
OTHER = {"cp1250": "iso8859-2", "cp1253": "iso8859-7", "cp1255": "iso8859-8", "cp1256": "iso8859-6"}
PAGE_OF = {language: page for page, languages in PAGES.items() for language in languages.split()}
UNSEEN = 5_000  # words added to every language's count: a short text says little of what is common
UNLIKELY = 2.0
RAREST = 15
SEEN = 2  # times at least

DOCSTRING = '''"""Words of other languages whose bytes read as a Vietnamese syllable in some legacy encoding, by rarity.

Lower-case byte views: the words in windows-1252, in the usual code pages of their languages, and their UTF-8, by minus the
natural logarithm of their share in running text.  Counted from the word frequencies of wordfreq 3.1 (R. Speer, data CC BY-SA
4.0; 30 languages), the message catalogues of Django (BSD), and by tests/benchmarks/charset/make_foreign.py from the Universal
Declaration of Human Rights in 450 languages (free), the New Testament in 35 (CC0) and Universal Dependencies treebanks
(CC BY-SA, as each says).
"""'''


def views_of(line: str, language: str) -> list[str]:
    """How a line looks where its bytes are taken for windows-1252."""
    page = PAGE_OF.get(language, "")
    seen = [view_1252(line), line.encode().decode("latin-1")]  # of UTF-8 the case of a byte is not the case of a letter
    for codec in filter(None, (page, OTHER.get(page), "mac_roman", "cp850")):
        seen.append(line.encode(codec, "ignore").decode("latin-1").lower())
    return seen


def main() -> None:
    """Count, and write the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--corpus", type=Path, required=True)
    rarity = {word: float(rare) for rare, words in FOREIGN_BY_RARITY.items() for word in words.split()}
    for text in sorted((parser.parse_args().corpus / "foreign").glob("*/train.txt")):
        language = text.parent.name
        if language == "vi" or language.startswith("vie"):
            continue
        counts: Counter[str] = Counter()
        total = UNSEEN
        for line in text.open(encoding="utf-8", errors="replace"):
            small = normalize("NFC", line.lower())
            total += len(small.split())
            for view in set(views_of(small, language)):
                counts.update(word for word in TOKEN.findall(view) if not word.isascii() and is_evidence(word))
        unlikely = 0.0 if language in LIKELY else UNLIKELY
        for word, count in counts.items():
            if count >= (SEEN if language in LIKELY else SEEN + 1) and max(word) <= "\xff":
                rare = log(total / count) + unlikely
                if rare < rarity.get(word, RAREST) and any(decode(word, one).lower() in RARITY for one in BYTE_ENCODINGS):
                    rarity[word] = rare
    by_rarity: dict[int, list[str]] = {}
    for word in sorted(rarity):
        by_rarity.setdefault(round(rarity[word]), []).append(word)
    groups = {rare: " ".join(by_rarity[rare]) + " " for rare in sorted(by_rarity)}
    TABLE.write_text(laid_out("FOREIGN_BY_RARITY", groups, DOCSTRING), encoding="utf-8")
    print(f"{TABLE}: {len(rarity)} words")


if __name__ == "__main__":
    main()
