"""Editable Word: real headings, really numbered paragraphs, tables built whole, words for every picture."""

import zipfile
from collections.abc import Iterable
from io import BytesIO

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE as RELATION

from .columns import widths
from .drawing import drawn_size
from .paper import (
    Boxed,
    Chart,
    Facts,
    Heading,
    Laid,
    Masthead,
    Note,
    Paper,
    Paragraph,
    Recommendation,
    Row,
    Sheet,
    Table,
    lay_out,
)
from .pictures import pictures_of
from .typesetting import fixed_moment
from .word_house import prepare_house
from .word_styles import prepare
from .xml import escaped

LONGEST_NAME = 255  # what Word keeps of a title
PICTURE, DRAWING = "rIdPicture", "rIdDrawing"  # relationships, each with its number
EMU = 635  # in a twentieth of a point
TYPES = "[Content_Types].xml"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DRAWN = "http://schemas.openxmlformats.org/drawingml/2006"
# Word of 2016 and later shows the drawing itself; whatever else opens the file, the picture of it.
AS_DRAWN = (
    '<a:extLst><a:ext uri="{96DAC541-7B7A-43D3-8B79-37D633B846F1}"><asvg:svgBlip '
    'xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" r:embed="%s"/></a:ext></a:extLst>'
)
EDGES = "".join(
    f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="5A5A5A"/>'
    for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def _run(text: str, *, bold: bool = False) -> str:
    kind = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f'<w:r>{kind}<w:t xml:space="preserve">{escaped(text)}</w:t></w:r>' if text else ""


def _said(style: str, text: str, *, lead: str = "", extra: str = "") -> str:
    head = _run(lead, bold=True) + _run(" ") if lead else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{extra}</w:pPr>{head}{_run(text)}</w:p>'


def _rule(edge: str) -> str:
    return f'<w:pBdr><w:{edge} w:val="single" w:sz="8" w:space="4" w:color="000000"/></w:pBdr>'


class Writer:
    """Writes one paper's body; knows by which number each drawing is held and keeps the running ids."""

    def __init__(self, width: int, drawings: dict[str, int]) -> None:
        self.width = width
        self.drawings = drawings
        self.pictures = 0

    def picture(self, chart: Chart, room: int) -> str:
        self.pictures += 1
        width, height = drawn_size(chart.svg)
        across = int(min(width * 20, room) * EMU)
        down = int(across * height / width)
        name = f"Chart {self.pictures}"
        number = self.drawings[chart.svg]
        return (
            f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
            f'<wp:extent cx="{across}" cy="{down}"/>'
            f'<wp:docPr id="{self.pictures}" name="{name}" descr="{escaped(chart.alt)}"/>'
            f'<a:graphic xmlns:a="{DRAWN}/main"><a:graphicData uri="{DRAWN}/picture">'
            f'<pic:pic xmlns:pic="{DRAWN}/picture"><pic:nvPicPr>'
            f'<pic:cNvPr id="{self.pictures}" name="{name}"/>'
            "<pic:cNvPicPr/></pic:nvPicPr>"
            f'<pic:blipFill><a:blip r:embed="{PICTURE}{number}">{AS_DRAWN % f"{DRAWING}{number}"}</a:blip>'
            "<a:stretch><a:fillRect/></a:stretch></pic:blipFill>"
            f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{across}" cy="{down}"/></a:xfrm>'
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
            "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
        )

    def cell(self, said: "str | Chart", room: int, *, align: str = "left", bold: bool = False) -> str:
        inside = self.picture(said, room - 200) if isinstance(said, Chart) else _run(said, bold=bold)
        side = '<w:jc w:val="right"/>' if align == "right" else ""
        return (
            f'<w:tc><w:tcPr><w:tcW w:w="{room}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
            f'<w:p><w:pPr><w:pStyle w:val="Cell"/>{side}</w:pPr>{inside}</w:p></w:tc>'
        )

    def row(self, table: Table, row: Row, rooms: list[int]) -> str:
        if not row.cells:
            return (
                f'<w:tr><w:tc><w:tcPr><w:tcW w:w="{sum(rooms)}" w:type="dxa"/>'
                f'<w:gridSpan w:val="{len(rooms)}"/></w:tcPr>'
                '<w:p><w:pPr><w:pStyle w:val="Cell"/></w:pPr>'
                f"{_run(row.header, bold=True)}</w:p></w:tc></w:tr>"
            )
        cells = self.cell(row.header, rooms[0], bold=not table.drawn)
        for column, said, room in zip(table.columns[1:], row.cells, rooms[1:], strict=True):
            cells += self.cell(said, room, align=column.align)
        return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"

    def table(self, table: Table) -> str:
        shares = widths(table)
        rooms = [int(self.width * share / sum(shares)) for share in shares]
        grid = "".join(f'<w:gridCol w:w="{room}"/>' for room in rooms)
        heads = "".join(
            self.cell(column.heading, room, align=column.align, bold=True)
            for column, room in zip(table.columns, rooms, strict=True)
        ).replace("<w:vAlign", '<w:shd w:val="clear" w:color="auto" w:fill="E2E6EA"/><w:vAlign')
        return (
            _said("Caption", table.caption)
            + f'<w:tbl><w:tblPr><w:tblW w:w="{sum(rooms)}" w:type="dxa"/><w:tblBorders>{EDGES}</w:tblBorders>'
            '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="80" w:type="dxa"/>'
            '<w:right w:w="80" w:type="dxa"/></w:tblCellMar>'
            '<w:tblLook w:val="00A0" w:firstRow="1" w:lastRow="0" w:firstColumn="1" w:lastColumn="0" '
            f'w:noHBand="1" w:noVBand="1"/><w:tblCaption w:val="{escaped(table.caption)}"/></w:tblPr>'
            f"<w:tblGrid>{grid}</w:tblGrid>"
            f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{heads}</w:tr>"
            + "".join(self.row(table, row, rooms) for row in table.rows)
            + "</w:tbl><w:p/>"
        )

    def masthead(self, head: Masthead) -> str:
        tab = f'<w:tabs><w:tab w:val="right" w:pos="{self.width}"/></w:tabs>'
        gap = "<w:r><w:tab/></w:r>"
        return (
            f'<w:p><w:pPr><w:pStyle w:val="Masthead"/>{tab}</w:pPr>{_run(head.body)}{gap}'
            '<w:r><w:rPr><w:b w:val="0"/><w:sz w:val="22"/></w:rPr>'
            f"<w:t>{escaped(head.day)}</w:t></w:r></w:p>"
            f"<w:p><w:pPr>{_rule('bottom')}{tab}</w:pPr>{_run(head.item, bold=True)}{gap}"
            f"{_run(head.marking, bold=True)}</w:p>"
        )

    def boxed(self, boxed: Boxed) -> Iterable[str]:
        last = len(boxed.blocks) - 1
        for place, block in enumerate(boxed.blocks):
            edge = _rule("top") if place == 0 else _rule("bottom") if place == last else ""
            yield self.short(block, extra=edge)

    def short(self, block: Heading | Paragraph | Recommendation | Note, extra: str = "") -> str:
        """A block that is one paragraph."""
        match block:
            case Heading():
                start = "<w:pageBreakBefore/>" if block.new_page else ""
                return _said(f"Heading{block.level}", block.text, extra=start + extra)
            case Paragraph():
                return _said(f"Numbered{block.depth}", block.text, lead=block.lead)
            case Recommendation():
                return _said("Recommendation", block.text, extra=extra)
            case Note():
                return _said("Small" if block.small else "Normal", block.text, lead=block.lead, extra=extra)

    def block(self, block: Laid) -> str:
        match block:
            case Masthead():
                return self.masthead(block)
            case Boxed():
                return "".join(self.boxed(block))
            case Table():
                return self.table(block)
            case Facts():
                return "".join(_said("Normal", value, lead=name) for name, value in block.pairs)
            case Chart():
                words = _said("Small", block.as_words) if block.as_words else ""
                return f"<w:p>{self.picture(block, self.width)}</w:p>{words}"
        return self.short(block)


def _charts(blocks: Iterable[Laid]) -> Iterable[Chart]:
    for block in blocks:
        if isinstance(block, Chart):
            yield block
        elif isinstance(block, Table):
            yield from (cell for row in block.rows for cell in row.cells if isinstance(cell, Chart))


def _before(end: str, more: str, content: bytes) -> bytes:
    """The part with `more` before the first `end`, which it must hold."""
    head, found, rest = content.partition(end.encode())
    if not found:
        raise ValueError(f"A part of the Word file has no {end}.")
    return head + more.encode() + found + rest


def _settled(made: bytes, paper: Paper | Sheet, body: str, pictures: dict[str, bytes]) -> bytes:
    """The same archive with the body and the drawings, one fixed time and order: the same bytes each time.

    They are put in as text here. The library would take the body apart and build it anew node by node, and
    look through all the pictures it has for each new one.
    """
    moment = fixed_moment(paper.held_on)
    stamp = (max(moment.year, 1980), moment.month, moment.day, 12, 0, 0)
    named, related = {}, ""
    for number, (svg, picture) in enumerate(pictures.items(), 1):
        for kind, name, content in ((PICTURE, "png", picture), (DRAWING, "svg", svg.encode())):
            held = f"media/drawing{number}.{name}"
            named[held] = content
            related += f'<Relationship Id="{kind}{number}" Type="{RELATION.IMAGE}" Target="{held}"/>'
    more = {"word/document.xml": ("<w:sectPr", body)}
    if named:
        more["word/_rels/document.xml.rels"] = ("</Relationships>", related)
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(made)) as archive, zipfile.ZipFile(out, "w") as settled:
        for name in archive.namelist():
            content = archive.read(name)
            if named and name == TYPES:
                content = _before("<Override", _kinds_unknown_to(content), content)
            if name in more:
                content = _before(*more[name], content)
            settled.writestr(zipfile.ZipInfo(name, stamp), content, zipfile.ZIP_DEFLATED)
        for name, content in named.items():  # a picture is compressed in itself already
            how = zipfile.ZIP_STORED if name.endswith(".png") else zipfile.ZIP_DEFLATED
            settled.writestr(zipfile.ZipInfo(f"word/{name}", stamp), content, how)
    return out.getvalue()


def _kinds_unknown_to(types: bytes) -> str:
    """A template with a picture of its own knows the kind already, and may know it once only."""
    return "".join(
        f'<Default Extension="{ending}" ContentType="{kind}"/>'
        for ending, kind in (("png", "image/png"), ("svg", "image/svg+xml"))
        if f'Extension="{ending}"'.encode() not in types
    )


def to_word(paper: Paper | Sheet, template: bytes = b"") -> bytes:
    """The paper as a .docx file, in our own styles or in a template (`panel.word_files` makes it)."""
    document = Document(BytesIO(template)) if template else Document()
    width = prepare_house(document, paper) if template else prepare(document, paper)
    blocks = lay_out(paper)
    pictures = pictures_of(chart.svg for chart in _charts(blocks))
    writer = Writer(width, {svg: number for number, svg in enumerate(pictures, 1)})
    body = "".join(map(writer.block, blocks))
    about, moment = document.core_properties, fixed_moment(paper.held_on).replace(tzinfo=None)
    author = paper.author or paper.body
    about.title, about.author, about.language = paper.title[:LONGEST_NAME], author[:LONGEST_NAME], "en-GB"
    about.last_modified_by, about.comments = about.author, ""
    about.created, about.modified, about.revision = moment, moment, 1
    out = BytesIO()
    document.save(out)
    return _settled(out.getvalue(), paper, body, pictures)
