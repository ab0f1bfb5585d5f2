"""Addresses of what is a person's own."""

from django.urls import path

from accounts import views

app_name = "accounts"

urlpatterns = [
    path("drafts", views.drafts, name="drafts"),
    path("drafts/keep", views.keep, name="keep-draft"),
    path("drafts/ready", views.ready, name="ready"),
    path("drafts/signed-in", views.signed_in_again, name="signed-in"),
    path("drafts/<str:key>/discard", views.discard, name="discard-draft"),
]
