"""Every address of the API's own process: the API, and the same missing answer for all else."""

from django.urls import include, re_path

from liaison.api.base import NothingHere

urlpatterns = [re_path("", include("liaison.api_urls")), re_path(r"^.*$", NothingHere.as_view())]
