"""Acts about published figures that a person does."""

from indicators.workflow.asking import ask_again, mute_figure, note_figures_to_ask
from indicators.workflow.deciding import (
    refuse_from_quarantine,
    release_from_quarantine,
    roll_back_release,
)
from indicators.workflow.defining import save_definitions, withdraw_definition
from indicators.workflow.explaining import explain_value
from indicators.workflow.reporting import (
    Wording,
    change_own_report,
    make_own_report,
    may_not_say,
    publish_report,
    share_own_report,
    stop_sharing_own_report,
    withdraw_own_report,
)
from indicators.workflow.scheduling import ask_now, pause_source, set_schedule, take_back_schedule

__all__ = [
    "Wording",
    "ask_again",
    "ask_now",
    "change_own_report",
    "explain_value",
    "make_own_report",
    "may_not_say",
    "mute_figure",
    "note_figures_to_ask",
    "pause_source",
    "publish_report",
    "refuse_from_quarantine",
    "release_from_quarantine",
    "roll_back_release",
    "save_definitions",
    "set_schedule",
    "share_own_report",
    "stop_sharing_own_report",
    "take_back_schedule",
    "withdraw_definition",
    "withdraw_own_report",
]
