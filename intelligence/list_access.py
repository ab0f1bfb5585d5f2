"""What may be done with a list of notes: None, or the sentence why not (TRUST section 2, Export)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from urllib.parse import parse_qs

from accounts.models import Role, User
from councils.queries import holds_region_of
from intelligence.models import Note

MOST_EXPORTED = 200
WORDS = re.compile(r"\w+")


def may_not_export(user: User) -> str | None:
    """Lists of notes leave with advisers only (TRUST section 2, Export)."""
    if user.is_adviser:
        return None
    return "Only principal and senior advisers may take a list of notes out of the service."


def cannot_leave(rows: int, *, more: bool) -> str | None:
    """A list of nothing, or too long a one."""
    if not rows:
        return "There is no note in this list, so there is nothing to export."
    if more or rows > MOST_EXPORTED:
        many = "more than 1,000" if more else f"{rows:,}"
        return (
            f"This list has {many} notes, and at most {MOST_EXPORTED} leave at a time. Narrow it by council, "
            "sign or day."
        )
    return None


def why_it_stays(user: User, note: Note, on: date) -> str | None:
    """Why a note of the list is left out of a file: marking, caveat, region (SA), or an invented council."""
    if note.marking == "restricted":
        return "RESTRICTED notes never leave the service"
    if note.is_originator_controlled and user.pk != note.owner_id:
        return "of an ORIGINATOR-CONTROLLED note its owner decides"
    if note.council.is_fictional:
        return "invented councils are left out of every file"
    if not user.has_role(Role.PRINCIPAL_ADVISER) and not holds_region_of(user, note.council, on):
        return "a senior adviser exports notes about councils of their own regions"
    return None


def may_not_share_view(name: str, query: str, councils: Iterable[str]) -> str | None:
    """Why a view is for oneself: its name or its filters would tell others which council one looks at."""
    given = parse_qs(query)
    if given.keys() & {"council", "q"}:
        return (
            "A view of one council, or of words, stays yours: it would tell others what you are looking at. "
            "Save it without sharing it."
        )
    said = f" {' '.join(WORDS.findall(name.casefold()))} "
    named = next((one for one in councils if f" {' '.join(WORDS.findall(one.casefold()))} " in said), None)
    if named:
        return (
            f"The name says “{named}”, so it would tell others which council you are looking at. Give the "
            "view another name, or save it without sharing it."
        )
    return None
