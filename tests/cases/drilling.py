"""The drill of concerns: long random histories against the oracle, many writers on one concern at once."""

from __future__ import annotations

import random
import threading
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import hypothesis
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, given
from hypothesis import strategies as st

from accounts.models import User
from audit.models import Event
from cases.models import Concern, NarrativeEntry
from cases.workflow import add_narrative, set_review
from common.clock import now, today
from common.errors import Stale
from tests.cases import oracle
from tests.cases.histories import BEGINNINGS, OF_CONCERN, History, acts, allowed_beginnings
from tests.factories.accounts import UserFactory
from tests.factories.cases import ConcernFactory
from tests.factories.councils import RegionHoldingFactory

MOST_TOLD = 10


@dataclass
class Compared:
    """How many histories and acts were put to both, what came of the acts, and where the two differ."""

    histories: int = 0
    acts: int = 0
    came: Counter[str] = field(default_factory=Counter)
    stood: Counter[str] = field(default_factory=Counter)
    differ: list[str] = field(default_factory=list)


def compare(histories: int, length: int, seed: int) -> Compared:
    """Every beginning there is, then so many histories of so many acts; each undone again.

    Nothing stops at a difference. A history begins as one may: what is refused has no acts to compare.
    """
    compared = Compared()
    for beginning in BEGINNINGS:
        _undone(compared, beginning, [])
    compared.histories = 0

    @hypothesis.seed(seed)
    @hypothesis.settings(
        max_examples=histories,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(beginning=allowed_beginnings, tried=st.lists(acts(), min_size=length, max_size=length))
    def one(beginning: tuple[str, str, bool], tried: list[oracle.Act]) -> None:
        _undone(compared, beginning, tried)

    one()
    return compared


def _undone(compared: Compared, beginning: tuple[str, str, bool], tried: list[oracle.Act]) -> None:
    with transaction.atomic():
        _told(compared, beginning, tried)
        transaction.set_rollback(True)


def _told(compared: Compared, beginning: tuple[str, str, bool], tried: list[oracle.Act]) -> None:
    history = History(now())
    origin, stage, has_point = beginning
    held = oracle.begun(origin, stage, has_coming_off_point=has_point)
    concern, error = history.begin(origin, stage, has_coming_off_point=has_point)
    compared.histories += 1
    if (concern is None) != (held is None):
        compared.differ.append(f"{beginning}: {error}")
    if concern is None or held is None:
        return
    for act in tried:
        faults, after = oracle.judged(held, act)
        came = history.put(concern, act)
        compared.acts += 1
        compared.came[came or "done"] += 1
        if (came not in faults) if faults else came:
            compared.differ.append(f"{held} {act}: {came or 'done'}, not {faults or 'done'}")
            return
        if history.stands(concern) != after:
            compared.differ.append(f"{held} {act}: {history.stands(concern)}, not {after}")
            return
        held = after
        compared.stood[held.stage] += 1


@dataclass
class Written:
    """What was acknowledged to the writers of one concern, and what of it is not there."""

    acknowledged: int = 0
    refused: int = 0
    lost: list[str] = field(default_factory=list)


def write_at_once(writers: int, edits: int, seed: int) -> Written:
    """So many people write on one concern at once, each so many pieces of its story or next reviews.

    A review is written over what the writer last read: where somebody else came first, it is refused plainly
    and tried no more. Everything acknowledged must stand: each piece once, each review in the history.
    """
    concern: Any = ConcernFactory(council_discussion=True)
    people = [_adviser_of(concern) for _ in range(writers)]
    began = Concern.objects.get(pk=concern.pk).version
    told: list[list[tuple[str, str]]] = [[] for _ in people]
    refused = [0] * writers

    def write(place: int) -> None:
        dice = random.Random(seed * 1_000 + place)  # noqa: S311  (no secret: a drill is repeated by its seed)
        try:
            for number in range(edits):
                said = f"writer {place} says {number}"
                if dice.random() < 0.5:
                    add_narrative(by=people[place], at=now(), concern=concern, text=said)
                    told[place].append(("story", said))
                    continue
                version = Concern.objects.values_list("version", flat=True).get(pk=concern.pk)
                try:
                    set_review(
                        by=people[place],
                        at=now(),
                        concern=concern,
                        version=version,
                        review_on=today() + timedelta(days=dice.randint(1, 60)),
                        next_step=said,
                    )
                    told[place].append(("review", said))
                except Stale:
                    refused[place] += 1
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(place,)) for place in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    acknowledged = [one for said in told for one in said]
    return Written(len(acknowledged), sum(refused), _lost(concern, began, acknowledged))


def _lost(concern: Any, began: int, acknowledged: list[tuple[str, str]]) -> list[str]:
    story = Counter(NarrativeEntry.objects.filter(concern=concern).values_list("text", flat=True))
    steps: Counter[str] = Counter(concern.events.values_list("next_step", flat=True))
    stands = {"story": story, "review": steps}
    lost = [f"{kind}: {said}" for kind, said in acknowledged if stands[kind][said] != 1]
    reviews = sum(kind == "review" for kind, _ in acknowledged)
    held = Concern.objects.get(pk=concern.pk)
    if held.version != began + reviews:
        lost.append(f"version {held.version} after {reviews} reviews from {began}")
    recorded = Event.objects.filter(subject_kind=OF_CONCERN, subject_id=str(concern.pk)).count()
    if recorded != len(acknowledged):
        lost.append(f"{recorded} acts in the record for {len(acknowledged)}")
    return lost


def _adviser_of(concern: Concern) -> User:
    person: Any = UserFactory(principal_adviser=True)
    RegionHoldingFactory(user=person, region=concern.council.region)
    adviser: User = person
    return adviser


def figures(compared: Compared, written: list[Written]) -> dict[str, object]:
    """The line of the drill."""
    lost = [one for each in written for one in each.lost]
    return {
        "well": not compared.differ and not lost,
        "histories": compared.histories,
        "acts": compared.acts,
        "came": dict(compared.came.most_common()),
        "stood": dict(compared.stood.most_common()),
        "disagreements": len(compared.differ),
        "concerns_written_at_once": len(written),
        "acknowledged": sum(each.acknowledged for each in written),
        "refused_as_second": sum(each.refused for each in written),
        "lost": len(lost),
        "told": [*compared.differ[:MOST_TOLD], *lost[:MOST_TOLD]],
    }
