"""The form by which a report is put together, without a script: each button sends the whole form.

What was chosen so far stands in the form itself (`theme` the headings in order, `of` "place:indicator" in
order), so that nothing is kept until it is saved and nothing typed is lost.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django import forms
from django.http import QueryDict

from councils.models import Council
from councils.queries import what_is_meant
from indicators.catalogue import IndicatorDefinition, ReportDefinition
from indicators.workflow.reporting import MOST_COUNCILS, MOST_INDICATORS

FIRST_HEADING = "Figures"
MOST_LISTED = 60


class SaveForm(forms.Form):
    """What takes a refusal when the report is saved; the fields are the draft's own."""


@dataclass
class Group:
    """A heading of the report being made and the indicators under it."""

    title: str
    slugs: list[str] = field(default_factory=list)


@dataclass
class Draft:
    """A report as the form holds it."""

    title: str = ""
    purpose: str = ""
    groups: list[Group] = field(default_factory=list)
    councils: str = ""
    find: str = ""
    for_everyone: bool = False
    version: int = 0
    errors: list[tuple[str, str]] = field(default_factory=list)
    more: int = 0  # indicators found and not listed

    @classmethod
    def of(cls, report: ReportDefinition, councils: Sequence[Council] = (), version: int = 0) -> Draft:
        """A report that is there, to be changed or made another of."""
        return cls(
            title=report.title,
            purpose=report.purpose,
            groups=[Group(theme.title, list(theme.indicators)) for theme in report.themes],
            councils="\n".join(one.short_name for one in councils),
            version=version,
        )

    @classmethod
    def posted(cls, sent: QueryDict) -> Draft:
        """What the form sent."""
        draft = cls(
            title=sent.get("title", "").strip(),
            purpose=sent.get("purpose", "").strip(),
            groups=[Group(title.strip()) for title in sent.getlist("theme")[:MOST_INDICATORS]],
            councils=sent.get("councils", "").replace("\r\n", "\n"),
            find=sent.get("find", "").strip()[:100],
            for_everyone=sent.get("for") == "everyone",
            version=int(said) if (said := sent.get("version", "0")).isdecimal() and len(said) < 9 else 0,
        )
        for said in sent.getlist("of")[: 2 * MOST_INDICATORS]:
            place, _, slug = said.partition(":")
            if place.isdecimal() and len(place) < 4 and int(place) < len(draft.groups):
                draft.groups[int(place)].slugs.append(slug)
        return draft

    @property
    def slugs(self) -> list[str]:
        """Every indicator chosen, in order."""
        return [slug for group in self.groups for slug in group.slugs]

    def press(self, button: str, ticked: Sequence[str], under: str, known: Mapping[str, object]) -> None:
        """What a button other than save does: up, down or out with an indicator; add, heading, drop."""
        act, _, what = button.partition(":")
        if act in ("up", "down", "out"):
            self._move(act, what)
        elif act == "add":
            self._add([slug for slug in ticked if slug in known], under)
        elif act == "heading":
            self.groups.append(Group(""))
        elif act == "drop" and what.isdecimal() and len(what) < 4 and int(what) < len(self.groups):
            self._drop(int(what))

    def _move(self, act: str, slug: str) -> None:
        place = next((n for n, group in enumerate(self.groups) if slug in group.slugs), None)
        if place is None:
            return
        slugs = self.groups[place].slugs
        at = slugs.index(slug)
        slugs.remove(slug)
        if act == "out":
            return
        step = at - 1 if act == "up" else at + 1
        if 0 <= step <= len(slugs):
            slugs.insert(step, slug)
        elif act == "up" and place > 0:  # past the first of a group: to the end of the one before
            self.groups[place - 1].slugs.append(slug)
        elif act == "down" and place + 1 < len(self.groups):
            self.groups[place + 1].slugs.insert(0, slug)
        else:
            slugs.insert(at, slug)

    def _add(self, ticked: Sequence[str], under: str) -> None:
        if not self.groups:
            self.groups.append(Group(FIRST_HEADING))
        place = int(under) if under.isdecimal() and len(under) < 4 else len(self.groups) - 1
        group = self.groups[min(place, len(self.groups) - 1)]
        group.slugs += [slug for slug in ticked if slug not in self.slugs]

    def _drop(self, place: int) -> None:
        """Take a heading out; its indicators go to the one before it, or after it."""
        dropped = self.groups.pop(place)
        if dropped.slugs and not self.groups:
            self.groups.append(dropped)
        elif dropped.slugs:
            self.groups[max(place - 1, 0)].slugs += dropped.slugs

    def found(self, known: Mapping[str, IndicatorDefinition]) -> list[tuple[str, list[IndicatorDefinition]]]:
        """The indicators not yet in it that hold every word looked for, under their themes."""
        words = self.find.casefold().split()
        self.more = 0
        listed = 0
        themes: dict[str, list[IndicatorDefinition]] = {}
        for one in sorted(known.values(), key=lambda one: (one.theme, one.title)):
            said = f"{one.title} {one.theme} {one.unit} {one.publisher}".casefold()
            if one.slug in self.slugs or not all(word in said for word in words):
                continue
            if listed == MOST_LISTED:
                self.more += 1
                continue
            listed += 1
            themes.setdefault(one.theme, []).append(one)
        return list(themes.items())

    def named_councils(self, on: date) -> list[Council]:
        """The councils named, one a line; what is not understood becomes an error at the field."""
        named = []
        lines = [line.strip() for line in self.councils.split("\n") if line.strip()]
        if len(lines) > MOST_COUNCILS:
            said = f"{len(lines)} councils are named; {MOST_COUNCILS} can stand side by side. Take some out."
            self.errors.append(("councils", said))
            return []
        for line in lines:
            meant = what_is_meant(line[:200], on)
            if meant.council is None:
                self.errors.append(("councils", f"“{line[:80]}”: {meant.sentence}"))
            else:
                named.append(meant.council)
        return named
