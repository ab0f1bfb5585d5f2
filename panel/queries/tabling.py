"""What an addendum says of whether its council knows, and which councils somebody may table for."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from accounts.models import Role, User
from councils.access import recused_council_ids
from councils.models import Council
from councils.queries import region_ids_held_by
from panel.models import CouncilTold, Pack, PackEntry, PackReason
from panel.queries.drafting import DraftItem
from panel.since import compared


def what_it_knows(pack: Pack, council: Council) -> str:
    """In words, whether the council knows that it is in the meeting's papers; empty where nobody has said.

    What was said for this meeting since counts before what the pack itself says.
    """
    told = CouncilTold.objects.filter(meeting=pack.meeting, council=council).select_related("told_by")
    signed = PackReason.objects.filter(meeting=pack.meeting, council=council).select_related("signed_by")
    nothing = compared([], on_radar=False, last=None)
    said = DraftItem(
        council, None, (), nothing, told.order_by("id").last(), signed.order_by("id").last()
    ).knows
    if said:
        return said
    entry = pack.entries.filter(council=council).exclude(since=PackEntry.Since.OFF).first()
    return entry.knows if entry else ""


def councils_to_table(user: User, on: date) -> QuerySet[Council]:
    """The secretariat tables for any council, an adviser for those of their regions; never of an interest."""
    councils = Council.objects.exclude(pk__in=recused_council_ids(user, on)).order_by("short_name")
    if user.has_role(Role.SECRETARIAT):
        return councils
    return councils.filter(region__in=region_ids_held_by(user, on)) if user.is_adviser else councils.none()
