"""How the support goes, shared with the recipient of a release: proposed, approved, stopped, withdrawn."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts.models import User
from common.clock import now
from common.refusals import found_or_404, refusals_on
from liaison import queries, workflow
from liaison.forms import ApproveForm, ReasonForm
from liaison.forms_after import ShareSupportForm
from liaison.support_page import ids_of
from liaison.views import release_page


@login_required
@require_POST
def propose(request: HttpRequest, number: str) -> HttpResponse:
    """What is recorded of a package is put to another Principal Adviser."""
    user = cast(User, request.user)
    held = found_or_404(queries.release_for(user, number))
    form = ShareSupportForm(request.POST)
    if form.is_valid():
        package = found_or_404(queries.package_for(user, held.release, form.cleaned_data["package"]))
        with refusals_on(form):
            shared = workflow.propose_support(
                by=user,
                at=now(),
                release=held.release,
                package=package,
                version=form.cleaned_data["version"],
                looked_at=form.cleaned_data["progress"],
            )
            return redirect(shared)
    return release_page(request, held, sharing=form)


@login_required
@require_POST
def approve(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """From now on the recipient reads it."""
    return _decided(request, number, pk, ApproveForm(request.POST), workflow.approve_support)


@login_required
@require_POST
def refuse(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """It does not go out, and why."""
    return _decided(request, number, pk, _reason(request, pk), workflow.refuse_support)


@login_required
@require_POST
def withdraw(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """The recipient finds the reason in its place from the next request on."""
    return _decided(request, number, pk, _reason(request, pk), workflow.withdraw_support)


def _reason(request: HttpRequest, pk: int) -> ReasonForm:
    return ReasonForm(request.POST, auto_id=ids_of(pk))


def _decided(request: HttpRequest, number: str, pk: int, form: Any, act: Callable[..., Any]) -> HttpResponse:
    user = cast(User, request.user)
    shared = found_or_404(queries.shared_for(user, number, pk))
    if form.is_valid():
        with refusals_on(form):
            act(by=user, at=now(), shared=shared, **form.cleaned_data)
            return redirect(shared)
    held = found_or_404(queries.release_for(user, number))
    return release_page(request, held, sharing=form)
