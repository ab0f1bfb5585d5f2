"""Who may put what beside published figures: None, or the sentence that stands where the button would."""

from __future__ import annotations

from datetime import date

from accounts.models import Role, User
from councils.access import recused_council_ids
from councils.models import Council
from councils.queries import holds_region_of
from indicators.models import OwnReport


def may_not_define(user: User) -> str | None:
    """What is published where, and how it is read, is the research team's to define (R100)."""
    if user.has_role(Role.RESEARCH_ANALYST):
        return None
    return (
        "Published tables are added by a research analyst. Tell the research team which table you would "
        "like to see here, and where it is published."
    )


def may_not_make_for_everyone(user: User) -> str | None:
    """A headline report that everyone may choose is put together by the research team (R100)."""
    if user.has_role(Role.RESEARCH_ANALYST):
        return None
    return (
        "A report that everyone may choose is put together by the research team. You can make one of your "
        "own and share its link."
    )


def may_not_change_report(user: User, report: OwnReport) -> str | None:
    """A person's own report is theirs alone to change (R106)."""
    if report.owner_id == user.pk:
        return None
    return f"This report is {report.owner}’s, who shares it with you. Make one of your own from it."


def may_not_schedule(user: User) -> str | None:
    """When a publisher is asked is the research team's to say."""
    if user.has_role(Role.RESEARCH_ANALYST):
        return None
    return "When a publisher is asked is set by a research analyst. Ask the research team."


def may_not_decide(user: User) -> str | None:
    """Whether a release of data is taken in, refused or rolled back is the research team's to decide."""
    if user.has_role(Role.RESEARCH_ANALYST):
        return None
    return (
        "A research analyst decides whether a release of data is taken in, refused or rolled back. "
        "Tell the research team what you know about it."
    )


def may_not_explain(user: User, council: Council, on: date) -> str | None:
    """A council's explanation is put down by an adviser of its region, or by the research team (R111)."""
    if council.pk in recused_council_ids(user, on):
        return (
            f"You have a declared interest in {council.short_name}, so you cannot put its explanation down."
        )
    if user.has_role(Role.RESEARCH_ANALYST):
        return None
    if user.is_adviser and holds_region_of(user, council, on):
        return None
    return (
        f"What {council.short_name} says about a figure is put down by an adviser of {council.region} "
        "or by the research team. Pass it on to one of them."
    )


def may_not_mute(user: User, council: Council, on: date) -> str | None:
    """Whether a figure need not be asked about is for the advisers of the council's region to say."""
    if council.pk in recused_council_ids(user, on):
        return f"You have a declared interest in {council.short_name}, so you cannot mute its figures."
    if user.is_adviser and holds_region_of(user, council, on):
        return None
    return f"A figure of {council.short_name} is muted by an adviser of {council.region}. Ask one of them."


def may_not_read_why_muted(user: User, council: Council, on: date) -> str | None:
    """The reason is an adviser's own words about a council: advisers read it, and nobody with an interest."""
    if user.is_adviser and council.pk not in recused_council_ids(user, on):
        return None
    return "The reason is kept for advisers."
