"""What every address that something is sent to has in common: a key of the sender's own, a named officer."""

from __future__ import annotations

import hashlib
import re
from typing import Any

import orjson
from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from common.clock import today
from liaison import queries
from liaison.api.base import problems
from liaison.api.published import PublishedView
from liaison.submission import Originator

KEY = r"^[!-~]{1,200}$"
KEY_PARAMETER = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "pattern": KEY},
    OpenApiParameter.HEADER,
    required=True,
    description="A key of your own, new for each thing sent. The same key and body give the same answer.",
)
TAG_PARAMETER = OpenApiParameter("ETag", str, OpenApiParameter.HEADER, response=[200, 201])


def officer_field() -> serializers.CharField:
    """Which of the organisation's officers sends it."""
    return serializers.CharField(
        required=False,
        allow_blank=True,
        default="",
        max_length=60,
        help_text="The short name of your officer who sends it; left out: the one your token was issued to",
    )


def kept_once(entry: Any, kept: str, before: str, *also: int) -> dict[Any, OpenApiResponse]:
    """For `extend_schema`: it is kept, or was before; refused as what is sent is, and by `also`."""
    return {
        201: OpenApiResponse(entry, kept),
        200: OpenApiResponse(entry, before),
        **problems(400, 401, 403, *also, 406, 415, 422, 429),
    }


class SendingView(PublishedView):
    """An address that takes what an organisation sends."""

    def originator(self, key: str) -> Originator:
        """Who speaks: the officer named, of the token's own organisation."""
        found = queries.originator_of(self.client, key, today())
        if found is None:
            sentence = (
                "Your organisation has no officer of this short name today."
                if key
                else "The officer to whom this token was issued is no officer of your organisation today. "
                "Name one who is, or ask us for another token."
            )
            raise ValidationError({"officer": [sentence]})
        return found

    def sent(self, serializer: serializers.Serializer[Any]) -> dict[str, Any]:
        """The body, understood; what cannot be taken is named field by field."""
        serializer.is_valid(raise_exception=True)
        data: dict[str, Any] = serializer.validated_data
        return data

    def kept(self, served: dict[str, Any], status: int) -> HttpResponse:
        """What now stands, with its tag."""
        content = orjson.dumps(served)
        answer = HttpResponse(content, status=status, content_type="application/json")
        answer["ETag"] = tag_of(content)
        return answer


def key_of(request: Request) -> str:
    """The sender's own key of what is sent."""
    key = request.headers.get("Idempotency-Key", "")
    if not re.fullmatch(KEY, key, re.ASCII):
        sentence = "Send a key of your own in this header: up to 200 characters, no spaces."
        raise ValidationError({"Idempotency-Key": [sentence]})
    return key


def tag_of(content: bytes) -> str:
    """The entity tag of what is served."""
    return f'"{hashlib.sha256(content).hexdigest()}"'
