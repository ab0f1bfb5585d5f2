"""Addresses of indicators."""

from django.urls import path

from indicators import views

app_name = "indicators"

urlpatterns = [
    path("councils/<str:code>/headline", views.headline, name="headline"),
    path("councils/<str:code>/headline.csv", views.headline_csv, name="headline-csv"),
    path("councils/<str:code>/headline/<slug:slug>/explain", views.explain, name="explain"),
    path("indicators", views.catalogue_page, name="catalogue"),
    path("indicators/<slug:slug>", views.indicator, name="indicator"),
    path("indicators/<slug:slug>.csv", views.indicator_csv, name="indicator-csv"),
    path("data", views.data, name="data"),
]
