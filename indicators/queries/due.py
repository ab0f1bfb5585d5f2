"""Which sources are to be asked now, what waits to be pulled, and the sources for the command line."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from indicators import asked, definitions, timing
from indicators.models import Source
from ledger.models import Job


def due_sources(at: datetime) -> list[str]:
    """The sources to ask now: each in its time or after its wait, none in a pause, none before it said."""
    fetched = [slug for slug, one in definitions.sources().items() if not (one.by_hand or asked.why_not(one))]
    rows = list(Source.objects.filter(slug__in=fetched))
    known = timing.timings(rows)
    return [source.slug for source in rows if known[source.pk].next_at(source, at) <= at]


def pulls_to_do(at: datetime) -> int:
    """How many pulls stand in the ledger, due or left by a worker whose lease ran out."""
    return Job.objects.filter(
        Q(state=Job.State.WAITING, due_at__lte=at) | Q(state=Job.State.RUNNING, leased_until_at__lt=at),
        kind="pull",
    ).count()


def sources_listed() -> list[dict[str, object]]:
    """Every source, for `pull --list`."""
    held = {source.slug: source for source in Source.objects.select_related("current_release")}
    read_for = definitions.by_source(definitions.indicators())
    lines: list[dict[str, object]] = []
    for slug, definition in definitions.sources().items():
        source = held.get(slug)
        release = source.current_release if source else None
        lines.append(
            {
                "source": slug,
                "title": definition.title,
                "publisher": definition.publisher,
                "format": definition.format,
                "address": definition.address,
                "every_hours": definition.every_hours,
                "indicators": [one.slug for one in read_for.get(slug, {}).values()],
                "last_checked_at": source.last_checked_at if source else None,
                "release": release.sha256 if release else None,
                "failure": source.failure if source else "",
                "run_against_publisher": definition.run_against_publisher,
                "not_asked": asked.why_not(definition),
            }
        )
    return lines
