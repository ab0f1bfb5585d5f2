"""Reading the record: a person's own acts, a subject's history, and whether the chain holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet

from audit.chain import FIRST, event_hash, link
from audit.models import Event, Seal


@dataclass(frozen=True)
class ChainReport:
    """What was found: how many links, the head's digest (64 hex), the first broken position, and how many
    events neither have a link nor wait for one."""

    links: int
    head: str
    broken_at: int | None
    left_out: int


def chain_head() -> tuple[int, str]:
    """Position and digest of the newest link; (0, 64 noughts) where nothing is sealed."""
    last = Seal.objects.order_by("-position").first()
    return (last.position, last.digest) if last else (0, FIRST)


def verify_chain() -> ChainReport:
    """Walk every link. A changed event, a changed link or a missing one is named by its position."""
    left_out = Event.objects.filter(seal__isnull=True, unsealed__isnull=True).count()
    digest, links = FIRST, 0
    for seal in Seal.objects.select_related("event").order_by("position").iterator(chunk_size=2_000):
        links += 1
        whole = seal.position == links and seal.event_hash == event_hash(seal.event)
        digest = link(digest, seal.event_hash)
        if not whole or seal.digest != digest:
            return ChainReport(links=links, head=seal.digest, broken_at=seal.position, left_out=left_out)
    return ChainReport(links=links, head=digest, broken_at=None, left_out=left_out)


def events_by(user: Any) -> QuerySet[Event]:
    """What this person did and saw, newest first."""
    return Event.objects.filter(by=user)


def events_in(scopes: list[str]) -> QuerySet[Event]:
    """What was done and seen under these opaque keys, newest first."""
    return Event.objects.filter(scope__in=scopes)


def events_about(subject: Model, act: str) -> QuerySet[Event]:
    """When this was done to the thing, newest first."""
    return Event.objects.filter(subject_kind=subject._meta.label_lower, subject_id=str(subject.pk), act=act)


def all_events() -> QuerySet[Event]:
    """Everything recorded, newest first: for the information-governance officer."""
    return Event.objects.all()
