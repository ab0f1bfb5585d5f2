"""The radar's pages."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts import queries as theirs
from common.clock import now, today
from common.refusals import found_or_404, refusals_on
from common.sheets import csv_text
from councils.queries import council_by_code
from panel import access, queries, workflow
from panel.forms import CouncilForm, ExportForm, NextLookForm, RadarFilter, RadarForm, TakeOffForm
from panel.models import RadarEntry
from panel.principles import GUIDE
from panel.requests import SignedIn, typed
from panel.visibility import LIVE

UNPROCESSABLE = 422
LIST = "/radar"


def _list(request: SignedIn, export: ExportForm | None = None) -> dict[str, Any]:
    form = RadarFilter(request.GET)
    chosen = form.chosen
    may_put_on = queries.councils_to_put_on(request.user, today())
    lines = queries.radar_lines(
        queries.filtered_radar(request.user, **chosen), request.user, today(), chosen["order"]
    )
    return {
        "form": form,
        "order": chosen["order"],
        "guide": GUIDE,
        "lines": lines,
        "decides": any(line.decides for line in lines),
        "said": f"{len(lines)} council{'' if len(lines) == 1 else 's'}",
        "off": queries.last_off_for(request.user),
        "why_no_export": access.may_not_export_radar(request.user),
        "export": export or ExportForm(),
        "choose": CouncilForm(councils=may_put_on) if may_put_on else None,
        "query": request.GET.urlencode(),
        "since": queries.radar_since(request.user, today()),
        "views": theirs.views_for(request.user, LIST),
        "view_query": form.saved_as,
        "narrowed": bool(chosen["region"] or chosen["name"]),
    }


@login_required
@require_safe
def radar(request: SignedIn) -> HttpResponse:
    """Councils on the radar, by next date, region, adviser or name."""
    if not request.user.has_role(*LIVE):
        raise Http404
    return render(request, "panel/radar.html", _list(request))


@login_required
@require_safe
def choose(request: SignedIn) -> HttpResponse:
    """Choose the council to put on the radar, then go to its form."""
    if not request.user.has_role(*LIVE):
        raise Http404
    form = CouncilForm(request.GET, councils=queries.councils_to_put_on(request.user, today()))
    if form.is_valid():
        return redirect("panel:put_on", code=form.cleaned_data["council"].code)
    shown = _list(request) | {"choose": form}
    return render(request, "panel/radar.html", shown, status=UNPROCESSABLE)


@login_required
@require_POST
def radar_export(request: SignedIn) -> HttpResponse:
    """The list as it is shown, as CSV, with the reason it leaves for."""
    if not request.user.has_role(*LIVE):
        raise Http404
    form = ExportForm(request.POST)
    shown = _list(request, form)
    if form.is_valid():
        with refusals_on(form):
            leaving = [line for line in shown["lines"] if _leaves(request, line)]
            workflow.export_radar(
                rows=len(leaving), reason=form.cleaned_data["reason"], by=request.user, at=now()
            )
            return _csv(leaving)
    return render(request, "panel/radar.html", shown, status=UNPROCESSABLE)


def _leaves(request: SignedIn, line: Any) -> bool:
    return access.radar_line_stays(request.user, line.entry.council, today()) is None


def _csv(lines: list[Any]) -> HttpResponse:
    rows = [
        (
            line.entry.council.code,
            line.entry.council.name,
            line.entry.council.region.name,
            timezone.localdate(line.entry.put_on_at).isoformat(),
            line.entry.put_on_by.name,
            line.entry.put_on_reason,
            line.next_on.isoformat() if line.next_on else None,
        )
        for line in lines
    ]
    header = ("code", "council", "region", "on the radar since", "put on by", "reason", "next date")
    return HttpResponse(
        csv_text(header, rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="radar.csv"'},
    )


@login_required
def put_on(request: SignedIn, code: str) -> HttpResponse:
    """Put a council on the radar."""
    council = found_or_404(council_by_code(code))
    if not request.user.is_adviser:
        raise Http404
    sentence = access.may_not_decide_radar(request.user, council, today()) or access.may_not_put_on(
        council, queries.council_radar(council, request.user)
    )
    form = RadarForm(typed(request))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            workflow.put_on_radar(council=council, by=request.user, at=now(), **form.cleaned_data)
            return redirect("panel:radar")
    context = {"council": council, "form": form, "sentence": sentence}
    return render(request, "panel/put_on.html", context, status=UNPROCESSABLE if form.errors else 200)


def _entry(request: SignedIn, pk: int) -> RadarEntry:
    return found_or_404(queries.radar_entry_for(request.user, pk))


def _not_decide(request: SignedIn, entry: RadarEntry) -> str | None:
    decides = access.may_not_decide_radar(request.user, entry.council, today())
    return decides or access.may_not_take_off(entry)


@login_required
def take_off(request: SignedIn, pk: int) -> HttpResponse:
    """Take a council off the radar."""
    entry = _entry(request, pk)
    form = TakeOffForm(typed(request))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            workflow.take_off_radar(entry=entry, by=request.user, at=now(), **form.cleaned_data)
            return redirect("panel:radar")
    context = {
        "entry": entry,
        "form": form,
        "sentence": _not_decide(request, entry),
    }
    return render(request, "panel/take_off.html", context, status=UNPROCESSABLE if form.errors else 200)


@login_required
def next_look(request: SignedIn, pk: int) -> HttpResponse:
    """Say when to look again."""
    entry = _entry(request, pk)
    held = {"next_look_on": entry.next_look_on, "before": entry.next_look_on}
    form = NextLookForm(typed(request), initial=held)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            workflow.set_next_look(
                entry=entry,
                on=form.cleaned_data["next_look_on"],
                before=form.cleaned_data["before"],
                by=request.user,
                at=now(),
            )
            return redirect("panel:radar")
    context = {
        "entry": entry,
        "form": form,
        "sentence": _not_decide(request, entry),
    }
    return render(request, "panel/next_look.html", context, status=UNPROCESSABLE if form.errors else 200)
