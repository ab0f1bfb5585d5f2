"""Attempts by the acts, in the browser's own requests, over the API and at an admin's addresses."""

from __future__ import annotations

import html
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.test import Client, override_settings
from django.utils import timezone

from liaison.models import Release
from liaison.workflow import (
    approve_batch,
    approve_release,
    give_exception,
    propose_release,
    refuse_release,
)
from tests.factories.liaison import published, told
from tests.liaison.gate_ground import Ground

Make = Callable[[Ground], None]
Fields = dict[str, Any]


class Said(Exception):
    """A page or the API refused, with these words."""


def _go(ground: Ground, fields: Fields) -> Release:
    release = propose_release(**fields)
    return approve_release(by=ground.approver, at=ground.at, release=release)


def proposing(change: Callable[[Ground, Fields], Fields]) -> Make:
    """The act that proposes, with these of its fields in place of the good ones."""

    def make(ground: Ground) -> None:
        fields = ground.proposal()
        _go(ground, fields | change(ground, fields))

    return make


def approving(act: Callable[[Ground, Release], Any]) -> Make:
    """What is done with a good proposal."""
    return lambda ground: act(ground, propose_release(**ground.proposal()))


def _corrected(ground: Ground, fields: Fields) -> Fields:
    told(fields["concern"], supersedes=fields["awareness"], reason="Nobody was reached.")
    return {}


def _to_come(ground: Ground, fields: Fields) -> Fields:
    day = timezone.localdate(ground.at) + timedelta(days=ground.rng.randrange(1, 60))
    return {"awareness": told(fields["concern"], happened_on=day)}


def _one_twice(ground: Ground, fields: Fields) -> Fields:
    first: Any = ground.heard(fields["concern"])
    return {"evidence": [first, ground.heard(fields["concern"], source=first.note.source)]}


def _note(trait: str) -> Callable[[Ground, Fields], Fields]:
    return lambda ground, fields: {
        "evidence": [*fields["evidence"], ground.heard(fields["concern"], **{trait: True})]
    }


def _with_earlier(ground: Ground, fields: Fields) -> Fields:
    earlier = _go(ground, ground.proposal() | {"recipient": ground.cqc})
    return {"supersedes": earlier}


def _corrected_since(ground: Ground, release: Release) -> None:
    told(release.concern, supersedes=release.awareness, reason="Nobody was reached.")
    approve_release(by=ground.approver, at=ground.at, release=release)


def _twice(ground: Ground, release: Release) -> None:
    refuse_release(by=ground.approver, at=ground.at, release=release, reason="No.")
    approve_release(by=ground.approver, at=ground.at, release=release)


def _batch(ground: Ground, *, by: str = "approver", spoilt: bool = False, one_more: bool = False) -> None:
    made = [propose_release(**ground.proposal(), meeting=ground.meeting) for _ in range(2)]
    if spoilt:
        told(made[1].concern, supersedes=made[1].awareness, reason="Nobody was reached.")
    numbers = [release.number for release in (made[:1] if one_more else made)]
    approve_batch(by=getattr(ground, by), at=ground.at, meeting=ground.meeting, numbers=numbers)


def _exception(ground: Ground, *, gives: bool = True, is_on: bool = True) -> None:
    concern = ground.concern()
    fields = ground.proposal() | {
        "concern": concern,
        "awareness": None,
        "exception": ground.rng.choice(["safeguarding", "crime", "legal_duty"]),
        "evidence": [published(concern)],
    }
    with override_settings(RELEASE_WITHOUT_AWARENESS=is_on):
        release = propose_release(**fields)
        if gives:
            give_exception(by=ground.officer, at=ground.at, release=release, reason=ground.words())
        approve_release(by=ground.approver, at=ground.at, release=release)


def _by(name: str) -> Callable[[Ground, Release], Any]:
    return lambda ground, release: approve_release(by=getattr(ground, name), at=ground.at, release=release)


GOOD_ACTS: dict[str, Make] = {
    "on what was published": proposing(lambda ground, fields: {}),
    "on two sources": proposing(
        lambda ground, fields: {"evidence": [ground.heard(fields["concern"]) for _ in range(2)]}
    ),
    "in its meeting's batch": _batch,
    "under the exception": _exception,
}
BAD_ACTS: dict[str, tuple[str, Make]] = {
    "telling": ("has not been told of this concern", proposing(lambda ground, fields: {"awareness": None})),
    "telling of this concern": (
        "told of something else",
        proposing(lambda ground, fields: {"awareness": told(ground.concern())}),
    ),
    "telling that stands": ("corrected since", proposing(_corrected)),
    "telling before it": ("is to be told on", proposing(_to_come)),
    "telling that still stands": ("corrected since", approving(_corrected_since)),
    "evidence": ("No evidence is linked", proposing(lambda ground, fields: {"evidence": []})),
    "a second source": (
        "from one source",
        proposing(lambda ground, fields: {"evidence": [ground.heard(fields["concern"])]}),
    ),
    "an independent source": ("from one source", proposing(_one_twice)),
    "evidence of this concern": (
        "was not found on this concern",
        proposing(lambda ground, fields: {"evidence": [published(ground.concern())]}),
    ),
    "a note that stands": ("has been withdrawn", proposing(_note("withdrawn"))),
    "a note not contradicted": ("has been contradicted", proposing(_note("contradicted"))),
    "a note for more than some": ("RESTRICTED to named people", proposing(_note("restricted"))),
    "its originator's leave": ("ask its originator", proposing(_note("originator_controlled"))),
    "the council's consent": (
        "has not published it",
        proposing(
            lambda ground, fields: {"evidence": [*fields["evidence"], ground.challenge(fields["concern"])]}
        ),
    ),
    "a purpose": ("Enter the purpose", proposing(lambda ground, fields: {"purpose": " "})),
    "a matter": ("Enter what the concern is", proposing(lambda ground, fields: {"matter": ""})),
    "an adviser of the region": (
        "Only an adviser for",
        proposing(lambda ground, fields: {"by": ground.elsewhere}),
    ),
    "one without an interest": ("not found", proposing(lambda ground, fields: {"by": ground.recused})),
    "an earlier one to the same": ("or to another recipient", proposing(_with_earlier)),
    "another person": ("You proposed this release", approving(_by("adviser"))),
    "a Principal Adviser": ("Only a Principal Adviser", approving(_by("senior"))),
    "an approver without an interest": ("not found", approving(_by("recused"))),
    "an open decision": ("decided on already", approving(_twice)),
    "its meeting's batch": (
        "are approved together",
        proposing(lambda ground, fields: {"meeting": ground.meeting}),
    ),
    "a batch of others": ("You proposed", lambda ground: _batch(ground, by="adviser")),
    "a batch that passes whole": ("None was approved", lambda ground: _batch(ground, spoilt=True)),
    "a batch that was looked at": ("when you opened the page", lambda ground: _batch(ground, one_more=True)),
    "the exception switched on": ("is switched off", lambda ground: _exception(ground, is_on=False)),
    "an officer's reason": (
        "no information-governance officer has given the reason",
        lambda ground: _exception(ground, gives=False),
    ),
}


# In the browser's own requests.


def _page(ground: Ground, *, by: str = "adviser", approver: str = "approver", **changes: Any) -> None:
    fields = ground.proposal()
    concern = fields["concern"]
    soft = changes.pop("soft", False)
    if soft:
        fields["evidence"] = [ground.heard(concern)]
    typed = {
        "recipient": ground.dclg.pk,
        "purpose": fields["purpose"],
        "matter": fields["matter"],
        "awareness": fields["awareness"].pk,
        "evidence": [item.pk for item in fields["evidence"]],
    }
    address = f"/sharing/propose?concern={concern.pk}"
    proposed = answered(ground.clients[by].post(address, typed | changes))
    answered(ground.clients[approver].post(f"{proposed['Location']}/approve"))


def answered(answer: Any) -> Any:
    """The answer, where the page took what was sent; else its words are raised."""
    if answer.status_code != 302:
        raise Said(f"{answer.status_code} {html.unescape(answer.content.decode())}")
    return answer


GOOD_PAGES: dict[str, Make] = {"on what was published": _page}
BAD_PAGES: dict[str, tuple[str, Make]] = {
    "telling": ("Choose the record of telling", lambda ground: _page(ground, awareness="")),
    "telling of this concern": (
        "Choose the one that stands",
        lambda ground: _page(ground, awareness=told(ground.concern()).pk),
    ),
    "evidence": ("Choose the evidence", lambda ground: _page(ground, evidence=[])),
    "evidence of this concern": (
        "no longer on this concern",
        lambda ground: _page(ground, evidence=[published(ground.concern()).pk]),
    ),
    "a second source": ("from one source", lambda ground: _page(ground, soft=True)),
    "a purpose": ("Enter the purpose", lambda ground: _page(ground, purpose="")),
    "a matter": ("Enter what the concern is", lambda ground: _page(ground, matter=" ")),
    "an adviser of the region": ("Only an adviser for", lambda ground: _page(ground, by="elsewhere")),
    "one without an interest": ("404", lambda ground: _page(ground, by="recused")),
    "another person": ("You proposed this release", lambda ground: _page(ground, approver="adviser")),
    "a Principal Adviser": ("Only a Principal Adviser", lambda ground: _page(ground, approver="senior")),
    "one who may know of it": ("404", lambda ground: _page(ground, approver="administrator")),
    "its meeting's batch": (
        "are approved together",
        lambda ground: _page(ground, meeting=ground.meeting.pk),
    ),
}


# Over the API, which only reads; and where an admin would be.


def _api(method: str, place: str) -> Make:
    def make(ground: Ground) -> None:
        release = propose_release(**ground.proposal())
        client = Client(headers={"Authorization": f"Bearer {ground.token}"})
        body = {"standing": "released", "approved_at": ground.at.isoformat(), "number": release.number}
        address = f"/api/v1/releases/{place.format(number=release.number)}"
        answer = client.generic(method, address, str(body), content_type="application/json")
        raise Said(f"{answer.status_code} {answer.content.decode()}")

    return make


def _admin(place: str, name: str) -> Make:
    def make(ground: Ground) -> None:
        release = propose_release(**ground.proposal())
        typed = {"approved_by": ground.approver.pk, "approved_at_0": "2012-11-01", "_save": "Save"}
        answer = ground.clients[name].post(place.format(pk=release.pk), typed)
        raise Said(f"{answer.status_code} {answer.content.decode()}")

    return make


BAD_API: dict[str, tuple[str, Make]] = {
    f"{method} {place or 'the list'}": ("405", _api(method, place))
    for method in ("POST", "PUT", "PATCH", "DELETE")
    for place in ("", "{number}/")
} | {"approval": ("404", _api("POST", "{number}/approve/"))}
BAD_ADMIN: dict[str, tuple[str, Make]] = {
    f"{place} as the {name}": ("404", _admin(place, name))
    for place in ("/admin/", "/admin/liaison/release/add/", "/admin/liaison/release/{pk}/change/")
    for name in ("administrator", "approver")
}
