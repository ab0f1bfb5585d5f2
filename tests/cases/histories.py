"""Histories of acts, put to the application: what came of each, and where the concern then stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from accounts.models import User
from cases.models import Concern, Discussion, StageChange, SupportPackage
from cases.stages import Stage
from cases.workflow import (
    Account,
    Differing,
    Left,
    Offer,
    add_narrative,
    agree_support,
    close,
    conclude_discussion,
    end_support,
    explain,
    move,
    name_deputy,
    raise_concern,
    record_discussion,
    record_government_act,
    reopen,
    take_back_group_office,
    tell_group_office,
    tell_panel,
    write_paragraph,
)
from common.errors import DomainError, NotFound, Refused
from councils.models import PoliticalGroup
from tests.cases import oracle
from tests.cases.oracle import DECIDES, READS, STAGES, STRANGER, WORKS, Act, Held
from tests.factories.accounts import UserFactory
from tests.factories.cases import PoliticalGroupFactory
from tests.factories.councils import CouncilFactory, RegionHoldingFactory, adviser_for

OF_CONCERN = "cases.concern"
REASON = "It is so."

_often = st.sampled_from((True, True, True, False))
_basis = st.sampled_from((REASON, REASON, REASON, "", "  "))
_left = {"basis": _basis, "lessons": _often, "met": _often}
_moved = {**_left, "coming_off_point": _often}
_SAID: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "move": {"to": st.sampled_from(STAGES[:4]), **_moved},
    "close": _left,
    "reopen": {"basis": _basis, "has_date": _often},
    "government": {"to": st.sampled_from(STAGES[4:6]), **_moved},
    "discuss": {},
    "conclude": {
        "talk": st.integers(0, 4),
        "kind": st.sampled_from(
            (
                "satisfactory_explanation",
                "steps_in_place",
                "found_in_conversation",
                "bigger_support",
                "not_accepted",
                "another",
            )
        ),
        "closes": st.booleans(),
        "why": st.sampled_from(("", "not_a_priority", "no_local_demand", "members_refuse", "otherwise")),
        "view": _often,
        "support": st.booleans(),
        "line": st.booleans(),
        **_left,
    },
    "agree_support": {"basis": _basis, "weight": st.sampled_from(("light", "full"))},
    "end_support": {"basis": _basis, "package": st.integers(0, 3)},
    "tell_panel": {"basis": _basis},
    "narrate": {"basis": _basis},
    "explain": {"basis": _basis},
    "paragraph": {"basis": _basis},
    "tell_office": {},
    "take_back_office": {"basis": _basis},
}
_WHO = st.sampled_from((DECIDES,) * 7 + (WORKS, READS, STRANGER))
_LATE = st.sampled_from((False,) * 9 + (True,))
# What moves a concern comes more often: else most histories would stay where they begin.
_NAMES = ("move",) * 4 + ("discuss", "conclude", "close", "reopen", "government") * 2 + tuple(_SAID)


@st.composite
def acts(draw: st.DrawFn) -> Act:
    """One act, sensible or not."""
    name = draw(st.sampled_from(_NAMES))
    said = {key: draw(values) for key, values in _SAID[name].items()}
    return Act(name, who=draw(_WHO), is_late=draw(_LATE), said=said)


# Origin, stage, whether a coming-off point is given: every pair, those refused among them.
BEGINNINGS = [
    (origin, stage, has_point)
    for origin in sorted(oracle.BEGINNINGS)
    for stage in STAGES
    for has_point in (True, False)
]
beginnings = st.sampled_from(BEGINNINGS)
allowed_beginnings = st.sampled_from(
    [
        (origin, stage, has_point)
        for origin, stage, has_point in BEGINNINGS
        if oracle.begun(origin, stage, has_coming_off_point=has_point)
    ]
)


@dataclass(frozen=True)
class Try:
    """An act as it is put to the application."""

    concern: Concern
    said: dict[str, Any]
    who: dict[str, Any]
    version: int
    soon: date
    group: PoliticalGroup
    turn: int


@dataclass
class History:
    """One concern, the people who act on it, and how the application stands beside the oracle."""

    at: datetime
    people: dict[str, list[User]] = field(default_factory=dict)
    done: int = 0
    group: Any = None

    def begin(self, origin: str, stage: str, *, has_coming_off_point: bool) -> tuple[Concern | None, str]:
        """The concern, or None and the name of the error."""
        made: Any = UserFactory  # a factory gives the model, which its type does not say
        council: Any = CouncilFactory()
        lead = adviser_for(council)
        self.group = PoliticalGroupFactory()
        senior, deputy = made(senior_adviser=True), made(principal_adviser=True)
        RegionHoldingFactory(user=senior, region=council.region, capacity="senior")
        self.people = {
            DECIDES: [lead, deputy],
            WORKS: [senior],
            READS: [made(principal_adviser=True)],
            STRANGER: [made(role="research_analyst"), made(role="dclg_liaison")],
        }
        try:
            concern = raise_concern(
                by=lead,
                at=self.at,
                council=council,
                summary="Savings that slip",
                basis=REASON,
                review_on=self._soon,
                stage=Stage(stage),
                origin=origin,
                coming_off_point="Two budgets agreed." if has_coming_off_point else "",
                government=_account(REASON) if origin == "government" else None,
            )
        except DomainError as error:
            return None, type(error).__name__
        name_deputy(by=lead, at=self.at, concern=concern, version=concern.version, deputy=deputy)
        return Concern.objects.get(pk=concern.pk), ""

    @property
    def _soon(self) -> date:
        return self.at.date() + timedelta(days=30)

    def put(self, concern: Concern, act: Act) -> str:
        """What came of the act: empty where it worked, else the name of the error."""
        self.done += 1
        people = self.people[act.who]
        by = people[self.done % len(people)]
        held = Concern.objects.get(pk=concern.pk)
        version = held.version - 1 if act.is_late else held.version
        try:
            who = {"by": by, "at": self.at}
            _ACTS[act.name](Try(held, act.said, who, version, self._soon, self.group, self.done))
        except DomainError as error:
            return type(error).__name__
        return ""

    def stands(self, concern: Concern) -> Held:
        """Where the application has it, in the oracle's words."""
        held = Concern.objects.get(pk=concern.pk)
        talks = list(held.discussions.order_by("pk"))
        return Held(
            stage=held.stage,
            closed_from=held.closed_from,
            has_coming_off_point=bool(held.coming_off_point),
            talks=tuple(place for place, talk in enumerate(talks) if not hasattr(talk, "conclusion")),
            talked=len(talks),
            packages=tuple((one.weight, one.goes_on) for one in held.support.order_by("pk")),
            has_told_office=held.group_office_notices.filter(ended_at__isnull=True).exists(),
            has_line=held.panel_lines.filter(ended_at__isnull=True).exists(),
            moves=StageChange.objects.filter(concern=held).count(),
        )


def _account(basis: str) -> Account:
    return Account(department="DCLG", legal_basis=basis, body="The inspectors", text=basis)


def _left_of(said: dict[str, Any]) -> Left:
    return Left(
        lessons="Peers helped." if said["lessons"] else "", coming_off_point_met="met" if said["met"] else ""
    )


def _point(said: dict[str, Any]) -> str:
    return "Two budgets agreed." if said["coming_off_point"] else ""


def _move(tried: Try) -> None:
    move(
        **tried.who,
        concern=tried.concern,
        version=tried.version,
        to=Stage(tried.said["to"]),
        basis=tried.said["basis"],
        coming_off_point=_point(tried.said),
        left=_left_of(tried.said),
    )


def _close(tried: Try) -> None:
    close(
        **tried.who,
        concern=tried.concern,
        version=tried.version,
        reason=tried.said["basis"],
        left=_left_of(tried.said),
    )


def _reopen(tried: Try) -> None:
    review_on = tried.soon if tried.said["has_date"] else None
    reopen(
        **tried.who,
        concern=tried.concern,
        version=tried.version,
        reason=tried.said["basis"],
        review_on=review_on,
    )


def _government(tried: Try) -> None:
    record_government_act(
        **tried.who,
        concern=tried.concern,
        version=tried.version,
        step=Stage(tried.said["to"]),
        account=_account(tried.said["basis"]),
        coming_off_point=_point(tried.said),
    )


def _discuss(tried: Try) -> None:
    record_discussion(
        **tried.who,
        concern=tried.concern,
        level="chief_executive",
        who="The chief executive",
        text="Both see it.",
    )


def _conclude(tried: Try) -> None:
    talks = list(tried.concern.discussions.order_by("pk"))
    talk = talks[tried.said["talk"]] if tried.said["talk"] < len(talks) else None
    if talk is None:  # a page that is not there
        raise _nothing_there(tried.concern, tried.who["by"])
    weight = "light" if tried.said["kind"] == "found_in_conversation" else "full"
    differs = tried.said["kind"] == "not_accepted"
    conclude_discussion(
        **tried.who,
        discussion=Discussion.objects.get(pk=talk.pk),
        version=tried.version,
        kind=tried.said["kind"],
        text=tried.said["basis"],
        closes=tried.said["closes"],
        differing=Differing(why=tried.said["why"], council_view="No." if tried.said["view"] else "")
        if differs
        else None,
        offer=Offer(objectives="A budget.", provider="LGA", weight=weight) if tried.said["support"] else None,
        panel_line=tried.said["line"],
        left=_left_of(tried.said),
    )


def _nothing_there(held: Concern, by: User) -> DomainError:
    seen = Concern.objects.visible_to(by).filter(pk=held.pk).exists()
    return Refused("There is no such discussion.") if seen else NotFound("The concern was not found.")


def _agree(tried: Try) -> None:
    offer = Offer(objectives=tried.said["basis"], provider="LGA", weight=tried.said["weight"])
    agree_support(**tried.who, concern=tried.concern, offer=offer)


def _end(tried: Try) -> None:
    packages = list(tried.concern.support.order_by("pk"))
    missing = SupportPackage(pk=0, concern=tried.concern)
    package = packages[tried.said["package"]] if tried.said["package"] < len(packages) else missing
    end_support(**tried.who, package=package, reason=tried.said["basis"])


def _tell_panel(tried: Try) -> None:
    tell_panel(**tried.who, concern=tried.concern, challenge=tried.said["basis"])


def _narrate(tried: Try) -> None:
    add_narrative(**tried.who, concern=tried.concern, text=tried.said["basis"])


def _explain(tried: Try) -> None:
    explain(**tried.who, concern=tried.concern, text=tried.said["basis"])


def _paragraph(tried: Try) -> None:
    said = tried.said["basis"].strip()
    write_paragraph(**tried.who, concern=tried.concern, text=f"{said} {tried.turn}" if said else "")


def _tell_office(tried: Try) -> None:
    tell_group_office(**tried.who, concern=tried.concern, group=tried.group)


def _take_back_office(tried: Try) -> None:
    told = tried.concern.group_office_notices.filter(ended_at__isnull=True).first()
    if told is None:  # a page that is not there
        raise _nothing_there(tried.concern, tried.who["by"])
    take_back_group_office(**tried.who, flag=told, reason=tried.said["basis"])


_ACTS = {
    "move": _move,
    "close": _close,
    "reopen": _reopen,
    "government": _government,
    "discuss": _discuss,
    "conclude": _conclude,
    "agree_support": _agree,
    "end_support": _end,
    "tell_panel": _tell_panel,
    "narrate": _narrate,
    "explain": _explain,
    "paragraph": _paragraph,
    "tell_office": _tell_office,
    "take_back_office": _take_back_office,
}
