"""The note of decisions and the Action Monitor Schedule, as one person may read them (R192, R193)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import Role, RoleHolding, User
from councils.access import recused_council_ids
from councils.models import Council
from councils.queries import councils_as_at
from panel.after_access import READERS, may_not_read_paper
from panel.models import ActionProgress, Decision, IssuedPaper, Meeting
from panel.queries.attending import members_at
from panel.queries.meetings import meeting_for
from papers.withholding import WITHHELD, speaks_of

Kind = IssuedPaper.Kind


@dataclass(frozen=True)
class Noted:
    """A line of the note, as one person may read it; `withheld` ones say nothing."""

    decision: Decision
    item: str
    text: str
    action_by: str
    latest: ActionProgress | None = None
    withheld: bool = False

    @property
    def is_done(self) -> bool:
        """Whether what was asked is done."""
        return bool(self.latest and self.latest.is_done)


def hidden_councils(user: User, on: date) -> list[Council]:
    """The councils of which this person reads nothing (R052), with every name and code they had."""
    hidden = recused_council_ids(user, on)
    return list(Council.objects.filter(pk__in=hidden).prefetch_related("names", "codes").order_by("code"))


def _names(councils: Iterable[Council]) -> list[str]:
    spoken = [(each.name, each.short_name, *(one.name for one in each.names.all())) for each in councils]
    return [name for names in spoken for name in names]


def progress_of(decision: Decision) -> list[ActionProgress]:
    """What was reported of an action, and of the lines that it corrects, the earliest first."""
    before = progress_of(decision.corrects) if decision.corrects else []
    return [*before, *decision.progress.all()]


def _first(decision: Decision) -> int:
    return _first(decision.corrects) if decision.corrects else decision.pk


def _loaded(decisions: QuerySet[Decision]) -> list[Decision]:
    held = decisions.filter(corrected_by__isnull=True).prefetch_related("progress__reported_by")
    lines = list(held.select_related("meeting__body", "council", "asked", "noted_by"))
    _join_corrected(lines)
    return lines


def _join_corrected(lines: list[Decision]) -> None:
    """Loads what the lines correct, and what that corrects, with what was reported of each: two questions for
    each time that a line was corrected, not for each line."""
    while corrected := [line.corrects_id for line in lines if line.corrects_id]:
        found = Decision.objects.prefetch_related("progress__reported_by").in_bulk(corrected)
        for line in lines:
            if line.corrects_id:
                line.corrects = found[line.corrects_id]
        lines = list(found.values())


def decisions_of(meeting: Meeting) -> list[Decision]:
    """The lines that none has taken the place of; a correction stands where the line stood it corrects."""
    return sorted(_loaded(meeting.decisions.all()), key=_first)


def actions_carried(meeting: Meeting) -> list[Decision]:
    """Actions of earlier meetings of the body that are not done, and those done since the last one (R193).

    One that is done is shown once as done, at the first meeting after it was reported, and then drops off.
    """
    earlier = Meeting.objects.filter(body_id=meeting.body_id, held_on__lt=meeting.held_on)
    last = earlier.order_by("-held_on").first()
    asked = Decision.objects.filter(meeting__in=earlier).exclude(action_by="")
    carried = _loaded(asked.order_by("meeting__held_on", "id"))
    return [decision for decision in carried if not _was_shown_done(decision, last)]


def _was_shown_done(decision: Decision, last: Meeting | None) -> bool:
    done = next((one for one in progress_of(decision) if one.is_done), None)
    return bool(done and last and timezone.localdate(done.reported_at) < last.held_on)


def _read(decisions: Iterable[Decision], user: User, on: date) -> list[Noted]:
    hidden = hidden_councils(user, on)
    names = _names(hidden)
    return [_noted(decision, hidden, names) for decision in decisions]


def _noted(decision: Decision, hidden: Sequence[Council], names: Sequence[str]) -> Noted:
    progress = progress_of(decision)
    said = [decision.item, decision.text, decision.action_by, *(one.text for one in progress)]
    about = decision.council_id in {council.pk for council in hidden}
    if about or (names and any(speaks_of(text, names) for text in said)):
        return Noted(decision, WITHHELD, WITHHELD, "", withheld=True)
    latest = progress[-1] if progress else None
    return Noted(decision, decision.item, decision.in_words, decision.action_by, latest)


def note_of(meeting: Meeting, user: User, on: date) -> list[Noted]:
    """The note of decisions taken and actions required (R192)."""
    return _read(decisions_of(meeting), user, on)


def action_monitor(meeting: Meeting, user: User, on: date) -> list[Noted]:
    """The Action Monitor Schedule as this person may read it (R193)."""
    return _read(actions_carried(meeting), user, on)


def noted_line_for(meeting: Meeting, pk: int, user: User, on: date) -> Noted | None:
    """One line of the meeting's own note that this person may read, as it stands now."""
    return _readable(note_of(meeting, user, on), pk)


def line_for(meeting: Meeting, pk: int, user: User, on: date) -> Noted | None:
    """One line of the meeting's note, or of what is carried to it, that this person may read."""
    return _readable([*note_of(meeting, user, on), *action_monitor(meeting, user, on)], pk)


def _readable(lines: Iterable[Noted], pk: int) -> Noted | None:
    """The address of a line that was corrected leads to what took its place: somebody may be typing there."""
    return next((line for line in lines if _has_been(line.decision, pk) and not line.withheld), None)


def _has_been(decision: Decision, pk: int) -> bool:
    return decision.pk == pk or bool(decision.corrects and _has_been(decision.corrects, pk))


def agreed_note(meeting: Meeting) -> IssuedPaper | None:
    """The note as it was agreed, its latest version; None while it is a draft."""
    return meeting.papers.filter(kind=Kind.NOTE).order_by("-version").first()


def issued_schedule(meeting: Meeting) -> IssuedPaper | None:
    """The latest schedule issued for the meeting."""
    return meeting.papers.filter(kind=Kind.SCHEDULE).order_by("-version").first()


def meeting_that_agrees(meeting: Meeting, on: date) -> Meeting | None:
    """The body's next meeting that has been held by the day: the one that agrees the note."""
    later = Meeting.objects.filter(
        body_id=meeting.body_id, held_on__gt=meeting.held_on, held_on__lte=on
    ).select_related("body")
    return later.order_by("held_on").first()


def last_note_before(meeting: Meeting) -> Meeting | None:
    """The body's meeting before this one, whose note comes up for agreement."""
    earlier = Meeting.objects.filter(body_id=meeting.body_id, held_on__lt=meeting.held_on)
    return earlier.select_related("body").order_by("-held_on").first()


def may_be_asked(meeting: Meeting) -> QuerySet[User]:
    """Who can be asked how an action goes: who sat at the meeting and reads notes, and the secretariat.

    Somebody invited for an item reads no note, so could not answer.
    """
    seated = [seat.user_id for seat in members_at(meeting)]
    held = RoleHolding.objects.current()
    reading = held.filter(role__in=READERS).values("user")
    keeping = held.filter(role=Role.SECRETARIAT).values("user")
    asked = Q(pk__in=seated) & Q(pk__in=reading) | Q(pk__in=keeping)
    return User.objects.filter(asked, is_active=True).order_by("name", "pk")


def actions_to_ask_about(meeting: Meeting, on: date) -> list[tuple[Decision, User]]:
    """The actions carried to this meeting that are not done, with whom to ask, who can open the line.

    Who sat at the meeting that asked them reads its note, also where they do not sit at this one. Left out
    are those whose role reads no note any more, and whoever has an interest in what it is about.
    """
    carried = [one for one in actions_carried(meeting) if one.asked_id]
    going_on = [one for one in carried if not any(each.is_done for each in progress_of(one))]
    people = User.objects.with_roles().in_bulk([one.asked_id for one in going_on if one.asked_id])
    asked = [(one, people[one.asked_id]) for one in going_on if one.asked_id]
    return [(one, user) for one, user in asked if _can_open(user, one, on)]


def _can_open(user: User, decision: Decision, on: date) -> bool:
    if not user.is_active or may_not_read_paper(user) or not meeting_for(user, decision.meeting_id):
        return False
    (line,) = _read([decision], user, on)
    return not line.withheld


def councils_to_name(user: User, on: date) -> QuerySet[Council]:
    """The councils that a line may be about, without those of the person's interests."""
    return councils_as_at(on).exclude(pk__in=recused_council_ids(user, on)).order_by("short_name")
