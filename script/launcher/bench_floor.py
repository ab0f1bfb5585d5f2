"""The floor of script/bench: our own addresses, and one that makes one query and draws a template."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from councils.models import Region
from slirisk.urls import urlpatterns as ours


def floor(request: HttpRequest) -> HttpResponse:
    """One query, one template, the same frame and the same middleware."""
    list(Region.objects.all())
    return render(request, "404.html")


urlpatterns = [path("floor", floor), *ours]
