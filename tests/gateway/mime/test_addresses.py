"""Address lists: whoever could be meant is among the addresses."""

import pytest

from gateway.mime.addresses import addresses

LISTS = [
    ("a bare address", b"a@b.vn", ["a@b.vn"]),
    ("a name and an address", b"An <a@b.vn>", ["a@b.vn"]),
    ("a list", b"a@b.vn, An <c@d.vn>,\r\n e@f.vn", ["a@b.vn", "c@d.vn", "e@f.vn"]),
    ("a comma in a quoted name", b'"Nguyen, An" <a@b.vn>, c@d.vn', ["a@b.vn", "c@d.vn"]),
    ("a quoted local part with @ inside", b'"x@gmail.com"@b.vn', ['"x@gmail.com"@b.vn']),
    ("a quoted name that is an address", b'"x@gmail.com" <a@b.vn>', ["a@b.vn"]),
    ("an unquoted name that is an address", b"x@gmail.com <a@b.vn>", ["a@b.vn", "x@gmail.com"]),
    ("two addresses in brackets", b"<a@b.vn> <c@d.vn>", ["a@b.vn", "c@d.vn"]),
    ("comments", b"a(x)@(y)b.vn (Nguyen An)", ["a@b.vn"]),
    ("a comment with an address", b"a@b.vn (x@gmail.com)", ["a@b.vn"]),
    ("a comment that never ends", b"a@b.vn (x, c@d.vn", ["a@b.vn", "a@b.vn", "c@d.vn"]),
    ("a group", b"Phong ban: a@b.vn, c@d.vn; e@f.vn", ["a@b.vn", "c@d.vn", "e@f.vn"]),
    ("an empty group", b"undisclosed-recipients:;", []),
    ("a source route", b"<@x.vn,@y.vn:a@b.vn>", ["a@b.vn"]),
    ("semicolons between addresses", b"a@b.vn; c@d.vn", ["a@b.vn", "c@d.vn"]),
    ("blanks around @ and dots", b"a . b @ c . vn", ["a.b@c.vn"]),
    ("no brackets", b"Nguyen An a@b.vn", ["a@b.vn"]),
    ("a bracket that never closes", b"An <a@b.vn", ["a@b.vn"]),
    ("two @", b"a@gmail.com@b.vn", ["a@gmail.com@b.vn", "a@gmail.com"]),
    ("an encoded word as the address", b"=?utf-8?q?a=40gmail.com?=", ["a@gmail.com"]),
    ("an encoded word in brackets", b"<=?utf-8?q?a=40gmail.com?=>", ["a@gmail.com"]),
    ("a comma in an encoded word", b"=?utf-8?q?Nguy=E1=BB=85n=2C_An?= <a@b.vn>", ["a@b.vn"]),
    ("full-width @", "a＠gmail．com".encode(), ["a@gmail．com"]),
    ("an address literal", b"a@[192.0.2.1]", ["a@[192.0.2.1]"]),
    ("apostrophes around", b"'a@b.vn' <a@b.vn>", ["a@b.vn"]),
    ("raw UTF-8 local part", "nguyễn@b.vn".encode(), ["nguyễn@b.vn"]),
    ("the null sender", b"<>", []),
    ("a local user", b"root", ["root"]),
    ("a name alone", b"Nguyen Van An", [""]),
    ("nothing", b"  ", []),
]


@pytest.mark.parametrize(("raw", "mailboxes"), [case[1:] for case in LISTS], ids=[case[0] for case in LISTS])
def test_every_plausible_mailbox_is_found(raw: bytes, mailboxes: list[str]):
    assert [address.mailbox for address in addresses("to", raw)] == mailboxes


DISPLAYS = [
    ("plain", b"Nguyen An <a@b.vn>", "Nguyen An"),
    ("quoted", b'"Nguyen \\"An\\"" <a@b.vn>', 'Nguyen "An"'),
    ("an encoded word", b"=?utf-8?q?Nguy=E1=BB=85n?= An <a@b.vn>", "Nguyễn An"),
    ("an encoded word in quotes", b'"=?utf-8?q?Nguy=E1=BB=85n?=" <a@b.vn>', "Nguyễn"),
    ("raw UTF-8", "Nguyễn An <a@b.vn>".encode(), "Nguyễn An"),
    ("a comment", b"a@b.vn (Nguyen An)", "Nguyen An"),
    ("dots", b"TP. HCM <a@b.vn>", "TP. HCM"),
    ("none", b"<a@b.vn>", ""),
]


@pytest.mark.parametrize(("raw", "display"), [case[1:] for case in DISPLAYS], ids=[case[0] for case in DISPLAYS])
def test_the_display_name_reads_as_shown(raw: bytes, display: str):
    assert [address.display for address in addresses("from", raw)] == [display]


def test_the_domain_is_canonical():
    assert [address.domain for address in addresses("to", "a@GMAIL.com., b@ｇｍａｉｌ.com, c".encode())] == [
        "gmail.com",
        "gmail.com",
        "",
    ]
