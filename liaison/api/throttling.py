"""How often one may ask; the counts stand in the database, so every process shares them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

from common.clock import now
from liaison import workflow
from liaison.models import ApiClient


class Counted(SimpleRateThrottle):
    """So many requests in a window that begins with the first of them."""

    num_requests: int
    duration: int
    waiting: float | None = None

    def allow_request(self, request: Request, view: Any) -> bool:
        key = self.get_cache_key(request, view)
        if key is None or self.rate is None:
            return True
        at, window = now(), timedelta(seconds=self.duration)
        count, began_at = workflow.count_request(key=key, window=window, at=at)
        self.waiting = max(1.0, (began_at + window - at).total_seconds())
        return count <= self.num_requests

    def wait(self) -> float | None:
        return self.waiting


class ByClient(Counted):
    """So many requests a minute for each token."""

    scope = "client"

    def get_cache_key(self, request: Request, view: Any) -> str | None:
        return f"client-{request.auth.pk}" if isinstance(request.auth, ApiClient) else None


class FailedAttempts(Counted):
    """So many wrong tokens a minute from each address."""

    scope = "failed"

    def get_cache_key(self, request: Request, view: Any) -> str:
        return f"failed-{self.get_ident(request)}"[:80]
