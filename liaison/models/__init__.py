"""Who receives, by which token, what was released to them, and who has read it."""

from liaison.models.client import ApiClient, Organisation, Scope

__all__ = ["ApiClient", "Organisation", "Scope"]
