"""Forms about published figures."""

from indicators.forms.asking import MuteForm
from indicators.forms.choosing import ReportChoiceForm, TrendsForm
from indicators.forms.compare import CompareForm
from indicators.forms.explaining import ExplanationForm
from indicators.forms.finding import SourcesForm
from indicators.forms.indicator import FiguresForm, NarrowForm
from indicators.forms.scheduling import PauseForm, ScheduleForm, TakeBackForm

__all__ = [
    "CompareForm",
    "ExplanationForm",
    "FiguresForm",
    "MuteForm",
    "NarrowForm",
    "PauseForm",
    "ReportChoiceForm",
    "ScheduleForm",
    "SourcesForm",
    "TakeBackForm",
    "TrendsForm",
]
