"""script/bench pack: a report on thirty councils, of thirty indicators each; the next one; the first again.

In a process and a database of its own: what is issued is never deleted, so the demonstration is left alone.
Wall-clock and processor seconds are given for each part, beside what the typesetter alone needs for the same
paper in the same run, so that a busy machine is seen to be one.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from .telling import Failed

COUNCILS, CHANGED = 30, 5
GOAL_S = 2


def pack() -> dict[str, Any]:
    """Issued in every format (goal 2 s), the next one's changes, and the first opened from stored bytes."""
    done = subprocess.run(
        [sys.executable, "-m", "script.launcher.bench_pack"], stdout=subprocess.PIPE, text=True, check=True
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> None:
    """One line of JSON."""
    import django

    django.setup()
    from django.db import connection
    from django.test.utils import setup_databases, teardown_databases

    held = setup_databases(verbosity=0, interactive=False, serialized_aliases=set())
    try:
        print(json.dumps(_measured()))
    finally:
        connection.close()
        teardown_databases(held, verbosity=0)


class Watch:
    """Seconds by name: by the clock, and of the processor; and how often each was asked for."""

    def __init__(self) -> None:
        self.wall: dict[str, float] = {}
        self.cpu: dict[str, float] = {}
        self.times: dict[str, int] = {}

    @contextmanager
    def over(self, name: str) -> Iterator[None]:
        wall, cpu = time.perf_counter(), time.process_time()
        yield
        self.wall[name] = self.wall.get(name, 0) + time.perf_counter() - wall
        self.cpu[name] = self.cpu.get(name, 0) + time.process_time() - cpu
        self.times[name] = self.times.get(name, 0) + 1

    def watched(self, name: str, act: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*args: Any, **kwargs: Any) -> Any:
            with self.over(name):
                return act(*args, **kwargs)

        return timed


def _measured() -> dict[str, Any]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from common.clock import now
    from panel import copies
    from panel.models import PackEntry, PackFile
    from panel.queries import is_whole
    from panel.workflow import issue_pack, open_pack
    from tests.factories.panel import CouncilToldFactory, MeetingFactory

    secretary, concerns = _world()
    watch = Watch()
    for form, render in copies.RENDERERS.items():
        copies.RENDERERS[form] = watch.watched(str(form), render)
    on = now().date()

    def issued(held_on: date, name: str) -> Any:
        meeting: Any = MeetingFactory(held_on=held_on, cut_off_on=held_on)
        for concern in concerns:
            CouncilToldFactory(meeting=meeting, council=concern.council)
        with watch.over(name):
            return issue_pack(meeting=meeting, marking="IN CONFIDENCE", by=secretary, at=now())

    first = issued(on, "first in the process")
    rendered = dict(watch.times)
    floor = _floor(first)
    changed = _change(concerns[3 :: COUNCILS // CHANGED][:CHANGED])
    for kept in (watch.wall, watch.cpu, watch.times):
        for form in copies.RENDERERS:
            kept.pop(form, None)
    with CaptureQueriesContext(connection) as asked:
        second = issued(on + timedelta(days=50), "all")
    renders = dict(watch.times)
    listed = {
        entry.council_id: [
            (was["stage"], now_["stage"]) for was, now_ in zip(entry.before, entry.concerns, strict=True)
        ]
        for entry in second.entries.filter(since=PackEntry.Since.MOVED)
    }
    with watch.over("the first again, in every format"):
        again = [open_pack(pack=first, form=form, by=secretary, at=now()) for form in copies.RENDERERS]
    if watch.times != {**renders, "the first again, in every format": 1}:
        raise Failed("The first pack was rendered again.")
    figures = from_text(first)
    return {
        "councils": first.entries.count(),
        "charts": figures["charts"],
        "different_drawings": figures["drawings"],
        "indicators": figures["charts"] // first.entries.count(),
        "pdf_pages": _pages(bytes(second.files.get(copy=None, format=PackFile.Format.PDF).content)),
        "seconds": {name: round(spent, 2) for name, spent in watch.wall.items()},
        "processor_seconds": {name: round(spent, 2) for name, spent in watch.cpu.items()},
        "queries": len(asked),
        "floor_typesetter_alone": floor,
        "ratio_of_processor": round(watch.cpu["all"] / floor["processor_s"], 2),
        "goal_s": GOAL_S,
        "renders": {"first": sum(rendered.get(form, 0) for form in copies.RENDERERS), "opened_again": 0},
        "first_is_whole": is_whole(first) and len(again) == len(copies.RENDERERS),
        "changed": CHANGED,
        "listed_as_moved": len(listed),
        "exactly_those": listed == changed,
    }


def _world() -> tuple[Any, list[Any]]:
    """Thirty invented councils with figures like their type's, half on the radar, each with a line."""
    from common.clock import now
    from councils.ingest import load_register
    from councils.models import Region
    from councils.register import read_register
    from desk.demonstration.figures import load_figures
    from indicators.fiction import draw
    from tests.factories.accounts import UserFactory
    from tests.factories.cases import (
        AwarenessRecordFactory,
        ConcernFactory,
        PanelLineFactory,
        SupportPackageFactory,
        SupportProgressFactory,
    )
    from tests.factories.councils import CouncilFactory
    from tests.factories.panel import MembershipFactory, RadarEntryFactory

    load_register(read_register())
    load_figures(None, at=now())
    regions = list(Region.objects.order_by("pk"))
    concerns = []
    for number in range(COUNCILS):
        council = CouncilFactory(fictional=True, unitary=True, region=regions[number % len(regions)])
        concern = ConcernFactory(
            council=council, **{"panel_support" if number % 2 else "council_discussion": True}
        )
        PanelLineFactory(concern=concern)
        AwarenessRecordFactory(concern=concern)
        package = SupportPackageFactory(concern=concern)
        SupportProgressFactory(package=package, text="Two sessions were held.", happened_on=date(2026, 2, 3))
        if number % 2 == 0:
            RadarEntryFactory(council=council)
        concerns.append(concern)
    draw()
    for _ in range(6):
        MembershipFactory()
    return UserFactory(secretariat=True, name="S. Ellery"), concerns


def _change(concerns: list[Any]) -> dict[int, list[tuple[str, str]]]:
    """Move each between Stages 3 and 4; by council, the stage before and after."""
    from cases.stages import Stage

    moved = {}
    for concern in concerns:
        was = concern.at_stage
        concern.stage = Stage.PANEL_SUPPORT if was == Stage.COUNCIL_DISCUSSION else Stage.COUNCIL_DISCUSSION
        concern.coming_off_point = concern.coming_off_point or "Two budgets in time."
        concern.save()
        moved[concern.council_id] = [(was.digit, concern.at_stage.digit)]
    return moved


def _floor(pack: Any) -> dict[str, float]:
    """What the typesetter alone needs for the words and drawings of the same paper, at its two sizes."""
    from papers.canonical import from_json
    from papers.paper import lay_out
    from papers.pdf import _data
    from papers.typesetting import fixed_moment, typeset

    paper = from_json(pack.paper)
    held = [_data(paper, lay_out(paper), large=large) for large in (False, True)]
    wall, cpu = time.perf_counter(), time.process_time()
    for data in held:
        moment = fixed_moment(paper.held_on)
        typeset("paper.typ", {"paper": data}, format="pdf", pdf_standards=["ua-1"], timestamp=moment)
    return {
        "s": round(time.perf_counter() - wall, 2),
        "processor_s": round(time.process_time() - cpu, 2),
    }


def from_text(pack: Any) -> dict[str, int]:
    """How many charts the frozen paper holds, and how many different drawings."""
    from papers.canonical import from_json
    from papers.paper import Chart, Table

    tables = [block for block in from_json(pack.paper).blocks if isinstance(block, Table)]
    drawn = [
        cell.svg for table in tables for row in table.rows for cell in row.cells if isinstance(cell, Chart)
    ]
    return {"charts": len(drawn), "drawings": len(set(drawn))}


def _pages(made: bytes) -> int:
    from io import BytesIO

    import pikepdf

    with pikepdf.open(BytesIO(made)) as document:
        return len(document.pages)


if __name__ == "__main__":
    main()
