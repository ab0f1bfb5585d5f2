"""GET /api/v1/observations/: councils' figures, each with its meaning, its file and since when known."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from councils.models import Council
from councils.queries import council_by_code
from indicators import queries as figures
from indicators.markers import Status
from liaison.api.asked import CODE, DAY, MomentOrDay, day_meant, understood
from liaison.api.base import Page, page_parameters, problems
from liaison.api.keyset import ByNumbers
from liaison.api.published import FORMAT_PARAMETERS, PublishedView, given

SERIES = r"main|all|[1-9][0-9]{0,8}"
INTERVAL = re.compile(rf"({DAY[1:-1]})/({DAY[1:-1]})", re.ASCII)


class ObservationEntry(serializers.Serializer[Any]):
    """One council's figure of one period, as its newest file has it, or as it was known at `as_at`."""

    indicator = serializers.SlugField()
    series = serializers.IntegerField(help_text="Which run of the indicator's figures; see /indicators/")
    sex = serializers.CharField(allow_blank=True)
    age = serializers.CharField(allow_blank=True)
    category_type = serializers.CharField(allow_blank=True)
    category = serializers.CharField(allow_blank=True)
    council = serializers.RegexField(CODE, help_text="The council's current or last code")
    council_name = serializers.CharField()
    period = serializers.CharField()
    period_start = serializers.DateField(help_text="Its first day")
    period_end = serializers.DateField(help_text="Its last day")
    value = serializers.FloatField(allow_null=True, help_text="Null is not available, never zero")
    lower = serializers.FloatField(allow_null=True, help_text="Lower 95 % confidence limit, as published")
    upper = serializers.FloatField(allow_null=True, help_text="Upper 95 % confidence limit, as published")
    status = serializers.ChoiceField(choices=[status.name.lower() for status in Status])
    meaning = serializers.CharField(help_text="What the publisher's marker means, in words")
    compared = serializers.BooleanField(
        help_text="Whether the council existed on the period's last day; if not, the publisher works the "
        "value back for its area, and it is in no average"
    )
    revised = serializers.BooleanField(help_text="Whether it took the place of another figure held before")
    remark = serializers.CharField(allow_null=True, help_text="What the publisher notes beside it")
    release = serializers.RegexField(r"^[0-9a-f]{64}$", help_text="SHA-256 of the file that gave it")
    known_since = serializers.DateTimeField(help_text="When it was taken in here")
    known_until = serializers.DateTimeField(allow_null=True, help_text="When another took its place")


class ObservationPage(Page):
    """A page of observations."""

    results = ObservationEntry(many=True)


class ObservationFilters(forms.Form):
    """Which figures, as known when."""

    indicator = forms.SlugField(
        required=False,
        error_messages={"invalid": "Give an indicator's short name: /api/v1/indicators/ names them."},
    )
    council = forms.CharField(required=False)
    period = forms.CharField(required=False, max_length=60)
    series = forms.RegexField(
        rf"^({SERIES})$",
        required=False,
        error_messages={"invalid": "Give main, all, or a series by its number."},
    )
    as_at = MomentOrDay(required=False)

    def clean_council(self) -> Council | None:
        code = self.cleaned_data["council"]
        if not code:
            return None
        council = council_by_code(code)
        if council is None or council.is_fictional:
            raise forms.ValidationError("There is no council of this code. /api/v1/councils/ names them all.")
        return council

    def clean_period(self) -> list[int] | None:
        text = self.cleaned_data["period"]
        if not text:
            return None
        if "/" not in text:
            return figures.periods_asked(label=text)
        found = INTERVAL.fullmatch(text)
        days = [day_meant(day) for day in found.groups()] if found else [None]
        if None in days:
            raise forms.ValidationError(
                "Give a period's label, such as 2024-25, or its first and last day, "
                "such as 2024-04-01/2025-03-31."
            )
        return figures.periods_asked(start_on=days[0], end_on=days[1])

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or self.cleaned_data
        if {"indicator", "series"} <= set(asked):
            slug, series = asked["indicator"], asked["series"]
            only = int(series) if series.isdigit() else None
            asked["series"] = figures.series_asked(slug, every=series == "all", only=only)
            if slug and not asked["series"] and not figures.is_indicator(slug):
                self.add_error(
                    "indicator", "There is no indicator of this name. /api/v1/indicators/ names them all."
                )
            elif only is not None and not asked["series"]:
                self.add_error("series", "There is no such series. /api/v1/indicators/ numbers them.")
        return asked


FILTER_PARAMETERS = [
    OpenApiParameter("indicator", str, description="Figures of the indicator of this short name."),
    OpenApiParameter(
        "council", {"type": "string", "pattern": CODE}, description="Of the council of this code."
    ),
    OpenApiParameter(
        "period",
        str,
        description="Of the period of this label (`2024-25`), or from its first to its last day "
        "(`2024-04-01/2025-03-31`).",
    ),
    OpenApiParameter(
        "series",
        str,
        description="`main`: those of the headline report, if left out. `all`: every sex, age and category. "
        "A number: that series alone.",
    ),
    OpenApiParameter(
        "as_at",
        {"type": "string"},
        description="As the figures were known at this moment, or at the end of this day.",
    ),
]


class Observations(PublishedView):
    """Councils' figures."""

    operations = {"get": "list_observations"}
    parameters = frozenset({"cursor", "limit", "format", "indicator", "council", "period", "series", "as_at"})
    name = "observations"
    columns = figures.OBSERVATION

    @extend_schema(
        operation_id="list_observations",
        summary="Councils' figures, as they are held or as they were known at a time",
        description="In an order that does not change while figures are added. A figure that is not "
        "available is null, with the meaning of the publisher's marker. England's and regions' figures are "
        "with the comparisons, in the headline report.",
        parameters=[
            *FILTER_PARAMETERS,
            *page_parameters(ByNumbers.page_size, ByNumbers.max_page_size),
            *FORMAT_PARAMETERS,
        ],
        responses={
            **given(ObservationPage, "A page, by series, period and council."),
            **problems(400, 401, 403, 406, 429),
        },
        tags=["figures"],
    )
    @transaction.atomic
    def get(self, request: Request) -> HttpResponse:
        asked = understood(ObservationFilters(request.query_params))
        pages = ByNumbers(request)
        area = figures.area_of(asked["council"]) if asked["council"] else None
        found = (
            []
            if self.client.is_sandbox or (asked["council"] and area is None)
            else figures.observations_served(
                asked["series"],
                area=area,
                periods=asked["period"],
                as_at=asked["as_at"],
                beyond=pages.beyond,
                backwards=pages.backwards,
                limit=pages.limit + 1,
            )
        )
        return self.serve_page(pages, pages.page(found))
