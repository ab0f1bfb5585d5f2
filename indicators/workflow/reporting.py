"""To put a report together, for oneself or for everyone; to correct, share and withdraw it (R100, R106)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import User
from audit.workflow import record
from common.errors import Stale, forbid, not_found, refuse
from councils.models import Council
from indicators import definitions
from indicators.access import may_not_change_report, may_not_make_for_everyone
from indicators.catalogue.toml_text import toml_text
from indicators.models import OwnReport, OwnReportVersion, SavedDefinition
from indicators.models.reports import unguessable
from indicators.workflow.defining import ToSave, save_definitions

MOST_INDICATORS, MOST_COUNCILS = 60, 12


@dataclass(frozen=True)
class Wording:
    """What a report says: its themes in order, each with its indicators in order; councils by key."""

    title: str
    purpose: str
    themes: Sequence[tuple[str, Sequence[str]]]
    councils: Sequence[str] = ()


@transaction.atomic
def make_own_report(*, by: User, at: datetime, wording: Wording) -> OwnReport:
    """Make a report of the person's own: nobody else sees it until they share it."""
    refuse(may_not_say(wording))
    report = OwnReport.objects.create(owner=by, version=1)
    _keep(report, wording, at)
    record(by=by, act="make_own_report", subject=report, details={"version": 1})
    return report


@transaction.atomic
def change_own_report(*, by: User, at: datetime, slug: str, version: int, wording: Wording) -> OwnReport:
    """Save a further version of it. `version` is the one it was made from; the earlier ones are kept."""
    report = _locked(by, slug)
    if report.version != version:
        held = report.versions.get(number=report.version)
        raise Stale(
            f"This report was saved again since you opened it ({held.title}, version {held.number}). "
            "What you chose is below; open the report again and bring over what you need.",
            held=", ".join(slug for theme in held.themes for slug in theme["indicators"]),
            typed=", ".join(slug for _, slugs in wording.themes for slug in slugs),
        )
    refuse(may_not_say(wording))
    report.version += 1
    report.save(update_fields=["version"])
    _keep(report, wording, at)
    record(by=by, act="change_own_report", subject=report, details={"version": report.version})
    return report


@transaction.atomic
def share_own_report(*, by: User, at: datetime, slug: str) -> OwnReport:
    """Let everyone who signs in and has its link read it."""
    report = _locked(by, slug)
    report.is_shared = True
    report.save(update_fields=["is_shared"])
    record(by=by, act="share_own_report", subject=report, details={"at": at.isoformat()})
    return report


@transaction.atomic
def stop_sharing_own_report(*, by: User, at: datetime, slug: str) -> OwnReport:
    """Keep it to oneself again. It takes another name, so that the link given out leads nowhere for good."""
    report = _locked(by, slug)
    report.is_shared, report.slug = False, unguessable()
    report.save(update_fields=["is_shared", "slug"])
    record(by=by, act="stop_sharing_own_report", subject=report, details={"at": at.isoformat()})
    return report


@transaction.atomic
def withdraw_own_report(*, by: User, at: datetime, slug: str) -> OwnReport:
    """Take it out of use; its versions stay held."""
    report = _locked(by, slug)
    report.is_shared, report.withdrawn_at = False, at
    report.save(update_fields=["is_shared", "withdrawn_at"])
    record(by=by, act="withdraw_own_report", subject=report)
    return report


@transaction.atomic
def publish_report(*, by: User, at: datetime, slug: str, version: int, wording: Wording) -> SavedDefinition:
    """Save a report that everyone may choose, as a definition beside the catalogue's files (R100)."""
    forbid(may_not_make_for_everyone(by))
    refuse(may_not_say(wording))
    refuse(None if wording.purpose.strip() else "Say what it is for: everyone who chooses it reads that.")
    refuse(_may_not_be_called(slug))
    themes = [{"title": title.strip(), "indicators": list(slugs)} for title, slugs in wording.themes if slugs]
    said = {
        "slug": slug,
        "title": wording.title.strip(),
        "purpose": wording.purpose.strip(),
        "themes": themes,
    }
    one = ToSave(kind=SavedDefinition.Kind.REPORT, slug=slug, text=toml_text(said), version=version)
    (saved,) = save_definitions(by=by, at=at, several=[one])
    return saved


def _may_not_be_called(slug: str) -> str | None:
    if not slug:
        return "The title has no letter that an address can hold. Enter another title."
    if slug == "new" or slug.startswith("my-"):
        return f"“{slug}” is an address that means something else. Enter another title."
    return None


def may_not_say(wording: Wording) -> str | None:
    """Why a report cannot be saved so, in a sentence."""
    slugs = [slug for _, under in wording.themes for slug in under]
    twice = sorted(slug for slug, times in Counter(slugs).items() if times > 1)
    known = definitions.indicators_named(slugs)
    missing = sorted({slug for slug in slugs if slug not in known})
    if not wording.title.strip():
        return "Enter a title."
    if len(wording.title) > 100 or len(wording.purpose) > 300:
        return "The title may have 100 letters and the purpose 300. Shorten what is longer."
    if not slugs:
        return "Put at least one indicator in."
    if len(slugs) > MOST_INDICATORS:
        return f"There are {len(slugs)} indicators in it; a report takes {MOST_INDICATORS}. Take some out."
    if any(under and not title.strip() for title, under in wording.themes):
        return "Enter a heading for each group of indicators."
    if missing:
        return f"There is no indicator {', '.join(missing)} any more. Take it out."
    if twice:
        return f"{known[twice[0]].title} stands in it more than once. Take one out."
    return _may_not_stand_beside(wording.councils)


def _may_not_stand_beside(councils: Sequence[str]) -> str | None:
    if len(councils) > MOST_COUNCILS:
        return f"{len(councils)} councils are named; {MOST_COUNCILS} can stand side by side. Take some out."
    if len(set(councils)) < len(councils):
        return "A council is named more than once. Name each once."
    if Council.objects.filter(key__in=councils).count() < len(councils):
        return "One of the councils is not in the register. Name it again."
    return None


def _keep(report: OwnReport, wording: Wording, at: datetime) -> None:
    OwnReportVersion.objects.create(
        report=report,
        number=report.version,
        title=wording.title.strip(),
        purpose=wording.purpose.strip(),
        themes=[
            {"title": title.strip(), "indicators": list(slugs)} for title, slugs in wording.themes if slugs
        ],
        councils=list(wording.councils),
        saved_at=at,
    )


def _locked(by: User, slug: str) -> OwnReport:
    """The report, held for the act: not found for who may not see it, refused to who may only read it."""
    report = OwnReport.objects.visible_to(by).select_for_update(of=("self",)).filter(slug=slug).first()
    if report is None:
        not_found("That report")
    forbid(may_not_change_report(by, report))
    return report
