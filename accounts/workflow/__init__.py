"""The acts about people who sign in and what is theirs."""

from accounts.workflow.drafts import Begun, Used, clear_drafts, discard_draft, keep_draft, use_draft
from accounts.workflow.people import (
    add_person,
    close_sign_in,
    end_role,
    give_proposed_role,
    give_role,
    open_sign_in,
    propose_role,
    refuse_proposed_role,
)
from accounts.workflow.reminding import make_feed, mark_fetched, name_councils, revoke_feed, want_digest
from accounts.workflow.telling import mark_seen, tell, tell_people
from accounts.workflow.views import change_view, forget_view, save_view

__all__ = [
    "Begun",
    "Used",
    "add_person",
    "change_view",
    "clear_drafts",
    "close_sign_in",
    "discard_draft",
    "end_role",
    "forget_view",
    "give_proposed_role",
    "give_role",
    "keep_draft",
    "make_feed",
    "mark_fetched",
    "mark_seen",
    "name_councils",
    "open_sign_in",
    "propose_role",
    "refuse_proposed_role",
    "revoke_feed",
    "save_view",
    "tell",
    "tell_people",
    "use_draft",
    "want_digest",
]
