"""What there is of one council in the world of the crawl, and the words planted in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count

from accounts.models import User
from councils.models import Council

_numbers = count(1)


@dataclass
class Things:
    """What there is of one council: objects by name, and the words planted in them by what protects them."""

    place: str
    council: Council
    owner: User
    held: dict[str, object] = field(default_factory=dict)
    canaries: dict[str, str] = field(default_factory=dict)

    def plant(self, right: str) -> str:
        """A word that stands nowhere else; `right` names who may read it (routes.toml)."""
        word = f"zq{self.place}{right.replace('_', '')}{next(_numbers)}qz"
        self.canaries[word] = right
        return word
