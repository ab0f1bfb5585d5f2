"""One part of a packed document as XML: read without anything from elsewhere, names taken out of it."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from common.parsing_child import ParsingFailed

REMOVED = "Removed"
DTD = re.compile(rb"<!(doctype|entity)", re.I)
WIDE = (b"\xff\xfe", b"\xfe\xff", b"\x00<", b"<\x00")


def read(content: bytes) -> Any:
    """The root element. Raises ParsingFailed where it is not plain XML."""
    if DTD.search(content) or content.startswith(WIDE):
        raise ParsingFailed("It is built in a way no ordinary document is. Save it again and attach that.")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise ParsingFailed("It is damaged inside. Save it again and attach that.") from error


def written(root: Any) -> bytes:
    """As UTF-8 with its declaration."""
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True))


def local(name: Any) -> str:
    """A name without its namespace; "" for what is no element."""
    return etree.QName(name).localname if isinstance(name, str) else ""


def drop(element: Any) -> None:
    """Take an element out, with what stands after it kept."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def emptied(root: Any, elements: frozenset[str], attributes: frozenset[str]) -> bool:
    """The text of these elements and the value of these attributes say no name; whether any did."""
    changed = False
    for element in root.iter():
        if local(element.tag) in elements and (element.text or "").strip() not in ("", REMOVED):
            element.text, changed = REMOVED, True
        for name in element.attrib:
            if local(name) in attributes and element.attrib[name] not in ("", REMOVED):
                element.attrib[name], changed = REMOVED, True
    return changed
