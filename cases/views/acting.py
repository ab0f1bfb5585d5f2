"""The frame of every act: its page on GET, the act done on POST, and the page again where it was refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.forms import Form, ModelMultipleChoiceField, MultipleChoiceField, Textarea
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts import drafting
from cases.forms.fields import ActForm
from cases.forms.of_councils import OfCouncilForm
from cases.models import Concern
from cases.views.showing import SignedIn, Way, concern_way, get_or_post
from common.clock import now
from common.refusals import refusals_on

# Fields that hold a list: a draft keeps each field as one.
SEVERAL = (MultipleChoiceField, ModelMultipleChoiceField)


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


def sheet_of(request: SignedIn, form: Form) -> drafting.Sheet | None:
    """The draft of a form that asks for words, and its words in the form; None of one that asks for none.

    What is typed here is kept while it is typed, so that nothing is lost with a session or a connection
    (WORKFLOW section 3).
    """
    if not any(isinstance(field.widget, Textarea) for field in form.fields.values()):
        return None
    several = tuple(name for name, field in form.fields.items() if isinstance(field, SEVERAL))
    sheet, drafted = drafting.taken_up(request, request.user, request.path, several)
    form.initial = {**form.initial, **drafted}
    return sheet


def done_or_shown(request: SignedIn, page: Page) -> HttpResponse:
    """Do the act and go on, or show its page: with 422 and every word where it was refused."""
    form = page.form
    sheet = sheet_of(request, form)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form), transaction.atomic():
            drafting.use(request.POST, request.user)
            made = page.act(by=request.user, at=now(), **form.said)
            messages.success(request, page.afterwards)
            return redirect(page.to or page.about.held or made)
    context = {"page": page, "about": page.about, "form": form, "sheet": sheet, "way": page.about.way}
    return render(request, page.template, context | page.more, status=422 if form.is_bound else 200)
