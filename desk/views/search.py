"""Find: a council by name, former name or code, and notes by their words."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.models import User
from common.clock import today
from councils import queries as councils
from councils.lookup import resolve
from intelligence import queries as intelligence
from intelligence.searching import Found
from intelligence.visibility import MAY_READ_NOTES

LIMIT, NOTES = 20, 5


class SignedIn(HttpRequest):
    """A request of somebody who has signed in."""

    user: User


@login_required
@require_safe
def search(request: SignedIn) -> HttpResponse:
    """Councils that answer to the words, straight to the page where one does exactly; and notes."""
    asked = request.GET.get("q", "").strip()[:200]
    found, why_not = [], ""
    if asked:
        resolution = resolve(asked)
        if resolution.council and "all" not in request.GET:
            return redirect(resolution.council)
        found = councils.find_councils(asked, today(), LIMIT)
        why_not = "" if resolution.council else resolution.sentence
    reads = not request.user.roles.isdisjoint(MAY_READ_NOTES)
    context = {"asked": asked, "found": found, "why_not": why_not, "reads_notes": reads}
    if asked and reads:
        held = Found(intelligence.notes_for(request.user), asked)
        notes = intelligence.notes_by_id(request.user, held[:NOTES])
        context |= {
            "notes": intelligence.shown(notes, request.user, asked),
            "notes_said": held.said,
            "more_notes": held.count() > NOTES,
        }
    return render(request, "desk/search.html", context)
