"""To answer what one was told of a concern, and to take back what a group office was told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import cast

from django.db import transaction

from accounts.models import User
from accounts.workflow import tell_people
from audit.workflow import record
from cases.access import (
    is_closed,
    may_not_acknowledge_line,
    may_not_answer,
    may_not_tell_members,
    speaks_for_office,
)
from cases.models import Answer, Concern, GroupOfficeFlag, PanelLine
from cases.workflow.locking import day_of, in_words, kept, locked, signed, wanted
from common.errors import Refused, forbid, not_found, refuse
from councils.models import PoliticalGroup

# What a person is told: no council, no content (TRUST section 2).
ANSWERED = "There is an answer about a council."
OFFICE_TOLD = "Your office was told something about a council."
TAKEN_BACK = "Something your office was told about a council was taken back."


@transaction.atomic
def answer_group_office(*, by: User, at: datetime, flag: GroupOfficeFlag, text: str = "") -> Answer:
    """The office that was told acknowledges it, with or without words; others answer it in words.

    Raises NotPermitted, Refused. The owner and the deputy, or the office, are told that there is an answer.
    """
    held = locked(flag.concern, by)
    on = day_of(at)
    found = held.group_office_notices.select_related("group").filter(pk=flag.pk).first()
    told = cast(GroupOfficeFlag, found) if found else not_found("What the office was told")
    told.concern = held
    forbid(may_not_answer(by, told, on))
    refuse(_taken_back(told))
    text, speaks = kept(text), speaks_for_office(by, told, on)
    refuse(_says_nothing_new(told.answers.select_related("by").filter(acknowledges=True).first(), text))
    if not speaks and not text:
        refuse("Enter what you answer. Only the office that was told acknowledges without words.")
    added = Answer.objects.create(**signed(held, by, at, None), flag=told, acknowledges=speaks, text=text)
    _record(held, added, "answer_group_office", by)
    whom = looking_after(held) if speaks else people_of_office(told.group, at)
    _tell(whom, held, f"answer:{added.pk}", ANSWERED, at, but=by)
    return added


@transaction.atomic
def acknowledge_line(*, by: User, at: datetime, line: PanelLine, text: str = "") -> Answer:
    """The secretariat has taken the line to the Panel, with or without words: for which meeting, say."""
    held = locked(line.concern, by)
    found = held.panel_lines.filter(pk=line.pk).first()
    told = cast(PanelLine, found) if found else not_found("The line to the Panel")
    forbid(may_not_acknowledge_line(by))
    if not told.stands:
        raise Refused("This line no longer stands. The concern says whether another took its place.")
    text = kept(text)
    refuse(_says_nothing_new(told.answers.select_related("by").first(), text))
    added = Answer.objects.create(**signed(held, by, at, None), line=told, acknowledges=True, text=text)
    _record(held, added, "acknowledge_line", by)
    _tell(looking_after(held), held, f"answer:{added.pk}", ANSWERED, at, but=by)
    return added


@transaction.atomic
def take_back_group_office(*, by: User, at: datetime, flag: GroupOfficeFlag, reason: str) -> GroupOfficeFlag:
    """What the office was told no longer stands: it reads the concern no more; what it answered is kept."""
    held = locked(flag.concern, by)
    forbid(may_not_tell_members(by, held, day_of(at)))
    found = held.group_office_notices.select_related("group").filter(pk=flag.pk).first()
    told = cast(GroupOfficeFlag, found) if found else not_found("What the office was told")
    refuse(_taken_back(told) or is_closed(held))
    told.ended_reason = wanted(reason, "Enter why this no longer stands.")
    whom = _readers(held, people_of_office(told.group, at))  # asked while they still may read it
    told.ended_at, told.ended_by = at, by
    told.save()
    record(
        by=by,
        act="take_back_group_office",
        subject=held,
        scope=held.council.audit_scope,
        details={"group": told.group.slug, "told": told.pk},
    )
    tell_people(
        people=whom,
        about=f"cases.taken_back:{told.pk}",
        sentence=TAKEN_BACK,
        address="/cases/told",
        at=at,
    )
    return told


def tell_office(told: GroupOfficeFlag, at: datetime) -> None:
    """The people of the office read on their first page that there is something; what, the list says."""
    whom = people_of_office(told.group, at)
    _tell(whom, told.concern, f"told:{told.pk}", OFFICE_TOLD, at, address="/cases/told")


def looking_after(held: Concern) -> list[User]:
    """The owner, and the deputy named."""
    return [held.owner, *([held.deputy] if held.deputy else [])]


def people_of_office(group: PoliticalGroup, at: datetime) -> list[User]:
    """Who works for the group's office on the day."""
    posts = group.office_posts.holding_on(day_of(at)).select_related("user")
    return [post.user for post in posts if post.user.is_active]


def _tell(
    whom: Iterable[User],
    held: Concern,
    about: str,
    sentence: str,
    at: datetime,
    *,
    but: User | None = None,
    address: str = "",
) -> None:
    tell_people(
        people=_readers(held, (user for user in whom if user != but)),
        about=f"cases.{about}",
        sentence=sentence,
        address=address or held.get_absolute_url(),
        at=at,
    )


def _readers(held: Concern, people: Iterable[User]) -> list[User]:
    """Those who may read the concern: a declared interest keeps even a word of it from a person."""
    return [user for user in people if Concern.objects.visible_to(user).filter(pk=held.pk).exists()]


def _taken_back(told: GroupOfficeFlag) -> str | None:
    if told.stands or told.ended_at is None:
        return None
    when = in_words(day_of(told.ended_at))
    return f"This was taken back on {when}. Tell the office anew if it is so again."


def _says_nothing_new(earlier: Answer | None, text: str) -> str | None:
    if earlier is None or text:
        return None
    when = in_words(earlier.happened_on)
    return f"{earlier.by.name} acknowledged this on {when}. Add words if there is something to say."


def _record(held: Concern, added: Answer, act: str, by: User) -> None:
    record(by=by, act=act, subject=held, scope=held.council.audit_scope, details={"answer": added.pk})
