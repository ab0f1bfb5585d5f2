"""Our own charts: small SVG drawn by the server, one module, no library.

Every chart has a `<title>` sentence that says what the eye would see, carries no style attribute and
no script, and is drawn for the page (classes; the stylesheet gives light, dark, forced colours and
print) or, with `standalone=True`, for a paper (colours as presentation attributes).
"""

from collections.abc import Sequence
from html import escape
from math import isfinite

# The colours of the drawings, once: the stylesheet repeats them as tokens and a test compares the two
# and measures their contrast.
LIGHT = {
    "paper": "#ffffff",
    "track": "#dfe3e8",
    "half": "#b3bcc8",
    "edge": "#5f6b7a",
    "england": "#0b0c0c",
    "local": "#144a80",
    "type": "#e8672a",
    "type-edge": "#4a1c05",
}
DARK = {
    "paper": "#14181d",
    "track": "#39424d",
    "half": "#5d6977",
    "edge": "#9aa7b5",
    "england": "#ffffff",
    "local": "#8cc8ff",
    "type": "#ff9a5c",
    "type-edge": "#14181d",
}

WIDTH = 200.0  # of the bar in the drawing's own units: half a unit is 0.25 % of the England range
SPARK_WIDTH, SPARK_HEIGHT = 120.0, 28.0


def figure(value: float | None, decimals: int) -> str:
    """A value as it is printed: the indicator's decimals, thousands parted, NA where there is none."""
    if value is None or not isfinite(value):
        return "NA"
    printed = f"{value:,.{decimals}f}"
    return printed[1:] if printed.startswith("-") and not printed.strip("-0.,") else printed


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


def range_bar(
    *,
    title: str,
    bottom: float | None,
    top: float | None,
    decimals: int,
    local: float | None = None,
    local_name: str = "this council",
    why_no_local: str = "",
    type_average: float | None = None,
    type_name: str = "type average",
    england: float | None = None,
    lower_quartile: float | None = None,
    upper_quartile: float | None = None,
    standalone: bool = False,
) -> str:
    """The England range with the council above it and its type below (R102-R105, UI.md "Charts").

    `local` is a triangle pointing down onto the bar, `type_average` one pointing up at it, `england` a
    line across, the quartiles the shaded and outlined middle half. A value that is None draws no
    marker; `why_no_local` then stands in the title. Values are in the indicator's own unit.
    """
    sentence = _range_sentence(
        title, (local_name, local, why_no_local), (type_name, type_average), england, bottom, top, decimals
    )
    paint = _painter(standalone)
    parts = [_open("range-bar", "-8 0 216 34", sentence, standalone, width=216, height=34)]
    parts.append(f'<rect class="c-track"{paint("track", "edge")} y="13" width="200" height="8" rx="1"/>')
    lower, upper = position(lower_quartile, bottom, top), position(upper_quartile, bottom, top)
    if lower is not None and upper is not None:
        parts.append(
            f'<rect class="c-half"{paint("half", "edge")} x="{_at(lower)}" y="13" '
            f'width="{_at(upper - lower)}" height="8"/>'
        )
    if (place := position(england, bottom, top)) is not None:
        parts.append(f'<path class="c-england"{paint(None, "england", width=2)} d="M{_at(place)},11v12"/>')
    if (place := position(type_average, bottom, top)) is not None:
        parts.append(f'<path class="c-type"{paint("type", "type-edge")} d="M{_at(place)},22l6,10h-12z"/>')
    if (place := position(local, bottom, top)) is not None:
        parts.append(f'<path class="c-local"{paint("local", "paper")} d="M{_at(place)},12l6,-10h-12z"/>')
    parts.append("</svg>")
    return "".join(parts)


def sparkline(
    *,
    title: str,
    periods: Sequence[str],
    local: Sequence[float | None],
    type_average: Sequence[float | None] = (),
    decimals: int = 1,
    local_name: str = "this council",
    type_name: str = "type average",
    standalone: bool = False,
) -> str:
    """The council over time, with its type's average dashed; a missing period leaves a gap."""
    held = [v for v in (*local, *type_average) if v is not None and isfinite(v)]
    sentence = _spark_sentence(title, periods, local, type_average, decimals, local_name, type_name)
    paint = _painter(standalone)
    parts = [_open("sparkline", "-4 -4 128 36", sentence, standalone, width=128, height=36)]
    if held:
        low, high = min(held), max(held)
        count = max(len(local), len(type_average))
        for values, kind, dash in ((type_average, "type", True), (local, "local", False)):
            path, dots = _path(values, low, high, count)
            if path:
                stroke = paint(None, kind, width=1.5 if dash else 2, dashed=dash)
                parts.append(f'<path class="c-{kind}-line"{stroke} d="{path}"/>')
            parts.extend(
                f'<circle class="c-{kind}-dot"{paint(kind, None)} cx="{x}" cy="{y}" r="1.5"/>'
                for x, y in dots
            )
        last = _last(local, low, high, count)
        if last:
            parts.append(
                f'<circle class="c-local-dot"{paint("local", None)} cx="{last[0]}" cy="{last[1]}" r="2.5"/>'
            )
    parts.append("</svg>")
    return "".join(parts)


def _open(kind: str, box: str, sentence: str, standalone: bool, *, width: int, height: int) -> str:  # noqa: FBT001
    space = f' xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"' if standalone else ""
    return f'<svg class="chart {kind}"{space} viewBox="{box}" role="img"><title>{escape(sentence)}</title>'


def _painter(standalone: bool):  # noqa: FBT001
    """What writes the colours: nothing on a page (classes do), attributes in a paper."""

    def paint(fill: str | None, stroke: str | None, *, width: float = 1, dashed: bool = False) -> str:
        if not standalone:
            return ""
        said = f' fill="{LIGHT[fill] if fill else "none"}"'
        if stroke:
            said += f' stroke="{LIGHT[stroke]}" stroke-width="{width:g}"'
        return said + (' stroke-dasharray="3 2"' if dashed else "")

    return paint


def _at(per_cent: float) -> str:
    """Per cent of the range in the drawing's units, to a twentieth of a per cent."""
    return f"{per_cent * WIDTH / 100:.1f}".removesuffix(".0")


def _range_sentence(
    title: str,
    local: tuple[str, float | None, str],
    of_type: tuple[str, float | None],
    england: float | None,
    bottom: float | None,
    top: float | None,
    decimals: int,
) -> str:
    if bottom is None or top is None:
        return f"{title}: no council in England has a figure."
    name, value, why = local
    said = f"{name} {figure(value, decimals)}"
    if value is None and why:
        said += f" ({why.rstrip('.')})"
    said += f", {of_type[0]} {figure(of_type[1], decimals)}, England {figure(england, decimals)}"
    said += f"; England range {figure(bottom, decimals)} to {figure(top, decimals)}"
    place = position(value, bottom, top)
    if place is None:
        return f"{title}: {said}."
    return f"{title}: {said}; {place:.1f} per cent of the way up it."


def _spark_sentence(
    title: str,
    periods: Sequence[str],
    local: Sequence[float | None],
    type_average: Sequence[float | None],
    decimals: int,
    local_name: str,
    type_name: str,
) -> str:
    held = [(p, v) for p, v in zip(periods, local, strict=False) if v is not None]
    if not held:
        return f"{title}: {local_name} has no figure in these periods."
    (first, start), (last, end) = held[0], held[-1]
    if len(held) == 1:
        said = f"{local_name} {figure(start, decimals)} in {first}"
    else:
        said = f"{local_name} from {figure(start, decimals)} in {first} to {figure(end, decimals)} in {last}"
    theirs = [v for v in type_average if v is not None]
    if theirs:
        said += f"; {type_name} from {figure(theirs[0], decimals)} to {figure(theirs[-1], decimals)}"
    gaps = len(periods) - len(held)
    if gaps:
        said += f"; no figure for {gaps} of {len(periods)} periods"
    return f"{title}: {said}."


def _point(index: int, value: float, low: float, high: float, count: int) -> tuple[str, str]:
    x = SPARK_WIDTH / 2 if count < 2 else index * SPARK_WIDTH / (count - 1)
    share = 0.5 if high == low else (value - low) / (high - low)
    return f"{x:.1f}", f"{SPARK_HEIGHT * (1 - share):.1f}"


def _path(
    values: Sequence[float | None], low: float, high: float, count: int
) -> tuple[str, list[tuple[str, str]]]:
    """The drawn line with its gaps, and the points that stand alone between two gaps."""
    runs: list[list[tuple[str, str]]] = [[]]
    for index, value in enumerate(values):
        if value is None or not isfinite(value):
            runs.append([])
        else:
            runs[-1].append(_point(index, value, low, high, count))
    lines = ["M" + "L".join(f"{x},{y}" for x, y in run) for run in runs if len(run) > 1]
    return "".join(lines), [run[0] for run in runs if len(run) == 1]


def _last(values: Sequence[float | None], low: float, high: float, count: int) -> tuple[str, str] | None:
    held = [(i, v) for i, v in enumerate(values) if v is not None and isfinite(v)]
    return _point(held[-1][0], held[-1][1], low, high, count) if held else None
