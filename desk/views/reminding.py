"""How one is reminded outside the service: the weekly mail, and addresses for one's own calendar."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts import queries, workflow
from accounts.models import User
from common.clock import now
from common.refusals import found_or_404, refusals_on
from desk.preferences import DigestForm, FeedForm, settings_page

ME = "/me#calendars"


@login_required
@require_POST
def digest(request: HttpRequest) -> HttpResponse:
    """The weekly mail, or none."""
    form = DigestForm(request.POST)
    if not form.is_valid():
        return settings_page(request, digest=form)
    wanted = form.cleaned_data["digest"] == "on"
    workflow.want_digest(by=cast(User, request.user), at=now(), wanted=wanted)
    messages.success(
        request,
        "You will be written to in a week in which something is due."
        if wanted
        else "You will not be written to weekly any more.",
    )
    return redirect("desk:me")


@login_required
@require_POST
def make_feed(request: HttpRequest) -> HttpResponse:
    """A new address, shown on this page and never again: not kept in the session, so by no redirect."""
    form = FeedForm(request.POST)
    if form.is_valid():
        with refusals_on(form):
            made, secret = workflow.make_feed(by=cast(User, request.user), at=now(), **form.cleaned_data)
            address = request.build_absolute_uri(reverse("desk:feed", args=[secret]))
            return render(request, "desk/feed_made.html", {"feed": made, "address": address})
    return settings_page(request, feed=form)


@login_required
@require_POST
def feed_names(request: HttpRequest, pk: int) -> HttpResponse:
    """Entries say which council, or no longer."""
    user = cast(User, request.user)
    held = found_or_404(queries.feed_of(user, pk))
    names = request.POST.get("names") == "on"
    workflow.name_councils(by=user, at=now(), feed=held, names=names)
    said = "say which council" if names else "no longer say which council"
    messages.success(request, f"Dates of “{held.name}” {said}, from the next time your calendar asks.")
    return redirect(ME)


@login_required
@require_POST
def revoke_feed(request: HttpRequest, pk: int) -> HttpResponse:
    """The address answers nobody any more."""
    user = cast(User, request.user)
    held = found_or_404(queries.feed_of(user, pk))
    workflow.revoke_feed(by=user, at=now(), feed=held)
    messages.success(
        request,
        f"The address of “{held.name}” is revoked. Take it out of your calendar too: what that holds already "
        "is not ours to delete.",
    )
    return redirect(ME)
