"""Domains made to be mistaken for others are told from honest neighbours."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.text.lookalikes import homoglyph, imitated, resembled, skeleton
from policies.text.mailboxes import canonical

OURS, MAIL = "dongnai.gov.vn", "gmail.com"
KNOWN = imitated([OURS, MAIL], ["rocketmail.com", "aol.com", "163.com", MAIL])


@pytest.mark.parametrize(
    ("domain", "expected"),
    [
        pytest.param("d0ngnai.gov.vn", OURS, id="zero for o"),
        pytest.param("dongna1.gov.vn", OURS, id="one for i"),
        pytest.param("gmai1.com", MAIL, id="one for l"),
        pytest.param("grnail.com", MAIL, id="rn for m"),
        pytest.param("dоngnai.gov.vn", OURS, id="a Cyrillic o"),
        pytest.param("ԁоngnаі.gоv.vn", OURS, id="many Cyrillic letters"),
        pytest.param("gmαil.com", MAIL, id="a Greek alpha"),
        pytest.param("đôngnai.gov.vn", OURS, id="Vietnamese accents put on"),
        pytest.param("mail.gmaıl.com", MAIL, id="in a sub-domain, a dotless i"),
        pytest.param("a0l.com", "aol.com", id="a short name by its letters"),
        pytest.param("l63.com", "163.com", id="a letter for a digit"),
        pytest.param("xn--gmail-.com", MAIL, id="an A-label that decodes to ASCII"),
        pytest.param("gmail.com", "", id="the domain itself"),
        pytest.param("mail.dongnai.gov.vn", "", id="its own sub-domain"),
        pytest.param("gmall.com", "", id="another letter is a slip, no homoglyph"),
        pytest.param("binhduong.gov.vn", "", id="an honest neighbour"),
        pytest.param("xn--999999999.com", "", id="a broken A-label"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_homoglyph(domain, expected):
    assert homoglyph(canonical(domain), KNOWN) == expected


@pytest.mark.parametrize(
    ("domain", "expected"),
    [
        pytest.param("gmal.com", MAIL, id="a letter missing"),
        pytest.param("ggmail.com", MAIL, id="a letter too many"),
        pytest.param("gnail.com", MAIL, id="a wrong letter"),
        pytest.param("gmial.com", MAIL, id="two letters exchanged"),
        pytest.param("gmail.con", MAIL, id="a slip in the ending"),
        pytest.param("dongnaigov.vn", OURS, id="a dot missing"),
        pytest.param("dongnai.gov.vm", OURS, id="another country"),
        pytest.param("rocketmai.com", "rocketmail.com", id="a slip in a long name"),
        pytest.param("dongnai-gov-vn.com", OURS, id="worn with hyphens"),
        pytest.param("dongnai.gov.vn.evil.net", OURS, id="worn in front"),
        pytest.param("login-gmail.com", MAIL, id="worn behind a hyphen"),
        pytest.param("mail.gmail.com", "", id="a sub-domain"),
        pytest.param("gmail.com", "", id="itself"),
        pytest.param("al.com", "", id="one letter from a short name"),
        pytest.param("rocketmail.co", "", id="a long name elsewhere"),
        pytest.param("gmlai.com", "", id="two slips"),
        pytest.param("egmai.com", "", id="letters moved along are two slips"),
        pytest.param("dongnai.com", "", id="the name alone"),
        pytest.param("mydongnai.gov.vn.com", "", id="a longer name"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_resembled(domain, expected):
    assert resembled(domain, KNOWN) == expected


@given(st.text(max_size=80))
def test_any_text_is_compared_without_a_fall(text):
    domain = canonical(text)
    assert homoglyph(domain, KNOWN) in {"", OURS, MAIL, "rocketmail.com", "aol.com", "163.com"}
    assert resembled(domain, KNOWN) in {"", OURS, MAIL, "rocketmail.com"}
    assert isinstance(skeleton(text), str)


@given(st.integers(0, len(MAIL) - 1), st.sampled_from("abcdefghijklmnopqrstuvwxyz"))
def test_every_single_slip_is_seen(place, letter):
    for slip in (
        MAIL[:place] + MAIL[place + 1 :],
        MAIL[:place] + letter + MAIL[place:],
        MAIL[:place] + letter + MAIL[place + 1 :],
    ):
        if slip != MAIL and not slip.endswith(f".{MAIL}"):
            assert resembled(slip, KNOWN) == MAIL


@pytest.mark.parametrize("domain", ["a." * 450, "xn--" + "z" * 900, "-" * 900, "rn" * 450, "gmail.com." * 90])
def test_long_domains_take_no_time(domain):
    start = time.perf_counter()
    for _ in range(20):
        homoglyph(domain, KNOWN)
        resembled(domain, KNOWN)
    assert time.perf_counter() - start < 0.5
