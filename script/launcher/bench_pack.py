"""script/bench pack: a report on thirty councils, of thirty indicators each; the next one; the first again.

In a process and a database of its own: what is issued is never deleted, so the demonstration is left alone.
Seconds by the clock and of the processor (every thread's) are given for the whole and for each format alone.
Those, and the floor (what the typesetter alone needs for the same paper at its two sizes), are measured in a
process each: the typesetter remembers what it has set, and a floor after the issue would be next to none.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
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
    """One line of JSON; with a format's name or "floor", of that alone, for the paper that is read in."""
    import django

    django.setup()
    if sys.argv[1:]:
        print(json.dumps(_alone(sys.argv[1], sys.stdin.read())))
        return
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
    changed = _change(concerns[3 :: COUNCILS // CHANGED][:CHANGED])
    with CaptureQueriesContext(connection) as asked:
        second = issued(on + timedelta(days=50), "all")
    renders = dict(watch.times)
    apart = {name: _in_a_process(name, second.paper) for name in (*map(str, copies.RENDERERS), "floor")}
    floor = apart.pop("floor")
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
        "seconds": _rounded(watch.wall, but=copies.RENDERERS),
        "processor_seconds": _rounded(watch.cpu, but=copies.RENDERERS),
        "queries": len(asked),
        "each_format_alone_s": {form: took["s"] for form, took in apart.items()},
        "each_format_alone_processor_s": {form: took["processor_s"] for form, took in apart.items()},
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


def _rounded(spent: dict[str, float], *, but: Iterable[str]) -> dict[str, float]:
    """Without the formats: set side by side, each would be given the process's seconds for all."""
    return {name: round(seconds, 2) for name, seconds in spent.items() if name not in but}


def _in_a_process(name: str, paper: str) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", "script.launcher.bench_pack", name],
        input=paper, stdout=subprocess.PIPE, text=True, check=True,
    )  # fmt: skip
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def _alone(name: str, frozen: str) -> dict[str, float]:
    """One format of the paper, or the typesetter alone for its words and drawings at its two sizes."""
    from panel.copies import RENDERERS
    from papers.canonical import from_json
    from papers.paper import lay_out
    from papers.pdf import _data
    from papers.typesetting import fixed_moment, typeset

    paper = from_json(frozen)
    moment = fixed_moment(paper.held_on)

    def set_(blocks: Any, *, large: bool) -> None:
        data = _data(paper, blocks, large=large)
        typeset("paper.typ", {"paper": data}, format="pdf", pdf_standards=["ua-1"], timestamp=moment)

    set_(paper.summary, large=False)  # the typeface is read once a process
    wall, cpu = time.perf_counter(), time.process_time()
    if name == "floor":
        for large in (False, True):
            set_(lay_out(paper), large=large)
    else:
        RENDERERS[name](paper)
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
