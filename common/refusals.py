"""From a `DomainError` to a page: as a form's error where there is a form, else a page of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from common.errors import DomainError, NotFound, Stale

T = TypeVar("T")

_CODE = re.compile(r"[a-z]+(_[a-z]+)+")  # a choice, as its field holds it
UNKEPT = ("csrfmiddlewaretoken", "password", "version", "draft", "seal", "key")


@contextmanager
def refusals_on(form: BaseForm) -> Iterator[None]:
    """Turn a refusal into the form's own error, so that the page comes back with every word typed.

    A stale save is left to the middleware, whose page shows both texts.
    """
    try:
        yield
    except (Stale, NotFound):
        raise
    except DomainError as error:
        form.add_error(None, error.sentence)


class RefusalMiddleware:
    """Shows a refusal that no form took as a page with the sentence and all that was typed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path_info:
            raise Http404  # no address of ours holds one, and the database takes none in a question
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, DomainError):
            return None
        if request.headers.get("Accept") == "application/json":  # a script of ours asks
            return JsonResponse({"said": exception.sentence}, status=exception.status)
        if isinstance(exception, NotFound):
            return render(request, "404.html", status=404)
        typed = [
            (
                name.replace("_", " ").capitalize(),
                value.replace("_", " ") if _CODE.fullmatch(value) else value,
            )
            for name, values in request.POST.lists()
            for value in values
            if value.strip() and not name.startswith(UNKEPT)
            if not isinstance(exception, Stale) or value.split() != exception.typed.split()
        ]
        context = {"error": exception, "typed": typed, "back": request.path}
        return render(request, "refused.html", context, status=exception.status)


def found_or_404(thing: T | None) -> T:
    """The thing, or the one 404 page: the same for what is missing and what may not be seen."""
    if thing is None:
        raise Http404
    return thing
