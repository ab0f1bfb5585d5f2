"""Discussions and conclusions, support and how it goes: a page for each act."""

from __future__ import annotations

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
from cases.models import Concern, ConclusionKind, SupportPackage
from cases.views.boards import package_or_404
from cases.views.showing import CONCERNS, Page, SignedIn, act_page, bound, concern_or_404, get_or_post
from common.clock import now, today
from common.refusals import found_or_404


@login_required
@get_or_post
def record_discussion(request: SignedIn, number: int) -> HttpResponse:
    """A conversation with the council."""
    concern = concern_or_404(request, number)
    form = DiscussionForm(concern, today(), *bound(request))
    return act_page(
        request,
        concern,
        Page(
            title="Record a discussion with the council",
            button="Save the discussion",
            form=form,
            act=lambda: workflow.record_discussion(by=request.user, at=now(), concern=concern, **form.said),
            sentence=queries.acts_on(request.user, concern, today()).talks.sentence,
            afterwards="The discussion is kept. What did it lead to?",
        ),
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
        way = [CONCERNS, (f"Concern {concern.number}", concern.get_absolute_url())]
        context = {"concern": concern, "sentence": sentence, "way": way, **more}
        return render(request, "cases/conclude.html", context)
    form = ConclusionForm(concern, ConclusionKind(kind), *bound(request))
    return act_page(
        request,
        concern,
        Page(
            title=str(ConclusionKind(kind).label),
            button="Save the conclusion",
            form=form,
            act=lambda: workflow.conclude_discussion(
                by=request.user, at=now(), discussion=discussion, **form.said
            ),
            sentence=sentence,
            afterwards="The conclusion is kept.",
            template="cases/conclude.html",
            more=more,
        ),
    )


@login_required
@get_or_post
def agree_support(request: SignedIn, number: int) -> HttpResponse:
    """Support agreed with the council; with `?start=` begun from what helped elsewhere."""
    concern = concern_or_404(request, number)
    start = _to_start_from(request)
    begun = {"objectives": start.objectives, "provider": start.provider} if start else {}
    form = SupportForm(concern, *bound(request), initial=begun)
    return act_page(
        request,
        concern,
        Page(
            title="Agree support",
            button="Save the support",
            form=form,
            act=lambda: workflow.agree_support(by=request.user, at=now(), concern=concern, **form.said),
            sentence=queries.acts_on(request.user, concern, today()).support.sentence,
            afterwards="The support is kept.",
            template="cases/agree_support.html",
            more={"start": start},
        ),
    )


def _to_start_from(request: SignedIn) -> SupportPackage | None:
    pk = request.GET.get("start", "")
    if not (pk.isascii() and pk.isdigit() and len(pk) < 10):
        return None
    return found_or_404(queries.support_to_start_from(request.user, int(pk)))


@login_required
@require_safe
def support(request: SignedIn, number: int, pk: int) -> HttpResponse:
    """One package: what for, by whom, how it goes, what may be done."""
    concern, package = package_or_404(request, number, pk)
    return _support_page(request, concern, package)


def _support_page(request: SignedIn, concern: Concern, package: SupportPackage) -> HttpResponse:
    on = today()
    context = {
        "concern": concern,
        "package": package,
        "progress_form": ProgressForm(concern),
        "not_work": access.may_not_work_on(request.user, concern, on),
        "not_decide": access.may_not_decide(request.user, concern, on, access.SUPPORTING),
        "not_tell": access.may_not_tell_members(request.user, concern, on),
        "way": [CONCERNS, (f"Concern {concern.number}", concern.get_absolute_url())],
    }
    return render(request, "cases/support.html", context)


@login_required
@get_or_post
def change_support(request: SignedIn, number: int, pk: int) -> HttpResponse:
    """The package as it is agreed now."""
    concern, package = package_or_404(request, number, pk)
    form = ChangeSupportForm(package, *bound(request))
    return act_page(
        request,
        concern,
        Page(
            title="Change this support",
            button="Save",
            intro="What was agreed before is kept.",
            form=form,
            act=lambda: workflow.change_support(by=request.user, at=now(), package=package, **form.said),
            sentence=access.may_not_decide(request.user, concern, today(), access.SUPPORTING),
            afterwards="The support is changed.",
            to=package,
        ),
    )


@login_required
@get_or_post
def report_progress(request: SignedIn, number: int, pk: int) -> HttpResponse:
    """How the support goes."""
    concern, package = package_or_404(request, number, pk)
    form = ProgressForm(concern, *bound(request))
    return act_page(
        request,
        concern,
        Page(
            title="How the support goes",
            button="Save",
            form=form,
            act=lambda: workflow.report_progress(by=request.user, at=now(), package=package, **form.said),
            sentence=access.may_not_work_on(request.user, concern, today()),
            afterwards="Saved. The Panel reads it with the support.",
            to=package,
        ),
    )


@login_required
@get_or_post
def ask_for_attention(request: SignedIn, number: int, pk: int) -> HttpResponse:
    """Ask for the Panel's attention to this package, or no longer."""
    concern, package = package_or_404(request, number, pk)
    form = AttentionForm(concern, *bound(request), initial={"reason": package.attention_reason})
    return act_page(
        request,
        concern,
        Page(
            title="Ask for the Panel’s attention",
            button="Save",
            intro=(
                "A mark on this support, set by people with a reason. The sources expect three or four at a "
                "time: a guide, never a cap."
            ),
            form=form,
            act=lambda: workflow.ask_for_attention(by=request.user, at=now(), package=package, **form.said),
            sentence=access.may_not_tell_members(request.user, concern, today()),
            afterwards="Saved.",
            to=package,
        ),
    )


@login_required
@get_or_post
def end_support(request: SignedIn, number: int, pk: int) -> HttpResponse:
    """This support is done."""
    concern, package = package_or_404(request, number, pk)
    form = ReasonForm(concern, *bound(request))
    return act_page(
        request,
        concern,
        Page(
            title="End this support",
            button="End it",
            intro="The concern stays where it is.",
            form=form,
            act=lambda: workflow.end_support(by=request.user, at=now(), package=package, **form.said),
            sentence=access.may_not_decide(request.user, concern, today(), access.SUPPORTING),
            afterwards="The support has ended.",
            to=package,
        ),
    )


@login_required
@get_or_post
def political_action(request: SignedIn, number: int) -> HttpResponse:
    """What politicians do where the blockage is political."""
    concern = concern_or_404(request, number)
    form = PoliticalActionForm(concern, *bound(request))
    return act_page(
        request,
        concern,
        Page(
            title="Record political action",
            button="Save",
            intro="Where the blockage is political, politicians act.",
            form=form,
            act=lambda: workflow.record_political_action(
                by=request.user, at=now(), concern=concern, **form.said
            ),
            sentence=queries.acts_on(request.user, concern, today()).political.sentence,
            afterwards="The action is kept.",
        ),
    )
