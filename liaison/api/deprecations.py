"""How the API says that something is on its way out: in headers, and in its OpenAPI document.

`Deprecation` is RFC 9745's, `Sunset` RFC 8594's; what they say stands in `liaison/deprecated.py`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time

from django.utils.http import http_date
from drf_spectacular.openapi import AutoSchema

from liaison import deprecated

PAGE = "/api/docs/start#deprecated"


def headers_of(operations: Iterable[str], *, at: str) -> dict[str, str]:
    """The headers of an answer by one of these operations; `at` is the service's address."""
    told = [one for one in deprecated.DEPRECATED if one.operation in set(operations)]
    if not told:
        return {}
    return {
        "Deprecation": f"@{int(min(_moment(one.since) for one in told))}",
        "Sunset": http_date(min(_moment(one.until) for one in told)),
        "Link": f'<{at}{PAGE}>; rel="deprecation"; type="text/html"',
    }


def _moment(day: date) -> float:
    return datetime.combine(day, time.min, tzinfo=UTC).timestamp()


class Described(AutoSchema):
    """The OpenAPI document's view of an address: deprecated where the table says so."""

    def is_deprecated(self) -> bool:
        operation = self.get_operation_id()
        return any(one.operation == operation and not one.field for one in deprecated.DEPRECATED)
