"""Sending what waits for webhooks: claimed from the ledger, posted, and what came of it kept."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

from common.posting import PostFailed, post
from common.turns import NotYourTurn, turn_at
from ledger import workflow as ledger
from ledger.models import Job
from ledger.workflow import LeaseLost
from liaison import queries, workflow
from liaison.access_webhooks import sends_nothing
from liaison.models import WebhookDelivery, WebhookEvent
from liaison.signing import body_of, headers_of
from liaison.workflow.announcing import SENDING
from liaison.workflow.sending import Tried

log = logging.getLogger(__name__)

AGENT = "slirisk/0.1 (webhooks; standardwebhooks.com)"
MOST_SECONDS = 15
LEASE = timedelta(minutes=2)
MOST_A_RUN = 50
LONGEST_RUN = timedelta(seconds=45)
AFTER_A_FAULT = timedelta(minutes=5)
# One worker at a time sends, so that slow receivers never take more than one process from other work.
TURN = "turn://webhooks"


def send_waiting(*, worker: str, clock: Callable[[], datetime]) -> int:
    """Send what is due, so many and for so long at most; how many were tried. None while another sends."""
    began, tried = clock(), 0
    try:
        with turn_at(TURN, patience=0):
            while tried < MOST_A_RUN and clock() - began <= LONGEST_RUN:
                job = ledger.claim(kinds=[SENDING], worker=worker, lease=LEASE, at=clock())
                if job is None:
                    break
                tried += _done(job, clock)
    except NotYourTurn:
        log.info("webhooks are being sent by another worker")
    return tried


def _done(job: Job, clock: Callable[[], datetime]) -> bool:
    try:
        return _do(job, clock)
    except LeaseLost:
        log.warning("delivery %s was taken over by another worker", job.key)
        return False
    except Exception:  # a fault of ours in one must not hold up the others
        log.exception("delivery %s stopped", job.key)
        with suppress(LeaseLost):
            workflow.note_held(by=None, at=clock(), job=job, until=clock() + AFTER_A_FAULT)
        return False


def _do(job: Job, clock: Callable[[], datetime]) -> bool:
    """One delivery, whose token and webhook are looked at now; whether it was tried."""
    delivery, at = queries.delivery_by_id(job.arguments["delivery"]), clock()
    webhook = delivery.webhook
    if sends_nothing(webhook, at):
        workflow.note_not_sent(by=None, at=at, job=job, delivery=delivery)
        return False
    until = webhook.held_until_at
    # A ping goes at once: it is how its owner says that the receiver is back.
    if until is not None and until > at and delivery.type != WebhookEvent.PING:
        workflow.note_held(by=None, at=at, job=job, until=until)
        return False
    tried = _posted(delivery, clock)
    chance = secrets.randbelow(1001) / 1000
    noted = workflow.note_tried(by=None, at=clock(), job=job, delivery=delivery, tried=tried, chance=chance)
    log.info("delivery %s, try %s: %s", job.key, noted.tries, tried.status or "no answer")
    return True


def _posted(delivery: WebhookDelivery, clock: Callable[[], datetime]) -> Tried:
    began = clock()
    body = body_of(kind=delivery.type, number=delivery.number, at=delivery.happened_at)
    nonces = delivery.webhook.nonces(began)
    headers = headers_of(event=delivery.event, body=body, nonces=nonces, at=began)
    try:
        answer = post(
            delivery.webhook.address,
            body=body,
            headers={"Content-Type": "application/json", **headers},
            agent=AGENT,
            max_seconds=MOST_SECONDS,
        )
    except PostFailed as failure:
        return Tried(took=clock() - began, failure=failure.sentence[:200])
    tried = Tried(took=clock() - began, status=answer.status, retry_after=answer.retry_after)
    if tried.is_delivered:
        return tried
    return Tried(
        took=tried.took,
        status=answer.status,
        retry_after=answer.retry_after,
        failure=f"The receiver answered {answer.status}.",
    )
