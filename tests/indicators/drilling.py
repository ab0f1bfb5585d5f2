"""The drill of mutated releases: each is pulled like any file, and what is then held is set beside the truth.

A harmful release is *held* where it was refused or waits for the analyst, *right* where what is published is
the truth all the same (its wrong rows were rejected, with reasons), and *silent* where a figure that is wrong
or lacking is published without a word. What was loaded is then rolled back, and what waits is released by an
analyst who is mistaken and rolled back after it: the figures have to be those of before, byte for byte.
"""

from __future__ import annotations

import hashlib
import io
import random
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest import mock

from django.conf import settings
from django.db import connection, transaction

from accounts.models import Role, User
from accounts.workflow import add_person
from common.errors import DomainError
from common.parsing_child import ParsingFailed
from councils.ingest import load_register
from councils.register import read_register
from indicators import plausibility
from indicators.ingest import sync_catalogue
from indicators.models import Change, Release
from indicators.sources import pulling, reader, releasing
from indicators.sources.pulling import pull
from indicators.sources.reading import UnusableFile
from indicators.workflow import roll_back_release
from tests.indicators import publications
from tests.indicators.mutations import KINDS, DoesNotApply, Kind
from tests.indicators.publications import Table

AT = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
GENUINE = "a genuine new period"
CURRENT = """
SELECT s.indicator_id, s.sex, s.age, s.category_type, s.category, a.code, p.start_on, p.end_on, o.value,
       o.lower, o.upper
FROM indicators_observation o JOIN indicators_series s ON s.id = o.series_id
JOIN indicators_area a ON a.id = o.area_id JOIN indicators_period p ON p.id = o.period_id
WHERE o.{current} IS NULL AND o.existed
"""

# All that a page can show of a figure, in an order of its own; `since` alone tells that something was undone.
SHOWN = (
    "SELECT series_id, period_id, area_id, value, lower, upper, status, existed, remark_id, release_id "
    "FROM indicators_observation WHERE until_id IS NULL ORDER BY 1, 2, 3",
    "SELECT series_id, period_id, scope, member, councils, n, mean, median, least, greatest, lower_quartile, "
    "upper_quartile, published FROM indicators_comparison WHERE until_id IS NULL ORDER BY 1, 2, 3, 4",
    "SELECT id, current_release_id FROM indicators_source ORDER BY 1",
)
ANALYST = "drill@example.org"
WHY = "A drill."

Held = dict[tuple[Any, ...], tuple[float | None, ...]]


@dataclass(frozen=True)
class Case:
    """One mutated release: what is held when it comes, and what comes."""

    kind: str
    harmful: bool
    slug: str
    held: str
    back: int
    content: bytes | None


@dataclass(frozen=True)
class Found:
    """What became of it."""

    case: Case
    outcome: str
    verdict: str
    sentence: str
    undone: str

    @property
    def said(self) -> str:
        """Which release it was."""
        back = f", {self.case.back} before the newest" if self.case.back else ""
        return f"{self.case.kind}: {self.case.slug}{back}"


def plan(each: int, only: tuple[str, ...] = (), of: tuple[str, ...] = ()) -> list[Case]:
    """`each` releases of every kind, the sources taken in turn; and every genuine new period there is.

    `only` takes kinds by name and `of` sources, where some are named.
    """
    slugs = of or publications.slugs()
    cases: list[Case] = []
    for place, kind in enumerate(KINDS.values()):
        if not only or kind.name in only:
            cases += _of_kind(kind, place, each, slugs)
    if not only or GENUINE in only:
        for slug in slugs:
            table = publications.published(slug)
            for back in range(min(len(table.periods(one)) for one in table.indicators) - 1):
                new = publications.before(table, back) if back else table
                cases.append(Case(GENUINE, False, slug, "last year's", back, new.written()))
    return cases


def _of_kind(kind: Kind, place: int, each: int, slugs: tuple[str, ...]) -> Iterator[Case]:
    made = 0
    for turn in range(len(slugs)):
        slug = slugs[(place * 5 + turn) % len(slugs)]
        table = publications.published(slug)
        held = kind.held[turn % len(kind.held)]
        if held == "last year's" and any(len(table.periods(one)) < 2 for one in table.indicators):
            continue
        try:
            spoilt = kind.spoil(table, random.Random(f"{kind.name} {slug}"))  # noqa: S311 to be repeated
        except DoesNotApply:
            continue
        content = spoilt.written() if isinstance(spoilt, Table) else spoilt
        yield Case(kind.name, kind.harmful, slug, held, 0, content)
        made += 1
        if made == each:
            return


def prepare() -> None:
    """The register and the catalogue, where they are not there yet."""
    load_register(read_register())
    sync_catalogue()
    if not User.objects.filter(email=ANALYST).exists():
        add_person(by=None, at=AT, email=ANALYST, name="Drill", roles=(Role.RESEARCH_ANALYST,))


def run(cases: list[Case], told: Callable[[Found], None] = lambda found: None) -> list[Found]:
    """Pull every case in a transaction that is undone; the parser runs here and not in a child."""
    groups: dict[tuple[str, str, int], list[Case]] = defaultdict(list)
    for case in cases:
        groups[case.slug, case.held, case.back].append(case)
    found = []
    with tempfile.TemporaryDirectory() as folder, _here(Path(folder)):
        for (slug, held, back), members in groups.items():
            with transaction.atomic():
                table = publications.published(slug)
                new = publications.before(table, back) if back else table
                base = publications.before(table, back + 1) if held == "last year's" else new
                _taken(slug, base.written(), Path(folder), judged=False)
                truth = _truth(slug, new.written(), Path(folder))
                for case in members:
                    found.append(_one(case, truth, Path(folder)))
                    told(found[-1])
                transaction.set_rollback(True)
    return found


class _here:  # noqa: N801 used as a function
    """Raw files in a folder of the drill's, and the parser without its child process."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._patches: list[Any] = [
            mock.patch.object(settings, "RAW_FILES_DIR", folder / "raw"),
            mock.patch.object(pulling, "run_parser", self._parse),
        ]

    def __enter__(self) -> None:
        for patch in self._patches:
            patch.start()

    def __exit__(self, *_: object) -> None:
        for patch in self._patches:
            patch.stop()

    def _parse(self, target: str, arguments: dict[str, Any], **limits: object) -> Path:
        out = self._folder / "rows.npz"
        try:
            reader.read(str(out), **arguments)
        except UnusableFile as unusable:
            raise ParsingFailed(unusable.sentence) from unusable
        return out


def _taken(slug: str, content: bytes, folder: Path, *, judged: bool = True) -> pulling.Pulled:
    file = folder / "given.csv"
    file.write_bytes(content)
    if judged:
        return pull(slug, at=AT, file=file)
    with mock.patch.object(plausibility, "judge", return_value=plausibility.Judgement()):
        return pull(slug, at=AT, file=file)


def _truth(slug: str, content: bytes, folder: Path) -> Held:
    """What would be held if the true release had come."""
    with transaction.atomic():
        _taken(slug, content, folder, judged=False)
        held = current()
        transaction.set_rollback(True)
    return held


def current() -> Held:
    """Every figure held now of councils that existed, of regions and of England."""
    with connection.cursor() as cursor:
        cursor.execute(CURRENT.format(current=_current_column(cursor)))
        return {row[:8]: row[8:] for row in cursor.fetchall()}


def _current_column(cursor: Any) -> str:
    described = {
        c.name for c in connection.introspection.get_table_description(cursor, "indicators_observation")
    }
    return "until_id" if "until_id" in described else "superseded_by_id"


def _one(case: Case, truth: Held, folder: Path) -> Found:
    with transaction.atomic():
        before, changes = shown(), Change.objects.count()
        done = _taken(case.slug, case.content or b"", folder)
        verdict = "held"
        if done.went_well:
            verdict = _verdict(current(), truth, done)
        elif shown() != before:
            verdict = "silent"
        undone = _undone(case, before, changes)
        transaction.set_rollback(True)
    return Found(case, str(done.outcome), verdict, done.sentence, undone)


def _undone(case: Case, before: bytes, changes: int) -> str:
    """What came of the release once it was released, where it waited, and rolled back.

    `same` or `different`: whether what is held is, byte for byte, what was held before it; `` where nothing
    was taken in; `refused` where the analyst could not release it; `as it was` where it changed no figure.
    """
    analyst = User.objects.get(email=ANALYST)
    waits = Release.objects.filter(source__slug=case.slug, state=Release.State.QUARANTINED).first()
    if waits is not None:
        try:
            releasing.release_from_quarantine(by=analyst, at=AT, release=waits, reason=WHY)
        except DomainError:
            return "refused" if shown() == before else "different"
    if Change.objects.count() == changes:
        return ""
    change = Change.objects.order_by("pk").last()
    assert change is not None
    assert change.release is not None
    altered = shown() != before
    roll_back_release(by=analyst, at=AT, release=change.release, reason=WHY)
    if shown() != before:
        return "different"
    return "same" if altered else "as it was"


def shown() -> bytes:
    """A hash over the bytes of all that is held now: figures, comparisons, each source's release."""
    digest = hashlib.sha256()
    with connection.cursor() as cursor:
        for query in SHOWN:
            out = io.BytesIO()
            cursor.copy_expert(f"COPY ({query}) TO STDOUT", out)
            digest.update(out.getbuffer())
    return digest.digest()


def _verdict(held: Held, truth: Held, done: pulling.Pulled) -> str:
    """Whether what is held is the truth; figures may lack where as many rows were rejected, with reasons."""
    wrong = lacking = 0
    for key in held.keys() | truth.keys():
        ours, true = held.get(key, (None,))[0], truth.get(key, (None,))[0]
        if ours == true:
            continue
        if ours is None:
            lacking += 1
        else:
            wrong += 1
    if wrong:
        return "silent"
    rejected = sum(int(str(reason["count"])) for reason in done.rejected)
    return "silent" if lacking > rejected else "right"


def figures(found: list[Found]) -> dict[str, Any]:
    """The drill's line: harmful held, left out and said, silent; harmless let through; each by kind."""
    harmful = [one for one in found if one.case.harmful]
    harmless = [one for one in found if not one.case.harmful]
    silent = [one for one in harmful if one.verdict == "silent"]
    kept = [one for one in harmful if one.verdict == "held"]
    through = [one for one in harmless if one.verdict != "held"]
    return {
        "releases": len(found),
        "harmful": len(harmful),
        "harmful_held": len(kept),
        "harmful_held_share": round(len(kept) / max(1, len(harmful)), 4),
        "published_and_right": len(harmful) - len(kept) - len(silent),
        "silently_published": len(silent),
        "harmless": len(harmless),
        "harmless_let_through": len(through),
        "harmless_let_through_share": round(len(through) / max(1, len(harmless)), 4),
        "harmless_held": [one.said for one in harmless if one.verdict == "held"],
        "rolled_back": sum(one.undone in ("same", "different", "as it was") for one in found),
        "rolled_back_to_the_byte": sum(one.undone in ("same", "as it was") for one in found),
        "rolled_back_differently": [one.said for one in found if one.undone == "different"],
        "waiting_and_not_to_be_released": sum(one.undone == "refused" for one in found),
        "by_kind": _by_kind(found),
    }


def _by_kind(found: list[Found]) -> dict[str, dict[str, int]]:
    """For each kind: how many, and how many were refused, wait, or were loaded (silently, if so)."""
    said: dict[str, Counter[str]] = defaultdict(Counter)
    for one in found:
        said[one.case.kind]["releases"] += 1
        said[one.case.kind][one.outcome] += 1
        if one.case.harmful and one.verdict == "silent":
            said[one.case.kind]["silent"] += 1
    return {kind: dict(counted) for kind, counted in said.items()}
