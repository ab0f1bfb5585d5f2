"""GET /api/v1/releases/: what was released to the client's own organisation, from the frozen text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import django_filters
from django.db import transaction
from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request

from liaison import document, queries, workflow
from liaison.api.asked import CODE, Code, Moment, is_position
from liaison.api.base import PAGE_PARAMETERS, Page, Pages, problems
from liaison.api.published import FORMAT_PARAMETERS, PublishedView, given
from liaison.models import Release, ReleaseRead, Scope

# What the OpenAPI document says of a release. Explicit to the last field; the values are the frozen ones.


class ReleasedCouncil(serializers.Serializer[Any]):
    code = serializers.RegexField(CODE, help_text="GSS code; X and eight digits for a fictional council")
    name = serializers.CharField(help_text="As it was called when the release was proposed")
    fictional = serializers.BooleanField()


class ReleasedRecipient(serializers.Serializer[Any]):
    code = serializers.SlugField()
    name = serializers.CharField()


class ReleasedEvidence(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=["hard", "soft"])
    line = serializers.CharField()


class ReleasedAwareness(serializers.Serializer[Any]):
    """What the council was told, before the release."""

    told = serializers.CharField(help_text="Who at the council was told")
    by = serializers.CharField(help_text="Who told them")
    how = serializers.CharField()
    on = serializers.DateField(help_text="The day it is said to have happened")
    recorded_at = serializers.DateTimeField(help_text="When that was recorded, by the service's own clock")


class ReleasedException(serializers.Serializer[Any]):
    """Why the council was not told first: an exception that a named officer gave the reason for."""

    ground = serializers.ChoiceField(choices=["safeguarding", "crime", "legal_duty"])
    reason = serializers.CharField()
    by = serializers.CharField(help_text="The information-governance officer who gave the reason")
    at = serializers.DateTimeField()


class ReleasedOriginator(serializers.Serializer[Any]):
    """Whom to consult before disclosure."""

    organisation = serializers.CharField()
    contact = serializers.CharField()


class ReleasedApproval(serializers.Serializer[Any]):
    by = serializers.CharField()
    at = serializers.DateTimeField()


class ReleasedText(serializers.Serializer[Any]):
    """The text, as approved. `sha256` around it is of this as JSON: sorted keys, no spaces, UTF-8."""

    number = serializers.RegexField(queries.NUMBER)
    recipient = ReleasedRecipient()
    council = ReleasedCouncil()
    purpose = serializers.CharField(help_text="The support that the sharing makes possible")
    concern = serializers.CharField()
    evidence = ReleasedEvidence(many=True)
    awareness = ReleasedAwareness(
        allow_null=True, help_text="Null only where an exception stands in its place"
    )
    exception = ReleasedException(allow_null=True)
    handling = serializers.CharField()
    originator = ReleasedOriginator()
    approved = ReleasedApproval()
    supersedes = serializers.RegexField(queries.NUMBER, allow_null=True)


class Withdrawal(serializers.Serializer[Any]):
    """What is left of a release that was withdrawn."""

    at = serializers.DateTimeField()
    reason = serializers.CharField()
    ask = serializers.CharField()


class ReleaseEntry(serializers.Serializer[Any]):
    """A release, or the tombstone of one that was withdrawn."""

    number = serializers.RegexField(queries.NUMBER)
    standing = serializers.ChoiceField(choices=["released", "withdrawn"])
    changed_at = serializers.DateTimeField(
        help_text="When it was released, superseded or withdrawn, the last"
    )
    sha256 = serializers.RegexField(r"^[0-9a-f]{64}$")
    superseded_by = serializers.RegexField(queries.NUMBER, allow_null=True)
    withdrawn = Withdrawal(allow_null=True)
    release = ReleasedText(allow_null=True)


class ReleasePage(Page):
    """A page of releases."""

    results = ReleaseEntry(many=True)


class MomentFilter(django_filters.Filter):
    field_class = Moment


class CodeFilter(django_filters.Filter):
    field_class = Code


class ReleaseFilters(django_filters.FilterSet):
    """By council, and by when something last changed."""

    council = CodeFilter(field_name="council_code")
    changed_since = MomentFilter(field_name="changed_at", lookup_expr="gte")

    class Meta:
        model = Release
        fields: list[str] = []


FILTER_PARAMETERS = [
    OpenApiParameter(
        "council",
        {"type": "string", "pattern": CODE},
        description="Releases about the council of this code.",
    ),
    OpenApiParameter(
        "changed_since",
        {"type": "string", "format": "date-time"},
        description="Released, superseded or withdrawn at or after this moment. Ask with the latest "
        "`changed_at` you hold: tombstones come too.",
    ),
]


class ReleasePages(Pages):
    """By when something last changed, oldest first: whoever follows `next` ends up to date."""

    ordering = ("changed_at", "number")

    def understands(self, position: str) -> bool:
        return is_position(position)


class ReleasedView(PublishedView):
    """What serves releases: it keeps each reading of each, with the officer behind the token."""

    scope = Scope.READ_RELEASES
    columns = document.COLUMNS
    read: Sequence[dict[str, Any]] = ()
    how: str = ReleaseRead.How.READ

    def note_read(self, *, unchanged: bool) -> None:
        workflow.note_client_read(client=self.client, releases=self.read, how=self.how, unchanged=unchanged)


class Releases(ReleasedView):
    """The releases made to the client's organisation."""

    operations = {"get": "list_releases"}
    parameters = frozenset({"cursor", "limit", "format", "council", "changed_since"})
    name = "releases"
    how = ReleaseRead.How.LISTED

    @extend_schema(
        operation_id="list_releases",
        summary="Releases made to your organisation",
        description="Oldest change first, withdrawn ones as tombstones. Each one listed counts as read.",
        parameters=[*FILTER_PARAMETERS, *PAGE_PARAMETERS, *FORMAT_PARAMETERS],
        responses={
            **given(ReleasePage, "A page, oldest change first."),
            **problems(400, 401, 403, 406, 429),
        },
        tags=["releases"],
    )
    @transaction.atomic
    def get(self, request: Request) -> HttpResponse:
        filters = ReleaseFilters(request.query_params, queries.served_to(self.client))
        if not filters.is_valid():
            raise ValidationError(filters.errors)
        pages = ReleasePages()
        self.read = pages.paginate_queryset(filters.qs, request, view=self) or []
        return self.serve_page(
            pages, [document.envelope(row) for row in self.read], lines=map(document.flat, self.read)
        )


class OneRelease(ReleasedView):
    """One release made to the client's organisation."""

    operations = {"get": "read_release"}
    parameters = frozenset({"format"})
    name = "release"

    @extend_schema(
        operation_id="read_release",
        summary="One release, or its tombstone",
        description="With `If-None-Match` and the `ETag` you hold: 304 where nothing has changed. "
        "Any number not released to your organisation is not found, whether or not there is such a release.",
        parameters=[
            OpenApiParameter("number", {"type": "string", "pattern": queries.NUMBER}, OpenApiParameter.PATH),
            *FORMAT_PARAMETERS,
        ],
        responses={
            **given(ReleaseEntry, "The text, or the tombstone."),
            **problems(400, 401, 403, 404, 406, 429),
        },
        tags=["releases"],
    )
    @transaction.atomic
    def get(self, request: Request, number: str) -> HttpResponse:
        self.read = list(queries.served_to(self.client).filter(number=number))
        if not self.read:
            raise NotFound
        return self.serve(document.envelope(self.read[0]), map(document.flat, self.read))
