"""The feeds: which are asked, how that went, and the acts that change them."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from common.clock import now, today
from common.errors import forbid
from common.refusals import found_or_404, refusals_on
from councils.queries import councils_as_at
from intelligence import access_inbox, queries, workflow
from intelligence.forms.feeds import FeedForm, SwitchForm
from intelligence.views.inbox import INBOX
from intelligence.views.pages import SignedIn, get_or_post

FEEDS = [*INBOX, ("Feeds", "/intelligence/feeds")]


@login_required
@require_safe
def feed_list(request: SignedIn) -> HttpResponse:
    """Every feed, and how it stands."""
    on = today()
    forbid(access_inbox.may_not_see_feeds(request.user, on))
    context = {"feeds": queries.feeds_for(request.user), "way": INBOX}
    return render(request, "intelligence/feeds.html", context)


@login_required
@get_or_post
def add(request: SignedIn) -> HttpResponse:
    """Add a feed."""
    on = today()
    forbid(access_inbox.may_not_see_feeds(request.user, on))
    form = FeedForm(request.user, on, request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            made = workflow.add_feed(by=request.user, at=now(), said=form.said())
            messages.success(request, f"“{made.title}” is added. It is asked within a minute or so.")
            return redirect(made)
    context = {"form": form, "feed": None, "sentence": None, "way": FEEDS, "councils": councils_as_at(on)}
    return render(request, "intelligence/feed.html", context, status=422 if form.errors else 200)


@login_required
@get_or_post
def feed(request: SignedIn, pk: int) -> HttpResponse:
    """One feed: how it stands, and its settings."""
    held = found_or_404(queries.feed_for(request.user, pk))
    on = today()
    form = FeedForm(request.user, on, request.POST or None, feed=held)
    sentence = access_inbox.may_not_change_feed(request.user, held, on)
    if form.is_valid():
        with refusals_on(form):
            version = form.cleaned_data["version"] or 0
            workflow.change_feed(by=request.user, at=now(), feed=held, version=version, said=form.said())
            messages.success(request, "The feed’s settings are saved.")
            return redirect(held)
    context = {"form": form, "feed": held, "sentence": sentence, "way": FEEDS}
    return render(request, "intelligence/feed.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def switch(request: SignedIn, pk: int) -> HttpResponse:
    """Off with a reason, or on again."""
    held = found_or_404(queries.feed_for(request.user, pk))
    form = SwitchForm(request.POST)
    is_on = form.is_valid() and bool(form.cleaned_data["is_on"])
    reason = form.cleaned_data.get("reason", "")
    workflow.switch_feed(by=request.user, at=now(), feed=held, is_on=is_on, reason=reason)
    messages.success(request, f"“{held.title}” is {'on' if is_on else 'off'}.")
    return redirect(held)


@login_required
@require_POST
def ask_now(request: SignedIn, pk: int) -> HttpResponse:
    """Ask it at the next tick."""
    held = found_or_404(queries.feed_for(request.user, pk))
    workflow.ask_feed_now(by=request.user, at=now(), feed=held)
    messages.success(request, "It is asked within a minute or so.")
    return redirect(held)
