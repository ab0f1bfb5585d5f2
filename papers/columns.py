"""How wide a table's columns stand, worked out once for print and Word."""

from .paper import Chart, Table

DRAWN = 30.0
LONGEST_WORD = 18  # letters; a longer word is broken rather than given more room


def weights(table: Table) -> list[float]:
    """A share for each column: enough for its longest word, then by how much it says."""
    wanted: list[float] = []
    for place, column in enumerate(table.columns):
        said = [row.header if place == 0 else row.cells[place - 1] for row in table.rows if row.cells]
        texts = [column.heading, *(cell for cell in said if isinstance(cell, str))]
        word = max((len(word) for text in texts for word in text.split()), default=1)
        longest = max(map(len, texts), default=1)
        text = max(min(word, LONGEST_WORD) * 1.25 + 1, min(longest, 120) ** 0.8)
        drawn = any(isinstance(cell, Chart) for cell in said)
        wanted.append(column.weight or (DRAWN if drawn else text * (1.2 if place == 0 else 1)))
    return wanted
