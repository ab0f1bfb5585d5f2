"""A numbered copy on paper: printed for its holder, handed over, collected."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from common.clock import now, today
from common.refusals import found_or_404, refusals_on
from panel import access, queries, workflow
from panel.forms import CopyForm, PrintForm
from panel.models import PackCopy
from panel.requests import SignedIn, typed
from panel.views.packs import attached, name_of


def _copy(request: SignedIn, pk: int, number: int) -> PackCopy:
    held = found_or_404(queries.pack_for(request.user, pk))
    if access.may_not_keep_copies(request.user):
        raise Http404
    return found_or_404(queries.copy_of(held, number))


def _form(copy: PackCopy, given: QueryDict | None) -> CopyForm:
    kinds = [(kind.value, kind.label) for kind in access.next_of_copy(queries.last_of_copy(copy))]
    return CopyForm(given, kinds=kinds, initial={"happened_on": today().isoformat()})


def _page(request: SignedIn, copy: PackCopy, form: CopyForm, printing: PrintForm) -> HttpResponse:
    last = queries.last_of_copy(copy)
    context = {
        "pack": copy.pack,
        "copy": copy,
        "events": queries.events_of(copy),
        "form": form,
        "may_note": bool(access.next_of_copy(last)) or form.is_bound,
        "printing": printing,
        "why_not_print": access.may_not_print(copy, last),
    }
    bad = form.errors or printing.errors
    return render(request, "panel/copy.html", context, status=422 if bad else 200)


@login_required
def copy(request: SignedIn, pk: int, number: int) -> HttpResponse:
    """The copy's life on paper, and what happens to it next."""
    held = _copy(request, pk, number)
    form = _form(held, typed(request))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            event = workflow.note_copy(copy=held, by=request.user, at=now(), **form.cleaned_data)
            messages.success(request, f"Copy {held.number}: {event.get_kind_display().lower()}.")
            return redirect("panel:copy", pk=pk, number=number)
    return _page(request, held, form, PrintForm())


@login_required
@require_POST
def print_(request: SignedIn, pk: int, number: int) -> HttpResponse:
    """The holder's own file, to be printed; from now on the copy is on paper."""
    held = _copy(request, pk, number)
    printing = PrintForm(typed(request))
    if printing.is_valid():
        with refusals_on(printing):
            file = workflow.print_copy(copy=held, by=request.user, at=now(), **printing.cleaned_data)
            return attached(file, f"{name_of(held.pack)}-copy-{held.number}")
    return _page(request, held, _form(held, None), printing)
