"""What is kept of published figures: the catalogue's rows, releases of data, observations, comparisons."""

from indicators.models.catalogue import Indicator, Series, Source
from indicators.models.figures import Area, Comparison, FictionalFigure, Observation, Period, Remark
from indicators.models.pulls import Check, Release, ValueExplanation

__all__ = [
    "Area",
    "Check",
    "Comparison",
    "FictionalFigure",
    "Indicator",
    "Observation",
    "Period",
    "Release",
    "Remark",
    "Series",
    "Source",
    "ValueExplanation",
]
