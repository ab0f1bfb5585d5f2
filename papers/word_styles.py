"""The Word paper's styles, numbering, header and footer."""

from typing import Any

from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

from .paper import Paper, Sheet
from .xml import escaped

FACE = "Arial"
STRAIGHT, ASKED = 7, 8  # ids of the two lists: paragraphs straight through, recommendations
INDENTS = (567, 737, 964)  # twentieths of a point: how far each depth hangs
LISTS = (("Numbered1", 0, STRAIGHT), ("Numbered2", 1, STRAIGHT), ("Numbered3", 2, STRAIGHT),
         ("Recommendation", 0, ASKED))  # fmt: skip
OWN = (("Cell", 8.5), ("Small", 9.5), ("Masthead", 18))


def _face(style: object, size: float, *, bold: bool | None = None) -> None:
    font = style.font  # type: ignore[attr-defined]
    font.name, font.size, font.bold, font.color.rgb = FACE, Pt(size), bold, RGBColor(0, 0, 0)
    faces = style.element.get_or_add_rPr().get_or_add_rFonts()  # type: ignore[attr-defined]
    for name in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        faces.attrib.pop(qn(name), None)
    for name in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        faces.set(qn(name), FACE)


def _levels() -> str:
    levels, before = "", 0
    for depth, hang in enumerate(INDENTS, 1):
        text = ".".join(f"%{level}" for level in range(1, depth + 1)) + "."
        levels += (
            f'<w:lvl w:ilvl="{depth - 1}"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
            f'<w:pStyle w:val="Numbered{depth}"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
            f'<w:pPr><w:ind w:left="{before + hang}" w:hanging="{hang}"/></w:pPr></w:lvl>'
        )
        before += hang
    return levels


def number(document: WordDocument) -> None:
    numbering = document.part.numbering_part.element
    for child in list(numbering):
        numbering.remove(child)
    one = (
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="Recommendation"/>'
        '<w:lvlText w:val="%1."/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{INDENTS[0]}" w:hanging="{INDENTS[0]}"/></w:pPr></w:lvl>'
    )
    for number, levels in ((STRAIGHT, _levels()), (ASKED, one)):
        kind = "multilevel" if number == STRAIGHT else "singleLevel"
        numbering.append(
            parse_xml(
                f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">'
                f'<w:multiLevelType w:val="{kind}"/>{levels}</w:abstractNum>'
            )
        )
    for number in (STRAIGHT, ASKED):
        numbering.append(
            parse_xml(f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>')
        )


def _styles(document: WordDocument) -> None:
    styles = document.styles
    _face(styles["Normal"], 11)
    styles["Normal"].paragraph_format.space_after = Pt(8)
    for name, size in (("Heading 1", 16), ("Heading 2", 13), ("Heading 3", 11.5)):
        _face(styles[name], size, bold=True)
        styles[name].paragraph_format.space_before = Pt(14)
        styles[name].paragraph_format.space_after = Pt(5)
    _face(styles["Caption"], 9.5, bold=True)
    styles["Caption"].paragraph_format.keep_with_next = True
    for name, level, number in LISTS:
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Normal"]
        list_of(style, level, number)
    for name, size in OWN:
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Normal"]
        _face(style, size, bold=True if name == "Masthead" else None)
        style.paragraph_format.space_after = Pt(0 if name == "Cell" else 5)
    speak_english(document)


def list_of(style: object, level: int, number: int) -> None:
    """Paragraphs of this style are numbered by one of our lists."""
    numbered = style.element.get_or_add_pPr().get_or_add_numPr()  # type: ignore[attr-defined]
    numbered.get_or_add_ilvl().val = level
    numbered.get_or_add_numId().val = number


def speak_english(document: WordDocument) -> None:
    """The document's words are British English, where it says what they are."""
    for spoken in document.styles.element.iter(qn("w:lang")):
        spoken.set(qn("w:val"), "en-GB")


def _run(text: str, *, bold: bool = False) -> str:
    kind = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f'<w:r>{kind}<w:t xml:space="preserve">{escaped(text)}</w:t></w:r>'


def _field(code: str) -> str:
    return f'<w:fldSimple w:instr=" {code} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'


TAB = "<w:r><w:tab/></w:r>"


def _line(inside: str, *, tabs: tuple[tuple[str, int], ...] = (), centred: bool = False) -> str:
    stops = "".join(f'<w:tab w:val="{kind}" w:pos="{place}"/>' for kind, place in tabs)
    stops = f"<w:tabs>{stops}</w:tabs>" if stops else ""
    middle = '<w:jc w:val="center"/>' if centred else ""
    return f"<w:p {nsdecls('w')}><w:pPr>{stops}{middle}</w:pPr>{inside}</w:p>"


def _running(document: WordDocument, paper: Paper | Sheet, wide: int) -> None:
    section = document.sections[0]
    section.different_first_page_header_footer = True  # the first page's masthead says it
    header = section.header._element
    footers = [section.footer._element, section.first_page_footer._element]
    for part in (header, *footers, section.first_page_header._element):
        for child in list(part):
            part.remove(child)
    header.append(marking_line(paper, wide))
    section.first_page_header._element.append(parse_xml(_line("")))
    for footer in footers:
        for line in foot_lines(paper, wide):
            footer.append(line)


def marking_line(paper: Paper | Sheet, wide: int) -> Any:
    """What stands at the head of each page: the marking, and which item it is."""
    inside = _run(paper.marking, bold=True) + TAB + _run(paper.item_line, bold=True)
    return parse_xml(_line(inside, tabs=(("right", wide),)))


def foot_lines(paper: Paper | Sheet, wide: int, *, pages: bool = True) -> list[Any]:
    """What stands at the foot of each page: the standing line, whose copy it is, and which page."""
    lines = [_line(_run(paper.standing_line), centred=True)] if paper.standing_line else []
    stops = (("center", wide // 2), ("right", wide))
    place = TAB + _field("PAGE") + _run(" of ") + _field("NUMPAGES") if pages else ""
    lines.append(_line(_run(paper.copy_line) + place, tabs=stops))
    return [parse_xml(line) for line in lines]


def prepare(document: WordDocument, paper: Paper | Sheet) -> int:
    """Page, styles, lists and running lines; the width of the text in twentieths of a point."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin, section.bottom_margin = Cm(2.5), Cm(2.8)
    wide = int((section.page_width - section.left_margin - section.right_margin) / 635)
    _styles(document)
    number(document)
    if paper.title:
        _running(document, paper, wide)
    return wide
