"""Pages over a key: nothing is missed or doubled, the last costs what the first does."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.utils.urls import replace_query_param

from liaison.api.base import limit_asked

Key = TypeVar("Key", bound=tuple[Any, ...])
NUMBERS = re.compile(r"([0-9]{1,9})\.([0-9]{1,9})\.([0-9]{1,9})", re.ASCII)


class KeysetPages(Generic[Key]):
    """A page of rows with their keys: `beyond` and `backwards` say which; look for one more."""

    page_size, max_page_size = 100, 1000

    def __init__(self, request: Request) -> None:
        self.address = request.build_absolute_uri()
        self.limit = limit_asked(request, self.page_size, self.max_page_size)
        self.beyond: Key | None = None
        self.backwards = False
        cursor = request.query_params.get("cursor")
        if cursor is not None:
            self.backwards, self.beyond = self._decoded(cursor)
        self.keys: Sequence[Key] = ()
        self.has_more = False

    def key_of(self, text: str) -> Key | None:
        """The key that a cursor holds as text; None where it could be none of these pages'."""
        raise NotImplementedError

    def page(self, found: Sequence[tuple[Key, Any]]) -> list[Any]:
        """The rows of this page, of `limit` + 1 that were looked for."""
        self.has_more = len(found) > self.limit
        held = found[-self.limit :] if self.backwards else found[: self.limit]
        self.keys = [key for key, _ in held]
        return [row for _, row in held]

    def get_next_link(self) -> str | None:
        """The page after; None on the last."""
        if not self.keys or not (self.has_more or self.backwards):
            return None
        return self._link("n", self.keys[-1])

    def get_previous_link(self) -> str | None:
        """The page before; None on the first."""
        if not self.keys or not (self.has_more if self.backwards else self.beyond):
            return None
        return self._link("p", self.keys[0])

    def _link(self, way: str, key: Key) -> str:
        text = ".".join([way, *map(str, key)])
        return replace_query_param(self.address, "cursor", base64.urlsafe_b64encode(text.encode()).decode())

    def _decoded(self, cursor: str) -> tuple[bool, Key]:
        try:
            text = base64.b64decode(cursor.encode(), altchars=b"-_", validate=True).decode()
        except (binascii.Error, UnicodeError):
            text = ""
        way, _, said = text.partition(".")
        key = self.key_of(said) if way in ("n", "p") else None
        if key is None:
            raise ValidationError({"cursor": ["Take it from `next` or `previous`, as it stands."]})
        return way == "p", key


class ByNumbers(KeysetPages[tuple[int, int, int]]):
    """Over a key of three numbers."""

    def key_of(self, text: str) -> tuple[int, int, int] | None:
        found = NUMBERS.fullmatch(text)
        return (int(found[1]), int(found[2]), int(found[3])) if found else None
