"""To save a view of a list, to change it, to forget it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.access import cannot_be_a_view, may_not_change_view, may_not_save_another_view
from accounts.models import SavedView, User
from audit.workflow import record
from common.errors import forbid, not_found, refuse


@transaction.atomic
def save_view(
    *, by: User, at: datetime, page: str, name: str, query: str, is_shared: bool = False, why_own: str = ""
) -> SavedView:
    """The list's filters and order under a name. `why_own`: the list's own reason not to share it.

    Raises Refused: no name, a name used already, too many, or shared what may not be.
    """
    User.objects.select_for_update().get(pk=by.pk)
    name = " ".join(name.split())
    refuse(may_not_save_another_view(by) or cannot_be_a_view(by, page, name, query))
    refuse(why_own if is_shared else "")
    view = SavedView.objects.create(owner=by, page=page, name=name, query=query, is_shared=is_shared)
    record(by=by, act="save_view", subject=view, details={"shared": is_shared})
    return view


@transaction.atomic
def change_view(
    *, by: User, at: datetime, view: SavedView, name: str, is_shared: bool, why_own: str = ""
) -> SavedView:
    """Another name, or shared or no longer. Raises NotPermitted, Refused."""
    held = _locked(view)
    forbid(may_not_change_view(by, held))
    name = " ".join(name.split())
    refuse(cannot_be_a_view(by, held.page, name, held.query, but=held))
    refuse(why_own if is_shared else "")
    held.name, held.is_shared = name, is_shared
    held.save(update_fields=["name", "is_shared"])
    record(by=by, act="change_view", subject=held, details={"shared": is_shared})
    return held


@transaction.atomic
def forget_view(*, by: User, at: datetime, view: SavedView) -> None:
    """The view is gone; what it showed stays."""
    held = _locked(view)
    forbid(may_not_change_view(by, held))
    record(by=by, act="forget_view", subject=held, details={"shared": held.is_shared})
    held.delete()


def _locked(view: SavedView) -> SavedView:
    held = (
        SavedView.objects.select_for_update(of=("self",)).select_related("owner").filter(pk=view.pk).first()
    )
    return held or not_found("The saved view")
