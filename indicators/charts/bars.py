"""The range bar of the headline report: the England range, the council above it, its type below."""

from indicators.charts.drawing import at, figure, marker_down, marker_up, opened, painter, position


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
    sentence = _sentence(
        title, (local_name, local, why_no_local), (type_name, type_average), england, bottom, top, decimals
    )
    paint = painter(standalone=standalone)
    parts = [opened("range-bar", "-8 0 216 34", sentence, standalone=standalone, width=216, height=34)]
    parts.append(f'<rect class="c-track"{paint("track", "edge")} y="13" width="200" height="8" rx="1"/>')
    lower, upper = position(lower_quartile, bottom, top), position(upper_quartile, bottom, top)
    if lower is not None and upper is not None:
        parts.append(
            f'<rect class="c-half"{paint("half", "edge")} x="{at(lower)}" y="13" '
            f'width="{at(upper - lower)}" height="8"/>'
        )
    if (place := position(england, bottom, top)) is not None:
        parts.append(f'<path class="c-england"{paint(None, "england", width=2)} d="M{at(place)},11v12"/>')
    if (place := position(type_average, bottom, top)) is not None:
        parts.append(marker_up(place, 22, paint))
    if (place := position(local, bottom, top)) is not None:
        parts.append(marker_down(place, 12, paint))
    parts.append("</svg>")
    return "".join(parts)


def _sentence(
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
