"""Attempts in raw SQL, as a role of the database that owns nothing: each lacks one thing, or none."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from tests.factories.liaison import published, told
from tests.liaison.gate_ground import Ground, Rows, rows_of, write

Change = Callable[[Ground, Rows], None]


def _row(**columns: Any) -> Change:
    return lambda ground, rows: rows.row.update(columns)


def _approve(**columns: Any) -> Change:
    return lambda ground, rows: rows.approve.update(columns)


def _of(rows: Rows) -> Any:
    return rows.lines[0][2].concern


def _untold(ground: Ground, rows: Rows, ground_of: str = "crime") -> None:
    """The council was not told; an exception is asked for."""
    rows.row |= {"awareness_id": None, "told_whom": "", "told_by": "", "told_how": ""}
    rows.row |= {"told_on": None, "told_recorded_at": None, "exception_ground": ground_of}


def _excepted(ground: Ground, rows: Rows, by: Any = None) -> None:
    _untold(ground, rows)
    person = by or ground.officer
    rows.before = {"excepted_by_id": person.pk, "excepted_at": ground.at, "excepted_reason": ground.words()}
    rows.switched = True


def _not_told_at_all(ground: Ground, rows: Rows) -> None:
    _untold(ground, rows, "")


def _no_reason(ground: Ground, rows: Rows) -> None:
    _untold(ground, rows)
    rows.switched = True


def _not_on(ground: Ground, rows: Rows) -> None:
    _excepted(ground, rows)
    rows.switched = False


def _reason_of_another(ground: Ground, rows: Rows) -> None:
    _excepted(ground, rows, by=ground.senior)


def _other_telling(ground: Ground, rows: Rows) -> None:
    telling = told(ground.concern())
    rows.row |= {"awareness_id": telling.pk, "told_recorded_at": telling.recorded_at}


def _corrected(ground: Ground, rows: Rows) -> None:
    concern = _of(rows)
    told(concern, supersedes=concern.awareness.get(), reason="Nobody was reached.")


def _earlier(ground: Ground, rows: Rows) -> None:
    rows.row["told_recorded_at"] -= timedelta(days=ground.rng.randrange(1, 400))


def _to_come(ground: Ground, rows: Rows) -> None:
    rows.row["told_on"] = timezone.localdate(ground.at) + timedelta(days=ground.rng.randrange(2, 90))


def _bare(ground: Ground, rows: Rows) -> None:
    rows.lines = []


def _one_source(ground: Ground, rows: Rows) -> None:
    rows.lines = [("soft", "a", ground.heard(_of(rows)))]


def _one_twice(ground: Ground, rows: Rows) -> None:
    first: Any = ground.heard(_of(rows))
    rows.lines = [("soft", "a", first), ("soft", "b", ground.heard(_of(rows), source=first.note.source))]


def _posing(ground: Ground, rows: Rows) -> None:
    rows.lines = [("hard", "a", ground.heard(_of(rows)))]


def _elsewhere(ground: Ground, rows: Rows) -> None:
    rows.lines.append(("hard", "z", published(ground.concern())))


def _note(trait: str) -> Change:
    def change(ground: Ground, rows: Rows) -> None:
        rows.lines.append(("soft", "z", ground.heard(_of(rows), **{trait: True})))

    return change


def _challenge(ground: Ground, rows: Rows) -> None:
    rows.lines.append(("hard", "z", ground.challenge(_of(rows))))


def _by(name: str) -> Change:
    return lambda ground, rows: rows.approve.update(approved_by_id=getattr(ground, name).pk)


def _field(name: str) -> Change:
    def change(ground: Ground, rows: Rows) -> None:
        rows.approve["canonical"] = json.dumps({name: ground.words()})

    return change


def _two_sources(ground: Ground, rows: Rows) -> None:
    rows.lines = [("soft", key, ground.heard(_of(rows))) for key in ("a", "b")]


def _for_meeting(size: int) -> Change:
    def change(ground: Ground, rows: Rows) -> None:
        rows.row["meeting_id"] = ground.meeting.pk
        rows.batch = size

    return change


def _refused(ground: Ground, rows: Rows) -> None:
    rows.before = {
        "refused_by_id": ground.approver.pk,
        "refused_at": ground.at,
        "refused_reason": "No.",
    }


def _never_released(ground: Ground, rows: Rows) -> None:
    rows.before = {
        "withdrawn_by_id": ground.officer.pk,
        "withdrawn_at": ground.at,
        "withdrawn_reason": "Wrong.",
    }


def _supersedes(ground: Ground, rows: Rows) -> None:
    other = rows_of(ground)
    other.row["recipient_id"] = ground.cqc.pk
    other.row["number"] = "1998-0001"
    write(ground, other)
    from liaison.models import Release

    rows.row["supersedes_id"] = Release.objects.get(number="1998-0001").pk


def _after(sql: str) -> Change:
    return lambda ground, rows: setattr(rows, "after", sql)


def _begins_approved(ground: Ground, rows: Rows) -> None:
    rows.row |= {"approved_by_id": ground.approver.pk, "approved_at": ground.at, "canonical": "{}"}


UPDATE = "UPDATE liaison_release SET"
GOOD: dict[str, Change] = {
    "on what was published": lambda ground, rows: None,
    "on two sources": _two_sources,
    "under the exception": _excepted,
    "in its meeting's batch": _for_meeting(1),
}
BAD: dict[str, tuple[str, Change]] = {
    "no telling": ("release_council_was_told", _not_told_at_all),
    "the telling of this concern": ("was not told before it", _other_telling),
    "the telling that stands": ("was not told before it", _corrected),
    "the time of recording": ("was not told before it", _earlier),
    "the day of telling": ("was not told before it", _to_come),
    "the exception switched on": ("no exception is on", _not_on),
    "a reason for the exception": ("no information-governance officer", _no_reason),
    "an officer's reason": ("no information-governance officer", _reason_of_another),
    "evidence": ("too little evidence", _bare),
    "a second source": ("too little evidence", _one_source),
    "an independent source": ("too little evidence", _one_twice),
    "what is published": ("too little evidence", _posing),
    "evidence of this concern": ("evidence of another concern", _elsewhere),
    "a note that stands": ("may go no further", _note("withdrawn")),
    "a note not contradicted": ("may go no further", _note("contradicted")),
    "a note for more than some": ("may go no further", _note("restricted")),
    "its originator's leave": ("may go no further", _note("originator_controlled")),
    "the council's consent": ("its council has not agreed", _challenge),
    "another person": ("release_approved_by_another", _by("adviser")),
    "a Principal Adviser": ("no Principal Adviser", _by("senior")),
    "one without an interest": ("has a declared interest", _by("recused")),
    "somebody": ("release_approved_whole", _approve(approved_by_id=None)),
    "its hash": ("the hash is not of this text", _approve(sha256="0" * 64)),
    "its number in the text": ("is not what was proposed", _field("number")),
    "its evidence in the text": ("is not what was proposed", _field("evidence")),
    "its words when approved": ("stands as it was proposed", _approve(matter="Another.")),
    "a purpose": ("release_says_what_and_why", _row(purpose="")),
    "a matter": ("release_says_what_and_why", _row(matter="")),
    "its handling": ("release_says_what_and_why", _row(handling="")),
    "a beginning as a proposal": ("begins as a proposal", _begins_approved),
    "a decision that is open": ("was not approved; propose it again", _refused),
    "its batch": ("its batch was not approved", _for_meeting(0)),
    "the whole of its batch": ("together or not at all", _for_meeting(2)),
    "an earlier one to the same": ("does not stand with this recipient", _supersedes),
    "its text afterwards": ("it can only be withdrawn", _after(f"{UPDATE} canonical = '{{}}' WHERE id = %s")),
    "its approval afterwards": (
        "it can only be withdrawn",
        _after(f"{UPDATE} approved_at = NULL, approved_by_id = NULL WHERE id = %s"),
    ),
    "anything to withdraw": ("release_withdrawn_whole", _never_released),
    "a reason to withdraw": (
        "release_withdrawn_whole",
        _after(f"{UPDATE} withdrawn_at = clock_timestamp() WHERE id = %s"),
    ),
    "itself afterwards": ("Cannot delete rows", _after("DELETE FROM liaison_release WHERE id = %s")),
    "its lines afterwards": (
        "Cannot update or delete rows",
        _after("UPDATE liaison_releaseevidence SET line = 'x' WHERE release_id = %s"),
    ),
}


def attempt(change: Change) -> Callable[[Ground], None]:
    """The attempt that this change makes of a good one."""

    def make(ground: Ground) -> None:
        rows = rows_of(ground)
        change(ground, rows)
        write(ground, rows)

    return make
