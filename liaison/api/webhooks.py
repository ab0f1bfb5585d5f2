"""/api/v1/webhooks/: where a client is told that something changed, by numbers alone (Standard Webhooks)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from django.db import transaction
from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request

from common.clock import now
from liaison import queries, workflow
from liaison.api.base import PAGE_PARAMETERS, Pages, problems
from liaison.api.published import FORMAT_PARAMETERS, PublishedView, given
from liaison.api.webhook_shapes import (
    DeliveryEntry,
    DeliveryPage,
    NewWebhook,
    SentNothing,
    SentWebhook,
    WebhookEntry,
    WebhookPage,
)
from liaison.models import Scope, Webhook

LONGEST_ID = 18


class ByKey(Pages):
    """By the order in which they were written down."""

    ordering = ("pk",)

    def understands(self, position: str) -> bool:
        return position.isascii() and position.isdigit() and len(position) <= LONGEST_ID


class NewestFirst(ByKey):
    ordering = ("-pk",)


ID_PARAMETER = OpenApiParameter(
    "name", {"type": "string", "pattern": queries.WEBHOOK_NAME}, OpenApiParameter.PATH
)


class WebhookView(PublishedView):
    """What the addresses of webhooks share."""

    scope = Scope.RECEIVE_WEBHOOKS
    columns: Sequence[str] = queries.WEBHOOK_COLUMNS
    name = "webhooks"

    def one(self, name: str) -> Webhook:
        """This token's own webhook; any other is not found, there or not."""
        if not re.fullmatch(queries.WEBHOOK_NAME, name, re.ASCII):
            raise NotFound
        webhook = queries.webhooks_of(self.client).filter(name=name).first()
        if webhook is None:
            raise NotFound
        return webhook

    def takes_nothing(self) -> None:
        """The body is empty, or an empty object."""
        SentNothing(data=self.request.data).is_valid(raise_exception=True)

    def made(self, body: Mapping[str, Any], status: int) -> HttpResponse:
        """What was made, as JSON."""
        content = orjson.dumps(body, option=orjson.OPT_UTC_Z)
        return HttpResponse(content, status=status, content_type="application/json")


class Webhooks(WebhookView):
    """The token's own webhooks."""

    http_method_names = ["get", "head", "post"]
    parameters = frozenset({"cursor", "limit", "format"})
    operations = {"get": "list_webhooks", "post": "add_webhook"}

    @extend_schema(
        operation_id="list_webhooks",
        summary="The webhooks of your token",
        description="In the order in which they were added; those that ended say when and why.",
        parameters=[*PAGE_PARAMETERS, *FORMAT_PARAMETERS],
        responses={**given(WebhookPage, "A page."), **problems(400, 401, 403, 406, 429)},
        tags=["webhooks"],
    )
    @transaction.atomic
    def get(self, request: Request) -> HttpResponse:
        pages = ByKey()
        found: list[Any] = pages.paginate_queryset(queries.webhooks_of(self.client), request, view=self) or []
        rows = [queries.webhook_served(webhook) for webhook in found]
        return self.serve_page(pages, rows, lines=[_with_events_in_words(row) for row in rows])

    @extend_schema(
        operation_id="add_webhook",
        summary="Be told at an address of your own",
        description="What is sent carries the number of what changed and no word of it, signed as Standard "
        "Webhooks has it with the `secret` of this answer, which is not shown again. It is sent while the "
        "token stands. At most five stand for a token, one for an address.",
        request=SentWebhook,
        responses={
            201: OpenApiResponse(NewWebhook, "Added, with its secret."),
            **problems(400, 401, 403, 406, 415, 422, 429),
        },
        tags=["webhooks"],
    )
    @transaction.atomic
    def post(self, request: Request) -> HttpResponse:
        sent = SentWebhook(data=request.data)
        sent.is_valid(raise_exception=True)
        webhook, secret = workflow.add_webhook(
            by=None,
            at=now(),
            client=self.client,
            address=sent.validated_data["url"],
            events=sent.validated_data["events"],
        )
        answer = self.made({**queries.webhook_served(webhook), "secret": secret}, 201)
        answer["Location"] = request.build_absolute_uri(f"/api/v1/webhooks/{webhook.name}/")
        return answer


class OneWebhook(WebhookView):
    """One of the token's own webhooks."""

    http_method_names = ["get", "head", "delete"]
    parameters = frozenset({"format"})
    operations = {"get": "read_webhook", "delete": "end_webhook"}

    @extend_schema(
        operation_id="read_webhook",
        summary="One of your webhooks",
        parameters=[ID_PARAMETER, *FORMAT_PARAMETERS],
        responses={**given(WebhookEntry, "As it stands."), **problems(400, 401, 403, 404, 406, 429)},
        tags=["webhooks"],
    )
    @transaction.atomic
    def get(self, request: Request, name: str) -> HttpResponse:
        row = queries.webhook_served(self.one(name))
        return self.serve(row, [_with_events_in_words(row)])

    @extend_schema(
        operation_id="end_webhook",
        summary="End one of your webhooks",
        description="For good, at once: what waits is not sent. Ending it again changes nothing.",
        parameters=[ID_PARAMETER],
        responses={204: OpenApiResponse(None, "Ended."), **problems(400, 401, 403, 404, 406, 429)},
        tags=["webhooks"],
    )
    @transaction.atomic
    def delete(self, request: Request, name: str) -> HttpResponse:
        workflow.end_own_webhook(by=None, at=now(), client=self.client, webhook=self.one(name))
        return HttpResponse(status=204)


class WebhookTest(WebhookView):
    """A trial of a webhook."""

    http_method_names = ["post"]
    operations = {"post": "try_webhook"}

    @extend_schema(
        operation_id="try_webhook",
        summary="Send a ping to one of your webhooks",
        description="It goes the way of everything else, in a few seconds. The deliveries say what came.",
        parameters=[ID_PARAMETER],
        request=None,
        responses={
            202: OpenApiResponse(DeliveryEntry, "It will be sent."),
            **problems(400, 401, 403, 404, 406, 415, 422, 429),
        },
        tags=["webhooks"],
    )
    @transaction.atomic
    def post(self, request: Request, name: str) -> HttpResponse:
        webhook = self.one(name)
        self.takes_nothing()
        delivery = workflow.try_webhook(by=None, at=now(), client=self.client, webhook=webhook)
        return self.made(queries.delivery_served(delivery), 202)


class WebhookSecret(WebhookView):
    """A new secret for a webhook."""

    http_method_names = ["post"]
    operations = {"post": "renew_webhook_secret"}

    @extend_schema(
        operation_id="renew_webhook_secret",
        summary="A new secret for one of your webhooks",
        description="Shown this once. For 24 hours what is sent is signed by the secret before as well.",
        parameters=[ID_PARAMETER],
        request=None,
        responses={
            200: OpenApiResponse(NewWebhook, "The webhook, with its new secret."),
            **problems(400, 401, 403, 404, 406, 415, 422, 429),
        },
        tags=["webhooks"],
    )
    @transaction.atomic
    def post(self, request: Request, name: str) -> HttpResponse:
        webhook = self.one(name)
        self.takes_nothing()
        secret = workflow.renew_secret(by=None, at=now(), client=self.client, webhook=webhook)
        return self.made({**queries.webhook_served(self.one(name)), "secret": secret}, 200)


class WebhookDeliveries(WebhookView):
    """What was sent to a webhook."""

    parameters = frozenset({"cursor", "limit", "format"})
    operations = {"get": "list_deliveries"}
    columns = queries.DELIVERY_COLUMNS
    name = "deliveries"

    @extend_schema(
        operation_id="list_deliveries",
        summary="What was sent to one of your webhooks",
        description="The newest first: how often it was tried, what your receiver answered last, when it is "
        "tried next.",
        parameters=[ID_PARAMETER, *PAGE_PARAMETERS, *FORMAT_PARAMETERS],
        responses={**given(DeliveryPage, "A page."), **problems(400, 401, 403, 404, 406, 429)},
        tags=["webhooks"],
    )
    @transaction.atomic
    def get(self, request: Request, name: str) -> HttpResponse:
        pages, rows = NewestFirst(), queries.deliveries_of(self.one(name))
        found: list[Any] = pages.paginate_queryset(rows, request, view=self) or []
        return self.serve_page(pages, [queries.delivery_served(delivery) for delivery in found])


def _with_events_in_words(row: Mapping[str, Any]) -> dict[str, Any]:
    """As one line of CSV."""
    return {**row, "events": " ".join(row["events"])}
