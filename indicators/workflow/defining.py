"""To save a definition made in the browser, to correct it, and to withdraw it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from audit.workflow import record
from common.errors import Refused, forbid, refuse
from indicators import definitions
from indicators.access import may_not_define
from indicators.catalogue import CatalogueError
from indicators.ingest import sync_catalogue
from indicators.models import Indicator, SavedDefinition, Source

Kind = SavedDefinition.Kind
SAVING_LOCK = 0xDEF1
NO_NAMES = ("new", "definitions")  # pages of /data have these addresses
MODELS: dict[str, type[Source | Indicator]] = {Kind.SOURCE: Source, Kind.INDICATOR: Indicator}


@dataclass(frozen=True)
class ToSave:
    """One definition to be saved: `version` is the one it was made from, 0 for a new one."""

    kind: str
    slug: str
    text: str
    version: int = 0


@transaction.atomic
def save_definitions(*, by: User, at: datetime, several: Sequence[ToSave]) -> list[SavedDefinition]:
    """Save definitions together, a source before its indicators; all of them or none.

    Each is read through the checks of the catalogue's files and held against what is there: it may not
    take a file's name, nor the rows of a source that another indicator takes.
    """
    forbid(may_not_define(by))
    _one_at_a_time()
    saved = [_saved(one, by, at) for one in several]
    _against_one_another({(one.kind, one.slug) for one in several})
    sync_catalogue()
    for row in saved:
        record(
            by=by,
            act="save_definition",
            subject=row,
            details={"kind": row.kind, "slug": row.slug, "version": row.version},
        )
    return saved


@transaction.atomic
def withdraw_definition(*, by: User, at: datetime, kind: str, slug: str, reason: str) -> SavedDefinition:
    """Take a saved definition out of use: its figures stay held, nothing shows or asks for them."""
    forbid(may_not_define(by))
    refuse(None if reason.strip() else "Say why it is withdrawn.")
    _one_at_a_time()
    held = definitions.newest(kind, [slug]).get(slug)
    if held is None or held.withdrawn:
        raise Refused(f"There is no saved {kind} called {slug} in use, so it cannot be withdrawn.")
    refuse(_still_needed(kind, slug))
    row = SavedDefinition.objects.create(
        kind=kind,
        slug=slug,
        version=held.version + 1,
        text=held.text,
        withdrawn=True,
        reason=reason.strip()[:300],
        saved_by=by,
        saved_at=at,
    )
    record(by=by, act="withdraw_definition", subject=row, details={"kind": kind, "slug": slug})
    return row


@transaction.atomic
def withdraw_source(*, by: User, at: datetime, slug: str, reason: str) -> list[SavedDefinition]:
    """Withdraw a source with the saved indicators that are read from it: all of them or none."""
    forbid(may_not_define(by))
    own = definitions.newest(Kind.INDICATOR)
    read_for = [one.slug for one in definitions.indicators_of(slug).values() if one.slug in own]
    rows = [
        withdraw_definition(by=by, at=at, kind=Kind.INDICATOR, slug=one, reason=reason) for one in read_for
    ]
    return [*rows, withdraw_definition(by=by, at=at, kind=Kind.SOURCE, slug=slug, reason=reason)]


def _one_at_a_time() -> None:
    """Definitions are held against one another, so two savings follow one another."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SAVING_LOCK])


def _saved(one: ToSave, by: User, at: datetime) -> SavedDefinition:
    held = definitions.newest(one.kind, [one.slug]).get(one.slug)
    refuse(f"{one.slug} cannot be a name. Choose another." if one.slug in NO_NAMES else None)
    if one.slug in definitions.files(one.kind):
        raise Refused(f"The catalogue has a file for the {one.kind} {one.slug}. Choose another name.")
    refuse(_stale(one, held))
    try:
        read = definitions.read(one.kind, one.slug, one.text)
    except CatalogueError as fault:
        raise Refused(str(fault)) from fault
    refuse(_too_long(one, read))
    return SavedDefinition.objects.create(
        kind=one.kind,
        slug=one.slug,
        version=held.version + 1 if held else 1,
        text=one.text,
        saved_by=by,
        saved_at=at,
    )


def _stale(one: ToSave, held: SavedDefinition | None) -> str | None:
    """Whether somebody else has saved under this name since the text was begun."""
    version = held.version if held else 0
    if version == one.version or (held and held.withdrawn and one.version == 0):
        return None
    if held is None:
        return f"The {one.kind} {one.slug} is not there any more."
    when = timezone.localtime(held.saved_at)
    return (
        f"{held.saved_by} saved the {one.kind} {one.slug} on {when.day} {when:%B %Y} at {when:%H:%M}. "
        f"Choose another name, or look at what is saved and correct that."
    )


def _too_long(one: ToSave, read: Any) -> str | None:
    """Words that our rows have no room for."""
    model = MODELS.get(one.kind)
    if model is None:
        return None
    for field in model._meta.fields:
        said = asdict(read).get(field.name)
        most = getattr(field, "max_length", None)
        if isinstance(said, str) and most and len(said) > most:
            return f"{one.slug}: {field.name} has {len(said)} letters; it may have {most}."
    return None


def _against_one_another(saved: set[tuple[str, str]]) -> None:
    """What was saved, held against everything else: no reference to nothing, no rows claimed twice."""
    sources, indicators = definitions.sources(), definitions.indicators()
    for slug in (slug for kind, slug in saved if kind == Kind.INDICATOR):
        one = indicators[slug]
        if one.source not in sources:
            raise Refused(f"Indicator {slug} names the source {one.source}, which there is not.")
        claims = [o.slug for o in indicators.values() if (o.source, o.series) == (one.source, one.series)]
        other = next((name for name in claims if name != slug), slug)
        if other != slug:
            raise Refused(f"Indicators {other} and {slug} take the same rows of {one.source}.")
    for slug in (slug for kind, slug in saved if kind == Kind.REPORT):
        named = definitions.reports()[slug].indicators
        for wanted in named:
            if wanted not in indicators:
                raise Refused(f"Report {slug} names the indicator {wanted}, which there is not.")
        twice = sorted({wanted for wanted in named if named.count(wanted) > 1})
        if twice:
            raise Refused(f"Report {slug} names {', '.join(twice)} more than once.")


def _still_needed(kind: str, slug: str) -> str | None:
    """What in use names it."""
    if kind == Kind.SOURCE:
        of = [one.title for one in definitions.indicators_of(slug).values()]
        return f"{', '.join(of)} are read from it. Withdraw them first." if of else None
    if kind == Kind.INDICATOR:
        reports = [one.title for one in definitions.reports().values() if slug in one.indicators]
        return f"{', '.join(reports)} shows it. Take it out of there first." if reports else None
    return None
