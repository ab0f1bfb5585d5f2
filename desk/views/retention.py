"""Notes that nobody checked for 12 months: the governance officer's list, and their deletion."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from cases.queries import notes_rested_on
from common.clock import now
from common.refusals import refusals_on
from intelligence import access, queries, workflow
from intelligence.forms.personal import TickedForm
from intelligence.views.pages import SignedIn, get_or_post


@login_required
@get_or_post
def retention(request: SignedIn) -> HttpResponse:
    """What may be deleted, without its words; notes on which a concern rests are not among them."""
    if access.may_not_keep_personal_data(request.user):
        raise Http404
    form = TickedForm(request.POST) if request.method == "POST" else TickedForm()
    if form.is_valid():
        with refusals_on(form):
            made = workflow.delete_unchecked_notes(
                by=request.user, at=now(), notes=form.cleaned_data["notes"], tied=notes_rested_on
            )
            messages.success(request, f"{len(made)} note{'s' if len(made) != 1 else ''} deleted.")
            return redirect("desk:retention")
    context = {
        "form": form,
        "notes": queries.notes_past_keeping(now(), notes_rested_on()),
        "way": [("Personal data", "/personal-data")],
    }
    return render(request, "desk/retention.html", context, status=422 if form.errors else 200)
