"""What every address of the API has in common: closed by default, read only, strict about what is asked."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any, cast

from django.conf import settings
from django.utils.http import parse_etags
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import APIException, NotFound, ValidationError
from rest_framework.pagination import CursorPagination
from rest_framework.parsers import JSONParser
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView, set_rollback

from common.problems import problem, problem_response
from liaison.api import deprecations
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
    400: "The request asks for something there is not, or holds what cannot be taken: `errors` says which "
    "parameter or field.",
    401: "The token is missing, unknown, expired, revoked, or may not be used from this address.",
    403: "The token was not issued for this.",
    404: "There is no such thing, or it is not your organisation's.",
    406: "What `Accept` asks for is not given here.",
    409: "The same Idempotency-Key is being answered at this moment. Ask again.",
    412: "It has changed since the ETag in `If-Match`. Read it again, then change that.",
    415: "The body is not JSON.",
    422: "It was understood, and a rule of the work does not allow it: `detail` says which, and what to do.",
    428: "A change needs `If-Match` with the ETag you hold.",
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


class PreconditionFailed(APIException):
    """What is to be changed is not as the client holds it."""

    status_code = 412
    default_detail = PROBLEMS[412]


class PreconditionRequired(APIException):
    """A write that has to say on what it rests."""

    status_code = 428
    default_detail = "Send `If-Match` with the ETag you hold, so that nobody's change is written over."


def same_as_held(request: Request, tag: str) -> None:
    """A change rests on what stands: `If-Match` is its entity tag (RFC 9110). 428 without, 412 stale."""
    given = request.headers.get("If-Match")
    if not given:
        raise PreconditionRequired
    if tag not in parse_etags(given):
        raise PreconditionFailed


class StrictSerializer(serializers.Serializer[Any]):
    """What may be sent, field by field; any other field is named and refused (TRUST section 3, 11)."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, dict) and (unknown := sorted(set(map(str, data)) - set(self.fields))):
            sentence = f"There is no such field here. There is: {', '.join(self.fields) or 'none'}."
            # A name may hold half a character, which no answer can carry.
            raise ValidationError({name.encode(errors="replace").decode(): [sentence] for name in unknown})
        return super().to_internal_value(data)


class ApiView(APIView):
    """An address read with a token. `scope` is what the token must be for; `parameters` what may be asked."""

    authentication_classes = [TokenAuthentication]
    permission_classes = [IsAuthenticated, MayUse]
    throttle_classes = [ByClient]
    parser_classes = [JSONParser]
    http_method_names = ["get", "head"]
    scope = ""
    parameters: frozenset[str] = frozenset()
    # The operationId of each method, as the OpenAPI document has it: what `deprecations` names.
    operations: Mapping[str, str] = {}

    @property
    def client(self) -> ApiClient:
        """Whose token the request carries; permissions have seen to it that there is one."""
        return cast("ApiClient", self.request.auth)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if any("\x00" in str(part) for part in kwargs.values()):
            raise NotFound  # no address of ours holds one, and the database takes none in a question
        may_ask = self.parameters if request.method in ("GET", "HEAD") else frozenset[str]()
        faults: dict[str, list[str]] = {}
        for name, values in request.query_params.lists():
            if name not in may_ask:
                known = ", ".join(sorted(may_ask)) or "none"
                faults[name] = [f"There is no such parameter here. There is: {known}."]
            elif len(values) > 1:
                faults[name] = ["Give it once."]
            elif not values[0]:
                faults[name] = ["Give it a value, or leave it out."]
        if faults:
            raise ValidationError(faults)

    def get_exception_handler(self) -> Any:
        return answer_problem

    def _operations(self) -> list[str]:
        """The operationId of what is asked, as the OpenAPI document has it."""
        asked = "get" if self.request.method == "HEAD" else str(self.request.method).lower()
        return [self.operations.get(asked, "")]

    def _service(self) -> str:
        return self.request.build_absolute_uri("/").rstrip("/")

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Response:
        done = super().finalize_response(request, response, *args, **kwargs)
        # Released in confidence: no cache on the way keeps it. The client's own copy is its own affair.
        done.headers["Cache-Control"] = "no-store"
        done.headers["Vary"] = "Authorization, Accept"
        for name, value in deprecations.headers_of(self._operations(), at=self._service()).items():
            done.headers[name] = ", ".join(filter(None, [done.headers.get(name), value]))
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
