"""The first screen."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


@login_required
def today(request: HttpRequest) -> HttpResponse:
    """What is due, and what has happened, for the person who signed in."""
    return render(request, "desk/today.html")
