"""Addresses of liaison: the pages, and the API where it is served beside them."""

from django.conf import settings
from django.urls import path, re_path

from liaison import api_urls, meeting_views, token_views, views
from liaison.api.base import NothingHere

app_name = "liaison"

urlpatterns = [
    path("sharing", views.sharing, name="sharing"),
    path("sharing/propose", views.propose, name="propose"),
    path("sharing/meetings/<int:pk>", meeting_views.meeting, name="department_meeting"),
    path("sharing/meetings/<int:pk>/note", meeting_views.keep_note, name="keep_department_note"),
    path("sharing/meetings/<int:pk>/<slug:form>", meeting_views.meeting_file, name="department_file"),
    path("sharing/clients", token_views.tokens, name="tokens"),
    path("sharing/clients/propose", token_views.propose, name="propose_token"),
    path("sharing/clients/proposals/<int:pk>/issue", token_views.issue, name="issue_token"),
    path("sharing/clients/proposals/<int:pk>/refuse", token_views.refuse, name="refuse_token"),
    path("sharing/clients/<int:pk>/revoke", token_views.revoke, name="revoke_token"),
    path("sharing/<str:number>", views.release, name="release"),
    path("sharing/<str:number>/approve", views.approve, name="approve"),
    path("sharing/<str:number>/refuse", views.refuse, name="refuse"),
    path("sharing/<str:number>/withdraw", views.withdraw, name="withdraw"),
    path("api/docs/", views.api_docs, name="api_docs"),
    path("api/docs/start", views.api_start, name="api_start"),
    *(api_urls.urlpatterns if settings.API_BESIDE_PAGES else []),
    re_path(r"^api/.*$", NothingHere.as_view()),
]
