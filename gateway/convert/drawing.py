"""DrawingML text to be converted: slides, text boxes, charts and diagrams."""

from typing import Any

from gateway.convert.parts import XmlPart
from gateway.convert.story import Story
from gateway.extract.drawing import BREAK, FIELD, RUN, Inherited, Theme, latin, number
from gateway.extract.ooxml import DRAWING

PARAGRAPH = f"{DRAWING}p"
PLAIN = "{http://schemas.openxmlformats.org/drawingml/2006/chart}v"  # names of series and categories, kept by the chart


def paragraphs(part: XmlPart, story: Story, inherited: Inherited, theme: Theme) -> None:
    """Gather every paragraph of a part, once.  `inherited`: the font for a paragraph at a list level where its runs name none."""
    if part.drawn:
        return
    part.drawn = True
    for paragraph in part.root.iter(PARAGRAPH):
        properties = paragraph.find(f"{DRAWING}pPr")
        level = 0 if properties is None else min(8, max(0, number(properties.get("lvl"))))
        base: Any = ...
        for item in paragraph:
            if item.tag in (RUN, FIELD):
                font = latin(item.find(f"{DRAWING}rPr"), theme)
                if font is None:
                    base = inherited(paragraph, level) if base is ... else base
                    font = base
                text = item.find(f"{DRAWING}t")
                if text is not None:
                    story.add(text.text or "", font, part.text(text))
            elif item.tag == BREAK:
                story.end()
        story.end()
    for value in part.root.iter(PLAIN):
        if value.text and not value.text.isascii():
            story.add(value.text, None, part.text(value))
            story.end()
