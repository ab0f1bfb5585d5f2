"""Personal data: requests and holds; notes to look at again. What is found is the desk's to show."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from common.clock import now
from common.refusals import found_or_404, refusals_on
from intelligence import access, queries, workflow
from intelligence.forms import personal as forms
from intelligence.models import PersonalRequest
from intelligence.views.pages import INTELLIGENCE, SignedIn, act_page, get_or_post

WAY = [("Personal data", "/personal-data")]


def _officer(request: SignedIn) -> None:
    """For everybody else there is no such page (TRUST section 2)."""
    if access.may_not_keep_personal_data(request.user):
        raise Http404


def _request(request: SignedIn, pk: int) -> PersonalRequest:
    _officer(request)
    return found_or_404(queries.request_of(pk))


def _page(request: SignedIn, name: str, context: dict[str, Any], form: Any = None) -> HttpResponse:
    status = 422 if form is not None and form.errors else 200
    return render(request, f"intelligence/personal/{name}.html", {**context, "form": form}, status=status)


@login_required
@require_safe
def overview(request: SignedIn) -> HttpResponse:
    """Requests by when they are due, and what is on hold."""
    _officer(request)
    context = {
        "open": queries.requests_open(),
        "closed": queries.requests_closed(),
        "holds": queries.holds_standing(),
    }
    return _page(request, "overview", context)


@login_required
@get_or_post
def new_request(request: SignedIn) -> HttpResponse:
    """Open a request."""
    _officer(request)
    form = forms.RequestForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            opened = workflow.open_request(by=request.user, at=now(), **form.cleaned_data)
            messages.success(request, f"The request is open. It is due on {opened.due_on:%-d %B %Y}.")
            return redirect(opened)
    return _page(request, "new", {"way": WAY}, form)


@login_required
@require_safe
def request_page(request: SignedIn, pk: int) -> HttpResponse:
    """One request, and what may be done for it."""
    held = _request(request, pk)
    return _page(request, "request", {"held": held, "way": WAY, "close": forms.CloseForm()})


@login_required
@require_POST
def close(request: SignedIn, pk: int) -> HttpResponse:
    """Close a request, with what was answered."""
    held = _request(request, pk)
    form = forms.CloseForm(request.POST)
    if form.is_valid():
        with refusals_on(form):
            workflow.close_request(by=request.user, at=now(), request=held, **form.cleaned_data)
            messages.success(request, "The request is closed.")
            return redirect("intelligence:personal-data")
    return _page(request, "request", {"held": held, "way": WAY, "close": form}, form)


@login_required
@get_or_post
def new_hold(request: SignedIn) -> HttpResponse:
    """Place a legal hold."""
    _officer(request)
    form = forms.HoldForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            workflow.place_hold(by=request.user, at=now(), **form.cleaned_data)
            messages.success(request, "It is on hold: nothing of it is taken out or deleted.")
            return redirect("intelligence:personal-data")
    return _page(request, "hold", {"way": WAY}, form)


@login_required
@get_or_post
def lift(request: SignedIn, pk: int) -> HttpResponse:
    """Lift a hold, with why."""
    _officer(request)
    hold = found_or_404(queries.hold_of(pk))
    form = forms.WhyForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            workflow.lift_hold(by=request.user, at=now(), hold=hold, **form.cleaned_data)
            messages.success(request, "The hold is lifted.")
            return redirect("intelligence:personal-data")
    return _page(request, "lift", {"hold": hold, "way": WAY}, form)


@login_required
@require_safe
def review(request: SignedIn) -> HttpResponse:
    """The person's own notes that nobody has checked for 90 days."""
    notes = queries.notes_to_review(request.user, now())
    return render(request, "intelligence/review.html", {"notes": notes, "way": INTELLIGENCE})


@login_required
@get_or_post
def keep(request: SignedIn, pk: int) -> HttpResponse:
    """Keep such a note, with a reason."""
    held = found_or_404(queries.note_for(request.user, pk))
    form = forms.KeepForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            workflow.keep_note(by=request.user, at=now(), note=held, **form.cleaned_data)
            messages.success(request, "The note is kept. It comes up again in 90 days, unless it is checked.")
            return redirect("intelligence:review")
    return act_page(request, held, form, "keep", access.may_not_correct(request.user, held))
