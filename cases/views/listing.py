"""The frame of every list: narrowed by the address, and shown a page at a time."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest

PER_PAGE = 50


def paged(request: HttpRequest, held: Any, per_page: int = PER_PAGE) -> dict[str, Any]:
    """The page that the address asks for, and what the addresses of the other pages keep."""
    rest = request.GET.copy()
    rest.pop("page", None)
    return {
        "page": Paginator(held, per_page).get_page(request.GET.get("page")),
        "query": rest.urlencode(),
    }


def narrowed(
    request: HttpRequest, form: Any, held: Any, *, whole: str, one: str, many: str
) -> dict[str, Any]:
    """A page of what `form` leaves of a list. `whole`: the address of all; `one`, `many`: what is counted."""
    shown = paged(request, held)
    chips, count = form.chips(), shown["page"].paginator.count
    return {
        **shown,
        "form": form,
        "chips": chips,
        "clear": whole if chips else "",
        "said": f"{count:,} {one if count == 1 else many}",
    }
