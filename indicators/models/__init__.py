"""What is kept of published figures: the catalogue's rows, releases of data, observations, comparisons."""

from indicators.models.asking import FigureToAsk, MutedFigure
from indicators.models.catalogue import Indicator, Series, Source, TakenIn
from indicators.models.definitions import SavedDefinition
from indicators.models.figures import Area, Comparison, FictionalFigure, Observation, Period, Remark
from indicators.models.neighbours import Neighbour, NeighbourSet
from indicators.models.pulls import Change, Check, Decision, Release, ValueExplanation
from indicators.models.reports import OwnReport, OwnReportVersion
from indicators.models.schedules import ScheduleEdit
from indicators.models.uploads import Upload

__all__ = [
    "Area",
    "Change",
    "Check",
    "Comparison",
    "Decision",
    "FictionalFigure",
    "FigureToAsk",
    "Indicator",
    "MutedFigure",
    "Neighbour",
    "NeighbourSet",
    "Observation",
    "OwnReport",
    "OwnReportVersion",
    "Period",
    "Release",
    "Remark",
    "SavedDefinition",
    "ScheduleEdit",
    "Series",
    "Source",
    "TakenIn",
    "Upload",
    "ValueExplanation",
]
