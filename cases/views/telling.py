"""The story, the evidence, who is told, who looks after it: a page for each act."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse

from cases import queries, workflow
from cases.forms import (
    AwarenessForm,
    CorrectionForm,
    DeputyForm,
    EvidenceForm,
    GroupOfficeForm,
    NarrativeForm,
    OpenToForm,
    OwnerForm,
    PanelLineForm,
    ReasonForm,
    ReviewForm,
    SupersedingForm,
)
from cases.views.showing import Page, SignedIn, act_page, bound, concern_or_404, get_or_post
from common.clock import now, today
from common.refusals import found_or_404


def _acts(request: SignedIn, concern: Any) -> queries.Acts:
    return queries.acts_on(request.user, concern, today())


def _do(act: Callable[..., Any], request: SignedIn, form: Any, **more: Any) -> Callable[[], Any]:
    """The one call of the domain, with who and when."""
    return lambda: act(by=request.user, at=now(), **more, **form.said)


@login_required
@get_or_post
def add_narrative(request: SignedIn, number: int) -> HttpResponse:
    """Add to the story."""
    concern = concern_or_404(request, number)
    form = NarrativeForm(concern, *bound(request))
    page = Page(
        title="Add to the story",
        button="Add it",
        intro="What is written stays as it was written; a correction is added beside it.",
        form=form,
        act=_do(workflow.add_narrative, request, form, concern=concern),
        sentence=_acts(request, concern).narrative.sentence,
        afterwards="Added.",
    )
    return act_page(request, concern, page)


@login_required
@get_or_post
def correct_narrative(request: SignedIn, number: int, pk: int) -> HttpResponse:
    """Correct a piece of the story."""
    concern = concern_or_404(request, number)
    piece = found_or_404(queries.narrative_of(concern, pk))
    form = CorrectionForm(concern, *bound(request))
    page = Page(
        title="Correct what was written",
        button="Add the correction",
        intro="What was written stays as it is. Your correction is added beside it.",
        form=form,
        act=_do(workflow.correct_narrative, request, form, corrects=piece),
        sentence=_acts(request, concern).narrative.sentence,
        afterwards="The correction is added.",
        more={"quoted": piece},
    )
    return act_page(request, concern, page)


@login_required
@get_or_post
def add_evidence(request: SignedIn, number: int) -> HttpResponse:
    """Notes, figures, a document."""
    concern = concern_or_404(request, number)
    form = EvidenceForm(concern, request.user, today(), *bound(request))
    page = Page(
        title="Add evidence",
        button="Add it",
        form=form,
        act=_do(workflow.add_evidence, request, form, concern=concern),
        sentence=_acts(request, concern).evidence.sentence,
        afterwards="The evidence is added.",
    )
    return act_page(request, concern, page)


@login_required
@get_or_post
def record_awareness(request: SignedIn, number: int) -> HttpResponse:
    """That the council was told; with `?supersedes=` a newer account."""
    concern = concern_or_404(request, number)
    earlier = request.GET.get("supersedes", "")
    is_id = earlier.isascii() and earlier.isdigit() and len(earlier) < 10
    superseded = found_or_404(queries.awareness_of(concern, int(earlier))) if is_id else None
    form: Any = (
        SupersedingForm(concern, *bound(request)) if superseded else AwarenessForm(concern, *bound(request))
    )
    page = Page(
        title="Record that the council was told",
        button="Save",
        intro="The day you give is kept, and so is the moment at which you save this.",
        form=form,
        act=_do(workflow.record_awareness, request, form, concern=concern, supersedes=superseded),
        sentence=_acts(request, concern).awareness.sentence,
        afterwards="It is kept that the council was told.",
    )
    return act_page(request, concern, page)


@login_required
@get_or_post
def panel_line(request: SignedIn, number: int) -> HttpResponse:
    """A line to PSP."""
    concern = concern_or_404(request, number)
    form = PanelLineForm(concern, *bound(request))
    page = Page(
        title="Give a line to the Performance Support Panel",
        button="Give the line",
        intro="Members are made aware; the concern does not move. A line that stands gives way to this.",
        form=form,
        act=_do(workflow.tell_panel, request, form, concern=concern),
        sentence=_acts(request, concern).panel_line.sentence,
        afterwards="The line stands for the Panel’s next meeting.",
    )
    return act_page(request, concern, page)


@login_required
@get_or_post
def take_back_panel_line(request: SignedIn, number: int) -> HttpResponse:
    """The line no longer stands."""
    concern = concern_or_404(request, number)
    form = ReasonForm(concern, *bound(request))
    page = Page(
        title="Take back the line to the Panel",
        button="Take it back",
        form=form,
        act=_do(workflow.take_back_panel_line, request, form, concern=concern),
        sentence=_acts(request, concern).panel_line.sentence,
        afterwards="The line no longer stands.",
    )
    return act_page(request, concern, page)


@login_required
@get_or_post
def group_office(request: SignedIn, number: int) -> HttpResponse:
    """Tell a political group's office."""
    concern = concern_or_404(request, number)
    form = GroupOfficeForm(concern, *bound(request))
    page = Page(
        title="Tell a political group’s office",
        button="Tell it",
        intro="The group’s office can read this concern from now on.",
        form=form,
        act=_do(workflow.tell_group_office, request, form, concern=concern),
        sentence=_acts(request, concern).group_office.sentence,
        afterwards="The group’s office is told.",
    )
    return act_page(request, concern, page)


@login_required
@get_or_post
def review(request: SignedIn, number: int) -> HttpResponse:
    """The next date and the next step."""
    concern = concern_or_404(request, number)
    held = ("review_on", "next_step", "next_step_on", "coming_off_point")
    form = ReviewForm(concern, *bound(request), initial={name: getattr(concern, name) for name in held})
    page = Page(
        title="When it is next looked at",
        button="Save",
        form=form,
        act=_do(workflow.set_review, request, form, concern=concern),
        sentence=_acts(request, concern).review.sentence,
        afterwards="The next date is set.",
    )
    return act_page(request, concern, page)


@login_required
@get_or_post
def owner(request: SignedIn, number: int) -> HttpResponse:
    """Hand it on to another adviser."""
    concern = concern_or_404(request, number)
    form = OwnerForm(concern, *bound(request))
    page = Page(
        title="Hand this concern on",
        button="Hand it on",
        form=form,
        act=_do(workflow.reassign, request, form, concern=concern),
        sentence=_acts(request, concern).owner.sentence,
        afterwards="The concern is handed on.",
    )
    return act_page(request, concern, page)


@login_required
@get_or_post
def deputy(request: SignedIn, number: int) -> HttpResponse:
    """Who stands in for the owner."""
    concern = concern_or_404(request, number)
    form = DeputyForm(concern, *bound(request), initial={"deputy": concern.deputy_id})
    page = Page(
        title="Name a deputy",
        button="Save",
        intro="A deputy may act in the owner’s place, and it shows on all they do.",
        form=form,
        act=_do(workflow.name_deputy, request, form, concern=concern),
        sentence=_acts(request, concern).deputy.sentence,
        afterwards="Saved.",
    )
    return act_page(request, concern, page)


@login_required
@get_or_post
def open_to(request: SignedIn, number: int) -> HttpResponse:
    """Open it to a lead member peer."""
    concern = concern_or_404(request, number)
    form = OpenToForm(concern, *bound(request))
    page = Page(
        title="Open this concern to a lead member peer",
        button="Open it",
        form=form,
        act=_do(workflow.open_concern_to, request, form, concern=concern),
        sentence=_acts(request, concern).open_to.sentence,
        afterwards="The concern is open to them.",
    )
    return act_page(request, concern, page)
