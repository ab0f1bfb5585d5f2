"""GET /api/v1/support/: how the support goes that follows releases to the client's organisation (R083)."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db import transaction
from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from liaison import queries, workflow
from liaison.api.asked import CODE, is_position
from liaison.api.base import PAGE_PARAMETERS, Page, Pages, problems
from liaison.api.published import FORMAT_PARAMETERS, PublishedView, given
from liaison.api.releases import CodeFilter, MomentFilter, ReleasedCouncil, Withdrawal
from liaison.models import Scope, SharedSupport


class SupportProgressEntry(serializers.Serializer[Any]):
    on = serializers.DateField()
    text = serializers.CharField()


class SupportText(serializers.Serializer[Any]):
    """The words as they were approved; they never change."""

    council = ReleasedCouncil()
    provider = serializers.CharField(help_text="Who gives it")
    objectives = serializers.CharField(help_text="What it is for")
    ended_on = serializers.DateField(allow_null=True, help_text="Null: it goes on")
    progress = SupportProgressEntry(allow_null=True, help_text="The newest; null: none was recorded yet")
    handling = serializers.CharField(help_text="As on the release")
    shared_at = serializers.DateTimeField()


class SupportEntry(serializers.Serializer[Any]):
    """A package of support, or the tombstone of words that no longer stand."""

    id = serializers.IntegerField(
        min_value=1,
        help_text="Its place among all that was shared of its `release`, which stays: known by both",
    )
    release = serializers.RegexField(queries.NUMBER, help_text="The release that it follows")
    standing = serializers.ChoiceField(choices=["shared", "superseded", "withdrawn"])
    changed_at = serializers.DateTimeField(help_text="When it was shared, superseded or withdrawn, the last")
    superseded_by = serializers.IntegerField(
        min_value=1,
        allow_null=True,
        help_text="The `id`, of the same `release`, of newer words about the same support",
    )
    withdrawn = Withdrawal(allow_null=True)
    support = SupportText(allow_null=True)


class SupportPage(Page):
    """A page of shared support."""

    results = SupportEntry(many=True)


class SupportFilters(django_filters.FilterSet):
    """By council, and by when something last changed."""

    council = CodeFilter(field_name="release__council_code")
    changed_since = MomentFilter(field_name="changed_at", lookup_expr="gte")

    class Meta:
        model = SharedSupport
        fields: list[str] = []


class SupportPages(Pages):
    """By when something last changed, oldest first."""

    ordering = ("changed_at", "id")

    def understands(self, position: str) -> bool:
        return is_position(position)


class Support(PublishedView):
    """The support that follows the releases made to the client's organisation."""

    scope = Scope.READ_SUPPORT
    operations = {"get": "list_support"}
    parameters = frozenset({"cursor", "limit", "format", "council", "changed_since"})
    name = "support"
    columns = queries.SUPPORT_COLUMNS
    ids: list[int] = []

    def note_read(self, *, unchanged: bool) -> None:
        workflow.note_support_read(client=self.client, shared=self.ids, unchanged=unchanged)

    @extend_schema(
        operation_id="list_support",
        summary="How the support goes that follows the releases made to your organisation",
        description="For each council of which something is released to you: the support it is given and its "
        "newest progress, as two people agreed to share it. Oldest change first; what was withdrawn, "
        "superseded or followed a release that no longer stands comes as a tombstone. Each one listed counts "
        "as read.",
        parameters=[
            OpenApiParameter(
                "council",
                {"type": "string", "pattern": CODE},
                description="Support given to the council of this code.",
            ),
            OpenApiParameter(
                "changed_since",
                {"type": "string", "format": "date-time"},
                description="Shared, superseded or withdrawn at or after this moment.",
            ),
            *PAGE_PARAMETERS,
            *FORMAT_PARAMETERS,
        ],
        responses={**given(SupportPage, "A page, oldest change first."), **problems(400, 401, 403, 406, 429)},
        tags=["support"],
    )
    @transaction.atomic
    def get(self, request: Request) -> HttpResponse:
        filters = SupportFilters(request.query_params, queries.support_served(self.client))
        if not filters.is_valid():
            raise ValidationError(filters.errors)
        pages = SupportPages()
        found: list[Any] = pages.paginate_queryset(filters.qs, request, view=self) or []
        self.ids = [row["id"] for row in found]
        rows = [queries.support_entry(row) for row in found]
        return self.serve_page(pages, rows, lines=map(queries.support_flat, rows))
