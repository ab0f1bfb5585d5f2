"""To move a concern, close it, reopen it, and to record what government did: a page for each."""

from __future__ import annotations

from functools import partial

from django.http import Http404

from cases import access, queries, workflow
from cases.forms import CloseForm, GovernmentForm, MoveForm, ProposalForm, ReopenForm
from cases.stages import GOVERNMENTS, Stage, cannot_be_moved, cannot_move
from cases.views.acting import Page, about_concern, act_page
from cases.views.showing import SignedIn, bound, concern_or_404, id_in
from common.clock import today
from common.refusals import found_or_404


@act_page
def move(request: SignedIn, number: int, stage: str) -> Page:
    """Move it, on a page of its own; a senior adviser proposes the move on the same page."""
    to = Stage(stage) if stage in Stage.values else None
    if to is None or to in GOVERNMENTS or not to.is_open:
        raise Http404
    concern, on = concern_or_404(request, number), today()
    balance = queries.balance(concern, request.user)
    not_move = access.may_not_move(request.user, concern, on)
    sentence = cannot_be_moved(concern.standing, to)
    more = {
        "concern": concern,
        "balance": balance,
        "to": to,
        "shows_evidence": to is Stage.COUNCIL_DISCUSSION,
    }
    if not_move and not access.may_not_work_on(request.user, concern, on):
        return Page(
            about=about_concern(concern),
            title=f"Propose {to.numbered}",
            button="Propose this move",
            intro=f"{concern.owner.name} decides, and sees your proposal on the concern.",
            form=ProposalForm(concern, *bound(request)),
            act=partial(workflow.propose_move, concern=concern, to=to),
            sentence=sentence,
            afterwards=f"Your proposal stands on the concern for {concern.owner.name}.",
            template="cases/move.html",
            more=more,
        )
    return Page(
        about=about_concern(concern),
        title=f"Move to {to.numbered}",
        button="Move it",
        form=MoveForm(concern, to, balance, *bound(request)),
        act=partial(workflow.move, concern=concern),
        sentence=not_move or sentence,
        afterwards=f"Concern {concern.number} is at {to.numbered} now.",
        template="cases/move.html",
        more=more,
    )


@act_page
def close(request: SignedIn, number: int) -> Page:
    """Close it with its reasons."""
    concern = concern_or_404(request, number)
    going = [package.provider for package in queries.packages(concern) if package.goes_on]
    return Page(
        about=about_concern(concern),
        title="Close this concern",
        button="Close it",
        intro=f"Support that still goes on ends with it: {'; '.join(going)}." if going else "",
        form=CloseForm(concern, *bound(request)),
        act=partial(workflow.close, concern=concern),
        sentence=access.may_not_decide(request.user, concern, today(), access.CLOSING)
        or cannot_move(concern.standing, Stage.CLOSED),
        afterwards=f"Concern {concern.number} is closed. It can be reopened.",
    )


@act_page
def reopen(request: SignedIn, number: int) -> Page:
    """Open it again at the stage it had."""
    concern = concern_or_404(request, number)
    back = concern.held_stage
    return Page(
        about=about_concern(concern),
        title=f"Reopen at {back.numbered}",
        button="Reopen it",
        form=ReopenForm(concern, *bound(request)),
        act=partial(workflow.reopen, concern=concern),
        sentence=access.may_not_decide(request.user, concern, today(), access.CLOSING)
        or cannot_move(concern.standing, back),
        afterwards=f"Concern {concern.number} is open again, at {back.numbered}.",
    )


@act_page
def government(request: SignedIn, number: int, step: str) -> Page:
    """Record what government did; with `?supersedes=` a newer account of the same act."""
    done = Stage(step) if step in Stage.values else None
    if done not in GOVERNMENTS or done is None:
        raise Http404
    concern = concern_or_404(request, number)
    earlier = id_in(request, "supersedes")
    act = None if earlier is None else found_or_404(queries.government_act_of(concern, earlier))
    initial = (
        {name: getattr(act, name) for name in GovernmentForm(concern, done).fields if hasattr(act, name)}
        if act
        else {}
    )
    return Page(
        about=about_concern(concern),
        title=f"Record {done.label.lower()} by government",
        button="Record it",
        intro="Government acts by its own powers. What it did is recorded; nothing is held up by it.",
        form=GovernmentForm(concern, done, *bound(request), initial=initial),
        act=partial(workflow.record_government_act, concern=concern, supersedes=act),
        sentence=access.may_not_decide(request.user, concern, today(), access.GOVERNMENTS)
        or access.is_closed(concern)
        or (None if concern.at_stage is done else cannot_move(concern.standing, done)),
        afterwards="What government did is recorded.",
    )
