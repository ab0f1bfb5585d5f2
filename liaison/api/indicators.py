"""GET /api/v1/indicators/: the reviewed definition of each indicator, and how far its figures go."""

from __future__ import annotations

import re
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from indicators import catalogue
from indicators import queries as figures
from liaison.api.base import PAGE_PARAMETERS, Page, Pages, problems
from liaison.api.published import FORMAT_PARAMETERS, PublishedView, given

SLUG = r"^[-a-zA-Z0-9_]+$"


class SeriesEntry(serializers.Serializer[Any]):
    """One run of an indicator's figures: everybody, or one sex, age or category; never mixed."""

    series = serializers.IntegerField(help_text="To ask for it in /observations/")
    main = serializers.BooleanField(help_text="The figures of the headline report")
    sex = serializers.CharField(allow_blank=True)
    age = serializers.CharField(allow_blank=True)
    category_type = serializers.CharField(allow_blank=True)
    category = serializers.CharField(allow_blank=True)


class IndicatorEntry(serializers.Serializer[Any]):
    """An indicator as its reviewed definition has it."""

    indicator = serializers.SlugField()
    title = serializers.CharField()
    theme = serializers.CharField()
    unit = serializers.CharField()
    decimals = serializers.IntegerField(min_value=0)
    polarity = serializers.ChoiceField(
        choices=catalogue.POLARITIES, help_text="Which way is better, where somebody says so; mostly nobody"
    )
    polarity_stated_by = serializers.CharField(allow_blank=True, help_text="Who says so; empty for none")
    why = serializers.CharField(help_text="Why it matters")
    note = serializers.CharField(help_text="What it counts, and what to be careful about")
    publisher = serializers.CharField()
    source = serializers.SlugField(  # type: ignore[assignment]
        help_text="The publisher's file it is read from"
    )
    through = serializers.CharField(allow_blank=True, help_text="The service the file is given out by")
    page = serializers.CharField(help_text="The publisher's own page")
    licence = serializers.CharField()
    attribution = serializers.CharField(help_text="To be said wherever the figures are shown")
    checked_by = serializers.CharField()
    checked_on = serializers.DateField()
    newest_period = serializers.CharField(allow_null=True, help_text="Null: no figure is held")
    newest_period_start = serializers.DateField(allow_null=True, help_text="Its first day")
    newest_period_end = serializers.DateField(allow_null=True, help_text="Its last day")
    councils_with_a_value = serializers.IntegerField(allow_null=True, help_text="In the newest period")
    series = SeriesEntry(many=True, help_text="Not in the CSV")


class IndicatorPage(Page):
    """A page of indicators."""

    results = IndicatorEntry(many=True)


class IndicatorPages(Pages):
    """By short name."""

    ordering = "slug"

    def understands(self, position: str) -> bool:
        return re.fullmatch(SLUG, position, re.ASCII) is not None


class Indicators(PublishedView):
    """The catalogue of indicators."""

    operations = {"get": "list_indicators"}
    parameters = frozenset({"cursor", "limit", "format"})
    name = "indicators"
    columns = (*figures.DEFINITION, *figures.NEWEST)

    @extend_schema(
        operation_id="list_indicators",
        summary="Indicators: what each counts, and how far its figures go",
        description="The reviewed definitions. Polarity is `none` unless somebody states which way is "
        "better, and then `polarity_stated_by` says who.",
        parameters=[*PAGE_PARAMETERS, *FORMAT_PARAMETERS],
        responses={**given(IndicatorPage, "A page, by short name."), **problems(400, 401, 403, 406, 429)},
        tags=["figures"],
    )
    @transaction.atomic
    def get(self, request: Request) -> HttpResponse:
        pages = IndicatorPages()
        rows = pages.paginate_queryset(figures.indicators_served(), request, view=self) or []
        slugs = [row["slug"] for row in rows]
        newest, series = figures.newest_served(slugs), figures.series_served(slugs)
        none_held = dict.fromkeys(figures.NEWEST)
        told = [
            {
                **dict(zip(figures.DEFINITION, row.values(), strict=True)),
                **newest.get(row["slug"], none_held),
                "series": series.get(row["slug"], []),
            }
            for row in rows
        ]
        return self.serve_page(pages, told)
