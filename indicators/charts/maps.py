"""The map: a hexagon a council, shaded by the quarter of England's values it is in, the digit printed."""

from collections.abc import Sequence
from dataclasses import dataclass

from indicators.charts.drawing import FONT, escape, opened, painter
from indicators.charts.palette import LIGHT

# Half a hexagon's width and a quarter of its height, in the drawing's units.
HALF, QUARTER = 10, 6
# The six corners of a hexagon from its top, clockwise; and which neighbour shares the side that begins there,
# as (column in an even row, column in an odd row, row).
CORNERS = ((0, -2), (1, -1), (1, 1), (0, 2), (-1, 1), (-1, -1))
NEIGHBOURS = ((0, 1, -1), (1, 1, 0), (0, 1, 1), (-1, 0, 1), (-1, -1, 0), (-1, 0, -1))


@dataclass(frozen=True)
class Tile:
    """A council on the map. `quarter` is None where it has no figure; `words` is what the tile says."""

    column: int
    row: int
    region: str
    quarter: int | None
    words: str
    chosen: bool = False


def tile_map(*, title: str, tiles: Sequence[Tile], standalone: bool = False) -> str:
    """Every tile with its quarter's digit, regions parted by a line, the council chosen outlined.

    The sentence counts the tiles of each quarter; every tile's words stand in the page's table too.
    """
    columns = [tile.column for tile in tiles] or [0]
    rows = [tile.row for tile in tiles] or [0]
    left, upper = min(columns) * 2 * HALF - HALF - 2, (min(rows) * 3 - 2) * QUARTER - 2
    width = (max(columns) - min(columns)) * 2 * HALF + 3 * HALF + 4
    height = ((max(rows) - min(rows)) * 3 + 4) * QUARTER + 4
    box, sentence = f"{left} {upper} {width} {height}", _sentence(title, tiles)
    parts = [opened("tile-map", box, sentence, standalone=standalone, width=width, height=height)]
    for number in (None, 1, 2, 3, 4):
        parts += _quarter([tile for tile in tiles if tile.quarter == number], number, standalone=standalone)
    paint = painter(standalone=standalone)
    parts.append(f'<path class="c-region"{paint(None, "england", width=1.5)} d="{_borders(tiles)}"/>')
    for tile in tiles:
        if tile.chosen:
            outline = paint(None, "type-edge", width=3)
            parts.append(f'<path class="c-chosen"{outline} d="{_hexagon(tile)}"/>')
    parts.append("</svg>")
    return "".join(parts)


def _quarter(tiles: Sequence[Tile], number: int | None, *, standalone: bool) -> list[str]:
    """The hexagons of one quarter, each with its words, and their digits as one text of many places."""
    if not tiles:
        return []
    fill = ink = ""
    if standalone:
        ground = LIGHT[f"quarter-{number}" if number else "paper"]
        fill = f' fill="{ground}" stroke="{LIGHT["edge"]}" stroke-width="0.5"'
        ink = f'{FONT} fill="{LIGHT["quarter-4-ink" if number == 4 else "quarter-ink"]}" text-anchor="middle"'
    parts = [f'<g class="c-q{number or 0}"{fill}>']
    parts += [f'<path d="{_hexagon(tile)}"><title>{escape(tile.words)}</title></path>' for tile in tiles]
    parts.append("</g>")
    if number:
        places = [_centre(tile) for tile in tiles]
        x, y = " ".join(str(x) for x, _ in places), " ".join(str(y + 4) for _, y in places)
        parts.append(
            f'<text{ink} class="c-digit-q{number}" x="{x}" y="{y}">{str(number) * len(tiles)}</text>'
        )
    return parts


def _centre(tile: Tile) -> tuple[int, int]:
    return tile.column * 2 * HALF + (HALF if tile.row % 2 else 0), tile.row * 3 * QUARTER


def _hexagon(tile: Tile) -> str:
    x, y = _centre(tile)
    sides = f"l{HALF},{QUARTER}v{2 * QUARTER}l-{HALF},{QUARTER}-{HALF}-{QUARTER}v-{2 * QUARTER}z"
    return f"M{x},{y - 2 * QUARTER}{sides}"


def _borders(tiles: Sequence[Tile]) -> str:
    """The sides where a region ends: a side is drawn where its neighbour is of another region or none."""
    regions = {(tile.column, tile.row): tile.region for tile in tiles}
    path = []
    for tile in tiles:
        x, y = _centre(tile)
        for side, (even, odd, down) in enumerate(NEIGHBOURS):
            other = regions.get((tile.column + (odd if tile.row % 2 else even), tile.row + down))
            # Between two regions one of the two draws the side.
            if other == tile.region or (other is not None and other < tile.region):
                continue
            (x1, y1), (x2, y2) = CORNERS[side], CORNERS[(side + 1) % 6]
            path.append(f"M{x + x1 * HALF},{y + y1 * QUARTER}L{x + x2 * HALF},{y + y2 * QUARTER}")
    return "".join(path)


def _sentence(title: str, tiles: Sequence[Tile]) -> str:
    counts = [sum(tile.quarter == number for tile in tiles) for number in (1, 2, 3, 4)]
    if not any(counts):
        return f"{title}: none of the {len(tiles)} councils of the map has a figure."
    first, second, third, fourth = counts
    said = (
        f"{title}: of {len(tiles)} councils, in the lowest quarter of England’s values {first}, "
        f"in the second {second}, in the third {third}, in the highest {fourth}"
    )
    without = len(tiles) - sum(counts)
    if without:
        said += f", without a figure {without}"
    chosen = [tile.words for tile in tiles if tile.chosen]
    return f"{said}. {'; '.join(chosen)}." if chosen else f"{said}."
