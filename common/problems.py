"""Every error of the API as problem+json (RFC 9457)."""

from __future__ import annotations

import math
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from common.errors import DomainError


def problem(
    status: int, title: str, detail: str, *, headers: dict[str, str] | None = None, **more: Any
) -> Response:
    """A problem+json answer: type, title, status, detail, and whatever else is said."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, **more}
    return Response(_sayable(body), status=status, content_type="application/problem+json", headers=headers)


def _sayable(value: Any) -> Any:
    """The same without halves of characters, which a fault may repeat and no answer can carry."""
    if isinstance(value, dict):
        return {_sayable(name): _sayable(held) for name, held in value.items()}
    if isinstance(value, list):
        return [_sayable(held) for held in value]
    return value.encode(errors="replace").decode() if isinstance(value, str) else value


def problem_response(exception: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler; None lets Django answer what is truly unexpected."""
    if isinstance(exception, DomainError):
        set_rollback()
        return problem(exception.status, exception.title, exception.sentence)
    if isinstance(exception, Http404):
        exception = exceptions.NotFound()
    elif isinstance(exception, PermissionDenied):
        exception = exceptions.PermissionDenied()
    if not isinstance(exception, exceptions.APIException):
        return None
    set_rollback()
    headers = {}
    if challenge := getattr(exception, "auth_header", None):
        headers["WWW-Authenticate"] = challenge
    if wait := getattr(exception, "wait", None):
        headers["Retry-After"] = str(math.ceil(wait))  # whole seconds, and none too few
    more: dict[str, Any] = {}
    if isinstance(exception.detail, dict | list):
        detail, more["errors"] = "The request holds something that cannot be taken.", exception.detail
    else:
        detail = str(exception.detail)
    return problem(
        exception.status_code, HTTPStatus(exception.status_code).phrase, detail, headers=headers, **more
    )
