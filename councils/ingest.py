"""Puts the committed register into the database: what is there already is left as it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, models, transaction

from audit.workflow import record
from councils.models import (
    Council,
    CouncilCode,
    CouncilName,
    PoliticalGroup,
    Region,
    RegionHolding,
    ServiceArea,
    Succession,
)
from councils.register import CouncilFacts, Register

Values = dict[str, Any]
LOADING_LOCK = 0x5E61


@dataclass(slots=True)
class Loaded:
    """What a load found and did: `held` counts what the register holds; the rest, rows written."""

    held: dict[str, int] = field(default_factory=dict)
    new: int = 0
    changed: int = 0
    removed: int = 0


@transaction.atomic
def load_register(register: Register) -> Loaded:
    """Make the database hold the register, in one transaction; a second load changes nothing.

    Councils and regions are never removed: notes and figures hang on them. Names, codes and successions
    that have left the register are. Fictional councils are not the register's and are left alone.
    """
    done = Loaded()
    with connection.cursor() as cursor:  # one load at a time: the second finds nothing to do
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOADING_LOCK])
    _sync(done, Region, ("slug",), [_region(facts.slug, facts.name, facts.gss) for facts in register.regions])
    for model, named in ((ServiceArea, register.service_areas), (PoliticalGroup, register.political_groups)):
        _sync(done, model, ("slug",), [{"slug": thing.slug, "name": thing.name} for thing in named])
    regions = {region.slug: region.pk for region in Region.objects.all()}
    # Counties first: a district points to its county.
    counties = [facts for facts in register.councils if not facts.county]
    _sync(done, Council, ("key",), [_council(facts, regions, {}) for facts in counties])
    ids = _council_ids()
    districts = [facts for facts in register.councils if facts.county]
    _sync(done, Council, ("key",), [_council(facts, regions, ids) for facts in districts])
    ids = _council_ids()
    _sync_owned(done, register, ids)
    _sync(
        done,
        RegionHolding,
        ("region_id", "holder_name", "since_on"),
        [
            {
                "region_id": regions[slug],
                "holder_name": adviser.name,
                "since_on": adviser.known_from_on,
                "until_on": adviser.known_until_on,
                "capacity": adviser.capacity,
                "source": adviser.source,
            }
            for adviser in register.advisers
            for slug in adviser.regions
        ],
        among=lambda: RegionHolding.objects.filter(user__isnull=True),
    )
    if done.new or done.changed or done.removed:
        details = {"new": done.new, "changed": done.changed, "removed": done.removed}
        record(by=None, act="load_register", subject=Region.objects.order_by("pk")[0], details=details)
    return done


def _sync_owned(done: Loaded, register: Register, ids: dict[str, int]) -> None:
    """Names, codes and successions: the register's alone, so those it no longer holds go."""
    kinds = CouncilName.Kind
    names = [
        {"council_id": ids[facts.key], "name": name, "kind": kind, "since_on": None, "until_on": None}
        for facts in register.councils
        for kind, name in ((kinds.OFFICIAL, facts.name), (kinds.SHORT, facts.short_name))
    ]
    names += [_owned(facts, ids, name=facts.name, kind=facts.kind) for facts in register.names]
    codes = [_owned(facts, ids, scheme=facts.scheme, code=facts.code) for facts in register.codes]
    successions = [
        {"predecessor_id": ids[facts.predecessor], "successor_id": ids[facts.successor], "on": facts.on}
        for facts in register.successions
    ]
    real = {"council__is_fictional": False}
    _sync(
        done,
        CouncilName,
        ("council_id", "name", "kind"),
        names,
        among=lambda: CouncilName.objects.filter(**real),
        remove=True,
    )
    _sync(
        done,
        CouncilCode,
        ("scheme", "code", "council_id"),
        codes,
        among=lambda: CouncilCode.objects.filter(**real),
        remove=True,
    )
    _sync(
        done,
        Succession,
        ("predecessor_id", "successor_id"),
        successions,
        among=lambda: Succession.objects.filter(predecessor__is_fictional=False),
        remove=True,
    )


def _region(slug: str, name: str, gss: str) -> Values:
    return {"slug": slug, "name": name, "gss": gss}


def _council(facts: CouncilFacts, regions: dict[str, int], counties: dict[str, int]) -> Values:
    return {
        "key": facts.key,
        "code": facts.code,
        "name": facts.name,
        "short_name": facts.short_name,
        "kind": facts.kind,
        "region_id": regions[facts.region],
        "county_id": counties[facts.county] if facts.county else None,
        "existed_from_on": facts.existed_from_on,
        "existed_until_on": facts.existed_until_on,
        "is_fictional": False,
    }


def _owned(facts: Any, ids: dict[str, int], **values: str) -> Values:
    return {"council_id": ids[facts.key], **values, "since_on": facts.since_on, "until_on": facts.until_on}


def _council_ids() -> dict[str, int]:
    return dict(Council.objects.real().values_list("key", "pk"))


def _sync(
    done: Loaded,
    model: type[models.Model],
    by: tuple[str, ...],
    wanted: Iterable[Values],
    *,
    among: Callable[[], models.QuerySet] | None = None,
    remove: bool = False,
) -> None:
    """Make the model's rows equal `wanted`, matched on the fields `by`; two queries where nothing differs."""
    rows = (among() if among else model._default_manager.all()).select_for_update(of=("self",))
    held = {tuple(getattr(row, name) for name in by): row for row in rows}
    new, changed, fields = [], [], set()
    wanted = list(wanted)
    for values in wanted:
        row = held.pop(tuple(values[name] for name in by), None)
        if row is None:
            new.append(model(**values))
            continue
        differing = {name for name, value in values.items() if getattr(row, name) != value}
        if differing:
            for name in differing:
                setattr(row, name, values[name])
            changed.append(row)
            fields |= differing
    model._default_manager.bulk_create(new, batch_size=1_000)
    if changed:
        model._default_manager.bulk_update(changed, sorted(fields), batch_size=500)
    if remove and held:
        done.removed += len(held)
        model._default_manager.filter(pk__in=[row.pk for row in held.values()]).delete()
    done.new += len(new)
    done.changed += len(changed)
    name = str(model._meta.verbose_name_plural)
    done.held[name] = done.held.get(name, 0) + len(wanted)
