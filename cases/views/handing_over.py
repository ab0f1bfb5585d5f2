"""Concerns to hand over when regions change hands: ticked, and handed on in one act."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render

from cases import access, queries, workflow
from cases.forms import HandOverForm
from cases.views.showing import CONCERNS, SignedIn, bound, get_or_post
from common.clock import now, today
from common.refusals import refusals_on


@login_required
@get_or_post
def hand_over(request: SignedIn) -> HttpResponse:
    """Those in my regions that another looks after, and mine in regions I no longer hold."""
    form = HandOverForm(*bound(request))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            handed = workflow.hand_over(by=request.user, at=now(), **form.said)
            said = "1 concern is" if len(handed) == 1 else f"{len(handed)} concerns are"
            messages.success(request, f"{said} handed on. Each says so in its story.")
            return redirect("cases:hand_over")
    context = {
        "form": form,
        "held": queries.to_hand_over(request.user, today()),
        "sentence": access.may_not_hand_over(request.user),
        "way": [CONCERNS],
    }
    return render(request, "cases/hand_over.html", context, status=422 if form.is_bound else 200)
