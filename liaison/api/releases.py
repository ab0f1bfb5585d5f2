"""GET /api/v1/releases/: what was released to the client's own organisation, from the frozen text."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db import transaction
from django.utils.dateparse import parse_datetime
from django.utils.http import parse_etags
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from liaison import document, queries, workflow
from liaison.api.asked import CODE, Code, Moment
from liaison.api.base import PAGE_PARAMETERS, ApiView, Page, Pages, problems
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
    awareness = ReleasedAwareness()
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
        try:
            return parse_datetime(position) is not None
        except ValueError:
            return False


class Releases(ApiView):
    """The releases made to the client's organisation."""

    scope = Scope.READ_RELEASES
    parameters = frozenset({"cursor", "limit", "council", "changed_since"})

    @extend_schema(
        operation_id="list_releases",
        summary="Releases made to your organisation",
        description="Oldest change first, withdrawn ones as tombstones. Each one listed counts as read.",
        parameters=[*FILTER_PARAMETERS, *PAGE_PARAMETERS],
        responses={
            (200, "application/json"): OpenApiResponse(ReleasePage, "A page, oldest change first."),
            **problems(400, 401, 403, 429),
        },
        tags=["releases"],
    )
    @transaction.atomic
    def get(self, request: Request) -> Response:
        filters = ReleaseFilters(request.query_params, queries.served_to(self.client))
        if not filters.is_valid():
            raise ValidationError(filters.errors)
        pages = ReleasePages()
        releases: list[Release] = pages.paginate_queryset(filters.qs, request, view=self) or []
        workflow.note_client_read(client=self.client, releases=releases, how=ReleaseRead.How.LISTED)
        return pages.get_paginated_response([queries.served(release) for release in releases])


class OneRelease(ApiView):
    """One release made to the client's organisation."""

    scope = Scope.READ_RELEASES

    @extend_schema(
        operation_id="read_release",
        summary="One release, or its tombstone",
        description="With `If-None-Match` and the `ETag` you hold: 304 where nothing has changed. "
        "Any number not released to your organisation is not found, whether or not there is such a release.",
        parameters=[
            OpenApiParameter("number", {"type": "string", "pattern": queries.NUMBER}, OpenApiParameter.PATH),
            OpenApiParameter("If-None-Match", str, OpenApiParameter.HEADER, description="The ETag you hold."),
            OpenApiParameter(
                "ETag", str, OpenApiParameter.HEADER, response=[200, 304], description="Of what is served."
            ),
        ],
        responses={
            (200, "application/json"): OpenApiResponse(ReleaseEntry, "The text, or the tombstone."),
            304: OpenApiResponse(None, "Nothing has changed since the ETag you hold."),
            **problems(400, 401, 403, 404, 429),
        },
        tags=["releases"],
    )
    @transaction.atomic
    def get(self, request: Request, number: str) -> Response:
        release = queries.served_to(self.client).filter(number=number).first()
        if release is None:
            raise NotFound
        served = queries.served(release)
        tag = document.etag(served)
        held = parse_etags(request.headers.get("If-None-Match", ""))
        unchanged = "*" in held or tag in [one.removeprefix("W/") for one in held]
        how = ReleaseRead.How.UNCHANGED if unchanged else ReleaseRead.How.READ
        workflow.note_client_read(client=self.client, releases=[release], how=how)
        return Response(
            None if unchanged else served, status=304 if unchanged else 200, headers={"ETag": tag}
        )
