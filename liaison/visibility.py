"""The one rule of which releases a person may see (TRUST section 2, "Shared snapshot · view")."""

from __future__ import annotations

from typing import Any, cast

from django.db.models import Q
from django.db.models.functions import Now, TruncDate

from accounts.models import Role, User
from councils.models import Interest


def releases_visible_to(user: User) -> Q:
    """Advisers see all, proposals too; the secretariat and governance what has been released; others nothing.

    A declared interest in the council overrides every role.
    """
    if user.is_adviser:
        seen = Q()
    elif user.has_role(Role.SECRETARIAT, Role.GOVERNANCE_OFFICER):
        seen = Q(approved_at__isnull=False)
    else:
        return Q(pk__in=[])
    today = cast(Any, TruncDate(Now()))
    recused_from = Interest.objects.filter(user=user).holding_on(today).values("council")
    return seen & ~Q(council__in=recused_from)
