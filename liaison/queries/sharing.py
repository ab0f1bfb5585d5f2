"""Reading for the pages: what is proposed and shared, who has read it, what a proposal could rest on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db.models import F, Max, Min, QuerySet, Sum

from accounts.models import User
from cases.models import (
    AwarenessRecord,
    Concern,
    Conclusion,
    Discussion,
    Ending,
    Evidence,
    Explanation,
    ExplanationGround,
    ExplanationOutcome,
    GovernmentAct,
    LookBack,
    NarrativeEntry,
    PoliticalAction,
    StageChange,
    SupportInput,
    SupportPackage,
    SupportProgress,
    WhatFollowed,
)
from cases.models.concern import Signed
from cases.queries import awareness_about, balance
from councils.models import Council
from intelligence.models import Note
from liaison import access
from liaison.lines import Line, lines_of
from liaison.models import (
    DeletionConfirmed,
    FreedomRequest,
    Organisation,
    Release,
    ReleaseAnswer,
    ReleaseEvidence,
    ReleaseRead,
    SharedSupport,
    Standing,
)
from liaison.queries.serving import NUMBER
from liaison.queries.support import support_shared_of, support_waiting_of

# What counts as a change of the concern after a release of it.
TRAILS: tuple[type[Signed], ...] = (
    *(StageChange, Discussion, Conclusion, NarrativeEntry, AwarenessRecord, Evidence, Ending, LookBack),
    *(SupportPackage, SupportProgress, SupportInput, PoliticalAction, GovernmentAct, WhatFollowed),
    *(Explanation, ExplanationGround, ExplanationOutcome),
)


@dataclass(frozen=True, slots=True)
class Shared:
    """A release as a list shows it. `changed_at`: when the concern last changed after it, or None;
    `read_at`, `reads` and `read_by`: by its recipient, the last time, how often, by which officer;
    `taken_by`: what superseded it; `requests`: under the Freedom of Information Act, answered or not;
    `support`: how the support goes, as its recipient reads it; `support_waits`: how many proposals wait."""

    release: Release
    changed_at: datetime | None
    reads: int
    read_at: datetime | None
    read_by: str
    taken_by: Release | None
    requests: list[FreedomRequest]
    support: list[SharedSupport]
    support_waits: int

    @property
    def answer(self) -> ReleaseAnswer | None:
        """The last answer of its recipient, an acknowledgement among them, or None: it is silent."""
        answers = list(self.release.answers.all())
        return answers[-1] if answers else None

    @property
    def deletion(self) -> DeletionConfirmed | None:
        """That the recipient deleted it, or None: it has not said so."""
        return getattr(self.release, "deletion_confirmed", None)

    @property
    def standing(self) -> str:
        return self.release.standing.value


@dataclass(frozen=True, slots=True)
class Read:
    """One reader of a release: how often, first and last. `organisation`: for whom, or empty for us;
    `by_client`: through its own system."""

    officer: str
    organisation: str
    by_client: bool
    times: int
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Ground:
    """What a proposal about a concern could rest on. `kept`: lines that may go no further, with the sentence.

    `awareness`: accounts of telling the council that stand, newest first. `lacking`: what bars a proposal.
    """

    concern: Concern
    awareness: list[AwarenessRecord]
    lines: list[Line]
    kept: list[tuple[Line, str]]
    lacking: list[str]


def organisations() -> QuerySet[Organisation]:
    """Every organisation that may be a recipient, by name."""
    return Organisation.objects.order_by("name")


def releases_for(
    user: User, *, organisation: Organisation | None = None, council: Council | None = None
) -> list[Shared]:
    """Every release this person may see, newest number first: all, or one recipient's, or of one council."""
    rows = Release.objects.visible_to(user)
    if organisation:
        rows = rows.filter(recipient=organisation)
    if council:
        rows = rows.filter(council=council)
    return _shared(rows, user)


def release_for(user: User, number: str) -> Shared | None:
    """One release this person may see, or None: missing and hidden are the same, and what is no number."""
    if not re.fullmatch(NUMBER, number, re.ASCII):
        return None
    found = _shared(Release.objects.visible_to(user).filter(number=number), user)
    return found[0] if found else None


def reads_of(release: Release) -> list[Read]:
    """Who has read it, by name: recipients' officers first, then people here; the last reading first."""
    rows = (
        ReleaseRead.objects.filter(release=release)
        .order_by()
        .values("officer", "organisation__short_name", "client")
        .annotate(times=Sum("times"), first_at=Min("first_at"), last_at=Max("last_at"))
    )
    reads = [
        Read(
            row["officer"],
            row["organisation__short_name"] or "",
            row["client"] is not None,
            row["times"],
            row["first_at"],
            row["last_at"],
        )
        for row in rows
    ]
    return sorted(reads, key=lambda read: (not read.organisation, -read.last_at.timestamp()))


def to_supersede(concern: Concern, user: User) -> list[Release]:
    """Releases about the same council that stand and whose place has not been taken."""
    standing = Release.objects.visible_to(user).standing().filter(council=concern.council_id)
    return list(standing.select_related("recipient").order_by("-number"))


def ground_for(concern: Concern, user: User, on: date) -> Ground:
    """What this person could propose from this concern, and what is lacking, in sentences."""
    held = balance(concern, user)
    awareness = [
        record for record in awareness_about(concern) if access.council_not_told(concern, record, on) is None
    ]
    kept, usable = [], []
    for item in [*held.hard, *held.soft, *held.challenges]:
        sentence = access.evidence_unusable(concern, [item], {item.note_id} if item.note_id else set())
        if sentence:
            kept.append((lines_of([item])[0], sentence))
        else:
            usable.append(item)
    lines = lines_of(usable)
    # Where the exception is switched on, who proposes may ask for it instead.
    told = bool(awareness) or settings.RELEASE_WITHOUT_AWARENESS
    lacking = [] if told else [access.council_not_told(concern, None, on)]
    lacking.append(access.evidence_lacking(lines))
    return Ground(concern, awareness, lines, kept, [sentence for sentence in lacking if sentence])


def _shared(releases: QuerySet[Release], user: User) -> list[Shared]:
    found = list(
        releases.select_related(
            "recipient",
            "council__region",
            "concern",
            "supersedes",
            "proposed_by",
            "approved_by",
            "refused_by",
            "withdrawn_by",
            "excepted_by",
            "meeting",
            "deletion_confirmed__recorded_by",
        )
        .prefetch_related("freedom_requests__views", "freedom_requests__outcome", "answers")
        .order_by("-number")
    )
    changes = _changed([release for release in found if release.approved_at], user)
    taking = Release.objects.filter(supersedes__in=found, approved_at__isnull=False)
    taken = {release.supersedes_id: release for release in taking}
    support, waiting = support_shared_of(found), support_waiting_of(found, user)
    reads = _reads_by_recipient(found)
    return [
        Shared(
            release,
            _after(changes.get(release.pk), release),
            sum(read.times for read in reads.get(release.pk, ())),
            *_last_of(reads.get(release.pk, ())),
            taken.get(release.pk),
            list(release.freedom_requests.all()),
            support.get(release.pk, []),
            waiting[release.pk],
        )
        for release in found
    ]


def _reads_by_recipient(releases: list[Release]) -> dict[int, list[ReleaseRead]]:
    """Readings by the recipient's own officers, here or through its system, by the release's id."""
    found: dict[int, list[ReleaseRead]] = {}
    of_recipient = ReleaseRead.objects.filter(organisation=F("release__recipient"), release__in=releases)
    for read in of_recipient.order_by("last_at", "pk"):
        found.setdefault(read.release_id, []).append(read)
    return found


def _last_of(reads: Sequence[ReleaseRead]) -> tuple[datetime | None, str]:
    return (reads[-1].last_at, reads[-1].officer) if reads else (None, "")


def _after(changed_at: datetime | None, release: Release) -> datetime | None:
    approved_at = release.approval_recorded_at
    if release.standing is not Standing.RELEASED or not (changed_at and approved_at):
        return None
    return changed_at if changed_at > approved_at else None


def _changed(releases: list[Release], user: User) -> dict[int, datetime]:
    """When the concern of each, or a note that its lines rest on, last changed, by the release's id.

    By the database's clock, as far as this person may see, in a fixed number of questions.
    """
    of_concern: dict[int, list[int]] = {}
    for release in releases:
        of_concern.setdefault(release.concern_id, []).append(release.pk)
    seen = list(Concern.objects.visible_to(user).filter(pk__in=of_concern).values_list("pk", flat=True))
    stamps = [(trail._default_manager.filter(concern__in=seen), "recorded_at") for trail in TRAILS]
    # A package is changed and ended where it stands; its history has when.
    stamps.append((SupportPackage._default_manager.filter(concern__in=seen), "events__pgh_created_at"))
    asked = [rows.order_by().values_list("concern").annotate(Max(stamp)) for rows, stamp in stamps]
    changed: dict[int, datetime] = {}

    def at(pk: int, when: datetime) -> None:
        changed[pk] = max(when, changed.get(pk, when))

    for concern_id, when in asked[0].union(*asked[1:]):
        for pk in of_concern[concern_id]:
            at(pk, when)
    notes = ReleaseEvidence.objects.filter(
        release__in=releases, evidence__note__in=Note.objects.visible_to(user)
    )
    noted = notes.order_by().values_list("release").annotate(Max("evidence__note__events__pgh_created_at"))
    for pk, when in noted:
        at(pk, when)
    return changed
