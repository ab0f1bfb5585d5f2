"""Addresses of liaison: the pages, and the API where it is served beside them."""

from django.conf import settings
from django.urls import path, re_path

from liaison import after_views, api_urls, batch_views, meeting_views, said_views, token_views, views
from liaison.api.base import NothingHere

app_name = "liaison"

urlpatterns = [
    path("sharing", views.sharing, name="sharing"),
    path("sharing/propose", views.propose, name="propose"),
    path("sharing/meetings/<int:pk>", meeting_views.meeting, name="department_meeting"),
    path("sharing/meetings/<int:pk>/note", meeting_views.keep_note, name="keep_department_note"),
    path("sharing/meetings/<int:pk>/batch", batch_views.batch, name="batch"),
    path("sharing/meetings/<int:pk>/batch/approve", batch_views.approve_batch, name="approve_batch"),
    path("sharing/meetings/<int:pk>/said", said_views.log, name="log_said"),
    path("sharing/meetings/<int:pk>/nothing-said", said_views.nothing_said, name="nothing_said"),
    path("sharing/meetings/<int:pk>/<slug:form>", meeting_views.meeting_file, name="department_file"),
    path("sharing/clients", token_views.tokens, name="tokens"),
    path("sharing/clients/propose", token_views.propose, name="propose_token"),
    path("sharing/clients/proposals/<int:pk>/issue", token_views.issue, name="issue_token"),
    path("sharing/clients/proposals/<int:pk>/refuse", token_views.refuse, name="refuse_token"),
    path("sharing/clients/<int:pk>/revoke", token_views.revoke, name="revoke_token"),
    path("sharing/said/<int:pk>", said_views.said, name="said"),
    path("sharing/said/<int:pk>/told", said_views.told, name="record_telling"),
    path("sharing/requests/<int:pk>", after_views.freedom_request, name="freedom_request"),
    path("sharing/requests/<int:pk>/views", after_views.give_views, name="give_views"),
    path("sharing/requests/<int:pk>/outcome", after_views.record_outcome, name="record_outcome"),
    path("sharing/<str:number>", views.release, name="release"),
    path("sharing/<str:number>/approve", views.approve, name="approve"),
    path("sharing/<str:number>/refuse", views.refuse, name="refuse"),
    path("sharing/<str:number>/withdraw", views.withdraw, name="withdraw"),
    path("sharing/<str:number>/exception", after_views.give_exception, name="give_exception"),
    path("sharing/<str:number>/deletion", after_views.confirm_deletion, name="confirm_deletion"),
    path("sharing/<str:number>/requests", after_views.register_request, name="register_request"),
    path("api/docs/", views.api_docs, name="api_docs"),
    path("api/docs/start", views.api_start, name="api_start"),
    *(api_urls.urlpatterns if settings.API_BESIDE_PAGES else []),
    re_path(r"^api/.*$", NothingHere.as_view()),
]
