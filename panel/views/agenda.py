"""The agenda of a meeting: read in every format, set by the secretariat."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from common.clock import now, today
from common.refusals import found_or_404, refusals_on
from councils.queries import councils_as_at
from panel import meeting_access as access
from panel import queries, workflow
from panel.meeting_forms import ItemForm, OrderForm
from panel.models import AgendaItem, Meeting
from panel.requests import SignedIn, typed
from panel.sheets import FILES, agenda_sheet, to_page
from panel.views.acting import MEETINGS, Page, act_page, taken


def _meeting(request: SignedIn, pk: int) -> Meeting:
    return found_or_404(queries.meeting_for(request.user, pk))


def _setting(request: SignedIn, pk: int) -> Meeting:
    held = _meeting(request, pk)
    if access.may_not_set_agenda(request.user):
        raise Http404
    return held


def _way(meeting: Meeting) -> list[tuple[str, str]]:
    day = (f"{meeting.held_on:%-d %B %Y}", meeting.get_absolute_url())
    return [MEETINGS, day, ("Agenda", f"{meeting.get_absolute_url()}/agenda")]


def _order(lines: list[queries.AgendaLine], data: Any = None) -> OrderForm:
    keys = [
        (line.item.pk if line.item else 0, line.title, line.number)
        for line in lines
        if line.item or line.is_report
    ]
    return OrderForm(data, keys=keys)


@login_required
@require_safe
def agenda(request: SignedIn, pk: int) -> HttpResponse:
    """The agenda as it is printed, and what the secretariat can do to it."""
    held = _meeting(request, pk)
    return _page(request, held, None)


def _page(request: SignedIn, held: Meeting, form: OrderForm | None) -> HttpResponse:
    lines = queries.agenda_of(held, request.user, today())
    form = form or _order(lines)
    sentence = access.may_not_set_agenda(request.user) or access.is_over(held, today())
    fields = {name.removeprefix("number_"): form[name] for name in form.fields}
    context = {
        "meeting": held,
        "paper": to_page(agenda_sheet(held, lines, marking=settings.MARKING), first_level=1),
        "files": FILES,
        "sentence": sentence,
        "rows": [
            {"line": line, "field": fields[str(line.item.pk if line.item else 0)]}
            for line in lines
            if line.item or line.is_report
        ],
        "form": form,
        "way": _way(held)[:-1],
    }
    return render(request, "panel/agenda.html", context, status=422 if form.is_bound else 200)


@login_required
@require_safe
def agenda_file(request: SignedIn, pk: int, form: str) -> HttpResponse:
    """The agenda as a file."""
    held = _meeting(request, pk)
    lines = queries.agenda_of(held, request.user, today())
    sheet = agenda_sheet(held, lines, marking=settings.MARKING)
    return taken(request, held, "agenda", sheet, form)


@login_required
@require_POST
def order(request: SignedIn, pk: int) -> HttpResponse:
    """Put the items in the order of the numbers that were typed."""
    held = _setting(request, pk)
    form = _order(queries.agenda_of(held, request.user, today()), request.POST)
    if form.is_valid():
        with refusals_on(form):
            workflow.order_agenda(meeting=held, numbers=form.numbers, by=request.user, at=now())
            messages.success(request, "The agenda is in this order.")
            return redirect("panel:agenda", pk=held.pk)
    return _page(request, held, form)


@login_required
def add(request: SignedIn, pk: int) -> HttpResponse:
    """Add an item."""
    held = _setting(request, pk)
    form = ItemForm(typed(request), councils=councils_as_at(today()))

    def act() -> AgendaItem:
        said = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        return workflow.add_item(meeting=held, by=request.user, at=now(), **said)

    page = Page(
        title="Add an item",
        of=f"{held.body_name}, {held.held_on:%-d %B %Y}",
        button="Add the item",
        form=form,
        act=act,
        sentence=access.is_over(held, today()),
        afterwards="The item is on the agenda.",
        to=f"{held.get_absolute_url()}/agenda",
        way=_way(held),
    )
    return act_page(request, page)


def _item(held: Meeting, item_pk: int, request: SignedIn) -> AgendaItem:
    lines = queries.agenda_of(held, request.user, today())
    return found_or_404(next((line.item for line in lines if line.item and line.item.pk == item_pk), None))


@login_required
def change(request: SignedIn, pk: int, item_pk: int) -> HttpResponse:
    """Say something else of an item."""
    held = _setting(request, pk)
    item = _item(held, item_pk, request)
    names = ("title", "kind", "about", "leads", "timing", "page", "council", "version")
    form = ItemForm(
        typed(request),
        councils=councils_as_at(today()),
        initial={name: getattr(item, name) for name in names},
    )

    def act() -> AgendaItem:
        said = form.cleaned_data | {"version": form.cleaned_data["version"] or 0}
        return workflow.change_item(item=item, by=request.user, at=now(), **said)

    page = Page(
        title="Change an item",
        of=item.title,
        button="Change the item",
        form=form,
        act=act,
        sentence=access.is_over(held, today()),
        afterwards="The item is changed.",
        to=f"{held.get_absolute_url()}/agenda",
        way=_way(held),
    )
    return act_page(request, page)


@login_required
@require_POST
def remove(request: SignedIn, pk: int, item_pk: int) -> HttpResponse:
    """Take an item off the agenda."""
    held = _setting(request, pk)
    workflow.remove_item(item=_item(held, item_pk, request), by=request.user, at=now())
    messages.success(request, "The item is off the agenda.")
    return redirect("panel:agenda", pk=held.pk)
