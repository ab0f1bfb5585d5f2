"""What is sent to /api/v1/webhooks/ and given out there, and the message that a receiver is sent."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiResponse, OpenApiWebhook, extend_schema
from rest_framework import serializers

from liaison import queries
from liaison.access_webhooks import LONGEST
from liaison.api.base import Page, StrictSerializer
from liaison.models import Webhook, WebhookDelivery, WebhookEvent

TYPES = WebhookEvent.values
EVENTS = [event.value for event in WebhookEvent if event != WebhookEvent.PING]


class SentWebhook(StrictSerializer):
    url = serializers.CharField(
        max_length=LONGEST, help_text="https, on the public internet, and no redirect is followed"
    )
    events = serializers.ListField(child=serializers.ChoiceField(choices=EVENTS), min_length=1)


class SentNothing(StrictSerializer):
    """No field is taken."""


class WebhookEntry(serializers.Serializer[Any]):
    """A webhook of this token. Ended for good where `ended_at` says so."""

    id = serializers.RegexField(queries.WEBHOOK_NAME)
    url = serializers.CharField()
    events = serializers.ListField(child=serializers.ChoiceField(choices=EVENTS))
    added_at = serializers.DateTimeField()
    secret_given_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)
    ended_why = serializers.ChoiceField(choices=Webhook.Ended.values, allow_null=True)


class NewWebhook(WebhookEntry):
    """A webhook with its secret, which is shown this once."""

    secret = serializers.RegexField(r"^whsec_[A-Za-z0-9+/]{43}=$")


class WebhookPage(Page):
    results = WebhookEntry(many=True)


class DeliveryEntry(serializers.Serializer[Any]):
    """One event and what came of sending it. `event` is the `webhook-id` of every try."""

    event = serializers.RegexField(queries.EVENT_ID)
    type = serializers.ChoiceField(choices=TYPES)
    happened_at = serializers.DateTimeField()
    outcome = serializers.ChoiceField(choices=WebhookDelivery.Outcome.values)
    tries = serializers.IntegerField(min_value=0)
    last_tried_at = serializers.DateTimeField(allow_null=True)
    last_status = serializers.IntegerField(allow_null=True, help_text="What your receiver answered")
    last_failure = serializers.CharField()
    next_try_at = serializers.DateTimeField(allow_null=True)


class DeliveryPage(Page):
    results = DeliveryEntry(many=True)


class MessageData(serializers.Serializer[Any]):
    """What it happened to. A ping has none."""

    number = serializers.CharField(
        required=False,
        help_text="Of the release, also where the support after it changed, or of the concern: read it again",
    )


class Message(serializers.Serializer[Any]):
    """What a receiver is sent: what happened, when, and a number. Never a council or a word."""

    type = serializers.ChoiceField(choices=TYPES)
    timestamp = serializers.DateTimeField(help_text="When it happened; when it was sent is in the header")
    data = MessageData()  # type: ignore[assignment]


MESSAGE = OpenApiWebhook(
    name="changed",
    decorator=extend_schema(
        summary="Something changed",
        description="Posted to the `url` of a webhook, signed as Standard Webhooks has it: `webhook-id` is "
        "the same at each try, `webhook-timestamp` is when this try was made, in seconds, and "
        "`webhook-signature` holds one signature, or two for a day after a new secret.",
        request=Message,
        responses={
            "2XX": OpenApiResponse(description="Taken. Anything else is tried again, up to ten times."),
            410: OpenApiResponse(description="Nothing more is wanted: the webhook ends."),
        },
        tags=["webhooks"],
    ),
)
