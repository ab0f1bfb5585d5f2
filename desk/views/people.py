"""The pages of the people who sign in: who there is, what each may be here, and who is shut out."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import access_people as access
from accounts import queries, workflow
from accounts.models import User
from cases.access import may_not_post_to_group_offices
from cases.queries.posts import post_for, posts_of
from cases.workflow import end_group_office_post, post_to_group_office
from common.clock import now, today
from common.refusals import found_or_404, refusals_on
from councils.forms.people import EndForm
from councils.queries import regions_held_by
from desk.people_forms import CloseForm, OpenForm, PersonForm, PostForm, RoleForm

PEOPLE = ("People", "/people")


def _keeper(request: HttpRequest) -> User:
    user = cast(User, request.user)
    if access.may_not_see_people(user):
        raise Http404
    return user


@login_required
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Everybody who signs in, and the roles that wait for a decision."""
    by = _keeper(request)
    everybody = queries.people_for(by)
    context = {
        "open": [one for one in everybody if one.is_active],
        "closed": [one for one in everybody if not one.is_active],
        "waiting": queries.proposals_for(by),
        "may_not_add": access.may_not_add_people(by),
    }
    return render(request, "desk/people.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add_person(request: HttpRequest) -> HttpResponse:
    """Somebody new, who holds no role until one is given."""
    by = _keeper(request)
    form = PersonForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            added = workflow.add_person(by=by, at=now(), **form.cleaned_data)
            said = "They choose a password with “I have forgotten my password” on the sign-in page."
            messages.success(request, f"{added.name} is added. {said}")
            return redirect("desk:person", pk=added.pk)
    return _act_page(request, form, "Add a person", "", [PEOPLE], access.may_not_add_people(by))


@login_required
@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: what they hold and held, what is proposed, and whether they may sign in."""
    by = _keeper(request)
    one = found_or_404(queries.person_for(by, pk))
    proposals = [
        (proposal, access.may_not_decide_role(by, proposal))
        for proposal in queries.proposals_for(by)
        if proposal.user_id == one.pk
    ]
    context = {
        "person": one,
        "holdings": queries.holdings_of(one),
        "proposals": proposals,
        "posts": posts_of(by, one),
        "regions": list(regions_held_by(one, today())),
        "on": today(),
        "way": [PEOPLE],
        "may_not_propose": access.may_not_propose_role(by, one),
        "may_not_take_away": access.may_not_take_away(by, one),
        "may_not_add": access.may_not_add_people(by),
        "may_not_post": may_not_post_to_group_offices(by, one),
    }
    return render(request, "desk/person.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def propose_role(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose a role: nothing is given by sending it."""
    by = _keeper(request)
    one = found_or_404(queries.person_for(by, pk))
    why_not = access.may_not_propose_role(by, one)
    act = partial(workflow.propose_role, user=one)
    return _act(request, one, RoleForm(request.POST or None), "Propose a role", act, why_not)


@login_required
@require_POST
def give_role(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a role that was proposed."""
    by = _keeper(request)
    proposal = found_or_404(queries.proposal_for(by, pk))
    workflow.give_proposed_role(by=by, at=now(), proposal=proposal)
    messages.success(request, f"{proposal.user.name} is {proposal.get_role_display()}.")
    return redirect("desk:person", pk=proposal.user_id)


@login_required
@require_POST
def refuse_role(request: HttpRequest, pk: int) -> HttpResponse:
    """Do not give a role that was proposed."""
    by = _keeper(request)
    proposal = found_or_404(queries.proposal_for(by, pk))
    workflow.refuse_proposed_role(by=by, at=now(), proposal=proposal)
    messages.success(request, f"{proposal.get_role_display()} was not given to {proposal.user.name}.")
    return redirect("desk:person", pk=proposal.user_id)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def end_role(request: HttpRequest, pk: int) -> HttpResponse:
    """End a role by its last day; at once where that day is past."""
    by = _keeper(request)
    holding = found_or_404(queries.holding_for(by, pk))
    why_not = access.may_not_take_away(by, holding.user)
    title = f"End the role: {holding.get_role_display()}"
    act = partial(workflow.end_role, holding=holding)
    return _act(request, holding.user, EndForm(request.POST or None), title, act, why_not)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def close_sign_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Shut somebody out: the page says what goes with it, and one button does it."""
    by = _keeper(request)
    one = found_or_404(queries.person_for(by, pk))
    form = CloseForm(request.POST if request.method == "POST" else None)
    why_not = access.may_not_take_away(by, one)
    act, template = partial(workflow.close_sign_in, user=one), "desk/person_close.html"
    return _act(request, one, form, "Close the sign-in", act, why_not, template)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def open_sign_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Let somebody sign in again, without a role."""
    by = _keeper(request)
    one = found_or_404(queries.person_for(by, pk))
    form = OpenForm(request.POST if request.method == "POST" else None)
    why_not = access.may_not_add_people(by)
    act, template = partial(workflow.open_sign_in, user=one), "desk/person_open.html"
    return _act(request, one, form, "Open the sign-in again", act, why_not, template)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def post_to_office(request: HttpRequest, pk: int) -> HttpResponse:
    """Say for which political group's office somebody works."""
    by = _keeper(request)
    one = found_or_404(queries.person_for(by, pk))
    why_not = may_not_post_to_group_offices(by, one)
    title, act = "Say for whose office they work", partial(post_to_group_office, user=one)
    return _act(request, one, PostForm(request.POST or None), title, act, why_not)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def end_post(request: HttpRequest, pk: int) -> HttpResponse:
    """End a posting to a group office by its last day."""
    by = _keeper(request)
    post = found_or_404(post_for(by, pk))
    why_not = may_not_post_to_group_offices(by, post.user)
    title, act = f"End the posting: {post.group}", partial(end_group_office_post, post=post)
    return _act(request, post.user, EndForm(request.POST or None), title, act, why_not)


def _act(
    request: HttpRequest,
    one: User,
    form: Form,
    title: str,
    act: Callable[..., Any],
    why_not: str | None,
    template: str = "councils/act.html",
) -> HttpResponse:
    """Do it with what was typed and go back to the person; else the form again, or the sentence."""
    if form.is_valid():
        with refusals_on(form):
            act(by=_keeper(request), at=now(), **form.cleaned_data)
            return redirect("desk:person", pk=one.pk)
    way = [PEOPLE, (one.name, f"/people/{one.pk}")]
    return _act_page(request, form, title, one.name, way, why_not, template)


def _act_page(
    request: HttpRequest,
    form: Form,
    title: str,
    about: str,
    way: list[tuple[str, str]],
    why_not: str | None,
    template: str = "councils/act.html",
) -> HttpResponse:
    context = {"form": form, "title": title, "about": about, "way": way, "why_not": why_not}
    return render(request, template, context, status=422 if form.errors else 200)
