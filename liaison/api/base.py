"""What every address of the API has in common: closed by default, read only, strict about what is asked."""

from __future__ import annotations

import logging
from typing import Any, cast

from django.conf import settings
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.pagination import CursorPagination
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView, set_rollback

from common.problems import problem, problem_response
from liaison.api.authentication import MayUse, TokenAuthentication
from liaison.api.throttling import ByClient
from liaison.models import ApiClient

log = logging.getLogger(__name__)


class Problem(serializers.Serializer[Any]):
    """What went wrong, as RFC 9457 has it."""

    type = serializers.CharField(help_text="about:blank: the status says it all")
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField(help_text="A sentence for a person")
    errors = serializers.DictField(  # type: ignore[assignment]
        required=False, help_text="By parameter, where the request was at fault"
    )


PROBLEMS = {
    400: "The request asks for something there is not: `errors` says which parameter.",
    401: "The token is missing, unknown, expired, revoked, or may not be used from this address.",
    403: "The token was not issued for this.",
    404: "There is no such thing, or it was not released to your organisation.",
    429: "Too many requests: wait as many seconds as Retry-After says.",
}


def problems(*statuses: int) -> dict[tuple[int, str], OpenApiResponse]:
    """For `extend_schema`: these answers are problem+json."""
    return {
        (status, "application/problem+json"): OpenApiResponse(Problem, PROBLEMS[status])
        for status in statuses
    }


def answer_problem(exception: Exception, context: dict[str, Any]) -> Response | None:
    """As `problem_response`, and a fault of ours is a problem document too, with nothing of its inside."""
    response = problem_response(exception, context)
    if response is not None or settings.DEBUG:
        return response
    set_rollback()
    log.exception("The API failed to answer.")
    return problem(500, "Internal Server Error", "Something failed here. Try again; if it lasts, tell us.")


class ApiView(APIView):
    """An address read with a token. `scope` is what the token must be for; `parameters` what may be asked."""

    authentication_classes = [TokenAuthentication]
    permission_classes = [IsAuthenticated, MayUse]
    throttle_classes = [ByClient]
    http_method_names = ["get", "head"]
    scope = ""
    parameters: frozenset[str] = frozenset()

    @property
    def client(self) -> ApiClient:
        """Whose token the request carries; permissions have seen to it that there is one."""
        return cast("ApiClient", self.request.auth)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if request.method not in ("GET", "HEAD"):
            return
        faults: dict[str, list[str]] = {}
        for name, values in request.query_params.lists():
            if name not in self.parameters:
                known = ", ".join(sorted(self.parameters)) or "none"
                faults[name] = [f"There is no such parameter here. There is: {known}."]
            elif len(values) > 1:
                faults[name] = ["Give it once."]
            elif not values[0]:
                faults[name] = ["Give it a value, or leave it out."]
        if faults:
            raise ValidationError(faults)

    def get_exception_handler(self) -> Any:
        return answer_problem

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Response:
        done = super().finalize_response(request, response, *args, **kwargs)
        # Released in confidence: no cache on the way keeps it. The client's own copy is its own affair.
        done.headers["Cache-Control"] = "no-store"
        done.headers["Vary"] = "Authorization, Accept"
        return done


def limit_asked(request: Request, usual: int, most: int) -> int:
    """How many to a page were asked for."""
    asked = request.query_params.get("limit")
    if asked is None:
        return usual
    if not (asked.isascii() and asked.isdigit() and len(asked) <= 9 and 1 <= int(asked) <= most):
        raise ValidationError({"limit": [f"Give a whole number from 1 to {most}."]})
    return int(asked)


class Pages(CursorPagination):
    """Pages by cursor: nothing is missed or doubled while rows are added."""

    page_size = 50
    max_page_size = 100
    page_size_query_param = "limit"

    def get_page_size(self, request: Request) -> int:
        return limit_asked(request, self.page_size, self.max_page_size)

    def decode_cursor(self, request: Request) -> Any:
        fault = ValidationError({"cursor": ["Take it from `next` or `previous`, as it stands."]})
        try:
            cursor = super().decode_cursor(request)
        except NotFound as error:
            raise fault from error
        if cursor and cursor.position is not None and not self.understands(str(cursor.position)):
            raise fault
        return cursor

    def understands(self, position: str) -> bool:
        """Whether a cursor's position could be one of these pages' own."""
        raise NotImplementedError


def page_parameters(usual: int, most: int) -> list[OpenApiParameter]:
    """For `extend_schema`: where to go on and how many to a page."""
    return [
        OpenApiParameter("cursor", str, description="Where to go on. Take it from `next`, as it stands."),
        OpenApiParameter(
            "limit",
            {"type": "integer", "minimum": 1, "maximum": most, "default": usual},
            description="How many to a page.",
        ),
    ]


PAGE_PARAMETERS = page_parameters(Pages.page_size, Pages.max_page_size)


class Page(serializers.Serializer[Any]):
    """What every list has around its `results`."""

    next = serializers.URLField(allow_null=True, help_text="The next page; null on the last")
    previous = serializers.URLField(allow_null=True, help_text="The page before; null on the first")


class NothingHere(ApiView):
    """Every other address under /api/: the same 404 to everyone, as a problem document."""

    authentication_classes = []
    permission_classes = [AllowAny]
    throttle_classes = []

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        raise NotFound(
            "There is nothing at this address. Addresses end with a slash; /api/schema/ names them all."
        )

    @extend_schema(exclude=True)
    def get(self, request: Request, **kwargs: Any) -> Response:
        raise NotFound
