"""The paragraph the Panel would read: written, shown by itself, printed, and recorded as shown."""

from __future__ import annotations

from functools import partial

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases import access, queries, workflow
from cases.forms import ParagraphForm, ShownForm
from cases.models import Concern, PanelParagraph
from cases.views.acting import Page, about_concern, act_page
from cases.views.showing import SignedIn, bound, concern_or_404
from common.clock import now, today
from common.refusals import found_or_404
from papers.paper import Note, Sheet
from papers.text import to_text
from papers.word import WORD_TYPE, to_word

EARLY = "A paragraph for the Panel is written"


def _why_not(request: SignedIn, concern: Concern) -> str | None:
    return (
        access.may_not_work_on(request.user, concern, today())
        or access.is_closed(concern)
        or access.is_too_early(concern, EARLY)
    )


@act_page
def paragraphs(request: SignedIn, number: int) -> Page:
    """The paragraph that stands, its earlier versions with to whom each was shown, and a box for a newer."""
    concern = concern_or_404(request, number)
    parts = queries.concern_page(concern, request.user)
    if parts.paragraphs is None:
        raise Http404
    if request.method != "POST":
        workflow.read_concern(by=request.user, at=now(), concern=concern)
    begun = queries.paragraph_begun(concern, parts.paragraphs, parts.panel_line, parts.support)
    not_take = access.may_not_work_on(request.user, concern, today())
    return Page(
        about=about_concern(concern),
        title="The paragraph for the Panel",
        button="Save the paragraph",
        form=ParagraphForm(concern, *bound(request), initial={"text": begun}),
        act=partial(workflow.write_paragraph, concern=concern),
        sentence=_why_not(request, concern),
        afterwards="The paragraph is kept. It can be shown at the council before it goes to the Panel.",
        template="cases/paragraphs.html",
        to=f"{concern.get_absolute_url()}/paragraph",
        more={"paragraphs": parts.paragraphs, "not_take": not_take},
    )


def _paragraph(request: SignedIn, number: int, pk: int) -> tuple[Concern, PanelParagraph]:
    concern = concern_or_404(request, number)
    if not queries.reads_paragraphs(request.user):
        raise Http404
    return concern, found_or_404(queries.paragraph_of(concern, pk))


@login_required
@require_safe
def paragraph(request: SignedIn, number: int, pk: int) -> HttpResponse:
    """Its words and no others: what may be read over the adviser's shoulder, and printed."""
    _, held = _paragraph(request, number, pk)
    workflow.read_paragraph(by=request.user, at=now(), paragraph=held)
    return render(request, "cases/paragraph.html", {"paragraph": held})


@login_required
@require_safe
def paragraph_file(request: SignedIn, number: int, pk: int, form: str) -> HttpResponse:
    """Its words and no others, as a plain text or for Word."""
    _, held = _paragraph(request, number, pk)
    sheet = Sheet("", "", held.happened_on, "", tuple(Note(line) for line in held.lines))
    if form not in FILES:
        raise Http404
    media, made = FILES[form]
    workflow.read_paragraph(by=request.user, at=now(), paragraph=held, form=form)
    return HttpResponse(
        made(sheet),
        content_type=media,
        headers={"Content-Disposition": f'attachment; filename="paragraph.{form}"'},
    )


FILES = {
    "txt": ("text/plain; charset=utf-8", lambda sheet: to_text(sheet).strip().encode() + b"\n"),
    "docx": (WORD_TYPE, to_word),
}


@act_page
def shown(request: SignedIn, number: int, pk: int) -> Page:
    """Record that it was shown at the council."""
    concern, held = _paragraph(request, number, pk)
    return Page(
        about=about_concern(concern),
        title="Record that the paragraph was shown",
        button="Save",
        form=ShownForm(concern, *bound(request)),
        act=partial(workflow.show_paragraph, paragraph=held),
        sentence=access.may_not_work_on(request.user, concern, today()) or access.is_closed(concern),
        afterwards="It is kept that the paragraph was shown.",
        to=f"{concern.get_absolute_url()}/paragraph",
        more={"quoted": held},
    )
