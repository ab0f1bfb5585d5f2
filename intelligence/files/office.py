"""Word and Excel files: who made and commented them goes; what runs or reaches outside is refused."""

from __future__ import annotations

import posixpath
import re

from common.parsing_child import ParsingFailed
from intelligence.files.packed import Parts
from intelligence.files.pictures import redrawn
from intelligence.files.xml_parts import drop, emptied, local, read, written

RUNS = re.compile(r"(activex|macrosheets|dialogsheets|customui|vbadata)", re.I)
HOLDS = re.compile(
    r"(/embeddings/|oleobject|afchunk|/externallinks/|xl/connections\.xml|querytables/|/webextensions/)", re.I
)
TAKEN_OUT = re.compile(r"^(docprops/|customxml/|docmetadata/|_xmlsignatures/)|printersettings\d*\.bin$", re.I)
PICTURE = re.compile(r"/media/[^/]+\.(jpe?g|png)$", re.I)
AUTHORS = frozenset({"author", "initials", "userName", "displayName", "userId", "providerId", "lastGuid"})
AUTHORED = re.compile(
    rb"author|initials|userName|displayName|absPath|docVars|attachedTemplate|pageSetup", re.I
)
GONE = frozenset({"absPath", "docVars", "attachedTemplate"})
LINKS = frozenset({"hyperlink"})
NO_FILES_INSIDE = (
    "It holds or fetches another file ({name}), which could not be checked. Save it as PDF, or take that "
    "out, and attach that."
)


def cleaned(parts: Parts) -> None:
    """In place: properties, thumbnail and names go; what runs is refused with a sentence (ParsingFailed)."""
    for name in parts.held:
        _refuse(name)
    gone = {name for name in parts.held if TAKEN_OUT.search(name)}
    for name in gone:
        del parts.held[name]
    if gone:
        parts.took.add("properties")
    for name in list(parts.held):
        lower = name.lower()
        if lower.endswith(".rels"):
            parts.held[name] = _links(name, parts.held[name], set(parts.held))
        elif lower == "[content_types].xml":
            parts.held[name] = _types(parts.held[name], set(parts.held))
        elif lower.endswith(".xml") and AUTHORED.search(parts.held[name]):
            parts.held[name] = _names(parts.held[name], parts.took)
        elif PICTURE.search(name):
            form = "PNG" if lower.endswith(".png") else "JPEG"
            parts.held[name] = redrawn(parts.held[name], form)


def _refuse(name: str) -> None:
    """Parts that run, and parts that are other files."""
    if RUNS.search(name):
        raise ParsingFailed("It holds macros or controls. Save it without them, or as PDF.")
    if HOLDS.search(name) or (name.lower().endswith(".bin") and not TAKEN_OUT.search(name)):
        raise ParsingFailed(NO_FILES_INSIDE.format(name=posixpath.basename(name)))


def _links(name: str, content: bytes, held: set[str]) -> bytes:
    """A list of links without those to parts that went; one that fetches from outside is refused."""
    root = read(content)
    base = posixpath.dirname(posixpath.dirname(name))
    for link in list(root):
        kind = link.get("Type", "").rsplit("/", 1)[-1]
        target = link.get("Target", "")
        if link.get("TargetMode") == "External":
            if kind == "attachedTemplate":
                drop(link)
            elif kind not in LINKS:
                raise ParsingFailed(NO_FILES_INSIDE.format(name=kind))
            continue
        path = (
            target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(base, target))
        )
        if path not in held:
            drop(link)
    return written(root)


def _types(content: bytes, held: set[str]) -> bytes:
    root = read(content)
    for one in list(root):
        if local(one.tag) == "Override" and one.get("PartName", "").lstrip("/") not in held:
            drop(one)
    return written(root)


def _names(content: bytes, took: set[str]) -> bytes:
    """Without the names of those who wrote, changed or commented, and without places on their machines."""
    root = read(content)
    changed = emptied(root, frozenset({"author"}), AUTHORS)
    for element in [one for one in root.iter() if local(one.tag) in GONE]:
        drop(element)
        changed = True
    for element in root.iter():
        if local(element.tag) == "pageSetup":
            for name in [name for name in element.attrib if local(name) == "id"]:
                del element.attrib[name]  # the printer's settings it points to went
                changed = True
    if not changed:
        return content
    took.add("names of those who changed or remarked")
    return written(root)
