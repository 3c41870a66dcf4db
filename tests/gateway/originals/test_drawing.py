"""The words under which a page is drawn: what it is, what was found on it, how surely."""

from dataclasses import replace

import pytest

from gateway.originals.drawing import _caption
from policies.core.facts import Mark, Page, Picture

BOX = (0.5, 0.6, 0.7, 0.8)
SEAL, SIGNATURE = Mark("seal", 1, BOX, 0.98, colour="red"), Mark("signature", 1, BOX, 1.0)
SCAN, BORN = Page(1, 0.99, 0, 0, 1), Page(1, 0.02, 900, 0, 1)
SEEN = Picture(sheet=True, colour="colour")


@pytest.mark.parametrize(
    ("page", "picture", "caption"),
    [
        (SCAN, replace(SEEN, marks=(SEAL, SIGNATURE)), "bản quét màu  ·  dấu đỏ 98%  ·  chữ ký tay 100%"),
        (SCAN, replace(SEEN, colour="two-level"), "bản quét đen trắng  ·  không thấy dấu, chữ ký"),
        (
            SCAN,
            replace(SEEN, photo=True, marks=(replace(SEAL, colour="colourless"),)),
            "ảnh chụp màu  ·  dấu (không thấy màu) 98%",
        ),
        (SCAN, replace(SEEN, marks=(Mark("stamp", 1, BOX, 0.9, text="MẬT"),)), "bản quét màu  ·  dấu MẬT 90%"),
        (SCAN, replace(SEEN, marks=(Mark("stamp", 1, BOX, 0.0),)), "bản quét màu  ·  dấu đóng khung, không đọc được chữ"),
        (SCAN, replace(SEEN, clean=True), "ảnh sạch của trang soạn thảo  ·  không thấy dấu, chữ ký"),
        (BORN, replace(SEEN, clean=True, marks=(SEAL,)), "trang xuất từ phần mềm soạn thảo  ·  hình con dấu chèn vào 98%"),
        (SCAN, None, "chưa xem ảnh của trang này: kết quả không phụ thuộc vào nó"),
    ],
)
def test_a_page_is_captioned(page: Page, picture: Picture | None, caption: str) -> None:
    assert _caption(replace(page, picture=picture), 3) == f"Trang 1/3  ·  {caption}"
