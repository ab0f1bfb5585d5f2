"""The pages of words: help, what the service does not do, accessibility, privacy, shortcuts, patterns."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from desk.context import GO
from desk.glossary import terms
from desk.patterns import PATTERNS

_WAY = [("Help", "/help")]


def help_page(request: HttpRequest) -> HttpResponse:
    """What this is for, the principles it keeps, the stages, the words."""
    return render(request, "desk/help.html", {"terms": terms()})


def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement."""
    return render(request, "desk/help_accessibility.html", {"way": _WAY})


def shortcuts(request: HttpRequest) -> HttpResponse:
    """Every key, and how to switch the single ones off."""
    return render(request, "desk/help_shortcuts.html", {"way": _WAY, "go": GO})


def privacy(request: HttpRequest) -> HttpResponse:
    """What is held about people, and how to write it."""
    return render(request, "desk/help_privacy.html", {"way": _WAY})


def patterns(request: HttpRequest) -> HttpResponse:
    """Every component with invented content; only where the service is being made."""
    if not (settings.DEBUG or settings.TESTING):
        raise Http404
    return render(request, "desk/help_patterns.html", PATTERNS)
