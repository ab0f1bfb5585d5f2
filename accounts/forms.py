"""Sign-in's forms with our own sentences for what is missing."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import (
    ChangePasswordForm,
    LoginForm,
    ReauthenticateForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
)
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateByCodeForm
from allauth.mfa.totp.forms import ActivateTOTPForm

_CODE = {"code": "Enter the code"}
_NEW = {"password1": "Enter a new password", "password2": "Enter the new password once more"}


class _Spoken:
    """Says what is missing, instead of "This field is required"."""

    required: dict[str, str] = {}
    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, sentence in self.required.items():
            self.fields[name].error_messages["required"] = sentence
        if "email" in self.fields:
            self.fields["email"].error_messages["invalid"] = "Enter an e-mail address, like name@example.org"


class SignInForm(_Spoken, LoginForm):
    """E-mail address and password."""

    required = {"login": "Enter your e-mail address", "password": "Enter your password"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        invalid = "Enter an e-mail address, like name@example.org"
        self.fields["login"].error_messages["invalid"] = invalid
        for validator in self.fields["login"].validators:
            if hasattr(validator, "message"):
                validator.message = invalid


class PasswordAgainForm(_Spoken, ReauthenticateForm):
    """The password, asked once more."""

    required = {"password": "Enter your password"}


class NewPasswordForm(_Spoken, ChangePasswordForm):
    """The old password and a new one."""

    required = {"oldpassword": "Enter your password now", **_NEW}


class ForgottenPasswordForm(_Spoken, ResetPasswordForm):
    """The address a link goes to."""

    required = {"email": "Enter your e-mail address"}


class NewPasswordByLinkForm(_Spoken, ResetPasswordKeyForm):
    """A new password, by the link."""

    required = _NEW


class CodeForm(_Spoken, AuthenticateForm):
    """The second factor at sign-in."""

    required = _CODE


class CodeAgainForm(_Spoken, ReauthenticateByCodeForm):
    """The second factor, asked once more."""

    required = _CODE


class SetUpAppForm(_Spoken, ActivateTOTPForm):
    """The first code of a new authenticator app."""

    required = {"code": "Enter the six digits the app shows"}
