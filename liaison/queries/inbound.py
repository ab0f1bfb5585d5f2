"""Reading what government brought to us: for those who answer it, and for the officers who sent it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from accounts.models import RoleHolding, User
from councils.models import AllocatedLead, Council, Cover, RegionHolding
from liaison.models import (
    ApiClient,
    EntryKind,
    InboundConcern,
    InboundEntry,
    InboundEvidence,
    InboundStanding,
    InboundVersion,
    Officer,
)
from liaison.models.inbound import ANSWERS, CONSENTS, SEEN_BY_ORIGINATOR
from liaison.submission import Originator


@dataclass(frozen=True, kw_only=True)
class Inbound:
    """An inbound concern with its words as they stand. `silent_for`: days without an answer, or None.

    `unanswered`: the versions that no answer of ours followed, the first first; none once it was withdrawn.
    """

    inbound: InboundConcern
    last: InboundVersion
    versions: list[InboundVersion]
    entries: list[InboundEntry]
    standing: InboundStanding
    unanswered: list[InboundVersion]
    silent_for: int | None

    @property
    def number(self) -> str:
        return self.inbound.number

    @property
    def answers(self) -> list[InboundEntry]:
        """What we answered, the first first."""
        return [one for one in self.entries if one.kind in ANSWERS]

    @property
    def corrected_since(self) -> bool:
        """Whether we answered an earlier version, and the one that stands waits (R082)."""
        return self.standing is InboundStanding.WAITING and bool(self.answers)

    @property
    def seen_by_originator(self) -> list[InboundEntry]:
        """What passed through the door, without our own triage."""
        return [one for one in self.entries if one.kind in SEEN_BY_ORIGINATOR]

    @property
    def questions(self) -> list[InboundEntry]:
        """Consents we asked for that nobody has answered."""
        answered = {one.about_id for one in self.entries if one.kind in CONSENTS}
        return [one for one in self.entries if one.kind == EntryKind.CONSENT_ASKED and one.pk not in answered]


def inbound_for(user: User, number: str, on: date) -> Inbound | None:
    """One that this person may read, or None: missing and hidden are the same."""
    return next(iter(_whole(InboundConcern.objects.visible_to(user).filter(number=number), on)), None)


def inbox(user: User, on: date, *, concern: int | None = None) -> list[Inbound]:
    """All that this person may read, those without an answer first, by when they came to wait."""
    rows = InboundConcern.objects.visible_to(user)
    if concern is not None:
        rows = rows.filter(entries__concern=concern).distinct()
    found = _whole(rows, on)
    return sorted(found, key=lambda one: (one.silent_for is None, _came(one)))


def inbound_waiting(user: User, on: date) -> list[Inbound]:
    """What waits for an answer: in an adviser's own inbox, to the secretariat in any region."""
    held = InboundConcern.objects
    rows = held.triaged_by(user) if user.is_adviser else held.visible_to(user)
    return _whole(rows.waiting(), on)


def inbound_known_to(user: User, on: date) -> list[Inbound]:
    """Those of which the person may know number, originator, council and days; its words are not for them."""
    return _whole(InboundConcern.objects.known_to(user), on)


def triages(user: User, inbound: InboundConcern) -> bool:
    """Whether it stands in this adviser's own inbox."""
    return InboundConcern.objects.triaged_by(user).filter(pk=inbound.pk).exists()


def sent_by(originator: Originator, on: date) -> list[Inbound]:
    """What this organisation has sent us, the newest number first."""
    return _whole(InboundConcern.objects.filter(organisation=originator.organisation), on)


def one_sent_by(originator: Originator, number: str, on: date) -> Inbound | None:
    """One that this organisation sent, or None."""
    rows = InboundConcern.objects.filter(organisation=originator.organisation, number=number)
    return next(iter(_whole(rows, on)), None)


def received_from(user: User, slug: str, on: date) -> list[Inbound]:
    """What an organisation shared that stands and that this person may read, by council."""
    rows = InboundConcern.objects.visible_to(user).filter(organisation__slug=slug)
    found = [one for one in _whole(rows, on) if one.standing is not InboundStanding.WITHDRAWN]
    return sorted(found, key=lambda one: (one.inbound.council.name, one.number))


def standing_of(inbound: InboundConcern) -> InboundStanding:
    """Waiting, answered or withdrawn, as its entries say now."""
    return standing_by(inbound.versions.all(), inbound.entries.all())


def who_triages(inbound: InboundConcern, on: date) -> list[User]:
    """The advisers in whose inbox it stands on the day: of the region, its deputies, and allocated leads."""
    holders = (
        RegionHolding.objects.of_advisers()
        .holding_on(on)
        .filter(region=inbound.council.region_id, user__isnull=False)
    )
    ids = set(holders.values_list("user_id", flat=True))
    leads = AllocatedLead.objects.holding_on(on).select_related("group")
    ids |= {lead.user_id for lead in leads if _leads(lead, inbound, on)}
    ids |= set(Cover.objects.holding_on(on).filter(absent__in=ids).values_list("deputy_id", flat=True))
    works = RoleHolding.objects.current().values("user")
    people = User.objects.filter(pk__in=ids, is_active=True).filter(pk__in=works)
    # A declared interest keeps even a word of it from a person.
    return [user for user in people if triages(user, inbound)]


def originator_for(user: User, on: date) -> Originator | None:
    """For which organisation a person who signs in speaks that day, or None."""
    officer = (
        Officer.objects.holding_on(on).filter(user=user).select_related("organisation").first()
        if user.is_authenticated
        else None
    )
    if officer is None:
        return None
    return Originator(organisation=officer.organisation, name=officer.name, officer=officer)


def originator_of(client: ApiClient, officer_key: str, on: date) -> Originator | None:
    """Who speaks through a token: the officer named by key, of the token's own organisation, or None.

    Without a key it is the officer to whom the token was issued: an ended one speaks no more through it. A
    name that is nobody's among the officers (the token was issued to it before any was named) speaks itself.
    """
    known = Officer.objects.filter(organisation=client.organisation)
    known = known.filter(key=officer_key) if officer_key else known.filter(name=client.officer)
    officer = known.holding_on(on).first()
    if officer is None and (officer_key or known.exists()):
        return None
    return Originator(
        organisation=client.organisation,
        name=officer.name if officer else client.officer,
        officer=officer,
        client=client,
    )


def _whole(rows: QuerySet[InboundConcern], on: date) -> list[Inbound]:
    versions = InboundVersion.objects.order_by("version").prefetch_related(
        Prefetch("evidence", InboundEvidence.objects.order_by("position"))
    )
    entries = InboundEntry.objects.order_by("pk").select_related(
        "concern__council", "by", "about", "recipient"
    )
    found = rows.select_related("organisation", "council__region", "service_area").prefetch_related(
        Prefetch("versions", versions), Prefetch("entries", entries)
    )
    return [_inbound(one, on) for one in found]


def _inbound(row: InboundConcern, on: date) -> Inbound:
    versions, entries = list(row.versions.all()), list(row.entries.all())
    standing = standing_by(versions, entries)
    unanswered = _unanswered(versions, entries) if standing is InboundStanding.WAITING else []
    since = timezone.localdate(unanswered[0].recorded_at) if unanswered else None
    return Inbound(
        inbound=row,
        last=versions[-1],
        versions=versions,
        entries=entries,
        standing=standing,
        unanswered=unanswered,
        silent_for=max(0, (on - since).days) if since else None,
    )


def standing_by(versions: Iterable[InboundVersion], entries: Iterable[InboundEntry]) -> InboundStanding:
    """Where it stands: an answer is to the words that stood when it was given, and to no correction after."""
    held = list(entries)
    if any(one.kind == EntryKind.WITHDRAWN for one in held):
        return InboundStanding.WITHDRAWN
    return InboundStanding.WAITING if _unanswered(versions, held) else InboundStanding.ANSWERED


def _unanswered(versions: Iterable[InboundVersion], entries: Iterable[InboundEntry]) -> list[InboundVersion]:
    last = max((one.recorded_at for one in entries if one.kind in ANSWERS), default=None)
    return [one for one in versions if last is None or one.recorded_at > last]


def _came(one: Inbound) -> datetime:
    return one.unanswered[0].recorded_at if one.unanswered else one.inbound.recorded_at


def _leads(lead: AllocatedLead, inbound: InboundConcern, on: date) -> bool:
    if lead.service_area_id is not None:
        return lead.service_area_id == inbound.service_area_id
    if lead.group is None:
        return False
    council: Council = inbound.council
    return council.controls.holding_on(on).filter(control__istartswith=lead.group.name).exists()
