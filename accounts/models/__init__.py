"""People who sign in, and what is theirs: drafts, saved views, reminders, and what they were told."""

from accounts.models.asked_role import RoleProposal
from accounts.models.draft import Draft
from accounts.models.person import ADVISERS, Notification, Role, RoleHolding, User, UserManager
from accounts.models.reminding import CalendarFeed, WeeklyDigest
from accounts.models.view import SavedView

__all__ = [
    "ADVISERS",
    "CalendarFeed",
    "Draft",
    "Notification",
    "Role",
    "RoleHolding",
    "RoleProposal",
    "SavedView",
    "User",
    "UserManager",
    "WeeklyDigest",
]
