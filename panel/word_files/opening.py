"""In the child: a Word file within bounds and cleaned as attached files are, or why it is not taken."""

from __future__ import annotations

from typing import Any

from common.parsing_child import ParsingFailed
from intelligence.files import office, packed
from intelligence.files.kinds import FileKind
from intelligence.files.packed import Parts
from intelligence.files.xml_parts import local, read

NOT_WORD = "It is no Word file (.docx). Save it from Word as .docx, and bring that."
OLDER = (
    "It is an older Word file (.doc), or one under a password. Save it as .docx without a password, and "
    "bring that."
)
DOCUMENT = "word/document.xml"
STYLES = "word/styles.xml"


def word_parts(content: bytes) -> Parts:
    """Its parts without properties and names; with macros or other files it is refused (ParsingFailed)."""
    if not content.strip():
        raise ParsingFailed("It is empty.")
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise ParsingFailed(OLDER)
    if not content.startswith(b"PK\x03\x04"):
        raise ParsingFailed(NOT_WORD)
    parts = packed.unpacked(content)
    try:
        kind = packed.kind_of(parts)
    except ParsingFailed as failure:
        if "macros" in failure.sentence:
            raise
        raise ParsingFailed(NOT_WORD) from failure
    if kind != FileKind.DOCX:
        raise ParsingFailed(NOT_WORD)
    office.cleaned(parts)
    return parts


def value_of(element: Any, name: str) -> str:
    """An attribute by its local name, whatever its namespace; "" without one."""
    return next((str(value) for key, value in element.attrib.items() if local(key) == name), "")


def child_of(element: Any, name: str) -> Any | None:
    """The first child of that local name."""
    return next((one for one in element if local(one.tag) == name), None)


def named_styles(parts: Parts) -> dict[str, str]:
    """The name of each paragraph style, in small letters as Word writes its own, by its id."""
    if STYLES not in parts.held:
        return {}
    found = {}
    for style in read(parts.held[STYLES]):
        name = child_of(style, "name")
        if local(style.tag) == "style" and value_of(style, "type") == "paragraph" and name is not None:
            found[value_of(style, "styleId")] = value_of(name, "val").lower()
    return found
