"""How often one may ask; the counts stand in the database's cache, so every process shares them."""

from __future__ import annotations

from typing import Any

from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

from liaison.models import ApiClient


class ByClient(SimpleRateThrottle):
    """So many requests a minute for each token."""

    scope = "client"

    def get_cache_key(self, request: Request, view: Any) -> str | None:
        if not isinstance(request.auth, ApiClient):
            return None
        return f"api-client-{request.auth.pk}"


class FailedAttempts(SimpleRateThrottle):
    """So many wrong tokens a minute from each address."""

    scope = "failed"

    def get_cache_key(self, request: Request, view: Any) -> str:
        return f"api-failed-{self.get_ident(request)}"
