"""Signed PDFs of every kind, with what each of their signatures counts for.  They are made when they are first asked for."""

import datetime as dt
from collections.abc import Callable
from functools import cache

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name as name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter, append_signature_field

from gateway.originals import pdfsignatures as judged
from gateway.originals.chains import BROKEN_CHAIN, NO_CHAIN, OUT_OF_TERM, REVOKED
from tests.gateway.originals.signing import (
    DAY,
    HEAD,
    MIDDLE,
    NOW,
    ROOT,
    STAMPER,
    UNIT,
    holder,
    letter,
    resigned,
    revocations,
    sign,
    updated,
)

TODAY = (NOW + DAY).date()
LATER = (NOW + 700 * DAY).date()
STRANGER_ROOT = holder("Other root", authority=True)


def pages_added(writer: IncrementalPdfFileWriter) -> None:
    page = generic.DictionaryObject(
        {name("/Type"): name("/Page"), name("/MediaBox"): writer.root["/Pages"]["/Kids"][0]["/MediaBox"]}
    )
    writer.insert_page(page)


def page_changed(writer: IncrementalPdfFileWriter) -> None:
    page = writer.root["/Pages"]["/Kids"][0]
    page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=b"BT /F1 12 Tf 60 700 Td (So tien: 9 ty) Tj ET"))
    writer.update_container(page)


def form_filled(writer: IncrementalPdfFileWriter) -> None:
    field = writer.root["/AcroForm"]["/Fields"][0]
    field["/V"] = generic.pdf_string("12/UBND-VP")
    writer.update_container(field)


def field_added(writer: IncrementalPdfFileWriter) -> None:
    append_signature_field(writer, SigFieldSpec("Empty"))


def picture_in_the_field(writer: IncrementalPdfFileWriter) -> None:
    append_signature_field(writer, SigFieldSpec("Picture", box=(60, 60, 200, 120)))
    field = writer.root["/AcroForm"]["/Fields"][-1]
    look = writer.add_object(generic.StreamObject({name("/BBox"): generic.ArrayObject()}, stream_data=b"0 0 m 50 40 l S"))
    field["/AP"] = generic.DictionaryObject({name("/N"): look})


def stored(pdf: bytes, *lists: object) -> bytes:
    """With revocation lists in a document security store."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        refs = [writer.add_object(generic.StreamObject(stream_data=one.dump())) for one in lists]
        store = generic.DictionaryObject({name("/CRLs"): generic.ArrayObject(refs)})
        writer.root["/DSS"] = writer.add_object(store)
        writer.update_root()

    return updated(pdf, change)


def turned(pdf: bytes, mark: bytes) -> bytes:
    place = pdf.index(mark)
    return pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]


def garbage(pdf: bytes) -> bytes:
    start = pdf.rindex(b"/Contents <") + len(b"/Contents <")
    end = pdf.index(b">", start)
    return pdf[:start] + b"41" * ((end - start) // 2) + pdf[end:]


EXPIRED = holder("Expired unit", ROOT, until=NOW - DAY)
EARLY = holder("Early unit", ROOT, since=NOW + 5 * DAY)
ENDING = holder("Ending unit", ROOT, until=NOW + 2 * DAY)
ALONE = holder("Alone")
STRANGER = holder("Stranger", STRANGER_ROOT)
BELOW = holder("Unit below", MIDDLE)
FAKE = holder("Unit below a unit", UNIT)
SERVER = holder("Server", ROOT, usage="key_encipherment")
RSA = holder("Unit with RSA", ROOT, kind="2048")
SMALL = holder("Unit with a small key", ROOT, kind="1024")
SIGNED = sign(letter())
TWICE = sign(SIGNED, HEAD, field="Sig2")

Made = Callable[[], bytes]
CASES: dict[str, tuple[Made, dt.date, list[tuple[str, str]]]] = {
    "an elliptic curve": (lambda: SIGNED, TODAY, [("valid", "")]),
    "RSA": (lambda: sign(letter(), RSA), TODAY, [("valid", "")]),
    "RSA with PSS": (lambda: sign(letter(), RSA, kind=SigSeedSubFilter.PADES), TODAY, [("valid", "")]),
    "PAdES": (lambda: sign(letter(), kind=SigSeedSubFilter.PADES), TODAY, [("valid", "")]),
    "a visible signature": (lambda: sign(letter(), box=(60, 60, 260, 120)), TODAY, [("valid", "")]),
    "a certified document": (lambda: sign(letter(), certify=True, docmdp_permissions=MDPPerm.NO_CHANGES), TODAY, [("valid", "")]),
    "two signers": (lambda: TWICE, TODAY, [("valid", ""), ("valid", "")]),
    "empty lines at the end": (lambda: SIGNED + b"\r\n\r\n", TODAY, [("valid", "")]),
    "an office between unit and root, sent along": (lambda: sign(letter(), BELOW, MIDDLE), TODAY, [("valid", "")]),
    "an office between unit and root, missing": (lambda: sign(letter(), BELOW), TODAY, [("untrusted", NO_CHAIN)]),
    "a certificate issued by one that may not": (lambda: sign(letter(), FAKE, UNIT), TODAY, [("untrusted", BROKEN_CHAIN)]),
    "a certificate that is not for signing": (lambda: sign(letter(), SERVER), TODAY, [("untrusted", judged.NOT_FOR_SIGNING)]),
    "expired before it signed": (lambda: sign(letter(), EXPIRED), TODAY, [("expired", OUT_OF_TERM)]),
    "not valid yet": (lambda: sign(letter(), EARLY), TODAY, [("expired", OUT_OF_TERM)]),
    "expired since": (lambda: sign(letter(), ENDING), LATER, [("valid", "")]),
    "stamped while valid, expired since": (
        lambda: sign(letter(), ENDING, stamper=STAMPER, stamped=NOW),
        LATER,
        [("valid", "")],
    ),
    "stamped after it had expired": (
        lambda: sign(letter(), ENDING, stamper=STAMPER, stamped=NOW + 9 * DAY),
        LATER,
        [("expired", OUT_OF_TERM)],
    ),
    "stamped long before, when it was valid": (
        lambda: sign(letter(), EXPIRED, stamper=STAMPER, stamped=NOW - 9 * DAY),
        TODAY,
        [("valid", "")],
    ),
    "a stranger": (lambda: sign(letter(), STRANGER, STRANGER_ROOT), TODAY, [("untrusted", NO_CHAIN)]),
    "one who vouches for himself": (lambda: sign(letter(), ALONE), TODAY, [("untrusted", NO_CHAIN)]),
    "two signers, one a stranger": (
        lambda: sign(SIGNED, STRANGER, field="Sig2"),
        TODAY,
        [("valid", ""), ("untrusted", NO_CHAIN)],
    ),
    "a page changed after it": (lambda: updated(SIGNED, page_changed), TODAY, [("invalid", judged.CHANGED)]),
    "pages added after it": (lambda: updated(SIGNED, pages_added), TODAY, [("invalid", judged.CHANGED)]),
    "changed between two signatures": (
        lambda: sign(updated(SIGNED, page_changed), HEAD, field="Sig2"),
        TODAY,
        [("invalid", judged.CHANGED), ("valid", "")],
    ),
    "a form filled in after it": (lambda: updated(SIGNED, form_filled), TODAY, [("valid", "")]),
    "a form filled in after it where nothing may change": (
        lambda: updated(sign(letter(), certify=True, docmdp_permissions=MDPPerm.NO_CHANGES), form_filled),
        TODAY,
        [("invalid", judged.CHANGED)],
    ),
    "an empty field": (lambda: updated(letter(), field_added), TODAY, []),
    "a field with a picture of a signature": (lambda: updated(letter(), picture_in_the_field), TODAY, []),
    "no field": (letter, TODAY, []),
    "a byte turned": (lambda: turned(SIGNED, b"CONG HOA"), TODAY, [("invalid", judged.ALTERED)]),
    "a byte turned under two signatures": (
        lambda: turned(TWICE, b"CONG HOA"),
        TODAY,
        [("invalid", judged.ALTERED), ("invalid", judged.ALTERED)],
    ),
    "the end left out": (lambda: resigned(SIGNED, UNIT, cut=40), TODAY, [("invalid", judged.NOT_COVERED)]),
    "signed again in its place": (lambda: resigned(SIGNED, UNIT), TODAY, [("valid", "")]),
    "contents that are no signature": (lambda: garbage(SIGNED), TODAY, [("invalid", judged.NO_SIGNATURE)]),
    "a small key": (lambda: sign(letter(), SMALL), TODAY, [("invalid", judged.WEAK)]),
    "SHA-1": (lambda: sign(letter(), RSA, md_algorithm="sha1"), TODAY, [("invalid", judged.WEAK)]),
    "revoked before it signed": (
        lambda: stored(SIGNED, revocations(ROOT, UNIT, NOW - 5 * DAY)),
        TODAY,
        [("untrusted", REVOKED)],
    ),
    "revoked before it signed, by a list long out of date": (
        lambda: stored(SIGNED, revocations(ROOT, UNIT, NOW - 25 * DAY, NOW - 24 * DAY)),
        TODAY,
        [("untrusted", REVOKED)],
    ),
    "revoked after the time that it claims": (
        lambda: stored(SIGNED, revocations(ROOT, UNIT, NOW + DAY / 2, NOW + DAY)),
        (NOW + 2 * DAY).date(),
        [("untrusted", REVOKED)],
    ),
    "revoked after it was stamped": (
        lambda: stored(sign(letter(), stamper=STAMPER, stamped=NOW), revocations(ROOT, UNIT, NOW + DAY / 2, NOW + DAY)),
        (NOW + 2 * DAY).date(),
        [("valid", "")],
    ),
    "another one revoked": (lambda: stored(SIGNED, revocations(ROOT, HEAD, NOW - 5 * DAY)), TODAY, [("valid", "")]),
    "a revocation list of somebody else": (
        lambda: stored(SIGNED, revocations(STRANGER_ROOT, UNIT, NOW - 5 * DAY)),
        TODAY,
        [("valid", "")],
    ),
}


@cache
def pdf(case: str) -> bytes:
    return CASES[case][0]()
