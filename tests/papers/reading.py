"""Reads the words back out of each format, without knowing how the format was made.

Each reader gives lines in reading order. A table is read as assistive technology reads it: the caption, then
for each row its header and, for each cell, the column's header and the cell; so a wrong header makes another
text.
"""

import re
from html.parser import HTMLParser
from io import BytesIO
from zipfile import ZipFile

import pikepdf
from docx import Document
from lxml import etree
from pikepdf import Name

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"


def tidy(text: str) -> str:
    return " ".join(text.replace("\u200b", "").split())


def said(rows: list[list[str]], caption: str) -> list[str]:
    """A table of headed rows, spoken."""
    heads, lines = rows[0], [caption]
    for row in rows[1:]:
        lines.append(row[0])
        lines += [f"{head}: {cell}".rstrip() for head, cell in zip(heads[1:], row[1:], strict=False)]
    return lines


class _Page(HTMLParser):
    BLOCKS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "figcaption", "caption", "title"}

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.text = ""
        self.rows: list[list[str]] | None = None
        self.caption = ""

    def handle_starttag(self, tag, attrs):
        if tag == "table":
            self.rows = []
        elif tag == "tr":
            self.rows.append([])
        elif tag == "div" and ("class", "paper-running") in attrs:
            self.lines.append("<running>")
        if tag in self.BLOCKS | {"th", "td", "dt"}:
            self.text = ""

    def handle_data(self, data):
        self.text += data

    def handle_endtag(self, tag):
        if tag == "caption":
            self.caption = tidy(self.text)
        elif tag in {"th", "td"}:
            self.rows[-1].append(tidy(self.text))
        elif tag == "table":
            self.lines += said(self.rows, self.caption)
            self.rows = None
        elif tag == "dd" or (tag in self.BLOCKS and self.rows is None):
            self.lines.append(tidy(self.text))


def read_page(html: str) -> list[str]:
    page = _Page()
    page.feed(html)
    return [line for line in page.lines if line]


def _word_text(element) -> str:
    parts = []
    for node in element.iter():
        if node.tag == f"{W}t":
            parts.append(node.text or "")
        elif node.tag == f"{W}tab" and node.getparent().tag == f"{W}r":
            parts.append("\n")
        elif node.tag == f"{WP}docPr":
            parts.append(node.get("descr"))
    return "".join(parts)


def read_word(made: bytes) -> list[str]:
    document = Document(BytesIO(made))
    lines: list[str] = []
    counts, asked = [0, 0, 0], 0
    for element in document.element.body:
        if element.tag == f"{W}tbl":
            rows = [
                [tidy(_word_text(cell)) for cell in row.findall(f"{W}tc")]
                for row in element.findall(f"{W}tr")
            ]
            assert element.find(f"{W}tr/{W}trPr/{W}tblHeader") is not None
            lines += said(rows, lines.pop())
            continue
        style = element.find(f"{W}pPr/{W}pStyle")
        name = style.get(f"{W}val") if style is not None else ""
        number = ""
        if match := re.fullmatch(r"Numbered(\d)", name):
            depth = int(match.group(1))
            counts[depth - 1] += 1
            counts[depth:] = [0] * (3 - depth)
            number = ".".join(map(str, counts[:depth])) + ". "
        elif name == "Recommendation":
            asked += 1
            number = f"{asked}. "
        lines += [tidy(number + part) for part in _word_text(element).split("\n")]
    return [line for line in lines if line]


def word_xml(made: bytes, part: str):
    return etree.fromstring(ZipFile(BytesIO(made)).read(part))


class Tagged:
    """The structure tree of a PDF with the words under each tag."""

    def __init__(self, made: bytes) -> None:
        self.pdf = pikepdf.open(BytesIO(made))
        self.root = self.pdf.Root.StructTreeRoot
        self.words: dict[tuple[int, int], str] = {}
        self.artifacts: list[str] = []
        for page in self.pdf.pages:
            self._read(page)

    def _unicode(self, font) -> dict[int, str]:
        table: dict[int, str] = {}
        stream = font.ToUnicode.read_bytes().decode("latin-1")
        for kind, body in re.findall(r"begin(bfchar|bfrange)(.*?)end", stream, re.S):
            if kind == "bfchar":
                for code, to in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", body):
                    table[int(code, 16)] = bytes.fromhex(to).decode("utf-16-be")
            else:
                for first, last, to in re.findall(
                    r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", body
                ):
                    for step, code in enumerate(range(int(first, 16), int(last, 16) + 1)):
                        start = bytes.fromhex(to).decode("utf-16-be")
                        table[code] = start[:-1] + chr(ord(start[-1]) + step)
        return table

    def _read(self, page) -> None:
        resources = page.Resources
        fonts = {name: self._unicode(font) for name, font in resources.get(Name.Font, {}).items()}
        font: dict[int, str] = {}
        stack: list[int | None] = []
        aside = ""
        for operands, operator in pikepdf.parse_content_stream(page):
            what = str(operator)
            if what in {"BDC", "BMC"}:
                properties = operands[1] if len(operands) > 1 else {}
                if isinstance(properties, pikepdf.Name):
                    properties = resources.Properties[properties]
                number = properties.get(Name.MCID) if isinstance(properties, pikepdf.Dictionary) else None
                inherited = stack[-1] if stack else None
                stack.append(int(number) if number is not None else inherited)
            elif what == "EMC":
                stack.pop()
            elif what == "Tf":
                font = fonts[str(operands[0])]
            elif what in {"Tj", "TJ"}:
                strings = operands[0] if what == "TJ" else operands
                codes = b"".join(bytes(part) for part in strings if isinstance(part, pikepdf.String))
                text = "".join(
                    font.get(int.from_bytes(codes[at : at + 2]), "\ufffd") for at in range(0, len(codes), 2)
                )
                current = stack[-1] if stack else None
                if current is None:
                    aside += text
                else:
                    key = (page.objgen[0], current)
                    self.words[key] = self.words.get(key, "") + text
        self.artifacts.append(aside)

    def kids(self, element) -> list:
        kids = element.get(Name.K)
        if kids is None:
            return []
        return list(kids) if isinstance(kids, pikepdf.Array) else [kids]

    def text(self, element) -> str:
        """All words under a tag; a figure says its alternative text."""
        if element.get(Name.S) == Name.Figure:
            return str(element.Alt)
        parts = []
        for kid in self.kids(element):
            if isinstance(kid, pikepdf.Dictionary):
                if Name.S in kid:
                    parts.append(self.text(kid))
                elif kid.get(Name.Type) == Name.MCR:
                    page = kid.get(Name.Pg) or element.Pg
                    parts.append(self.words.get((page.objgen[0], int(kid.MCID)), ""))
            else:
                parts.append(self.words.get((element.Pg.objgen[0], int(kid)), ""))
        return tidy(" ".join(parts))

    def elements(self, kind: str, element=None) -> list:
        element = self.root if element is None else element
        found = [element] if element.get(Name.S) == Name(f"/{kind}") else []
        for kid in self.kids(element):
            if isinstance(kid, pikepdf.Dictionary) and (Name.S in kid):
                found += self.elements(kind, kid)
        return found

    def lines(self, element=None) -> list[str]:
        element = self.root if element is None else element
        kind = str(element.get(Name.S, ""))
        if kind == "/Table":
            rows = [[self.text(cell) for cell in self.kids(row)] for row in self.elements("TR", element)]
            return [
                "<table>" if self.elements("THead", element) else "<facts>",
                *["\t".join(row) for row in rows],
                "</table>",
            ]
        if kind in {"/P", "/Figure", "/Caption"} or re.fullmatch(r"/H\d?", kind):
            return [self.text(element)]
        return [
            line
            for kid in self.kids(element)
            if isinstance(kid, pikepdf.Dictionary) and Name.S in kid
            for line in self.lines(kid)
        ]


def read_pdf(made: bytes) -> list[str]:
    lines: list[str] = []
    rows: list[list[str]] = []
    inside = headed = False
    for line in Tagged(made).lines():
        if line in {"<table>", "<facts>"}:
            inside, rows, headed = True, [], line == "<table>"
        elif line == "</table>":
            inside = False
            lines += said(rows, lines.pop()) if headed else [": ".join(row) for row in rows]
        elif inside:
            rows.append(line.split("\t"))
        elif line:
            lines.append(line)
    return lines


def read_text(made: str) -> list[str]:
    return [line for line in map(tidy, made.split("\n")) if line]
