"""The acts about people who sign in and what is theirs."""

from accounts.workflow.drafts import Begun, Used, clear_drafts, discard_draft, keep_draft, use_draft
from accounts.workflow.people import (
    add_person,
    end_role,
    give_role,
    mark_seen,
    may_not_manage_people,
    tell,
    tell_people,
)
from accounts.workflow.reminding import make_feed, mark_fetched, name_councils, revoke_feed, want_digest
from accounts.workflow.views import change_view, forget_view, save_view

__all__ = [
    "Begun",
    "Used",
    "add_person",
    "change_view",
    "clear_drafts",
    "discard_draft",
    "end_role",
    "forget_view",
    "give_role",
    "keep_draft",
    "make_feed",
    "mark_fetched",
    "mark_seen",
    "may_not_manage_people",
    "name_councils",
    "revoke_feed",
    "save_view",
    "tell",
    "tell_people",
    "use_draft",
    "want_digest",
]
