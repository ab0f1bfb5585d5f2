"""What has to hold after each kill and at the end of the drill; each fault is a sentence."""

from __future__ import annotations

import hashlib
from collections import Counter
from pathlib import Path
from typing import Any

from .drill_publisher import YEARS, Offer

FIGURES = """
SELECT i.source_id, a.council_id, extract(year FROM p.end_on)::int, o.value
FROM indicators_observation o
JOIN indicators_series s ON s.id = o.series_id JOIN indicators_indicator i ON i.id = s.indicator_id
JOIN indicators_area a ON a.id = o.area_id JOIN indicators_period p ON p.id = o.period_id
WHERE o.until_id IS NULL
"""
TAKEN_IN = """
SELECT s.slug, s.id, r.sha256, cur.sha256, count(*) OVER (PARTITION BY r.id)
FROM indicators_change c JOIN indicators_release r ON r.id = c.release_id AND c.kind = 'taken_in'
JOIN indicators_source s ON s.id = r.source_id
LEFT JOIN indicators_release cur ON cur.id = s.current_release_id
ORDER BY c.id
"""
# The comparisons held that a fresh computation by the database does not give, and those it gives besides.
SCOPES = """
SELECT o.series_id, o.period_id, {scope} AS scope, {member} AS member,
       count(o.value) AS n, count(*) AS councils, avg(o.value) AS mean,
       min(o.value) AS least, max(o.value) AS greatest,
       percentile_cont(0.25) WITHIN GROUP (ORDER BY o.value) AS lower_quartile,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY o.value) AS median,
       percentile_cont(0.75) WITHIN GROUP (ORDER BY o.value) AS upper_quartile
FROM indicators_observation o JOIN indicators_area a ON a.id = o.area_id
JOIN councils_council c ON c.id = a.council_id JOIN councils_region r ON r.id = c.region_id
WHERE o.until_id IS NULL AND o.existed AND NOT c.is_fictional GROUP BY 1, 2, 3, 4
"""
STATISTICS = ("mean", "median", "least", "greatest", "lower_quartile", "upper_quartile")
OTHERS = """
SELECT application_name, state, left(query, 80) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""
LOCKS = """
SELECT l.locktype, l.mode FROM pg_locks l JOIN pg_database d ON d.oid = l.database
WHERE d.datname = current_database() AND l.pid <> pg_backend_pid()
"""


def _asked(sql: str) -> list[tuple[Any, ...]]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def visible(offers: list[Offer]) -> list[str]:
    """In one snapshot: each source's figures are those of its latest release, whole, each release once."""
    from django.db import connection, transaction

    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        taken, figures = _asked(TAKEN_IN), _asked(FIGURES)
    held: dict[int, dict[tuple[int, int], float]] = {}
    for source, council, year, value in figures:
        held.setdefault(source, {})[council, year] = value
    faults = []
    for offer in offers:
        mine = [row for row in taken if row[0] == offer.slug]
        loaded = [row[2] for row in mine]
        faults += [f"{offer.slug}: a release was taken in {row[4]} times" for row in mine if row[4] > 1]
        if loaded != [version.sha256 for version in offer.versions[: len(loaded)]]:
            faults.append(f"{offer.slug}: releases were loaded out of order or left out")
        elif loaded and mine[-1][3] != loaded[-1]:
            faults.append(f"{offer.slug}: its current release is not the one loaded last")
        elif loaded and held.get(mine[-1][1]) != offer.versions[len(loaded) - 1].figures:
            faults.append(f"{offer.slug}: its figures are not those of release {len(loaded)}, whole")
    return faults


def at_the_end(offers: list[Offer], raw: Path) -> list[str]:
    """Nothing lost, doubled, stuck or left, once every process has ended."""
    from django.core.management import call_command

    from audit.workflow import seal_events
    from indicators.models import Check, Release
    from ledger.models import Job

    faults = visible(offers)
    for offer in offers:
        loaded = Counter(
            Check.objects.filter(source__slug=offer.slug, outcome="loaded").values_list(
                "release__sha256", flat=True
            )
        )
        wanted = Counter(version.sha256 for version in offer.versions)
        if loaded != wanted:
            faults.append(
                f"{offer.slug}: its history says loaded {sum(loaded.values())} times, not {len(wanted)}"
            )
        if missing := offer.served - set(loaded):
            faults.append(f"{offer.slug}: {len(missing)} releases were served and never loaded")
    odd = Release.objects.exclude(state="loaded").count()
    faults += [f"{odd} releases are not loaded"] if odd else []
    stuck = list(Job.objects.filter(state__in=["waiting", "running"]).values_list("key", "state", "progress"))
    faults += [f"a job is stuck: {one}" for one in stuck]
    faults += [f"a connection is left: {row}" for row in _asked(OTHERS)]
    faults += [f"a lock is left: {row}" for row in _asked(LOCKS)]
    faults += _comparisons()
    faults += _files(offers, raw)
    while seal_events():
        pass
    try:
        call_command("verify_audit", verbosity=0, stdout=open("/dev/null", "w"))  # noqa: SIM115
    except SystemExit:
        faults.append("the record's chain does not verify")
    return faults


def _comparisons() -> list[str]:
    """The comparisons held beside a fresh computation of them all by the database."""
    from indicators.models import Comparison

    fresh: dict[tuple[Any, ...], tuple[Any, ...]] = {}
    for scope, member in (("'england'", "''"), ("'type'", "c.kind"), ("'region'", "r.slug")):
        for row in _asked(SCOPES.format(scope=scope, member=member)):
            series, period, name, whose, n, councils, mean, least, greatest, lower, median, upper = row
            fresh[series, period, name, whose] = (n, councils, mean, median, least, greatest, lower, upper)
    held = {
        (one.series_id, one.period_id, one.scope, one.member): (
            one.n, one.councils, *(getattr(one, name) for name in STATISTICS)
        )
        for one in Comparison.objects.filter(until__isnull=True)
    }  # fmt: skip
    if set(held) != set(fresh):
        return [f"{len(set(held) ^ set(fresh))} comparisons are held and not due, or due and not held"]
    wrong = [
        key for key in held if any(abs(a - b) > 1e-9 for a, b in zip(held[key], fresh[key], strict=True))
    ]
    expected = len(YEARS) * 8
    england = sum(1 for key in held if key[2] == "england")
    faults = [f"{len(wrong)} comparisons differ from a fresh computation"] if wrong else []
    return faults + ([f"{england} comparisons of England, not {expected}"] if england != expected else [])


def _files(offers: list[Offer], raw: Path) -> list[str]:
    """Every release's file is kept under its hash and is what its name says; nothing else is there."""
    from common import scratch

    scratch.sweep(raw, young=-1)
    faults = [f"{path.name} cannot be swept" for path in raw.glob(f"{scratch.PREFIX}*")]
    kept = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in raw.iterdir()}
    faults += [f"{name} is not what its name says" for name, digest in kept.items() if name != digest]
    wanted = {version.sha256 for offer in offers for version in offer.versions}
    if set(kept) != wanted:
        faults.append(f"{len(wanted - set(kept))} files are lacking, {len(set(kept) - wanted)} are too many")
    return faults


def left_in(folder: Path) -> list[str]:
    """Beside its logs and its raw files the drill's folder, where temporary files go, is swept empty."""
    from common import scratch

    scratch.sweep(folder, young=-1)
    ours = {"raw"} | {path.name for path in (*folder.glob("*.log"), *folder.glob("beat-schedule*"))}
    return [f"{path.name} is left and not swept" for path in folder.iterdir() if path.name not in ours]
