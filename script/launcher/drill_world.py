"""The one person and the one council of the drill of drafts."""

from __future__ import annotations

from datetime import date
from typing import Any


def writer_and_council(email: str, password: str) -> Any:
    """An adviser who can sign in, the signs, and a council that they may write about."""
    from accounts.models import Role
    from accounts.workflow import add_person
    from common.clock import now
    from councils.models import Council, CouncilType, Region, RegionHolding
    from intelligence.ingest import load_signs

    load_signs()
    region = Region.objects.create(slug="drill", name="The drill's region", gss="E12999999")
    Council.objects.create(
        key="DRILL",
        code="E07999999",
        short_name="Barchester",
        name="Barchester District Council",
        kind=CouncilType.DISTRICT,
        region=region,
    )
    person = add_person(
        by=None,
        at=now(),
        email=email,
        name="W. Writer",
        password=password,
        roles=(Role.PRINCIPAL_ADVISER,),
        since_on=date(2012, 4, 1),
    )
    RegionHolding.objects.create(
        region=region,
        user=person,
        holder_name=person.name,
        capacity=RegionHolding.Capacity.PRINCIPAL,
        since_on=date(2012, 4, 1),
    )
    return person
