"""To add a published table in the browser: a file, what it seems to be, what its figures are, a last look."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from common.clock import now
from common.errors import forbid, not_found
from common.refusals import refusals_on
from councils.views import SignedInRequest
from indicators import access, definitions
from indicators.forms import steps
from indicators.forms.bringing import FileForm, LaterFileForm
from indicators.forms.preview import preview
from indicators.models import Upload
from indicators.queries import uploads
from indicators.queries.pages import themes as themes_in_use
from indicators.sources import bringing
from indicators.sources.pulling import Pulled, pull
from indicators.sources.trying import try_out
from indicators.workflow import bringing as acts

WAY = [("Data sources", "/data")]
NEW = [*WAY, ("Add a published table", "/data/new")]


def _draft(request: SignedInRequest, pk: int) -> Upload:
    forbid(access.may_not_define(request.user))
    upload = uploads.upload_of(request.user, pk)
    if upload is None or upload.state != Upload.State.DRAFT:
        not_found("That upload")
    return upload


@login_required
@require_http_methods(["GET", "POST"])
def bring(request: SignedInRequest) -> HttpResponse:
    """Step 1: the file. Drafts that were left are listed."""
    forbid(access.may_not_define(request.user))
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = FileForm(*sent)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["file"]
        with refusals_on(form):
            file = bringing.keep(given.name, given.chunks())
            upload = acts.bring_file(by=request.user, at=now(), file=file, seen=bringing.look(file))
            return redirect("indicators:describe", pk=upload.pk)
    context = {"form": form, "drafts": uploads.drafts_of(request.user), "way": WAY, "step": 1}
    return render(request, "indicators/new/file.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def bring_later(request: SignedInRequest, slug: str) -> HttpResponse:
    """A new file for a source brought by hand: the definition stays, and the check comes next."""
    forbid(access.may_not_define(request.user))
    definition = definitions.source(slug)
    if definition is None or not definition.by_hand:
        not_found("That source")
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = LaterFileForm(definition, *sent)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["file"]
        with refusals_on(form):
            upload = acts.bring_file(
                by=request.user,
                at=now(),
                file=bringing.keep(given.name, given.chunks()),
                seen={},
                source=slug,
                only_file=True,
                answers={
                    "period": form.cleaned_data.get("period", ""),
                    "versions": steps.versions_now(slug),
                },
            )
            return redirect("indicators:check", pk=upload.pk)
    context = {"form": form, "definition": definition, "way": WAY}
    return render(request, "indicators/new/later.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def describe(request: SignedInRequest, pk: int) -> HttpResponse:
    """Step 2: where headings, areas, periods and figures stand, as found and as corrected."""
    upload = _draft(request, pk)
    if upload.only_file:
        return redirect("indicators:check", pk=pk)
    form = steps.table_form(upload, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        with refusals_on(form):
            elsewhere = form.looks_elsewhere()
            answers = {steps.TABLE: steps.entered(request.POST)}
            if elsewhere:
                _look_again(request, upload, *elsewhere, answers=answers)
                return redirect("indicators:describe", pk=pk)
            acts.keep_answers(by=request.user, at=now(), upload=upload, answers=answers)
            if form.is_valid() and request.POST.get("act") != "look":
                return redirect("indicators:say", pk=pk)
    context = {"form": form, "upload": upload, "preview": preview(upload.seen), "way": NEW, "step": 2}
    return render(request, "indicators/new/table.html", context, status=422 if form.errors else 200)


def _look_again(
    request: SignedInRequest,
    upload: Upload,
    sheet: str,
    header_rows: list[int],
    *,
    answers: dict[str, dict[str, list[str]]],
) -> None:
    """Look at another sheet, or at the same one with other headings. On another sheet all is guessed anew."""
    seen = bringing.look(upload, sheet=sheet, header_rows=header_rows)
    another = sheet != upload.seen["sheet"]
    acts.keep_answers(
        by=request.user,
        at=now(),
        upload=upload,
        seen=seen,
        answers=steps.begun_anew(seen) if another else answers,
    )
    messages.info(
        request, f"The sheet {sheet} was looked at." if another else "The headings were read again."
    )


@login_required
@require_http_methods(["GET", "POST"])
def say(request: SignedInRequest, pk: int) -> HttpResponse:
    """Step 3: what the figures are, what the marks mean, who publishes them."""
    upload = _draft(request, pk)
    themes = themes_in_use()
    form = steps.figures_form(upload, themes, request.POST if request.method == "POST" else None)
    if form is None:
        return redirect("indicators:describe", pk=pk)
    if request.method == "POST":
        with refusals_on(form):
            answers = {steps.FIGURES: steps.entered(request.POST)}
            acts.keep_answers(by=request.user, at=now(), upload=upload, answers=answers)
            if form.is_valid():
                return redirect("indicators:check", pk=pk)
    context = {"form": form, "upload": upload, "themes": themes, "way": NEW, "step": 3}
    return render(request, "indicators/new/figures.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def check(request: SignedInRequest, pk: int) -> HttpResponse:
    """Step 4: what would be loaded and what not; then it is saved, and loaded by the way of every pull."""
    upload = _draft(request, pk)
    at = now()
    made = steps.to_save(upload, request.user.name, timezone.localdate(at))
    if made is None:
        return redirect("indicators:say", pk=pk)
    source, several = made
    form = forms.Form(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        with refusals_on(form):
            path = bringing.path_of(upload)
            acts.use_upload(by=request.user, at=at, upload=upload, source=source, several=several)
            pulled = pull(source, at=at, file=path, called=upload.file_name)
            messages.success(request, _outcome(pulled))
            return redirect("indicators:source", slug=source)
    tried = try_out(by=request.user, at=at, upload=upload, source=source, several=several)
    context = {"form": form, "upload": upload, "tried": tried, "several": several, "way": NEW, "step": 4}
    return render(request, "indicators/new/check.html", context, status=422 if form.errors else 200)


def _outcome(pulled: Pulled) -> str:
    if pulled.went_well:
        said = f"{pulled.new:,} new figures and {pulled.revised:,} revised"
        return f"Loaded: {said}, of {pulled.councils} councils."
    return f"The definition is saved. Its figures are not loaded. {pulled.sentence}"


@login_required
@require_POST
def discard(request: SignedInRequest, pk: int) -> HttpResponse:
    """Put a draft away."""
    upload = _draft(request, pk)
    acts.discard_upload(by=request.user, at=now(), upload=upload)
    messages.success(request, f"{upload.file_name} was put away.")
    return redirect("indicators:bring")
