"""What the pages of this room share: who asks, about which concern, with which answers."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.views.decorators.http import require_http_methods

from accounts.models import User
from cases import queries
from cases.models import Concern
from common.refusals import found_or_404

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
Way = list[tuple[str, str]]
CONCERNS = ("Concerns", "/cases")


class SignedIn(HttpRequest):
    """A request of somebody who has signed in: each page here asks for it."""

    user: User


def concern_or_404(request: SignedIn, number: int) -> Concern:
    """The concern, if this person may read it."""
    return found_or_404(queries.concern_for(request.user, number))


def concern_way(concern: Concern) -> Way:
    """The way to a page about a concern."""
    return [CONCERNS, (f"Concern {concern.number}", concern.get_absolute_url())]


def bound(request: HttpRequest) -> tuple[Any, ...]:
    """What a form is given: the answers where there are any."""
    return (request.POST,) if request.method == "POST" else ()


def id_in(request: HttpRequest, name: str) -> int | None:
    """The id that the address gives by this name, if it gives one."""
    said = request.GET.get(name, "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else None
