"""What is tabled to an issued pack: tabling it, its page, its files."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from common.clock import now, today
from common.refusals import found_or_404, refusals_on
from panel import access, queries, workflow
from panel.forms import AddendumForm
from panel.models import PackFile
from panel.requests import SignedIn, typed
from panel.views.packs import FILES, as_page, attached, name_of


@login_required
def table(request: SignedIn, pk: int) -> HttpResponse:
    """Table an update on one council: frozen at once, the pack untouched."""
    held = found_or_404(queries.pack_for(request.user, pk))
    if access.may_not_table(request.user, None, today()):
        raise Http404
    form = AddendumForm(typed(request), councils=queries.councils_to_table(request.user, today()))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            made = workflow.table_addendum(pack=held, by=request.user, at=now(), **form.cleaned_data)
            messages.success(request, f"{made.title} is tabled. It cannot be changed.")
            return redirect(made)
    context = {
        "pack": held,
        "form": form,
        "sentence": access.may_not_table_to(held, queries.later_version(held)),
    }
    return render(request, "panel/table_addendum.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def addendum(request: SignedIn, pk: int, number: int) -> HttpResponse:
    """One addendum: its words for those who read the pack, its hash for the governance officer."""
    held = found_or_404(queries.pack_for(request.user, pk))
    made = found_or_404(queries.addendum_for(request.user, held, number))
    closed = access.may_not_read_words(request.user, held)
    paper = SafeString("")
    if not closed:
        paper = as_page(
            workflow.open_addendum(addendum=made, form=PackFile.Format.PAGE, by=request.user, at=now())
        )
    context = {
        "pack": held,
        "addendum": made,
        "paper": paper,
        "closed": closed,
        "files": FILES,
        "meeting": queries.meeting_for(request.user, held.meeting_id),
    }
    return render(request, "panel/addendum.html", context)


@login_required
@require_safe
def addendum_file(request: SignedIn, pk: int, number: int, form: str) -> HttpResponse:
    """One format of an addendum as a file."""
    if form not in FILES:
        raise Http404
    held = found_or_404(queries.pack_for(request.user, pk))
    made = found_or_404(queries.addendum_for(request.user, held, number))
    file = workflow.open_addendum(addendum=made, form=form, by=request.user, at=now())
    return attached(file, f"{name_of(held)}-addendum-{made.number}")
