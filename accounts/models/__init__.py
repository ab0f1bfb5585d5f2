"""People who sign in, and what is theirs: drafts, saved views, and what they were told."""

from accounts.models.draft import Draft
from accounts.models.person import ADVISERS, Notification, Role, RoleHolding, User, UserManager
from accounts.models.view import SavedView

__all__ = ["ADVISERS", "Draft", "Notification", "Role", "RoleHolding", "SavedView", "User", "UserManager"]
