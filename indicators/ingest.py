"""From sifted rows to figures: one transaction, checked before it commits, recorded by the file's hash."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import numpy as np
from django.db import connection, transaction

from audit.workflow import record
from indicators import catalogue, columns, comparisons, fiction
from indicators.models import Check, Indicator, Release, Source
from indicators.sifting import Sifted

# How the incoming rows lie in the temporary table: name → numpy type (columns.SQL_TYPES has SQL's).
LAYOUT = {
    "series_id": ">i4",
    "area_id": ">i4",
    "period_id": ">i4",
    "remark_id": ">i4",
    "status": ">i2",
    "existed": "|i1",
    "value": ">f8",
    "lower": ">f8",
    "upper": ">f8",
}
FIGURE = (
    "NULLIF(i.value, 'NaN'), NULLIF(i.lower, 'NaN'), NULLIF(i.upper, 'NaN'), i.status, i.existed, "
    "NULLIF(i.remark_id, 0)"
)
HELD = "o.value, o.lower, o.upper, o.status, o.existed, o.remark_id"
CURRENT = (
    "o.series_id = i.series_id AND o.area_id = i.area_id AND o.period_id = i.period_id "
    "AND o.superseded_by_id IS NULL"
)


@dataclass(frozen=True)
class Came:
    """The file as it was fetched: which bytes, from where, when."""

    sha256: str
    size: int
    came_from: str
    fetched_at: datetime


@dataclass(frozen=True)
class Loaded:
    """What a load did, in rows."""

    observations: int
    new: int
    revised: int
    unchanged: int
    councils: int


class NotVerified(Exception):
    """The figures after a load are not what the file says: everything is undone."""


def sync_catalogue() -> None:
    """Make the catalogue's rows say what its files say. Figures hang on them, so none is ever removed."""
    catalogue.check()
    held = {source.slug: source for source in Source.objects.all()}
    for one in catalogue.sources().values():
        said = asdict(one)
        fields = {k: v for k, v in said.items() if k not in ("expects", "year")}
        _write(Source, held.get(one.slug), fields)
    ids = dict(Source.objects.values_list("slug", "pk"))
    indicators = {indicator.slug: indicator for indicator in Indicator.objects.all()}
    for definition in catalogue.indicators().values():
        fields = {k: v for k, v in asdict(definition).items() if k not in ("series", "source")}
        _write(Indicator, indicators.get(definition.slug), fields | {"source_id": ids[definition.source]})


def _write(model: Any, held: Any, fields: dict[str, Any]) -> None:
    if held is None:
        model.objects.create(**fields)
    elif any(getattr(held, name) != value for name, value in fields.items()):
        model.objects.filter(pk=held.pk).update(**fields)


@transaction.atomic
def load(*, source: Source, came: Came, sifted: Sifted, read_with: str, at: datetime) -> Release:
    """Take the rows in as the source's current release, compare again what changed, note it, verify it.

    The caller holds the source's row. `read_with` names the definitions the file was read with.
    """
    release, _ = Release.objects.update_or_create(
        source=source,
        sha256=came.sha256,
        defaults={
            "size": came.size,
            "came_from": came.came_from,
            "fetched_at": came.fetched_at,
            "state": Release.State.LOADED,
            "sentence": "",
            "loaded_at": at,
            "reading": read_with,
        },
    )
    with connection.cursor() as cursor:
        loaded = _take_in(cursor, release.pk, sifted)
        comparisons.rebuild(cursor, "changed_figures")
        cursor.execute("SELECT series_id, period_id FROM changed_figures")
        fiction.draw(cursor.fetchall())
        cursor.execute("DROP TABLE incoming_figures, changed_figures")
    release.observations, release.new = loaded.observations, loaded.new
    release.revised, release.unchanged = loaded.revised, loaded.unchanged
    release.councils = loaded.councils
    release.rejected = [reason.as_dict() for reason in sifted.rejected]
    newest = max(sifted.periods_by_id.values(), key=lambda p: (p.end_on, p.start_on), default=None)
    release.newest_period = newest
    release.save()
    source.current_release = release
    source.save(update_fields=["current_release"])
    record(
        by=None,
        act="load_release",
        subject=release,
        details={"source": source.slug, "sha256": came.sha256, "new": loaded.new, "revised": loaded.revised},
    )
    return release


def _take_in(cursor: Any, release: int, sifted: Sifted) -> Loaded:
    """New values in, revised ones beside those they supersede; the arithmetic must come out."""
    _copy_incoming(cursor, sifted)
    changed, revised, rows = len(sifted), 0, "incoming_figures"
    if _anything_held(cursor, sifted):
        changed, revised = _set_beside_what_is_held(cursor, release)
        rows = "changed_rows"
    cursor.execute(
        "INSERT INTO indicators_observation (series_id, area_id, period_id, value, lower, upper, status, "  # noqa: S608
        f"existed, remark_id, release_id) SELECT series_id, area_id, period_id, {FIGURE}, %s FROM {rows} i",
        [release],
    )
    inserted = cursor.rowcount
    cursor.execute(
        "CREATE TEMP TABLE changed_figures ON COMMIT DROP AS "  # noqa: S608
        f"SELECT DISTINCT series_id, period_id FROM {rows}"
    )
    cursor.execute("DROP TABLE IF EXISTS changed_rows")
    if inserted != changed or revised > changed:
        raise NotVerified(f"{changed} figures had changed, {inserted} were written, {revised} superseded.")
    return Loaded(
        observations=len(sifted),
        new=changed - revised,
        revised=revised,
        unchanged=len(sifted) - changed,
        councils=sifted.councils,
    )


def _anything_held(cursor: Any, sifted: Sifted) -> bool:
    """Whether a figure of any of these series is held: if not, all are new and need not be set beside any."""
    cursor.execute(
        "SELECT EXISTS (SELECT FROM indicators_observation WHERE series_id = ANY(%s) "
        "AND superseded_by_id IS NULL)",
        [np.unique(sifted.series).tolist()],
    )
    return bool(cursor.fetchone()[0])


def _set_beside_what_is_held(cursor: Any, release: int) -> tuple[int, int]:
    """The new and revised rows into `changed_rows`, what they supersede marked; how many of each."""
    cursor.execute(
        f"CREATE TEMP TABLE changed_rows ON COMMIT DROP AS "  # noqa: S608 our own constants
        f"SELECT i.*, o.id AS superseded FROM incoming_figures i "
        f"LEFT JOIN indicators_observation o ON {CURRENT} "
        f"WHERE o.id IS NULL OR ({HELD}) IS DISTINCT FROM ({FIGURE})"
    )
    changed = cursor.rowcount
    cursor.execute(
        "UPDATE indicators_observation o SET superseded_by_id = %s FROM changed_rows c "
        "WHERE o.id = c.superseded",
        [release],
    )
    return changed, cursor.rowcount


def _copy_incoming(cursor: Any, sifted: Sifted) -> None:
    """The rows into a temporary table, and a look whether every id they name is there."""
    described = ", ".join(f"{name} {columns.SQL_TYPES[kind]} NOT NULL" for name, kind in LAYOUT.items())
    cursor.execute(f"CREATE TEMP TABLE incoming_figures ({described}) ON COMMIT DROP")
    arrays = {name: (kind, getattr(sifted, name.removesuffix("_id"))) for name, kind in LAYOUT.items()}
    columns.copy_in(cursor, "incoming_figures", arrays)
    cursor.execute("ANALYZE incoming_figures")
    for name in ("series", "area", "period", "remark"):
        ids = np.unique(getattr(sifted, name))
        ids = ids[ids != 0] if name == "remark" else ids
        cursor.execute(f"SELECT count(*) FROM indicators_{name} WHERE id = ANY(%s)", [ids.tolist()])  # noqa: S608
        (there,) = cursor.fetchone()
        if there != len(ids):
            raise NotVerified(f"{len(ids) - there} of the rows' {name} ids are not there.")


def note_check(
    *, source: Source, outcome: str, at: datetime, sentence: str = "", release: Release | None = None
) -> Check:
    """Write down that the publisher was asked, and let the source's state follow."""
    source.last_checked_at = at
    if outcome in (Check.Outcome.LOADED, Check.Outcome.UNCHANGED):
        source.last_good_at, source.failing_since_at, source.failure = at, None, ""
        source.not_before_at = None
    else:
        source.failing_since_at = source.failing_since_at or at
        source.failure = sentence
    source.save(
        update_fields=["last_checked_at", "last_good_at", "failing_since_at", "failure", "not_before_at",
                       "etag", "last_modified"]
    )  # fmt: skip
    return Check.objects.create(source=source, at=at, outcome=outcome, sentence=sentence, release=release)


def note_refused(*, source: Source, came: Came, sentence: str, at: datetime) -> Release:
    """Keep the refused file's hash and why; a release that was once loaded stays as it is."""
    release = Release.objects.filter(source=source, sha256=came.sha256).first()
    if release and release.state == Release.State.LOADED:
        return release
    release, _ = Release.objects.update_or_create(
        source=source,
        sha256=came.sha256,
        defaults={
            "size": came.size,
            "came_from": came.came_from,
            "fetched_at": came.fetched_at,
            "state": Release.State.REFUSED,
            "sentence": sentence,
        },
    )
    return release
