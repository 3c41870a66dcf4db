"""The record of a document found in a letter: what the audit, the register and the policies on originals and secrecy speak of."""

from dataclasses import dataclass

from policies.core.facts import DigitalSignature, Mark


@dataclass(frozen=True, slots=True)
class OfficialDocument:
    """One official or possible document (Điều 4.4).  None means: not read.

    `kind`: scan, photo, raster, mixed, born-digital, editable or unreadable.  `official`: bears the marks of one.
    `seal`: red, colourless, none, unknown.  `signature`: handwritten, none, unknown.
    `digital_signature`: none, valid, expired, untrusted, invalid, and unverified: there is one
    that nobody has validated; `signed`: each of them.  `date` as written there, yyyy-mm-dd where it is clear.
    `colour`: what the scanner kept of it: colour, grey, two-level.  `pasted`: pictures of a seal or a signature put into a
    word processor's page: seal, signature, picture.  `marks`: seals, signatures and stamps with their places, the evidence.
    `unread`: why the text of a scan was not read: needless, off, missing, budget; None when it was, or needs no reading.
    """

    part: str | None
    filename: str | None
    kind: str
    official: bool
    seal: str = "unknown"
    signature: str = "unknown"
    digital_signature: str = "none"
    number: str | None = None
    type: str | None = None
    issuer: str | None = None
    date: str | None = None
    summary: str | None = None
    signer: str | None = None
    addressees: tuple[str, ...] | None = None
    secrecy: str | None = None
    urgency: str | None = None
    paper_declared: bool | None = None
    colour: str | None = None
    pasted: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()
    signed: tuple[DigitalSignature, ...] = ()
    unread: str | None = None
