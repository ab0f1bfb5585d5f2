"""People who sign in, and what is theirs: drafts, and what they were told."""

from accounts.models.draft import Draft
from accounts.models.person import ADVISERS, Notification, Role, RoleHolding, User, UserManager

__all__ = ["ADVISERS", "Draft", "Notification", "Role", "RoleHolding", "User", "UserManager"]
