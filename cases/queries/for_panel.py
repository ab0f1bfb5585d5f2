"""What the Panel and liaison need of concerns: lines to PSP, support, who at the council knows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from accounts.models import Role, User
from cases.models import (
    AwarenessRecord,
    Concern,
    Conclusion,
    Ending,
    Evidence,
    GovernmentAct,
    GroupOfficeFlag,
    PanelLine,
    PanelParagraph,
    ParagraphShown,
    StageChange,
    SupportPackage,
    SupportProgress,
)
from cases.stages import GOVERNMENTS, Stage
from councils.models import Council
from intelligence.independence import sources_told_apart
from intelligence.models import Note


@dataclass(frozen=True, kw_only=True)
class PanelConcern:
    """A concern as a pack may draw on it. `line` is the standing line to PSP, if any.

    `paragraph` is the adviser's newest words for the Panel; `shown` says to whom at the council one was shown
    last, that one or an earlier one.

    A pack says no more of an early concern than its one-line summary (WORKFLOW section 1): `summary` and
    `stage` are all that is filled in where `is_early`.
    """

    concern: Concern
    council: Council
    stage: Stage
    summary: str
    is_early: bool
    line: PanelLine | None = None
    latest_conclusion: Conclusion | None = None
    support: tuple[SupportPackage, ...] = ()
    awareness: AwarenessRecord | None = None
    government_acts: tuple[GovernmentAct, ...] = ()
    changes: tuple[StageChange, ...] = ()
    group_offices: tuple[GroupOfficeFlag, ...] = ()
    paragraph: PanelParagraph | None = None
    shown: ParagraphShown | None = None

    @property
    def shown_as_it_stands(self) -> bool:
        """Whether what was shown at the council is the paragraph that stands, not an earlier one."""
        return bool(self.paragraph and self.shown and self.shown.paragraph_id == self.paragraph.pk)

    @property
    def council_knows(self) -> bool:
        """Whether an account of telling the council stands; never guessed from text."""
        return self.awareness is not None

    @property
    def asks_for_attention(self) -> bool:
        """Whether people ask for the Panel's attention to one of its packages."""
        return any(package.asks_for_attention for package in self.support if package.goes_on)

    @property
    def reported_to_panel(self) -> bool:
        """At Stage 4 or 5, or with a line to PSP."""
        return self.line is not None or self.stage in REPORTED


REPORTED = frozenset({Stage.PANEL_SUPPORT}) | GOVERNMENTS


def concerns_for_panel(
    user: User | AnonymousUser, councils: Iterable[Council] | None = None, *, closed: bool = False
) -> list[PanelConcern]:
    """Open concerns the person may read, by council's name: those reported to the Panel or with a line.

    With `councils`, every open concern about those (the radar's), early ones with their summary alone: the
    secretariat, which builds the pack, is given that much of them too.
    `closed` takes closed ones in as well (for what has closed since the last meeting). At most 13 queries.
    """
    builds_packs = isinstance(user, User) and user.has_role(Role.SECRETARIAT)
    concerns = Concern.objects.visible_to(user)
    if councils is not None and builds_packs:
        concerns = Concern.objects.known_to(user)
    if not closed:
        concerns = concerns.open()
    if councils is None:
        standing = PanelLine.objects.filter(concern=OuterRef("pk"), ended_at__isnull=True)
        concerns = concerns.filter(Q(stage__in=REPORTED) | Q(closed_from__in=REPORTED) | Exists(standing))
    else:
        concerns = concerns.filter(council__in=list(councils))
    return [_for_panel(concern) for concern in _loaded(concerns)]


def open_concern_for_panel(user: User | AnonymousUser, number: int) -> PanelConcern | None:
    """One open concern as a pack may draw on it; None where it is missing, closed or may not be read."""
    concern = _loaded(Concern.objects.visible_to(user).open().filter(pk=number)).first()
    return _for_panel(concern) if concern else None


def lessons_for_panel(user: User | AnonymousUser, since: datetime) -> list[Ending]:
    """Endings of Stage 4 or 5b with lessons, recorded since, of concerns the person may read; one query."""
    readable = Concern.objects.visible_to(user).values("pk")
    ended = _with_lessons(since).filter(concern__in=readable)
    return list(
        ended.select_related("concern__council__region", "change").order_by(
            "concern__council__short_name", "happened_on", "id"
        )
    )


def _with_lessons(since: datetime) -> QuerySet[Ending]:
    before_panel = (Stage.PANEL_SUPPORT.value, Stage.INTERVENTION.value)
    return Ending.objects.filter(change__from_stage__in=before_panel, recorded_at__gt=since).exclude(
        lessons=""
    )


def _loaded(concerns):  # type: ignore[no-untyped-def]
    progress = SupportProgress.objects.select_related("by", "acted_for").order_by("-happened_on", "-id")
    support = SupportPackage.objects.select_related("by", "acted_for").prefetch_related(
        Prefetch("progress", queryset=progress), "inputs", "boards"
    )
    standing_awareness = AwarenessRecord.objects.filter(superseded_by__isnull=True)
    return (
        concerns.select_related("council__region", "owner", "deputy", "service_area")
        .prefetch_related(
            Prefetch("support", queryset=support),
            Prefetch("panel_lines", queryset=PanelLine.objects.filter(ended_at__isnull=True)),
            Prefetch(
                "awareness",
                queryset=standing_awareness.select_related("by").order_by("-happened_on", "-id"),
            ),
            Prefetch("conclusions", queryset=Conclusion.objects.order_by("-happened_on", "-id")),
            Prefetch(
                "government_acts",
                queryset=GovernmentAct.objects.filter(superseded_by__isnull=True).order_by(
                    "happened_on", "id"
                ),
            ),
            Prefetch("stage_changes", queryset=StageChange.objects.select_related("by", "acted_for")),
            Prefetch(
                "group_office_notices",
                queryset=GroupOfficeFlag.objects.filter(ended_at__isnull=True).select_related("group"),
            ),
            Prefetch("paragraphs", queryset=PanelParagraph.objects.order_by("-id")),
            Prefetch("paragraphs_shown", queryset=ParagraphShown.objects.order_by("-happened_on", "-id")),
        )
        .order_by("council__short_name", "number")
    )


def _for_panel(concern: Concern) -> PanelConcern:
    if concern.is_early:
        return PanelConcern(
            concern=concern,
            council=concern.council,
            stage=concern.at_stage,
            summary=concern.summary,
            is_early=True,
        )
    return PanelConcern(
        concern=concern,
        council=concern.council,
        stage=concern.at_stage,
        summary=concern.summary,
        is_early=False,
        line=next(iter(concern.panel_lines.all()), None),
        latest_conclusion=next(iter(concern.conclusions.all()), None),
        support=tuple(concern.support.all()),
        awareness=next(iter(concern.awareness.all()), None),
        government_acts=tuple(concern.government_acts.all()),
        changes=tuple(concern.stage_changes.all()),
        group_offices=tuple(concern.group_office_notices.all()),
        paragraph=next(iter(concern.paragraphs.all()), None),
        shown=next(iter(concern.paragraphs_shown.all()), None),
    )


# For liaison: what a release may rest on.


@dataclass(frozen=True, kw_only=True)
class Ground:
    """Whether this is enough for a release: one hard or two independent soft at least (WORKFLOW 4)."""

    hard: tuple[Evidence, ...]
    soft: tuple[Evidence, ...]

    @property
    def independent_sources(self) -> int:
        return sources_told_apart(one.note.source for one in self.soft if one.note)

    @property
    def is_enough(self) -> bool:
        return bool(self.hard) or self.independent_sources >= 2


def ground_of(concern: Concern, user: User | AnonymousUser, among: Iterable[int] | None = None) -> Ground:
    """The evidence of the concern this person may read (with `among`: of these ids), hard and soft."""
    evidence = concern.evidence.select_related("note__source__type", "note__source__identity", "by").defer(
        "note__source__identity__sealed"
    )
    if among is not None:
        evidence = evidence.filter(pk__in=list(among))
    held = list(evidence)
    note_ids = [one.note_id for one in held if one.note_id]
    readable = set(
        Note.objects.visible_to(user).standing().filter(pk__in=note_ids).values_list("pk", flat=True)
    )
    return Ground(
        hard=tuple(one for one in held if one.is_hard),
        soft=tuple(one for one in held if one.note_id in readable),
    )


def awareness_about(concern: Concern) -> list[AwarenessRecord]:
    """Every account of telling the council of this concern, newest first, superseded ones among them."""
    return list(
        concern.awareness.select_related("by", "acted_for", "superseded_by").order_by("-happened_on", "-id")
    )
