"""What adapters share beyond a plain table: columns laid under one another, versions, markers in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from ..rows import Words
from .reading import UnusableFile

# A figure marked by the publisher as not the last word; the later stands above the earlier.
VERSIONS = {
    "provisional": 0, "prov": 0, "p": 0, "revised": 1, "rev": 1, "r": 1, "final": 2, "outturn": 2, "ot": 2,
}  # fmt: skip
NOT_LATEST = "a later version of the same figure stands in the file"


def need(frame: pd.DataFrame, columns: Sequence[str]) -> None:
    """Refuse a table without these columns, with the sentence every adapter says."""
    missing = [column for column in columns if column not in frame.columns]
    if missing:
        raise UnusableFile(
            f"The columns are not those of this source: {', '.join(missing)} "
            f"{'is' if len(missing) == 1 else 'are'} missing. "
            f"It begins “{', '.join(map(str, frame.columns[:4]))[:80]}”."
        )


def tiled(column: Words, times: int) -> Words:
    """The column again and again, as many times as there are columns of figures."""
    return Words(np.tile(column.codes, times), column.words)


def mapped(column: Words, table: Mapping[str, str]) -> Words:
    """The column with some of its words said otherwise."""
    return Words.merged(column.codes, [table.get(word, word) for word in column.words])


def joined(columns: Sequence[Words], between: str = " / ") -> Words:
    """Several columns as one: their words with a stroke between them; nothing where there are none."""
    codes, words = columns[0].codes, columns[0].words
    for column in columns[1:]:
        pairs = codes.astype(np.int64) * len(column.words) + column.codes
        distinct, codes = np.unique(pairs, return_inverse=True)
        both = [divmod(one, len(column.words)) for one in distinct.tolist()]
        words = [between.join(filter(None, (words[one], column.words[other]))) for one, other in both]
    return Words.merged(codes, words)


def earlier_versions(version: Words, keys: Sequence[Words]) -> np.ndarray:
    """A mask of the rows of whose figure a later version stands elsewhere in the file."""
    rank = np.array([VERSIONS.get(word.lower(), -1) for word in version.words])[version.codes]
    table = pd.DataFrame({str(n): key.codes for n, key in enumerate(keys)})
    best = pd.Series(rank).groupby([table[name] for name in table], sort=False).transform("max").to_numpy()
    return np.asarray(rank < best)


def remark_of(version: Words) -> Words:
    """What a reader is told beside a figure that is not the last word."""
    said = {0: "Provisional, as the publisher marks it.", 1: "Revised, as the publisher marks it."}
    return Words.merged(version.codes, [said.get(VERSIONS.get(w.lower(), 2), "") for w in version.words])


def holding(column: Words, mask: Sequence[bool]) -> np.ndarray:
    """The rows whose word is one of those marked."""
    return np.array(mask or [False], dtype=bool)[column.codes]
