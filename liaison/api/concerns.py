"""/api/v1/concerns/: what a department or inspectorate brings to us, and our answers (R081-R082, R181)."""

from __future__ import annotations

import hashlib
import re
from typing import Any

import django_filters
import orjson
from django.db import transaction
from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request

from common.clock import now, today
from common.errors import Refused
from liaison import queries, workflow
from liaison.api.asked import is_position
from liaison.api.base import PAGE_PARAMETERS, Pages, problems, same_as_held
from liaison.api.concern_shapes import ConcernEntry, ConcernPage, SentConcern, SentWithdrawal
from liaison.api.published import FORMAT_PARAMETERS, PublishedView, given
from liaison.api.releases import MomentFilter
from liaison.models import ApiClient, InboundConcern, Scope
from liaison.submission import GivenEvidence, Originator, Submission

KEY = r"^[!-~]{1,200}$"


class ConcernFilters(django_filters.FilterSet):
    """By when something last changed."""

    changed_since = MomentFilter(field_name="changed_at", lookup_expr="gte")

    class Meta:
        model = InboundConcern
        fields: list[str] = []


class ConcernPages(Pages):
    """By when something last changed, oldest first."""

    ordering = ("changed_at", "number")

    def understands(self, position: str) -> bool:
        return is_position(position)


NUMBER_PARAMETER = OpenApiParameter(
    "number", {"type": "string", "pattern": queries.INBOUND_NUMBER}, OpenApiParameter.PATH
)
KEY_PARAMETER = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "pattern": KEY},
    OpenApiParameter.HEADER,
    required=True,
    description="A key of your own, new for each concern. The same key and body give the same answer.",
)
MATCH_PARAMETER = OpenApiParameter(
    "If-Match", str, OpenApiParameter.HEADER, description="The ETag you hold; without it 428."
)
TAG_PARAMETER = OpenApiParameter("ETag", str, OpenApiParameter.HEADER, response=[200, 201])


class ConcernView(PublishedView):
    """What the addresses of concerns share."""

    scope = Scope.SEND_CONCERNS
    columns = queries.CONCERN_COLUMNS
    name = "concerns"

    def originator(self, key: str) -> Originator:
        """Who speaks: the officer named, of the token's own organisation."""
        found = queries.originator_of(self.client, key, today())
        if found is None:
            raise ValidationError({"officer": ["Your organisation has no officer of this short name today."]})
        return found

    def one(self, number: str, *, locked: bool = False) -> Any:
        """The organisation's own concern of this number; any other is not found, there or not."""
        if not re.fullmatch(queries.INBOUND_NUMBER, number, re.ASCII):
            raise NotFound
        rows: Any = queries.concerns_served(self.client).filter(number=number)
        row = (rows.select_for_update(of=("self",)) if locked else rows).first()
        if row is None:
            raise NotFound
        return row

    def sent(self, serializer: serializers.Serializer[Any]) -> dict[str, Any]:
        """The body, understood; what cannot be taken is named field by field."""
        serializer.is_valid(raise_exception=True)
        data: dict[str, Any] = serializer.validated_data
        return data

    def answered(self, number: str, status: int) -> HttpResponse:
        """What now stands, with its tag and its address."""
        content = orjson.dumps(queries.concern_served(self.one(number)))
        answer = HttpResponse(content, status=status, content_type="application/json")
        answer["ETag"] = tag_of(content)
        answer["Location"] = self.request.build_absolute_uri(f"/api/v1/concerns/{number}/")
        return answer


def tag_of(content: bytes) -> str:
    """The entity tag of what is served."""
    return f'"{hashlib.sha256(content).hexdigest()}"'


def submission(client: ApiClient, data: dict[str, Any], key: str) -> Submission:
    """What was sent, in the shape of the act. In the sandbox no real council is named."""
    if client.is_sandbox and not data["council"].startswith("X"):
        raise Refused(
            "This token is for trying out: name a fictional council. /api/v1/councils/ lists them all."
        )
    told = data["council_told"]
    return Submission(
        council_code=data["council"],
        matter=data["concern"],
        told=told["answer"],
        told_on=told["on"],
        told_reason=told["reason"],
        evidence=tuple(GivenEvidence(**dict(one)) for one in data["evidence"]),
        handling=data["handling"],
        is_originator_controlled=data["originator_controlled"],
        is_urgent=data["urgent"],
        own_reference=data["own_reference"],
        service_area=data["service_area"],
        key=key,
    )


class Concerns(ConcernView):
    """The concerns the client's organisation brought."""

    http_method_names = ["get", "head", "post"]
    parameters = frozenset({"cursor", "limit", "format", "changed_since"})
    operations = {"get": "list_concerns", "post": "send_concern"}

    @extend_schema(
        operation_id="list_concerns",
        summary="Concerns your organisation brought, and what was answered",
        description="Oldest change first. Nothing of our own work on them is shown, and no one else's.",
        parameters=[
            OpenApiParameter(
                "changed_since",
                {"type": "string", "format": "date-time"},
                description="Corrected, answered or withdrawn at or after this moment.",
            ),
            *PAGE_PARAMETERS,
            *FORMAT_PARAMETERS,
        ],
        responses={**given(ConcernPage, "A page, oldest change first."), **problems(400, 401, 403, 406, 429)},
        tags=["concerns"],
    )
    @transaction.atomic
    def get(self, request: Request) -> HttpResponse:
        filters = ConcernFilters(request.query_params, queries.concerns_served(self.client))
        if not filters.is_valid():
            raise ValidationError(filters.errors)
        pages = ConcernPages()
        found: list[Any] = pages.paginate_queryset(filters.qs, request, view=self) or []
        rows = [queries.concern_served(row) for row in found]
        return self.serve_page(pages, rows, lines=map(queries.concern_flat, rows))

    @extend_schema(
        operation_id="send_concern",
        summary="Bring a concern",
        description="It is numbered and acknowledged at once, and stands in the adviser's inbox. 200 where "
        "the same was received before under the same key or own reference.",
        parameters=[KEY_PARAMETER, TAG_PARAMETER],
        request=SentConcern,
        responses={
            201: OpenApiResponse(ConcernEntry, "Received: its number and when."),
            200: OpenApiResponse(ConcernEntry, "It was received before: the same acknowledgement."),
            **problems(400, 401, 403, 406, 415, 422, 429),
        },
        tags=["concerns"],
    )
    @transaction.atomic
    def post(self, request: Request) -> HttpResponse:
        key = request.headers.get("Idempotency-Key", "")
        if not re.fullmatch(KEY, key, re.ASCII):
            raise ValidationError(
                {
                    "Idempotency-Key": [
                        "Send a key of your own in this header: up to 200 characters, no spaces."
                    ]
                }
            )
        data = self.sent(SentConcern(data=request.data))
        receipt = workflow.receive(
            by=None,
            at=now(),
            originator=self.originator(data["officer"]),
            given=submission(self.client, data, key),
        )
        return self.answered(receipt.number, 201 if receipt.is_new else 200)


class OneConcern(ConcernView):
    """One concern the client's organisation brought."""

    http_method_names = ["get", "head", "put"]
    parameters = frozenset({"format"})
    operations = {"get": "read_concern", "put": "correct_concern"}

    @extend_schema(
        operation_id="read_concern",
        summary="One of your concerns, and what was answered",
        parameters=[NUMBER_PARAMETER, *FORMAT_PARAMETERS],
        responses={**given(ConcernEntry, "As it stands."), **problems(400, 401, 403, 404, 406, 429)},
        tags=["concerns"],
    )
    @transaction.atomic
    def get(self, request: Request, number: str) -> HttpResponse:
        served = queries.concern_served(self.one(number))
        return self.serve(served, [queries.concern_flat(served)])

    @extend_schema(
        operation_id="correct_concern",
        summary="Put a corrected version in the place of the last",
        description="The whole concern as it is to stand; every earlier version is kept. `If-Match` is the "
        "ETag of what you correct: where it has changed since, 412 and nothing is written.",
        parameters=[NUMBER_PARAMETER, MATCH_PARAMETER, TAG_PARAMETER],
        request=SentConcern,
        responses={
            200: OpenApiResponse(ConcernEntry, "The corrected version stands."),
            **problems(400, 401, 403, 404, 406, 412, 415, 422, 428, 429),
        },
        tags=["concerns"],
    )
    @transaction.atomic
    def put(self, request: Request, number: str) -> HttpResponse:
        held = self.one(number, locked=True)
        same_as_held(request, tag_of(orjson.dumps(queries.concern_served(held))))
        data = self.sent(SentConcern(data=request.data))
        workflow.correct_inbound(
            by=None,
            at=now(),
            originator=self.originator(data["officer"]),
            inbound=held,
            given=submission(self.client, data, ""),
        )
        return self.answered(number, 200)


class ConcernWithdrawal(ConcernView):
    """That the organisation takes a concern back."""

    http_method_names = ["post"]
    operations = {"post": "withdraw_concern"}

    @extend_schema(
        operation_id="withdraw_concern",
        summary="Withdraw one of your concerns",
        description="What was received is kept, and reads as withdrawn by you.",
        parameters=[NUMBER_PARAMETER, TAG_PARAMETER],
        request=SentWithdrawal,
        responses={
            200: OpenApiResponse(ConcernEntry, "Withdrawn."),
            **problems(400, 401, 403, 404, 406, 415, 422, 429),
        },
        tags=["concerns"],
    )
    @transaction.atomic
    def post(self, request: Request, number: str) -> HttpResponse:
        held, data = self.one(number), self.sent(SentWithdrawal(data=request.data))
        workflow.withdraw_inbound(
            by=None,
            at=now(),
            originator=self.originator(data["officer"]),
            inbound=held,
            reason=data["reason"],
        )
        return self.answered(number, 200)
