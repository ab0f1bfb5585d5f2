"""Attempts at sharing progress of support: by acts, in the browser, over the API, at an admin's addresses.

Each has a release of its own that went out, unless that is what it lacks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.test import Client, override_settings

from cases.models import SupportPackage, SupportProgress
from cases.workflow import end_support
from liaison.models import Release, SharedSupport
from liaison.workflow import (
    approve_release,
    approve_support,
    give_exception,
    propose_release,
    propose_support,
    refuse_support,
    withdraw_release,
    withdraw_support,
)
from tests.factories.cases import SupportPackageFactory, SupportProgressFactory
from tests.factories.liaison import originator, published, received
from tests.liaison.gate_acts import Said, answered
from tests.liaison.gate_ground import Ground

KEPT = "We were told in confidence that the reserves are spent already and more."


@dataclass
class Held:
    """A release, a package on its concern and the newest progress of that."""

    release: Release
    package: SupportPackage
    progress: SupportProgress | None

    def fields(self, ground: Ground) -> dict[str, Any]:
        """All that a good proposal has, for `propose_support`."""
        return {
            "by": ground.adviser,
            "at": ground.at,
            "release": self.release,
            "package": self.package,
            "version": self.package.version,
            "looked_at": self.progress and self.progress.pk,
        }


Make = Callable[[Ground], None]
Fields = dict[str, Any]


def out(ground: Ground, **changes: Any) -> Release:
    """A release that went out."""
    release = propose_release(**ground.proposal() | changes)
    return approve_release(by=ground.approver, at=ground.at, release=release)


def held(ground: Ground, release: Release | None = None, **words: str) -> Held:
    """What a good proposal rests on."""
    release = release or out(ground)
    made: Any = SupportPackageFactory(
        concern=release.concern, by=ground.adviser, **{"objectives": ground.words()} | words
    )
    return Held(release, made, more(ground, made))


def more(ground: Ground, package: SupportPackage) -> SupportProgress:
    """Newer progress of the package."""
    progress: Any = SupportProgressFactory(package=package, by=ground.adviser, text=ground.words())
    return progress


def excepted(ground: Ground) -> Release:
    """A release that went out without the council's being told."""
    concern = ground.concern()
    changes = {
        "concern": concern,
        "awareness": None,
        "exception": "crime",
        "evidence": [published(concern)],
    }
    with override_settings(RELEASE_WITHOUT_AWARENESS=True):
        release = propose_release(**ground.proposal() | changes)
        give_exception(by=ground.officer, at=ground.at, release=release, reason=ground.words())
        return approve_release(by=ground.approver, at=ground.at, release=release)


def withdrawn(ground: Ground, release: Release) -> None:
    """The release no longer stands."""
    withdraw_release(by=ground.officer, at=ground.at, release=release, reason=ground.words())


def superseded(ground: Ground, release: Release) -> None:
    """Another release stands in its place."""
    out(ground, supersedes=release)


def proposed_only(ground: Ground) -> Release:
    """A release that waits."""
    return propose_release(**ground.proposal())


def taken_back(ground: Ground) -> Release:
    """A release that went out and was withdrawn."""
    release = out(ground)
    withdrawn(ground, release)
    return release


def replaced(ground: Ground) -> Release:
    """A release in whose place stands another."""
    release = out(ground)
    superseded(ground, release)
    return release


def account(ground: Ground) -> None:
    """Another organisation brought an account of the council that it keeps in its own hands."""
    by = originator(ground.cqc)
    received(ground.at, council=ground.council, by=by, matter=KEPT, is_originator_controlled=True)


# By the acts.


def _shared(ground: Ground, fields: Fields) -> SharedSupport:
    return approve_support(by=ground.approver, at=ground.at, shared=propose_support(**fields))


def proposing(change: Callable[[Ground, Held], Fields]) -> Make:
    """The act that proposes, with these of its fields in place of the good ones."""

    def make(ground: Ground) -> None:
        found = held(ground)
        _shared(ground, found.fields(ground) | change(ground, found))

    return make


def after(first: Callable[[Ground, Held], Any]) -> Make:
    """A good proposal, of which this was done between the reading and the proposing."""

    def make(ground: Ground) -> None:
        found = held(ground)
        fields = found.fields(ground)
        first(ground, found)
        _shared(ground, fields)

    return make


def of_release(make_release: Callable[[Ground], Release]) -> Make:
    """A good proposal of support that follows this release."""
    return lambda ground: _once(ground, held(ground, make_release(ground)))


def approving(act: Callable[[Ground, SharedSupport], Any]) -> Make:
    """What is done with a good proposal."""
    return lambda ground: act(ground, propose_support(**held(ground).fields(ground)))


def taking_back(by: str, reason: str = "A figure was wrong.") -> Make:
    """What was shared is withdrawn."""

    def make(ground: Ground) -> None:
        shared = _shared(ground, held(ground).fields(ground))
        withdraw_support(by=getattr(ground, by), at=ground.at, shared=shared, reason=reason)

    return make


def _once(ground: Ground, found: Held) -> None:
    _shared(ground, found.fields(ground))


def _without_progress(ground: Ground) -> None:
    release = out(ground)
    made: Any = SupportPackageFactory(concern=release.concern, by=ground.adviser, objectives=ground.words())
    _once(ground, Held(release, made, None))


def _newer(ground: Ground) -> None:
    found = held(ground)
    _once(ground, found)
    found.progress = more(ground, found.package)
    _once(ground, found)


def _ended(ground: Ground) -> None:
    found = held(ground)
    found.package = end_support(by=ground.adviser, at=ground.at, package=found.package, reason=ground.words())
    _once(ground, found)


def _approve(ground: Ground, shared: SharedSupport, by: str = "approver") -> None:
    approve_support(by=getattr(ground, by), at=ground.at, shared=shared)


def _by(name: str) -> Make:
    return approving(lambda ground, shared: _approve(ground, shared, name))


def _meanwhile(change: Callable[[Ground, SharedSupport], Any]) -> Make:
    def act(ground: Ground, shared: SharedSupport) -> None:
        change(ground, shared)
        _approve(ground, shared)

    return approving(act)


def _stopped(ground: Ground, shared: SharedSupport) -> None:
    refuse_support(by=ground.approver, at=ground.at, shared=shared, reason=ground.words())


def _no_reason(ground: Ground, shared: SharedSupport) -> None:
    refuse_support(by=ground.approver, at=ground.at, shared=shared, reason=" ")


def _never_shared(ground: Ground, shared: SharedSupport) -> None:
    withdraw_support(by=ground.adviser, at=ground.at, shared=shared, reason=ground.words())


def _changed(ground: Ground, found: Held) -> None:
    SupportPackage.objects.filter(pk=found.package.pk).update(version=found.package.version + 1)


def _repeats(ground: Ground) -> None:
    account(ground)
    _once(ground, held(ground, objectives=KEPT))


def _repeats_since(ground: Ground) -> None:
    shared = propose_support(**held(ground, objectives=KEPT).fields(ground))
    account(ground)
    _approve(ground, shared)


GOOD_ACTS: dict[str, Make] = {
    "as it is recorded": lambda ground: _once(ground, held(ground)),
    "before any progress": _without_progress,
    "newer progress in the place of older": _newer,
    "that has ended": _ended,
    "and withdrawn": taking_back("officer"),
}
BAD_ACTS: dict[str, tuple[str, Make]] = {
    "a release that went out": ("Support is shared of one that stands", of_release(proposed_only)),
    "a release that stands": ("is withdrawn. Support is shared of one that stands", of_release(taken_back)),
    "a release in its place": ("Another release took the place", of_release(replaced)),
    "a council that was told": ("went out before", of_release(excepted)),
    "a release that still stands": (
        "is withdrawn. Support is shared of one that stands",
        _meanwhile(lambda ground, shared: withdrawn(ground, shared.release)),
    ),
    "a release still in its place": (
        "Another release took the place",
        _meanwhile(lambda ground, shared: superseded(ground, shared.release)),
    ),
    "support of this concern": (
        "The support was not found",
        proposing(lambda ground, found: {"package": held(ground).package}),
    ),
    "the progress that was read": (
        "Newer progress was recorded",
        after(lambda ground, found: more(ground, found.package)),
    ),
    "progress of this support": (
        "Newer progress was recorded",
        proposing(lambda ground, found: {"looked_at": more(ground, held(ground).package).pk}),
    ),
    "the package that was read": ("was changed since you opened the page", after(_changed)),
    "its turn": (
        "waits already for another",
        after(lambda ground, found: propose_support(**found.fields(ground))),
    ),
    "anything new": ("Nothing is recorded of this support since", after(_once)),
    "its originator's leave": ("ORIGINATOR-CONTROLLED", _repeats),
    "its originator's leave since": ("ORIGINATOR-CONTROLLED", _repeats_since),
    "an adviser of the region": (
        "Only an adviser for",
        proposing(lambda ground, found: {"by": ground.elsewhere}),
    ),
    "one without an interest": (
        "The release was not found",
        proposing(lambda ground, found: {"by": ground.recused}),
    ),
    "another person": ("You proposed this", _by("adviser")),
    "a Principal Adviser": ("Only a Principal Adviser", _by("senior")),
    "one who decides on it": ("The support was not found", _by("officer")),
    "an approver without an interest": ("The release was not found", _by("recused")),
    "an open decision": ("decided on already", _meanwhile(_stopped)),
    "a reason to stop it": ("Enter the reason", approving(_no_reason)),
    "anything to take back": ("There is nothing to withdraw", approving(_never_shared)),
    "a reason to take it back": ("Enter the reason", taking_back("officer", " ")),
    "one who may take it back": ("may withdraw this release", taking_back("elsewhere")),
}


# In the browser's own requests.


def page(
    ground: Ground,
    *,
    by: str = "adviser",
    approver: str = "approver",
    before: Callable[[Ground, Held], Any] | None = None,
    between: Callable[[Ground, Release], Any] | None = None,
    at: Callable[[Ground], Release] | None = None,
    **changes: Any,
) -> None:
    """Proposed and approved on the release's page.

    `before`, `between`: what is done before it is sent and before it is approved; `at`: the release at whose
    address it is approved, where that is another.
    """
    found = held(ground)
    typed: Fields = {"package": found.package.pk, "version": found.package.version}
    typed["progress"] = found.progress.pk if found.progress else ""
    if before:
        before(ground, found)
    address = found.release.get_absolute_url()
    answered(ground.clients[by].post(f"{address}/support", typed | changes))
    if between:
        between(ground, found.release)
    if at:
        address = at(ground).get_absolute_url()
    waiting = SharedSupport.objects.get(release=found.release)
    answered(ground.clients[approver].post(f"{address}/support/{waiting.pk}/approve"))


GOOD_PAGES: dict[str, Make] = {"as it is recorded": page}
BAD_PAGES: dict[str, tuple[str, Make]] = {
    "a package": ("Choose the support", lambda ground: page(ground, package="")),
    "support of this concern": ("404", lambda ground: page(ground, package=held(ground).package.pk)),
    "the progress that was read": (
        "Newer progress was recorded",
        lambda ground: page(ground, before=lambda ground, found: more(ground, found.package)),
    ),
    "a word of the progress": ("Newer progress was recorded", lambda ground: page(ground, progress="")),
    "the package that was read": (
        "was changed since you opened the page",
        lambda ground: page(ground, before=_changed),
    ),
    "an adviser of the region": ("Only an adviser for", lambda ground: page(ground, by="elsewhere")),
    "one without an interest": ("404", lambda ground: page(ground, by="recused")),
    "another person": ("You proposed this", lambda ground: page(ground, approver="adviser")),
    "a Principal Adviser": ("Only a Principal Adviser", lambda ground: page(ground, approver="senior")),
    "an approver without an interest": ("404", lambda ground: page(ground, approver="recused")),
    "one who decides on it": ("404", lambda ground: page(ground, approver="officer")),
    "one who may know of it": ("404", lambda ground: page(ground, approver="administrator")),
    "its own release's address": ("404", lambda ground: page(ground, at=out)),
    "a release that still stands": (
        "Support is shared of one that stands",
        lambda ground: page(ground, between=withdrawn),
    ),
    "a release still in its place": (
        "Another release took the place",
        lambda ground: page(ground, between=superseded),
    ),
}


# Over the API, which only reads, and reads nothing that waits; and where an admin would be.


def _api(method: str, place: str) -> Make:
    def make(ground: Ground) -> None:
        shared = propose_support(**held(ground).fields(ground))
        client = Client(headers={"Authorization": f"Bearer {ground.token}"})
        body = {"standing": "shared", "approved_at": ground.at.isoformat(), "id": shared.pk}
        answer = client.generic(
            method, f"/api/v1/support/{place}", str(body), content_type="application/json"
        )
        raise Said(f"{answer.status_code} {answer.content.decode()}")

    return make


def _admin(place: str, name: str) -> Make:
    def make(ground: Ground) -> None:
        shared = propose_support(**held(ground).fields(ground))
        typed = {"approved_by": ground.approver.pk, "approved_at_0": "2012-11-01", "_save": "Save"}
        answer = ground.clients[name].post(place.format(pk=shared.pk), typed)
        raise Said(f"{answer.status_code} {answer.content.decode()}")

    return make


BAD_API: dict[str, tuple[str, Make]] = {
    f"{method} the list": ("405", _api(method, "")) for method in ("POST", "PUT", "PATCH", "DELETE")
} | {
    "approval": ("404", _api("POST", "1/approve/")),
    "approval, read": ('"results":[]', _api("GET", "")),
}
BAD_ADMIN: dict[str, tuple[str, Make]] = {
    f"{place} as the {name}": ("404", _admin(place, name))
    for place in ("/admin/liaison/sharedsupport/add/", "/admin/liaison/sharedsupport/{pk}/change/")
    for name in ("administrator", "approver")
}
