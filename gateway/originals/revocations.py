"""What a PDF carries for the validation of its signatures: the document security store, and what the signers put into theirs.

Counted and measured before it is decoded: whoever made the file may have filled it with anything.
"""

from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import Any

from asn1crypto import cms, core, crl, ocsp, x509
from pyhanko.pdf_utils.decode_limits import DecodePurpose
from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, StreamObject
from pyhanko.pdf_utils.reader import PdfFileReader

from gateway.originals.chains import Carried

PIECES = 40  # certificates, lists or answers of each kind
LIST = 1 << 20  # bytes of a revocation list that is read: a larger one takes seconds


def carried(reader: PdfFileReader, messages: Sequence[cms.SignedData]) -> Carried:
    """Everything of that kind in a file and in its signatures.  Raises what the parser raises where it is broken."""
    store = entry(reader.root, "/DSS")
    archived = [archive for message in messages for archive in _archives(message)]
    lists = chain(
        (crl.CertificateList.load(data) for data in _streams(store, "/CRLs", DecodePurpose.CRL)),
        chain.from_iterable(archive["crl"] or () for archive in archived),
        (choice.chosen for message in messages for choice in message["crls"] or () if choice.name == "certificate_list"),
    )
    answers = chain(
        (ocsp.OCSPResponse.load(data) for data in _streams(store, "/OCSPs", DecodePurpose.OCSP_RESPONSE)),
        chain.from_iterable(archive["ocsp"] or () for archive in archived),
    )
    certificates = (x509.Certificate.load(data) for data in _streams(store, "/Certs", DecodePurpose.CERTIFICATE))
    return Carried(
        tuple(islice(certificates, PIECES)),
        tuple(islice((one for one in lists if len(one.dump()) <= LIST), PIECES)),
        tuple(islice(answers, PIECES)),
    )


def entry(dictionary: Any, key: str) -> Any:
    """What a PDF dictionary says under a key, references followed; None for nothing, and where it is no dictionary."""
    value = dict.get(dictionary, key) if isinstance(dictionary, DictionaryObject) else None
    return None if value is None else value.get_object()


def _streams(store: Any, key: str, purpose: DecodePurpose) -> Iterator[bytes]:
    found = entry(store, key)
    for one in islice(found, PIECES) if isinstance(found, ArrayObject) else ():
        stream: Any = one.get_object()
        if isinstance(stream, StreamObject):
            yield stream.read_data(purpose)


def _archives(message: cms.SignedData) -> Iterator[Any]:
    """Adobe's revocation archives among the attributes of the signers."""
    for signer in message["signer_infos"]:
        attributes = signer["signed_attrs"]
        for attribute in () if isinstance(attributes, core.Void) else attributes:
            if attribute["type"].native == "adobe_revocation_info_archival":
                yield from attribute["values"]
