"""The strip: every council a tick on England's range, one named, England a line, the type's median."""

from collections.abc import Iterable
from math import isfinite

from indicators.charts.drawing import at, figure, marker_down, marker_up, opened, painter, position

STRIP_WIDTH = 400.0


def strip(
    *,
    title: str,
    values: Iterable[float | None],
    bottom: float | None,
    top: float | None,
    decimals: int,
    england: float | None = None,
    median: float | None = None,
    local: float | None = None,
    local_name: str = "",
    standalone: bool = False,
) -> str:
    """The councils of one type as ticks on the range of all England; `local` is the council chosen.

    Councils of the same value are one tick: the sentence says how many councils there are.
    """
    held = [value for value in values if value is not None and isfinite(value)]
    sentence = _sentence(title, held, (bottom, top), decimals, england, median, (local_name, local))
    paint = painter(standalone=standalone)
    parts = [opened("strip", "-8 0 416 36", sentence, standalone=standalone, width=416, height=36)]
    parts.append(f'<path class="c-line"{paint(None, "edge", width=0.5)} d="M0,17h{STRIP_WIDTH:g}"/>')
    if (place := position(england, bottom, top)) is not None:
        line = f"M{at(place, STRIP_WIDTH)},0v36"
        parts.append(f'<path class="c-england"{paint(None, "england", width=2)} d="{line}"/>')
    places = sorted({at(place, STRIP_WIDTH) for v in held if (place := position(v, bottom, top)) is not None})
    if places:
        ticks = "".join(f"M{place},12v10" for place in places)
        parts.append(f'<path class="c-tick"{paint(None, "edge")} d="{ticks}"/>')
    if (place := position(median, bottom, top)) is not None:
        parts.append(marker_up(place, 24, paint, STRIP_WIDTH))
    if (place := position(local, bottom, top)) is not None:
        here = f"M{at(place, STRIP_WIDTH)},10v14"
        parts.append(f'<path class="c-here"{paint(None, "local", width=2)} d="{here}"/>')
        parts.append(marker_down(place, 11, paint, STRIP_WIDTH))
    parts.append("</svg>")
    return "".join(parts)


def _sentence(
    title: str,
    held: list[float],
    ends: tuple[float | None, float | None],
    decimals: int,
    england: float | None,
    median: float | None,
    local: tuple[str, float | None],
) -> str:
    if not held:
        return f"{title}: no council has a figure."
    count = f"{len(held)} council{'s' if len(held) != 1 else ''}"
    said = f"{title}: {count} from {figure(min(held), decimals)} to {figure(max(held), decimals)}"
    said += f", median {figure(median, decimals)}; England {figure(england, decimals)}"
    name, value = local
    place = position(value, *ends)
    if name and place is not None:
        said += (
            f"; {name} {figure(value, decimals)}, {place:.1f} per cent of the way up the England range of "
            f"{figure(ends[0], decimals)} to {figure(ends[1], decimals)}"
        )
    return f"{said}."
