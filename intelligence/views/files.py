"""Files of a note: attach them, fetch one, take one away."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from common.clock import now
from common.refusals import found_or_404, refusals_on
from intelligence import access, attaching, queries, workflow
from intelligence.files.kinds import MEDIA, FileKind
from intelligence.forms import AttachForm, TakeAwayForm
from intelligence.models import Attachment
from intelligence.views.pages import SignedIn, act_page, get_or_post


@login_required
@get_or_post
def attach(request: SignedIn, pk: int) -> HttpResponse:
    """Attach files to a note."""
    held = found_or_404(queries.note_for(request.user, pk))
    form = AttachForm(request.POST, request.FILES) if request.method == "POST" else AttachForm()
    if form.is_valid():
        with refusals_on(form):
            kept = attaching.attach(by=request.user, at=now(), note=held, files=form.cleaned_data["attached"])
            messages.success(request, said_of(kept))
            return redirect(held)
    return act_page(request, held, form, "attach", access.may_not_attach(request.user, held))


def said_of(kept: list[Attachment]) -> str:
    """What was attached, what was taken out of it, and whether it waits."""
    if not kept:
        return "These files were attached already. Nothing was changed."
    said = []
    for one in kept:
        took = f" ({', '.join(one.took)} taken out)" if one.took else ""
        waits = " It can be fetched once it has been scanned." if one.scan == Attachment.Scan.HELD else ""
        said.append(f"{one.name} is attached{took}.{waits}")
    return " ".join(said)


@login_required
@require_safe
def fetch(request: SignedIn, pk: int, number: int) -> HttpResponse:
    """The file, to be saved and never shown within a page of ours."""
    held = found_or_404(queries.note_for(request.user, pk))
    attachment, content = workflow.fetch_attachment(by=request.user, at=now(), note=held, number=number)
    return HttpResponse(
        content,
        content_type=MEDIA[FileKind(attachment.kind)],
        headers={
            "Content-Disposition": content_disposition_header(True, attachment.name),  # noqa: FBT003
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        },
    )


@login_required
@get_or_post
def take_away(request: SignedIn, pk: int, number: int) -> HttpResponse:
    """Take a file away from a note, with a reason."""
    held = found_or_404(queries.note_for(request.user, pk))
    file = found_or_404(queries.attachment_of(held, number))
    form = TakeAwayForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            workflow.take_attachment_away(
                by=request.user, at=now(), note=held, number=number, **form.cleaned_data
            )
            messages.success(request, f"{file.name} no longer stands with the note.")
            return redirect(held)
    sentence = access.may_not_attach(request.user, held)
    return act_page(request, held, form, "take_away", sentence, file=file)
