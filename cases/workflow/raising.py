"""To raise a concern from notes and figures (WORKFLOW section 1, R071)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from audit.workflow import record
from cases.access import may_not_begin, may_not_look_after
from cases.models import Concern, Nature, Scope, StageChange
from cases.stages import NEEDS_COMING_OFF_POINT, Origin, Stage, cannot_begin
from cases.workflow.evidence import add_figures, add_notes
from cases.workflow.government import Account, keep_account
from cases.workflow.locking import coming, day_of, in_words, kept, line, wanted
from common.errors import forbid, refuse
from councils.models import Council, ServiceArea
from councils.queries import principal_adviser_for
from intelligence.models import Factor, Note


@transaction.atomic
def raise_concern(
    *,
    by: User,
    at: datetime,
    council: Council,
    summary: str,
    basis: str,
    review_on: date | None,
    stage: Stage = Stage.LOCAL_INTELLIGENCE,
    origin: str = Origin.INTELLIGENCE,
    service_area: ServiceArea | None = None,
    nature: str = Nature.PERFORMANCE,
    factors: Iterable[Factor] = (),
    owner: User | None = None,
    opened_on: date | None = None,
    told: str = "",
    next_step: str = "",
    next_step_on: date | None = None,
    coming_off_point: str = "",
    notes: Iterable[Note] = (),
    figures: Iterable[str] = (),
    government: Account | None = None,
) -> Concern:
    """A concern about the council, at a stage where one that came like this may begin.

    With a service area it is about that service, without about the council as a whole (R015). `figures` are
    slugs of lines of the council's headline report, kept as they stand today; `government` is what
    government did, where it begins at 5a or 5b. An open concern beside it never blocks. Raises
    NotPermitted, Refused.
    """
    on = day_of(at)
    forbid(may_not_begin(by, council, stage, on))
    owner = owner or _owner(by, council, on)
    refuse(may_not_look_after(owner, council, on))
    refuse(cannot_begin(stage, Origin(origin)))
    if stage.is_governments and government is None:
        refuse("Enter what government did: the department, the legal basis, the body and the date.")
    if not council.existed_on(opened_on or on):
        refuse(f"{council.short_name} does not exist on {in_words(opened_on or on)}. Choose its successor.")
    summary = line(wanted(summary, "Enter the concern in one line."), 200, "The line")
    basis = wanted(basis, "Enter what it rests on. One line will do.")
    if review_on is None:
        refuse("Enter when it is next looked at.")
    coming_off_point = kept(coming_off_point)
    if stage in NEEDS_COMING_OFF_POINT and not coming_off_point:
        refuse("Enter the coming-off point: what will be so when this is no longer needed.")
    if opened_on and opened_on > on:
        refuse(f"{in_words(opened_on)} has not come yet. Enter the day on which it began.")
    concern = Concern.objects.create(
        council=council,
        scope=Scope.SERVICE if service_area else Scope.CORPORATE,
        service_area=service_area,
        nature=Nature(nature),
        summary=summary,
        stage=stage,
        origin=Origin(origin),
        owner=owner,
        review_on=coming(review_on, at, "The next review"),
        next_step=line(next_step, 300, "The next step"),
        next_step_on=coming(next_step_on, at, "The next step"),
        coming_off_point=coming_off_point,
        opened_on=opened_on or on,
        opened_by=by,
    )
    concern.factors.set(factors)
    StageChange.objects.create(
        concern=concern,
        by=by,
        happened_on=concern.opened_on,
        to_stage=stage,
        version=concern.version,
        basis=basis,
        told=kept(told),
        next_step=concern.next_step,
        next_step_on=concern.next_step_on,
    )
    signature = {"concern": concern, "by": by, "happened_on": on, "acted_for": None}
    added = add_notes(concern, notes, signature) + add_figures(concern, figures, signature, on)
    if government:
        keep_account(concern, stage, government, signature | {"happened_on": concern.opened_on})
    record(
        by=by,
        act="raise_concern",
        subject=concern,
        scope=council.audit_scope,
        details={"stage": stage.value, "origin": concern.origin, "evidence": [one.pk for one in added]},
    )
    return concern


def _owner(by: User, council: Council, on: date) -> User:
    """Whoever raises it as a principal adviser; else the region's principal adviser, who decides on it."""
    lead = principal_adviser_for(council, on)
    if by.has_role("principal_adviser") or lead is None or lead.user is None:
        return by
    return lead.user
