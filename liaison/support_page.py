"""What the page of a release shows of the support that follows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.forms import Form

from accounts.models import User
from liaison import access, access_support, queries
from liaison.forms import ReasonForm
from liaison.models import Release, SharedSupport


@dataclass(frozen=True, kw_only=True)
class Deciding:
    """One row of shared support, with what the person may do. `form`: why it is stopped or withdrawn.

    `reads`: who read it through the API; None: nobody.
    """

    shared: SharedSupport
    form: Form
    may_not_approve: str | None = None
    may_not_refuse: str | None = None
    reads: queries.FirstAndLast | None = None


def support_context(user: User, release: Release, on: date, *, faulty: Form | None = None) -> dict[str, Any]:
    """For the page's section; `faulty` is the form that came back."""
    packages = queries.shareable(release, user)
    waiting = [
        Deciding(
            shared=one,
            form=_form(one, faulty),
            may_not_approve=access_support.may_not_approve(user, one)
            or access_support.nothing_to_follow(release),
            may_not_refuse=access_support.may_not_refuse(user, one),
        )
        for one in queries.support_waiting(release, user)
    ]
    rows = queries.support_shared(release)
    reads = queries.support_reads_of(rows)
    shared = [Deciding(shared=one, form=_form(one, faulty), reads=reads.get(one.pk)) for one in rows]
    shown = [row.form for row in waiting if row.may_not_refuse is None]
    if access.may_not_withdraw(user, release, on) is None:
        shown += [row.form for row in shared]
    return {
        "packages": packages,
        "support_waiting": waiting,
        "support_shared": shared,
        "support_withdrawn": queries.support_withdrawn(release),
        "support_fault": faulty,
        "support_typed": _typed(faulty, shown),
        "may_not_share_support": access_support.nothing_to_follow(release)
        or access.may_not_propose(user, release.council, on),
    }


def ids_of(pk: int) -> str:
    """How the fields of a row's form are named on the page: several rows stand on it."""
    return f"support_{pk}_%s"


def _typed(faulty: Form | None, shown: list[Form]) -> str:
    """The reason of a form whose row was decided on meanwhile, so that the page has no place for it."""
    if faulty is None or faulty in shown or "reason" not in faulty.fields:
        return ""
    return str(faulty["reason"].value() or "")


def _form(shared: SharedSupport, faulty: Form | None) -> Form:
    ids = ids_of(shared.pk)
    return faulty if faulty and faulty.auto_id == ids else ReasonForm(auto_id=ids)
