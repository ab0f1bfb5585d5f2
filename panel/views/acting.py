"""What the pages of this room's acts share: the form with every word kept, or the sentence in its place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.models import User
from common.clock import now
from common.refusals import refusals_on
from panel import queries, workflow
from panel.models import Meeting
from panel.requests import SignedIn
from panel.sheets import FILES, rendered
from papers.paper import Sheet

MEETINGS = ("Meetings", "/meetings")


@dataclass(frozen=True, kw_only=True)
class Page:
    """The page of one act. `sentence`: why this person may not; `afterwards`: said when it is done.

    `to`: where one goes then; `way`: the pages that lead here.
    """

    title: str
    of: str = ""
    button: str
    form: forms.Form
    act: Callable[[], Any]
    sentence: str | None = None
    afterwards: str
    intro: str = ""
    to: str
    way: Sequence[tuple[str, str]]
    template: str = "panel/act.html"
    more: dict[str, Any] = field(default_factory=dict)


def act_page(request: SignedIn, page: Page) -> HttpResponse:
    """Do the act and go on, or show its page: with 422 and every word where it was refused."""
    form = page.form
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            page.act()
            messages.success(request, page.afterwards)
            return redirect(page.to)
    context = {"page": page, "form": form, **page.more}
    return render(request, page.template, context, status=422 if form.is_bound else 200)


def taken(request: HttpRequest, held: Meeting, paper: str, sheet: Sheet, form: str) -> HttpResponse:
    """A sheet that is not frozen, as a file, with a line in the record; 404 for a format there is not."""
    if form not in FILES:
        raise Http404
    content, media, ending = rendered(sheet, form, queries.template_of(held.body))
    by = cast(User, request.user)
    workflow.take_file(meeting=held, paper=paper, form=form, content=content, by=by, at=now())
    name = f"{held.held_on.isoformat()}-{paper}.{ending}"
    called = f'attachment; filename="{name}"'
    return HttpResponse(content, content_type=media, headers={"Content-Disposition": called})
