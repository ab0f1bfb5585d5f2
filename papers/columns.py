"""How wide a table's columns stand, worked out once for print and Word."""

from functools import lru_cache

from .paper import Chart, Table

WIDTH = 453.0  # points across the page between the margins
INSET = 8.5  # points a column loses to its edges
DRAWN = 112.0  # points a drawing asks for
BROKEN_AT = 18  # letters; a longer word is broken rather than given more room
BROAD = frozenset("mwMW@%—…")
BOLD = 1.14


@lru_cache(maxsize=8192)
def spread(word: str, *, bold: bool = False) -> float:
    """About how many points a word takes in a table, at 8 points."""
    points = sum(7.4 if each in BROAD else 5.9 if each.isupper() else 4.9 for each in word)
    return points * BOLD if bold else points


def _needs(table: Table, place: int) -> tuple[float, float]:
    """The least a column can do with (its longest word), and what it would like (its longest text)."""
    column = table.columns[place]
    cells = [row.header if place == 0 else row.cells[place - 1] for row in table.rows if row.cells]
    texts = [
        (column.heading, True),
        *((cell, place == 0 and not table.drawn) for cell in cells if isinstance(cell, str)),
    ]
    words = [(word[:BROKEN_AT], bold) for text, bold in texts for word in text.split()]
    least = max((spread(word, bold=bold) for word, bold in words), default=0) + INSET
    liked = max((spread(text[:90], bold=bold) for text, bold in texts), default=0) + INSET
    if any(isinstance(cell, Chart) for cell in cells):
        return max(least, DRAWN), max(liked, DRAWN)
    return least, liked


def widths(table: Table) -> list[float]:
    """Points for each column, WIDTH in all: room for its longest word first, the rest by how much it says."""
    if any(column.weight for column in table.columns):
        shares = [column.weight or 1 for column in table.columns]
        return [WIDTH * share / sum(shares) for share in shares]
    needs = [_needs(table, place) for place in range(len(table.columns))]
    spare = WIDTH - sum(least for least, _ in needs)
    if spare <= 0:
        return [WIDTH * least / (WIDTH - spare) for least, _ in needs]
    wishes = [max(liked - least, 1) for least, liked in needs]
    return [least + spare * wish / sum(wishes) for (least, _), wish in zip(needs, wishes, strict=True)]


def fits(word: str, points: float, *, bold: bool = False) -> bool:
    """Whether a word surely fits a column so wide."""
    return spread(word, bold=bold) <= points - INSET + 0.5
