"""Addresses of liaison: the pages, and the API."""

from django.urls import path, re_path

from liaison import meeting_views, views
from liaison.api.base import NothingHere
from liaison.api.councils import Councils
from liaison.api.headline import Headline
from liaison.api.indicators import Indicators
from liaison.api.observations import Observations
from liaison.api.releases import OneRelease, Releases
from liaison.api.schema import Schema

app_name = "liaison"

urlpatterns = [
    path("sharing", views.sharing, name="sharing"),
    path("sharing/propose", views.propose, name="propose"),
    path("sharing/meetings/<int:pk>", meeting_views.meeting, name="department_meeting"),
    path("sharing/meetings/<int:pk>/note", meeting_views.keep_note, name="keep_department_note"),
    path("sharing/meetings/<int:pk>/<slug:form>", meeting_views.meeting_file, name="department_file"),
    path("sharing/<str:number>", views.release, name="release"),
    path("sharing/<str:number>/approve", views.approve, name="approve"),
    path("sharing/<str:number>/refuse", views.refuse, name="refuse"),
    path("sharing/<str:number>/withdraw", views.withdraw, name="withdraw"),
    path("api/docs/", views.api_docs, name="api_docs"),
    path("api/docs/start", views.api_start, name="api_start"),
    path("api/schema/", Schema.as_view(), name="api_schema"),
    path("api/v1/releases/", Releases.as_view(), name="api_releases"),
    path("api/v1/releases/<str:number>/", OneRelease.as_view(), name="api_release"),
    path("api/v1/councils/", Councils.as_view(), name="api_councils"),
    path("api/v1/indicators/", Indicators.as_view(), name="api_indicators"),
    path("api/v1/observations/", Observations.as_view(), name="api_observations"),
    path("api/v1/headline/<str:code>/", Headline.as_view(), name="api_headline"),
    re_path(r"^api/.*$", NothingHere.as_view()),
]
