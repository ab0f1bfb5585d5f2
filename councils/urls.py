"""Addresses of the register. The page of one council, /councils/<code>, is the desk's."""

from django.urls import path

from councils import views

app_name = "councils"

urlpatterns = [
    path("councils", views.council_list, name="list"),
    path("councils/<str:code>/history", views.council_history, name="history"),
    path("regions", views.region_list, name="regions"),
    path("regions/<slug:slug>", views.region, name="region"),
]
