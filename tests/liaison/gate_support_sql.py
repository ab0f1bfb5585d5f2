"""Attempts at sharing progress of support in raw SQL, as a role of the database that owns nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from tests.factories.accounts import UserFactory
from tests.liaison import gate_support
from tests.liaison.gate_ground import ROLE, Ground, insert, update
from tests.liaison.gate_support import Held

TABLE = "liaison_sharedsupport"
CHANGE = f"UPDATE {TABLE} SET"


@dataclass
class Rows:
    """The row of a proposal and how it is approved; empty: it is not."""

    held: Held
    row: dict[str, Any]
    approve: dict[str, Any]
    before: dict[str, Any] = field(default_factory=dict)  # an update between proposal and approval
    after: tuple[str, ...] = ()  # statements after it, with the row's key as %s


Change = Callable[[Ground, Rows], None]


def rows_of(ground: Ground, held: Held) -> Rows:
    """All that a good one has, as rows."""
    row = {
        "release_id": held.release.pk,
        "package_id": held.package.pk,
        "objectives": held.package.objectives,
        "provider": held.package.provider,
        "ended_on": held.package.ended_on,
        "progress_on": held.progress and held.progress.happened_on,
        "progress_text": held.progress.text if held.progress else "",
        "proposed_by_id": ground.adviser.pk,
        "proposed_at": ground.at,
        "refused_reason": "",
        "withdrawn_reason": "",
    }
    return Rows(held, row, {"approved_by_id": ground.approver.pk, "approved_at": ground.at})


def write(rows: Rows) -> None:
    """Propose and approve in raw SQL, as the role; raises what the database says."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {ROLE}")
        pk = insert(cursor, TABLE, rows.row)
        for columns in (rows.before, rows.approve):
            if columns:
                update(cursor, TABLE, pk, columns)
        for statement in rows.after:
            cursor.execute(statement, [pk])
        cursor.execute("RESET ROLE")


def _row(**columns: Any) -> Change:
    return lambda ground, rows: rows.row.update(columns)


def _approve(**columns: Any) -> Change:
    return lambda ground, rows: rows.approve.update(columns)


def _after(*statements: str) -> Change:
    return lambda ground, rows: setattr(rows, "after", statements)


def _by(name: str) -> Change:
    return _approver(lambda ground: getattr(ground, name))


def _approver(person: Callable[[Ground], Any]) -> Change:
    return lambda ground, rows: rows.approve.update(approved_by_id=person(ground).pk)


def _once_an_adviser(ground: Ground) -> Any:
    person: Any = UserFactory(principal_adviser=True)
    ended = timezone.localdate(ground.at) - timedelta(days=ground.rng.randrange(1, 400))
    person.role_holdings.update(until_on=ended)
    return person


def _no_progress(ground: Ground, rows: Rows) -> None:
    rows.row |= {"progress_on": None, "progress_text": ""}


def _older(ground: Ground, rows: Rows) -> None:
    gate_support.more(ground, rows.held.package)


def _newer(ground: Ground, rows: Rows) -> None:
    write(rows_of(ground, rows.held))
    rows.held.progress = gate_support.more(ground, rows.held.package)
    rows.row |= {"progress_text": rows.held.progress.text, "progress_on": rows.held.progress.happened_on}


def _another_concerns(ground: Ground, rows: Rows) -> None:
    rows.row |= {"package_id": gate_support.held(ground).package.pk}


def _of_release(make: Callable[[Ground], Any]) -> Change:
    def change(ground: Ground, rows: Rows) -> None:
        rows.row |= rows_of(ground, gate_support.held(ground, make(ground))).row

    return change


def _begins(decision: str) -> Change:
    def change(ground: Ground, rows: Rows) -> None:
        rows.row |= {f"{decision}_by_id": ground.approver.pk, f"{decision}_at": ground.at}

    return change


def _refused(ground: Ground, rows: Rows) -> None:
    rows.before = {"refused_by_id": ground.approver.pk, "refused_at": ground.at, "refused_reason": "No."}


def _waits_already(ground: Ground, rows: Rows) -> None:
    first = rows_of(ground, rows.held)
    first.approve = {}
    write(first)


def _too_early(ground: Ground, rows: Rows) -> None:
    rows.approve["approved_at"] -= timedelta(seconds=ground.rng.randrange(1, 10_000))


def _never_shared(ground: Ground, rows: Rows) -> None:
    rows.approve = {}
    rows.after = (WITHDRAWN,)


WITHDRAWN = (
    f"{CHANGE} withdrawn_at = clock_timestamp(), withdrawn_by_id = proposed_by_id, "
    "withdrawn_reason = 'Wrong.' WHERE id = %s"
)
UNDONE = (
    f"{CHANGE} withdrawn_at = NULL, withdrawn_by_id = NULL, withdrawal_recorded_at = NULL, "
    "withdrawn_reason = '' WHERE id = %s"
)
OTHER_WORDS = "is what is recorded of it"
STANDING = "a release that stands and of which the council was told"
SECOND = "A Principal Adviser without an interest approves it"
GOOD: dict[str, Change] = {
    "as it is recorded": lambda ground, rows: None,
    "newer progress in the place of older": _newer,
    "and withdrawn": _after(WITHDRAWN),
}
BAD: dict[str, tuple[str, Change]] = {
    "its aims as recorded": (OTHER_WORDS, _row(objectives="Others.")),
    "its provider as recorded": (OTHER_WORDS, _row(provider="Another")),
    "its end as recorded": (OTHER_WORDS, _row(ended_on=date(2012, 11, 1))),
    "its progress as recorded": (OTHER_WORDS, _row(progress_text="Invented.")),
    "the day of its progress": (OTHER_WORDS, _row(progress_on=date(2012, 1, 1))),
    "any of its progress": (OTHER_WORDS, _no_progress),
    "its newest progress": (OTHER_WORDS, _older),
    "support of this concern": (OTHER_WORDS, _another_concerns),
    "a beginning as a proposal": ("is proposed before it is shared", _begins("approved")),
    "a beginning undecided": ("is proposed before it is shared", _begins("refused")),
    "a beginning in its place": ("is proposed before it is shared", _begins("withdrawn")),
    "its turn": ("shared_support_one_waits", _waits_already),
    "a release that went out": (STANDING, _of_release(gate_support.proposed_only)),
    "a release that stands": (STANDING, _of_release(gate_support.taken_back)),
    "a release in its place": (STANDING, _of_release(gate_support.replaced)),
    "a council that was told": (STANDING, _of_release(gate_support.excepted)),
    "another person": ("shared_support_approved_by_another", _by("adviser")),
    "a Principal Adviser": (SECOND, _by("senior")),
    "one who is it still": (SECOND, _approver(_once_an_adviser)),
    "one without an interest": (SECOND, _by("recused")),
    "somebody": (SECOND, _approve(approved_by_id=None)),
    "an approval after its proposal": ("shared_support_approved_whole", _too_early),
    "its words when approved": ("It stands as it was proposed", _approve(objectives="Others.")),
    "its proposer when approved": ("It stands as it was proposed", _approve(proposed_by_id=None)),
    "an open decision": ("It was decided on for good", _refused),
    "a reason to stop it": (
        "shared_support_refused_whole",
        lambda ground, rows: setattr(rows, "before", {"refused_at": ground.at}),
    ),
    "anything to take back": ("shared_support_withdrawn_whole", _never_shared),
    "a reason to take it back": (
        "shared_support_withdrawn_whole",
        _after(f"{CHANGE} withdrawn_at = clock_timestamp(), withdrawn_by_id = proposed_by_id WHERE id = %s"),
    ),
    "its withdrawal afterwards": ("It was decided on for good", _after(WITHDRAWN, UNDONE)),
    "its words afterwards": (
        "It stands as it was proposed",
        _after(f"{CHANGE} progress_text = 'Others.' WHERE id = %s"),
    ),
    "its approval afterwards": (
        "it can only be withdrawn",
        _after(f"{CHANGE} approved_at = NULL, approved_by_id = NULL WHERE id = %s"),
    ),
    "its time afterwards": (
        "it can only be withdrawn",
        _after(f"{CHANGE} approval_recorded_at = '2012-11-01' WHERE id = %s"),
    ),
    "itself afterwards": ("Cannot delete rows", _after(f"DELETE FROM {TABLE} WHERE id = %s")),  # noqa: S608
}


def attempt(change: Change) -> Callable[[Ground], None]:
    """The attempt that this change makes of a good one."""

    def make(ground: Ground) -> None:
        rows = rows_of(ground, gate_support.held(ground))
        change(ground, rows)
        write(rows)

    return make
