"""Reading at an organisation's own door: the releases made to it, by the same rule as the API's."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Prefetch, QuerySet

from liaison.models import DeletionConfirmed, FreedomRequest, Release, ReleaseAnswer, SharedSupport
from liaison.queries.support import support_shared, support_withdrawn
from liaison.submission import Originator


@dataclass(frozen=True, kw_only=True)
class GivenRelease:
    """A release as its recipient reads it. `text`: as it was approved, or None where it was withdrawn.

    `deletion`: that every copy of a withdrawn one is deleted; `requests`: those by law that touch it;
    `support`: how the support goes, as it was agreed to share it, and what was taken back of that; read for a
    single release, and empty in the list of them.
    """

    release: Release
    text: dict[str, Any] | None
    answers: list[ReleaseAnswer]
    deletion: DeletionConfirmed | None
    requests: list[FreedomRequest]
    support: list[SharedSupport] = field(default_factory=list)
    support_withdrawn: list[SharedSupport] = field(default_factory=list)

    @property
    def number(self) -> str:
        return self.release.number


def given_to(originator: Originator) -> list[GivenRelease]:
    """What was released to the organisation, the newest first, withdrawn ones as tombstones."""
    answers = Prefetch("answers", ReleaseAnswer.objects.order_by("pk"))
    return [_given(one) for one in _theirs(originator).prefetch_related(answers).order_by("-number")]


def one_given_to(originator: Originator, number: str) -> GivenRelease | None:
    """One release, or None: what was made to another organisation is as if it were not there."""
    found = _theirs(originator).filter(number=number).first()
    if found is None:
        return None
    return replace(_given(found), support=support_shared(found), support_withdrawn=support_withdrawn(found))


def _theirs(originator: Originator) -> QuerySet[Release]:
    asked = FreedomRequest.objects.select_related("views", "outcome").order_by("received_on", "pk")
    rows = Release.objects.released_to(originator.organisation)
    return rows.select_related("recipient", "deletion_confirmed").prefetch_related(
        Prefetch("freedom_requests", asked)
    )


def _given(release: Release) -> GivenRelease:
    withdrawn = release.withdrawn_at is not None
    return GivenRelease(
        release=release,
        text=None if withdrawn else json.loads(release.canonical),
        answers=list(release.answers.all()),
        deletion=getattr(release, "deletion_confirmed", None),
        requests=list(release.freedom_requests.all()),
    )
