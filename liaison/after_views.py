"""What follows a release: its exception, its deletion confirmed, freedom-of-information requests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts.models import User
from common.clock import now, today
from common.refusals import found_or_404, refusals_on
from liaison import access_after, queries, workflow
from liaison.forms import ExceptionForm
from liaison.forms_after import DeletionForm, FreedomForm, OutcomeForm, ViewsForm
from liaison.kept_words import kept_words
from liaison.models import FreedomRequest
from liaison.views import on_release


@login_required
@require_POST
def give_exception(request: HttpRequest, number: str) -> HttpResponse:
    """Information governance says why the council is not told first."""
    return on_release(request, number, ExceptionForm(request.POST), "excepting", workflow.give_exception)


@login_required
@require_POST
def confirm_deletion(request: HttpRequest, number: str) -> HttpResponse:
    """The recipient has said that it deleted every copy."""
    return on_release(request, number, DeletionForm(request.POST), "deleting", workflow.confirm_deletion)


@login_required
@require_POST
def register_request(request: HttpRequest, number: str) -> HttpResponse:
    """The recipient was asked for it under the Freedom of Information Act."""
    return on_release(request, number, FreedomForm(request.POST), "asking", workflow.register_request)


@login_required
@require_GET
def freedom_request(request: HttpRequest, pk: int) -> HttpResponse:
    """One request: what is asked, by when, what we think, what became of it."""
    return _page(request, found_or_404(queries.request_for(cast(User, request.user), pk)))


@login_required
@require_POST
def give_views(request: HttpRequest, pk: int) -> HttpResponse:
    """What we think of disclosure."""
    return _on_request(request, pk, ViewsForm(request.POST), "views", workflow.give_views)


@login_required
@require_POST
def record_outcome(request: HttpRequest, pk: int) -> HttpResponse:
    """What the recipient answered."""
    return _on_request(request, pk, OutcomeForm(request.POST), "outcome", workflow.record_outcome)


def _on_request(
    request: HttpRequest, pk: int, form: Form, name: str, act: Callable[..., Any]
) -> HttpResponse:
    asked = found_or_404(queries.request_for(cast(User, request.user), pk))
    if form.is_valid():
        with refusals_on(form):
            act(by=cast(User, request.user), at=now(), request=asked, **form.cleaned_data)
            return redirect(asked)
    return _page(request, asked, **{name: form})


def _page(request: HttpRequest, asked: FreedomRequest, **forms: Form) -> HttpResponse:
    user = cast(User, request.user)
    sentence = access_after.may_not_follow_up(user, asked.release, today())
    shown = {
        "views": not (asked.our_views or asked.answer or sentence),
        "outcome": not (asked.answer or sentence),
    }
    name, faulty = next(iter(forms.items()), ("", None))
    context = {
        "asked": asked,
        "release": asked.release,
        "held_views": asked.our_views,
        "held_outcome": asked.answer,
        "is_late": asked.due_on < today(),
        "views_form": forms.get("views", ViewsForm()),
        "outcome_form": forms.get("outcome", OutcomeForm()),
        "sentence": sentence,
        "faulty": faulty,
        "kept": kept_words(faulty, shown=shown.get(name, False)),
        "way": [
            ("Shared with government", "/sharing"),
            (asked.release.number, asked.release.get_absolute_url()),
        ],
    }
    return render(request, "liaison/freedom_request.html", context, status=422 if forms else 200)
