"""Which releases, and what was said aloud, a person may see (TRUST section 2, "Shared snapshot · view")."""

from __future__ import annotations

from typing import Any, cast

from django.db.models import Q
from django.db.models.functions import Now, TruncDate

from accounts.models import Role, User
from councils.models import Interest


def releases_visible_to(user: User) -> Q:
    """Advisers see all, proposals too; the secretariat and governance what has been released; others nothing.

    Governance also sees the proposals that ask it for an exception to the council's awareness (WORKFLOW 4).

    A declared interest in the council overrides every role.
    """
    if user.is_adviser:
        seen = Q()
    elif user.has_role(Role.GOVERNANCE_OFFICER):
        seen = Q(approved_at__isnull=False) | ~Q(exception_ground="")
    elif user.has_role(Role.SECRETARIAT):
        seen = Q(approved_at__isnull=False)
    else:
        return Q(pk__in=[])
    return seen & _without_interest(user)


def said_visible_to(user: User) -> Q:
    """What was said aloud is read by whoever reads a release; a declared interest overrides every role."""
    if user.is_adviser or user.has_role(Role.SECRETARIAT, Role.GOVERNANCE_OFFICER):
        return _without_interest(user)
    return Q(pk__in=[])


def _without_interest(user: User) -> Q:
    today = cast(Any, TruncDate(Now()))
    recused_from = Interest.objects.filter(user=user).holding_on(today).values("council")
    return ~Q(council__in=recused_from)
