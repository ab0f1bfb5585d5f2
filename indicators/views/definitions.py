"""Definitions that were saved in the browser: read, taken as files, corrected, withdrawn."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.clock import now
from common.errors import forbid, not_found
from common.refusals import refusals_on
from councils.views import SignedInRequest
from indicators import access
from indicators.forms import steps
from indicators.forms.bringing import WithdrawForm
from indicators.models import SavedDefinition
from indicators.queries import uploads
from indicators.queries.uploads import SavedSource
from indicators.sources import bringing
from indicators.workflow import bringing as acts
from indicators.workflow import defining
from indicators.workflow.bringing import Brought

WAY = [("Data sources", "/data"), ("Saved definitions", "/data/definitions")]


def _saved(slug: str) -> SavedSource:
    return uploads.saved_source(slug) or not_found("That saved definition")


@login_required
@require_safe
def saved_list(request: SignedInRequest) -> HttpResponse:
    """Every source that was added in the browser."""
    return render(
        request,
        "indicators/definitions.html",
        {
            "saved": uploads.saved_sources(),
            "may_define": not access.may_not_define(request.user),
            "way": WAY[:1],
        },
    )


@login_required
@require_safe
def saved(request: SignedInRequest, slug: str) -> HttpResponse:
    """One source with its indicators, as the text that a reviewer reads, and its versions."""
    return render(
        request,
        "indicators/definition.html",
        {"one": _saved(slug), "why_not": access.may_not_define(request.user), "way": WAY},
    )


@login_required
@require_safe
def text(request: SignedInRequest, kind: str, slug: str) -> HttpResponse:
    """A definition's text as the file that it would be in the catalogue."""
    row = uploads.saved_text(kind, slug) if kind in SavedDefinition.Kind else None
    if row is None:
        not_found("That saved definition")
    response = HttpResponse(row.text, content_type="application/toml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{row.slug}.toml"'
    return response


@login_required
@require_POST
def correct(request: SignedInRequest, slug: str) -> HttpResponse:
    """Begin a draft with everything that was said before: about the same file, or about a later one."""
    forbid(access.may_not_define(request.user))
    _saved(slug)
    before = uploads.last_used_for(slug) or not_found("The file this definition was made from")
    pk = request.POST.get("upload", "")
    is_id = pk.isascii() and pk.isdigit() and len(pk) < 10
    file = (uploads.upload_of(request.user, int(pk)) if is_id else None) or before
    answers = {**before.answers, "slugs": steps.names_kept(before), "versions": steps.versions_now(slug)}
    form = forms.Form(request.POST)
    with refusals_on(form):
        seen = before.seen if file == before else bringing.look(file)
        upload = acts.bring_file(
            by=request.user,
            at=now(),
            file=Brought(file.file_name, file.kind, file.sha256, file.size),
            seen=seen,
            source=slug,
            answers=answers if file == before else steps.moved(answers, before.seen, seen),
        )
        return redirect("indicators:describe", pk=upload.pk)
    messages.error(request, " ".join(form.non_field_errors()))
    return redirect("indicators:saved", slug=slug)


@login_required
@require_http_methods(["GET", "POST"])
def withdraw(request: SignedInRequest, slug: str) -> HttpResponse:
    """Take a source and its indicators out of use, with the reason."""
    one = _saved(slug)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            defining.withdraw_source(by=request.user, at=now(), slug=slug, reason=form.cleaned_data["reason"])
            messages.success(request, f"{one.definition.title} is withdrawn. Its figures stay held.")
            return redirect("indicators:saved-list")
    context = {
        "form": form,
        "one": one,
        "why_not": access.may_not_define(request.user),
        "way": [*WAY, (one.definition.title, one.address)],
    }
    return render(request, "indicators/withdraw.html", context, status=422 if form.errors else 200)
