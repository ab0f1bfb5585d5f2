"""What people fill in about notes, and how they narrow the list of them."""

from intelligence.forms.acts import (
    CheckForm,
    DeputyForm,
    FollowUpForm,
    IdentityForm,
    OpenForm,
    WithdrawForm,
)
from intelligence.forms.filters import NoteFilter
from intelligence.forms.writing import CaptureForm, CorrectionForm, RewriteForm, capture_box

__all__ = [
    "CaptureForm",
    "CheckForm",
    "CorrectionForm",
    "DeputyForm",
    "FollowUpForm",
    "IdentityForm",
    "NoteFilter",
    "OpenForm",
    "RewriteForm",
    "WithdrawForm",
    "capture_box",
]
