"""How one person reads an issued pack and what was tabled to it: whole, without interests, or an item."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from accounts.models import User
from councils.access import recused_council_ids
from councils.models import Council
from panel.copies import View
from panel.models import Addendum, Pack, PackEntry
from panel.visibility import items_for
from papers.withholding import WITHHELD


def view_of(pack: Pack, user: User, on: date) -> View:
    """What this person may read of the pack on a day; for whoever may not know of it, no item at all."""
    # Every council the person may not read of, so that one named in passing is withheld as well.
    hidden = _councils(recused_council_ids(user, on))
    if Pack.objects.read_whole_by(user).filter(pk=pack.pk).exists():
        return View(hidden)
    named = pack.entries.exclude(since=PackEntry.Since.OFF)
    mine = set(items_for(named, user).values_list("council", flat=True))
    tabled = items_for(pack.addenda.all(), user).values_list("council", flat=True)
    mine |= set(tabled)
    others = {
        *pack.entries.values_list("council", flat=True),
        *pack.addenda.values_list("council", flat=True),
    }
    return View(hidden, _councils(mine), _councils(others - mine))


def _councils(ids: set[int]) -> tuple[Council, ...]:
    found = (
        Council.objects.filter(pk__in=ids).prefetch_related("names", "codes").order_by("code") if ids else ()
    )
    return tuple(found)


@dataclass(frozen=True)
class EntryShown:
    """A line of a pack's list as one person may see it."""

    name: str
    since: str


def entries_shown(pack: Pack, user: User, on: date) -> Sequence[EntryShown]:
    """What the pack lists: a withheld line for a declared interest, for the invited their item alone."""
    view = view_of(pack, user, on)
    hidden = {council.pk for council in view.hidden}
    entries = pack.entries.all()
    if view.items is not None:
        entries = entries.filter(council__in=view.items)
    return [
        EntryShown(WITHHELD, "")
        if entry.council_id in hidden
        else EntryShown(entry.name, PackEntry.Since(entry.since).label)
        for entry in entries
    ]


def addenda_for(user: User) -> QuerySet[Addendum]:
    """What was tabled to packs this person may know of."""
    visible = Addendum.objects.visible_to(user).select_related(
        "pack__meeting__body", "council__region", "tabled_by"
    )
    return visible.defer("paper", "pack__paper")


def addendum_for(user: User, pack: Pack, number: int) -> Addendum | None:
    """One of them, or None."""
    return addenda_for(user).filter(pack=pack, number=number).first()


@dataclass(frozen=True)
class AddendumShown:
    """A line of the list of addenda as one person may see it: a withheld one names no council."""

    addendum: Addendum
    about: str


def addenda_shown(pack: Pack, user: User, on: date) -> list[AddendumShown]:
    """What was tabled to the pack, in order."""
    hidden = recused_council_ids(user, on)
    return [
        AddendumShown(each, WITHHELD if each.council_id in hidden else each.council.short_name)
        for each in addenda_for(user).filter(pack=pack)
    ]
