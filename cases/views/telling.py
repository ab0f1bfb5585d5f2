"""The story, the evidence, who is told, who looks after it: a page for each act."""

from __future__ import annotations

from functools import partial

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
from cases.models import Concern
from cases.views.acting import Page, about_concern, act_page
from cases.views.showing import SignedIn, bound, concern_or_404, id_in
from common.clock import today
from common.refusals import found_or_404


def _acts(request: SignedIn, concern: Concern) -> queries.Acts:
    return queries.acts_on(request.user, concern, today())


@act_page
def add_narrative(request: SignedIn, number: int) -> Page:
    """Add to the story."""
    concern = concern_or_404(request, number)
    return Page(
        about=about_concern(concern),
        title="Add to the story",
        button="Add it",
        intro="What is written stays as it was written; a correction is added beside it.",
        form=NarrativeForm(concern, *bound(request)),
        act=partial(workflow.add_narrative, concern=concern),
        sentence=_acts(request, concern).narrative.sentence,
        afterwards="Added.",
    )


@act_page
def correct_narrative(request: SignedIn, number: int, pk: int) -> Page:
    """Correct a piece of the story."""
    concern = concern_or_404(request, number)
    piece = found_or_404(queries.narrative_of(concern, pk))
    return Page(
        about=about_concern(concern),
        title="Correct what was written",
        button="Add the correction",
        intro="What was written stays as it is. Your correction is added beside it.",
        form=CorrectionForm(concern, *bound(request)),
        act=partial(workflow.correct_narrative, corrects=piece),
        sentence=_acts(request, concern).narrative.sentence,
        afterwards="The correction is added.",
        more={"quoted": piece},
    )


@act_page
def add_evidence(request: SignedIn, number: int) -> Page:
    """Notes, figures, a document."""
    concern = concern_or_404(request, number)
    return Page(
        about=about_concern(concern),
        title="Add evidence",
        button="Add it",
        form=EvidenceForm(concern, request.user, today(), *bound(request)),
        act=partial(workflow.add_evidence, concern=concern),
        sentence=_acts(request, concern).evidence.sentence,
        afterwards="The evidence is added.",
    )


@act_page
def record_awareness(request: SignedIn, number: int) -> Page:
    """That the council was told; with `?supersedes=` a newer account."""
    concern = concern_or_404(request, number)
    earlier = id_in(request, "supersedes")
    superseded = None if earlier is None else found_or_404(queries.awareness_of(concern, earlier))
    form_of = SupersedingForm if superseded else AwarenessForm
    return Page(
        about=about_concern(concern),
        title="Record that the council was told",
        button="Save",
        intro="The day you give is kept, and so is the moment at which you save this.",
        form=form_of(concern, *bound(request)),
        act=partial(workflow.record_awareness, concern=concern, supersedes=superseded),
        sentence=_acts(request, concern).awareness.sentence,
        afterwards="It is kept that the council was told.",
    )


@act_page
def panel_line(request: SignedIn, number: int) -> Page:
    """A line to PSP."""
    concern = concern_or_404(request, number)
    return Page(
        about=about_concern(concern),
        title="Give a line to the Performance Support Panel",
        button="Give the line",
        intro="Members are made aware; the concern does not move. A line that stands gives way to this.",
        form=PanelLineForm(concern, *bound(request)),
        act=partial(workflow.tell_panel, concern=concern),
        sentence=_acts(request, concern).panel_line.sentence,
        afterwards="The line stands for the Panel’s next meeting.",
    )


@act_page
def take_back_panel_line(request: SignedIn, number: int) -> Page:
    """The line no longer stands."""
    concern = concern_or_404(request, number)
    return Page(
        about=about_concern(concern),
        title="Take back the line to the Panel",
        button="Take it back",
        form=ReasonForm(concern, *bound(request)),
        act=partial(workflow.take_back_panel_line, concern=concern),
        sentence=_acts(request, concern).panel_line.sentence,
        afterwards="The line no longer stands.",
    )


@act_page
def group_office(request: SignedIn, number: int) -> Page:
    """Tell a political group's office."""
    concern = concern_or_404(request, number)
    return Page(
        about=about_concern(concern),
        title="Tell a political group’s office",
        button="Tell it",
        intro="The group’s office can read this concern from now on.",
        form=GroupOfficeForm(concern, *bound(request)),
        act=partial(workflow.tell_group_office, concern=concern),
        sentence=_acts(request, concern).group_office.sentence,
        afterwards="The group’s office is told.",
    )


@act_page
def review(request: SignedIn, number: int) -> Page:
    """The next date and the next step."""
    concern = concern_or_404(request, number)
    held = ("review_on", "next_step", "next_step_on", "coming_off_point")
    return Page(
        about=about_concern(concern),
        title="When it is next looked at",
        button="Save",
        form=ReviewForm(concern, *bound(request), initial={name: getattr(concern, name) for name in held}),
        act=partial(workflow.set_review, concern=concern),
        sentence=_acts(request, concern).review.sentence,
        afterwards="The next date is set.",
    )


@act_page
def owner(request: SignedIn, number: int) -> Page:
    """Hand it on to another adviser."""
    concern = concern_or_404(request, number)
    return Page(
        about=about_concern(concern),
        title="Hand this concern on",
        button="Hand it on",
        form=OwnerForm(concern, *bound(request)),
        act=partial(workflow.reassign, concern=concern),
        sentence=_acts(request, concern).owner.sentence,
        afterwards="The concern is handed on.",
    )


@act_page
def deputy(request: SignedIn, number: int) -> Page:
    """Who stands in for the owner."""
    concern = concern_or_404(request, number)
    return Page(
        about=about_concern(concern),
        title="Name a deputy",
        button="Save",
        intro="A deputy may act in the owner’s place, and it shows on all they do.",
        form=DeputyForm(concern, *bound(request), initial={"deputy": concern.deputy_id}),
        act=partial(workflow.name_deputy, concern=concern),
        sentence=_acts(request, concern).deputy.sentence,
        afterwards="Saved.",
    )


@act_page
def open_to(request: SignedIn, number: int) -> Page:
    """Open it to a lead member peer."""
    concern = concern_or_404(request, number)
    return Page(
        about=about_concern(concern),
        title="Open this concern to a lead member peer",
        button="Open it",
        form=OpenToForm(concern, *bound(request)),
        act=partial(workflow.open_concern_to, concern=concern),
        sentence=_acts(request, concern).open_to.sentence,
        afterwards="The concern is open to them.",
    )
