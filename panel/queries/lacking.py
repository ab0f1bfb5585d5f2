"""What the next report still lacks of live concerns, and which of their reviews are overdue.

It is read for the people who have to see to it, and stands in no paper.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from accounts.models import User
from cases.models import Concern
from cases.queries import PanelConcern, concerns_for_panel
from cases.stages import Stage
from councils.models import Council
from councils.queries import stands_in_for
from papers.paper import day


@dataclass(frozen=True)
class Lack:
    """One thing the report lacks of a council, in a sentence, and where it is seen to."""

    council: Council
    sentence: str
    address: str


@dataclass(frozen=True)
class OverdueReview:
    """A concern reported to the Panel whose review is overdue: never a sign of what the concern is like."""

    concern: Concern
    council: Council
    stage: Stage
    review_on: date


def overdue_reviews(user: User, on: date) -> list[OverdueReview]:
    """Concerns reported to the Panel that the person may read and whose review is overdue, by council."""
    return [
        OverdueReview(held.concern, held.council, held.stage, held.concern.review_on)
        for held in concerns_for_panel(user)
        if held.concern.review_on and held.concern.review_on < on
    ]


def lacking(user: User, on: date, last_issued_at: datetime | None) -> list[Lack]:
    """What the report lacks of the concerns that this person looks after; by council, at most 12 queries.

    `last_issued_at`: when the last meeting's report was issued; progress written since counts.
    """
    absent = {each["absent"] for each in stands_in_for(user, on)}
    lacks: list[Lack] = []
    for held in concerns_for_panel(user):
        concern = held.concern
        if user.pk in (concern.owner_id, concern.deputy_id) or concern.owner_id in absent:
            lacks += _of(held, on, last_issued_at)
    return lacks


def _of(held: PanelConcern, on: date, last_issued_at: datetime | None) -> list[Lack]:
    concern, found = held.concern, []
    address = concern.get_absolute_url()
    if concern.review_on and concern.review_on < on:
        said = f"the review was due on {day(concern.review_on)}"
        found.append(Lack(held.council, said, f"{address}/review"))
    if held.stage is not Stage.PANEL_SUPPORT:
        return found
    going_on = [package for package in held.support if package.goes_on]
    if not going_on:
        found.append(Lack(held.council, "no support is written down yet", f"{address}/support/new"))
    for package in going_on:
        written = [each.recorded_at for each in package.progress.all()]
        if not written:
            said = "no progress of the support is written down yet"
        elif last_issued_at and max(written) <= last_issued_at:
            said = (
                f"no progress of the support is written down since {day(timezone.localdate(last_issued_at))}"
            )
        else:
            continue
        found.append(Lack(held.council, said, f"{package.get_absolute_url()}/progress"))
    return found
