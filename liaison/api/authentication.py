"""Who is asking: a bearer token, looked up afresh at each request."""

from __future__ import annotations

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed, Throttled
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from common.clock import now
from liaison import queries, workflow
from liaison.api.throttling import FailedAttempts
from liaison.models import ApiClient

REFUSAL = "The token is missing, unknown, expired, revoked, or may not be used from this address."


def address_of(request: Request) -> str:
    """The caller's address; NUM_PROXIES says how many proxies of ours stand before the service."""
    return BaseThrottle().get_ident(request) or ""


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer <token>`. Every way of being wrong is answered alike."""

    def authenticate(self, request: Request) -> tuple[ApiClient, ApiClient] | None:
        words = request.headers.get("Authorization", "").split()
        if not words:
            return None
        at = now()
        client = None
        if len(words) == 2 and words[0].lower() == "bearer":
            client = queries.client_for(words[1], address=address_of(request), at=at)
        if client is None:
            attempts = FailedAttempts()
            if not attempts.allow_request(request, APIView()):
                raise Throttled(wait=attempts.wait())
            raise AuthenticationFailed(REFUSAL)
        workflow.note_use(client=client, at=at)
        return client, client

    def authenticate_header(self, request: Request) -> str:
        """What a 401 carries as WWW-Authenticate."""
        return 'Bearer realm="api"'


class TokenScheme(OpenApiAuthenticationExtension):
    """How the OpenAPI document names it."""

    target_class = "liaison.api.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "The token issued to your organisation. It lasts 90 days at most.",
        }


class MayUse(BasePermission):
    """The token was issued for what this address does (`scope` of the view)."""

    message = "This token was not issued for that. Ask the originator for one with the scope you need."

    def has_permission(self, request: Request, view: Any) -> bool:
        return isinstance(request.auth, ApiClient) and request.auth.may(view.scope)


class SignedInOrToken(BasePermission):
    """A person who has signed in, or a client with a token: for the API's own description."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return bool(request.user and request.user.is_authenticated)
