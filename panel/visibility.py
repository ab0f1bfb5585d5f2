"""Who may know of a radar entry, a meeting or a pack (TRUST section 2, rows "Radar pack" and "Radar item").

Live radar entries are for advisers and the secretariat; members, heads of group offices and others see only
what was issued for a meeting they attend. A declared interest hides a council's radar entry altogether; in a
pack it becomes a withheld line, which papers.withholding draws.
"""

from __future__ import annotations

from typing import Any, cast

from django.apps import apps
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Now, TruncDate

from accounts.models import Role, User
from cases.models import GroupOfficePost
from councils.models import Interest

LIVE = (Role.PRINCIPAL_ADVISER, Role.SENIOR_ADVISER, Role.SECRETARIAT)
ALL_MEETINGS = (*LIVE, Role.GOVERNANCE_OFFICER)
AT_THE_TABLE = (Role.PANEL_MEMBER, Role.HEAD_OF_GROUP_OFFICE)
GROUP_OFFICES = (Role.GROUP_OFFICE, Role.HEAD_OF_GROUP_OFFICE)
# The capacities in which one sits at every meeting; a substitute does at those for which they are named.
SITS = ("chair", "vice_chair", "deputy_chair", "member", "observer", "in_attendance")
# The note, the schedule and the boards' own papers are kept by the secretariat and read by advisers too.
ALL_PAPERS = (*LIVE, Role.GOVERNANCE_OFFICER)
# Every issued pack: advisers and the secretariat read it, the governance officer sees its hash and list.
ALL_PACKS = (Role.PRINCIPAL_ADVISER, Role.SECRETARIAT, Role.GOVERNANCE_OFFICER)


def declared_by(user: User) -> models.QuerySet[Any]:
    """The councils in which this person has declared an interest, by the database's clock."""
    today = cast(Any, TruncDate(Now()))
    return Interest.objects.filter(user=user).holding_on(today).values("council")


class RadarQuerySet(models.QuerySet[Any]):
    """Radar entries, by who asks."""

    def visible_to(self, user: User) -> RadarQuerySet:
        """Those this person may know of; a declared interest hides a council's (by the database's clock)."""
        if not user.has_role(*LIVE):
            return self.none()
        return self.exclude(council__in=declared_by(user))

    def standing(self) -> RadarQuerySet:
        """Those not taken off."""
        return self.filter(taken_off_at__isnull=True)


def groups_worked_for(user: User) -> models.QuerySet[Any, Any]:
    """The political groups for whose offices the person works today, by key."""
    posts = GroupOfficePost.objects.filter(user=user).holding_on(cast(Any, TruncDate(Now())))
    return posts.values("group")


def _held(path: str, day: str, **who: Any) -> list[Q]:
    """That a dated row at `path` (a membership, a region's holding) is theirs on the day `day`."""
    return [
        Q(**{f"{path}__{name}": value for name, value in who.items()}),
        Q(**{f"{path}__since_on__isnull": True}) | Q(**{f"{path}__since_on__lte": F(day)}),
        Q(**{f"{path}__until_on__isnull": True}) | Q(**{f"{path}__until_on__gte": F(day)}),
    ]


class MeetingQuerySet(models.QuerySet[Any]):
    """Meetings, by who asks."""

    def visible_to(self, user: User) -> MeetingQuerySet:
        """Those this person works for or attends."""
        if user.has_role(*ALL_MEETINGS):
            return self
        if user.has_role(*AT_THE_TABLE):
            return self.filter(pk__in=self.attended_by(user).values("pk"))
        return self.none()

    def attended_by(self, user: User) -> MeetingQuerySet:
        """Those of a body, or of one it meets with, at whose table the person sits on the day.

        A substitute attends where the group's office named them and has said nothing else since, as long as
        both seats hold on the day.
        """
        own = self._seating(user=user, capacity__in=SITS)
        answers = self.model._meta.get_field("answers").related_model.objects.standing()
        day = "meeting__held_on"
        named = answers.filter(*_held("substitute", day, user=user), *_held("membership", day))
        return self.filter(own | Q(pk__in=named.values("meeting")))

    def answered_by(self, user: User) -> MeetingQuerySet:
        """Those at which members of a political group sit for whose office they work today (R191)."""
        if not user.has_role(*GROUP_OFFICES):
            return self.none()
        return self.filter(self._seating(group__in=groups_worked_for(user)))

    def _seating(self, **who: Any) -> Q:
        meetings = self.model.objects
        single = meetings.filter(*_held("body__memberships", "held_on", **who))
        joint = meetings.filter(*_held("with_bodies__memberships", "held_on", **who))
        return Q(pk__in=single.values("pk")) | Q(pk__in=joint.values("pk"))


class InvitationQuerySet(models.QuerySet[Any]):
    """Invitations for one council's item, by who asks."""

    def standing(self) -> InvitationQuerySet:
        """Those not withdrawn."""
        return self.filter(end__isnull=True)

    def held_by(self, user: User) -> InvitationQuerySet:
        """The person's own that stand (TRUST section 2, I); an interest declared since hides one."""
        if not user.has_role(Role.INVITED_MEMBER):
            return self.none()
        return self.standing().filter(user=user).exclude(council__in=declared_by(user))


def _next_note_is_agreed() -> Exists:
    """That the note of the body's later meeting is agreed: a panel member's access to the pack ends."""
    notes = apps.get_model("panel", "IssuedPaper").objects.filter(kind="note")
    same = notes.filter(meeting__body=OuterRef("meeting__body"))
    return Exists(same.filter(meeting__held_on__gt=OuterRef("meeting__held_on")))


class IssuedPaperQuerySet(models.QuerySet[Any]):
    """Notes, schedules and the boards' own papers, by who asks."""

    def visible_to(self, user: User) -> IssuedPaperQuerySet:
        """Those this person may know of: of a meeting they attended, or of a board on which they sat then."""
        if user.has_role(*ALL_PAPERS):
            return self
        if not user.has_role(*AT_THE_TABLE):
            return self.none()
        told = self.model.objects.alias(issued_on=TruncDate("issued_at"))
        meetings = self.model._meta.get_field("meeting").related_model.objects
        sits = {"user": user, "capacity__in": SITS}
        sat = told.filter(*_held("body__memberships", "issued_on", **sits), meeting__isnull=True)
        attended = meetings.attended_by(user).values("pk")
        return self.filter(Q(meeting__in=attended) | Q(pk__in=sat.values("pk")))


class PackQuerySet(models.QuerySet[Any]):
    """Issued packs, by who asks."""

    def visible_to(self, user: User) -> PackQuerySet:
        """Those this person may know of; what they may read of one is panel.access's to say."""
        if user.has_role(*ALL_PACKS):
            return self
        # Relation I: a report that speaks of a council for whose item one is invited (R146). What has come
        # off the radar is no item; what was tabled after issue is one.
        entries, addenda = (
            self.model._meta.get_field(name).related_model.objects for name in ("entries", "addenda")
        )
        return self.filter(
            Q(pk__in=self.model.objects.read_whole_by(user).values("pk"))
            | Q(pk__in=items_for(entries.exclude(since="off"), user).values("pack"))
            | Q(pk__in=items_for(addenda.all(), user).values("pack"))
        )

    def read_whole_by(self, user: User) -> PackQuerySet:
        """Those of which this person is given more than one item."""
        if user.has_role(*ALL_PACKS):
            return self
        if user.has_role(*AT_THE_TABLE):
            meetings = self.model._meta.get_field("meeting").related_model.objects
            seen = self.filter(meeting__in=meetings.attended_by(user).values("pk"))
            return seen if user.has_role(Role.HEAD_OF_GROUP_OFFICE) else seen.exclude(_next_note_is_agreed())
        if user.has_role(Role.SENIOR_ADVISER):
            # "R": a senior adviser reads a pack that names a council of a region they held that day.
            held_on, path = "meeting__held_on", "entries__council__region__holdings"
            seen = self.model.objects.filter(*_held(path, held_on, user=user))
            return self.filter(pk__in=seen.values("pk"))
        return self.none()


class ChairDraftQuerySet(models.QuerySet[Any]):
    """Drafts sent to a Chair, by who asks."""

    def for_chair(self, user: User) -> ChairDraftQuerySet:
        """Those of meetings whose body this person chairs on the day."""
        seats = _held("meeting__body__memberships", "meeting__held_on", user=user, capacity="chair")
        found = self.model.objects.filter(*seats)
        return self.filter(pk__in=found.values("pk"))

    def visible_to(self, user: User) -> ChairDraftQuerySet:
        """The secretariat reads all of them, a Chair those sent to them, for as long as members the pack."""
        if user.has_role(Role.SECRETARIAT):
            return self
        if user.has_role(*AT_THE_TABLE):
            return self.for_chair(user).exclude(_next_note_is_agreed())
        return self.none()


def items_for(rows: Any, user: User) -> models.QuerySet[Any]:
    """Of rows with a council and a pack, those for whose item this person is invited.

    An interest that is declared overrides the invitation, and one that is withdrawn gives nothing.
    """
    packs = rows.model._meta.get_field("pack").related_model
    meetings = packs._meta.get_field("meeting").related_model
    invitations = meetings._meta.get_field("invitations").related_model.objects.held_by(user)
    mine = invitations.filter(council=OuterRef("council"), meeting=OuterRef("pack__meeting"))
    return cast(models.QuerySet[Any], rows.filter(Exists(mine)))


class AddendumQuerySet(models.QuerySet[Any]):
    """What was tabled to an issued pack, by who asks: the pack's own readers, the invited for their item."""

    def visible_to(self, user: User) -> AddendumQuerySet:
        """Those this person may know of; a declared interest withholds the words, as in the pack."""
        packs = self.model._meta.get_field("pack").related_model.objects
        whole = Q(pack__in=packs.read_whole_by(user).values("pk"))
        return self.filter(whole | Q(pk__in=items_for(self.model.objects.all(), user).values("pk")))


class LastPaperQuerySet(models.QuerySet[Any]):
    """Last papers in Word, by who asks."""

    def visible_to(self, user: User) -> LastPaperQuerySet:
        """The secretariat's alone; lines about a council of a declared interest are withheld from them."""
        return self if user.has_role(Role.SECRETARIAT) else self.none()
