"""What government did, on a page of its own with all that followed, by date."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases import access, queries, workflow
from cases.forms import FollowedForm, kinds_for
from cases.models import Followed
from cases.views.showing import CONCERNS, Page, SignedIn, act_page, bound, concern_or_404, get_or_post
from common.clock import now, today
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
        "way": [CONCERNS, (f"Concern {concern.number}", concern.get_absolute_url())],
    }
    return render(request, "cases/government_act.html", context)


@login_required
@get_or_post
def followed(request: SignedIn, number: int, pk: int, kind: str) -> HttpResponse:
    """Record one thing that followed."""
    concern = concern_or_404(request, number)
    account = found_or_404(queries.account_of(concern, pk))
    what = found_or_404(next((one for one in kinds_for(account.act) if one.value == kind), None))
    form = FollowedForm(concern, account.act, what, *bound(request))
    page = Page(
        title=str(Followed(what).label),
        button="Record it",
        intro="Government acts by its own powers. What followed is recorded with its day; it moves nothing.",
        form=form,
        act=lambda: workflow.record_what_followed(by=request.user, at=now(), act=account.act, **form.said),
        sentence=access.may_not_decide(request.user, concern, today(), access.GOVERNMENTS)
        or access.is_closed(concern),
        afterwards="It is recorded.",
        to=account.act,
    )
    return act_page(request, concern, page)
