"""One spelling for every mailbox and domain, whatever was typed; never a fall, never slow."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.text.mailboxes import canonical, mailbox

ADDRESS = st.text(alphabet=st.one_of(st.sampled_from('@%!()<>"\\.,:; ab+。xn-'), st.characters(codec=None)), max_size=60)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param("Gmail.COM", "gmail.com", id="letter case"),
        pytest.param("gmail.com.", "gmail.com", id="a final dot"),
        pytest.param(" gmail.com ", "gmail.com", id="blanks around"),
        pytest.param("ｇｍａｉｌ．ＣＯＭ", "gmail.com", id="full-width letters"),
        pytest.param("gmail。com", "gmail.com", id="an ideographic dot"),
        pytest.param("gmail｡com", "gmail.com", id="a half-width ideographic dot"),
        pytest.param("g\u00adm\u200ba\ufeffil.com", "gmail.com", id="invisible letters"),
        pytest.param("ⓖⓜⓐⓘⓛ.com", "gmail.com", id="letters in circles"),
        pytest.param("đồng-nai.vn", "xn--ng-nai-92a8502d.vn", id="Vietnamese letters as A-label"),
        pytest.param("XN--NG-NAI-92A8502D.vn", "xn--ng-nai-92a8502d.vn", id="an A-label in capitals"),
        pytest.param("đồng-nai.vn", "xn--ng-nai-92a8502d.vn", id="decomposed letters"),
        pytest.param("\ud800.vn", "xn--ib9b.vn", id="a lone surrogate"),
        pytest.param("", "", id="nothing"),
        pytest.param("a" * 2000, "", id="too long to be one"),
    ],
)
def test_canonical(written, expected):
    assert canonical(written) == expected


@pytest.mark.parametrize(
    ("written", "address", "routes"),
    [
        pytest.param("An.Le@X.vn", "an.le@x.vn", (), id="plain"),
        pytest.param("<an@x.vn>", "an@x.vn", (), id="in angle brackets"),
        pytest.param("an+viec+1@x.vn", "an@x.vn", (), id="with a tag"),
        pytest.param("+an@x.vn", "+an@x.vn", (), id="a tag alone"),
        pytest.param("a.n.le+x@GoogleMail.com", "anle@gmail.com", (), id="gmail's dots and second name"),
        pytest.param('"an le"@x.vn', "an le@x.vn", (), id="a quoted local part"),
        pytest.param('"a\\"n"@x.vn', 'a"n@x.vn', (), id="a quote in quotes"),
        pytest.param('"an@y.vn"@x.vn', "an@y.vn@x.vn", ("y.vn",), id="an @ in quotes"),
        pytest.param("an@y.vn@x.vn", "an@y.vn@x.vn", ("y.vn",), id="two @"),
        pytest.param("an%y.vn@x.vn", "an%y.vn@x.vn", ("y.vn",), id="a percent route"),
        pytest.param("z.vn!y.vn!an@x.vn", "z.vn!y.vn!an@x.vn", ("z.vn", "y.vn"), id="a bang path"),
        pytest.param("50%@x.vn", "50%@x.vn", (), id="a percent that is no route"),
        pytest.param("@a.vn,@b.vn:an@x.vn", "an@x.vn", (), id="a source route"),
        pytest.param("an@x.vn(note)", "an@x.vn", (), id="a comment behind"),
        pytest.param("an(a(b)c)@(d)x.(e)vn", "an@x.vn", (), id="comments within comments"),
        pytest.param("an@x.vn(\\)still", "an@x.vn", (), id="a comment that never ends"),
        pytest.param('"(no comment)"@x.vn', "(no comment)@x.vn", (), id="brackets in quotes"),
        pytest.param("an＠x.vn", "an@x.vn", (), id="a full-width @"),
        pytest.param('an@x.vn"', "an@x.vn", (), id="junk in the domain"),
        pytest.param("an@[192.0.2.1]", "an@192.0.2.1", (), id="an address literal"),
        pytest.param("an", "", (), id="no domain"),
        pytest.param("an@", "", (), id="an empty domain"),
        pytest.param("@x.vn", "@x.vn", (), id="an empty local part"),
        pytest.param("<>", "", (), id="the null sender"),
        pytest.param("", "", (), id="nothing"),
    ],
)
def test_mailbox(written, address, routes):
    box = mailbox(written)
    assert (box.address, box.routes) == (address, routes)


@given(ADDRESS)
def test_anything_is_read_without_a_fall_and_the_same_twice(text):
    box = mailbox(text)
    assert box == mailbox(text)
    assert canonical(box.domain) == box.domain


@given(st.from_regex(r"[a-z]{1,8}(\.[a-z]{1,8}){1,3}", fullmatch=True))
def test_every_way_to_write_a_domain_is_the_same_domain(domain):
    wide = "".join(chr(ord(letter) + 0xFEE0) for letter in domain)
    for written in (
        domain,
        domain.upper(),
        domain + ".",
        wide,
        domain.replace(".", "。"),
        f"{domain} (x)",
        f"{domain[:1]}\u200b{domain[1:]}",
    ):
        assert mailbox(f"a@{written}").domain == domain


@pytest.mark.parametrize("unit", ["@", "(", ")", '"', "\\", "%", "a@", "@a,", "ế", "\u0301", ".", "xn--", "a.b%", "(a"])
def test_long_junk_takes_no_time(unit):
    start = time.perf_counter()
    for count in (900, 5_000, 200_000):
        mailbox(unit * (count // len(unit)))
        mailbox("a@" + unit * (count // len(unit)))
    assert time.perf_counter() - start < 0.2
