"""What the frame of every page is told: the places this person goes to, who they are, how they like it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.models import Role
from common.clock import today
from councils.queries import region_names_held_by
from intelligence.access import may_not_log_at_all
from intelligence.visibility import MAY_READ_THE_OFFER

THEMES = ("light", "dark")
THEME_COOKIE, KEYS_COOKIE = "theme", "keys"

_ADVISERS = frozenset({Role.PRINCIPAL_ADVISER, Role.SENIOR_ADVISER})
_EVERYONE = frozenset(Role)
_READ_CONCERNS = _ADVISERS | {
    Role.MEMBER_PEER,
    Role.GROUP_OFFICE,
    Role.HEAD_OF_GROUP_OFFICE,
    Role.SECRETARIAT,
}
SUPPORT, PRACTICE = "/support", "/practice"
# Whom the sector’s public offer concerns; of its use everybody but advisers finds nothing there.
_READ_PUBLIC = _EVERYONE - {Role.ADMINISTRATOR}
# Who has a place in the bar (TRUST section 2). It is a convenience: what a page shows is decided by what the
# person may see, never by this table.
_PLACES: tuple[tuple[str, str, frozenset[str]], ...] = (
    ("Today", "/", _EVERYONE),
    ("Councils", "/councils", _EVERYONE),
    ("Intelligence", "/intelligence", _ADVISERS | {Role.MEMBER_PEER}),
    ("Concerns", "/cases", _READ_CONCERNS),
    ("Radar", "/radar", _ADVISERS | {Role.SECRETARIAT}),
    (
        "Meetings",
        "/meetings",
        _ADVISERS
        | {
            Role.SECRETARIAT,
            Role.PANEL_MEMBER,
            Role.INVITED_MEMBER,
            Role.GROUP_OFFICE,
            Role.HEAD_OF_GROUP_OFFICE,
            Role.GOVERNANCE_OFFICER,
        },
    ),
    ("Support", SUPPORT, _READ_CONCERNS),
    # For those who read good practice and no concern: for the others it is a page of support.
    ("Practice", PRACTICE, MAY_READ_THE_OFFER),
    ("Sharing", "/sharing", _ADVISERS | {Role.SECRETARIAT, Role.GOVERNANCE_OFFICER}),
    ("People", "/people", frozenset({Role.ADMINISTRATOR, Role.GOVERNANCE_OFFICER})),
    ("Tokens", "/sharing/clients", frozenset({Role.ADMINISTRATOR})),
    ("From government", "/inbound", frozenset({Role.GROUP_OFFICE, Role.HEAD_OF_GROUP_OFFICE})),
    ("Shared both ways", "/department", frozenset({Role.DCLG_LIAISON})),
    ("Personal data", "/personal-data", frozenset({Role.GOVERNANCE_OFFICER})),
    ("Data", "/data", _EVERYONE),
)
# The pages of support, as they stand on each of them (templates/cases/_support_nav.html).
# To add one: a line here, its roles those who may open it, once its address answers.
_OF_SUPPORT: tuple[tuple[str, str, frozenset[str]], ...] = (
    ("Packages", SUPPORT, _READ_CONCERNS),
    ("Offers", "/offers", _READ_PUBLIC),
    ("Peer challenges", "/peer-challenges", _READ_PUBLIC),
    ("Recognition", "/recognition", _READ_PUBLIC),
    ("What helped", "/lessons", _ADVISERS),
    ("Good practice", PRACTICE, MAY_READ_THE_OFFER),
)
# The pages that count as below a place of the bar, though their addresses do not say so.
_ALSO_OF = {
    SUPPORT: tuple(address for _, address, _ in _OF_SUPPORT),
    "/meetings": ("/bodies",),
    "/sharing": ("/inbound", "/network"),
}
# G, then this letter (static/js/start.js holds the addresses).
GO = (
    ("T", "Today"),
    ("C", "Councils"),
    ("I", "Intelligence"),
    ("E", "Inbox"),
    ("O", "Concerns"),
    ("R", "Radar"),
    ("M", "Meetings"),
    ("P", "Support, or Practice"),
    ("S", "Sharing"),
    ("D", "Data"),
    ("H", "Help"),
)
# How many places stand at the foot of a phone's screen; the rest are under "More".
PLACES_NEAR = 4


@dataclass(frozen=True)
class Place:
    """A link of the bar; `here` is "page" on the place itself, "true" on a page below it, else empty."""

    name: str
    address: str
    here: str


def frame(request: HttpRequest) -> dict[str, Any]:
    """The bar and the strip; looked up only where a page draws them."""
    theme = request.COOKIES.get(THEME_COOKIE, "")
    keys = request.COOKIES.get(KEYS_COOKIE, "")
    told: dict[str, Any] = {
        "theme": theme if theme in THEMES else "",
        "keys": "off" if keys == "off" else "on",
        "development": settings.DEBUG or settings.TESTING,
    }
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return told
    return told | {
        "places": SimpleLazyObject(lambda: places_of(user.roles, request.path)),
        "places_near": PLACES_NEAR,
        "support_places": SimpleLazyObject(lambda: support_places_of(user.roles, request.path)),
        "person_line": SimpleLazyObject(lambda: _person_line(user)),
        "may_log": SimpleLazyObject(lambda: may_not_log_at_all(user, today()) is None),
    }


def places_of(roles: frozenset[str], path: str) -> list[Place]:
    """The places of whoever holds these roles; `path` is where they are."""
    places = [
        Place(name, address, _here(path, address, *_ALSO_OF.get(address, ())))
        for name, address, whose in _PLACES
        if roles & whose
    ]
    if any(place.address == SUPPORT for place in places):
        return [place for place in places if place.address != PRACTICE]
    return places


def support_places_of(roles: frozenset[str], path: str) -> list[Place]:
    """The pages of support for whoever holds these roles."""
    return [
        Place(name, address, _here(path, address)) for name, address, whose in _OF_SUPPORT if roles & whose
    ]


def _here(path: str, address: str, *others: str) -> str:
    if path.rstrip("/") == address.rstrip("/"):
        return "page"
    return "true" if any(_is_below(path, one) for one in (address, *others)) else ""


def _is_below(path: str, address: str) -> bool:
    return address != "/" and (path == address or path.startswith(f"{address}/"))


def _person_line(user: Any) -> str:
    """The roles and regions held today, as the strip prints them."""
    *most, last = region_names_held_by(user, today()) or [""]
    said = f"{', '.join(most)} and {last}" if most else last
    return f"{user.role_names}, {said}" if said else str(user.role_names)
