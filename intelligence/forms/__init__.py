"""What people fill in about notes, and how they narrow the list of them."""

from intelligence.forms.acts import (
    CheckForm,
    DeputyForm,
    FollowUpForm,
    IdentityForm,
    OpenForm,
    WithdrawForm,
)
from intelligence.forms.attaching import AttachForm, FilesField, TakeAwayForm
from intelligence.forms.filters import NoteFilter
from intelligence.forms.lists import (
    FollowUpTickedForm,
    LeavingForm,
    OpenTickedForm,
    TagTickedForm,
    ViewForm,
    WithdrawTickedForm,
)
from intelligence.forms.networking import ContactForm
from intelligence.forms.practice import PracticeFilter, ShareForm
from intelligence.forms.verifying import AnswerForm, AskForm, OutcomeForm, PointOutForm
from intelligence.forms.writing import CAPTURE, CaptureForm, CorrectionForm, RewriteForm, capture_box

__all__ = [
    "CAPTURE",
    "AnswerForm",
    "AskForm",
    "AttachForm",
    "CaptureForm",
    "CheckForm",
    "ContactForm",
    "CorrectionForm",
    "DeputyForm",
    "FilesField",
    "FollowUpForm",
    "FollowUpTickedForm",
    "IdentityForm",
    "LeavingForm",
    "NoteFilter",
    "OpenForm",
    "OpenTickedForm",
    "OutcomeForm",
    "PointOutForm",
    "PracticeFilter",
    "RewriteForm",
    "ShareForm",
    "TagTickedForm",
    "TakeAwayForm",
    "ViewForm",
    "WithdrawForm",
    "WithdrawTickedForm",
    "capture_box",
]
