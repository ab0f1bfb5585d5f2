"""Councils beside one another, and the trends of one council."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from common.clock import end_of, today
from common.errors import not_found
from councils.models import Council
from councils.queries import council_by_code
from councils.views import SignedInRequest
from indicators import compare_tables, queries
from indicators.catalogue import IndicatorDefinition
from indicators.forms import CompareForm, TrendsForm
from indicators.queries.choosing import CORE, Choices
from indicators.views.answers import csv_answer

ADDING = {"add_council", "group", "add_indicator", "report"}  # what a page that can be sent does not carry
MOST_ASKED = 200  # of an address: what is beyond is not looked up


@dataclass
class _Asked:
    """What the address asks for: resolved, what is offered instead, and what has to be said."""

    councils: list[Council]
    slugs: list[str]
    form: CompareForm
    day: date | None
    said: list[str] = field(default_factory=list)
    offered: list[Council] = field(default_factory=list)
    found: list[IndicatorDefinition] = field(default_factory=list)
    submitted: bool = False

    @property
    def address(self) -> str:
        """What is compared, as the end of an address that can be shared."""
        asked = [("council", one.code) for one in self.councils]
        asked += [("indicator", slug) for slug in self.slugs]
        if self.day:
            asked.append(("as_at", self.day.isoformat()))
        return urlencode(asked)


def _asked(request: SignedInRequest) -> _Asked:
    councils, unknown = queries.councils_by_codes(request.GET.getlist("council")[:MOST_ASKED])
    form = CompareForm(
        request.GET,
        groups=queries.groups(councils),
        reports=queries.reports_to_choose(request.user),
        today=today(),
    )
    slugs = list(dict.fromkeys(request.GET.getlist("indicator")[:MOST_ASKED]))
    asked = _Asked(councils, slugs, form, form.chosen("as_at"))
    asked.said += [f"{code} is no council’s code." for code in unknown]
    asked.submitted = not ADDING.isdisjoint(request.GET)
    _add_councils(asked)
    _add_indicators(request, asked)
    _at_most(asked)
    return asked


def _add_councils(asked: _Asked) -> None:
    """A council by name, a group where it fits; otherwise what they may mean is offered to tick."""
    text, group = asked.form.chosen("add_council"), asked.form.chosen("group")
    have = {one.pk for one in asked.councils}
    if text:
        found = queries.councils_named(text, today())
        new = [one for one in found.councils if one.pk not in have]
        if found.sentence:
            asked.said.append(found.sentence)
        elif not new:
            asked.said.append(f"{found.councils[0].short_name} is compared already.")
        elif len(found.councils) == 1:
            asked.councils += new
        else:
            asked.offered += new
            asked.said.append(f"“{text}” may mean several councils. Tick those to compare.")
        if found.councils:
            asked.form.done("add_council")
    if group:
        found = queries.group_of(group, asked.councils, today())
        new = [one for one in found.councils if one.pk not in {o.pk for o in asked.councils}]
        if found.sentence:
            asked.said.append(found.sentence)
        elif len(asked.councils) + len(new) <= queries.MOST_COUNCILS:
            asked.councils += new
        else:
            asked.offered += [one for one in new if one not in asked.offered]
            asked.said.append(
                f"That group has {len(new)} councils to add; {queries.MOST_COUNCILS} in all fit on the page. "
                "Tick those to compare."
            )
        asked.form.done("group")


def _add_indicators(request: SignedInRequest, asked: _Asked) -> None:
    """An indicator by words of its title, or a report's; the core report's where none is asked for."""
    report, text = asked.form.chosen("report"), asked.form.chosen("add_indicator")
    usual = [CORE] if not asked.slugs and not text else []
    for slug in filter(None, [report, *([] if report else usual)]):
        definition = queries.report_for(request.user, slug)
        held = definition.indicators if definition else ()
        asked.slugs += [one for one in held if one not in asked.slugs]
    if text:
        found = queries.indicators_named_like(text)
        new = [one for one in found if one.slug not in asked.slugs]
        if not found:
            asked.said.append(f"No indicator answers to “{text}”.")
        elif not new:
            asked.said.append(f"{found[0].title} is compared already.")
        elif len(found) == 1:
            asked.slugs.append(found[0].slug)
        else:
            asked.found = new
            asked.said.append(f"{len(found)} indicators answer to “{text}”. Tick those to compare.")
        if found:
            asked.form.done("add_indicator")
    asked.form.done("report")


def _at_most(asked: _Asked) -> None:
    """Keep to what fits; what is left out is named."""
    known = queries.indicators_known(asked.slugs)
    asked.said += [f"There is no indicator “{slug}”." for slug in asked.slugs if slug not in known][:5]
    asked.slugs = [slug for slug in asked.slugs if slug in known]
    if len(asked.councils) > queries.MOST_COUNCILS:
        out = [one.short_name for one in asked.councils[queries.MOST_COUNCILS :]]
        asked.said.append(
            f"{queries.MOST_COUNCILS} councils at most are compared. Left out: {', '.join(out)}."
        )
        asked.councils = asked.councils[: queries.MOST_COUNCILS]
    if len(asked.slugs) > queries.MOST_INDICATORS:
        out = [known[slug].title for slug in asked.slugs[queries.MOST_INDICATORS :]]
        asked.said.append(
            f"{queries.MOST_INDICATORS} indicators at most are compared. Left out: {', '.join(out)}."
        )
        asked.slugs = asked.slugs[: queries.MOST_INDICATORS]


@login_required
@require_safe
def compare(request: SignedInRequest) -> HttpResponse:
    """At most 12 councils by 30 indicators: the rug, the spine of one, the trends of one indicator."""
    asked = _asked(request)
    if asked.submitted and not asked.said and not asked.form.errors:
        return redirect(f"{request.path}?{asked.address}")
    on, as_at = asked.day or today(), end_of(asked.day) if asked.day else None
    compared = queries.compare(asked.councils, asked.slugs, on, as_at=as_at)
    closely = next(
        (one for one in compared.councils if one.code == request.GET.get("closely")),
        compared.councils[0] if compared.councils else None,
    )
    held = [line for line in compared.lines if line.figures]
    wanted = request.GET.get("trend")
    line = next((one for one in held if one.definition.slug == wanted), held[0] if held else None)
    line = line if closely else None
    trends = (
        queries.indicator_multiples(line.definition, compared.councils, compared.until, as_at) if line else []
    )
    return render(
        request,
        "indicators/compare.html",
        {
            "asked": asked,
            "compared": compared,
            "ticked": set(asked.slugs),
            "themes": queries.indicators_by_theme(),
            "closely": closely,
            "spine": compared.spine_of(closely) if closely else [],
            "trend_of": line,
            "trends": trends,
            "address": asked.address,
            "most": (queries.MOST_COUNCILS, queries.MOST_INDICATORS),
        },
    )


@login_required
@require_safe
def compare_csv(request: SignedInRequest) -> HttpResponse:
    """The same as a table, one row a council and indicator. No fictional council is in it."""
    asked = _asked(request)
    on, as_at = asked.day or today(), end_of(asked.day) if asked.day else None
    real = [one for one in asked.councils if not one.is_fictional]
    return csv_answer("compare", compare_tables.compared(queries.compare(real, asked.slugs, on, as_at=as_at)))


@login_required
@require_safe
def trends(request: SignedInRequest, code: str) -> HttpResponse:
    """Every trend of a headline report for a council, small, beside its type's average."""
    council = council_by_code(code) or not_found("That council")
    slug = request.GET.get("report") or CORE
    report = queries.report_for(request.user, slug) or not_found("That headline report")
    choices = queries.reports_to_choose(request.user)
    if slug not in {held for group in choices for held, _ in group.reports}:
        choices = [*choices, Choices("Shared with you", ((slug, report.title),))]
    form = TrendsForm(request.GET, reports=choices, today=today())
    on = min(council.existed_until_on or today(), form.day or today())
    return render(
        request,
        "indicators/trends.html",
        {
            "council": council,
            "report": report,
            "form": form,
            "day": form.day,
            "clear": request.path if form.day else "",
            "multiples": queries.council_multiples(
                council, on, report.indicators, end_of(form.day) if form.day else None
            ),
            "type_name": council.get_kind_display(),
            "way": [("Councils", "/councils"), (council.short_name, council.get_absolute_url())],
        },
    )
