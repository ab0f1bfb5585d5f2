"""Bring in what one has: a file, what was found in it, and what of it becomes notes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.forms.utils import ErrorDict
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from common.clock import now, today
from common.errors import forbid
from common.refusals import found_or_404, refusals_on
from councils.lookup import resolver
from councils.queries import councils_as_at
from intelligence import access, queries, workflow
from intelligence.bringing import taking
from intelligence.forms import bringing as forms
from intelligence.models import Intake
from intelligence.views.pages import INTELLIGENCE, SignedIn, get_or_post

WAY = [*INTELLIGENCE, ("Bring in what you have", "/intelligence/import")]


@login_required
@get_or_post
def bring(request: SignedIn) -> HttpResponse:
    """A file; and those whose items still wait."""
    sentence = access.may_not_log_at_all(request.user, today())
    form = forms.BringForm(request.POST, request.FILES) if request.method == "POST" else forms.BringForm()
    if form.is_valid():
        forbid(sentence)
        with refusals_on(form):
            given = form.cleaned_data["file"]
            name, found = taking.found_in(given.name, given.chunks())
            answers = taking.answered(found, resolver(fictional=True).resolve, queries.source_types_offered())
            intake = workflow.begin_intake(by=request.user, at=now(), file_name=name, found=answers)
            return redirect(intake)
    context = {
        "form": form,
        "sentence": sentence,
        "waiting": queries.intakes_waiting(request.user),
        "way": INTELLIGENCE,
    }
    return render(request, "intelligence/bring.html", context, status=422 if form.errors else 200)


@login_required
@get_or_post
def intake(request: SignedIn, pk: int) -> HttpResponse:
    """What was found, a page at a time: corrected, ticked, and then brought in at once."""
    held = found_or_404(queries.intake_of(request.user, pk))
    found = workflow.found_of(held)
    done = queries.brought_before(request.user, [taking.words_of(item) for item in found["items"]])
    posted = request.method == "POST"
    usual = forms.UsualForm(request.POST if posted else None, initial=found["usual"], prefix="usual")
    problem = forms.forms.Form(request.POST if posted else None)
    if posted and usual.is_valid():
        for number, item in enumerate(found["items"]):
            forms.sent(item, number, request.POST)
        found["usual"] = {name: str(value) for name, value in usual.cleaned_data.items()}
        with refusals_on(problem):
            held = _saved(request, held, found)
            if request.POST.get("do") == "bring":
                notes, people = forms.ready(found, set(done))
                made = workflow.bring_in(by=request.user, at=now(), intake=held, notes=notes, people=people)
                messages.success(request, _said(len(made), held))
                return redirect("intelligence:notes")
            page = "".join(sign for sign in request.POST.get("do", "") if sign.isdigit())[:4]
            return redirect(f"{held.get_absolute_url()}?page={page or request.GET.get('page', 1)}")
    return _review(request, held, found, usual, problem, done)


def _saved(request: SignedIn, held: Intake, found: dict[str, Any]) -> Intake:
    said = request.POST.get("version", "")
    version = int(said) if said.isascii() and said.isdigit() and len(said) < 9 else 0
    return workflow.keep_intake(by=request.user, at=now(), intake=held, version=version, found=found)


def _review(
    request: SignedIn, held: Intake, found: dict[str, Any], usual: Any, problem: Any, done: dict[int, Any]
) -> HttpResponse:
    numbers = Paginator(range(len(found["items"])), forms.PER_PAGE).get_page(request.GET.get("page"))
    rows = []
    for number in numbers:
        item = found["items"][number]
        form: Any = None if number in done else forms.form_of(item, found["usual"], number)
        if form is not None:
            _ask_less(form, item, found["usual"])
        rows.append({"item": item, "form": form, "before": done.get(number)})
    ticked = sum(item["take"] for number, item in enumerate(found["items"]) if number not in done)
    context = {
        "intake": held,
        "found": found,
        "page": numbers,
        "rows": rows,
        "ticked": ticked,
        "usual": usual,
        "problem": problem,
        "councils": councils_as_at(today()),
        "way": WAY,
    }
    status = 422 if problem.errors or (usual.is_bound and usual.errors) else 200
    return render(request, "intelligence/intake.html", context, status=status)


def _ask_less(form: Any, item: dict[str, Any], usual: dict[str, str]) -> None:
    """A line asks for nothing where it is not ticked, nor for what is still to be said for all of them."""
    form.is_valid()
    if not item["take"]:
        form._errors = ErrorDict()
    for name in ("source_type", "known"):
        if not usual.get(name):
            form.errors.pop(name, None)


def _said(made: int, held: Intake) -> str:
    if not made:
        return (
            f"Everything of {held.file_name} that was ticked had been brought in before. Nothing was doubled."
        )
    return f"{made} item{'s' if made != 1 else ''} of {held.file_name} brought in. The file is kept nowhere."


@login_required
@require_POST
def put_away(request: SignedIn, pk: int) -> HttpResponse:
    """Put the file away: nothing is made of it."""
    held = found_or_404(queries.intake_of(request.user, pk))
    workflow.put_intake_away(by=request.user, at=now(), intake=held)
    messages.success(request, f"{held.file_name} was put away. Nothing of it is kept.")
    return redirect("intelligence:bring")
