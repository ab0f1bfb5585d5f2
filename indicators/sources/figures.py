"""What stands in a cell for a figure: the number, and the sign beside it or in its place."""

import re
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

# £1,220 · 45.2% · -5 · 1.557e-05 · 12.3 [r] · 12.3p · 12.3*  ; never 12,5 and never 1.220,5
FIGURE = re.compile(
    r"(?P<sign>[+-]?)£?(?P<number>(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?|\.\d+)(?P<power>e[+-]?\d{1,3})?\s*%?"
    r"\s*(?P<marks>(?:(?:\[[^\]]{1,12}\]|\([a-z]{1,4}\)|[a-z*†‡])\s*)*)",
    re.IGNORECASE,
)
SPACES = str.maketrans({"\N{NO-BREAK SPACE}": " ", "\N{NARROW NO-BREAK SPACE}": " ", "\N{MINUS SIGN}": "-"})


def read_figure(text: str, signs: Mapping[str, object] = {}) -> tuple[float, str]:
    """The number of a cell (NaN where there is none) and the marks beside it, or what stands in its place.

    A text that is one of the publisher's signs is a sign, even if it looks like a number (-1).
    """
    plain = text.translate(SPACES).strip()
    if not plain or plain in signs:
        return np.nan, plain
    found = FIGURE.fullmatch(plain.replace("£ ", "£"))
    if not found:
        return np.nan, plain
    number = float(f"{found['sign']}{found['number'].replace(',', '')}{found['power'] or ''}")
    return (number, found["marks"].strip()) if np.isfinite(number) else (np.nan, plain)


def read_figures(
    texts: Sequence[str],
    signs: Mapping[str, object] = {},
) -> tuple[np.ndarray, list[str]]:
    """A column of cells, each distinct one read once: the numbers, and what else was said."""
    codes, distinct = pd.factorize(np.array(texts, dtype=object))
    read = [read_figure(text, signs) for text in distinct]
    numbers = np.array([number for number, _ in read] or [np.nan], dtype=np.float64)
    marks = [mark for _, mark in read]
    return numbers[codes], [marks[code] for code in codes.tolist()]


def scaled(values: np.ndarray, scale: float) -> np.ndarray:
    """The figures multiplied, without the noise of doing so: 57.496 thousand is 57,496."""
    if scale == 1.0:
        return values
    with np.errstate(over="ignore"):
        product = values * scale
    size = np.floor(np.log10(np.where(np.abs(product) > 0, np.abs(product), 1)))
    rounded = np.array([round(p, 14 - int(s)) for p, s in zip(product.tolist(), size.tolist(), strict=True)
                        if np.isfinite(p)])  # fmt: skip
    result = product.copy()
    result[np.isfinite(product)] = rounded
    return result
