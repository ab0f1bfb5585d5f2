"""GET /api/v1/councils/: the register's public facts of each council (TRUST section 2)."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from councils.models import CouncilType
from liaison import queries
from liaison.api.asked import CODE, Day, understood
from liaison.api.base import PAGE_PARAMETERS, Page, Pages, problems
from liaison.api.keyset import KeysetPages
from liaison.api.published import FORMAT_PARAMETERS, PublishedView, given
from liaison.models import Scope

TYPES = tuple(str(kind) for kind in CouncilType.values)


class CouncilEntry(serializers.Serializer[Any]):
    """A council by its current or last GSS code."""

    code = serializers.RegexField(CODE)
    name = serializers.CharField(help_text="The official name")
    short_name = serializers.CharField()
    type = serializers.ChoiceField(choices=TYPES)
    region = serializers.SlugField(help_text="The region's short name")
    region_code = serializers.RegexField(CODE)
    existed_from = serializers.DateField(allow_null=True, help_text="Null: before the register begins")
    existed_until = serializers.DateField(allow_null=True, help_text="Its last day; null: it exists")


class CouncilPage(Page):
    """A page of councils."""

    results = CouncilEntry(many=True)


class CouncilPages(KeysetPages[tuple[str]]):
    """By code."""

    page_size, max_page_size = Pages.page_size, Pages.max_page_size

    def key_of(self, text: str) -> tuple[str] | None:
        return (text,) if re.fullmatch(CODE, text, re.ASCII) else None


class CouncilFilters(forms.Form):
    """Which councils."""

    region = forms.CharField(required=False)
    type = forms.ChoiceField(
        required=False,
        choices=[(kind, kind) for kind in TYPES],
        error_messages={"invalid_choice": f"There is no such type. There is: {', '.join(TYPES)}."},
    )
    existing_on = Day(required=False)

    def clean_region(self) -> str:
        region: str = self.cleaned_data["region"]
        known = queries.region_slugs() if region else []
        if region and region not in known:
            raise forms.ValidationError(f"There is no such region. There is: {', '.join(known)}.")
        return region


class Councils(PublishedView):
    """The councils of the register."""

    scope = Scope.READ_COUNCILS
    operations = {"get": "list_councils"}
    parameters = frozenset({"cursor", "limit", "format", "region", "type", "existing_on"})
    name = "councils"
    columns = tuple(queries.COUNCIL)

    @extend_schema(
        operation_id="list_councils",
        summary="Councils, their types, regions and lifetimes",
        description="The English councils of the register, past ones included. Public information; "
        "invented councils are in no answer but those to a token of the sandbox, which sees no others.",
        parameters=[
            OpenApiParameter("region", str, description="Those of the region of this short name."),
            OpenApiParameter("type", {"type": "string", "enum": list(TYPES)}, description="Of this type."),
            OpenApiParameter(
                "existing_on",
                {"type": "string", "format": "date"},
                description="Those that existed on this day.",
            ),
            *PAGE_PARAMETERS,
            *FORMAT_PARAMETERS,
        ],
        responses={**given(CouncilPage, "A page, by code."), **problems(400, 401, 403, 406, 429)},
        tags=["councils"],
    )
    @transaction.atomic
    def get(self, request: Request) -> HttpResponse:
        asked = understood(CouncilFilters(request.query_params))
        pages = CouncilPages(request)
        rows = queries.councils_served(
            region=asked["region"],
            kind=asked["type"],
            existing_on=asked["existing_on"],
            sandbox=self.client.is_sandbox,
            beyond=pages.beyond[0] if pages.beyond else None,
            backwards=pages.backwards,
            limit=pages.limit + 1,
        )
        return self.serve_page(pages, pages.page([((row["code"],), row) for row in rows]))
