"""A list under a name, and a list that leaves as a file."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts import access as own
from accounts import queries as theirs
from accounts import workflow as keeping
from common.clock import now, today
from common.refusals import found_or_404, refusals_on
from councils.queries import councils_as_at
from intelligence import exporting, queries, workflow
from intelligence import list_access as access
from intelligence.forms import LeavingForm, NoteFilter, ViewForm
from intelligence.models import Note
from intelligence.searching import Found
from intelligence.views.pages import INTELLIGENCE, SignedIn, get_or_post
from intelligence.visibility import MAY_READ_NOTES

LIST = "/intelligence"
FILES = {
    "csv": (exporting.as_csv, "text/csv; charset=utf-8"),
    "xlsx": (exporting.as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


def _asked(request: SignedIn) -> NoteFilter:
    """The list of the address; for whoever reads no notes there is no such page."""
    if request.user.roles.isdisjoint(MAY_READ_NOTES):
        raise Http404
    return NoteFilter(request.GET, queryset=queries.notes_for(request.user), request=request)


def _why_own(name: str, query: str) -> str:
    names = councils_as_at(today()).values_list("short_name", flat=True)
    return access.may_not_share_view(name, query, names) or ""


@login_required
@get_or_post
def save(request: SignedIn) -> HttpResponse:
    """Save the list of this address under a name."""
    filters = _asked(request)
    form = ViewForm(request.POST or None)
    query = filters.saved_as
    if form.is_valid():
        name, is_shared = form.cleaned_data["name"], form.cleaned_data["is_shared"]
        with refusals_on(form):
            view = keeping.save_view(
                by=request.user,
                at=now(),
                page=LIST,
                name=name,
                query=query,
                is_shared=is_shared,
                why_own=_why_own(name, query) if is_shared else "",
            )
            messages.success(request, f"“{view.name}” is saved with your views.")
            return redirect(view.address)
    context = {
        "form": form,
        "chips": filters.chips(),
        "query": query,
        "way": INTELLIGENCE,
        "may_share": request.user.is_adviser,
    }
    return render(request, "intelligence/view_save.html", context, status=422 if form.errors else 200)


@login_required
@get_or_post
def change(request: SignedIn, pk: int) -> HttpResponse:
    """Another name for a view; shared, or no longer."""
    view = found_or_404(theirs.view_for(request.user, pk))
    form = ViewForm(request.POST or None, initial={"name": view.name, "is_shared": view.is_shared})
    if form.is_valid():
        name, is_shared = form.cleaned_data["name"], form.cleaned_data["is_shared"]
        with refusals_on(form):
            keeping.change_view(
                by=request.user,
                at=now(),
                view=view,
                name=name,
                is_shared=is_shared,
                why_own=_why_own(name, view.query) if is_shared else "",
            )
            messages.success(request, "The view is changed.")
            return redirect(view.address)
    context = {
        "form": form,
        "view": view,
        "sentence": own.may_not_change_view(request.user, view),
        "way": INTELLIGENCE,
        "may_share": request.user.is_adviser,
    }
    return render(request, "intelligence/view_change.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def forget(request: SignedIn, pk: int) -> HttpResponse:
    """Remove a view; the notes it showed stay."""
    view = found_or_404(theirs.view_for(request.user, pk))
    keeping.forget_view(by=request.user, at=now(), view=view)
    messages.success(request, f"“{view.name}” is removed. The notes it showed stay.")
    return redirect(LIST)


@login_required
@get_or_post
def export(request: SignedIn) -> HttpResponse:
    """The list of this address as a file, with the reason it leaves for."""
    filters = _asked(request)
    form = LeavingForm(request.POST or None)
    found = Found(filters.qs, filters.words)
    if form.is_valid():
        with refusals_on(form):
            leave, stay = workflow.export_notes(
                by=request.user,
                at=now(),
                pks=found[: access.MOST_EXPORTED + 1],
                more=found.has_more,
                reason=form.cleaned_data["reason"],
            )
            return _file(request, form.cleaned_data["file"], leave, stay)
    context = {
        "form": form,
        "said": found.said,
        "chips": filters.chips(),
        "sentence": access.may_not_export(request.user)
        or access.cannot_leave(found.count(), more=found.has_more),
        "back": f"{LIST}?{request.GET.urlencode()}",
        "way": INTELLIGENCE,
    }
    return render(request, "intelligence/export.html", context, status=422 if form.errors else 200)


def _file(request: SignedIn, kind: str, leave: list[Note], stay: list[str]) -> HttpResponse:
    made, content_type = FILES[kind]
    told = queries.notes_by_id(request.user, [note.pk for note in leave], "council__region", "service_area")
    place = {note.pk: number for number, note in enumerate(leave)}
    told.sort(key=lambda note: place[note.pk])
    marking = " ".join([settings.MARKING + ".", *stay])
    body = made(queries.shown(told, request.user), marking)
    name = f"notes-{today().isoformat()}.{kind}"
    return HttpResponse(
        body,
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
