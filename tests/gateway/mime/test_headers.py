"""How header fields read, and in which pieces they were sent."""

import unicodedata

import pytest

from gateway.limits import Limits
from gateway.mime.headers import canonical_domain, header, header_end, read_block
from policies.core.facts import Octets

LIMITS = Limits()

READS = [
    ("plain ASCII", b" Bao cao\r\n", "Bao cao"),
    ("a folded line keeps its blank", b" Bao cao\r\n thang 10", "Bao cao thang 10"),
    ("a line folded with bare LF", b" Bao cao\n\tthang 10", "Bao cao\tthang 10"),
    ("base64 words", b" =?UTF-8?B?VGjDtG5nIGLDoW8=?=", "Thông báo"),
    ("quoted-printable words, underscores are blanks", b" =?utf-8?q?Th=C3=B4ng_b=C3=A1o?=", "Thông báo"),
    ("blanks between two words go", b" =?utf-8?q?Th=C3=B4ng?=\r\n =?utf-8?q?_b=C3=A1o?=", "Thông báo"),
    ("blanks between a word and text stay", b" V/v =?utf-8?q?b=C3=A1o?= cao", "V/v báo cao"),
    ("a character split between two words", b" =?utf-8?q?Th=C3?= =?utf-8?q?=B4ng?=", "Thông"),
    ("a character split between two base64 words", b" =?utf-8?b?VGjD?= =?utf-8?b?tG5n?=", "Thông"),
    ("base64 split in the middle of four characters", b" =?utf-8?b?VGjDtG?= =?utf-8?b?5n?=", "Thông"),
    ("words glued together", b" =?utf-8?q?Th?==?utf-8?q?=C3=B4ng?=", "Thông"),
    ("a word inside a word of text", b" x=?utf-8?q?=C3=B4?=y", "xôy"),
    ("a word in quotes", b' "=?utf-8?q?Th=C3=B4ng?="', '"Thông"'),
    ("blanks inside a word", b" =?utf-8?q?Th=C3=B4ng b=C3=A1o?=", "Thông báo"),
    ("a question mark inside a word", b" =?utf-8?q?Th=C3=B4ng??=", "Thông?"),
    ("a language tag", b" =?utf-8*vi?q?Th=C3=B4ng?=", "Thông"),
    ("missing padding", b" =?utf-8?b?VGjDtG5nIGLDoW8?=", "Thông báo"),
    ("junk in base64", b" =?utf-8?b?VGjDtG5n!IGLDoW8=?=", "Thông báo"),
    ("a word that never ends is text", b" =?utf-8?q?abc", "=?utf-8?q?abc"),
    ("a word that never ends before one that does", b" =?utf-8?q?abc =?utf-8?q?d=C3=B4?=", "=?utf-8?q?abc dô"),
    ("an encoding that does not exist", b" =?utf-8?x?abc?=", "=?utf-8?x?abc?="),
    ("an unknown charset falls back", b" =?x-nobody?q?abc?=", "abc"),
    ("a declared single-byte charset", b" =?iso-8859-1?q?caf=E9?=", "café"),
    ("UTF-8 under a false declaration", b" =?iso-8859-1?q?Th=C3=B4ng?=", "Thông"),
    ("windows-1258", b" =?windows-1258?q?=D0=F4?=", "Đô"),
    ("raw UTF-8 (RFC 6532)", " Thông báo".encode(), "Thông báo"),
    ("raw 8-bit in no charset", b" caf\xe9", "café"),
    ("an empty value", b"", ""),
]


@pytest.mark.parametrize(("raw", "text"), [case[1:] for case in READS], ids=[case[0] for case in READS])
def test_a_field_reads_as_people_see_it(raw: bytes, text: str):
    assert header("Subject", raw).text == text


PIECES = [
    ("one word", b"=?TCVN3?q?Th=ABng?=", (Octets(b"Th\xabng", "tcvn3"),)),
    ("neighbours of one charset are joined", b"=?UTF-8?q?a?= =?utf-8?b?Yg==?=", (Octets(b"ab", "utf-8"),)),
    ("two charsets", b"=?utf-8?q?a?= =?x?q?b?=", (Octets(b"a", "utf-8"), Octets(b"b", "x"))),
    ("text around", b"V/v =?x?q?b?= c", (Octets(b"V/v "), Octets(b"b", "x"), Octets(b" c"))),
    ("raw bytes", b"\xb8\xb9", (Octets(b"\xb8\xb9"),)),
]


@pytest.mark.parametrize(("raw", "pieces"), [case[1:] for case in PIECES], ids=[case[0] for case in PIECES])
def test_the_bytes_as_sent_stay_beside_the_text(raw: bytes, pieces: tuple[Octets, ...]):
    assert header("Subject", raw).octets == pieces


BLOCKS = [
    ("CRLF", b"A: b\r\nC: d\r\n\r\nbody", [("A", b" b"), ("C", b" d")], b"body", set()),
    ("bare LF", b"A: b\nC: d\n e\n\nbody", [("A", b" b"), ("C", b" d\n e")], b"body", set()),
    ("an LF block before a CRLF body", b"A: b\n\nbody\r\n\r\nmore", [("A", b" b")], b"body\r\n\r\nmore", set()),
    ("no body", b"A: b\r\n", [("A", b" b")], b"", set()),
    ("no header", b"\r\nbody", [], b"body", set()),
    ("nothing", b"", [], b"", set()),
    ("a blank before the colon", b"Subject : x\r\n\r\n", [("Subject", b" x")], b"", {"space-before-colon"}),
    ("the first line of an mbox", b"From a@b Mon Nov 23\r\nA: b\r\n\r\nx", [("A", b" b")], b"x", set()),
    ("a line that is no field", b"A: b\r\nstray\r\nC: d\r\n\r\nx", [("A", b" b"), ("C", b" d")], b"x", {"malformed-header"}),
    (
        "text without an empty line",
        b"A: b\r\ntext here\r\nC: d\r\n",
        [("A", b" b")],
        b"text here\r\nC: d\r\n",
        {"missing-separator"},
    ),
    ("a continuation of nothing", b" x\r\nA: b\r\n\r\nx", [("A", b" b")], b"x", {"malformed-header"}),
    ("a bare CR hides a field", b"A: b\rC: d\r\n\r\n", [("A", b" b\rC: d"), ("C", b" d")], b"", {"bare-cr"}),
    ("raw 8-bit", b"A: \xc3\xa0\r\n\r\n", [("A", b" \xc3\xa0")], b"", {"bare-8bit-header"}),
    ("two subjects", b"Subject: a\r\nSUBJECT: b\r\n\r\n", [("Subject", b" a"), ("SUBJECT", b" b")], b"", {"duplicate-header"}),
    ("the same subject twice", b"Subject: a\r\nSubject: a\r\n\r\n", [("Subject", b" a"), ("Subject", b" a")], b"", set()),
]


@pytest.mark.parametrize(("raw", "fields", "body", "defects"), [case[1:] for case in BLOCKS], ids=[case[0] for case in BLOCKS])
def test_a_header_block_is_cut_into_its_fields(raw: bytes, fields: list, body: bytes, defects: set[str]):
    block = read_block(raw, 0, len(raw), LIMITS)
    assert [(one.name, one.raw) for one in block.headers] == fields
    assert raw[block.body :] == body
    assert {kind for kind, _ in block.defects} == defects


@pytest.mark.parametrize(
    ("raw", "end"),
    [(b"A: b\r\n\r\nx", 6), (b"A: b\n\nx", 5), (b"A: b\n\r\nx", 5), (b"\r\nx", 0), (b"A: b", 4), (b"", 0)],
    ids=["CRLF", "LF", "LF then CRLF", "no header", "no body", "nothing"],
)
def test_the_header_ends_at_the_empty_line(raw: bytes, end: int):
    assert header_end(raw) == end


DOMAINS = [
    ("lower case", "GMail.COM", "gmail.com"),
    ("a final dot", "gmail.com.", "gmail.com"),
    ("blanks around", " gmail.com ", "gmail.com"),
    ("full-width letters", "ｇｍａｉｌ．ｃｏｍ", "gmail.com"),
    ("an ideographic dot", "gmail。com", "gmail.com"),
    ("a zero-width blank", "gm\u200bail.com", "gmail.com"),
    ("a soft hyphen", "gm\u00adail.com", "gmail.com"),
    ("an international name", "đồngnai.vn", "xn--ngnai-4ya0444c.vn"),
    ("the same, decomposed", unicodedata.normalize("NFD", "đồngnai.vn"), "xn--ngnai-4ya0444c.vn"),
    ("its A-label", "XN--NGNAI-4YA0444C.vn", "xn--ngnai-4ya0444c.vn"),
    ("a homograph stays different", "gmаil.com", "xn--gmil-63d.com"),
    ("an emoji, which IDNA forbids", "💩.la", "xn--ls8h.la"),
    ("an address literal", "[IPv6:2001:DB8::1]", "[ipv6:2001:db8::1]"),
    ("an underscore", "mail_1.example.vn", "mail_1.example.vn"),
    ("two dots", "gmail..com", ""),
    ("nothing", "", ""),
    ("a bracket too many", "gmail.com>", ""),
    ("far too long", "a." * 2_000 + "vn", ""),
]


@pytest.mark.parametrize(("text", "domain"), [case[1:] for case in DOMAINS], ids=[case[0] for case in DOMAINS])
def test_a_domain_has_one_canonical_form(text: str, domain: str):
    assert canonical_domain(text) == domain
