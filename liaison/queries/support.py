"""Reading how the support goes that is shared with a recipient: for the pages and for its own system."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, DateTimeField, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Greatest

from accounts.models import User
from cases.models import SupportPackage, SupportProgress
from cases.queries import support_on
from liaison.document import instant
from liaison.models import ApiClient, Release, SharedSupport, Standing, SupportRead

WITHDRAWN_ASK = "Delete every copy."


@dataclass(frozen=True, kw_only=True)
class Words:
    """What is shared of a package: columns of `SharedSupport`."""

    objectives: str
    provider: str
    ended_on: date | None
    progress_text: str
    progress_on: date | None

    @property
    def texts(self) -> tuple[str, str, str]:
        """What somebody wrote."""
        return self.objectives, self.provider, self.progress_text

    @property
    def columns(self) -> dict[str, Any]:
        """By column."""
        return asdict(self)

    def are_those_of(self, shared: SharedSupport) -> bool:
        """Whether these very words were shared."""
        return all(getattr(shared, name) == value for name, value in self.columns.items())


@dataclass(frozen=True, kw_only=True)
class Shareable:
    """A package on a release's page, its words as recorded. `is_new`: they neither wait nor are shared.

    `stopped`: the last proposal of it, where that was not approved.
    """

    package: SupportPackage
    progress: SupportProgress | None
    words: Words
    is_new: bool
    stopped: SharedSupport | None


@dataclass(frozen=True, kw_only=True)
class FirstAndLast:
    """Which officers' clients read one row of shared support first and last, and when."""

    first_by: str
    first_at: datetime
    last_by: str
    last_at: datetime


def newest_progress(package: SupportPackage) -> SupportProgress | None:
    """The newest progress of a package, or None: none is recorded."""
    return SupportProgress.objects.filter(package=package).order_by("-happened_on", "-id").first()


def words_of(package: SupportPackage, progress: SupportProgress | None) -> Words:
    """What would be shared of a package with this progress."""
    return Words(
        objectives=package.objectives,
        provider=package.provider,
        ended_on=package.ended_on,
        progress_text=progress.text if progress else "",
        progress_on=progress.happened_on if progress else None,
    )


def shareable(release: Release, user: User) -> list[Shareable]:
    """The packages on the release's concern that this person may read, as they could be shared."""
    rows = SharedSupport.objects.visible_to(user).filter(release=release)
    shared = list(rows.select_related("refused_by").order_by("-pk"))
    read_now = {one.package_id: one for one in rows.shared()}
    found = []
    for package in support_on([release.concern_id], user).get(release.concern_id, []):
        progress = newest_progress(package)
        words = words_of(package, progress)
        of_it = [one for one in shared if one.package_id == package.pk]
        waits = any(one.standing is Standing.PROPOSED for one in of_it)
        last = read_now.get(package.pk)
        found.append(
            Shareable(
                package=package,
                progress=progress,
                words=words,
                stopped=of_it[0] if of_it and of_it[0].standing is Standing.REFUSED else None,
                is_new=not waits and (last is None or not words.are_those_of(last)),
            )
        )
    return found


def support_waiting(release: Release, user: User) -> list[SharedSupport]:
    """What is proposed of the release's support and not decided on, as far as the person may see it."""
    rows = SharedSupport.objects.visible_to(user).waiting().filter(release=release)
    return list(rows.select_related("proposed_by", "release").order_by("pk"))


def support_shared(release: Release) -> list[SharedSupport]:
    """What the recipient of the release reads of its support now, by who gives it."""
    rows = SharedSupport.objects.shared().filter(release=release)
    return list(rows.select_related("approved_by", "proposed_by", "release").order_by("provider", "pk"))


def support_reads_of(shared: Collection[SharedSupport]) -> dict[int, FirstAndLast]:
    """Who read these through the API, by the row's id; without those that nobody read so."""
    rows = SupportRead.objects.filter(shared__in=shared).order_by().values("shared", "officer")
    by_row: dict[int, list[Any]] = {}
    for row in rows.annotate(first_at=Min("first_at"), last_at=Max("last_at")):
        by_row.setdefault(row["shared"], []).append(row)
    found = {}
    for pk, reads in by_row.items():
        first = min(reads, key=lambda row: row["first_at"])
        last = max(reads, key=lambda row: row["last_at"])
        found[pk] = FirstAndLast(
            first_by=first["officer"],
            first_at=first["first_at"],
            last_by=last["officer"],
            last_at=last["last_at"],
        )
    return found


def support_withdrawn(release: Release) -> list[SharedSupport]:
    """What was shared of the release's support and taken back, the first first."""
    rows = SharedSupport.objects.filter(release=release, withdrawn_at__isnull=False)
    return list(rows.select_related("withdrawn_by").order_by("withdrawn_at", "pk"))


def support_shared_of(releases: Collection[Release]) -> dict[int, list[SharedSupport]]:
    """The same of many releases, by the release's id."""
    found: dict[int, list[SharedSupport]] = {}
    for one in SharedSupport.objects.shared().filter(release__in=releases).order_by("provider", "pk"):
        found.setdefault(one.release_id, []).append(one)
    return found


def support_follows(release: Release) -> bool:
    """Whether the list of support has an entry of this release, a tombstone included (`support_served`)."""
    return SharedSupport.objects.filter(release=release, approved_at__isnull=False).exists()


def support_waiting_of(releases: Collection[Release], user: User) -> Counter[int]:
    """How many proposals wait that this person may see, by the release's id."""
    rows = SharedSupport.objects.visible_to(user).waiting().filter(release__in=releases)
    return Counter(rows.values_list("release", flat=True))


def shared_for(user: User, number: str, pk: int) -> SharedSupport | None:
    """One that this person may see, of this release, or None."""
    rows = SharedSupport.objects.visible_to(user).select_related("release")
    return rows.filter(release__number=number, pk=pk).first()


def package_for(user: User, release: Release, pk: int) -> SupportPackage | None:
    """A package on the release's concern that this person may read, or None."""
    held = support_on([release.concern_id], user).get(release.concern_id, [])
    return next((one for one in held if one.pk == pk), None)


# What is read of shared support to serve it: its own frozen words, and of the release what is served of it.
SERVED = (
    *("id", "objectives", "provider", "ended_on", "progress_on", "progress_text"),
    *("approval_recorded_at", "withdrawn_at", "withdrawn_reason"),
    *("release__number", "release__canonical", "release__withdrawn_at", "release__withdrawn_reason"),
    *("place", "changed_at", "superseded_by", "release_taken"),
)
SUPPORT_COLUMNS = (
    *("id", "release", "standing", "changed_at", "superseded_by", "withdrawn_at", "withdrawn_reason"),
    *("council_code", "council_name", "council_fictional", "provider", "objectives", "ended_on"),
    *("progress_on", "progress", "handling", "shared_at"),
)


def _place() -> Subquery:
    """Its place, from 1, among what was approved of its release, in the order of approval, which stays.

    A gap in the table's own ids would tell of proposals that wait or were refused.
    """
    approved = OuterRef("approval_recorded_at")
    until = SharedSupport.objects.filter(
        Q(approval_recorded_at__lt=approved) | Q(approval_recorded_at=approved, pk__lte=OuterRef("pk")),
        release=OuterRef("release"),
        approved_at__isnull=False,
    )
    return Subquery(until.order_by().values("release").annotate(place=Count("pk")).values("place"))


def support_served(client: ApiClient) -> QuerySet[SharedSupport, dict[str, Any]]:
    """What was shared with the client's organisation, tombstones included, as values of `SERVED`.

    `changed_at`: the latest of shared, withdrawn, newer words, its release withdrawn or superseded, by the
    database's clock. Read from frozen rows alone.
    """
    newer = SharedSupport.objects.filter(
        release=OuterRef("release"),
        package=OuterRef("package"),
        approval_recorded_at__gt=OuterRef("approval_recorded_at"),
    ).order_by("approval_recorded_at")
    taken = Release.objects.filter(supersedes=OuterRef("release"), approved_at__isnull=False).order_by()
    rows = SharedSupport.objects.filter(
        release__recipient=client.organisation, release__approved_at__isnull=False, approved_at__isnull=False
    )
    if client.is_sandbox:
        rows = rows.filter(release__is_fictional=True)
    first = taken.values("supersedes").annotate(first=Min("approval_recorded_at")).values("first")
    return rows.annotate(
        place=_place(),
        superseded_by=Subquery(newer.annotate(place=_place()).values("place")[:1]),
        release_taken=Subquery(first),
        changed_at=Greatest(
            "approval_recorded_at",
            "withdrawal_recorded_at",
            "release__withdrawal_recorded_at",
            Subquery(newer.values("approval_recorded_at")[:1]),
            Subquery(first),
            output_field=DateTimeField(),
        ),
    ).values(*SERVED)


def support_entry(row: dict[str, Any]) -> dict[str, Any]:
    """One of `support_served` as it is given out; of what no longer stands a tombstone."""
    withdrawn = None
    for at, reason in (
        (row["release__withdrawn_at"], row["release__withdrawn_reason"]),
        (row["withdrawn_at"], row["withdrawn_reason"]),
    ):
        if at and withdrawn is None:
            withdrawn = {"at": instant(at), "reason": reason, "ask": WITHDRAWN_ASK}
    standing = "shared"
    if withdrawn:
        standing = "withdrawn"
    elif row["superseded_by"] or row["release_taken"]:
        standing = "superseded"
    return {
        "id": row["place"],
        "release": row["release__number"],
        "standing": standing,
        "changed_at": instant(row["changed_at"]),
        "superseded_by": row["superseded_by"],
        "withdrawn": withdrawn,
        "support": _words(row) if standing == "shared" else None,
    }


def _words(row: dict[str, Any]) -> dict[str, Any]:
    text = json.loads(row["release__canonical"])
    progress = None
    if row["progress_on"]:
        progress = {"on": row["progress_on"].isoformat(), "text": row["progress_text"]}
    return {
        "council": text["council"],
        "provider": row["provider"],
        "objectives": row["objectives"],
        "ended_on": row["ended_on"].isoformat() if row["ended_on"] else None,
        "progress": progress,
        "handling": text["handling"],
        "shared_at": instant(row["approval_recorded_at"]),
    }


def support_flat(served: dict[str, Any]) -> dict[str, Any]:
    """The same as one line of `SUPPORT_COLUMNS`."""
    line = dict.fromkeys(SUPPORT_COLUMNS)
    line |= {name: served[name] for name in ("id", "release", "standing", "changed_at", "superseded_by")}
    if served["withdrawn"]:
        line |= {f"withdrawn_{name}": served["withdrawn"][name] for name in ("at", "reason")}
    if served["support"] is None:
        return line
    said = served["support"]
    progress = said["progress"] or {"on": None, "text": None}
    return line | {
        **{f"council_{name}": said["council"][name] for name in ("code", "name", "fictional")},
        **{name: said[name] for name in ("provider", "objectives", "ended_on", "handling", "shared_at")},
        "progress_on": progress["on"],
        "progress": progress["text"],
    }
