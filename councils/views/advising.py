"""Pages of who leads on what, who stands in, and the change-of-control offer."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.clock import now, today
from common.refusals import found_or_404, refusals_on
from councils import access, queries, workflow
from councils.forms.advising import ChangeAnswerForm, CoverForm, LeadForm
from councils.forms.people import EndForm
from councils.views import SignedInRequest
from councils.views.people import act_page, way_to

REGIONS = [("Councils", "/councils"), ("Regions", "/regions")]
LEADS = [*REGIONS, ("Leads", "/leads")]


@login_required
@require_safe
def leads(request: SignedInRequest) -> HttpResponse:
    """Who leads on each political group and each service area (R039)."""
    context = {
        "leads": queries.leads_on(today()),
        "why_not": access.may_not_allocate_leads(request.user),
        "way": REGIONS,
    }
    return render(request, "councils/leads.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def allocate_lead(request: SignedInRequest) -> HttpResponse:
    """Say who leads on a group or a service area."""
    form = LeadForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            lead = workflow.allocate_lead(by=request.user, at=now(), **form.cleaned_data)
            messages.success(request, f"{lead.user.name} leads on {lead.on_what}.")
            return redirect("councils:leads")
    why_not = access.may_not_allocate_leads(request.user)
    return act_page(request, form, "Say who leads on what", "Leads", LEADS, why_not)


@login_required
@require_http_methods(["GET", "POST"])
def end_lead(request: SignedInRequest, pk: int) -> HttpResponse:
    """End an allocated lead."""
    lead = found_or_404(queries.lead_by_id(pk))
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            workflow.end_lead(by=request.user, at=now(), lead=lead, **form.cleaned_data)
            return redirect("councils:leads")
    why_not = access.may_not_allocate_leads(request.user)
    return act_page(request, form, "End this lead", str(lead), LEADS, why_not)


@login_required
@require_http_methods(["GET", "POST"])
def cover(request: SignedInRequest) -> HttpResponse:
    """Who stands in while one is away, and the form to arrange it."""
    why_not = access.may_not_arrange_any_cover(request.user)
    form = CoverForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            made = workflow.arrange_cover(by=request.user, at=now(), **form.said())
            messages.success(
                request,
                f"{made.deputy.name} stands in from {made.since_on:%-d %B} to {made.until_on:%-d %B}.",
            )
            return redirect("councils:cover")
    context = {
        "form": form,
        "title": "While you are away",
        "way": [],
        "why_not": why_not,
        "covers": queries.covers_of(request.user, today()),
    }
    return render(request, "councils/cover.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def end_cover(request: SignedInRequest, pk: int) -> HttpResponse:
    """End a cover now."""
    held = found_or_404(queries.cover_by_id(pk, request.user))
    workflow.end_cover(by=request.user, at=now(), cover=held)
    messages.success(request, f"{held.deputy.name} no longer stands in for {held.absent.name}.")
    return redirect("councils:cover")


@login_required
@require_http_methods(["GET", "POST"])
def answer_change(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say whether the free days were offered after a change of control (R131)."""
    change = found_or_404(queries.change_by_id(pk))
    form = ChangeAnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            workflow.answer_change_of_control(by=request.user, at=now(), change=change, **form.cleaned_data)
            messages.success(request, "What became of the offer is saved.")
            return redirect("councils:people", code=change.council.code)
    why_not = access.may_not_answer_change(request.user, change, today())
    title = "The change-of-control offer"
    return act_page(request, form, title, str(change), way_to(change.council), why_not)
