"""The pages of the tokens that government's systems read with: proposed by one, issued by another."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import User
from common.clock import now
from common.refusals import found_or_404, refusals_on
from liaison import access, access_tokens, queries, workflow
from liaison.forms import ApproveForm, ReasonForm
from liaison.token_forms import TokenForm


def _person(request: HttpRequest) -> User:
    user = cast(User, request.user)
    if access_tokens.may_not_see_tokens(user):
        raise Http404
    return user


@login_required
@require_GET
def tokens(request: HttpRequest) -> HttpResponse:
    """Each organisation's tokens, and what is proposed."""
    return _page(request)


def _page(request: HttpRequest, *forms: Form) -> HttpResponse:
    user = _person(request)
    context = {
        "holders": queries.holders(user, now()),
        "asked": queries.proposals(user),
        "may_not_propose": access_tokens.may_not_propose(user),
        "may_not_issue": access.may_not_manage_tokens(user),
        "may_not_end": access.may_not_revoke_tokens(user),
        "form": next(iter(forms), None),
        "refusing": ReasonForm(auto_id=False),
    }
    return render(request, "liaison/tokens.html", context, status=422 if forms else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest) -> HttpResponse:
    """Propose a token: nothing is issued by sending it."""
    user = _person(request)
    form = TokenForm(data=request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            workflow.propose_token(by=user, at=now(), **form.cleaned_data)
            return redirect("liaison:tokens")
    context = {"form": form, "barred": access_tokens.may_not_propose(user)}
    return render(request, "liaison/token_propose.html", context, status=422 if form.errors else 200)


@never_cache
@login_required
@require_POST
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """Issue what was proposed. The token stands on the page that answers, and on no other."""
    user = _person(request)
    proposal, form = found_or_404(queries.proposal_for(user, pk)), ApproveForm(request.POST)
    form.full_clean()
    with refusals_on(form):
        client, token = workflow.issue_proposed(by=user, at=now(), proposal=proposal)
        context = {"client": client, "token": token, "scopes": queries.in_words(client.scopes)}
        return render(request, "liaison/token_issued.html", context)
    return _page(request, form)


@login_required
@require_POST
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Issue nothing, and say why."""
    proposal = found_or_404(queries.proposal_for(_person(request), pk))
    return _done(request, ReasonForm(request.POST), partial(workflow.refuse_proposed, proposal=proposal))


@login_required
@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """The token is refused from the next request on."""
    client = found_or_404(queries.token_for(_person(request), pk))
    return _done(request, ApproveForm(request.POST), partial(workflow.revoke_token, client=client))


@login_required
@require_POST
def end_webhook(request: HttpRequest, pk: int) -> HttpResponse:
    """Nothing more is sent to it; the token stands."""
    webhook = found_or_404(queries.webhook_for(_person(request), pk))
    return _done(request, ApproveForm(request.POST), partial(workflow.end_webhook, webhook=webhook))


def _done(request: HttpRequest, form: Form, act: Callable[..., Any]) -> HttpResponse:
    if form.is_valid():
        with refusals_on(form):
            act(by=_person(request), at=now(), **form.cleaned_data)
            return redirect("liaison:tokens")
    return _page(request, form)
