"""The frame of every act: its page on GET, the act done on POST, and the page again where it was refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render

from cases.forms.fields import ActForm
from cases.forms.of_councils import OfCouncilForm
from cases.models import Concern
from cases.views.showing import SignedIn, Way, concern_way, get_or_post
from common.clock import now
from common.refusals import refusals_on


@dataclass(frozen=True, kw_only=True)
class About:
    """What an act is about: its words over the title, the way to it, and itself unless the act makes it."""

    words: str
    way: Way
    held: Any = None
    back: str = "Go back"

    @property
    def address(self) -> str:
        """Where one goes back to without doing it."""
        return self.way[-1][1]


def about_concern(concern: Concern) -> About:
    """An act on a concern."""
    return About(
        words=f"{concern.council.short_name} · Concern {concern.number}: {concern.summary}",
        way=concern_way(concern),
        held=concern,
        back="Back to the concern",
    )


@dataclass(frozen=True, kw_only=True)
class Page:
    """The page of one act; `act` is called with who, when and what the form says.

    `sentence`: why this person may not; `afterwards`: said when it is done; `to`: where one goes then, else
    to what the act is about, or to what it made.
    """

    about: About
    title: str
    button: str
    intro: str = ""
    form: ActForm | OfCouncilForm
    act: Callable[..., Any]
    sentence: str | None = None
    afterwards: str
    to: Any = None
    template: str = "cases/act.html"
    more: dict[str, Any] = field(default_factory=dict)


def act_page(says: Callable[..., Page]) -> Callable[..., HttpResponse]:
    """Make a view of a function that says the page of its act."""

    @login_required
    @get_or_post
    @wraps(says)
    def view(request: SignedIn, **named: Any) -> HttpResponse:
        return done_or_shown(request, says(request, **named))

    return view


def done_or_shown(request: SignedIn, page: Page) -> HttpResponse:
    """Do the act and go on, or show its page: with 422 and every word where it was refused."""
    form = page.form
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            made = page.act(by=request.user, at=now(), **form.said)
            messages.success(request, page.afterwards)
            return redirect(page.to or page.about.held or made)
    context = {"page": page, "about": page.about, "form": form, "way": page.about.way, **page.more}
    return render(request, page.template, context, status=422 if form.is_bound else 200)
