"""What came of sending one delivery: kept with the end of its job, behind the job's fence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from accounts.workflow import tell_people
from ledger import workflow as ledger
from ledger.models import Job
from liaison.models import Webhook, WebhookDelivery
from liaison.queries.webhooks import who_looks_after_tokens
from liaison.workflow.announcing import SENDING
from liaison.workflow.webhooks import ended

# Between one try and the next, as Standard Webhooks advises: ten tries in three days.
WAITS = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
LONGEST_ASKED_TO_WAIT = timedelta(hours=24)
JITTER = 0.1  # of the wait, at most, so that what failed together is not tried together
SLOW = timedelta(seconds=5)
REST = timedelta(seconds=30)  # a slow receiver is given nothing else for so long
GONE = 410
STOPPED = "Webhooks to a system of government stopped: a delivery failed at every try."
TOKENS_PAGE = "/sharing/clients"

Outcome = WebhookDelivery.Outcome


@dataclass(frozen=True, kw_only=True)
class Tried:
    """What one try came to: the receiver's status, or why there was none."""

    took: timedelta
    status: int | None = None
    retry_after: int | None = None
    failure: str = ""

    @property
    def is_delivered(self) -> bool:
        """Any answer of the 200s; a redirect is none, and is not followed."""
        return self.status is not None and 200 <= self.status < 300


def wait_after(tries: int, *, retry_after: int | None, chance: float) -> timedelta | None:
    """How long until the next try after so many (from 1); None after the last. `chance` is from 0 to 1."""
    if tries > len(WAITS):
        return None
    wait = WAITS[tries - 1] * (1 + JITTER * chance)
    asked = timedelta(seconds=min(retry_after or 0, int(LONGEST_ASKED_TO_WAIT.total_seconds())))
    return max(wait, asked)


@transaction.atomic
def note_not_sent(*, by: None, at: datetime, job: Job, delivery: WebhookDelivery) -> None:
    """Nothing is sent: the webhook has ended, or its token does not stand any more."""
    ledger.finish(job_id=job.pk, token=job.token, result={}, at=at)
    WebhookDelivery.objects.filter(pk=delivery.pk).update(outcome=Outcome.NOT_SENT, next_at=None)


@transaction.atomic
def note_held(*, by: None, at: datetime, job: Job, until: datetime) -> None:
    """It waits until its receiver is asked again, or a fault of ours is over: no try was made."""
    ledger.postpone(job_id=job.pk, token=job.token, until=until)
    held = WebhookDelivery.objects.filter(pk=job.arguments["delivery"], outcome=Outcome.WAITING)
    held.update(next_at=until)


@transaction.atomic
def note_tried(
    *, by: None, at: datetime, job: Job, delivery: WebhookDelivery, tried: Tried, chance: float
) -> WebhookDelivery:
    """Keep what a try came to, and when the next is. Raises `LeaseLost` where another worker has the job.

    A receiver that says it is gone ends its webhook; so does a delivery that failed at every try, and who
    looks after tokens is told.
    """
    ledger.hold(job_id=job.pk, token=job.token)
    webhook = Webhook.objects.select_for_update(of=("self",)).get(pk=delivery.webhook_id)
    delivery = WebhookDelivery.objects.select_for_update(of=("self",)).get(pk=delivery.pk)
    delivery.tries += 1
    delivery.tried_at, delivery.status, delivery.failure = at, tried.status, tried.failure
    wait = wait_after(delivery.tries, retry_after=tried.retry_after, chance=chance)
    if tried.is_delivered:
        delivery.outcome, delivery.next_at = Outcome.DELIVERED, None
    elif tried.status == GONE or wait is None:
        delivery.outcome, delivery.next_at = Outcome.FAILED, None
    else:
        delivery.next_at = at + wait
    delivery.save(update_fields=["tries", "tried_at", "status", "failure", "outcome", "next_at"])
    if delivery.next_at is None:
        ledger.finish(job_id=job.pk, token=job.token, result={"status": tried.status}, at=at)
    else:
        ledger.fail(job_id=job.pk, token=job.token, sentence=tried.failure, at=at, again_at=delivery.next_at)
    if webhook.ended_at is None:
        _followed(webhook, delivery, tried, at)
    return delivery


def _followed(webhook: Webhook, delivery: WebhookDelivery, tried: Tried, at: datetime) -> None:
    """What follows for the webhook itself, which is locked and stands."""
    if tried.status == GONE:
        ended(webhook, why=Webhook.Ended.GONE, by=None, at=at)
        return
    if delivery.outcome == Outcome.FAILED:
        ended(webhook, why=Webhook.Ended.FAILED, by=None, at=at)
        about = f"liaison.webhook:{webhook.pk}:stopped"
        tell_people(
            people=who_looks_after_tokens(), about=about, sentence=STOPPED, address=TOKENS_PAGE, at=at
        )
        return
    until = None
    if delivery.next_at is not None and (tried.status is None or tried.retry_after):
        until = delivery.next_at
    elif tried.took > SLOW:
        until = at + REST
    if until != webhook.held_until_at:
        webhook.held_until_at = until
        webhook.save(update_fields=["held_until_at"])
        if tried.is_delivered and until is None:
            _bring_forward(webhook, at)


def _bring_forward(webhook: Webhook, at: datetime) -> None:
    """Its receiver answers again: what waited for that is sent now."""
    waiting = WebhookDelivery.objects.filter(webhook=webhook, outcome=Outcome.WAITING, next_at__gt=at)
    keys = [str(pk) for pk in waiting.values_list("pk", flat=True)]
    ledger.bring_all_forward(kind=SENDING, keys=keys, at=at)
    waiting.update(next_at=at)
