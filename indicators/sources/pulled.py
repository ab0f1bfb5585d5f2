"""What one pull did, as those who asked for it are told."""

from __future__ import annotations

from dataclasses import dataclass, field

from indicators.models import Check


@dataclass(frozen=True)
class Pulled:
    """What one pull did; `as_line` is the command's line of JSON."""

    source: str
    outcome: str
    sentence: str = ""
    release: str = ""
    observations: int = 0
    new: int = 0
    revised: int = 0
    unchanged: int = 0
    councils: int = 0
    rejected: list[dict[str, object]] = field(default_factory=list)

    @property
    def went_well(self) -> bool:
        """Whether the figures are now what the publisher gives."""
        return self.outcome in (Check.Outcome.LOADED, Check.Outcome.UNCHANGED)

    def as_dict(self) -> dict[str, object]:
        """In the order the command prints."""
        return {
            "source": self.source,
            "release": self.release,
            "outcome": self.outcome,
            "sentence": self.sentence,
            "observations": self.observations,
            "new": self.new,
            "revised": self.revised,
            "unchanged": self.unchanged,
            "rejected": self.rejected,
            "councils": self.councils,
        }
