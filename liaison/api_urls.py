"""Addresses of the API: of its own process (slirisk/api_urls.py), and beside the pages where one tries."""

from django.urls import path

from liaison.api.answers import Answers, Deletion, FreedomRequests
from liaison.api.concerns import ConcernConsent, Concerns, ConcernWithdrawal, OneConcern
from liaison.api.councils import Councils
from liaison.api.headline import Headline
from liaison.api.indicators import Indicators
from liaison.api.observations import Observations
from liaison.api.releases import OneRelease, Releases
from liaison.api.schema import Schema
from liaison.api.support import Support
from liaison.api.webhooks import OneWebhook, WebhookDeliveries, Webhooks, WebhookSecret, WebhookTest

app_name = "liaison"

urlpatterns = [
    path("api/schema/", Schema.as_view(), name="api_schema"),
    path("api/v1/releases/", Releases.as_view(), name="api_releases"),
    path("api/v1/releases/<str:number>/", OneRelease.as_view(), name="api_release"),
    path("api/v1/releases/<str:number>/answers/", Answers.as_view(), name="api_answers"),
    path("api/v1/releases/<str:number>/deletion/", Deletion.as_view(), name="api_deletion"),
    path("api/v1/releases/<str:number>/requests/", FreedomRequests.as_view(), name="api_requests"),
    path("api/v1/support/", Support.as_view(), name="api_support"),
    path("api/v1/concerns/", Concerns.as_view(), name="api_concerns"),
    path("api/v1/concerns/<str:number>/", OneConcern.as_view(), name="api_concern"),
    path(
        "api/v1/concerns/<str:number>/withdrawal/", ConcernWithdrawal.as_view(), name="api_withdraw_concern"
    ),
    path(
        "api/v1/concerns/<str:number>/consents/<int:question>/",
        ConcernConsent.as_view(),
        name="api_answer_consent",
    ),
    path("api/v1/councils/", Councils.as_view(), name="api_councils"),
    path("api/v1/indicators/", Indicators.as_view(), name="api_indicators"),
    path("api/v1/observations/", Observations.as_view(), name="api_observations"),
    path("api/v1/headline/<str:code>/", Headline.as_view(), name="api_headline"),
    path("api/v1/webhooks/", Webhooks.as_view(), name="api_webhooks"),
    path("api/v1/webhooks/<str:name>/", OneWebhook.as_view(), name="api_webhook"),
    path("api/v1/webhooks/<str:name>/test/", WebhookTest.as_view(), name="api_webhook_test"),
    path("api/v1/webhooks/<str:name>/secret/", WebhookSecret.as_view(), name="api_webhook_secret"),
    path(
        "api/v1/webhooks/<str:name>/deliveries/", WebhookDeliveries.as_view(), name="api_webhook_deliveries"
    ),
]
