"""Asking advisers for their paragraphs, what they say of them, and reminding them; never with content."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.workflow import tell_people
from audit.workflow import record
from common.errors import Refused, forbid, refuse
from councils.models import Council
from councils.queries import advisers_for
from panel import access
from panel.models import AdviserWord, Meeting, ParagraphAsk
from panel.queries.draft_shown import hidden_from
from panel.queries.drafting import draft_of
from panel.queries.standings import Standing, standings_of
from panel.workflow.locking import locked_meeting
from panel.workflow.reminding import working_days_before

Kind = AdviserWord.Kind


def advisers_asked(council: Council, on: date) -> list[User]:
    """The region's advisers who sign in and have no interest in the council."""
    held = [one.user for one in advisers_for(council, on) if one.user and one.user.is_active]
    return [user for user in dict.fromkeys(held) if council.pk not in hidden_from(user, on)]


@transaction.atomic
def ask_for_paragraphs(
    *, meeting: Meeting, council: Council | None, by_on: date, by: User, at: datetime
) -> list[ParagraphAsk]:
    """Ask the advisers of one council, or of every council of which nothing is written or confirmed.

    Each adviser is told once a press, without content. A council whose region nobody advises is left out.
    """
    meeting = locked_meeting(meeting)
    on = timezone.localtime(at).date()
    forbid(access.may_not_ask(by, council, on))
    refuse(access.may_not_ask_by(meeting, by_on, on))
    found = standings_of(meeting, draft_of(meeting, by).items)
    if council is not None:
        wanted = [each for each in found.values() if each.council.pk == council.pk]
        if not wanted:
            raise Refused(f"{council.short_name} is not in the report now, so there is nothing to ask for.")
    else:
        wanted = [each for each in found.values() if each.word is None]
        if not wanted:
            raise Refused("Every paragraph is written or confirmed already.")
    asked: list[ParagraphAsk] = []
    people: dict[User, None] = {}
    for standing in wanted:
        if not (advisers := advisers_asked(standing.council, on)):
            continue
        people |= dict.fromkeys(advisers)
        ask = ParagraphAsk.objects.create(
            meeting=meeting, council=standing.council, by_on=by_on, asked_by=by, asked_at=at
        )
        asked.append(ask)
        record(by=by, act="ask_for_paragraph", subject=ask, scope=standing.council.audit_scope)
    if not asked:
        raise Refused("Nobody who signs in advises there now, so there is nobody to ask.")
    tell_people(
        people=people,
        about=f"paragraphs-asked:{asked[0].pk}",
        sentence="You are asked for paragraphs of the next report",
        address=f"{meeting.get_absolute_url()}/pack",
        at=at,
    )
    return asked


def _mine(meeting: Meeting, council: Council, seal: str, by: User, on: date) -> Standing:
    forbid(access.may_not_confirm(by, council, on))
    item = draft_of(meeting, by).item_of(council)
    standing = standings_of(meeting, [item])[council.pk]
    if standing.seal != seal:
        raise Refused("The paragraph has changed since you opened this page. Read it again, then say.")
    return standing


@transaction.atomic
def confirm_paragraph(
    *, meeting: Meeting, council: Council, seal: str, by: User, at: datetime
) -> AdviserWord:
    """The adviser confirms the council's paragraphs as they stand, edits among them."""
    meeting = locked_meeting(meeting)
    standing = _mine(meeting, council, seal, by, timezone.localtime(at).date())
    if not standing.item.is_there:
        raise Refused(f"{council.short_name} is not in the report now, so there is nothing to confirm.")
    return _said(meeting, council, Kind.CONFIRMED, standing, by=by, at=at)


@transaction.atomic
def refuse_edit(
    *, meeting: Meeting, council: Council, sentence: str, seal: str, by: User, at: datetime
) -> AdviserWord:
    """The adviser does not confirm an edit, and says why in a sentence; it blocks nothing and is shown."""
    meeting = locked_meeting(meeting)
    standing = _mine(meeting, council, seal, by, timezone.localtime(at).date())
    if not standing.edits:
        raise Refused("There is no edit here that waits for you. You can write the paragraph yourself.")
    if not (said := " ".join(sentence.split())):
        raise Refused("Enter why you do not confirm the edit.")
    return _said(meeting, council, Kind.NOT_CONFIRMED, standing, sentence=said, by=by, at=at)


def _said(
    meeting: Meeting,
    council: Council,
    kind: AdviserWord.Kind,
    standing: Standing,
    *,
    by: User,
    at: datetime,
    sentence: str = "",
) -> AdviserWord:
    word = AdviserWord.objects.create(
        meeting=meeting,
        council=council,
        kind=kind,
        texts=standing.texts,
        sentence=sentence,
        said_by=by,
        said_at=at,
    )
    record(
        by=by,
        act="confirm_paragraph" if kind == Kind.CONFIRMED else "refuse_edit",
        subject=word,
        scope=council.audit_scope,
    )
    return word


def tell_of_edit(*, meeting: Meeting, council: Council, by: User, at: datetime) -> None:
    """The region's advisers are told, once until they answer, that an edit waits for them."""
    last = meeting.adviser_words.filter(council=council).order_by("-id").values_list("pk", flat=True).first()
    people = advisers_asked(council, timezone.localtime(at).date())
    tell_people(
        people=[person for person in people if person != by],
        about=f"paragraph-edited:{meeting.pk}:{council.pk}:{last or 0}",
        sentence="An edit of a paragraph of the next report waits for you",
        address=f"{meeting.get_absolute_url()}/pack/{council.code}/paragraph",
        at=at,
    )


@transaction.atomic
def remind_of_paragraphs(*, by: User | None, at: datetime, on: date, working_days: int) -> int:
    """Whoever has not answered is told again: once before the day asked for, once before the cut-off.

    From so many working days before each until the day itself; a meeting's reminders end with its report.
    Safe to run twice: each person is told once for each day. How many were told.
    """
    told = 0
    meetings = Meeting.objects.filter(packs__isnull=True, cut_off_on__gte=on, paragraphs_asked__isnull=False)
    for meeting in meetings.select_related("body__acts_for").distinct():
        last: dict[Council, ParagraphAsk] = {}
        for ask in meeting.paragraphs_asked.select_related("council__region", "asked_by").order_by("id"):
            last[ask.council] = ask
        days: dict[tuple[str, date], list[Council]] = {}
        for council, ask in last.items():
            for why, due in (("asked", ask.by_on), ("cut-off", meeting.cut_off_on)):
                if working_days_before(due, working_days) <= on <= due:
                    days.setdefault((why, due), []).append(council)
        for (why, due), councils in days.items():
            told += tell_people(
                people=_unanswered(meeting, councils, on),
                about=f"paragraphs-{why}:{meeting.pk}:{due}",
                sentence="Paragraphs of the next report still wait for you",
                address=f"{meeting.get_absolute_url()}/pack",
                at=at,
            )
    return told


def _unanswered(meeting: Meeting, councils: Iterable[Council], on: date) -> list[User]:
    """The advisers of those councils that are in their draft and of which they have not answered."""
    people: dict[User, None] = {}
    advised: dict[User, list[Council]] = {}
    for council in councils:
        for adviser in advisers_asked(council, on):
            advised.setdefault(adviser, []).append(council)
    for adviser, theirs in advised.items():
        reader = User.objects.with_roles().get(pk=adviser.pk)
        keys = {council.pk for council in theirs}
        items = [item for item in draft_of(meeting, reader).items if item.council.pk in keys]
        if any(each.ask and not each.is_answered for each in standings_of(meeting, items).values()):
            people[adviser] = None
    return list(people)
