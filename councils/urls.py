"""Addresses of the register. The page of one council, /councils/<code>, is the desk's."""

from django.urls import path

from councils.views import advising, people, register

app_name = "councils"

urlpatterns = [
    path("councils", register.council_list, name="list"),
    path("interests", people.interests, name="interests"),
    path("interests/<int:pk>/end", people.end_interest, name="end_interest"),
    path("councils/<str:code>/history", register.council_history, name="history"),
    path("councils/<str:code>/people", people.people, name="people"),
    path("councils/<str:code>/people/office", people.record_officeholder, name="record_officeholder"),
    path("councils/<str:code>/people/control", people.record_control, name="record_control"),
    path("changes-of-control/<int:pk>", advising.answer_change, name="answer_change"),
    path("cover", advising.cover, name="cover"),
    path("cover/<int:pk>/end", advising.end_cover, name="end_cover"),
    path("leads", advising.leads, name="leads"),
    path("leads/allocate", advising.allocate_lead, name="allocate_lead"),
    path("leads/<int:pk>/end", advising.end_lead, name="end_lead"),
    path("regions", register.region_list, name="regions"),
    path("regions/holdings/<int:pk>/end", people.end_region_holding, name="end_region_holding"),
    path("regions/<slug:slug>", register.region, name="region"),
    path("regions/<slug:slug>/assign", people.assign_region, name="assign_region"),
]
