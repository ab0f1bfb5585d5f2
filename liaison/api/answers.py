"""What a recipient says to a release through its own system: answers, a deletion, requests by law (R181)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request

from common.clock import now
from liaison import queries, workflow
from liaison.api.asked import is_position
from liaison.api.base import PAGE_PARAMETERS, Page, Pages, StrictSerializer, problems
from liaison.api.published import FORMAT_PARAMETERS, given
from liaison.api.sending import (
    KEY_PARAMETER,
    TAG_PARAMETER,
    SendingView,
    kept_once,
    key_of,
    officer_field,
)
from liaison.models import FreedomRequest, Release, Scope
from liaison.submission import Kept

NUMBER_PARAMETER = OpenApiParameter(
    "number", {"type": "string", "pattern": queries.NUMBER}, OpenApiParameter.PATH
)


class SentAnswer(StrictSerializer):
    """An answer as it is sent; without words it acknowledges."""

    text = serializers.CharField(required=False, allow_blank=True, default="", max_length=20000)
    officer = officer_field()


class SentDeletion(StrictSerializer):
    """That every copy of the withdrawn release is deleted."""

    officer = officer_field()


class SentRequest(StrictSerializer):
    """A request under the Freedom of Information Act, without the name of who asked."""

    received_on = serializers.DateField(help_text="The day your organisation received it")
    category = serializers.ChoiceField(
        choices=FreedomRequest.Category.values, help_text="What kind of person asked"
    )
    asked = serializers.CharField(
        max_length=20000, help_text="What is asked for, without the name of who asks"
    )
    officer = officer_field()


class AnswerEntry(serializers.Serializer[Any]):
    """One answer of your organisation's, from its own system or its door here."""

    kind = serializers.ChoiceField(choices=["acknowledged", "answered"])
    text = serializers.CharField()
    by = serializers.CharField(help_text="Your officer, by name")
    at = serializers.DateTimeField()


class AnswerPage(Page):
    results = AnswerEntry(many=True)


class DeletionEntry(serializers.Serializer[Any]):
    """That the deletion is confirmed."""

    by = serializers.CharField()
    on = serializers.DateField()
    recorded_at = serializers.DateTimeField()


class RequestEntry(serializers.Serializer[Any]):
    """A request as it is registered."""

    received_on = serializers.DateField()
    due_on = serializers.DateField(help_text="Twenty working days later: your last day to answer it")
    category = serializers.ChoiceField(choices=FreedomRequest.Category.values)
    asked = serializers.CharField()
    by = serializers.CharField()
    recorded_at = serializers.DateTimeField()


class AnswerPages(Pages):
    """The first answer first."""

    ordering = ("recorded_at", "pk")

    def understands(self, position: str) -> bool:
        return is_position(position)


class AnsweringView(SendingView):
    """What the addresses below a release share."""

    scope = Scope.ANSWER_RELEASES
    columns = queries.ANSWER_COLUMNS
    name = "answers"

    def one(self, number: str) -> Release:
        """The release of this number to the organisation; any other is not found, there or not."""
        found = queries.release_of(self.client, number) if re.fullmatch(queries.NUMBER, number) else None
        if found is None:
            raise NotFound
        return found

    def once(self, kept: Kept[Any], served: Callable[[Any], dict[str, Any]]) -> HttpResponse:
        """What was kept, as it is `served`; 200 where it was before."""
        kept.row.refresh_from_db(fields=["recorded_at"])
        return self.kept(served(kept.row), 201 if kept.is_new else 200)


class Answers(AnsweringView):
    """What the client's organisation answered to a release."""

    http_method_names = ["get", "head", "post"]
    parameters = frozenset({"cursor", "limit", "format"})
    operations = {"get": "list_answers", "post": "answer_release"}

    @extend_schema(
        operation_id="list_answers",
        summary="What your organisation answered to a release",
        parameters=[NUMBER_PARAMETER, *PAGE_PARAMETERS, *FORMAT_PARAMETERS],
        responses={
            **given(AnswerPage, "A page, the first answer first."),
            **problems(400, 401, 403, 404, 406, 429),
        },
        tags=["releases"],
    )
    @transaction.atomic
    def get(self, request: Request, number: str) -> HttpResponse:
        pages = AnswerPages()
        answers = queries.answers_to(self.one(number))
        found: list[Any] = pages.paginate_queryset(answers, request, view=self) or []
        return self.serve_page(pages, [queries.answer_served(row) for row in found])

    @extend_schema(
        operation_id="answer_release",
        summary="Acknowledge a release, or answer it",
        description="Without `text` it is acknowledged, once; with words it is answered. Whoever proposed "
        "the release is told. 200 where the same was received before under the same key.",
        parameters=[NUMBER_PARAMETER, KEY_PARAMETER, TAG_PARAMETER],
        request=SentAnswer,
        responses=kept_once(AnswerEntry, "Kept.", "It was received before.", 404),
        tags=["releases"],
    )
    @transaction.atomic
    def post(self, request: Request, number: str) -> HttpResponse:
        release, key = self.one(number), key_of(request)
        data = self.sent(SentAnswer(data=request.data))
        kept = workflow.answer_release(
            by=None,
            at=now(),
            originator=self.originator(data["officer"]),
            release=release,
            text=data["text"],
            key=key,
        )
        return self.once(kept, queries.answer_served)


class Deletion(AnsweringView):
    """That every copy of a withdrawn release is deleted."""

    http_method_names = ["post"]
    operations = {"post": "confirm_deletion"}

    @extend_schema(
        operation_id="confirm_deletion",
        summary="Confirm that every copy of a withdrawn release is deleted",
        description="Once. Whoever withdrew it is told. 200 where the same officer confirmed it before, by "
        "the same token.",
        parameters=[NUMBER_PARAMETER, TAG_PARAMETER],
        request=SentDeletion,
        responses=kept_once(DeletionEntry, "Kept.", "It was confirmed before.", 404),
        tags=["releases"],
    )
    @transaction.atomic
    def post(self, request: Request, number: str) -> HttpResponse:
        release, data = self.one(number), self.sent(SentDeletion(data=request.data))
        kept = workflow.confirm_own_deletion(
            by=None, at=now(), originator=self.originator(data["officer"]), release=release
        )
        return self.once(kept, queries.deletion_served)


class FreedomRequests(AnsweringView):
    """That the organisation was asked for a release by law, and consults its originator."""

    http_method_names = ["post"]
    operations = {"post": "register_request"}

    @extend_schema(
        operation_id="register_request",
        summary="Register a freedom-of-information request that touches a release",
        description="You consult us before disclosure: the adviser who proposed the release says what we "
        "think. Never send the name of who asked. 200 where the same was received before under the "
        "same key.",
        parameters=[NUMBER_PARAMETER, KEY_PARAMETER, TAG_PARAMETER],
        request=SentRequest,
        responses=kept_once(
            RequestEntry, "Kept, with the day by which you have to answer.", "It was received before.", 404
        ),
        tags=["releases"],
    )
    @transaction.atomic
    def post(self, request: Request, number: str) -> HttpResponse:
        release, key = self.one(number), key_of(request)
        data = self.sent(SentRequest(data=request.data))
        kept = workflow.register_own_request(
            by=None,
            at=now(),
            originator=self.originator(data.pop("officer")),
            release=release,
            key=key,
            **data,
        )
        return self.once(kept, queries.request_served)
