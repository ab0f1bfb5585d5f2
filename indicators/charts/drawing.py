"""What every drawing is made with: figures as printed, places on a range, the opening tag, the colours."""

import html
from collections.abc import Callable, Sequence
from functools import lru_cache
from math import isfinite

from indicators.charts.palette import LIGHT

WIDTH = 200.0  # of a bar in the drawing's own units: half a unit is 0.25 % of the England range
FONT = ' font-family="sans-serif" font-size="11"'

Painter = Callable[..., str]


@lru_cache(maxsize=5000)
def escape(words: str) -> str:
    """Words as HTML, each once: the same titles, units and periods stand in a thousand places of a page."""
    return html.escape(words)


def figure(value: float | None, decimals: int) -> str:
    """A value as it is printed: the indicator's decimals, thousands parted, NA where there is none."""
    if value is None or not isfinite(value):
        return "NA"
    printed = f"{value:,.{decimals}f}"
    return printed[1:] if value <= 0 and printed[0] == "-" and not printed.strip("-0.,") else printed


def position(value: float | None, bottom: float | None, top: float | None) -> float | None:
    """Where a value stands between the least and the greatest in England, in per cent of the way.

    None where there is nothing to place. A value outside the range is placed at its end (an England
    figure may be published from other areas than the councils compared).
    """
    if value is None or bottom is None or top is None or not all(map(isfinite, (value, bottom, top))):
        return None
    if top == bottom:
        return 50.0
    return min(100.0, max(0.0, (value - bottom) / (top - bottom) * 100))


def opened(kind: str, box: str, sentence: str, *, standalone: bool, width: int, height: int) -> str:
    """The beginning of a drawing: its size, and the sentence that says what the eye would see."""
    space = f' xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"' if standalone else ""
    return (
        f'<svg class="chart {kind}"{space} viewBox="{box}" role="img"><title>{html.escape(sentence)}</title>'
    )


def painter(*, standalone: bool) -> Painter:
    """What writes the colours: nothing on a page (classes do), attributes in a paper."""

    def paint(fill: str | None, stroke: str | None, *, width: float = 1, dashed: bool = False) -> str:
        if not standalone:
            return ""
        said = f' fill="{LIGHT[fill] if fill else "none"}"'
        if stroke:
            said += f' stroke="{LIGHT[stroke]}" stroke-width="{width:g}"'
        return said + (' stroke-dasharray="3 2"' if dashed else "")

    return paint


def at(per_cent: float, width: float = WIDTH) -> str:
    """Per cent of the range in the drawing's units, to a twentieth of a per cent."""
    return f"{per_cent * width / 100:.1f}".removesuffix(".0")


def marker_down(place: float, y: float, paint: Painter, width: float = WIDTH) -> str:
    """The council's triangle: it points down at `y` from above (R103)."""
    return f'<path class="c-local"{paint("local", "paper")} d="M{at(place, width)},{y:g}l6,-10h-12z"/>'


def marker_up(place: float, y: float, paint: Painter, width: float = WIDTH) -> str:
    """The type's triangle: it points up at `y` from below (R103)."""
    return f'<path class="c-type"{paint("type", "type-edge")} d="M{at(place, width)},{y:g}l6,10h-12z"/>'


def runs(values: Sequence[float | None]) -> list[list[tuple[int, float]]]:
    """The values between the gaps, each with its place: a missing period breaks a line, never bridges it."""
    found: list[list[tuple[int, float]]] = [[]]
    for index, value in enumerate(values):
        if value is None or not isfinite(value):
            found.append([])
        else:
            found[-1].append((index, value))
    return [run for run in found if run]
