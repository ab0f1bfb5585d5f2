"""A release of data: what it changes and why it waits, and the analyst's three decisions, a page each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from common.clock import now
from common.errors import not_found
from common.refusals import refusals_on
from councils.views import SignedInRequest
from indicators import access, release_tables, workflow
from indicators.forms.deciding import ReasonForm, RefuseForm, RollBackForm, TakeInForm
from indicators.models import Release
from indicators.queries import releases
from indicators.sources import releasing
from indicators.views.answers import csv_answer


@dataclass(frozen=True)
class Decided:
    """One of the decisions: its form, its words, and what does it."""

    form: type[ReasonForm]
    title: str
    template: str
    done: str
    do: Callable[[SignedInRequest, Release, str], Release | None]


def _release(slug: str, pk: int) -> Release:
    return releases.release_of(slug, pk) or not_found("That release of data")


@login_required
@require_safe
def release(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """What a release held and changes, what was found, who decided what."""
    page = releases.release_page(slug, pk) or not_found("That release of data")
    return render(
        request,
        "indicators/release.html",
        {"page": page, "way": _way(page.release), "why_not": access.may_not_decide(request.user)},
    )


@login_required
@require_safe
def difference(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Every figure the release changes, as a table; of one that waits, the file is read again."""
    one = _release(slug, pk)
    if one.loaded_at is not None:
        text = release_tables.changed(releases.changed_rows(one))
    else:
        text = release_tables.differing(releasing.difference_rows(one, now()))
    return csv_answer(f"{slug}-release-{pk}", text)


def _take_in(request: SignedInRequest, one: Release, reason: str) -> Release:
    return releasing.release_from_quarantine(by=request.user, at=now(), release=one, reason=reason)


def _refuse(request: SignedInRequest, one: Release, reason: str) -> None:
    workflow.refuse_from_quarantine(by=request.user, at=now(), release=one, reason=reason)


def _roll_back(request: SignedInRequest, one: Release, reason: str) -> None:
    workflow.roll_back_release(by=request.user, at=now(), release=one, reason=reason)


TAKE_IN = Decided(
    TakeInForm, "Release what waits", "indicators/take_in.html", "The release is taken in.", _take_in
)
REFUSE = Decided(RefuseForm, "Refuse a release", "indicators/refuse.html", "The release is refused.", _refuse)
ROLL_BACK = Decided(
    RollBackForm,
    "Roll a release back",
    "indicators/roll_back.html",
    "The release is rolled back.",
    _roll_back,
)
DECIDED = {"release": TAKE_IN, "refuse": REFUSE, "roll-back": ROLL_BACK}


@login_required
@require_http_methods(["GET", "POST"])
def decide(request: SignedInRequest, slug: str, pk: int, act: str) -> HttpResponse:
    """The page of one decision, or the sentence in its place."""
    decided = DECIDED[act]
    page = releases.release_page(slug, pk) or not_found("That release of data")
    form = decided.form(request.POST or None)
    if request.method == "POST" and form.is_valid() and _done(request, page.release, decided, form):
        messages.success(request, decided.done)
        return redirect(page.release.get_absolute_url())
    context = {
        "page": page,
        "form": form,
        "title": decided.title,
        "about": page.release.source.title,
        "way": [*_way(page.release), ("Release of data", page.release.get_absolute_url())],
        "why_not": access.may_not_decide(request.user),
    }
    return render(request, decided.template, context, status=422 if form.errors else 200)


def _done(request: SignedInRequest, one: Release, decided: Decided, form: BaseForm) -> bool:
    """Do it; False with the sentence on the form where it was refused, or where the file waits again."""
    with refusals_on(form):
        made = decided.do(request, one, form.cleaned_data["reason"])
        if made is not None and made.state == Release.State.QUARANTINED:
            form.add_error(
                None,
                "Read again, the file raises something that was not shown to you before, so nothing was "
                f"taken in: {' '.join(made.suspicions)} Look at it, and release it again if it is right.",
            )
            return False
        return True
    return False


def _way(one: Release) -> list[tuple[str, str]]:
    return [("Data sources", "/data"), (one.source.title, one.source.get_absolute_url())]
