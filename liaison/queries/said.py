"""What was said aloud to government, and what each organisation holds of us."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from accounts.models import User
from cases.models import AwarenessRecord, Concern
from councils.access import recused_council_ids
from councils.models import Council
from liaison.models import FreedomRequest, NothingSaid, Organisation, Release, SaidAloud, Standing
from liaison.models.said import log_by
from liaison.queries.sharing import Shared
from panel.models import Meeting


@dataclass(frozen=True, slots=True)
class Said:
    """All that was said at one meeting, as one person may read it. `is_logged`: whether anything is kept of
    it, what is withheld from them too; `nothing`: that nothing was said; `by`: the last day to log it."""

    entries: list[SaidAloud]
    nothing: NothingSaid | None
    is_logged: bool
    by: date


@dataclass(frozen=True, slots=True)
class Holding:
    """How much one organisation holds of ours, and what is silent: counts of what this person may see."""

    organisation: Organisation
    held: int
    never_read: int
    silent: int
    to_confirm: int
    said: int
    requests: int


def said_for(
    user: User, *, organisation: Organisation | None = None, council: Council | None = None
) -> list[SaidAloud]:
    """What was said aloud that this person may read of and that nothing put right since, newest first."""
    rows = _loaded(SaidAloud.objects.visible_to(user).standing())
    if organisation:
        rows = rows.filter(to_organisation=organisation)
    if council:
        rows = rows.filter(council=council)
    return list(rows)


def said_entry(user: User, pk: int) -> SaidAloud | None:
    """One entry that this person may read, or None."""
    return _loaded(SaidAloud.objects.visible_to(user)).filter(pk=pk).first()


def said_at(meeting: Meeting, user: User) -> Said | None:
    """What was said at the department's meeting before this one of the Panel; None where none is set."""
    if meeting.department_met_on is None:
        return None
    entries = _loaded(SaidAloud.objects.visible_to(user).standing().filter(meeting=meeting))
    nothing = NothingSaid.objects.filter(meeting=meeting).select_related("said_by").first()
    is_logged = SaidAloud.objects.filter(meeting=meeting).exists()
    return Said(list(entries), nothing, is_logged, log_by(meeting.department_met_on))


def councils_shared(user: User) -> QuerySet[Council]:
    """Councils of which this person may see a release or something that was said, by name."""
    released = Release.objects.visible_to(user).values("council")
    said = SaidAloud.objects.visible_to(user).values("council")
    return Council.objects.filter(Q(pk__in=released) | Q(pk__in=said)).order_by("short_name")


def batches_waiting(releases: Sequence[Release]) -> list[tuple[Meeting, int]]:
    """The meetings with the department for which some of these wait, by date, and how many for each."""
    waiting = [
        release.meeting for release in releases if release.meeting and release.meeting.department_met_on
    ]
    found = {meeting.pk: meeting for meeting in waiting}
    return sorted(
        ((meeting, sum(each.pk == pk for each in waiting)) for pk, meeting in found.items()),
        key=lambda one: (one[0].department_met_on or date.min, one[0].pk),
    )


def councils_to_say_of(user: User, on: date) -> QuerySet[Council]:
    """Councils that this person may log something about: those that exist, without a declared interest."""
    return Council.objects.existing(on).exclude(pk__in=recused_council_ids(user, on)).order_by("short_name")


def tellings_of(council: Council, user: User, on: date) -> list[AwarenessRecord]:
    """Records of telling the council of a concern that stand and are not of a day to come, newest first."""
    concerns = Concern.objects.visible_to(user).filter(council=council)
    rows = AwarenessRecord.objects.filter(
        concern__in=concerns, superseded_by__isnull=True, happened_on__lte=on
    ).select_related("by", "acted_for", "concern__council")
    return list(rows.order_by("-happened_on", "-id"))


def meetings_to_release_for(user: User, on: date) -> QuerySet[Meeting]:
    """Meetings with the department to come, for which a release may be made, by date."""
    rows = Meeting.objects.visible_to(user).filter(department_met_on__gte=on)
    return rows.order_by("department_met_on", "pk")


def request_for(user: User, pk: int) -> FreedomRequest | None:
    """One request for a release that this person may see, or None."""
    visible = Release.objects.visible_to(user)
    rows = FreedomRequest.objects.filter(release__in=visible).select_related(
        "release__council__region",
        "release__recipient",
        "registered_by",
        "views__given_by",
        "outcome__recorded_by",
    )
    return rows.filter(pk=pk).first()


def holdings(
    organisations: Sequence[Organisation], shared: Sequence[Shared], said: Sequence[SaidAloud]
) -> list[Holding]:
    """What each of these holds, of what is given; those that hold nothing among them, by name."""
    found = []
    for organisation in organisations:
        mine = [one for one in shared if one.release.recipient_id == organisation.pk]
        standing = [one for one in mine if one.release.standing is Standing.RELEASED]
        gone = [one for one in mine if one.release.standing is Standing.WITHDRAWN]
        found.append(
            Holding(
                organisation,
                held=len(standing),
                never_read=sum(not one.reads for one in standing),
                silent=sum(one.answer is None for one in standing),
                to_confirm=sum(one.deletion is None for one in gone),
                said=sum(entry.to_organisation_id == organisation.pk for entry in said),
                requests=sum(each.answer is None for one in mine for each in one.requests),
            )
        )
    return found


def _loaded(rows: QuerySet[SaidAloud]) -> QuerySet[SaidAloud]:
    return rows.select_related(
        "council__region",
        "to_organisation",
        "awareness__by",
        "awareness__acted_for",
        "awareness__concern",
        "told_since__recorded_by",
        "corrects__told_since__recorded_by",
        "logged_by",
        "corrects",
        "corrected_by",
        "meeting",
    ).order_by("-said_on", "-pk")


TOLD_WITHIN = timedelta(days=5)  # our reading: as soon as what was said is logged (R178)
