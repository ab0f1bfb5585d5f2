"""Issued packs: the page and the files, from the bytes stored at issue."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from common.clock import now, today
from common.refusals import found_or_404
from panel import access, queries, workflow
from panel.copies import MEDIA
from panel.models import PackFile
from panel.requests import SignedIn

FILES = [form for form in PackFile.Format if form != PackFile.Format.PAGE]


@login_required
@require_safe
def pack(request: SignedIn, pk: int) -> HttpResponse:
    """An issued pack: its words for those who read it, its hash and list for the governance officer."""
    held = found_or_404(queries.pack_for(request.user, pk))
    closed = access.may_not_read_words(request.user, held)
    paper = ""
    if not closed:
        file = workflow.open_pack(pack=held, form=PackFile.Format.PAGE, by=request.user, at=now())
        # The bytes are papers.page's own, stored at issue; every word in them was escaped there.
        paper = mark_safe(bytes(file.content).decode())  # noqa: S308
    why_no_readers = access.may_not_see_readers(request.user)
    context = {
        "pack": held,
        "paper": paper,
        "closed": closed,
        "files": FILES,
        "whole": queries.is_whole(held),
        "later": queries.later_version(held),
        "entries": queries.entries_shown(held, request.user, today()),
        "why_no_readers": why_no_readers,
        "readings": [] if why_no_readers else queries.readings_of(held),
        "copies": [] if why_no_readers else queries.copies_of(held),
    }
    return render(request, "panel/pack.html", context)


@login_required
@require_safe
def pack_file(request: SignedIn, pk: int, form: str) -> HttpResponse:
    """One format of a pack as a file."""
    if form not in FILES:
        raise Http404
    held = found_or_404(queries.pack_for(request.user, pk))
    file = workflow.open_pack(pack=held, form=form, by=request.user, at=now())
    media, ending = MEDIA[PackFile.Format(form)]
    large = "-large-print" if form == PackFile.Format.LARGE_PRINT else ""
    name = f"{held.meeting.held_on.isoformat()}-report-version-{held.version}{large}.{ending}"
    return HttpResponse(
        bytes(file.content),
        content_type=media,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
