"""Whether a page was scanned or made by a word processor, told by its structure alone; and what a file of such pages is.

What must stay true: a picture pasted on a word processor's page makes no scan of it, and neither a layer of recognised
text nor a few live lines stamped on a scan make it a word processor's page.  The producer's name proves nothing.
"""

from policies.core.facts import Document, Page

# A page is of a word processor from 150 visible characters on: a registry's stamp on a scan has fewer.
VISIBLE, FEW = 150, 25
COVERED, TOUCHED = 0.5, 0.05
CURVES = 1_500  # segments of paths: letters drawn as curves


def page_kind(page: Page) -> str:
    """What a page is by its structure: "born-digital", "scan" or "blank"."""
    if page.characters >= VISIBLE:
        return "born-digital"
    if page.image_area >= COVERED:
        return "scan"
    if page.characters >= FEW or page.segments >= CURVES:
        return "born-digital"
    return "scan" if page.image_area >= TOUCHED else "blank"


def kind_of(document: Document, letterhead: int | None) -> str:
    """What a file is: "born-digital", "scan" or "mixed".  `letterhead`: the index of the page that bears the Quốc hiệu.

    That page decides; where none is known, the first page with anything on it does.
    """
    kinds = [page_kind(page) for page in document.pages]
    first = next((kind for kind in kinds if kind != "blank"), "born-digital")
    if letterhead is None:
        return first
    deciding = kinds[letterhead] if kinds[letterhead] != "blank" else first
    return "mixed" if deciding == "born-digital" and "scan" in kinds else deciding
