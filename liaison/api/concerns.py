"""/api/v1/concerns/: what a department or inspectorate brings to us, and our answers (R081-R082, R181)."""

from __future__ import annotations

import re
from typing import Any

import django_filters
import orjson
from django.db import transaction
from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request

from common.clock import now
from common.errors import Refused
from liaison import queries, workflow
from liaison.api.asked import is_position
from liaison.api.base import PAGE_PARAMETERS, Pages, problems, same_as_held
from liaison.api.concern_shapes import ConcernEntry, ConcernPage, SentConcern, SentConsent, SentWithdrawal
from liaison.api.published import FORMAT_PARAMETERS, given
from liaison.api.releases import MomentFilter
from liaison.api.sending import KEY_PARAMETER, TAG_PARAMETER, SendingView, kept_once, key_of, tag_of
from liaison.models import ApiClient, InboundConcern, Scope
from liaison.submission import GivenEvidence, Submission


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
MATCH_PARAMETER = OpenApiParameter(
    "If-Match", str, OpenApiParameter.HEADER, description="The ETag you hold; without it 428."
)


class ConcernView(SendingView):
    """What the addresses of concerns share."""

    scope = Scope.SEND_CONCERNS
    columns = queries.CONCERN_COLUMNS
    name = "concerns"

    def one(self, number: str, *, locked: bool = False) -> Any:
        """The organisation's own concern of this number; any other is not found, there or not."""
        if not re.fullmatch(queries.INBOUND_NUMBER, number, re.ASCII):
            raise NotFound
        rows: Any = queries.concerns_served(self.client).filter(number=number)
        row = (rows.select_for_update(of=("self",)) if locked else rows).first()
        if row is None:
            raise NotFound
        return row

    def answered(self, number: str, status: int) -> HttpResponse:
        """What now stands, with its tag and its address."""
        answer = self.kept(queries.concern_served(self.one(number)), status)
        answer["Location"] = self.request.build_absolute_uri(f"/api/v1/concerns/{number}/")
        return answer


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
        responses=kept_once(
            ConcernEntry,
            "Received: its number and when.",
            "It was received before: the same acknowledgement.",
        ),
        tags=["concerns"],
    )
    @transaction.atomic
    def post(self, request: Request) -> HttpResponse:
        key = key_of(request)
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
            # Locked, and the same as in `If-Match`: nothing came between.
            version=list(held.versions.all())[-1].version,
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


class ConcernConsent(ConcernView):
    """That the organisation's words may go further, or not, as it was asked."""

    http_method_names = ["post"]
    operations = {"post": "answer_consent"}

    @extend_schema(
        operation_id="answer_consent",
        summary="Say whether your words may go further",
        description="We ask with an answer of the kind `consent_asked`: its `id` is the question's, its `to` "
        "says to whom your words would go. A yes opens them to that recipient alone, as they stood when we "
        "asked: what you correct afterwards is asked about again. It is answered once; the same answer sent "
        "again by the same token changes nothing.",
        parameters=[
            NUMBER_PARAMETER,
            OpenApiParameter("question", {"type": "integer", "minimum": 1}, OpenApiParameter.PATH),
            TAG_PARAMETER,
        ],
        request=SentConsent,
        responses={
            200: OpenApiResponse(ConcernEntry, "Answered: your answer stands with the concern."),
            **problems(400, 401, 403, 404, 406, 415, 422, 429),
        },
        tags=["concerns"],
    )
    @transaction.atomic
    def post(self, request: Request, number: str, question: int) -> HttpResponse:
        held = self.one(number)
        asked = queries.question_at(held, question)
        if asked is None:
            raise NotFound
        data = self.sent(SentConsent(data=request.data))
        workflow.answer_consent(
            by=None,
            at=now(),
            originator=self.originator(data["officer"]),
            asked=asked,
            given=data["given"],
            text=data["text"],
        )
        return self.answered(number, 200)
