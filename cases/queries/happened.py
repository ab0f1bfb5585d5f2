"""What happened with a council's offers, peer challenges and recognition, as rows of its dated stream.

An unpublished peer challenge is told by its day on site alone; no word of any report stands here (R139).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import BigIntegerField, CharField, F, QuerySet, TextField, Value
from django.db.models.functions import Cast

from accounts.models import User
from cases.models import OfferAnswer, OfferUse, PeerChallenge, Recognition, RecognitionStep, Step
from cases.register import challenge_kinds, offers
from cases.visibility import database_today
from councils.models import Council

# The columns of the stream, in their order: what each kind of row gives for them.
COLUMNS = (
    "place",
    "one",
    "other",
    "said",
    "signed_by",
    "in_place_of",
    "about",
    "of_concern",
    "day",
    "recorded",
    "key",
)


@dataclass(frozen=True)
class Happened:
    """How one kind is told: its title out of the column `one`, and where it stands."""

    title: Callable[[str], str]
    address: str


HAPPENED = (
    Happened(lambda kind: f"{challenge_kinds()[kind].name}: on site", "/peer-challenges/{}"),
    Happened(lambda kind: f"{challenge_kinds()[kind].name}: report published", "/peer-challenges/{}"),
    Happened(lambda offer: f"Taken up: {offers()[offer].name}", "/offers/{}"),
    Happened(lambda step: str(Step(step).label), "/recognition/{}"),
)


def happened_rows(council: Council, user: User | AnonymousUser, place: int) -> list[QuerySet[Any, Any]]:
    """The rows of each kind that the person may see, for a union; `place` is the first free one."""
    challenges = PeerChallenge.objects.visible_to(user).going_on().filter(councils=council)
    uses = OfferUse.objects.visible_to(user).filter(council=council)
    held = Recognition.objects.visible_to(user).filter(council=council)
    steps = RecognitionStep.objects.filter(
        recognition__in=held.values("pk"), kind__in=(Step.INVITED, Step.RECOGNISED)
    )
    on_site = challenges.filter(on_site_from_on__lte=database_today())
    return [
        _rows(on_site, place, "kind", "on_site_from_on", "recorded_by__name"),
        _rows(challenges.published(), place + 1, "kind", "published_on", "publication_by__name"),
        _rows(
            uses.filter(answer=OfferAnswer.TAKEN_UP),
            place + 2,
            "offer",
            "answered_on",
            "answered_by__name",
            said="answer_line",
        ),
        _rows(steps, place + 3, "kind", "happened_on", "by__name", said="line", key="recognition_id"),
    ]


def _rows(
    rows: QuerySet[Any, Any], place: int, one: str, day: str, who: str, *, said: str = "", key: str = "pk"
) -> QuerySet[Any, Any]:
    return (
        rows.order_by()
        .annotate(
            place=Value(place),
            one=Cast(F(one), TextField()),
            other=Value("", TextField()),
            said=Cast(F(said), TextField()) if said else Value("", TextField()),
            signed_by=F(who),
            in_place_of=Cast(Value(None), CharField()),
            about=Value("", CharField()),
            of_concern=Cast(Value(None), BigIntegerField()),
            day=F(day),
            recorded=F("recorded_at"),
            key=F(key),
        )
        .values(*COLUMNS)
    )
