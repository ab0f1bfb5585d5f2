"""What an organisation's system is served of what it said to the releases made to it."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from liaison.document import instant
from liaison.models import ApiClient, DeletionConfirmed, FreedomRequest, Release, ReleaseAnswer

ANSWER_COLUMNS = ("kind", "text", "by", "at")


def release_of(client: ApiClient, number: str) -> Release | None:
    """The release of this number to the client's organisation, or None; no more of it than its id is read."""
    releases = Release.objects.released_to(client.organisation)
    if client.is_sandbox:
        releases = releases.filter(is_fictional=True)
    return releases.filter(number=number).only("number").first()


def release_by_id(pk: int) -> Release:
    """The release of this id, for a worker that was told of it."""
    return Release.objects.select_related("council__region").get(pk=pk)


def answers_to(release: Release) -> QuerySet[ReleaseAnswer]:
    """The recipient's answers, from here and through its own system."""
    return ReleaseAnswer.objects.filter(release=release)


def answer_served(row: ReleaseAnswer) -> dict[str, Any]:
    """An answer as it is given out; without words it is an acknowledgement."""
    return {
        "kind": "answered" if row.text else "acknowledged",
        "text": row.text,
        "by": row.who,
        "at": instant(row.recorded_at),
    }


def deletion_served(row: DeletionConfirmed) -> dict[str, Any]:
    """A confirmation of a deletion as it is given out."""
    return {
        "by": row.confirmed_by,
        "on": row.confirmed_on.isoformat(),
        "recorded_at": instant(row.recorded_at),
    }


def request_served(row: FreedomRequest) -> dict[str, Any]:
    """A request by law as it is given out."""
    return {
        "received_on": row.received_on.isoformat(),
        "due_on": row.due_on.isoformat(),
        "category": row.category,
        "asked": row.asked,
        "by": row.told_by,
        "recorded_at": instant(row.recorded_at),
    }
