"""What is cited exists in config/references.toml: articles and RFCs; and the repository speaks of the product alone.

Two forms only: "RFC 5321 s.4.5.3" and "Điều 4.4a".
"""

import re
import tomllib
from functools import cache
from pathlib import Path

import pytest

from policies.core.catalog import codes

ROOT = Path(__file__).parent.parent
REFERENCES = tomllib.loads((ROOT / "config" / "references.toml").read_text(encoding="utf-8"))
FOLDERS = ("gateway", "policies", "config", "deploy", "tests")
SUFFIXES = frozenset({".py", ".md", ".toml", ".html", ".css", ".js", ".sh", ".csv", ".service", ".cfg", ".ini"})

AN_RFC = re.compile(r"(?<!/ETSI\.)\bRFC[\s-]{0,2}(\d+)")
A_GOOD_RFC = re.compile(r"RFC \d+(?! ?(?:section|sec\.|§))(?:(?:,| and)? s\.\d+(?:\.\d+)*)*", re.IGNORECASE)
AN_ARTICLE = re.compile(r"Điều (\d+(?:\.\d+)?[ab]?)(?!\d)")
# Where and by whom the code was written is nobody's business.  Written in pieces, for this file is read as well.
FOREIGN = re.compile(
    "|".join(
        ["/wo" + "rk/", "/ro" + "ot/", r"(?:index-u" + r"rl|find-li" + r"nks)[\s=]+\w+:", "cla" + "ude", "co-autho" + "red"]
    ),
    re.IGNORECASE,
)


@cache
def text(path: Path) -> str:
    return (ROOT / path).read_text(encoding="utf-8", errors="replace")


def files() -> list[Path]:
    found = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*") if path.suffix in SUFFIXES and path.is_file()]
    found += [path for path in ROOT.iterdir() if path.suffix in SUFFIXES or path.name in ("Makefile", "requirements.lock")]
    return sorted(path.relative_to(ROOT) for path in found)


FILES = files()


@pytest.mark.parametrize("path", FILES, ids=str)
def test_an_rfc_is_cited_in_one_form_and_is_known(path: Path):
    for found in AN_RFC.finditer(text(path)):
        assert found.group(1) in REFERENCES["rfcs"], found.group()
        assert A_GOOD_RFC.match(text(path), found.start()), text(path)[found.start() : found.start() + 40]


@pytest.mark.parametrize("path", FILES, ids=str)
def test_an_article_that_is_cited_exists(path: Path):
    assert {found.group(1) for found in AN_ARTICLE.finditer(text(path))} <= set(REFERENCES["articles"])


@pytest.mark.parametrize("code", codes().values(), ids=lambda code: code.code)
def test_a_code_rests_on_an_article(code):
    assert code.article in REFERENCES["articles"]


@pytest.mark.parametrize("path", FILES, ids=str)
def test_the_repository_speaks_of_the_product_alone(path: Path):
    found = FOREIGN.search(text(path))
    assert not found, found


def test_every_reference_says_what_it_is():
    assert all(title.strip() for table in ("articles", "rfcs") for title in REFERENCES[table].values())
