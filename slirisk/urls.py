"""Every address of the service, by room (UI.md, Pages)."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("", include("desk.urls")),
    path("", include("liaison.urls")),
    path("", include("panel.urls")),
    path("", include("cases.urls")),
    path("", include("intelligence.urls")),
    path("", include("indicators.urls")),
    path("", include("councils.urls")),
    path("", include("accounts.urls")),
]
