"""Text made safe to stand in XML; the characters themselves were made safe by papers.characters."""

from html import escape


def escaped(text: str) -> str:
    """The text for an element or a quoted attribute."""
    return escape(text, quote=True)
