"""Our own charts: small SVG drawn by the server, no library.

Every chart has a `<title>` sentence that says what the eye would see, carries no style attribute and
no script, and is drawn for the page (classes; the stylesheet gives light, dark, forced colours and
print) or, with `standalone=True`, for a paper (colours as presentation attributes).
"""

from indicators.charts.bars import range_bar
from indicators.charts.drawing import WIDTH, figure, position
from indicators.charts.lines import Course, sparkline, trend
from indicators.charts.maps import Tile, tile_map
from indicators.charts.palette import DARK, LIGHT
from indicators.charts.quarters import QUARTERS, Marks, quarter
from indicators.charts.spines import spine
from indicators.charts.strips import strip

__all__ = [
    "DARK",
    "LIGHT",
    "QUARTERS",
    "WIDTH",
    "Course",
    "Marks",
    "Tile",
    "figure",
    "position",
    "quarter",
    "range_bar",
    "sparkline",
    "spine",
    "strip",
    "tile_map",
    "trend",
]
