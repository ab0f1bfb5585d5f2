"""To tell those who look after a concern that its review is overdue: it closes and moves nothing."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from accounts.workflow import tell_people
from cases.models import Concern
from councils.models import Cover


@transaction.atomic
def tell_of_overdue_reviews(*, by: User | None, at: datetime, on: date) -> int:
    """Owners, named deputies and whoever stands in for an owner who is away: each once for a review's date.

    The sentence names no council (TRUST section 2), and only who may read the concern is told. How many were.
    """
    overdue = Concern.objects.open().filter(review_on__lt=on)
    stand_ins: dict[int, set[int]] = defaultdict(set)
    for cover in Cover.objects.holding_on(on).filter(absent__in=overdue.values("owner")):
        stand_ins[cover.absent_id].add(cover.deputy_id)
    theirs: dict[int, dict[int, date]] = defaultdict(dict)
    for number, owner, deputy, review_on in overdue.values_list("pk", "owner", "deputy", "review_on"):
        for person in {owner, deputy, *stand_ins[owner]} - {None}:
            theirs[person][number] = review_on
    told = 0
    for person in User.objects.with_roles().filter(pk__in=theirs, is_active=True).order_by("pk"):
        held = theirs[person.pk]
        for number in Concern.objects.visible_to(person).filter(pk__in=held).values_list("pk", flat=True):
            told += tell_people(
                people=[person],
                about=f"review-overdue:{number}:{held[number]}",
                sentence="The review of a concern that you look after is overdue",
                address=f"/cases/{number}",
                at=at,
            )
    return told
