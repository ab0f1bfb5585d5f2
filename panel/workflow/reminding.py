"""To tell the secretariat, before the cut-off of a report, that reviews are overdue."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from accounts.models import Role, RoleHolding, User
from accounts.workflow import tell_people
from panel.models import Body, Meeting
from panel.queries.lacking import overdue_reviews


def working_days_before(day: date, number: int) -> date:
    """So many working days earlier: Monday to Friday, bank holidays among them."""
    while number > 0:
        day -= timedelta(days=1)
        number -= day.isoweekday() <= 5
    return day


@transaction.atomic
def tell_of_reviews_before_meetings(*, by: User | None, at: datetime, on: date, working_days: int) -> int:
    """Each of the secretariat who may know of an overdue review is told once for each meeting; how many were.

    From so many working days before the cut-off until the report is issued or the cut-off is past. The
    sentence names nothing: the page asks who reads.
    """
    soon = [
        meeting
        for meeting in Meeting.objects.filter(body__slug=Body.PSP, cut_off_on__gte=on, packs__isnull=True)
        if working_days_before(meeting.cut_off_on, working_days) <= on
    ]
    if not soon:
        return 0
    holding = RoleHolding.objects.current().filter(role=Role.SECRETARIAT).values("user")
    people = User.objects.with_roles().filter(is_active=True, pk__in=holding)
    concerned = [person for person in people if overdue_reviews(person, on)]
    return sum(
        tell_people(
            people=concerned,
            about=f"reviews-before:{meeting.pk}",
            sentence="Reviews are overdue of concerns that the next report is about",
            address=f"{meeting.get_absolute_url()}/reviews",
            at=at,
        )
        for meeting in soon
    )
