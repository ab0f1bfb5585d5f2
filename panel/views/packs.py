"""Issued packs: the page and the files, from the bytes stored at issue."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from common.clock import now, today
from common.refusals import found_or_404
from panel import access, queries, workflow
from panel.copies import MEDIA
from panel.models import AddendumFile, Pack, PackFile
from panel.requests import SignedIn

FILES = [form for form in PackFile.Format if form != PackFile.Format.PAGE]


@login_required
@require_safe
def pack(request: SignedIn, pk: int) -> HttpResponse:
    """An issued pack: its words for those who read it, its hash and list for the governance officer."""
    held = found_or_404(queries.pack_for(request.user, pk))
    closed = access.may_not_read_words(request.user, held)
    paper = SafeString("")
    if not closed:
        paper = as_page(workflow.open_pack(pack=held, form=PackFile.Format.PAGE, by=request.user, at=now()))
    why_no_readers = access.may_not_see_readers(request.user)
    readings = [] if why_no_readers else queries.readings_of(held)
    context = {
        "pack": held,
        "paper": paper,
        "closed": closed,
        "files": FILES,
        "whole": queries.is_whole(held),
        "later": queries.later_version(held),
        "meeting": queries.meeting_for(request.user, held.meeting_id),
        "entries": queries.entries_shown(held, request.user, today()),
        "addenda": queries.addenda_shown(held, request.user, today()),
        "may_table": not access.may_not_table(request.user, None, today()),
        "why_no_readers": why_no_readers,
        "readings": readings,
        "copies": [] if why_no_readers else queries.copies_of(held, readings),
        "keeps_copies": not access.may_not_keep_copies(request.user),
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
    return attached(file, name_of(held))


def as_page(file: PackFile | AddendumFile) -> SafeString:
    """The stored page: the bytes are papers.page's own, in which every word was escaped."""
    return mark_safe(bytes(file.content).decode())  # noqa: S308


def name_of(pack: Pack) -> str:
    """How a file of the pack begins; no council is in it."""
    return f"{pack.meeting.held_on.isoformat()}-report-version-{pack.version}"


def attached(file: PackFile | AddendumFile, name: str, **headers: Any) -> HttpResponse:
    """The stored bytes as a file to keep."""
    media, ending = MEDIA[PackFile.Format(file.format)]
    large = "-large-print" if file.format == PackFile.Format.LARGE_PRINT else ""
    return HttpResponse(
        bytes(file.content),
        content_type=media,
        headers={"Content-Disposition": f'attachment; filename="{name}{large}.{ending}"', **headers},
    )
