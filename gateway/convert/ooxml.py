"""Office Open XML packages: their text through the converter, and their legacy fonts replaced wherever they are named.

What must stay true: parts are walked in reading order, as readers do; one without legacy text or fonts stays byte for byte.
"""

import re
from collections.abc import Callable, Mapping
from functools import partial

from gateway.convert import docx, pptx, xlsx
from gateway.convert.css import restyled
from gateway.convert.drawing import paragraphs
from gateway.convert.parts import Parts, XmlPart
from gateway.convert.rezip import rezipped
from gateway.convert.sheetnames import LISTED
from gateway.convert.story import Inner, Story, Tally
from gateway.extract.budget import Refused
from gateway.extract.drawing import minor
from gateway.extract.ooxml import DRAWING, Package, theme_fonts
from gateway.extract.wordstyles import W
from gateway.extract.workbook import S
from gateway.extract.zipped import Zip

TITLES = re.compile(r"docprops/(?:core|app)\.xml$")
DRAWN = re.compile(rb"<(?:\w+:)?(?:p|v)[ >]")  # paragraphs, or names in a chart
EMBEDDED = re.compile(r"/embeddings/[^/]+\.(?:docx|xlsx|xlsm|pptx|rtf|od[tsp])$")  # workbooks behind charts, too
SIGNATURES = "_xmlsignatures/"
Gather = Callable[[Package, str, Parts, Story, Tally], Callable[[], None] | None]  # what it gives is done after the conversion
KINDS: Mapping[str, Gather] = {
    "wordprocessingml": docx.gather,
    "ms-word": docx.gather,
    "spreadsheetml": xlsx.gather,
    "ms-excel.sheet.macro": xlsx.gather,
    "ms-excel.template.macro": xlsx.gather,
    "presentationml": pptx.gather,
    "ms-powerpoint": pptx.gather,
}
# Elements that name a font, and the attributes that do
NAMED = {
    f"{W}rFonts": tuple(f"{W}{slot}" for slot in ("ascii", "hAnsi", "eastAsia", "cs")),
    f"{W}sym": (f"{W}font",),
    f"{S}name": ("val",),
    f"{S}rFont": ("val",),
    **{f"{DRAWING}{slot}": ("typeface",) for slot in ("latin", "ea", "cs", "sym", "buFont", "font")},
    "{http://schemas.openxmlformats.org/officeDocument/2006/math}mathFont": (
        "{http://schemas.openxmlformats.org/officeDocument/2006/math}val",
    ),
}
FOR_THE_OLD_FACE = ("panose", "charset")  # attributes that describe the font that is gone
FONTS = re.compile(rb"typeface=|rFonts?\b|<(?:\w+:)?name |:font |textpath|mathFont|:sym |\x00")  # a part without them names none
STYLED = "{urn:schemas-microsoft-com:vml}textpath"
FACES = f"{W}fonts"


def convert(body: bytes, archive: Zip, tally: Tally, inner: Inner) -> bytes:
    """The package with its text in Unicode.  `inner` converts the documents embedded in it."""
    package = Package(archive)
    main = package.main()
    declared = package.type_of(main)
    gather = next((gather for word, gather in KINDS.items() if word in declared), None)
    if gather is None:
        raise Refused("unsupported", declared[:100])
    parts, story = Parts(archive), Story()
    afterwards = gather(package, main, parts, story, tally)
    _gather_rest(package, main, parts, story)
    story.convert(tally)
    if afterwards is not None:
        afterwards()
    embedded = {name.lower() for name in package.embedded()}
    for name in parts.names():
        if name.endswith((".xml", ".vml")) and FONTS.search(parts.raw(name)):
            _replace_fonts(parts.open(name), tally)
        elif name in embedded or EMBEDDED.search(name):
            parts.replace(name, inner(parts.raw(name), name))
    if any(name.startswith(SIGNATURES) for name in parts.names()) and not tally.empty:
        tally.note("signature")
    return rezipped(body, archive, parts.changed())


def _gather_rest(package: Package, main: str, parts: Parts, story: Story) -> None:
    """Charts, diagrams, text boxes in parts of their own, and the document's title."""
    theme = theme_fonts(package, main)
    for name in parts.names():
        if TITLES.search(name):
            _properties(parts.open(name), story)
        elif name.endswith(".xml") and b"/drawingml/" in parts.raw(name) and DRAWN.search(parts.raw(name)):
            paragraphs(parts.open(name), story, partial(minor, theme), theme)


def _properties(part: XmlPart, story: Story) -> None:
    """Title, subject, authors and the like."""
    for element in part.root.iter("{*}*"):
        if len(element) == 0 and element.text and not element.text.isascii() and element.tag != LISTED:
            story.add(element.text, None, part.text(element))
            story.end()


def _replace_fonts(part: XmlPart, tally: Tally) -> None:
    for element in part.root.iter(*NAMED):
        for attribute in NAMED[element.tag]:
            new = tally.fonts.instead(element.get(attribute))
            if new is not None:
                part.set(element, attribute, new)
                for mark in FOR_THE_OLD_FACE:
                    element.attrib.pop(mark, None)
    for element in part.root.iter(STYLED):
        style = element.get("style", "")
        if (new := restyled(style, tally.fonts)) != style:
            part.set(element, "style", new)
    if part.root.tag == FACES:  # a table of the fonts in use, which office programs make anew
        for face in part.root.findall(f"{W}font"):
            if tally.fonts.instead(face.get(f"{W}name")):
                part.drop(face)
