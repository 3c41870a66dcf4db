"""Builds XPS files for tests."""

from tests.gateway.extract.documents import RELS, zipped

MARKUP = "http://schemas.microsoft.com/xps/2005/06"
XAML = "http://schemas.microsoft.com/winfx/2006/xaml"
KIND = f"{MARKUP}/fixedrepresentation"
WHOLE = "M 0,0 L 816,0 816,1056 0,1056 Z"


def rels(*items: tuple[str, str]) -> str:
    lines = "".join(f'<Relationship Id="r{at}" Type="{kind}" Target="{goal}"/>' for at, (kind, goal) in enumerate(items))
    return f'<Relationships xmlns="{RELS}">{lines}</Relationships>'


def fixed(content: str, markup: str = MARKUP, attributes: str = "") -> str:
    return f'<FixedPage xmlns="{markup}" xmlns:x="{XAML}" Width="816" Height="1056"{attributes}>{content}</FixedPage>'


def xps(*pages: str, markup: str = MARKUP, **others: bytes | str) -> bytes:
    """An XPS file.  `pages`: what stands on each; `others`: further parts, or other ones, `__` for a slash in their names."""
    listed = "".join(f'<PageContent Source="Pages/{number}.fpage"/>' for number in range(1, len(pages) + 1))
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>",
        "_rels/.rels": rels((KIND, "/FixedDocSeq.fdseq")),
        "FixedDocSeq.fdseq": f'<Sequence xmlns="{markup}"><DocumentReference Source="Documents/1/a.fdoc"/></Sequence>',
        "Documents/1/a.fdoc": f'<FixedDocument xmlns="{markup}">{listed}</FixedDocument>',
    }
    parts |= {f"Documents/1/Pages/{number}.fpage": fixed(page, markup) for number, page in enumerate(pages, 1)}
    return zipped(parts | {name.replace("__", "/"): data for name, data in others.items()})


def glyphs(text: str, x: float = 96, y: float = 96, more: str = "") -> str:
    fill = "" if "Fill" in more else ' Fill="#ff000000"'
    return f'<Glyphs FontUri="/f.ttf" FontRenderingEmSize="16" OriginX="{x}" OriginY="{y}" UnicodeString="{text}"{fill} {more}/>'


def picture(source: str = "/a.jpg", view: str = "0,0,816,1056", data: str = WHOLE, more: str = "") -> str:
    brush = f'<ImageBrush ImageSource="{source}" Viewbox="0,0,9,9" Viewport="{view}" {more}/>'
    return f'<Path Data="{data}"><Path.Fill>{brush}</Path.Fill></Path>'
