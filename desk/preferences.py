"""How a person likes the screens: kept in two cookies that hold nothing about anyone."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

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


@login_required
@require_http_methods(["GET"])
def my_settings(request: HttpRequest) -> HttpResponse:
    """What one may set for oneself."""
    return _page(request, PreferencesForm(initial=_held(request)))


@login_required
@require_POST
def save_preferences(request: HttpRequest) -> HttpResponse:
    """Keep the look and the keys on this device."""
    form = PreferencesForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    response = redirect("/me")
    kept = {THEME_COOKIE: form.cleaned_data["theme"], KEYS_COOKIE: form.cleaned_data["keys"]}
    for name, value in kept.items():
        response.set_cookie(
            name, value, max_age=A_YEAR, samesite="Lax", httponly=True, secure=settings.SESSION_COOKIE_SECURE
        )
    messages.success(request, "Your settings are saved on this device.")
    return response


def _page(request: HttpRequest, form: PreferencesForm) -> HttpResponse:
    context = {"form": form, "bookmarklet": bookmarklet(request.build_absolute_uri("/").rstrip("/"))}
    return render(request, "desk/me.html", context, status=422 if form.errors else 200)


def _held(request: HttpRequest) -> dict[str, Any]:
    theme = request.COOKIES.get(THEME_COOKIE, "")
    return {
        "theme": theme if theme in THEMES else "system",
        "keys": "off" if request.COOKIES.get(KEYS_COOKIE) == "off" else "on",
    }
