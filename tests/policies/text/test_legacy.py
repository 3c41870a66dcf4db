"""Legacy Vietnamese is found whatever the encoding, and nothing else is."""

import time
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.text import encodings_table as tables
from policies.text.capitals import restore_capitals
from policies.text.encodings import BYTE_ENCODINGS, codes_of, decode
from policies.text.legacy import find, reads_well, suspicious
from policies.text.unicode import letters_of
from policies.text.views import view_1252, view_1258, view_of_bytes

SENTENCES = (
    "Ủy ban nhân dân thành phố kính mời các đồng chí dự hội nghị tổng kết công tác cải cách hành chính",
    "Phòng Tài chính đề nghị các đơn vị gửi báo cáo quyết toán trước ngày hai mươi lăm hàng tháng",
    "Trạm Y tế phường thông báo lịch tiêm chủng mở rộng cho trẻ em dưới một tuổi",
    "Bà con nông dân khẩn trương thu hoạch lúa hè thu để tránh thiệt hại do mưa bão gây ra",
)
CODES = {name: dict(codes_of(getattr(tables, name.replace("-", "_").upper()))) for name in (*BYTE_ENCODINGS, "viqr")}


def image(text: str, encoding: str) -> str:
    """The byte view of a text in an encoding; small letters stand for capitals where it has none."""
    codes = CODES[encoding]
    return "".join((codes[char] or codes[char.lower()])[0] if char in codes else char for char in text)


def as_seen(view: str, page: str) -> str:
    """What a program that takes the bytes for windows-125x makes of them."""
    return "".join(byte.decode(page, "ignore") or chr(byte[0]) for byte in (bytes([ord(char)]) for char in view))


@pytest.mark.parametrize("sentence", SENTENCES, ids=lambda sentence: sentence.split(" ", 1)[0])
@pytest.mark.parametrize("encoding", BYTE_ENCODINGS)
class TestEveryByteEncoding:
    def test_is_found_in_raw_bytes_and_read_right(self, encoding, sentence):
        reading = find(image(sentence, encoding), mojibake=False)
        assert reading is not None
        assert reading.encoding == encoding
        assert reading.unicode.lower() in sentence.lower()
        assert len(reading.unicode) > 0.9 * len(sentence)

    def test_is_found_as_windows_1252_text(self, encoding, sentence):
        reading = find(as_seen(image(sentence, encoding), "cp1252"))
        assert reading is not None
        assert reading.encoding == encoding

    def test_is_found_as_symbols_of_a_private_area(self, encoding, sentence):
        seen = "".join(chr(0xF000 + ord(char)) if char > "\x7f" else char for char in image(sentence, encoding))
        reading = find(seen)
        assert reading is not None
        assert reading.encoding == encoding

    def test_is_found_within_a_clean_document(self, encoding, sentence):
        clean = "\n".join(SENTENCES)
        reading = find(f"{clean}\n{image(sentence, encoding)}\n{clean}")
        assert reading is not None
        assert reading.encoding == encoding


@pytest.mark.parametrize("encoding", [name for name in BYTE_ENCODINGS if name not in ("cp1258", "vps", "viscii")])
@pytest.mark.parametrize("form", ["NFC", "as it comes"])
def test_what_vietnamese_windows_made_of_bytes_is_found(encoding, form):
    seen = as_seen(image(SENTENCES[0], encoding), "cp1258")
    reading = find(normalize("NFC", seen) if form == "NFC" else seen)
    assert reading is not None
    assert reading.encoding == encoding


FOREIGN = (
    "Le lycée vous invite à la fête de fin d'année; prévoyez un goûter, où êtes-vous né, très cordialement",
    "A câmara municipal informa que não haverá recolha de lixo na próxima terça-feira; põe a mão no pão",
    "Das Rathaus bleibt wegen Übungen am Dienstag geschlossen. Schöne Grüße! Für Bürger über 60 Jahre",
    "Městská knihovna bude ve čtvrtek zavřena z důvodu revize, příští týden otevřeno",
    "În țară și în oraș: în fond, în plus, în timp ce în general",
    "Può darsi che più tardi si può fare di più, ciò è così perché è già lunedì",
    "På må få går så, når båden når åen på øen, så gør vi også",
    "ní tí sí tó kò rí bí náà kí mí gbà láti inú fún wá",
    "võib või küll päev töö öö köik mõni põhi sõna õpe hõre",
    "Çok güzel bir gün, şöyle böyle, öğrenci için üç ölçü",
    "Biblioteka będzie zamknięta w środę, żółć gęślą jaźń",
    "Библиотека закрыта, приносим извинения",
    "El señor Muñoz llegará mañana; el niño está aquí también, sólo él lo sabrá",
    "« – » é à ° ± § 5 © 2026 ® ™ µ ¼ ½ ¾ × ÷",
    "图书馆星期四关闭 図書館は木曜日に閉まります ห้องสมุดปิด",
    "🌧️ 30°C – “ok” … ☂️",
    "Toi den luc nao? O dau? Ve di. Nhaf truwowfng thoong baso",
    "x = a^b; i++; foo(bar); e^x + o^2; std::add(a(b)); Hawai'i; U+00B5",
    "GesprÃ¤ch Ã¼ber FranÃ§ais trÃ¨s dÃ©jÃ\xa0 vu",
    "",
    "é",
)


@pytest.mark.parametrize("text", FOREIGN, ids=lambda text: text[:24] or "nothing")
def test_foreign_text_is_left_alone(text):
    assert find(text) is None


@given(st.lists(st.sampled_from([word for sentence in SENTENCES for word in sentence.split()]), max_size=40))
def test_unicode_vietnamese_is_never_flagged(words):
    for text in (" ".join(words), " ".join(words).upper(), normalize("NFD", " ".join(words))):
        assert find(text) is None


@given(st.text(alphabet=st.characters(codec=None, exclude_categories=[]), max_size=300))
def test_any_text_gets_an_answer_within_its_bounds(text):
    reading = find(text)
    assert reading is None or 0 <= reading.start < reading.end <= len(text)


@given(st.text(alphabet="aàáeéèoôuöïøùûñ®µ¸¶·¹ ^+('`?~.d\n\xa0“”", max_size=200))
def test_any_mixture_of_marks_gets_an_answer(text):
    reading = find(text)
    assert reading is None or reading.unicode


@pytest.mark.parametrize(
    ("text", "unicode"),
    [
        ("Thu+ vie^.n ti?nh mo+? cu+?a phu.c vu. ba.n ddo.c", "Thư viện tỉnh mở cửa phục vụ bạn đọc"),
        ("Kính gửi: A^?n pha^?m dde^'n ha.n. Xin ca?m o+n!", "Ẩn phẩm đến hạn. Xin cảm ơn!"),
        ("DDa.i ho^.i ddo^` ddie^`u le^. Qua^n ddo^.i", "Đại hội đồ điều lệ Quân đội"),
    ],
)
def test_viqr_is_read(text, unicode):
    reading = find(text)
    assert reading is not None
    assert (reading.encoding, reading.unicode) == ("viqr", unicode)


@pytest.mark.parametrize(
    ("page", "twice"), [("cp1252", False), ("latin-1", False), ("mac_roman", False), ("cp437", False), ("latin-1", True)]
)
def test_mojibake_is_read_whatever_its_way(page, twice):
    seen = SENTENCES[0].encode().decode(page, "ignore")
    if twice:
        seen = seen.encode().decode(page)
    reading = find(seen)
    assert reading is not None
    assert reading.encoding == "mojibake"
    assert "thành phố kính m" in reading.unicode


def test_long_runs_give_a_sample_of_two_hundred_characters():
    for text in (
        image(SENTENCES[0] + " ", "vni") * 9,
        image(SENTENCES[0] + " ", "viqr") * 9,
        (SENTENCES[0] + " ").encode().decode("latin-1") * 9,
    ):
        reading = find(text)
        assert reading is not None
        assert reading.end - reading.start <= 200


def test_signs_on_their_own_stay_signs_and_single_letters_are_read():
    reading = find(as_seen(image("kết quả ở huyện tuyển dụng các ô", "tcvn3"), "cp1252").replace("huy", "§ huy"))
    assert reading is not None
    assert reading.unicode == "kết quả ở § huyện tuyển dụng các ô"


def test_tables_are_compared_by_the_same_evidence():
    text = "những quyền lợi về vật chất và tinh thần"
    reading = find(as_seen(image(text, "tcvn3"), "cp1252"))
    assert reading is not None
    assert (reading.encoding, reading.unicode) == ("tcvn3", text)


def test_a_hint_lets_one_word_suffice_for_its_encoding_only():
    short = as_seen(image("toán", "tcvn3"), "cp1252")
    assert find(short) is None
    reading = find(short, {"tcvn3": 4.5})
    assert reading is not None
    assert reading.unicode == "toán"
    assert find("Hélène Lefèvre", {"tcvn3": 4.5}) is None


def test_no_hint_makes_a_word_of_unicode_legacy():
    assert find("Cô Hélène trong không gian thoáng nhất", {"vni": 4.5}) is None


@pytest.mark.parametrize(
    ("text", "restored"),
    [
        ("ĐéC LậP", "ĐỘC LẬP".replace("Ộ", "É")),
        ("Hà NộI", "HÀ NỘI"),
        ("Hà Nội", "Hà Nội"),
        ("Ở đâu", "Ở đâu"),
    ],
)
def test_capitals_lost_by_the_encoding_come_back(text, restored):
    assert restore_capitals(text, "tcvn3") == restored
    assert restore_capitals(text, "vni") == text


@pytest.mark.parametrize("encoding", BYTE_ENCODINGS)
def test_every_code_of_every_table_reads_as_its_letter(encoding):
    shared = {"bkhcm1": {"Ụ", "Ỵ"}}.get(encoding, set())  # share a code with another capital in all sources
    for letter, codes in CODES[encoding].items():
        for code in codes:
            assert decode(code, encoding).lower() == letter.lower() or letter in shared


def test_views_undo_what_programs_did_to_bytes():
    assert view_1252("\u201cµ\uf0b5\udcb5đ") == "\x93µµµđ"
    assert view_1258("đơư\u0301") == "ðõýì"
    assert view_of_bytes(b"\xe1\xba\xa1 \xb5") == "ạ µ"
    assert view_of_bytes(b"\xc3\xa1 \xb5") == "Ã¡ µ"


@pytest.mark.parametrize(
    ("text", "count"),
    [("Số: 04/2011/QĐ-UBND, HĐND", 0), ("Đắk Lắk", 0), ("Hélène est là", 1), ("bÖnh viÖn ®a khoa", 2), ("plain", 0)],
)
def test_the_first_look_counts_what_is_odd(text, count):
    assert suspicious(text) == count


@pytest.mark.parametrize(
    ("text", "well"),
    [("Kính gửi các đơn vị", True), ("très cher ami", False), ("plain", False), (normalize("NFD", "Kính gửi"), True)],
)
def test_vietnamese_reads_well(text, well):
    assert reads_well(text) is well


@pytest.mark.parametrize(
    "text",
    [
        "éa“" * 60_000,
        "e" + "\u0301" * 40_000 + "\u0323" * 40_000 + " é\xf8b",
        "e" + "øï" * 40_000 + " ñaøn ñaùm",
        "bÖnh viÖn e" + "øï" * 40_000,
        "a^" * 90_000,
        "e\u0301" * 90_000,
        "áº" * 90_000,
        "d" * 180_000,
        "a{|}" * 45_000,
        "TWFuIGlz" * 22_000,
        "dde^'n ha.n d" + "." * 180_000 + "d",
        "dde^'n ha.n " + "a." * 90_000,
        "dde^'n ha.n ha." + " " * 180_000 + "1",
    ],
    ids=[
        *("quotes", "sorted marks", "bytes of marks", "beside a run", "carets", "marks", "mojibake", "d", "braces"),
        *("base64 in one line", "stops", "stops within", "blanks"),
    ],
)
def test_hostile_repetition_takes_linear_time(text):
    began = time.process_time()
    find(text)
    letters_of(text, "viqr")
    letters_of(text, "vni")
    assert time.process_time() - began < 5  # a second at worst on a slow machine; a quadratic step would take minutes


def test_noise_with_more_words_than_a_language_is_judged_in_part():
    letters = [chr(code) for code in range(0xC0, 0x100)]
    noise = " ".join(f"{a}x{b}{c}" for a in letters for b in letters for c in letters[:8])
    assert find(noise) is None or find(noise).score > 0
