"""What the pages of this room share."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from accounts.models import User
from intelligence import queries
from intelligence.models import Note

INTELLIGENCE = [("Intelligence", "/intelligence")]
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


# What each page of an act on a note is called: its heading, its place in the way, its title.
TITLES = {
    "ask": "Ask somebody whether it is so",
    "ask_source": "Who the source is",
    "attach": "Attach a file",
    "deputy": "Name a deputy for the source",
    "follow_up": "Come back to the note",
    "keep": "Keep the note",
    "open": "Open the note to somebody",
    "outcome": "What came of it",
    "point_out": "Point it out to somebody",
    "share": "Share it out to the offer",
    "take_away": "Take the file away",
    "withdraw": "Withdraw the note",
}


class SignedIn(HttpRequest):
    """A request of somebody who has signed in: each page here asks for it."""

    user: User


def way_of(held: Note) -> list[tuple[str, str]]:
    return [*INTELLIGENCE, (f"Note about {held.council.short_name}", held.get_absolute_url())]


def act_page(
    request: SignedIn, held: Note, form: Any, name: str, sentence: str | None, **more: Any
) -> HttpResponse:
    """The page of an act on a note: its form with all that was typed, or the sentence in its place."""
    context = {
        "form": form,
        "note": held,
        "held": held,
        "title": TITLES.get(name, ""),
        "one": queries.shown([held], request.user)[0],
        "sentence": sentence,
        "way": way_of(held),
        **more,
    }
    return page(request, name, context, form)


def page(request: SignedIn, name: str, context: dict[str, Any], form: Any) -> HttpResponse:
    return render(request, f"intelligence/{name}.html", context, status=422 if form and form.errors else 200)
