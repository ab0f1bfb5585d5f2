"""Concerns: `ConcernFactory(panel_support=True)`, or the acts themselves through `raised()`."""

from datetime import date, timedelta
from typing import Any

import factory
from django.utils import timezone

from cases.models import (
    ActionReview,
    AwarenessRecord,
    BoardAction,
    BoardMeeting,
    Concern,
    Contact,
    Discussion,
    Ending,
    Explanation,
    GovernmentAct,
    GroupOfficeFlag,
    GroupOfficePost,
    ImprovementBoard,
    LookBack,
    NarrativeEntry,
    PanelLine,
    PanelParagraph,
    StageChange,
    SupportInput,
    SupportPackage,
    SupportProgress,
)
from cases.stages import NEEDS_COMING_OFF_POINT, Stage
from councils.models import PoliticalGroup
from tests.factories.accounts import UserFactory
from tests.factories.councils import CouncilFactory, adviser_for

OPENED_ON = date(2026, 1, 5)


def _path(concern: Concern) -> list[Stage]:
    """How it came where it stands, as a concern of that stage usually would."""
    steps = [Stage.LOCAL_INTELLIGENCE, Stage.WIDER_INFORMATION, Stage.COUNCIL_DISCUSSION, Stage.PANEL_SUPPORT]
    held = concern.held_stage
    path = steps[: steps.index(held) + 1] if held in steps else [*steps, held]
    return path if concern.is_open else [*path, Stage.CLOSED]


class ConcernFactory(factory.django.DjangoModelFactory):
    """An open concern at Stage 1 with its way there; a trait or `stage=` for another stage."""

    class Meta:
        model = Concern
        skip_postgeneration_save = True

    class Params:
        wider_information = factory.Trait(stage=Stage.WIDER_INFORMATION)
        council_discussion = factory.Trait(stage=Stage.COUNCIL_DISCUSSION)
        panel_support = factory.Trait(stage=Stage.PANEL_SUPPORT)
        inspection = factory.Trait(stage=Stage.INSPECTION)
        intervention = factory.Trait(stage=Stage.INTERVENTION)
        closed = factory.Trait(stage=Stage.CLOSED, closed_from=Stage.COUNCIL_DISCUSSION)

    council = factory.SubFactory(CouncilFactory)
    summary = factory.Sequence(lambda n: f"Savings that slip, {n}")
    stage = Stage.LOCAL_INTELLIGENCE
    closed_from = ""
    owner = factory.LazyAttribute(lambda concern: adviser_for(concern.council))
    opened_by = factory.SelfAttribute("owner")
    opened_on = OPENED_ON
    review_on = factory.LazyAttribute(lambda c: None if c.stage == Stage.CLOSED else _later())
    coming_off_point = factory.LazyAttribute(
        lambda c: "Two budgets in time." if (c.closed_from or c.stage) in NEEDS_COMING_OFF_POINT else ""
    )
    closed_on = factory.LazyAttribute(lambda c: OPENED_ON if c.stage == Stage.CLOSED else None)
    closed_at = factory.LazyAttribute(lambda c: timezone.now() if c.stage == Stage.CLOSED else None)  # noqa: TID251
    closed_by = factory.LazyAttribute(lambda c: c.owner if c.stage == Stage.CLOSED else None)

    @factory.post_generation
    def changes(self, create, extracted, **kwargs):
        if not create:
            return
        before = ""
        for version, stage in enumerate(_path(self), 1):
            StageChange.objects.create(
                concern=self,
                from_stage=before,
                to_stage=stage,
                version=version,
                by=self.owner,
                happened_on=self.opened_on,
                **{"basis": "It was so."} | kwargs,
            )
            before = stage
        self.version = version
        self.save()


def _later() -> date:
    return timezone.localdate() + timedelta(days=30)


class _SignedFactory(factory.django.DjangoModelFactory):
    class Meta:
        abstract = True

    concern: Any = factory.SubFactory(ConcernFactory, council_discussion=True)
    by = factory.SelfAttribute("concern.owner")
    happened_on = OPENED_ON


class NarrativeEntryFactory(_SignedFactory):
    class Meta:
        model = NarrativeEntry

    text = factory.Sequence(lambda n: f"The tracker was read, {n}.")


class AwarenessRecordFactory(_SignedFactory):
    class Meta:
        model = AwarenessRecord

    told = "Chief executive"
    how = "By telephone"


class DiscussionFactory(_SignedFactory):
    class Meta:
        model = Discussion

    level = Contact.CHIEF_EXECUTIVE
    who = "The chief executive"
    text = "Both see it."


class PoliticalGroupFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PoliticalGroup

    slug = factory.Sequence(lambda n: f"group-{n}")
    name = factory.Sequence(lambda n: f"Group {n}")


class GroupOfficePostFactory(factory.django.DjangoModelFactory):
    """A person of a group's office: `GroupOfficePostFactory(group=group).user`."""

    class Meta:
        model = GroupOfficePost

    user = factory.SubFactory(UserFactory, role="group_office")
    group = factory.SubFactory(PoliticalGroupFactory)
    since_on = date(2012, 4, 1)


class GroupOfficeFlagFactory(_SignedFactory):
    class Meta:
        model = GroupOfficeFlag

    group = factory.SubFactory(PoliticalGroupFactory)


class PanelLineFactory(_SignedFactory):
    """A standing line to PSP."""

    class Meta:
        model = PanelLine

    challenge = "A budget gap."


class ExplanationFactory(_SignedFactory):
    class Meta:
        model = Explanation

    text = factory.Sequence(lambda n: f"The savings were counted twice, {n}.")


class PanelParagraphFactory(_SignedFactory):
    """What the Panel would read."""

    class Meta:
        model = PanelParagraph

    text = factory.Sequence(lambda n: f"The budget gap is known and a plan is in place, {n}.")


class GovernmentActFactory(_SignedFactory):
    """An inspection; `step=Stage.INTERVENTION` for the other."""

    class Meta:
        model = GovernmentAct

    concern = factory.SubFactory(ConcernFactory, inspection=True)
    step = Stage.INSPECTION
    department = "DCLG"
    legal_basis = "Section 10, Local Government Act 1999"
    body = "The Audit Commission"


class SupportPackageFactory(_SignedFactory):
    class Meta:
        model = SupportPackage

    concern = factory.SubFactory(ConcernFactory, panel_support=True)
    objectives = "A budget that balances."
    provider = "LGA"


class SupportProgressFactory(_SignedFactory):
    class Meta:
        model = SupportProgress

    package = factory.SubFactory(SupportPackageFactory)
    concern = factory.SelfAttribute("package.concern")
    text = "The board met."


class EndingFactory(_SignedFactory):
    """What a closing left behind; `change__` is the concern's last move."""

    class Meta:
        model = Ending

    concern = factory.SubFactory(ConcernFactory, closed=True)
    change = factory.LazyAttribute(lambda ending: ending.concern.stage_changes.last())
    lessons = "Peers helped most."
    coming_off_point_met = "met"
    look_back_on = date(2027, 1, 5)


class LookBackFactory(_SignedFactory):
    class Meta:
        model = LookBack

    ending = factory.SubFactory(EndingFactory)
    concern = factory.SelfAttribute("ending.concern")
    lasted = "The budget still balances."
    did_not_last = "The scrutiny chair has left."


class SupportInputFactory(_SignedFactory):
    class Meta:
        model = SupportInput

    package = factory.SubFactory(SupportPackageFactory)
    concern = factory.SelfAttribute("package.concern")
    kind = "regional"
    name = "Improvement East"
    gives = "Seconded staff"


class ImprovementBoardFactory(_SignedFactory):
    """A voluntary board over a package, which says so too."""

    class Meta:
        model = ImprovementBoard

    package = factory.SubFactory(SupportPackageFactory, board="voluntary")
    concern = factory.SelfAttribute("package.concern")
    name = "Voluntary Improvement Board"
    kind = "voluntary"


class BoardMeetingFactory(_SignedFactory):
    class Meta:
        model = BoardMeeting

    board = factory.SubFactory(ImprovementBoardFactory)
    concern = factory.SelfAttribute("board.concern")
    text = "The plan was read."


class BoardActionFactory(_SignedFactory):
    class Meta:
        model = BoardAction

    board = factory.SubFactory(ImprovementBoardFactory)
    concern = factory.SelfAttribute("board.concern")
    what = factory.Sequence(lambda n: f"Close the year’s accounts, {n}")
    whose = "The section 151 officer"


class ActionReviewFactory(_SignedFactory):
    class Meta:
        model = ActionReview

    action = factory.SubFactory(BoardActionFactory)
    concern = factory.SelfAttribute("action.concern")
    word = "on_track"
    text = "Half is done."
