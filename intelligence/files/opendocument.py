"""OpenDocument texts and spreadsheets: who made them taken out, what runs refused."""

from __future__ import annotations

import re

from common.parsing_child import ParsingFailed
from intelligence.files.packed import Parts
from intelligence.files.pictures import redrawn
from intelligence.files.xml_parts import drop, emptied, local, read, written

RUNS = re.compile(r"^(basic|scripts|dialogs)/|\.(class|jar|py|js|bsh)$", re.I)
TAKEN_OUT = re.compile(
    r"^(thumbnails/|meta\.xml$|manifest\.rdf$|meta-inf/documentsignatures\.xml$|configurations2/|versionlist\.xml$|versions/)",
    re.I,
)
PICTURE = re.compile(r"(^|/)Pictures/[^/]+\.(jpe?g|png)$", re.I)
WRITERS = frozenset(
    {"creator", "initial-creator", "printed-by", "creator-initials", "sender-initials", "author-name"}
)
META = (
    b'<?xml version="1.0" encoding="UTF-8"?><office:document-meta '
    b'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.3"><office:meta/>'
    b"</office:document-meta>"
)


def cleaned(parts: Parts) -> None:
    """In place, as `office.cleaned`."""
    if any(RUNS.search(name) for name in parts.held):
        raise ParsingFailed("It holds macros. Save it without them, or as PDF.")
    for name in [name for name in parts.held if TAKEN_OUT.search(name)]:
        del parts.held[name]
        parts.took.add("properties")
    for name in list(parts.held):
        content = parts.held[name]
        if name.lower() == "meta-inf/manifest.xml":
            parts.held[name] = _list_of(content, {*parts.held, "meta.xml"})
        elif name.endswith(".xml"):
            parts.held[name] = _part(content, parts.took)
        elif PICTURE.search(name):
            parts.held[name] = redrawn(content, "PNG" if name.lower().endswith(".png") else "JPEG")
    parts.held["meta.xml"] = META


def _part(content: bytes, took: set[str]) -> bytes:
    root = read(content)
    changed = False
    for element in list(root.iter()):
        tag = local(element.tag)
        if tag in ("event-listener", "object-ole", "plugin", "applet"):
            raise ParsingFailed("It holds macros or another file inside. Save it as PDF and attach that.")
        if tag == "config-item" and any(value.startswith("Printer") for value in element.attrib.values()):
            drop(element)
            changed = True
    if emptied(root, WRITERS, frozenset()):
        took.add("names of those who changed or remarked")
        changed = True
    return written(root) if changed else content


def _list_of(content: bytes, held: set[str]) -> bytes:
    """The list of parts without those that went; a part under lock is refused."""
    root = read(content)
    for one in list(root):
        if any(local(inside.tag) == "encryption-data" for inside in one):
            raise ParsingFailed("It is locked with a password. Save it without one and attach that.")
        path = next((value for name, value in one.attrib.items() if local(name) == "full-path"), "")
        if path and not path.endswith("/") and path not in held:
            drop(one)
    return written(root)
