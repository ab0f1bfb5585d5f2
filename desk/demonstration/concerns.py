"""The invented concerns, one at every stage and with every conclusion, and Thurrock's public story."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from cases import workflow
from cases.models import Concern
from cases.stages import Origin, Stage
from cases.workflow import Account, Differing, Left, Offer
from councils import queries as councils
from councils.models import Council
from desk.demonstration.people import content
from intelligence import queries as intelligence
from intelligence.models import Note

Row = dict[str, Any]
# The conclusions that carry their support with them (R120-R121).
CARRIES_SUPPORT = ("FOUND_IN_CONVERSATION", "BIGGER_SUPPORT")


@dataclass(kw_only=True)
class Story:
    """One concern on its way through its steps."""

    row: Row
    by: User
    council: Council
    notes: list[Note]
    at: datetime
    concern: Any = None  # a Concern from its first step on
    discussion: Any = None
    package: Any = None  # the support its conclusion or its own step agreed
    carried: list[Row] = field(default_factory=list)

    @property
    def today(self) -> date:
        """The day of loading, in London."""
        return timezone.localdate(self.at)

    def day(self, step: Row) -> date:
        """When the step happened: a date of the paper's, or so many days before the loading."""
        return step["on"] if "on" in step else self.today - timedelta(days=step["days"])

    def review(self, step: Row) -> date:
        """When it is next looked at: always still to come."""
        return self.today + timedelta(days=step.get("review_in", 30))

    def signed(self, step: Row) -> Row:
        """Who, when, and about which concern as it now stands."""
        self.concern.refresh_from_db()
        return {"by": self.by, "at": self.at, "happened_on": self.day(step)}

    def versioned(self, step: Row) -> Row:
        """The same, with the version that is before the mover."""
        return self.signed(step) | {"concern": self.concern, "version": self.concern.version}


def load_concerns(
    people: dict[str, User], places: dict[str, Council], notes: dict[str, Note], *, at: datetime
) -> dict[str, Concern]:
    """The fictional councils' concerns by their key."""
    concerns = {}
    for row in (*content("concerns"), *content("lessons")):
        story = Story(
            row=row,
            by=people[row["owner"]],
            council=places[row["council"]],
            notes=[notes[key] for key in row["notes"]],
            at=at,
        )
        concerns[row["key"]] = told(story)
        if deputy := row.get("deputy"):
            concern = concerns[row["key"]]
            workflow.name_deputy(
                by=story.by, at=at, concern=concern, version=concern.version, deputy=people[deputy]
            )
    return concerns


def load_thurrock_story(adviser: User, thurrock: Council, notes: dict[str, Note], *, at: datetime) -> Concern:
    """Paragraphs 14-18 walked through the stages, each step cited and the stages our reading (R184-R188)."""
    (row,) = (row for row in content("thurrock") if row["kind"] == "concern")
    return told(
        Story(row=row, by=adviser, council=thurrock, notes=[notes[key] for key in row["notes"]], at=at)
    )


def load_group_offices(people: dict[str, User], *, at: datetime) -> None:
    """The fictional group office works for one of the four groups."""
    group = {group.slug: group for group in councils.political_groups()}["independent"]
    since_on = date(2020, 4, 1)
    for key in ("dunn", "rowe"):
        workflow.post_to_group_office(by=None, at=at, user=people[key], group=group, since_on=since_on)


def told(story: Story) -> Concern:
    """The concern after all its steps."""
    story.carried = [step for step in story.row["step"] if step["act"] == "support"]
    for step in story.row["step"]:
        ACTS[step["act"]](story, step)
    story.concern.refresh_from_db()
    return story.concern


def _raise(story: Story, step: Row) -> None:
    row = story.row
    factors = {factor.slug: factor for factor in intelligence.factors_offered()}
    areas = {area.slug: area for area in councils.service_areas()}
    story.concern = workflow.raise_concern(
        by=story.by,
        at=story.at,
        council=story.council,
        summary=row["summary"],
        basis=step["reason"],
        review_on=story.review(step),
        stage=Stage[step.get("at_stage", "LOCAL_INTELLIGENCE")],
        origin=Origin.COUNCIL if row.get("self_referred") else Origin.INTELLIGENCE,
        service_area=areas.get(row.get("scope", "")),
        factors=[factors[slug] for slug in row["factors"]],
        opened_on=story.day(step),
        notes=story.notes,
        figures=row.get("figures", ()),
    )


def _move(story: Story, step: Row) -> None:
    workflow.move(
        **story.versioned(step),
        to=Stage[step["to"]],
        basis=step["reason"],
        next_step=step.get("next_step", ""),
        next_step_on=story.review(step) if "next_step" in step else None,
        review_on=story.review(step),
        coming_off_point=step.get("coming_off", ""),
        hard_absent=step.get("soft_only", ""),
    )


def _awareness(story: Story, step: Row) -> None:
    workflow.record_awareness(**story.signed(step), concern=story.concern, told=step["told"], how=step["how"])


def _discussion(story: Story, step: Row) -> None:
    story.discussion = workflow.record_discussion(
        **story.signed(step),
        concern=story.concern,
        level=step["level"],
        who=step["with"],
        text=step["text"],
        peers=step.get("peers", ""),
    )


def _conclude(story: Story, step: Row) -> None:
    kind = step["conclusion"]
    groups = {group.slug: group for group in councils.political_groups()}
    workflow.conclude_discussion(
        **story.signed(step),
        discussion=story.discussion,
        version=story.concern.version,
        kind=kind.lower(),
        text=step["text"],
        closes=kind == "SATISFACTORY_EXPLANATION",
        review_on=None if kind == "SATISFACTORY_EXPLANATION" else story.review(step),
        correct_appearance=step.get("correct_appearance", ""),
        differing=Differing(why=step["why"], council_view=step["council_view"]) if "why" in step else None,
        offer=_offer(story.carried.pop(0)) if kind in CARRIES_SUPPORT and story.carried else None,
        panel_line=step.get("panel_line", False),
        group_offices=[groups["independent"]] if step.get("group_office") else [],
    )
    story.package = story.concern.support.order_by("-pk").first()


def _offer(step: Row) -> Offer:
    return Offer(
        objectives=step["objectives"],
        provider=step["provider"],
        weight=step.get("weight", "full"),
        people=step.get("people", ""),
        money=step.get("money"),
        money_from=step.get("money_from", ""),
        board=step.get("board", "none"),
    )


def _support(story: Story, step: Row) -> None:
    if story.carried and story.carried[0] is step:
        story.carried.pop(0)
        story.package = workflow.agree_support(
            **story.signed(step), concern=story.concern, offer=_offer(step)
        )


def _progress(story: Story, step: Row) -> None:
    workflow.report_progress(**story.signed(step), package=story.package, text=step["text"])


def _government(story: Story, step: Row) -> None:
    workflow.record_government_act(
        **story.versioned(step),
        step=Stage[step["stage"]],
        account=Account(
            department=step["department"],
            legal_basis=step["legal_basis"],
            body=step["body"],
            text=step["text"],
            raised_with_council=step["raised_with_council"],
            raised_with_lga=step["raised_with_lga"],
            time_allowed=step["time_allowed"],
        ),
        review_on=story.review(step),
        coming_off_point=step.get("coming_off", ""),
    )


def _close(story: Story, step: Row) -> None:
    left = Left(
        lessons=step.get("lessons", ""),
        coming_off_point_met=step.get("met", ""),
        look_back=step.get("look_back", False),
    )
    workflow.close(**story.versioned(step), reason=step["reason"], left=left)


def _look_back(story: Story, step: Row) -> None:
    workflow.look_back(
        **story.signed(step),
        ending=story.concern.endings.latest("pk"),
        lasted=step["lasted"],
        did_not_last=step["did_not_last"],
    )


ACTS: dict[str, Callable[[Story, Row], None]] = {
    "raise": _raise,
    "move": _move,
    "awareness": _awareness,
    "discussion": _discussion,
    "conclude": _conclude,
    "support": _support,
    "progress": _progress,
    "government": _government,
    "close": _close,
    "look_back": _look_back,
}
