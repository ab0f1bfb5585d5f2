"""How allauth is to behave here, and what it says."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.http import HttpRequest

from accounts.models import User
from accounts.sealing import seal_second_factor, unseal_second_factor

_WRONG_CODE = "That code does not fit. Wait for the next one, or look at the clock of your phone."
_TOO_MANY = "There have been too many tries. Wait a few minutes, then try again."


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs themselves up; a refusal does not say which of two things was wrong."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "This sign-in has been closed. If that is a mistake, ask an administrator.",
        "email_password_mismatch": "Check your e-mail address and password: together they do not fit.",
        "enter_current_password": "That is not your password now. Enter it again.",
        "incorrect_password": "That is not your password. Enter it again.",
        "incorrect_code": _WRONG_CODE,
        "too_many_login_attempts": _TOO_MANY,
        "rate_limited": _TOO_MANY,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class SecondFactorAdapter(DefaultMFAAdapter):
    """The same voice for the second factor, and its seeds sealed: a copy of the database makes no codes."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _WRONG_CODE,
        "cannot_delete_authenticator": "Your last second factor cannot be taken away. Add another one first.",
        "cannot_generate_recovery_codes": "Recovery codes belong to a second factor. Set that up first.",
    }

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Not the last: recovery codes are no factor of their own."""
        others = Authenticator.objects.filter(user=authenticator.user_id).exclude(pk=authenticator.pk)
        return others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists()

    def encrypt(self, text: str) -> str:
        return seal_second_factor(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal_second_factor(encrypted_text)


def display_name(user: User) -> str:
    """How allauth's pages name a person."""
    return user.name
