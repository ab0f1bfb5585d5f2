"""What government did and what followed, and what has been tried: dated, and moving nothing (R154-R163)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cases.models import EXPECTATIONS, Concern, Followed, GovernmentAct, Met, WhatFollowed
from cases.queries.reading import ConcernPage


@dataclass(frozen=True, kw_only=True)
class Expectation:
    """One expectation of the sources: what was answered last, on which day, with a line."""

    what: str
    answer: str
    on: date
    line: str
    signature: str


@dataclass(frozen=True, kw_only=True)
class GovernmentAccount:
    """One act of government: its newest account, the earlier ones, and what followed by date."""

    act: GovernmentAct
    earlier: list[GovernmentAct]
    followed: list[WhatFollowed]

    @property
    def begun_on(self) -> date:
        """The day the first account gives."""
        return min(one.happened_on for one in (self.act, *self.earlier))

    @property
    def outcome(self) -> WhatFollowed | None:
        """How it ended, the newest word on it."""
        return next((one for one in reversed(self.followed) if one.kind == Followed.OUTCOME), None)

    @property
    def expectations(self) -> list[Expectation]:
        """The three expectations, each as it was answered last (R159-R160)."""
        return [self._answered(kind) for kind in EXPECTATIONS]

    def _answered(self, kind: Followed) -> Expectation:
        latest = next((one for one in reversed(self.followed) if one.kind == kind), None)
        if latest:
            return Expectation(
                what=str(kind.label),
                answer=str(Met(latest.met).label),
                on=latest.happened_on,
                line=latest.text,
                signature=latest.signature,
            )
        held = Met(getattr(self.act, kind.value))
        return Expectation(
            what=str(kind.label),
            answer=str(held.label),
            on=self.act.happened_on,
            line="",
            signature=self.act.signature,
        )


def government_accounts(
    acts: Iterable[GovernmentAct], followed: Iterable[WhatFollowed]
) -> list[GovernmentAccount]:
    """The acts of a concern, the newest first, with the accounts each supersedes."""
    by_pk = {act.pk: act for act in acts}
    told = list(followed)
    accounts = []
    for act in by_pk.values():
        if hasattr(act, "superseded_by"):
            continue
        earlier, before = [], act.supersedes_id
        while before in by_pk:
            earlier.append(by_pk[before])
            before = by_pk[before].supersedes_id
        chain = {act.pk, *(one.pk for one in earlier)}
        rows = [one for one in told if one.act_id in chain]
        accounts.append(GovernmentAccount(act=act, earlier=earlier, followed=rows))
    return sorted(accounts, key=lambda one: (one.act.happened_on, one.act.pk), reverse=True)


def accounts_of(concern: Concern) -> list[GovernmentAccount]:
    """The acts of government on the concern, in two queries."""
    acts = concern.government_acts.select_related("by", "acted_for", "superseded_by").order_by("id")
    followed = concern.what_followed.select_related("by", "acted_for").order_by("happened_on", "id")
    return government_accounts(acts, followed)


def account_of(concern: Concern, pk: int) -> GovernmentAccount | None:
    """The act of government to which this account belongs, newer or older; None where there is none."""
    for account in accounts_of(concern):
        if pk in {account.act.pk, *(one.pk for one in account.earlier)}:
            return account
    return None


# What has been tried, beside the conditions in the paper.


@dataclass(frozen=True, kw_only=True)
class Tried:
    """One thing that was tried, on its day."""

    on: date
    what: str
    text: str = ""
    address: str = ""


def tried(page: ConcernPage, accounts: list[GovernmentAccount]) -> list[Tried]:
    """Everything that was tried, in the order in which it happened: it recommends nothing (R154)."""
    found = [
        Tried(on=one.happened_on, what=f"{one.told} was told, {one.how_in_words}") for one in page.awareness
    ]
    for talk in page.discussions:
        found.append(Tried(on=talk.happened_on, what=f"Discussion: {talk.who}"))
        if conclusion := getattr(talk, "conclusion", None):
            why = f"{conclusion.get_why_differ_display()}. " if conclusion.why_differ else ""
            words = f"{why}In the council’s own words: {conclusion.council_view}" if why else conclusion.text
            found.append(
                Tried(on=conclusion.happened_on, what=f"Led to: {conclusion.get_kind_display()}", text=words)
            )
    for package in page.support:
        until = f", ended {package.ended_on:%-d %B %Y}" if package.ended_on else ""
        found.append(
            Tried(
                on=package.happened_on,
                what=f"Support: {package.provider}{until}",
                text=package.objectives,
                address=package.get_absolute_url(),
            )
        )
        found += [
            Tried(on=one.happened_on, what="How the support went", text=one.text)
            for one in package.progress.all()
        ]
    found += [
        Tried(on=one.happened_on, what=f"Political action: {one.whose}", text=one.action)
        for one in page.political_actions
    ]
    for paragraph in page.paragraphs or ():
        found += [
            Tried(
                on=one.happened_on,
                what=f"The paragraph for the Panel was shown to {one.shown_to}",
                text=one.reply,
            )
            for one in paragraph.shown.all()
        ]
    for account in accounts:
        found += [
            Tried(
                on=one.happened_on,
                what=f"{one.get_kind_display()}: {one.answer.lower()}",
                text=one.text,
                address=account.act.get_absolute_url(),
            )
            for one in account.followed
            if one.kind == Followed.FURTHER_CHANCE
        ]
    return sorted(found, key=lambda one: one.on)
