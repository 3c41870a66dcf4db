"""Font names tell the legacy encodings from their Unicode look-alikes."""

import pytest

from policies.text.fonts import legacy_font


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        (".VnTime", "tcvn3"),
        (".vnarial", "tcvn3"),
        ("ABCDEF+.VnTime,Bold", "tcvn3"),
        ("/ABCDEF+#2EVnTimeH", "tcvn3"),
        ("'VNI-Times', serif", "vni"),
        ("VNI Times", "vni"),
        ("Vni-Helve", "vni"),
        ("VPS Times", "vps"),
        ("VPSHelv", "vps"),
    ],
)
def test_the_makers_own_names_are_certain(name, encoding):
    font = legacy_font(name)
    assert font is not None
    assert (font.encoding, font.certain) == (encoding, True)


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        ("VI Times", "viscii"),
        ("HeoMay", "viscii"),
        ("VNtimes new roman", "vietware-x"),
        ("SVNarial", "vietware-f"),
        ("Vntime 2", "bkhcm2"),
    ],
)
def test_hearsay_is_a_hint_only(name, encoding):
    font = legacy_font(name)
    assert font is not None
    assert (font.encoding, font.certain) == (encoding, False)


@pytest.mark.parametrize(
    "name",
    [
        "Times New Roman",
        "UTM Avo",
        "UVNHoaTay",
        "SVN-Arial",
        "VNF-Comic",
        "iCiel Gotham",
        "UVF Slim",
        "Vnbook",
        "",
        ".",
        "VPSLIM",
        "A" * 10_000,
    ],
)
def test_unicode_fonts_are_left_alone(name):
    assert legacy_font(name) is None


@pytest.mark.parametrize(
    ("name", "capitals"),
    [
        (".VnTimeH", True),
        (".VnArialH,Bold", True),
        (".VnTimeH-Bold", True),
        (".VnTime", False),
        (".VnHelvetIns", False),
        ("VNI-TimesH", False),
    ],
)
def test_the_h_fonts_draw_capitals(name, capitals):
    font = legacy_font(name)
    assert font is not None
    assert font.capitals is capitals
