"""Pages of the acts about asking a publisher: other times, a pause, taking one back, and now."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from common.clock import now
from common.errors import not_found
from common.refusals import refusals_on
from councils.views import SignedInRequest
from indicators import access, queries, workflow
from indicators.forms import PauseForm, ScheduleForm, TakeBackForm
from indicators.queries import SourcePage
from indicators.sources.waking import wake_on_commit


def _page(slug: str) -> SourcePage:
    return queries.source_page(slug, now()) or not_found("That source")


def _form(request: SignedInRequest, page: SourcePage, form: object, title: str) -> HttpResponse:
    source = page.state.source
    return render(
        request,
        "councils/act.html",
        {
            "form": form,
            "title": title,
            "about": source.title,
            "way": [("Data sources", "/data"), (source.title, source.get_absolute_url())],
            "why_not": access.may_not_schedule(request.user),
        },
        status=422 if getattr(form, "errors", None) else 200,
    )


@login_required
@require_http_methods(["GET", "POST"])
def times(request: SignedInRequest, slug: str) -> HttpResponse:
    """When the publisher is asked from now on."""
    page = _page(slug)
    held = page.state.timing.schedule
    form = ScheduleForm(
        request.POST or None,
        initial={
            "kind": held.kind,
            "every_hours": held.every_hours,
            "at_time": held.at_time,
            "weekday": held.weekday,
            "monthday": held.monthday,
        },
    )
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            workflow.set_schedule(
                by=request.user,
                at=now(),
                source=page.state.source,
                schedule=form.schedule,
                reason=form.cleaned_data["reason"],
            )
            return redirect("indicators:source", slug=slug)
    return _form(request, page, form, "When it is asked")


@login_required
@require_http_methods(["GET", "POST"])
def pause(request: SignedInRequest, slug: str) -> HttpResponse:
    """Do not ask the publisher for a while."""
    page = _page(slug)
    form = PauseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            workflow.pause_source(by=request.user, at=now(), source=page.state.source, **form.cleaned_data)
            return redirect("indicators:source", slug=slug)
    return _form(request, page, form, "Do not ask for a while")


@login_required
@require_http_methods(["GET", "POST"])
def take_back(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """As it was before an edit of the times, or before a pause."""
    page = _page(slug)
    edit = next((one for one in page.edits if one.pk == pk), None) or not_found("That change of the times")
    form = TakeBackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            workflow.take_back_schedule(
                by=request.user, at=now(), edit=edit, reason=form.cleaned_data["reason"]
            )
            return redirect("indicators:source", slug=slug)
    return _form(request, page, form, f"Take back: {edit.in_words}")


@login_required
@require_POST
def ask_now(request: SignedInRequest, slug: str) -> HttpResponse:
    """Ask the publisher now: one piece of work in the ledger, and a worker woken up for it."""
    page = _page(slug)
    workflow.ask_now(by=request.user, at=now(), source=page.state.source)
    wake_on_commit()
    messages.success(request, "It is asked as soon as a worker is free. You may leave this page.")
    return redirect("indicators:source", slug=slug)
