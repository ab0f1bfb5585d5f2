"""GET /api/v1/headline/<code>/: a council's headline report, line by line (R097-R105, R111)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpResponse
from django.utils.timezone import localdate
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request

from common.clock import today
from councils.models import Council
from councils.queries import council_by_code
from indicators import catalogue, definitions
from indicators import queries as figures
from liaison.api.asked import CODE, Day, MomentOrDay, understood
from liaison.api.base import problems
from liaison.api.councils import TYPES
from liaison.api.published import FORMAT_PARAMETERS, PublishedView, given

COLUMNS = (
    "theme", "number", "indicator", "title", "unit", "decimals", "polarity", "period", "period_end",
    "value", "why_not_available", "remark", "type_average", "type_councils", "england_average",
    "england_average_is", "england_bottom", "england_lower_quartile", "england_upper_quartile",
    "england_top", "england_councils", "note", "publisher", "page", "licence",
)  # fmt: skip


class ExplanationEntry(serializers.Serializer[Any]):
    """What the council itself says about the value."""

    text = serializers.CharField()
    given_by = serializers.CharField()
    given_on = serializers.DateField()


class HeadlineLine(serializers.Serializer[Any]):
    """One indicator of the report, in its newest period that had ended by the day."""

    theme = serializers.CharField()
    number = serializers.IntegerField()
    indicator = serializers.SlugField()
    title = serializers.CharField()
    unit = serializers.CharField()
    decimals = serializers.IntegerField(help_text="How many to print; the values here are not rounded")
    polarity = serializers.ChoiceField(choices=catalogue.POLARITIES)
    period = serializers.CharField(allow_blank=True, help_text="Empty: no figure is held")
    period_end = serializers.DateField(allow_null=True)
    value = serializers.FloatField(allow_null=True)
    why_not_available = serializers.CharField(allow_blank=True, help_text="Why there is no value")
    remark = serializers.CharField(allow_blank=True, help_text="What the publisher notes beside it")
    type_average = serializers.FloatField(allow_null=True)
    type_councils = serializers.IntegerField(help_text="How many councils are in the type average")
    england_average = serializers.FloatField(allow_null=True)
    england_average_is = serializers.ChoiceField(
        choices=["published", "computed"], allow_null=True, help_text="Whose figure it is"
    )
    england_bottom = serializers.FloatField(allow_null=True, help_text="The least value of a council")
    england_lower_quartile = serializers.FloatField(allow_null=True)
    england_upper_quartile = serializers.FloatField(allow_null=True)
    england_top = serializers.FloatField(allow_null=True, help_text="The greatest value of a council")
    england_councils = serializers.IntegerField(help_text="How many councils are in the range")
    note = serializers.CharField()
    publisher = serializers.CharField()
    page = serializers.CharField()
    licence = serializers.CharField()
    explanations = ExplanationEntry(many=True, help_text="Not in the CSV")


class HeadlineCouncil(serializers.Serializer[Any]):
    """Whose report it is."""

    code = serializers.RegexField(CODE)
    name = serializers.CharField()
    type = serializers.ChoiceField(choices=TYPES)
    region = serializers.SlugField()


class HeadlineEntry(serializers.Serializer[Any]):
    """A council's headline report."""

    council = HeadlineCouncil()
    report = serializers.SlugField()
    title = serializers.CharField()
    on = serializers.DateField()
    as_at = serializers.DateTimeField(allow_null=True, help_text="Null: as held now")
    failing_sources = serializers.ListField(
        child=serializers.CharField(), help_text="A sentence for each source that could not be asked"
    )
    lines = HeadlineLine(many=True)


class HeadlineFilters(forms.Form):
    """Which report, as at which day."""

    report = forms.CharField(required=False)
    on = Day(required=False)
    as_at = MomentOrDay(required=False)

    def clean_report(self) -> str:
        report = self.cleaned_data["report"] or "core"
        known = sorted(definitions.reports())
        if report not in known:
            raise forms.ValidationError(f"There is no such report. There is: {', '.join(known)}.")
        return report


class Headline(PublishedView):
    """A council's headline report."""

    operations = {"get": "read_headline"}
    parameters = frozenset({"format", "report", "on", "as_at"})
    name = "headline"
    columns = COLUMNS

    @extend_schema(
        operation_id="read_headline",
        summary="A council's headline report",
        description="Each indicator's value beside the average of the council's type, England's average and "
        "the range over England's councils. A value not available is null, with the reason, and in no "
        "average. Bottom and top are the least and the greatest value: neither says better or worse.",
        parameters=[
            OpenApiParameter("code", {"type": "string", "pattern": CODE}, OpenApiParameter.PATH),
            OpenApiParameter("report", str, description="The report's short name; `core` if left out."),
            OpenApiParameter(
                "on",
                {"type": "string", "format": "date"},
                description="Of the newest periods that had ended by this day; today if left out.",
            ),
            OpenApiParameter(
                "as_at",
                {"type": "string"},
                description="As the figures were known at this moment, or at the end of this day.",
            ),
            *FORMAT_PARAMETERS,
        ],
        responses={**given(HeadlineEntry, "The report."), **problems(400, 401, 403, 404, 406, 429)},
        tags=["figures"],
    )
    @transaction.atomic
    def get(self, request: Request, code: str) -> HttpResponse:
        council = council_by_code(code)
        if council is None or council.is_fictional != self.client.is_sandbox:
            raise NotFound("There is no council of this code. /api/v1/councils/ names them all.")
        asked = understood(HeadlineFilters(request.query_params))
        as_at = asked["as_at"]
        on = asked["on"] or (min(today(), localdate(as_at)) if as_at else today())
        report = figures.headline_report(council, on, asked["report"], as_at=as_at)
        lines = [line_of(theme.title, line) for theme in report.themes for line in theme.lines]
        body = {
            "council": of_council(council),
            "report": asked["report"],
            "title": report.title,
            "on": report.on,
            "as_at": as_at,
            "failing_sources": [banner.sentence for banner in report.banners if banner.attend],
            "lines": lines,
        }
        return self.serve(body, lines)


def of_council(council: Council) -> dict[str, str]:
    """A council in few words."""
    return {
        "code": council.code,
        "name": council.name,
        "type": str(council.kind),
        "region": council.region.slug,
    }


def line_of(theme: str, line: figures.Line) -> dict[str, Any]:
    """A line of the report, field by field."""
    whose = "published" if line.england_is_published else "computed"
    return {
        "theme": theme,
        "number": line.number,
        "indicator": line.slug,
        "title": line.title,
        "unit": line.unit,
        "decimals": line.decimals,
        "polarity": line.polarity,
        "period": line.period,
        "period_end": line.period_ends_on,
        "value": line.local,
        "why_not_available": line.why_na,
        "remark": line.remark,
        "type_average": line.type_average,
        "type_councils": line.type_n,
        "england_average": line.england,
        "england_average_is": None if line.england is None else whose,
        "england_bottom": line.bottom,
        "england_lower_quartile": line.lower_quartile,
        "england_upper_quartile": line.upper_quartile,
        "england_top": line.top,
        "england_councils": line.n,
        "note": line.note,
        "publisher": line.publisher,
        "page": line.page,
        "licence": line.licence,
        "explanations": [
            {"text": said.text, "given_by": said.given_by, "given_on": said.given_on}
            for said in line.explanations
        ],
    }
