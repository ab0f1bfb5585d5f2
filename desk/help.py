"""The pages of words: help, what the service does not do, accessibility, privacy, shortcuts, patterns."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from desk.context import GO
from desk.glossary import terms
from desk.patterns import PATTERNS

_WAY = [("Help", "/help")]


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """What this is for, the principles it keeps, the stages, the words."""
    return render(request, "desk/help.html", {"terms": terms()})


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement."""
    return render(request, "desk/help_accessibility.html", {"way": _WAY})


@require_safe
def shortcuts(request: HttpRequest) -> HttpResponse:
    """Every key, and how to switch the single ones off."""
    return render(request, "desk/help_shortcuts.html", {"way": _WAY, "go": GO})


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is held about people, and how to write it."""
    return render(request, "desk/help_privacy.html", {"way": _WAY})


@require_safe
def patterns(request: HttpRequest) -> HttpResponse:
    """Every component with invented content; only where the service is being made."""
    if not (settings.DEBUG or settings.TESTING):
        raise Http404
    return render(request, "desk/help_patterns.html", PATTERNS)
