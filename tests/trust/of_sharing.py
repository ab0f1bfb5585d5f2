"""Words in what stands around a release: said aloud, excepted, deleted, asked for; and its acts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from liaison.models import (
    DeletionConfirmed,
    FreedomOutcome,
    FreedomRequest,
    FreedomViews,
    Organisation,
    Release,
    SaidAloud,
    SaidTold,
    SharedSupport,
)
from liaison.workflow import withdraw_release
from tests.factories.cases import SupportPackageFactory, SupportProgressFactory
from tests.factories.liaison import ReleaseFactory, released
from tests.trust.things import Things

Body = dict[str, Any]


def plant_of_sharing(things: Things, people: dict[str, User], department: Organisation, at: datetime) -> None:
    """Of one council: entries, a release that asks for an exception, a batch, what follows a release."""
    on, owner = timezone.localdate(at), things.owner
    later = things.held["concerns"]["later"]
    of = {"council": things.council, "concern": later, "recipient": department, "proposed_by": owner}
    untold = {"awareness": None, "told_on": None, "told_recorded_at": None}
    asking = ReleaseFactory(
        number=f"2011-{9000 + things.council.pk % 900:04}",
        exception_ground="crime",
        told_whom="",
        told_by="",
        told_how="",
        matter=things.plant("excepting"),
        **untold,
        **of,
    )
    Release.objects.filter(pk=asking.pk).update(
        excepted_by=people["IGO"], excepted_at=at, excepted_reason=things.plant("excepting")
    )
    things.held["release_excepted"] = asking.number
    if things.place != "fictional":  # its meetings are those of the own region
        batched = ReleaseFactory(
            number=f"2010-{9000 + things.council.pk % 900:04}",
            meeting_id=things.held["past"],
            awareness=later.awareness.first(),
            **of,
        )
        things.held["batched"] = batched.number
    _support(things, people, at)
    _said(things, department, at)
    gone = released(
        at, number=f"2009-{9000 + things.council.pk % 900:04}", awareness=later.awareness.first(), **of
    )
    withdraw_release(by=owner, at=at, release=gone, reason="Wrong.")
    DeletionConfirmed.objects.create(
        release=gone,
        confirmed_by=things.plant("told_at_the_door"),
        how=things.plant("told_at_the_door"),
        confirmed_on=on,
        recorded_by=owner,
    )
    of_release = Release.objects.get(number=things.held["release"])
    for name in ("request_answered", "request"):
        request = FreedomRequest.objects.create(
            release=of_release,
            received_on=on,
            due_on=on + timedelta(days=28),
            category="public",
            asked=things.plant("after"),
            told_by=things.plant("after"),
            key=things.plant("unread"),
            registered_by=owner,
            registered_at=at,
        )
        things.held[name] = request.pk
    answered = {"request_id": things.held["request_answered"]}
    FreedomViews.objects.create(
        text=things.plant("told_at_the_door"),
        given_to=things.plant("after"),
        given_on=on,
        given_by=owner,
        **answered,
    )
    FreedomOutcome.objects.create(
        outcome="part", text=things.plant("after"), answered_on=on, recorded_by=owner, **answered
    )


def _support(things: Things, people: dict[str, User], at: datetime) -> None:
    """Support of the council's concern: shared, taken back, stopped, and waiting for a second person."""
    release, made = Release.objects.get(number=things.held["release"]), []
    # What is shared is read with the release; the rest on the concern alone.
    for right in ("awareness", "later", "later", "later"):
        package = SupportPackageFactory(
            concern=release.concern, objectives=things.plant(right), provider=things.plant(right)
        )
        progress = SupportProgressFactory(package=package, text=things.plant(right))
        made.append(
            SharedSupport.objects.create(
                release=release,
                package=package,
                objectives=package.objectives,
                provider=package.provider,
                progress_text=progress.text,
                progress_on=progress.happened_on,
                proposed_by=things.owner,
                proposed_at=at,
            )
        )
    shared, gone, stopped, waits = made
    for one in (shared, gone):
        SharedSupport.objects.filter(pk=one.pk).update(approved_by=people["PA"], approved_at=at)
    SharedSupport.objects.filter(pk=gone.pk).update(
        withdrawn_by=people["PA"], withdrawn_at=at, withdrawn_reason=things.plant("withdrawn_why")
    )
    SharedSupport.objects.filter(pk=stopped.pk).update(
        refused_by=people["PA"], refused_at=at, refused_reason=things.plant("proposal")
    )
    things.held |= {"support_shared": shared.pk, "support_waits": waits.pk, "support_again": stopped.pk}


def _newest_support(things: Things) -> Body:
    package = SharedSupport.objects.get(pk=things.held["support_again"]).package
    return {
        "package": package.pk,
        "version": package.version,
        "progress": package.progress.get().pk,
    }


def _said(things: Things, department: Organisation, at: datetime) -> None:
    on = timezone.localdate(at)
    for name in ("said_told", "said"):
        said = SaidAloud.objects.create(
            meeting_id=things.held["past"],
            council=things.council,
            to_organisation=department,
            said_by=things.plant("after"),
            to_whom=things.plant("after"),
            text=things.plant("after"),
            said_on=on - timedelta(days=34),
            logged_by=things.owner,
            logged_at=at,
        )
        things.held[name] = said.pk
    SaidTold.objects.create(
        said_id=things.held["said_told"],
        told=things.plant("after"),
        how=things.plant("after"),
        happened_on=on,
        recorded_by=things.owner,
    )


def of_sharing_bodies(things: Things) -> dict[str, Callable[[], Body]]:
    """What is sent to each act around a release."""
    day = timezone.localdate().isoformat()
    met = (timezone.localdate() - timedelta(days=34)).isoformat()
    return {
        "approve_batch": lambda: {
            "numbers": ",".join(
                Release.objects.filter(
                    meeting=things.held["past"], approved_at__isnull=True, refused_at__isnull=True
                ).values_list("number", flat=True)
            )
        },
        "log_said": lambda: {
            "to_organisation": Organisation.objects.get(slug="dclg").pk,
            "said_by": "J. Marsh",
            "to_whom": "P. Lowe",
            "text": "Reserves.",
            "said_on": met,
            "awareness": "none",
        },
        "nothing_said": dict,
        "record_telling": lambda: {"told": "The leader", "how": "By letter", "happened_on": day},
        "give_exception": lambda: {"reason": "It could hinder an inquiry."},
        "confirm_deletion": lambda: {"confirmed_by": "P. Lowe", "how": "A letter", "confirmed_on": day},
        "register_request": lambda: {
            "received_on": day,
            "category": "public",
            "asked": "Everything.",
            "told_by": "P. Lowe",
        },
        "propose_support": lambda: _newest_support(things),
        "approve_support": dict,
        "refuse_support": lambda: {"reason": "It is old."},
        "withdraw_support": lambda: {"reason": "A slip."},
        "give_views": lambda: {"text": "Not the names.", "given_to": "P. Lowe", "given_on": day},
        "record_outcome": lambda: {"outcome": "part", "text": "", "answered_on": day},
    }
