"""Figures over time: the small line beside a row, and the larger one with its scale and its revisions."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import isfinite

from indicators.charts.drawing import FONT, Painter, escape, figure, opened, painter, runs

SPARK_WIDTH, SPARK_HEIGHT = 120.0, 28.0
# The larger drawing: the plot's left, right, upper and lower edges within 320 by 150.
LEFT, RIGHT, UPPER, LOWER = 52.0, 310.0, 10.0, 118.0
MOST_SIDE_BY_SIDE = 36  # letters of the first and the last period on one line
LONE = 2.5  # the radius of a value without a neighbour


@dataclass(frozen=True)
class Course:
    """One line of a trend. `kind` chooses how it is drawn: local, type (dashed) or england (dotted).

    `revised` holds the places of the periods whose value was revised after it was first published.
    """

    name: str
    kind: str
    values: tuple[float | None, ...]
    revised: frozenset[int] = field(default=frozenset())


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
    paint = painter(standalone=standalone)
    parts = [opened("sparkline", "-4 -4 128 36", sentence, standalone=standalone, width=128, height=36)]
    if held:
        box = _Box(0, SPARK_WIDTH, 0, SPARK_HEIGHT, min(held), max(held), max(len(local), len(type_average)))
        for values, kind, dash in ((type_average, "type", True), (local, "local", False)):
            parts += _line(values, kind, box, paint, width=1.5 if dash else 2, dashed=dash)
        last = next((at for at in reversed(range(len(local))) if _is_there(local[at])), None)
        if last is not None:
            x, y = box.point(last, local[last] or 0.0)
            parts.append(f'<circle class="c-local-dot"{paint("local", None)} cx="{x}" cy="{y}" r="2.5"/>')
    parts.append("</svg>")
    return "".join(parts)


def trend(
    *,
    title: str,
    periods: Sequence[str],
    courses: Sequence[Course],
    decimals: int,
    middle_half: Sequence[tuple[float | None, float | None]] = (),
    scale: tuple[float, float] | None = None,
    standalone: bool = False,
) -> str:
    """Several lines over time on one scale, its ends printed; gaps stay gaps, a ring marks a revised value.

    `middle_half` shades from the lower to the upper quartile of England in each period; `scale` is given
    where several drawings are to be read against one another.
    """
    held = [v for course in courses for v in course.values if v is not None and isfinite(v)]
    held += [v for pair in middle_half for v in pair if v is not None and isfinite(v)]
    sentence = _sentence(title, periods, courses, decimals)
    paint = painter(standalone=standalone)
    parts = [opened("trend", "0 0 320 150", sentence, standalone=standalone, width=320, height=150)]
    if held:
        low, high = scale or (min(held), max(held))
        box = _Box(LEFT, RIGHT, UPPER, LOWER, low, high, len(periods))
        parts.append(
            f'<path class="c-line"{paint(None, "edge", width=0.5)} '
            f'd="M{LEFT:g},{UPPER:g}H{RIGHT:g}M{LEFT:g},{LOWER:g}H{RIGHT:g}"/>'
        )
        parts += _band(middle_half, box, paint)
        for course in courses:
            width = 1.5 if course.kind != "local" else 2
            parts += _line(course.values, course.kind, box, paint, width=width, dashed=course.kind != "local")
            parts += _rings(course, box, paint)
        font = FONT + paint("england", None) if standalone else ""
        ends = [(LEFT - 6, UPPER + 4, "end", figure(high, decimals))]
        if high != low:
            ends.append((LEFT - 6, LOWER + 4, "end", figure(low, decimals)))
        # Two long names of periods do not fit beside one another: the newer one goes a line down.
        long = len(periods) > 1 and len(periods[0]) + len(periods[-1]) > MOST_SIDE_BY_SIDE
        ends.append((LEFT, LOWER + (14 if long else 22), "start", periods[0]))
        if len(periods) > 1:
            ends.append((RIGHT, LOWER + (28 if long else 22), "end", periods[-1]))
        parts += [
            f'<text class="c-text"{font} x="{x:g}" y="{y:g}" text-anchor="{anchor}">{escape(words)}</text>'
            for x, y, anchor, words in ends
        ]
    parts.append("</svg>")
    return "".join(parts)


@dataclass(frozen=True)
class _Box:
    """Where the lines are drawn, and between which values."""

    left: float
    right: float
    upper: float
    lower: float
    low: float
    high: float
    count: int

    def point(self, index: int, value: float) -> tuple[str, str]:
        """The place of a period's value."""
        middle = (self.left + self.right) / 2
        step = (self.right - self.left) / (self.count - 1) if self.count > 1 else 0
        x = middle if self.count < 2 else self.left + index * step
        share = 0.5 if self.high == self.low else (value - self.low) / (self.high - self.low)
        return f"{x:.1f}", f"{self.lower - (self.lower - self.upper) * share:.1f}"


def _is_there(value: float | None) -> bool:
    return value is not None and isfinite(value)


def _line(
    values: Sequence[float | None], kind: str, box: _Box, paint: Painter, *, width: float, dashed: bool
) -> list[str]:
    """The drawn line with its gaps; a value between two gaps is a dot."""
    parts = []
    placed = [[box.point(*one) for one in run] for run in runs(values)]
    path = "".join("M" + "L".join(f"{x},{y}" for x, y in run) for run in placed if len(run) > 1)
    if path:
        stroke = paint(None, kind, width=width, dashed=dashed)
        parts.append(f'<path class="c-{kind}-line"{stroke} d="{path}"/>')
    parts += [
        f'<circle class="c-{kind}-dot"{paint(kind, None)} cx="{run[0][0]}" cy="{run[0][1]}" r="{LONE:g}"/>'
        for run in placed
        if len(run) == 1
    ]
    return parts


def _rings(course: Course, box: _Box, paint: Painter) -> list[str]:
    parts = []
    for index in sorted(course.revised):
        value = course.values[index] if index < len(course.values) else None
        if value is not None and isfinite(value):
            x, y = box.point(index, value)
            parts.append(
                f'<circle class="c-revised"{paint("paper", "england", width=1.5)} cx="{x}" cy="{y}" r="3.5"/>'
            )
    return parts


def _band(pairs: Sequence[tuple[float | None, float | None]], box: _Box, paint: Painter) -> list[str]:
    """The middle half of England over time, a shape for each run of periods."""
    lows = [low if high is not None else None for low, high in pairs]
    path = ""
    for run in runs(lows):
        if len(run) > 1:
            below = [box.point(*one) for one in run]
            above = [box.point(index, pairs[index][1] or 0.0) for index, _ in reversed(run)]
            path += "M" + "L".join(f"{x},{y}" for x, y in (*below, *above)) + "z"
    return [f'<path class="c-band"{paint("track", None)} d="{path}"/>'] if path else []


def _sentence(title: str, periods: Sequence[str], courses: Sequence[Course], decimals: int) -> str:
    said = [_said(course, periods, decimals) for course in courses]
    if not any(value is not None for course in courses for value in course.values):
        return f"{title}: no figure is held in these periods."
    revised = sum(len(course.revised) for course in courses)
    if revised:
        said.append(f"{revised} value{'s' if revised != 1 else ''} revised since first published")
    return f"{title}: {'; '.join(said)}."


def _said(course: Course, periods: Sequence[str], decimals: int) -> str:
    held = [(p, v) for p, v in zip(periods, course.values, strict=False) if v is not None]
    if not held:
        return f"{course.name} has no figure in these periods"
    (first, start), (last, end) = held[0], held[-1]
    if len(held) == 1:
        said = f"{course.name} {figure(start, decimals)} in {first}"
    else:
        said = f"{course.name} from {figure(start, decimals)} in {first} to {figure(end, decimals)} in {last}"
    gaps = len(periods) - len(held)
    return f"{said}, no figure for {gaps} of {len(periods)} periods" if gaps else said


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
