"""The policy `charset` on constructed messages: what the cases in tests/policies/charset cannot show one by one."""

import time
from datetime import date
from itertools import pairwise
from unicodedata import normalize

from policies import charset
from policies.core.facts import Document, Octets, Run, Text
from policies.core.message import Envelope, Filename, Header, Message, Part
from policies.core.policy import Context
from policies.core.units import Directory

CONTEXT = Context(Envelope("a@dongnai.gov.vn", ("b@dongnai.gov.vn",)), Directory(), date(2026, 3, 2))
TCVN3 = "Trung t©m v¨n hãa huyÖn th«ng b¸o tuyÓn sinh"  # Trung tâm văn hóa huyện thông báo tuyển sinh
UNICODE = "Trung tâm văn hóa huyện thông báo tuyển sinh"


def findings(*runs: Run, headers: tuple[Header, ...] = (), part: Part | None = None, settings: charset.Settings | None = None):
    root = part or Part("1", "application/msword", content=Document("docx", runs))
    return list(charset.check(Message(headers, root), CONTEXT, settings or charset.Settings()))


def header(name: str, *pieces: tuple[bytes, str | None]) -> Header:
    return Header(name, b"=?" + b"".join(raw for raw, _ in pieces), "", tuple(Octets(raw, label) for raw, label in pieces))


def test_text_in_a_capital_font_is_read_in_capitals_and_its_place_told():
    found = findings(Run("Xin chào\n", "Arial"), Run(TCVN3, ".VnTimeH", "trang 2"))
    assert [finding.code for finding in found] == ["charset.legacy-text", "charset.legacy-font"]
    detail = dict(found[0].detail)
    assert detail.pop("score") > 30
    assert detail == {"encoding": "tcvn3", "sample": TCVN3, "unicode": UNICODE.upper(), "place": "trang 2"}
    assert found[1].detail["place"] == "trang 2"


def test_a_font_is_worth_evidence_where_the_text_is_short():
    assert [finding.code for finding in findings(Run("to¸n", "Arial"))] == []
    assert [finding.code for finding in findings(Run("to¸n", ".VnTime"))] == ["charset.legacy-text", "charset.legacy-font"]


def test_words_whose_letters_are_set_in_several_fonts_are_read_whole():
    found = findings(*[Run(letter, ".VnTime" if at % 2 else "Arial", "trang 1") for at, letter in enumerate(TCVN3)])
    assert [finding.code for finding in found] == ["charset.legacy-text", "charset.legacy-font"]
    assert (found[0].detail["unicode"], found[0].detail["place"]) == (UNICODE, "trang 1")


def test_decomposed_letters_are_told_once_in_a_part():
    decomposed = normalize("NFD", "Tiếng Việt")
    found = findings(Run(decomposed, "Arial"), Run(decomposed, ".VnTime"))
    assert [finding.code for finding in found].count("charset.decomposed") == 1


def test_a_header_in_ever_other_charsets_costs_no_more_than_its_size():
    began = time.process_time()
    for label in ("iso-8859-{}", "x-{:05}"):
        pieces = [(b"v\xa8n h\xe3a", label.format(number % (15 if "iso" in label else 20_000) + 1)) for number in range(20_000)]
        assert [finding.code for finding in findings(headers=(header("Subject", *pieces),))] == ["charset.legacy-text"]
    assert time.process_time() - began < 2


def test_a_font_that_is_allowed_or_only_hearsay_is_no_finding():
    settings = charset.Settings(allowed_fonts=("vni-mới",))
    assert findings(Run(UNICODE, "VNI-Mới"), settings=settings) == []
    assert findings(Run(UNICODE, "HeoMay")) == []
    assert [finding.code for finding in findings(Run(UNICODE, "VNI-Mới"))] == ["charset.legacy-font"]


def test_blanks_and_typographic_signs_do_not_use_a_font():
    assert findings(Run("\u00a0– “ok” …\u00a0", ".VnTime")) == []


def test_each_font_is_told_once_in_a_part():
    found = findings(Run(UNICODE, ".VnTime"), Run("tuyển sinh", ".VnTime"), Run("hóa", "VNI-Times"))
    assert [finding.detail["font"] for finding in found] == [".VnTime", "VNI-Times"]


def test_the_strongest_run_of_a_part_stands_for_it():
    name = Filename("x", Octets("bµi to¸n".encode("cp1252"), None))
    part = Part("2", "text/plain", filename=name, content=Text(Octets(TCVN3.encode("cp1252"), None), ""))
    found = findings(part=part)
    assert [(finding.code, finding.part, finding.filename) for finding in found] == [("charset.legacy-text", "2", "x")]
    assert found[0].detail["unicode"] == UNICODE


def test_a_legacy_part_makes_a_short_header_telling():
    subject = header("Subject", ("bµi".encode("cp1252"), "iso-8859-1"))
    assert findings(headers=(subject,)) == []
    body = Part("1", "text/plain", content=Text(Octets(TCVN3.encode("cp1252"), "iso-8859-1"), TCVN3))
    found = findings(headers=(subject,), part=body)
    assert [(finding.detail.get("header"), finding.detail["unicode"]) for finding in found] == [
        ("Subject", "bài"),
        (None, UNICODE),
    ]


def test_one_word_in_two_places_does_not_add_up():
    subject = header("Subject", ("Camabi tuá ca".encode(), "utf-8"))
    sender = header("From", ("Uxi_tuá".encode(), "utf-8"))
    assert findings(Run("Camabi tuá"), headers=(subject, sender)) == []


def test_a_legacy_part_does_not_make_foreign_words_telling():
    body = "Quand dât ogni garanzie, la sò vèn vièi à la segureta, ço qué l'été fût déjà prêt"
    signature = Run("Kính gửi\n" + "V¨n")
    attached = Part("2", "text/plain", content=Text(Octets(TCVN3.encode("cp1252"), "iso-8859-1"), TCVN3))
    for text, parts in ((Run(body + " dï"), ["2"]), (signature, ["1", "2"])):
        part = Part("0", "multipart/mixed", children=(Part("1", "text/plain", content=Document("docx", (text,))), attached))
        assert [finding.part for finding in findings(part=part)] == parts


def test_pieces_of_a_header_in_several_charsets_are_judged_one_by_one():
    pieces = ((TCVN3.encode("cp1252"), "iso-8859-1"), (UNICODE.encode(), "utf-8"), (UNICODE.encode(), "iso-8859-2"))
    found = findings(headers=(header("Subject", *pieces), header("X-Spam-Report", *pieces), header("X-Note", (b"plain", None))))
    assert [(finding.code, finding.detail["encoding"]) for finding in found] == [
        ("charset.legacy-text", "tcvn3"),
        ("charset.declared", "utf-8"),
    ]


def test_a_description_of_a_part_is_read_too():
    description = Header("Content-Description", TCVN3.encode("cp1252"), "", (Octets(TCVN3.encode("cp1252")),))
    found = findings(part=Part("3", "image/png", headers=(description, header("Content-Type", (b"x", None)))))
    assert [(finding.part, finding.detail["header"]) for finding in found] == [("3", "Content-Description")]


def test_html_that_does_not_decode_as_declared_is_judged_by_its_bytes():
    body = b"<html><head><style>p > a {color:red}</style></head><p>" + TCVN3.encode("cp1252") + b"</p></html>"
    broken = body.decode("utf-8", "replace")
    found = findings(part=Part("1", "text/html", charset="utf-8", body=body, content=Document("html", (Run(broken),))))
    assert [(finding.code, finding.detail["unicode"]) for finding in found] == [("charset.legacy-text", UNICODE)]


def test_html_whose_meta_names_a_charset_that_is_not_unicode_is_declared_wrong():
    body = b'<meta charset="windows-1258"><p>' + "Kính gửi quý cơ quan".encode() + b"</p>"
    found = findings(part=Part("1", "text/html", body=body, content=Document("html", (Run("Kính gửi quý cơ quan"),))))
    assert [(finding.code, finding.detail["declared"]) for finding in found] == [("charset.declared", "windows-1258")]


def test_marks_on_letters_that_are_not_vietnamese_are_not_decomposed_vietnamese():
    assert findings(Run("x\u0323 and n\u0301 q\u0303")) == []
    found = findings(Run("sample x\u0323 " + normalize("NFD", "tiếng Việt")))
    assert [(finding.code, finding.detail["unicode"]) for finding in found] == [
        ("charset.decomposed", "sample x\u0323 tiếng Việt")
    ]


def test_samples_stay_short():
    found = findings(Run((TCVN3 + " ") * 50, ".VnTime"), Run(normalize("NFD", UNICODE * 50)))
    assert all(len(str(value)) <= charset.SAMPLE for finding in found for value in finding.detail.values())


def test_every_code_has_words_for_what_a_finding_tells():
    detail = {"encoding": "tcvn3", "sample": "a", "unicode": "b", "font": ".VnTime", "declared": "utf-8"}
    texts = [text.format(**detail) for code in charset.CODES for text in (code.vi, code.en)]
    assert all(texts)
    assert all(one != other for one, other in pairwise(sorted(texts)))
