"""The page on which information governance keeps the Information Sharing Network (R062, R081)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts.models import User
from common.clock import now, today
from common.refusals import found_or_404, refusals_on
from liaison import access_inbound as access
from liaison import queries, workflow
from liaison.forms_network import JoinForm, LeaveForm, OfficerForm


def _keeper(request: HttpRequest) -> User:
    user = cast(User, request.user)
    if access.may_not_keep_network(user):
        raise Http404
    return user


@login_required
@require_GET
def network(request: HttpRequest) -> HttpResponse:
    """Who belongs to it from when, and who speaks for whom."""
    _keeper(request)
    return _page(request)


@login_required
@require_POST
def join(request: HttpRequest) -> HttpResponse:
    """An organisation belongs to the Network."""
    return _act(request, "joining", JoinForm(request.POST), workflow.join_network)


@login_required
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """The last day on which it belongs."""
    return _act(request, "leaving", LeaveForm(request.POST), workflow.leave_network)


@login_required
@require_POST
def name_officer(request: HttpRequest) -> HttpResponse:
    """An officer by name."""
    return _act(request, "naming", OfficerForm(request.POST), workflow.name_officer)


@login_required
@require_POST
def end_officer(request: HttpRequest, pk: int) -> HttpResponse:
    """From the next request on the officer speaks for nobody."""
    by = _keeper(request)
    workflow.end_officer(by=by, at=now(), officer=found_or_404(queries.officer_by_id(pk)))
    return redirect("liaison:network")


def _act(request: HttpRequest, name: str, form: Form, act: Callable[..., Any]) -> HttpResponse:
    by = _keeper(request)
    if form.is_valid():
        with refusals_on(form):
            act(by=by, at=now(), **form.cleaned_data)
            return redirect("liaison:network")
    return _page(request, **{name: form})


def _page(request: HttpRequest, **forms: Form) -> HttpResponse:
    context = {
        "members": queries.network(today()),
        "joining": forms.get("joining") or JoinForm(auto_id="join_%s"),
        "leaving": forms.get("leaving") or LeaveForm(auto_id="leave_%s"),
        "naming": forms.get("naming") or OfficerForm(auto_id="officer_%s"),
        "faulty": next(iter(forms.values()), None),
    }
    return render(request, "liaison/network.html", context, status=422 if forms else 200)
