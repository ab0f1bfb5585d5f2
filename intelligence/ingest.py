"""From the reviewed files of signs and source types to rows; running it again changes nothing."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from intelligence.models import Factor, SourceType, Word

HERE = Path(__file__).resolve().parent
FACTORS, SOURCE_TYPES = HERE / "factors.toml", HERE / "source_types.toml"


class ReviewedFileBroken(Exception):
    """A reviewed file is not as it must be; `sentence` says where."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class Loaded:
    """How many rows stand now, how many were new, changed, or are no longer offered."""

    standing: int
    new: int
    changed: int
    ended: int


@transaction.atomic
def load_signs(*, factors: Path = FACTORS, source_types: Path = SOURCE_TYPES) -> dict[str, Loaded]:
    """Load both files in one transaction; {"factors": …, "source types": …}. Raises ReviewedFileBroken."""
    return {
        "factors": _load(Factor, factors, "factor", ("name", "short_name", "source", "row")),
        "source types": _load(SourceType, source_types, "source_type", ("name", "rows")),
    }


def _load(model: type[Factor] | type[SourceType], path: Path, table: str, fields: tuple[str, ...]) -> Loaded:
    entries = _read(path, table, fields)
    held: dict[str, Any] = {row.slug: row for row in model._default_manager.all()}
    new = changed = 0
    for position, entry in enumerate(entries, 1):
        wanted = {field: entry[field] for field in fields} | {"position": position, "is_offered": True}
        row = held.pop(entry["slug"], None)
        if row is None:
            model._default_manager.create(slug=entry["slug"], **wanted)
            new += 1
        elif any(getattr(row, field) != value for field, value in wanted.items()):
            for field, value in wanted.items():
                setattr(row, field, value)
            row.save()
            changed += 1
    gone = [row.pk for row in held.values() if row.is_offered]
    ended = model._default_manager.filter(pk__in=gone).update(is_offered=False)
    return Loaded(standing=len(entries), new=new, changed=changed, ended=ended)


def _read(path: Path, table: str, fields: tuple[str, ...]) -> list[dict[str, Any]]:
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8"))[table]
    except (OSError, tomllib.TOMLDecodeError, KeyError) as error:
        raise ReviewedFileBroken(f"{path.name} cannot be read: {error}. Nothing was changed.") from error
    seen: set[str] = set()
    for number, entry in enumerate(entries, 1):
        missing = [field for field in ("slug", *fields) if not str(entry.get(field, "")).strip()]
        if missing:
            raise ReviewedFileBroken(
                f"{path.name}, entry {number}: {', '.join(missing)} missing. Nothing was changed."
            )
        if entry["slug"] in seen:
            raise ReviewedFileBroken(f"{path.name}: “{entry['slug']}” stands twice. Nothing was changed.")
        seen.add(entry["slug"])
    return list(entries)


# Of notes that every adviser may read: a word of a RESTRICTED note is never offered to anyone.
WORDS = """
INSERT INTO intelligence_word (word, length)
SELECT word, length(word) FROM ts_stat($$
    SELECT to_tsvector('simple', text) FROM intelligence_note
    WHERE withdrawn_at IS NULL AND marking IN ('open', 'advisers')$$)
WHERE length(word) BETWEEN 3 AND 60 AND word ~ '^[[:alpha:]]+$'
"""


@transaction.atomic
def refresh_words() -> int:
    """Write down anew which words stand in notes; how many there are. Safe to run twice."""
    Word.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(WORDS)
        return int(cursor.rowcount)
