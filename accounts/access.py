"""Who may do what with what is a person's own: None, or the sentence that stands where the button would."""

from __future__ import annotations

import re

from accounts.models import User
from accounts.sealing import Fields

# A page of ours, without a question mark: what is drafted there is taken up there again.
PAGE = re.compile(r"(/[a-z0-9][a-z0-9-]*)+")
LONGEST = 400_000  # characters of all fields together: a note may have 100,000
MOST_FIELDS = 200
MOST_DRAFTS = 500


def cannot_be_drafted(form: str, fields: Fields) -> str | None:
    """Why these fields are no draft."""
    if not PAGE.fullmatch(form) or len(form) > 200:
        return "A draft belongs to a page of this service, and this is none. Begin again from the page."
    length = sum(len(value) for values in fields.values() for value in values)
    if length > LONGEST or len(fields) > MOST_FIELDS:
        return (
            f"This draft has {length:,} characters and may have {LONGEST:,}. It was not saved: keep part of "
            "it in another draft."
        )
    return None


def says_nothing(fields: Fields) -> str | None:
    """Why a draft is not begun with these."""
    if any(value.strip() for values in fields.values() for value in values):
        return None
    return "There is nothing to keep yet. Write something first."


def may_not_begin_another(user: User) -> str | None:
    """So many drafts are no longer drafts."""
    if user.drafts.filter(used_at__isnull=True).count() >= MOST_DRAFTS:
        return f"You have {MOST_DRAFTS} drafts, and no more can be kept. Log or discard some of them first."
    return None
