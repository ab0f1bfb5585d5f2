"""In the child: of a Word file only what makes a house style is kept, its styles, page, header and footer."""

from __future__ import annotations

import json
import posixpath
import re
from datetime import date
from pathlib import Path
from typing import Any

from lxml import etree

from common.parsing_child import ParsingFailed
from intelligence.files.packed import Parts
from intelligence.files.xml_parts import drop, local, read, written
from panel.word_files.opening import DOCUMENT, STYLES, child_of, value_of, word_parts
from papers.sample import sample_sheet
from papers.word import to_word
from papers.word_house import NEEDED, NICE

MOST_KEPT = 2 * 1024 * 1024
NARROWEST = 4500  # twentieths of a point of text across (8 cm): a table needs them
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"  # what a picture stands in
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
FIELDS = frozenset({"PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "STYLEREF"})
OF_A_PAGE = frozenset({"headerReference", "footerReference", "pgSz", "pgMar", "pgBorders", "titlePg"})
KEPT_LINKS = frozenset({"styles", "theme", "header", "footer"})
MEDIA = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}
KINDS = {"styles": "styles", "header": "header", "footer": "footer", "numbering": "numbering"}
OUTSIDE = (
    "Its {where} links to or fetches something outside it, which a paper must not. Take that out, and bring "
    "it again."
)
FIELD = (
    "Its header or footer has a field ({name}) that changes or fetches words. Take it out, and bring it "
    "again."
)
PICTURE = (
    "It has a picture ({name}) that is neither PNG nor JPEG. Save the picture as PNG, and bring it again."
)


def make_template(out: str, path: str) -> None:
    """Write one line of JSON (`lacks`: our own styles that stand in) and then the template's bytes."""
    parts = word_parts(Path(path).read_bytes())
    if STYLES not in parts.held:
        raise ParsingFailed("It has no styles, so it gives a paper no look. Bring a Word file that has some.")
    made = Parts({})
    section, links = _page(parts)
    lacks = _styles(parts, made)
    _running(parts, made, section, links)
    _bind(parts, made, section, links)
    content = made.packed()
    if len(content) > MOST_KEPT:
        raise ParsingFailed(
            "Its pictures are too large: each copy carries them. Use smaller ones (2 MB in all)."
        )
    try:
        to_word(sample_sheet("The Panel", date(2012, 11, 20), "IN CONFIDENCE"), content)
    except Exception as error:
        raise ParsingFailed("No paper could be written into it. Save it from Word again.") from error
    Path(out).write_bytes(json.dumps({"lacks": lacks}).encode() + b"\n" + content)


def _page(parts: Parts) -> tuple[Any, dict[str, tuple[str, str]]]:
    """The last section's page, and the links of the document: id → (kind, part)."""
    body = child_of(read(parts.held[DOCUMENT]), "body")
    section = child_of(body, "sectPr") if body is not None else None
    if section is None:
        section = etree.Element(f"{{{W}}}sectPr")
    for one in list(section):
        is_even = value_of(one, "type") == "even"
        if local(one.tag) not in OF_A_PAGE or is_even:
            drop(one)
    size, edges = child_of(section, "pgSz"), child_of(section, "pgMar")
    if size is not None and edges is not None:
        across = _whole(size, "w") - _whole(edges, "left") - _whole(edges, "right")
        if across < NARROWEST or _whole(size, "w") > 32_000 or _whole(size, "h") > 32_000:
            raise ParsingFailed("Its page leaves too little room for a table (8 cm across). Make it wider.")
    else:
        for one in (size, edges):
            if one is not None:
                drop(one)
    return section, _links(parts, "word/_rels/document.xml.rels", where="text")


def _whole(element: Any, name: str) -> int:
    said = value_of(element, name)
    return int(said) if re.fullmatch(r"-?\d{1,6}", said) else 0


def _links(parts: Parts, name: str, *, where: str) -> dict[str, tuple[str, str]]:
    """Kind and part of each link by its id. Raises ParsingFailed for one that leads outside."""
    found: dict[str, tuple[str, str]] = {}
    if name not in parts.held:
        return found
    base = posixpath.dirname(posixpath.dirname(name))
    for link in read(parts.held[name]):
        target = link.get("Target", "")
        if link.get("TargetMode") == "External":
            raise ParsingFailed(OUTSIDE.format(where=where))
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{base}/{target}")
        found[link.get("Id", "")] = (link.get("Type", "").rsplit("/", 1)[-1], path)
    return found


def _styles(parts: Parts, made: Parts) -> list[str]:
    """The styles under the ids by which papers call them, without lists of their own; those it lacks."""
    root = read(parts.held[STYLES])
    by_name: dict[str, Any] = {}
    for style in root:
        name = child_of(style, "name")
        if local(style.tag) == "style" and name is not None and value_of(style, "type") == "paragraph":
            by_name.setdefault(value_of(name, "val").lower(), style)
    ids = {value_of(style, "styleId") for style in root}
    renamed: dict[str, str] = {}
    for name, wanted in {**NEEDED, **NICE}.items():
        style = by_name.get(name.lower())
        if style is None:
            continue
        held = value_of(style, "styleId")
        if held == wanted:
            continue
        if wanted in ids:
            renamed[wanted] = f"{wanted}Other"
        renamed[held] = wanted
    _rename(root, renamed)
    for one in [each for each in root.iter() if local(each.tag) == "numPr"]:
        drop(one)  # papers number their paragraphs themselves
    made.held[STYLES] = written(root)
    parts.held["renamed"] = json.dumps(renamed).encode()
    return [name for name in NEEDED if name.lower() not in by_name]


def _rename(root: Any, renamed: dict[str, str]) -> None:
    """Styles, and what points at them, by their new ids."""
    for one in root.iter():
        name = {"style": "styleId"}.get(local(one.tag), "val")
        if (
            local(one.tag) in ("style", "basedOn", "next", "link", "pStyle")
            and value_of(one, name) in renamed
        ):
            one.set(f"{{{W}}}{name}", renamed[value_of(one, name)])


def _running(parts: Parts, made: Parts, section: Any, links: dict[str, tuple[str, str]]) -> None:
    """Headers and footers that the page names, with their pictures and no field that fetches or changes."""
    renamed = json.loads(parts.held["renamed"])
    for one in list(section):
        if local(one.tag) not in ("headerReference", "footerReference"):
            continue
        kind, path = links.get(value_of(one, "id"), ("", ""))
        if kind not in ("header", "footer") or path not in parts.held:
            drop(one)
            continue
        root = read(parts.held[path])
        _rename(root, renamed)
        _fields(root)
        made.held[path] = written(root)
        folder, name = posixpath.split(path)
        theirs = f"{folder}/_rels/{name}.rels"
        pictures = _links(parts, theirs, where="header or footer")
        for link, (what, part) in pictures.items():
            ending = posixpath.splitext(part)[1].lower()
            if what != "image" or ending not in MEDIA or not re.match(r"^word/media/[\w.-]+$", part):
                raise ParsingFailed(PICTURE.format(name=posixpath.basename(part) or link))
            made.held[part] = parts.held[part]
        if pictures:
            made.held[theirs] = _relations(
                [(link, "image", posixpath.relpath(part, "word")) for link, (_, part) in pictures.items()]
            )


def _fields(root: Any) -> None:
    said = ""
    for one in root.iter():
        kind = local(one.tag)
        if kind == "fldSimple":
            _field(value_of(one, "instr"))
        elif kind == "fldChar":
            if value_of(one, "fldCharType") in ("separate", "end") and said:
                _field(said)
                said = ""
        elif kind == "instrText":
            said += one.text or ""
        elif kind in ("object", "control", "altChunk", "subDoc", "OLEObject"):
            raise ParsingFailed(OUTSIDE.format(where="header or footer"))
        elif kind == "dataBinding":
            drop(one)
    if said:
        _field(said)


def _field(said: str) -> None:
    name = (said.split() or ["?"])[0].upper()
    if name not in FIELDS:
        raise ParsingFailed(FIELD.format(name=name[:20]))


def _bind(parts: Parts, made: Parts, section: Any, links: dict[str, tuple[str, str]]) -> None:
    """A whole document around what was kept: no words, our own lists to come, no other part."""
    document = etree.Element(f"{{{W}}}document", nsmap={"w": W, "r": R, "wp": WP})
    etree.SubElement(document, f"{{{W}}}body").append(section)
    made.held[DOCUMENT] = written(document)
    made.held["word/numbering.xml"] = written(etree.Element(f"{{{W}}}numbering", nsmap={"w": W}))
    kept = [
        (link, kind, posixpath.relpath(path, "word"))
        for link, (kind, path) in links.items()
        if kind in KEPT_LINKS and (path in made.held or (kind == "theme" and path in parts.held))
    ]
    for _, kind, target in kept:
        if kind == "theme":
            path = posixpath.normpath(f"word/{target}")
            made.held[path] = written(_theme(read(parts.held[path])))
    kept.append(("rIdOurLists", "numbering", "numbering.xml"))
    made.held["word/_rels/document.xml.rels"] = _relations(kept)
    made.held["_rels/.rels"] = _relations([("rId1", "officeDocument", DOCUMENT)])
    made.held = {"[Content_Types].xml": _types(made, kept), **made.held}


def _theme(root: Any) -> Any:
    """Its colours and faces; pictures that a theme fills shapes with are not kept."""
    for one in [each for each in root.iter() if local(each.tag) == "blipFill"]:
        drop(one)
    return root


def _relations(links: list[tuple[str, str, str]]) -> bytes:
    space = f"{PACKAGE}/relationships"
    root = etree.Element(f"{{{space}}}Relationships", nsmap={None: space})
    for link, kind, target in links:
        etree.SubElement(root, f"{{{space}}}Relationship", Id=link, Type=f"{R}/{kind}", Target=target)
    return written(root)


def _types(made: Parts, links: list[tuple[str, str, str]]) -> bytes:
    space, office = f"{PACKAGE}/content-types", "application/vnd.openxmlformats-officedocument"
    root = etree.Element(f"{{{space}}}Types", nsmap={None: space})
    defaults = {"rels": "application/vnd.openxmlformats-package.relationships+xml", "xml": "application/xml"}
    defaults |= {ending.lstrip("."): kind for ending, kind in MEDIA.items()}
    for ending, kind in defaults.items():
        etree.SubElement(root, f"{{{space}}}Default", Extension=ending, ContentType=kind)
    overrides = {DOCUMENT: f"{office}.wordprocessingml.document.main+xml"}
    for _, kind, target in links:
        path = posixpath.normpath(f"word/{target}")
        if kind in KINDS:
            overrides[path] = f"{office}.wordprocessingml.{KINDS[kind]}+xml"
        elif kind == "theme":
            overrides[path] = f"{office}.theme+xml"
    for path, kind in overrides.items():
        etree.SubElement(root, f"{{{space}}}Override", PartName=f"/{path}", ContentType=kind)
    return written(root)
