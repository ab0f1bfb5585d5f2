"""The words and what they mean, read from docs/glossary.md, so that Help and the document agree."""

from __future__ import annotations

from functools import cache

from django.conf import settings


@cache
def terms() -> tuple[tuple[str, str], ...]:
    """Pairs of a word and its meaning, in the document's order."""
    text = (settings.BASE_DIR / "docs" / "glossary.md").read_text(encoding="utf-8")
    rows = [line.strip("| ").split(" | ", 1) for line in text.splitlines() if line.startswith("| ")]
    return tuple((word.strip(), meaning.strip()) for word, meaning in rows[1:])
