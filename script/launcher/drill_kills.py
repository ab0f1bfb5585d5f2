"""The drill of kills: releases are pulled by real workers while worker, reader and beat are killed with -9.

The moments are drawn over the steps of a pull (asking, reading, checking, loading, comparing, commit).
After each kill what is visible is set beside the publisher's own figures; at the end everything is.
"""

from __future__ import annotations

import os
import random
import re
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from . import drill_checks
from .drill_processes import Processes, kill
from .drill_publisher import SOURCES, Offer, offers, publishing

BETWEEN = (0.6, 2.2)  # seconds from one kill to the next, as long as the loads keep pace with the time
AT_THE_END = 85.0  # seconds, of all, that are not for the loads: the last of them, and looking it all over
LEAST_KILLS = 3  # of each kind of process: fewer would prove little
PATIENCE = 3.0  # seconds to wait for the step that was drawn
STEPS = ("asking", "reading", "checking", "loading", "comparing", "commit")
SPREAD = {"asking": 0.4, "reading": 1.0, "checking": 0.1, "loading": 0.1, "comparing": 0.1, "commit": 0.0}
KILLED = ("pool",) * 5 + ("worker",) * 2 + ("reader",) * 4 + ("beat",) * 2
RUNNING = "SELECT key, worker, progress FROM ledger_job WHERE state = 'running'"
COMMITS = """
SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
AND xact_start IS NOT NULL AND (query = 'COMMIT' AND state = 'active' OR query LIKE '%audit_event%')
"""


@dataclass
class Drill:
    """One run: what is given out, what runs, what was killed, what went wrong."""

    given: list[Offer]
    processes: Processes
    drawn: random.Random
    for_loads: float  # seconds
    kills: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)  # asked for while a pull ran, and to be asked for again
    most_at_once: int = 0

    def run(self, until: float) -> None:
        """Pull and kill until all is loaded, or the time is up."""
        begun = time.monotonic()
        due = begun + 6
        while not self._go_on() and time.monotonic() < until:
            self.processes.keep_up()
            if time.monotonic() > due and self._keeps_pace(time.monotonic() - begun):
                self._kill_one()
                due = time.monotonic() + self.drawn.uniform(*BETWEEN)
            time.sleep(0.05)

    def _keeps_pace(self, seconds: float) -> bool:
        """Whether the loads are as far as the time: each kill costs the start of a process."""
        given = sum(offer.now for offer in self.given)
        return given / sum(len(offer.versions) for offer in self.given) >= (seconds - 30) / self.for_loads

    def settle(self, until: float) -> None:
        """No more kills: what was begun comes to its end, and every publisher is asked once more."""
        from indicators.models import Source
        from ledger.models import Job

        Source.objects.filter(slug__in=SOURCES).update(
            last_checked_at=None, retry_at=None, not_before_at=None
        )
        time.sleep(2)
        while Job.objects.filter(state__in=["waiting", "running"]).exists() and time.monotonic() < until:
            self.processes.keep_up()
            self._ask_what_waits()
            time.sleep(0.2)

    def _go_on(self) -> bool:
        """Give out the next release of each source whose last one is loaded; whether all are."""
        from indicators.models import Source

        current = dict(Source.objects.filter(slug__in=SOURCES).values_list("slug", "current_release__sha256"))
        for offer in self.given:
            if offer.now >= 0 and current[offer.slug] != offer.current.sha256:
                continue
            self.refused.discard(offer.slug)
            if offer.is_last:
                continue
            offer.now += 1
            if self.drawn.random() < 0.5:  # its time has come, as beat sees; else an analyst asks
                Source.objects.filter(slug=offer.slug).update(last_checked_at=None, retry_at=None)
            else:
                self._ask(offer.slug)
        for slug in list(self.refused):
            self._ask(slug)
        self._ask_what_waits()
        return all(offer.is_last and current[offer.slug] == offer.current.sha256 for offer in self.given)

    def _ask_what_waits(self) -> None:
        """An analyst does not wait for the time after a fault, nor for the day after a failed job."""
        from common.clock import now
        from indicators.models import Source
        from ledger.models import Job

        for slug in Job.objects.filter(state="waiting", due_at__gt=now()).values_list("key", flat=True):
            self._ask(slug)
        failing = Source.objects.filter(slug__in=SOURCES, retry_at__gt=now())
        for slug in failing.values_list("slug", flat=True):
            self._ask(slug)

    def _ask(self, slug: str) -> None:
        from accounts.models import User
        from common.clock import now
        from common.errors import Refused
        from indicators.models import Source
        from indicators.workflow import ask_now

        try:
            analyst = User.objects.get(email="drill@example.org")
            ask_now(by=analyst, at=now(), source=Source.objects.get(slug=slug))
        except Refused:
            self.refused.add(slug)  # it waits or runs already, perhaps with the release before
        else:
            self.refused.discard(slug)

    def _kill_one(self) -> None:
        """Kill what was drawn at the step that was drawn, or at the one that comes."""
        which = self.drawn.choice(KILLED)
        if which == "beat":
            self._killed(self.processes.running["beat"].pid, "beat", "any")
        elif which == "reader":
            self._wait_for(lambda: bool(self.processes.readers()))
            time.sleep(self.drawn.uniform(0, 0.7))
            for pid in self.processes.readers()[:1]:
                self._killed(pid, "reader", "reading")
        else:
            self._kill_worker(which)
        self.faults += drill_checks.visible(self.given)
        if self.faults:
            raise Broken

    def _kill_worker(self, which: str) -> None:
        step = self.drawn.choice(STEPS)
        self._wait_for(lambda: self._at(step))
        time.sleep(self.drawn.uniform(0, SPREAD[step]))
        running = drill_checks._asked(RUNNING)
        alive = set(self.processes.pool())
        for _, worker, progress in running:
            pid = int(worker.rpartition(":")[2])
            if pid not in alive:
                continue
            phase = "commit" if step == "commit" and self._at("commit") else progress or "claimed"
            self._killed(pid if which == "pool" else _parent(pid), which, phase)
            return
        for pid in (self.processes.pool() if which == "pool" else self.processes.mains())[:1]:
            self._killed(pid, which, "idle")

    def _killed(self, pid: int, which: str, phase: str) -> None:
        if pid > 1 and kill(pid):
            self.kills[f"{which}, {phase}"] += 1

    def _at(self, step: str) -> bool:
        running = drill_checks._asked(RUNNING)
        self.most_at_once = max(self.most_at_once, len(running))
        if step == "commit":
            return bool(drill_checks._asked(COMMITS))
        return any(progress == step for _, _, progress in running)

    def _wait_for(self, holds: Any) -> None:
        until = time.monotonic() + PATIENCE
        while not holds() and time.monotonic() < until:
            self.processes.keep_up()
            time.sleep(0.01)


class Broken(Exception):
    """Something does not hold: the drill stops where it was seen."""


def kills(loads: int, seed: int, seconds: float) -> dict[str, Any]:
    """The drill's line, in a database that is empty and its own; over after about so many seconds."""
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="slirisk-drill-") as place:
        folder = Path(place)
        raw = folder / "raw"
        raw.mkdir()
        given = _prepared(loads, seed)
        with publishing(given, seed) as address:
            processes = Processes(_environment(address, raw), folder)
            drill = Drill(given, processes, random.Random(seed), seconds - AT_THE_END)  # noqa: S311 a drill's own
            with processes:
                try:
                    drill.run(begun + seconds - 60)
                    drill.settle(begun + seconds - 20)
                except Broken:
                    pass
            drill.faults += [f"a process is left: {one}" for one in processes.left()]
            drill.faults += drill_checks.at_the_end(given, raw)
            drill.faults += drill_checks.left_in(folder)
            told = processes.told() if drill.faults else ""
    faults = list(dict.fromkeys(drill.faults))
    by_process: Counter[str] = Counter()
    for name, count in drill.kills.items():
        by_process[name.partition(",")[0]] += count
    loaded = sum(offer.now + 1 for offer in given)
    if loaded < loads:
        faults.insert(0, f"the time was up when {loaded} of {loads} releases had been given out")
    seldom = [name for name in dict.fromkeys(KILLED) if by_process[name] < min(LEAST_KILLS, loads // 16)]
    faults += [f"{name} was killed {by_process[name]} times only" for name in seldom]
    return {
        "well": not faults,
        "seconds": round(time.monotonic() - begun),
        "loads": loaded,
        "kills": sum(drill.kills.values()),
        "by_process": dict(by_process),
        "by_process_and_step": dict(sorted(drill.kills.items())),
        "faults": len(faults),
        "seed": seed,
        **({"what": faults[:20], "logs": told[-4000:]} if faults else {}),
    }


def _prepared(loads: int, seed: int) -> list[Offer]:
    from accounts.models import Role
    from accounts.workflow import add_person
    from common.clock import now
    from councils.ingest import load_register
    from councils.register import read_register
    from indicators.ingest import sync_catalogue
    from indicators.models import Source

    load_register(read_register())
    sync_catalogue()
    add_person(by=None, at=now(), email="drill@example.org", name="Drill", roles=(Role.RESEARCH_ANALYST,))
    Source.objects.update(last_checked_at=now())  # the others are not asked meanwhile
    return offers(loads, seed)


def _environment(publisher: str, raw: Path) -> dict[str, str]:
    from django.conf import settings
    from django.db import connection

    name = connection.settings_dict["NAME"]
    return os.environ | {
        "SLIRISK_MODE": "test",
        "DATABASE_URL": re.sub(r"/[^/?]*(?=\?|$)", f"/{name}", settings.DATABASE_URL, count=1),
        "REDIS_URL": settings.REDIS_URL,
        "INDICATOR_PUBLISHER": publisher,
        "RAW_FILES_DIR": str(raw),
        "TMPDIR": str(raw.parent),
        "PULLS_SCHEDULED_EVERY": "1",
        "PULLS_LEASE_SECONDS": "3",
        "LOG_LEVEL": "WARNING",
    }


def _parent(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0
