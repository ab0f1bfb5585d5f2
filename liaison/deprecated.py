"""What of the API is on its way out: one table, from which headers, the OpenAPI document and a page are made.

An address is deprecated for at least six months before it ends. Where a field is named, the address stays and
only the field ends.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class Deprecated:
    """One address (its operationId), or one field of its answer; since when, until when, what to use."""

    operation: str
    since: date
    until: date
    instead: str
    field: str = ""


# Nothing is on its way out yet.
DEPRECATED: tuple[Deprecated, ...] = ()
