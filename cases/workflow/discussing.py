"""To record a discussion with the council, and what it led to (R114-R125, WORKFLOW section 2)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.workflow import record
from cases.access import (
    CONCLUDING,
    is_closed,
    is_too_early,
    may_not_be_liaised_with,
    may_not_decide,
    may_not_work_on,
)
from cases.models import (
    LOCAL_CHOICE,
    Concern,
    Conclusion,
    ConclusionKind,
    Contact,
    Discussion,
    DiscussionPeer,
    WhyDiffer,
)
from cases.workflow.locking import (
    check_version,
    coming,
    day_of,
    in_words,
    kept,
    line,
    locked,
    signed,
    signed_by_decider,
    wanted,
)
from cases.workflow.moving import Left, close_held, record_move
from cases.workflow.supporting import Offer, keep_offer
from cases.workflow.telling import keep_group_office, keep_panel_line
from common.errors import Stale, forbid, refuse
from councils.models import PoliticalGroup

Kind = ConclusionKind
# Which conclusions may close the concern at once; a view that differs does where local choice explains it.
MAY_CLOSE = frozenset({Kind.SATISFACTORY_EXPLANATION, Kind.NOT_ACCEPTED, Kind.ANOTHER})


@dataclass(frozen=True, kw_only=True)
class Differing:
    """Why the council sees it otherwise, in its own words, and with whom that is pursued (R122-R124)."""

    why: str
    council_view: str
    pursue_with: str = ""


@transaction.atomic
def record_discussion(
    *,
    by: User,
    at: datetime,
    concern: Concern,
    level: str,
    who: str,
    text: str,
    happened_on: date | None = None,
    known_peers: Iterable[User] = (),
    peers: str = "",
    regional_bodies: str = "",
) -> Discussion:
    """A conversation with the council: `level` is whom one speaks to, normally leader or chief executive.

    `known_peers` are lead member peers who sign in here; others are `peers`, in words (R117).
    """
    held = locked(concern, by)
    forbid(may_not_work_on(by, held, day_of(at)))
    refuse(is_closed(held) or is_too_early(held, "Discussions with the council are kept"))
    known = list(known_peers)
    for peer in known:
        refuse(may_not_be_liaised_with(peer, held.council, day_of(at)))
    discussion = Discussion.objects.create(
        **signed(held, by, at, happened_on),
        level=Contact(level),
        who=line(wanted(who, "Enter who took part."), 200, "Who took part"),
        text=wanted(text, "Enter what was said."),
        peers=line(peers, 200, "The member peer"),
        regional_bodies=line(regional_bodies, 200, "The regional bodies"),
    )
    DiscussionPeer.objects.bulk_create(DiscussionPeer(discussion=discussion, user=peer) for peer in known)
    record(
        by=by,
        act="record_discussion",
        subject=held,
        scope=held.council.audit_scope,
        details={
            "discussion": discussion.pk,
            "level": discussion.level,
            "peers": [peer.pk for peer in known],
        },
    )
    return discussion


@transaction.atomic
def conclude_discussion(
    *,
    by: User,
    at: datetime,
    discussion: Discussion,
    version: int,
    kind: str,
    text: str,
    closes: bool = False,
    review_on: date | None = None,
    happened_on: date | None = None,
    correct_appearance: str = "",
    differing: Differing | None = None,
    offer: Offer | None = None,
    panel_line: bool = False,
    group_offices: Iterable[PoliticalGroup] = (),
    left: Left | None = None,
) -> Conclusion:
    """What the discussion led to: one of the five, or another in words (R118-R125).

    `closes` closes the concern with it, where the conclusion allows; otherwise it comes back on `review_on`,
    or on the date it has. `offer` is the support that follows from 3 and 4. A line to PSP follows from 4 by
    itself, from the others where asked; group offices are told where they are named. Raises Stale,
    NotPermitted, Refused.
    """
    held = locked(discussion.concern, by)
    forbid(may_not_decide(by, held, day_of(at), CONCLUDING))
    _first_to_conclude(held, discussion, text)
    check_version(held, version, text)
    refuse(is_closed(held))
    kind = Kind(kind)
    text = wanted(text, _WORDS_WANTED.get(kind, "Enter the conclusion in words."))
    refuse(_cannot_close(kind, differing) if closes else None)
    refuse(_wants(kind, differing, offer, correct_appearance))
    signature = signed_by_decider(held, by, at, happened_on)
    if signature["happened_on"] < discussion.happened_on:
        refuse(f"The discussion was on {in_words(discussion.happened_on)}. Enter that day or a later one.")
    comes_back_on = None if closes else _comes_back(held, review_on, at)
    conclusion = Conclusion.objects.create(
        **signature,
        discussion=discussion,
        kind=kind,
        text=text,
        closes=closes,
        review_on=comes_back_on,
        correct_appearance=kept(correct_appearance),
        **_as_kept(differing),
    )
    _what_follows(held, conclusion, signature, offer, group_offices, at=at, panel_line=panel_line)
    if closes:
        change = close_held(held, by=by, at=at, reason=text, happened_on=happened_on, left=left)
        record_move(change, act="close", by=by)
    else:
        held.review_on, held.version = comes_back_on, held.version + 1
        held.save()
    record(
        by=by,
        act="conclude_discussion",
        subject=held,
        scope=held.council.audit_scope,
        details={"discussion": discussion.pk, "conclusion": conclusion.pk, "kind": conclusion.kind},
    )
    return conclusion


def _comes_back(held: Concern, review_on: date | None, at: datetime) -> date | None:
    """When it is next looked at: the day given, or the one it has where that has not gone by."""
    day = coming(review_on, at, "The next review") or held.review_on
    if day is not None and day < day_of(at):
        refuse(
            f"The day on which it was to be looked at, {in_words(day)}, is past. Enter when it is next "
            "looked at: what goes on comes back on a day."
        )
    return day


_WORDS_WANTED = {
    Kind.ANOTHER: "Enter what was concluded instead, and because of what.",
    Kind.SATISFACTORY_EXPLANATION: "Enter the explanation.",
    Kind.STEPS_IN_PLACE: "Enter the steps the council has in place.",
    Kind.NOT_ACCEPTED: "Enter where the views differ.",
}


def _first_to_conclude(held: Concern, discussion: Discussion, typed: str) -> None:
    """One conclusion a discussion: the second of two is told who came first, with both texts."""
    earlier = Conclusion.objects.select_related("by").filter(discussion=discussion).first()
    if earlier:
        when = timezone.localtime(earlier.recorded_at)
        raise Stale(
            f"{earlier.by.name} concluded this discussion at {when:%H:%M} on {in_words(when.date())}. "
            "Your text is kept below: it can stand as the conclusion of a further discussion.",
            held=f"{earlier.get_kind_display()}\n{earlier.text}",
            typed=typed,
        )


def _cannot_close(kind: Kind, differing: Differing | None) -> str | None:
    if kind not in MAY_CLOSE:
        return (
            f"“{kind.label}” keeps the concern open until it has worked. Leave it open with a date, "
            "and close it then."
        )
    if kind is Kind.NOT_ACCEPTED and (differing is None or differing.why not in LOCAL_CHOICE):
        return (
            "It closes where local choice explains the difference: it is no longer a priority, or there is "
            "no local demand. Otherwise the discussion goes on: leave it open with a date."
        )
    return None


def _wants(
    kind: Kind, differing: Differing | None, offer: Offer | None, correct_appearance: str
) -> str | None:
    if kind is Kind.NOT_ACCEPTED:
        if differing is None or differing.why not in WhyDiffer.values:
            return "Choose why the views differ."
        if not differing.council_view.strip():
            return "Enter the council's view, in its own words."
    elif differing and (differing.why or differing.council_view.strip()):
        return (
            "The council's view belongs to the conclusion that it does not accept a challenge. Choose that "
            "one, or take the view out."
        )
    if kind is Kind.FOUND_IN_CONVERSATION and offer is None:
        return "Enter what was found: a contact with good practice, a one-off session, mentoring."
    if correct_appearance.strip() and kind is not Kind.SATISFACTORY_EXPLANATION:
        return (
            "The appearance of a concern is corrected where there is a satisfactory explanation. Choose that "
            "conclusion, or write this into the conclusion."
        )
    return None


def _as_kept(differing: Differing | None) -> dict[str, str]:
    if differing is None or not differing.why:
        return {}
    return {
        "why_differ": WhyDiffer(differing.why),
        "council_view": kept(differing.council_view),
        "pursue_with": line(differing.pursue_with, 300, "With whom it is pursued"),
    }


def _what_follows(
    held: Concern,
    conclusion: Conclusion,
    signature: dict[str, Any],
    offer: Offer | None,
    group_offices: Iterable[PoliticalGroup],
    *,
    at: datetime,
    panel_line: bool,
) -> None:
    """Support, group offices, and the Panel: which is always told of conclusion 4 (R121)."""
    package = keep_offer(held, offer, signature) if offer else None
    for group in group_offices:
        keep_group_office(held, group, signature | {"conclusion": conclusion, "text": conclusion.text}, at)
    if panel_line or conclusion.kind == Kind.BIGGER_SUPPORT:
        support = package.in_a_line if package else ""
        keep_panel_line(held, conclusion.text, support, signature | {"conclusion": conclusion}, at)
