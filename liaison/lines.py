"""Evidence and awareness, copied from a concern as frozen lines that name no source (R178-R179)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cases.models import AwarenessRecord, Evidence
from cases.models.evidence import EvidenceKind
from intelligence.independence import sources_told_apart
from intelligence.models import Source
from liaison.models import ReleaseEvidence


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it would be released. `source_key` tells independent sources apart and nothing else."""

    evidence: Evidence
    kind: str
    line: str
    source_key: str


def lines_of(evidence: Sequence[Evidence]) -> list[Line]:
    """The evidence as lines, in the order given; wants `note__source` loaded.

    Two notes of one source, or of sources that cannot be told apart, have the same key.
    """
    found: list[Line] = []
    heard: list[Source] = []
    in_all = sources_told_apart(item.note.source for item in evidence if item.note)
    told_apart = 0
    for item in evidence:
        if item.note is None:
            key = f"published-{len(found) + 1}"
            found.append(Line(item, ReleaseEvidence.Kind.HARD, _published(item), key))
            continue
        heard.append(item.note.source)
        # What comes later may show that two before it are one: never more keys than sources in all.
        told_apart = min(in_all, max(told_apart, sources_told_apart(heard)))
        found.append(Line(item, ReleaseEvidence.Kind.SOFT, _heard(item), f"source-{told_apart}"))
    return found


def telling_of(awareness: AwarenessRecord) -> dict[str, Any]:
    """What the council was told, as a release keeps it: claimed and recorded time both."""
    return {
        "told_whom": awareness.told,
        "told_by": awareness.signature,
        "told_how": awareness.how,
        "told_on": awareness.happened_on,
        "told_recorded_at": awareness.recorded_at,
    }


def _published(item: Evidence) -> str:
    """ "Employment rate, 2011-12: 66.6 (%). Average of its type 66.3, England 71.9. ONS." """
    if item.kind == EvidenceKind.FIGURE:
        said = f"{_joined(item.title, item.period)}: {item.value_text or 'not available'}"
        said += f" ({item.unit})." if item.unit else "."
        averages = _joined(
            f"average of its type {item.type_average_text}" if item.type_average_text else "",
            f"England {item.england_text}" if item.england_text else "",
        )
        parts = [said, _sentence(averages)]
    else:
        parts = [f"{item.title}."]
    published = f"published {_day(item.published_on)}" if item.published_on else ""
    parts += [_sentence(_joined(item.publisher, published)), item.link, _sentence(item.why)]
    return " ".join(part for part in parts if part)


def _heard(item: Evidence) -> str:
    """How it is known, since when, how it is checked, and why it bears on the concern; never who said it."""
    note = item.note
    if note is None:
        raise ValueError("Heard evidence has a note.")
    said = (
        f"Soft intelligence of {_day(note.happened_on)}, {note.get_known_display().lower()}; "
        f"{note.checked_in_words.lower()}."
    )
    return f"{said} {_sentence(item.why)}".strip()


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def _sentence(text: str) -> str:
    text = text.strip()
    if not text:
        return ""
    text = text[0].upper() + text[1:]
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _day(day: date) -> str:
    return f"{day:%-d %B %Y}"
