"""Removing the demonstration: everything its people did and everything about its councils, and nothing else.

It is the one place that lifts the append-only rule (a house test holds that): invented rows must be able to
go. The audit record stays, as it names no content, and its chain stays whole.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pgtrigger
from django.apps import apps
from django.db import models, transaction
from django.db.models import Q

from accounts.models import User
from councils.models import Council, Officeholder, PoliticalControl
from desk.demonstration.sharing import demonstration_clients, demonstration_officers
from desk.demonstration.story import THURROCK_SOURCE
from intelligence.models import Story
from liaison.models import ApiClient, Officer

Doomed = dict[type[models.Model], set[Any]]
# Not the record; and pghistory's own model of all events is a view over nothing.
KEPT = ("audit", "pghistory")


def _referring() -> dict[type[models.Model], list[models.ForeignKey]]:
    """Each model's foreign keys, the many-to-many and the history tables among them."""
    return {
        model: [field for field in model._meta.concrete_fields if isinstance(field, models.ForeignKey)]
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and model._meta.app_label not in KEPT
    }


def _closure(doomed: Doomed) -> Doomed:
    """Add every row that points at a doomed row, until nothing more is found."""
    referring = _referring()
    fresh: Doomed = {model: set(keys) for model, keys in doomed.items()}
    while fresh:
        found: Doomed = defaultdict(set)
        for model, fields in referring.items():
            for field in fields:
                keys = fresh.get(field.related_model)
                if keys:
                    rows = model._base_manager.filter(**{f"{field.attname}__in": keys})
                    found[model] |= set(rows.values_list("pk", flat=True))
        fresh = {model: keys - doomed.get(model, set()) for model, keys in found.items()}
        fresh = {model: keys for model, keys in fresh.items() if keys}
        for model, keys in fresh.items():
            doomed[model] = doomed.get(model, set()) | keys
    return doomed


@transaction.atomic
def remove_demonstration() -> dict[str, int]:
    """Delete the demonstration; returns how many rows of each kind went. A second time removes nothing."""
    doomed: Doomed = {
        User: set(User.objects.filter(is_demonstration=True).values_list("pk", flat=True)),
        Council: set(Council.objects.filter(is_fictional=True).values_list("pk", flat=True)),
    }
    for facts in (Officeholder, PoliticalControl):
        doomed[facts] = set(facts.objects.filter(source=THURROCK_SOURCE).values_list("pk", flat=True))
    doomed[ApiClient] = demonstration_clients()
    doomed[Officer] = demonstration_officers()
    doomed[Story] = set(
        Story.objects.filter(
            Q(copies__feed__added_by__is_demonstration=True) | Q(copies__brought_by__is_demonstration=True)
        ).values_list("pk", flat=True)
    )
    doomed = _closure(doomed)
    gone = {}
    with pgtrigger.ignore():
        for model, keys in doomed.items():
            if keys:
                # The database checks its foreign keys at the end of the transaction, so the order is free.
                rows = model._base_manager.filter(pk__in=keys)
                gone[model._meta.label] = rows._raw_delete(rows.db)
    return dict(sorted(gone.items()))
