"""A paper written into a house template: its page, styles, header and footer; our numbers, lists and lines.

What a paper must carry on each page (its marking, whose copy it is, the standing line) is added to the
template's own header and footer, never left out. Where a style is missing, ours stands in on its typeface.
"""

from typing import Any

from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from .paper import Paper, Sheet
from .word_styles import LISTS, OWN, foot_lines, list_of, marking_line, number, speak_english

# By name in Word, and the id by which a paper's paragraphs call them. Without one of the first, it is said.
NEEDED = {
    "Normal": "Normal",
    "Heading 1": "Heading1",
    "Heading 2": "Heading2",
    "Heading 3": "Heading3",
    "Caption": "Caption",
    "List Number": "ListNumber",
}
NICE = {"Title": "Title", "List Number 2": "ListNumber2", "List Number 3": "ListNumber3"}
STANDING_IN = (("Heading 1", 16.0), ("Heading 2", 13.0), ("Heading 3", 11.5), ("Caption", 9.5))
BASES = {"Numbered1": "List Number", "Numbered2": "List Number 2", "Numbered3": "List Number 3"}
BASES |= {"Recommendation": "List Number", "Masthead": "Title"}


def prepare_house(document: WordDocument, paper: Paper | Sheet) -> int:
    """Lists, missing styles and running lines; the width of the text in twentieths of a point."""
    section = document.sections[0]
    if not section.page_width or section.left_margin is None or section.right_margin is None:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.5)
        section.top_margin, section.bottom_margin = Cm(2.5), Cm(2.8)
    wide = int(((section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)) / 635)
    _styles(document)
    number(document)
    if paper.title:
        _running(document, paper, wide)
    return wide


def _added(document: WordDocument, name: str, *, builtin: bool = False) -> Any:
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=builtin)
    base = BASES.get(name, "Normal")
    style.base_style = document.styles[base if base in document.styles else "Normal"]
    return style


def _styles(document: WordDocument) -> None:
    if "Normal" not in document.styles:
        normal = document.styles.add_style("Normal", WD_STYLE_TYPE.PARAGRAPH, builtin=True)
        normal.element.set(qn("w:default"), "1")
    for name, size in STANDING_IN:
        if name not in document.styles:
            style = _added(document, name, builtin=True)
            style.font.size, style.font.bold = Pt(size), True
            style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(14), Pt(5)
            style.paragraph_format.keep_with_next = True
    for name, level, which in LISTS:
        list_of(document.styles[name] if name in document.styles else _added(document, name), level, which)
    for name, size in OWN:
        if name in document.styles:
            continue
        style = _added(document, name)
        style.font.size = Pt(size)  # also of the masthead, beside which the day stands on one line
        if style.base_style.name != "Title":
            style.font.bold = True if name == "Masthead" else None
            style.paragraph_format.space_after = Pt(0 if name == "Cell" else 5)
    speak_english(document)


def _running(document: WordDocument, paper: Paper | Sheet, wide: int) -> None:
    """Beneath what the template's own header and footer say; a page is not numbered twice."""
    section = document.sections[0]
    section.header._element.append(marking_line(paper, wide))
    footers = [section.footer._element]
    if section.different_first_page_header_footer:
        footers.append(section.first_page_footer._element)
    for footer in footers:
        for line in foot_lines(paper, wide, pages=not _says_page(footer)):
            footer.append(line)


def _says_page(footer: Any) -> bool:
    """Whether it has a field that says which page it is."""
    said = [one.text or "" for one in footer.iter(qn("w:instrText"))]
    said += [one.get(qn("w:instr"), "") for one in footer.iter(qn("w:fldSimple"))]
    return any(words.split()[:1] == ["PAGE"] for words in said)
