"""To move a concern, close it, reopen it, and to record what government did: a page for each."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse

from cases import access, queries, workflow
from cases.forms import CloseForm, GovernmentForm, MoveForm, ProposalForm, ReopenForm
from cases.stages import GOVERNMENTS, Stage, cannot_be_moved, cannot_move
from cases.views.showing import Page, SignedIn, act_page, bound, concern_or_404, get_or_post
from common.clock import now, today
from common.refusals import found_or_404


@login_required
@get_or_post
def move(request: SignedIn, number: int, stage: str) -> HttpResponse:
    """Move it, on a page of its own; a senior adviser proposes the move on the same page."""
    to = Stage(stage) if stage in Stage.values else None
    if to is None or to in GOVERNMENTS or not to.is_open:
        raise Http404
    concern, on = concern_or_404(request, number), today()
    balance = queries.balance(concern, request.user)
    not_move = access.may_not_move(request.user, concern, on)
    sentence = cannot_be_moved(concern.standing, to)
    more = {"balance": balance, "to": to, "shows_evidence": to is Stage.COUNCIL_DISCUSSION}
    if not_move and not access.may_not_work_on(request.user, concern, on):
        proposal = ProposalForm(concern, *bound(request))
        return act_page(
            request,
            concern,
            Page(
                title=f"Propose {to.numbered}",
                button="Propose this move",
                intro=f"{concern.owner.name} decides, and sees your proposal on the concern.",
                form=proposal,
                act=lambda: workflow.propose_move(
                    by=request.user, at=now(), concern=concern, to=to, **proposal.said
                ),
                sentence=sentence,
                afterwards=f"Your proposal stands on the concern for {concern.owner.name}.",
                template="cases/move.html",
                more=more,
            ),
        )
    form = MoveForm(concern, to, balance, *bound(request))
    return act_page(
        request,
        concern,
        Page(
            title=f"Move to {to.numbered}",
            button="Move it",
            form=form,
            act=lambda: workflow.move(by=request.user, at=now(), concern=concern, **form.said),
            sentence=not_move or sentence,
            afterwards=f"Concern {concern.number} is at {to.numbered} now.",
            template="cases/move.html",
            more=more,
        ),
    )


@login_required
@get_or_post
def close(request: SignedIn, number: int) -> HttpResponse:
    """Close it with its reasons."""
    concern = concern_or_404(request, number)
    form = CloseForm(concern, *bound(request))
    going = [package.provider for package in queries.packages(concern) if package.goes_on]
    return act_page(
        request,
        concern,
        Page(
            title="Close this concern",
            button="Close it",
            intro=f"Support that still goes on ends with it: {'; '.join(going)}." if going else "",
            form=form,
            act=lambda: workflow.close(by=request.user, at=now(), concern=concern, **form.said),
            sentence=access.may_not_decide(request.user, concern, today(), access.CLOSING)
            or cannot_move(concern.standing, Stage.CLOSED),
            afterwards=f"Concern {concern.number} is closed. It can be reopened.",
        ),
    )


@login_required
@get_or_post
def reopen(request: SignedIn, number: int) -> HttpResponse:
    """Open it again at the stage it had."""
    concern = concern_or_404(request, number)
    form = ReopenForm(concern, *bound(request))
    back = concern.held_stage
    return act_page(
        request,
        concern,
        Page(
            title=f"Reopen at {back.numbered}",
            button="Reopen it",
            form=form,
            act=lambda: workflow.reopen(by=request.user, at=now(), concern=concern, **form.said),
            sentence=access.may_not_decide(request.user, concern, today(), access.CLOSING)
            or cannot_move(concern.standing, back),
            afterwards=f"Concern {concern.number} is open again, at {back.numbered}.",
        ),
    )


@login_required
@get_or_post
def government(request: SignedIn, number: int, step: str) -> HttpResponse:
    """Record what government did; with `?supersedes=` a newer account of the same act."""
    done = Stage(step) if step in Stage.values else None
    if done not in GOVERNMENTS or done is None:
        raise Http404
    concern = concern_or_404(request, number)
    earlier = request.GET.get("supersedes", "")
    act = found_or_404(queries.government_act_of(concern, int(earlier))) if _is_id(earlier) else None
    initial = (
        {name: getattr(act, name) for name in GovernmentForm(concern, done).fields if hasattr(act, name)}
        if act
        else {}
    )
    form = GovernmentForm(concern, done, *bound(request), initial=initial)
    return act_page(
        request,
        concern,
        Page(
            title=f"Record {done.label.lower()} by government",
            button="Record it",
            intro="Government acts by its own powers. What it did is recorded; nothing is held up by it.",
            form=form,
            act=lambda: workflow.record_government_act(
                by=request.user, at=now(), concern=concern, supersedes=act, **form.said
            ),
            sentence=access.may_not_decide(request.user, concern, today(), access.GOVERNMENTS)
            or access.is_closed(concern)
            or (None if concern.at_stage is done else cannot_move(concern.standing, done)),
            afterwards="What government did is recorded.",
        ),
    )


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10
