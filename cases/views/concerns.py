"""The list of concerns, one concern, raising one, and the sheet of conditions in the paper."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from accounts import drafting
from cases import access, queries, workflow
from cases.forms import ConcernFilter, CouncilForm, RaiseForm
from cases.stages import BEGINNINGS, GOVERNMENTS, Stage
from cases.views.acting import sheet_of
from cases.views.listing import narrowed
from cases.views.showing import CONCERNS, SignedIn, bound, concern_or_404, concern_way, get_or_post
from common.clock import now, today
from common.refusals import found_or_404, refusals_on
from councils.models import Council
from councils.queries import council_by_code

DAY = "j F Y"


@login_required
@require_safe
def concern_list(request: SignedIn) -> HttpResponse:
    """The concerns of which this person may know, narrowed by the address."""
    form = ConcernFilter(request.GET)
    held = queries.concerns_for(request.user, form.filters)
    context = {
        **narrowed(request, form, held, whole="/cases", one="concern", many="concerns"),
        "not_raise": access.may_not_raise_at_all(request.user),
        "order": form.filters.order,
        "on": today(),
    }
    return render(request, "cases/list.html", context)


@login_required
@require_safe
def concern(request: SignedIn, number: int) -> HttpResponse:
    """One concern: its stages, evidence, story, discussions, support, who knows, what may be done."""
    held, on = concern_or_404(request, number), today()
    workflow.read_concern(by=request.user, at=now(), concern=held)
    parts = queries.concern_page(held, request.user)
    notices = [one for one in parts.group_offices or [] if one.stands]
    context = {
        **vars(parts),
        "weighed": queries.explanations(held, parts.balance),
        "accounts": queries.government_accounts(parts.government_acts, parts.what_followed),
        "alike": queries.alike(parts.beside, held.service_area, parts.factors),
        "may_answer": {one.pk for one in notices if not access.may_not_answer(request.user, one, on)},
        "acknowledges_lines": not access.may_not_acknowledge_line(request.user),
        "panel_line": parts.panel_line,
        "endings": parts.endings,
        "latest_awareness": parts.latest_awareness,
        "acts": queries.acts_on(request.user, held, on),
        "brought_at": queries.brought_at(request.user, held, on),
        "steps": queries.steps(held, parts.changes, on),
        "spans": queries.spans(held, parts.changes, on),
        "review_words": date_format(held.review_on, DAY) if held.review_on else "",
        "review_aside": "past" if held.review_on and held.review_on < on else "",
        "next_step_aside": f"by {date_format(held.next_step_on, DAY)}" if held.next_step_on else "",
        "way": [CONCERNS, (held.council.short_name, held.council.get_absolute_url())],
        "on": on,
    }
    return render(request, "cases/concern.html", context)


@login_required
@require_safe
def conditions(request: SignedIn, number: int) -> HttpResponse:
    """The conditions in the paper beside what has been tried; it moves and recommends nothing (R154)."""
    held = concern_or_404(request, number)
    parts = queries.concern_page(held, request.user)
    accounts = queries.government_accounts(parts.government_acts, parts.what_followed)
    context = {
        **vars(parts),
        "accounts": accounts,
        "tried": queries.tried(parts, accounts),
        "sentence": access.is_too_early(held, "The sheet is shown"),
        "way": concern_way(held),
        "on": today(),
    }
    return render(request, "cases/conditions.html", context)


@login_required
@get_or_post
def raise_concern(request: SignedIn) -> HttpResponse:
    """Raise a concern about the council of the address, at the stage of the address (Stage 1 by itself)."""
    code = request.GET.get("council", "").replace("\x00", "")[:20]
    if not code:
        return _taken_up(request) or _choose_council(request)
    council, on = found_or_404(council_by_code(code)), today()
    stage = _begins(request.GET.get("begin", ""))
    form = RaiseForm(council, request.user, stage, on, *bound(request), initial={"notes": _note(request)})
    sheet = sheet_of(request, form)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form), transaction.atomic():
            drafting.use(request.POST, request.user)
            raised = workflow.raise_concern(by=request.user, at=now(), **form.said)
            messages.success(request, f"Concern {raised.number} about {council.short_name} is raised.")
            for other in queries.same_matter(raised, request.user):
                messages.warning(
                    request,
                    f"It may be the same matter as concern {other.concern.number}, "
                    f"“{other.concern.summary}”. {other.sentence} Both stand; nothing is merged.",
                )
            return redirect(raised)
    sentence = access.may_not_begin(request.user, council, stage, on)
    context = {
        "form": form,
        "sheet": sheet,
        "carried": {"about": council.code, "begin": stage.value},
        "council": council,
        "sentence": sentence,
        "stage": stage,
        "beginnings": _elsewhere(council, stage),
        "alike": queries.open_alike(council, request.user, **form.about),
        "way": [CONCERNS, (council.short_name, council.get_absolute_url())],
    }
    return render(request, "cases/raise.html", context, status=422 if form.is_bound else 200)


def _taken_up(request: SignedIn) -> HttpResponse | None:
    """A draft's address names the draft alone: the council and the beginning are taken from it."""
    if "draft" not in request.GET or request.method == "POST":
        return None
    _, fields = drafting.sheet_for(request, request.user, request.path)
    carried = drafting.initial_from(fields)
    if not carried.get("about"):
        return None
    said = {"council": carried["about"], "begin": carried.get("begin", ""), "draft": request.GET["draft"]}
    return redirect(f"{request.path}?{urlencode(said)}")


def _choose_council(request: SignedIn) -> HttpResponse:
    context: dict[str, Any] = {
        "form": CouncilForm(request.user, today()),
        "sentence": access.may_not_raise_at_all(request.user),
        "way": [CONCERNS],
    }
    return render(request, "cases/raise_about.html", context)


def _note(request: SignedIn) -> list[str]:
    """The note of the address, ticked when the page opens: the form offers only those one may read."""
    said = request.GET.get("note", "")
    return [said] if said.isascii() and said.isdigit() else []


def _begins(word: str) -> Stage:
    return Stage(word) if word in BEGINNINGS else Stage.LOCAL_INTELLIGENCE


def _elsewhere(council: Council, stage: Stage) -> list[tuple[str, str]]:
    """Where else a concern may begin: words and address."""
    words = {
        Stage.LOCAL_INTELLIGENCE: "What was heard, or the figures say so",
        Stage.COUNCIL_DISCUSSION: "The council came to us, or a department raised it",
        Stage.PANEL_SUPPORT: "A Programme Board fed it through",
        **{step: f"Government acted: {step.label.lower()}" for step in sorted(GOVERNMENTS)},
    }
    return [
        (f"{words[begins]} ({begins.numbered})", f"?council={council.code}&begin={begins.value}")
        for begins in BEGINNINGS
        if begins is not stage
    ]
