"""Discussions and conclusions, support and how it goes: a page for each act."""

from __future__ import annotations

from functools import partial

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases import access, queries, workflow
from cases.forms import (
    AttentionForm,
    ChangeSupportForm,
    ConclusionForm,
    DiscussionForm,
    PoliticalActionForm,
    ProgressForm,
    ReasonForm,
    SupportForm,
)
from cases.models import ConclusionKind, SupportPackage
from cases.views.acting import Page, about_concern, act_page, done_or_shown
from cases.views.boards import package_or_404
from cases.views.showing import SignedIn, bound, concern_or_404, concern_way, get_or_post, id_in
from common.clock import today
from common.refusals import found_or_404


@act_page
def record_discussion(request: SignedIn, number: int) -> Page:
    """A conversation with the council."""
    concern = concern_or_404(request, number)
    return Page(
        about=about_concern(concern),
        title="Record a discussion with the council",
        button="Save the discussion",
        form=DiscussionForm(concern, today(), *bound(request)),
        act=partial(workflow.record_discussion, concern=concern),
        sentence=queries.acts_on(request.user, concern, today()).talks.sentence,
        afterwards="The discussion is kept. What did it lead to?",
    )


@login_required
@get_or_post
def conclude(request: SignedIn, number: int, pk: int) -> HttpResponse:
    """What a discussion led to: first which of the six, then what belongs to it."""
    concern = concern_or_404(request, number)
    discussion = found_or_404(queries.discussion_of(concern, pk))
    kind = (request.POST if request.method == "POST" else request.GET).get("kind", "")
    sentence = access.may_not_decide(request.user, concern, today(), access.CONCLUDING) or access.is_closed(
        concern
    )
    more = {"discussion": discussion, "kinds": ConclusionKind}
    if kind not in ConclusionKind.values:
        context = {"concern": concern, "sentence": sentence, "way": concern_way(concern), **more}
        return render(request, "cases/conclude.html", context)
    page = Page(
        about=about_concern(concern),
        title=str(ConclusionKind(kind).label),
        button="Save the conclusion",
        form=ConclusionForm(concern, ConclusionKind(kind), *bound(request)),
        act=partial(workflow.conclude_discussion, discussion=discussion),
        sentence=sentence,
        afterwards="The conclusion is kept.",
        template="cases/conclude.html",
        more=more,
    )
    return done_or_shown(request, page)


@act_page
def agree_support(request: SignedIn, number: int) -> Page:
    """Support agreed with the council; with `?start=` begun from what helped elsewhere."""
    concern = concern_or_404(request, number)
    start = _to_start_from(request)
    begun = {"objectives": start.objectives, "provider": start.provider} if start else {}
    return Page(
        about=about_concern(concern),
        title="Agree support",
        button="Save the support",
        form=SupportForm(concern, *bound(request), initial=begun),
        act=partial(workflow.agree_support, concern=concern),
        sentence=queries.acts_on(request.user, concern, today()).support.sentence,
        afterwards="The support is kept.",
        template="cases/agree_support.html",
        more={"concern": concern, "start": start},
    )


def _to_start_from(request: SignedIn) -> SupportPackage | None:
    pk = id_in(request, "start")
    return None if pk is None else found_or_404(queries.support_to_start_from(request.user, pk))


@login_required
@require_safe
def support(request: SignedIn, number: int, pk: int) -> HttpResponse:
    """One package: what for, by whom, how it goes, what may be done."""
    concern, package = package_or_404(request, number, pk)
    on = today()
    context = {
        "concern": concern,
        "package": package,
        "progress_form": ProgressForm(concern),
        "not_work": access.may_not_work_on(request.user, concern, on),
        "not_decide": access.may_not_decide(request.user, concern, on, access.SUPPORTING),
        "not_tell": access.may_not_tell_members(request.user, concern, on),
        "way": concern_way(concern),
    }
    return render(request, "cases/support.html", context)


@act_page
def change_support(request: SignedIn, number: int, pk: int) -> Page:
    """The package as it is agreed now."""
    concern, package = package_or_404(request, number, pk)
    return Page(
        about=about_concern(concern),
        title="Change this support",
        button="Save",
        intro="What was agreed before is kept.",
        form=ChangeSupportForm(package, *bound(request)),
        act=partial(workflow.change_support, package=package),
        sentence=access.may_not_decide(request.user, concern, today(), access.SUPPORTING),
        afterwards="The support is changed.",
        to=package,
    )


@act_page
def report_progress(request: SignedIn, number: int, pk: int) -> Page:
    """How the support goes."""
    concern, package = package_or_404(request, number, pk)
    return Page(
        about=about_concern(concern),
        title="How the support goes",
        button="Save",
        form=ProgressForm(concern, *bound(request)),
        act=partial(workflow.report_progress, package=package),
        sentence=access.may_not_work_on(request.user, concern, today()),
        afterwards="Saved. The Panel reads it with the support.",
        to=package,
    )


@act_page
def ask_for_attention(request: SignedIn, number: int, pk: int) -> Page:
    """Ask for the Panel's attention to this package, or no longer."""
    concern, package = package_or_404(request, number, pk)
    return Page(
        about=about_concern(concern),
        title="Ask for the Panel’s attention",
        button="Save",
        intro=(
            "A mark on this support, set by people with a reason. The sources expect three or four at a "
            "time: a guide, never a cap."
        ),
        form=AttentionForm(concern, *bound(request), initial={"reason": package.attention_reason}),
        act=partial(workflow.ask_for_attention, package=package),
        sentence=access.may_not_tell_members(request.user, concern, today()),
        afterwards="Saved.",
        to=package,
    )


@act_page
def end_support(request: SignedIn, number: int, pk: int) -> Page:
    """This support is done."""
    concern, package = package_or_404(request, number, pk)
    return Page(
        about=about_concern(concern),
        title="End this support",
        button="End it",
        intro="The concern stays where it is.",
        form=ReasonForm(concern, *bound(request)),
        act=partial(workflow.end_support, package=package),
        sentence=access.may_not_decide(request.user, concern, today(), access.SUPPORTING),
        afterwards="The support has ended.",
        to=package,
    )


@act_page
def political_action(request: SignedIn, number: int) -> Page:
    """What politicians do where the blockage is political."""
    concern = concern_or_404(request, number)
    return Page(
        about=about_concern(concern),
        title="Record political action",
        button="Save",
        intro="Where the blockage is political, politicians act.",
        form=PoliticalActionForm(concern, *bound(request)),
        act=partial(workflow.record_political_action, concern=concern),
        sentence=queries.acts_on(request.user, concern, today()).political.sentence,
        afterwards="The action is kept.",
    )
