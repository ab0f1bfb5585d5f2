"""Find or do: councils, acts, concerns, notes and places that answer to a few letters, as one may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from accounts.models import User
from cases import access as concern_access
from cases.queries import Filters, concerns_for
from councils.models import Council
from councils.queries import council_by_code, find_councils
from desk.context import places_of, support_places_of
from intelligence import access, queries
from intelligence.searching import Found
from intelligence.visibility import MAY_READ_NOTES

LONGEST, EACH = 100, 5
FEWEST_LETTERS = 3  # of a word looked for in notes


@dataclass(frozen=True)
class Offer:
    """One line to choose: what it says, what stands small beside it, where it leads."""

    text: str
    address: str
    beside: str = ""


@dataclass(frozen=True)
class Group:
    """Offers of one kind, under its name."""

    name: str
    offers: tuple[Offer, ...]


def find_or_do(asked: str, user: User, on: date, here: str = "") -> list[Group]:
    """What answers to the letters, from what this person may see; `here` the code of the council's page."""
    asked = " ".join(asked.replace("\x00", " ").split())[:LONGEST]
    council = council_by_code(here) if here else None
    groups = [
        Group("Do", tuple(_acts(asked, user, council, on))[: 2 * EACH]),
        Group("Councils", tuple(_councils(asked, on))),
        Group("Concerns", tuple(_concerns(asked, user))),
        Group("Notes", tuple(_notes(asked, user))),
        Group("Places", tuple(_places(asked, user))),
    ]
    return [group for group in groups if group.offers]


def _acts(asked: str, user: User, council: Council | None, on: date) -> list[Offer]:
    offers = []
    if council:
        about, code = council.short_name, council.code
        if not access.may_not_log_about(user, council, on):
            offers.append(Offer(f"Log a note about {about}", f"/capture?council={code}"))
        if not concern_access.may_not_raise(user, council, on):
            offers.append(Offer(f"Raise a concern about {about}", f"/cases/new?council={code}"))
        if not user.roles.isdisjoint(MAY_READ_NOTES):
            offers.append(Offer(f"Notes about {about}", f"/intelligence?council={code}"))
        offers += [
            Offer(f"Headline report of {about}", f"/councils/{code}/headline"),
            Offer(f"Trends of {about}", f"/councils/{code}/trends"),
            Offer(f"People at {about}", f"/councils/{code}/people"),
        ]
    if not access.may_not_log_at_all(user, on):
        offers.append(Offer("Log a note", "/capture"))
    return [offer for offer in offers if _answers(offer.text, asked)]


def _places(asked: str, user: User) -> list[Offer]:
    more = [
        ("My settings", "/me"),
        ("Keyboard shortcuts", "/help/shortcuts"),
        ("Help", "/help"),
        ("Regions", "/regions"),
        ("Indicators", "/indicators"),
        ("Compare councils", "/compare"),
        ("My record of what I did", "/audit"),
    ]
    held = [*places_of(user.roles, ""), *support_places_of(user.roles, "")]
    places = list(dict.fromkeys([(place.name, place.address) for place in held] + more))
    return [Offer(name, address) for name, address in places if _answers(name, asked)][: 2 * EACH]


def _councils(asked: str, on: date) -> list[Offer]:
    if len(asked) < 2:
        return []
    return [
        Offer(
            found.council.short_name,
            found.council.get_absolute_url(),
            f"{found.council.region}{' · fictional' if found.council.is_fictional else ''}",
        )
        for found in find_councils(asked, on, EACH)
    ]


def _concerns(asked: str, user: User) -> list[Offer]:
    """By their council's name, or by number: of those that may be known, stage and council are no secret."""
    if len(asked) < 2:
        return []
    concerns = cast(Any, concerns_for(user, Filters(stage="all"))).filter(is_readable=True)
    number = asked.lstrip("#")
    if number.isdecimal() and len(number) < 10:
        concerns = concerns.filter(number=int(number))
    else:
        concerns = concerns.filter(council__short_name__icontains=asked)
    return [
        Offer(f"Concern {concern.number}: {concern.council.short_name}", concern.get_absolute_url())
        for concern in concerns[:EACH]
    ]


def _notes(asked: str, user: User) -> list[Offer]:
    if user.roles.isdisjoint(MAY_READ_NOTES) or len(asked) < FEWEST_LETTERS:
        return []
    ids = Found(queries.notes_for(user), asked)[:EACH]
    return [
        Offer(note.opening, note.get_absolute_url(), f"{note.council}, {note.happened_on:%-d %b %Y}")
        for note in queries.notes_by_id(user, ids)
    ]


def _answers(text: str, asked: str) -> bool:
    """Whether every part asked for begins a word of the text."""
    words = text.casefold().split()
    return all(any(word.startswith(part) for word in words) for part in asked.casefold().split())
