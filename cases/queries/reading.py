"""One concern as its page shows it: evidence, story, discussions, support, who knows, its stages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import SimpleNamespace
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import F, OuterRef, Prefetch, QuerySet, Subquery

from accounts.models import User
from cases.models import (
    AwarenessRecord,
    Concern,
    Discussion,
    Ending,
    Evidence,
    EvidenceKind,
    GovernmentAct,
    GroupOfficeFlag,
    LookBack,
    NarrativeEntry,
    PanelLine,
    PanelParagraph,
    PeerChallenge,
    PoliticalAction,
    StageChange,
    SupportInput,
    SupportPackage,
    SupportProgress,
    WhatFollowed,
)
from cases.queries.answering import answered, notices_seen
from cases.queries.paragraphs import paragraphs_of, reads_paragraphs
from cases.stages import Stage
from councils.models import Council
from intelligence.independence import sources_told_apart
from intelligence.models import Factor, Note


@dataclass(frozen=True, kw_only=True)
class Balance:
    """Soft and hard evidence side by side (R075). `withheld`: notes an adviser may know of and not read.
    `challenges`: what an unpublished peer challenge says, for who may see that one (R139, R142).

    `reads_notes` is False for those who read no notes at all: to them it is not said that soft is absent.
    """

    soft: list[Evidence]
    hard: list[Evidence]
    withheld: list[str] = field(default_factory=list)
    challenges: list[Evidence] = field(default_factory=list)
    reads_notes: bool = True

    @property
    def soft_is_absent(self) -> bool:
        return self.reads_notes and not self.soft and not self.withheld

    @property
    def hard_is_absent(self) -> bool:
        return not self.hard

    @property
    def independent_sources(self) -> int:
        """How many sources the soft evidence has: two notes of one source count once."""
        return sources_told_apart(one.note.source for one in self.soft if one.note)


def balance(concern: Concern, user: User | AnonymousUser) -> Balance:
    """The evidence the person may read: a note only where they may read the note itself."""
    evidence = list(
        concern.evidence.select_related(
            *("by", "acted_for", "challenge"),
            *("note__source__type", "note__source__region", "note__source__identity"),
        ).defer("note__source__identity__sealed")
    )
    note_ids = [one.note_id for one in evidence if one.note_id]
    readable = set(
        Note.objects.visible_to(user).standing().filter(pk__in=note_ids).values_list("pk", flat=True)
    )
    reads_notes = isinstance(user, User) and user.is_adviser
    # Why a peer challenge bears on a concern was written for advisers, and stays theirs once it is published.
    of_challenges = [one for one in evidence if one.kind == EvidenceKind.CHALLENGE and reads_notes]
    seen = set()
    if of_challenges:
        asked = [one.challenge_id for one in of_challenges]
        seen = set(PeerChallenge.objects.visible_to(user).filter(pk__in=asked).values_list("pk", flat=True))
    withheld = Note.objects.withheld_from(user).filter(pk__in=note_ids)
    return Balance(
        soft=[one for one in evidence if one.note_id in readable],
        hard=[one for one in evidence if one.is_hard],
        withheld=sorted(withheld.values_list("owner__name", flat=True)),
        challenges=[one for one in of_challenges if one.challenge_id in seen],
        reads_notes=reads_notes,
    )


@dataclass(frozen=True, kw_only=True)
class ConcernPage:
    """Everything of a concern that its page shows; the newest first where it is a story."""

    concern: Concern
    factors: list[Factor]
    balance: Balance
    narrative: list[NarrativeEntry]
    proposals: list[NarrativeEntry]
    discussions: list[Discussion]
    support: list[SupportPackage]
    awareness: list[AwarenessRecord]
    panel_lines: list[PanelLine]
    group_offices: list[GroupOfficeFlag] | None
    government_acts: list[GovernmentAct]
    political_actions: list[PoliticalAction]
    changes: list[StageChange]
    readers: list[User]
    beside: list[Concern]
    paragraphs: list[PanelParagraph] | None
    what_followed: list[WhatFollowed]

    @property
    def endings(self) -> list[Ending]:
        """What its endings left behind, each with its look-backs, the newest first."""
        return [ending for one in reversed(self.changes) if (ending := getattr(one, "ending", None))]

    @property
    def panel_line(self) -> PanelLine | None:
        """The line to the Panel that stands."""
        return next((line for line in self.panel_lines if line.stands), None)

    @property
    def latest_awareness(self) -> AwarenessRecord | None:
        """The newest account of telling the council that nothing supersedes."""
        return self.awareness[0] if self.awareness else None


def concern_page(concern: Concern, user: User | AnonymousUser) -> ConcernPage:
    """The parts of the page, in a number of queries that does not grow with what is held."""
    narrative = list(
        _signed(concern.narrative).select_related("corrects__by").order_by("-happened_on", "-id")
    )
    looked = LookBack.objects.select_related("by", "acted_for").order_by("-id")
    changes = list(
        _signed(concern.stage_changes)
        .select_related("ending__put_off")
        .prefetch_related(Prefetch("ending__look_backs", queryset=looked))
    )
    last_change = changes[-1] if changes else None
    proposals = [
        one
        for one in narrative
        if one.proposes and (last_change is None or one.recorded_at > last_change.recorded_at)
    ]
    beside = Concern.objects.visible_to(user).filter(council=concern.council_id).exclude(pk=concern.pk)
    return ConcernPage(
        concern=concern,
        factors=list(concern.factors.all()),
        balance=balance(concern, user),
        narrative=narrative,
        proposals=proposals,
        discussions=list(
            _signed(concern.discussions)
            .select_related("conclusion__by", "conclusion__acted_for")
            .prefetch_related("known_peers__user")
            .order_by("-happened_on", "-id")
        ),
        support=packages(concern),
        awareness=list(
            _signed(concern.awareness).filter(superseded_by__isnull=True).order_by("-happened_on", "-id")
        ),
        panel_lines=list(answered(_signed(concern.panel_lines).order_by("-id"))),
        group_offices=notices_seen(concern, user),
        government_acts=list(
            _signed(concern.government_acts).select_related("superseded_by").order_by("-happened_on", "-id")
        ),
        political_actions=list(_signed(concern.political_actions).order_by("-happened_on", "-id")),
        changes=changes,
        readers=[one.user for one in concern.readers.select_related("user")],
        beside=list(beside.select_related("service_area").prefetch_related("factors").order_by("number")),
        paragraphs=paragraphs_of(concern) if reads_paragraphs(user) else None,
        what_followed=list(_signed(concern.what_followed).order_by("happened_on", "id")),
    )


def packages(concern: Concern) -> list[SupportPackage]:
    """Its support with progress, newest progress first; what goes on before what has ended."""
    progress = SupportProgress.objects.select_related("by", "acted_for").order_by("-happened_on", "-id")
    held = _with_latest(concern.support.all()).prefetch_related(
        Prefetch("progress", queryset=progress), Prefetch("inputs", queryset=inputs_in_order()), "boards"
    )
    return _what_goes_on_first(held)


def inputs_in_order() -> QuerySet[SupportInput]:
    """What goes on before what has ended, each by the day it was agreed."""
    inputs = SupportInput.objects.select_related("by", "acted_for", "ended_by")
    return inputs.order_by(F("ended_at").asc(nulls_first=True), "happened_on", "id")


def support_about(council: Council, user: User | AnonymousUser) -> list[SupportPackage]:
    """Support for the council on concerns the person may read: what goes on first, in one query.

    Each has `latest_on` and `latest_text` of its newest progress (None: none yet).
    """
    visible = Concern.objects.visible_to(user).filter(council=council).values("pk")
    held = _with_latest(SupportPackage.objects.filter(concern__in=visible))
    return _what_goes_on_first(held.select_related("concern"))


def support_on(concerns: Iterable[int], user: User | AnonymousUser) -> dict[int, list[SupportPackage]]:
    """By concern's id, the same of those of these concerns that the person may read, in one query."""
    visible = Concern.objects.visible_to(user).filter(pk__in=list(concerns)).values("pk")
    held = _with_latest(SupportPackage.objects.filter(concern__in=visible))
    found: dict[int, list[SupportPackage]] = {}
    for package in _what_goes_on_first(held.select_related("concern")):
        found.setdefault(package.concern_id, []).append(package)
    return found


def _with_latest(held: QuerySet[SupportPackage]) -> QuerySet[SupportPackage]:
    newest = SupportProgress.objects.filter(package=OuterRef("pk")).order_by("-happened_on", "-id")
    return _signed(held).annotate(
        latest_on=Subquery(newest.values("happened_on")[:1]), latest_text=Subquery(newest.values("text")[:1])
    )


def _what_goes_on_first(held: Iterable[SupportPackage]) -> list[SupportPackage]:
    return sorted(held, key=lambda package: (not package.goes_on, package.happened_on, package.pk))


def discussion_of(concern: Concern, pk: int) -> Discussion | None:
    """One discussion of the concern."""
    return _one(concern.discussions, pk)


def package_of(concern: Concern, pk: int) -> SupportPackage | None:
    """One support package of the concern, with its progress."""
    return next((package for package in packages(concern) if package.pk == pk), None)


def input_of(package: SupportPackage, pk: int) -> SupportInput | None:
    """One input of the package."""
    return _one(package.inputs, pk)


def narrative_of(concern: Concern, pk: int) -> NarrativeEntry | None:
    """One piece of the concern's story."""
    return _one(concern.narrative, pk)


def awareness_of(concern: Concern, pk: int) -> AwarenessRecord | None:
    """One account of telling the council, not superseded."""
    return _one(concern.awareness.filter(superseded_by__isnull=True), pk)


def government_act_of(concern: Concern, pk: int) -> GovernmentAct | None:
    """One account of what government did, not superseded."""
    return _one(concern.government_acts.filter(superseded_by__isnull=True), pk)


def _one(related: Any, pk: int) -> Any:
    return _signed(related).filter(pk=pk).first()


def _signed(related: Any) -> Any:
    return related.select_related("by", "acted_for")


# Its stages.


def steps(concern: Concern, changes: Sequence[StageChange], on: date) -> list[SimpleNamespace]:
    """The strip of this one concern: digit, name, when, place (past, here, ahead)."""
    came: dict[Stage, date] = {change.came_to: change.happened_on for change in changes}
    held = concern.held_stage
    strip, order = [], list(_SHORT)
    for stage in _strip(held, came):
        when, place = "", "ahead"
        if stage not in came and order.index(stage) < order.index(held):
            when = "not gone through"
        if stage in came:
            when, place = _day(came[stage]), "past"
        if stage is held and concern.is_open:
            days = (on - came.get(stage, concern.opened_on)).days
            when, place = f"{when} · day {days + 1}", "here"
        strip.append(SimpleNamespace(digit=stage.digit, name=_SHORT[stage], when=when, place=place))
    return strip


_SHORT = {
    Stage.LOCAL_INTELLIGENCE: "Local intelligence",
    Stage.WIDER_INFORMATION: "Wider information gathering",
    Stage.COUNCIL_DISCUSSION: "Discussions with the council",
    Stage.PANEL_SUPPORT: "Support, reported to the Panel",
    Stage.INSPECTION: "Inspection, by government",
    Stage.INTERVENTION: "Intervention, by government",
}


def _strip(held: Stage, came: dict[Stage, date]) -> list[Stage]:
    """The four stages, and of government's steps those that were taken: nothing announces them."""
    return [stage for stage in _SHORT if not stage.is_governments or stage in came or stage is held]


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
