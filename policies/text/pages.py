"""Whether a page was scanned or made by a word processor, told by its structure alone; and what a file of such pages is.

What must stay true: a picture pasted on a word processor's page makes no scan of it, and neither a layer of recognised
text nor lines stamped on a scan make it a word processor's page.  The producer's name proves nothing.
"""

from policies.core.facts import Document, Page

# A page is of a word processor from 150 visible characters on: a registry's stamp on a scan has fewer.
VISIBLE, FEW = 150, 25
COVERED, TOUCHED = 0.5, 0.05
# On a page that a picture covers text is more than stamps and the banner of a digital signature where it is spread or long.
SPREAD, LONG = 0.25, 600
# Segments of paths: letters drawn as curves, and more of them than a stamp or a banner has.
CURVES, MANY_CURVES = 1_500, 8_000


def page_kind(page: Page) -> str:
    """What a page is by its structure: "born-digital", "scan" or "blank"."""
    written = page.characters >= VISIBLE
    if page.image_area >= COVERED:
        long = page.characters >= LONG or page.segments >= MANY_CURVES
        return "born-digital" if long or (written and page.spread >= SPREAD) else "scan"
    if written or page.segments >= CURVES or page.characters >= FEW:
        return "born-digital"
    return "scan" if page.image_area >= TOUCHED else "blank"


def is_illegible(page: Page) -> bool:
    """Whether there is writing on a page that is no text: letters drawn as curves, or letters whose codes say nothing."""
    readable = sum(character.isalpha() for line in page.lines for character in line)
    return (page.segments >= CURVES and readable < FEW) or (page.characters >= VISIBLE and readable < page.characters / 4)


def kind_of(document: Document, letterhead: int | None) -> str:
    """What a file is: "born-digital", "scan" or "mixed".  `letterhead`: the index of the page that bears the Quốc hiệu.

    That page decides.  Where none is known, the first one does whose text could not be read: a letterhead would stand
    there; else the first with anything on it.  A page with nothing but a small picture makes no file of both kinds.
    """
    kinds = [page_kind(page) for page in document.pages]
    filled = [(page, kind) for page, kind in zip(document.pages, kinds, strict=True) if kind != "blank"]
    if letterhead is not None and kinds[letterhead] != "blank":
        deciding = kinds[letterhead]
    else:
        unread = [kind for page, kind in filled if not _read(page)]
        # Where all pages are all but blank, the paper may be said to be huge.
        empty = "scan" if any(page.pictures and not page.characters for page in document.pages) else "born-digital"
        deciding = (unread or [kind for _, kind in filled] or [empty])[0]
    scanned = any(kind == "scan" and page.image_area >= COVERED for page, kind in filled)
    return "mixed" if letterhead is not None and deciding == "born-digital" and scanned else deciding


def _read(page: Page) -> bool:
    """Whether the text that a page shows is known, as far as its structure goes."""
    text = "".join("".join(page.lines).split())
    return page_kind(page) == "born-digital" and page.characters >= FEW and sum(map(str.isalnum, text)) * 2 > len(text)
