"""GET /api/schema/: the OpenAPI document, for signed-in people and for clients with a token."""

from __future__ import annotations

from drf_spectacular.views import SpectacularAPIView
from rest_framework.authentication import SessionAuthentication

from liaison.api.authentication import SignedInOrToken, TokenAuthentication
from liaison.api.base import answer_problem
from liaison.api.throttling import ByClient


class Schema(SpectacularAPIView):
    """The document names no council and no release; it is still not for passers-by."""

    authentication_classes = [TokenAuthentication, SessionAuthentication]
    permission_classes = [SignedInOrToken]
    throttle_classes = [ByClient]
    http_method_names = ["get", "head"]

    def get_exception_handler(self):
        return answer_problem
