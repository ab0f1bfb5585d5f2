"""Reading at an organisation's own door: the releases made to it, by the same rule as the API's."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch

from liaison.models import Release, ReleaseAnswer
from liaison.submission import Originator


@dataclass(frozen=True, kw_only=True)
class GivenRelease:
    """A release as its recipient reads it. `text`: as it was approved, or None where it was withdrawn."""

    release: Release
    text: dict[str, Any] | None
    answers: list[ReleaseAnswer]

    @property
    def number(self) -> str:
        return self.release.number


def given_to(originator: Originator) -> list[GivenRelease]:
    """What was released to the organisation, the newest first, withdrawn ones as tombstones."""
    answers = Prefetch("answers", ReleaseAnswer.objects.order_by("pk"))
    rows = Release.objects.released_to(originator.organisation).select_related("recipient")
    return [_given(one) for one in rows.prefetch_related(answers).order_by("-number")]


def one_given_to(originator: Originator, number: str) -> GivenRelease | None:
    """One release, or None: what was made to another organisation is as if it were not there."""
    rows = Release.objects.released_to(originator.organisation).select_related("recipient")
    found = rows.filter(number=number).first()
    return _given(found) if found else None


def _given(release: Release) -> GivenRelease:
    withdrawn = release.withdrawn_at is not None
    return GivenRelease(
        release=release,
        text=None if withdrawn else json.loads(release.canonical),
        answers=list(release.answers.all()),
    )
