"""Concerns about the same council that may be about the same matter: said, never merged (R152)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from cases.models import Concern
from cases.queries.concerns import open_beside
from councils.models import Council, ServiceArea
from intelligence.models import Factor


@dataclass(frozen=True, kw_only=True)
class Alike:
    """A concern that may be about the same: `shared` says what both are about, empty where nothing is."""

    concern: Concern
    shared: list[str]

    @property
    def sentence(self) -> str:
        """ "Both are about adult social care and finance." """
        if not self.shared:
            return ""
        *most, last = self.shared
        return f"Both are about {', '.join(most) + ' and ' if most else ''}{last}."


def alike(
    concerns: Iterable[Concern], service_area: ServiceArea | None, factors: Iterable[Factor]
) -> list[Alike]:
    """The concerns with what each shares with such a one, those that share something first."""
    about = set(factors)
    found = []
    for other in concerns:
        shared = [str(factor).lower() for factor in other.factors.all() if factor in about]
        if service_area and other.service_area_id == service_area.pk:
            shared = [service_area.name.lower(), *shared]
        found.append(Alike(concern=other, shared=shared))
    return sorted(found, key=lambda one: not one.shared)


def open_alike(
    council: Council,
    user: User | AnonymousUser,
    *,
    service_area: ServiceArea | None,
    factors: Iterable[Factor],
) -> list[Alike]:
    """Open concerns about the council, those first that share the service or a factor with one to be raised.

    It is said when one is raised, with a link: it blocks nothing and merges nothing (WORKFLOW section 3).
    """
    return alike(open_beside(council, user), service_area, factors)


def same_matter(raised: Concern, user: User | AnonymousUser) -> list[Alike]:
    """Open concerns that may be about the same as this one: the service or a factor is shared."""
    beside = open_beside(raised.council, user, but=raised)
    return [one for one in alike(beside, raised.service_area, raised.factors.all()) if one.shared]
