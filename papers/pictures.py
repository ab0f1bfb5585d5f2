"""Drawings made pictures for Word. Each is drawn once a process while it is among the latest: a member's own
copy of a report, and the next version of it, hold the drawings of the office's."""

import json
import threading
from collections.abc import Iterable

from .drawing import drawn_size
from .typesetting import typeset

# Pixels per inch of a picture at its own size; in a table it is set about half as wide. It stands in for the
# drawing, which the file holds too, in programs that cannot draw.
SHARPNESS = 72.0
MOST, LARGEST = 2048, 8192  # pictures that are kept, and bytes of one: 16 MB at the very most
_kept: dict[str, bytes] = {}  # by the drawing itself, the latest last
_lock = threading.Lock()


def pictures_of(drawings: Iterable[str]) -> dict[str, bytes]:
    """A PNG for each different drawing, in the order in which they came."""
    wanted = list(dict.fromkeys(drawings))
    with _lock:
        known = {svg: _kept[svg] for svg in wanted if svg in _kept}
    missing = [svg for svg in wanted if svg not in known]
    known |= zip(missing, _drawn(missing), strict=True)
    with _lock:
        for svg in wanted:
            _kept.pop(svg, None)
            if len(known[svg]) <= LARGEST:
                _kept[svg] = known[svg]
        for oldest in list(_kept)[: max(len(_kept) - MOST, 0)]:
            del _kept[oldest]
    return {svg: known[svg] for svg in wanted}


def _drawn(drawings: list[str]) -> list[bytes]:
    if not drawings:
        return []
    sizes = [drawn_size(svg) for svg in drawings]
    data = [
        {"svg": svg, "width": width, "height": height}
        for svg, (width, height) in zip(drawings, sizes, strict=True)
    ]
    made = typeset("drawings.typ", {"drawings": json.dumps(data)}, format="png", ppi=SHARPNESS)
    return made if isinstance(made, list) else [made]
