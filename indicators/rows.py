"""Rows as they pass between the rooms' steps: parsed in a child process, ingested in one transaction.

Whole arrays, not rows: every text column is a small vocabulary and an array of codes into it, so that a
file of three million rows is checked by looking at a few hundred words. Saved without pickles, because
what a parser leaves behind is not to be trusted with code.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

TEXT_COLUMNS = (
    "area", "area_name", "indicator", "period", "sex", "age", "category_type", "category", "status", "remark"
)  # fmt: skip
NUMBER_COLUMNS = ("value", "lower", "upper")


@dataclass(frozen=True)
class Words:
    """A text column: `codes[i]` is the place in `words` of row i's text."""

    codes: np.ndarray
    words: list[str]

    def take(self, keep: np.ndarray) -> "Words":
        """The column with only the rows of a mask or an index array."""
        return Words(self.codes[keep], self.words)

    def map(self, table: Sequence[int]) -> np.ndarray:
        """The column with every word replaced by its number, `table[i]` for `words[i]`."""
        return np.asarray(table, dtype=np.int64)[self.codes]

    @classmethod
    def merged(cls, codes: np.ndarray, words: Sequence[str]) -> "Words":
        """A column whose words may repeat, with each word once: equal text has equal codes."""
        distinct = list(dict.fromkeys(words))
        place = {word: i for i, word in enumerate(distinct)}
        table = np.array([place[word] for word in words], dtype=np.int32)
        return cls(table[codes].astype(np.int32, copy=False), distinct)

    @classmethod
    def constant(cls, word: str, count: int) -> "Words":
        """A column that says the same in every row."""
        return cls(np.zeros(count, dtype=np.int32), [word])


@dataclass(frozen=True)
class Rejection:
    """Rows not taken: the reason as a sentence's middle, how many, and a few of them."""

    reason: str
    count: int
    examples: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, object]:
        """For the command's line of JSON and the data page."""
        return {"reason": self.reason, "count": self.count, "examples": list(self.examples)}


@dataclass
class Rows:
    """A parsed file: `area` is the publisher's code and `area_name` its name (either may be empty, not both);
    `period` words are `first day|last day|label`, `status` words are Status numbers."""

    text: dict[str, Words]
    number: dict[str, np.ndarray]
    read: int
    rejected: list[Rejection] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.number["value"])

    def take(self, keep: np.ndarray) -> "Rows":
        """Only the rows of a mask or an index array."""
        return Rows(
            text={name: column.take(keep) for name, column in self.text.items()},
            number={name: values[keep] for name, values in self.number.items()},
            read=self.read,
            rejected=self.rejected,
        )

    def save(self, path: Path) -> None:
        """Leave the rows for the process that asked for them."""
        arrays = {f"{name}.codes": column.codes for name, column in self.text.items()} | self.number
        words = {name: column.words for name, column in self.text.items()}
        said = json.dumps(
            {"words": words, "read": self.read, "rejected": [r.as_dict() for r in self.rejected]}
        )
        arrays["said"] = np.frombuffer(said.encode(), dtype=np.uint8)
        with path.open("wb") as out:
            np.savez(out, allow_pickle=False, **arrays)  # type: ignore[arg-type]

    @classmethod
    def load(cls, path: Path) -> "Rows":
        """Take up what a parser left, trusting its shape no further than it can be checked."""
        with np.load(path, allow_pickle=False) as held:
            said = json.loads(held["said"].tobytes())
            number = {name: held[name].astype(np.float64, copy=False) for name in NUMBER_COLUMNS}
            text = {name: Words(held[f"{name}.codes"], said["words"][name]) for name in TEXT_COLUMNS}
        count = len(number["value"])
        for name, column in text.items():
            inside = len(column.codes) == count and (
                not count or (column.codes.min() >= 0 and column.codes.max() < len(column.words))
            )
            if not inside:
                raise ValueError(f"The parser's column {name} does not fit its rows.")
        if any(len(values) != count for values in number.values()):
            raise ValueError("The parser's columns are of different lengths.")
        rejected = [Rejection(r["reason"], r["count"], tuple(r["examples"])) for r in said["rejected"]]
        return cls(text=text, number=number, read=said["read"], rejected=rejected)
