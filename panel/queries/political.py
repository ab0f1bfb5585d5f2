"""Political action of concerns a report speaks of, and concerns on which a decision may become one."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from accounts.models import User
from cases.models import Concern, PoliticalAction
from councils.access import recused_council_ids
from councils.models import Council
from panel.models import Meeting
from panel.queries.packs import latest_pack


def councils_of_the_report(meeting: Meeting, user: User, on: date) -> QuerySet[Council]:
    """The councils of the report issued for the meeting, without those of the person's interests."""
    pack = latest_pack(meeting)
    councils = Council.objects.filter(pack_entries__pack=pack) if pack else Council.objects.none()
    return (
        councils.exclude(pk__in=recused_council_ids(user, on)).select_related("region").order_by("short_name")
    )


def political_actions(meeting: Meeting, user: User, on: date) -> list[PoliticalAction]:
    """What politicians do about councils of the report, of open concerns the person may read."""
    councils = councils_of_the_report(meeting, user, on).values("pk")
    concerns = Concern.objects.visible_to(user).open().filter(council__in=councils)
    held = PoliticalAction.objects.filter(concern__in=concerns).select_related("concern__council", "by")
    return list(held.order_by("concern__council__short_name", "-happened_on", "-id"))


def political_action_of(meeting: Meeting, user: User, on: date, pk: str) -> PoliticalAction | None:
    """One of them by its id as it stands in an address, or None."""
    return next((one for one in political_actions(meeting, user, on) if str(one.pk) == pk), None)


def concerns_to_act_on(user: User, council: Council) -> QuerySet[Concern]:
    """The council's open concerns that the person may read and on which political action may be kept."""
    held = Concern.objects.visible_to(user).open().with_early()
    return held.filter(council=council, is_early=False).order_by("number")
