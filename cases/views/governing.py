"""What government did, on a page of its own with all that followed, by date."""

from __future__ import annotations

from functools import partial

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases import access, queries, workflow
from cases.forms import FollowedForm, kinds_for
from cases.models import Followed
from cases.views.acting import Page, about_concern, act_page
from cases.views.showing import SignedIn, bound, concern_or_404, concern_way
from common.clock import today
from common.refusals import found_or_404


@login_required
@require_safe
def government_act(request: SignedIn, number: int, pk: int) -> HttpResponse:
    """One act of government: what it is, the three expectations, and what followed by date."""
    concern, on = concern_or_404(request, number), today()
    account = found_or_404(queries.account_of(concern, pk))
    not_record = access.may_not_decide(request.user, concern, on, access.GOVERNMENTS)
    context = {
        "concern": concern,
        "account": account,
        "kinds": kinds_for(account.act),
        "not_record": not_record or access.is_closed(concern),
        "way": concern_way(concern),
    }
    return render(request, "cases/government_act.html", context)


@act_page
def followed(request: SignedIn, number: int, pk: int, kind: str) -> Page:
    """Record one thing that followed."""
    concern = concern_or_404(request, number)
    account = found_or_404(queries.account_of(concern, pk))
    what = found_or_404(next((one for one in kinds_for(account.act) if one.value == kind), None))
    return Page(
        about=about_concern(concern),
        title=str(Followed(what).label),
        button="Record it",
        intro="Government acts by its own powers. What followed is recorded with its day; it moves nothing.",
        form=FollowedForm(concern, account.act, what, *bound(request)),
        act=partial(workflow.record_what_followed, act=account.act),
        sentence=access.may_not_decide(request.user, concern, today(), access.GOVERNMENTS)
        or access.is_closed(concern),
        afterwards="It is recorded.",
        to=account.act,
    )
