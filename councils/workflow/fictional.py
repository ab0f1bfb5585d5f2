"""The acts about the invented councils of the demonstration."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.models import User
from audit.workflow import record
from common.errors import forbid
from councils import access
from councils.models import (
    ChangeOfControl,
    Council,
    CouncilCode,
    CouncilName,
    Interest,
    Officeholder,
    PoliticalControl,
    Region,
)


@transaction.atomic
def add_fictional_council(
    *,
    by: User | None,
    at: datetime,
    name: str,
    short_name: str,
    kind: str,
    region: Region,
    county: Council | None = None,
) -> Council:
    """An invented council for the demonstration, code X00000001 and up: left out of every count, average,
    range and file, and shown with the word "fictional". Only the set-up command (`by` None) or an
    administrator adds one."""
    Region.objects.select_for_update(of=("self",)).get(pk=region.pk)
    forbid(access.may_not_assign_regions(by))
    last = Council.objects.filter(is_fictional=True).order_by("-code").values_list("code", flat=True).first()
    number = int(last[1:]) + 1 if last else 1
    council = Council.objects.create(
        key=f"X{number}",
        code=f"X{number:08}",
        name=name,
        short_name=short_name,
        kind=kind,
        region=region,
        county=county,
        is_fictional=True,
    )
    CouncilName.objects.create(council=council, name=name, kind=CouncilName.Kind.OFFICIAL)
    CouncilName.objects.create(council=council, name=short_name, kind=CouncilName.Kind.SHORT)
    CouncilCode.objects.create(council=council, scheme=CouncilCode.Scheme.GSS, code=council.code)
    record(by=by, act="add_fictional_council", subject=council, scope=council.audit_scope)
    return council


@transaction.atomic
def remove_fictional_councils(*, by: User | None, at: datetime) -> int:
    """Remove every fictional council and what this room holds about them; returns how many.

    What other rooms hold about them must have gone first: the database refuses otherwise.
    """
    forbid(access.may_not_assign_regions(by))
    councils = Council.objects.select_for_update(of=("self",)).filter(is_fictional=True)
    ids = [council.pk for council in councils]
    for model in (ChangeOfControl, Officeholder, PoliticalControl, Interest, CouncilName, CouncilCode):
        model.objects.filter(council__in=ids).delete()
    for council in councils:
        record(by=by, act="remove_fictional_council", subject=council, scope=council.audit_scope)
    Council.objects.filter(pk__in=ids, county__isnull=False).delete()
    Council.objects.filter(pk__in=ids).delete()
    return len(ids)
