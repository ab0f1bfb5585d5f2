"""What a person sets for themselves: the look of the screens (in two cookies), mail and calendars."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts import queries as accounts
from accounts.access import may_not_make_another_feed
from accounts.models import User
from desk.context import KEYS_COOKIE, THEME_COOKIE, THEMES
from desk.manifest import bookmarklet

A_YEAR = 365 * 24 * 60 * 60


class PreferencesForm(forms.Form):
    """Light or dark, and whether single keys do anything (WCAG 2.1.4)."""

    theme = forms.ChoiceField(
        label="Light or dark",
        choices=[("system", "As my device is set"), ("light", "Light"), ("dark", "Dark")],
        error_messages={"required": "Choose light, dark, or as your device is set"},
    )
    keys = forms.ChoiceField(
        label="Single-key shortcuts",
        choices=[("on", "On"), ("off", "Off")],
        error_messages={"required": "Choose whether single keys are on or off"},
    )


class DigestForm(forms.Form):
    """The weekly mail that something is due."""

    digest = forms.ChoiceField(
        label="A weekly mail",
        choices=[("on", "On"), ("off", "Off")],
        error_messages={"required": "Choose whether the weekly mail is on or off"},
    )


class FeedForm(forms.Form):
    """A new address for a calendar."""

    name = forms.CharField(
        label="Which calendar it is for",
        help_text="In your own words, such as: my phone",
        max_length=60,
        widget=forms.TextInput(attrs={"class": "govuk-input govuk-input--width-20", "autocomplete": "off"}),
        error_messages={
            "required": "Enter which calendar this address is for, such as: my phone",
            "max_length": "The name has %(show_value)s characters and may have 60. Enter a shorter one",
        },
    )
    names_councils = forms.BooleanField(
        label="Dates say which council",
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "govuk-checkboxes__input"}),
    )


@login_required
@require_http_methods(["GET"])
def my_settings(request: HttpRequest) -> HttpResponse:
    """What one may set for oneself."""
    return settings_page(request)


@login_required
@require_POST
def save_preferences(request: HttpRequest) -> HttpResponse:
    """Keep the look and the keys on this device."""
    form = PreferencesForm(request.POST)
    if not form.is_valid():
        return settings_page(request, screen=form)
    response = redirect("/me")
    kept = {THEME_COOKIE: form.cleaned_data["theme"], KEYS_COOKIE: form.cleaned_data["keys"]}
    for name, value in kept.items():
        response.set_cookie(
            name, value, max_age=A_YEAR, samesite="Lax", httponly=True, secure=settings.SESSION_COOKIE_SECURE
        )
    messages.success(request, "Your settings are saved on this device.")
    return response


def settings_page(request: HttpRequest, **forms_sent: forms.Form) -> HttpResponse:
    """The page, with a form that came back (`screen`, `digest` or `feed`) in its place."""
    user = cast(User, request.user)
    digest = "on" if user.wants_digest else "off"
    context = {
        "form": forms_sent.get("screen", PreferencesForm(initial=_held(request))),
        "digest_form": forms_sent.get("digest", DigestForm(initial={"digest": digest})),
        "feed_form": forms_sent.get("feed", FeedForm()),
        "feeds": accounts.feeds_of(user),
        "why_no_feed": may_not_make_another_feed(user),
        "bookmarklet": bookmarklet(request.build_absolute_uri("/").rstrip("/")),
    }
    return render(request, "desk/me.html", context, status=422 if forms_sent else 200)


def _held(request: HttpRequest) -> dict[str, Any]:
    theme = request.COOKIES.get(THEME_COOKIE, "")
    return {
        "theme": theme if theme in THEMES else "system",
        "keys": "off" if request.COOKIES.get(KEYS_COOKIE) == "off" else "on",
    }
