"""The spine: a council's indicators under one another, each between England's bottom, quartiles and top.

Every row gives each quarter of England's values the same width, so that the middle half is one column down
the page whatever the units, and indicators can be read side by side.
"""

from itertools import pairwise

from indicators.charts.drawing import WIDTH, figure, marker_down, marker_up, opened, painter
from indicators.charts.quarters import QUARTERS, Marks, quarter


def spine(
    *,
    title: str,
    marks: Marks,
    decimals: int,
    local: float | None = None,
    local_name: str = "this council",
    why_no_local: str = "",
    type_average: float | None = None,
    type_name: str = "type average",
    standalone: bool = False,
) -> str:
    """One indicator's row of the spine: the council a triangle from above, its type one from below."""
    paint = painter(standalone=standalone)
    sentence = _sentence(title, marks, decimals, (local_name, local, why_no_local), (type_name, type_average))
    parts = [opened("spine", "-8 0 216 34", sentence, standalone=standalone, width=216, height=34)]
    parts.append(f'<rect class="c-track"{paint("track", "edge")} y="13" width="200" height="8" rx="1"/>')
    parts.append(
        f'<rect class="c-half"{paint("half", "edge")} x="{WIDTH / 4:g}" y="13" width="{WIDTH / 2:g}" '
        'height="8"/>'
    )
    parts.append(f'<path class="c-england"{paint(None, "england", width=2)} d="M{WIDTH / 2:g},11v12"/>')
    if (place := spine_place(type_average, marks)) is not None:
        parts.append(marker_up(place, 22, paint))
    if (place := spine_place(local, marks)) is not None:
        parts.append(marker_down(place, 12, paint))
    parts.append("</svg>")
    return "".join(parts)


def spine_place(value: float | None, marks: Marks) -> float | None:
    """Where a value stands, in per cent of the row: a quarter of England's values is a quarter of the row."""
    five = marks.known
    if value is None or five is None:
        return None
    if value <= five[0]:
        return 50.0 if five[0] == five[4] else 0.0
    for step, (low, high) in enumerate(pairwise(five)):
        if value <= high:
            return 25.0 * (step + (value - low) / (high - low))
    return 100.0


def _sentence(
    title: str,
    marks: Marks,
    decimals: int,
    local: tuple[str, float | None, str],
    of_type: tuple[str, float | None],
) -> str:
    name, value, why = local
    if marks.known is None:
        return f"{title}: no council in England has a figure."
    said = f"{title}: {name} {figure(value, decimals)}"
    if value is None and why:
        said += f" ({why.rstrip('.')})"
    of_four = quarter(value, marks)
    if of_four:
        said += f", in the {QUARTERS[of_four]} of England’s values"
    bottom, lower, median, upper, top = (figure(one, decimals) for one in marks.known)
    return (
        f"{said}; {of_type[0]} {figure(of_type[1], decimals)}; bottom {bottom}, lower quartile {lower}, "
        f"median {median}, upper quartile {upper}, top {top}."
    )
