"""Pages of the people around a council: its leaders, the advisers of its region, declared interests."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from common.clock import now, today
from common.refusals import found_or_404, refusals_on
from councils import access, queries, workflow
from councils.forms.people import AssignForm, ControlForm, EndForm, InterestForm, OfficeholderForm
from councils.models import Council
from councils.views import SignedInRequest


@login_required
@require_safe
def people(request: SignedInRequest, code: str) -> HttpResponse:
    """Who leads and who led the council, and who controls it, with how each is known."""
    council = found_or_404(queries.council_by_code(code))
    context = {
        "council": council,
        "held": queries.people_of(council),
        "why_not": access.may_not_record_offices(request.user, council, today()),
        "knows_offers": access.may_know_offers(request.user, council, today()),
    }
    return render(request, "councils/people.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def record_officeholder(request: SignedInRequest, code: str) -> HttpResponse:
    """Record who holds an office at the council."""
    council = found_or_404(queries.council_by_code(code))
    form = OfficeholderForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            workflow.record_officeholder(by=request.user, at=now(), council=council, **form.cleaned_data)
            return redirect("councils:people", code=council.code)
    why_not = access.may_not_record_offices(request.user, council, today())
    way = way_to(council)
    return act_page(request, form, "Record who holds an office", council.name, way, why_not)


@login_required
@require_http_methods(["GET", "POST"])
def record_control(request: SignedInRequest, code: str) -> HttpResponse:
    """Record who controls the council."""
    council = found_or_404(queries.council_by_code(code))
    form = ControlForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            workflow.record_control(by=request.user, at=now(), council=council, **form.cleaned_data)
            return redirect("councils:people", code=council.code)
    why_not = access.may_not_record_offices(request.user, council, today())
    return act_page(request, form, "Record who controls it", council.name, way_to(council), why_not)


@login_required
@require_http_methods(["GET", "POST"])
def assign_region(request: SignedInRequest, slug: str) -> HttpResponse:
    """Say who looks after the region from a day."""
    region = found_or_404(queries.region_by_slug(slug))
    form = AssignForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            workflow.assign_region(by=request.user, at=now(), region=region, **form.cleaned_data)
            return redirect(region)
    why_not = access.may_not_assign_regions(request.user)
    way = [("Councils", "/councils"), (region.name, region.get_absolute_url())]
    return act_page(request, form, "Say who looks after it", region.name, way, why_not)


@login_required
@require_http_methods(["GET", "POST"])
def end_region_holding(request: SignedInRequest, pk: int) -> HttpResponse:
    """End an adviser's holding of a region."""
    holding = found_or_404(queries.holding_by_id(pk))
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            workflow.end_region_holding(by=request.user, at=now(), holding=holding, **form.cleaned_data)
            return redirect(holding.region)
    why_not = access.may_not_assign_regions(request.user)
    way = [("Councils", "/councils"), (holding.region.name, holding.region.get_absolute_url())]
    return act_page(request, form, "End this holding", str(holding), way, why_not)


@login_required
@require_http_methods(["GET", "POST"])
def interests(request: SignedInRequest) -> HttpResponse:
    """One's own declared interests, everybody's for those who keep them, and the form to declare one."""
    on = today()
    form = InterestForm(request.POST or None, on=on)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            workflow.declare_interest(by=request.user, at=now(), user=request.user, **form.cleaned_data)
            return redirect("councils:interests")
    context = {
        "form": form,
        "mine": queries.interests_of(request.user),
        "others": queries.interests_of_others(request.user),
    }
    return render(request, "councils/interests.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def end_interest(request: SignedInRequest, pk: int) -> HttpResponse:
    """End another person's declared interest."""
    interest = found_or_404(queries.interest_by_id(pk, request.user))
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            workflow.end_interest(by=request.user, at=now(), interest=interest, **form.cleaned_data)
            return redirect("councils:interests")
    why_not = access.may_not_end_interest(request.user, interest)
    return act_page(request, form, "End this interest", str(interest), [("Interests", "/interests")], why_not)


def way_to(council: Council) -> list[tuple[str, str]]:
    """The way to the people of a council."""
    return [
        ("Councils", "/councils"),
        (council.short_name, council.get_absolute_url()),
        ("People", f"{council.get_absolute_url()}/people"),
    ]


def act_page(
    request: SignedInRequest,
    form: Form,
    title: str,
    about: str,
    way: list[tuple[str, str]],
    why_not: str | None,
) -> HttpResponse:
    """The form of one act, or the sentence in its place; 422 with every word kept where it was refused."""
    context = {"form": form, "title": title, "about": about, "way": way, "why_not": why_not}
    return render(request, "councils/act.html", context, status=422 if form.errors else 200)
