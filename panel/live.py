"""What the report takes from live concerns, and no more: the one place where it reads the cases room.

A paper names allow-listed fields only (TRUST section 3, 13): never a note, a source or a discussion's words.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from accounts.models import User
from cases.models import ConclusionKind, SupportPackage
from cases.queries.for_panel import (
    PanelConcern,
    concerns_for_panel,
    lessons_for_panel,
)
from cases.stages import WITH_THE_COUNCIL
from councils.models import Council
from papers.paper import day

__all__ = [
    "LiveConcern",
    "LiveLesson",
    "LiveSupport",
    "concerns_about",
    "lessons_since",
    "reported_concerns",
]

# From this stage on a concern is spoken of in full; below it, by its one-line summary (WORKFLOW section 1).
SPOKEN_OF_IN_FULL = frozenset(stage.digit for stage in WITH_THE_COUNCIL)


@dataclass(frozen=True)
class LiveSupport:
    """A support package as the Panel is told of it (R147): what, by whom, how it goes."""

    what: str
    by_whom: str = ""
    progress: str = ""
    progress_on: date | None = None
    attention: str = ""
    board: str = ""


@dataclass(frozen=True)
class LiveConcern:
    """One open concern: `stage` is the digit as printed ("3", "5a"), `line` its line to the Panel.

    `paragraph` is what the adviser wrote for the Panel; `shown` says whether it was shown at the council,
    for the page on which the report is prepared and never for the paper.
    """

    id: int
    council: Council
    stage: str
    at_stage: str
    summary: str
    address: str = ""
    conclusion: str = ""
    next_review_on: date | None = None
    line: str = ""
    told: str = ""
    paragraph: str = ""
    shown: str = ""
    by_government: tuple[str, ...] = ()
    support: tuple[LiveSupport, ...] = field(default=())

    @property
    def in_full(self) -> bool:
        """Whether the paper may say more than the one-line summary."""
        return self.stage in SPOKEN_OF_IN_FULL


def reported_concerns(user: User) -> list[LiveConcern]:
    """Every open concern before the Panel: with a line to PSP, or from Stage 4 on."""
    return [_live(held) for held in concerns_for_panel(user)]


def concerns_about(user: User, councils: Iterable[Council]) -> list[LiveConcern]:
    """Every open concern about these councils, early ones by their one line."""
    return [_live(held) for held in concerns_for_panel(user, list(councils))]


@dataclass(frozen=True)
class LiveLesson:
    """What a concern whose support to the Panel, or intervention, ended leaves behind (R151)."""

    council: Council
    ended_on: date
    at_stage: str
    lessons: str


def lessons_since(user: User, since: datetime) -> list[LiveLesson]:
    """The lessons of Stage 4 and of intervention that ended since, by council and day."""
    return [
        LiveLesson(
            council=ending.concern.council,
            ended_on=ending.happened_on,
            at_stage=ending.change.came_from.numbered if ending.change.came_from else "",
            lessons=ending.lessons,
        )
        for ending in lessons_for_panel(user, since)
    ]


def _live(held: PanelConcern) -> LiveConcern:
    concern = held.concern
    said = LiveConcern(
        id=concern.pk,
        council=held.council,
        stage=held.stage.digit,
        at_stage=held.stage.numbered,
        summary=held.summary,
        address=concern.get_absolute_url(),
        next_review_on=concern.next_on,
    )
    return said if held.is_early else _in_full(said, held)


def _in_full(said: LiveConcern, held: PanelConcern) -> LiveConcern:
    support = [_support(package) for package in held.support if package.goes_on]
    if held.line and held.line.support and not support:
        support = [LiveSupport(held.line.support)]
    return replace(
        said,
        conclusion=_conclusion(held),
        line=held.line.challenge if held.line else "",
        paragraph="\n".join(held.paragraph.lines) if held.paragraph else "",
        shown=_shown(held),
        told=f"{held.awareness.told}, {held.awareness.how}" if held.awareness else "",
        by_government=tuple(
            f"{act.at_step.label}: {act.body}, {act.legal_basis} ({act.department})"
            for act in held.government_acts
        ),
        support=tuple(support),
    )


def _shown(held: PanelConcern) -> str:
    """Whether the paragraph was shown at the council before, in words; empty where there is none."""
    if held.paragraph is None:
        return ""
    if held.shown is None:
        return "It is not held that this paragraph was shown at the council."
    shown = held.shown
    which = "This paragraph" if held.shown_as_it_stands else "An earlier paragraph"
    return f"{which} was shown to {shown.shown_to}, {shown.how_in_words}, on {day(shown.happened_on)}."


def _support(package: SupportPackage) -> LiveSupport:
    latest = next(iter(package.progress.all()), None)
    return LiveSupport(
        what=package.objectives,
        by_whom=_by_whom(package),
        board=_board(package),
        progress=latest.text if latest else "",
        progress_on=latest.happened_on if latest else None,
        attention=package.attention_reason,
    )


def _by_whom(package: SupportPackage) -> str:
    """Its own line, and those who give something that the line does not name."""
    line = package.provider
    more = [whose for whose in package.givers if whose.casefold() not in line.casefold()]
    return f"{line.rstrip('.')}; with {', '.join(more)}" if more else line


def _board(package: SupportPackage) -> str:
    """The board that stands over it, and when it meets next."""
    board = package.standing_board
    if board is None:
        return ""
    if board.next_meeting_on is None:
        return f"Overseen by the {board.name}"
    return f"Overseen by the {board.name}, which meets next on {day(board.next_meeting_on)}"


def _conclusion(held: PanelConcern) -> str:
    """Only the conclusion that is recorded, never one read out of text (UI.md)."""
    latest = held.latest_conclusion
    if latest is None:
        return ""
    kind = ConclusionKind(latest.kind)
    said = latest.text if kind == ConclusionKind.ANOTHER else kind.label
    if latest.council_view:
        return f"{said}. In the council's own words: {latest.council_view}"
    return said
