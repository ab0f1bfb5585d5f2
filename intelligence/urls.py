"""Addresses of intelligence."""

from django.urls import path

from intelligence import views

app_name = "intelligence"

urlpatterns = [
    path("capture", views.capture, name="capture"),
    path("intelligence", views.note_list, name="notes"),
    path("intelligence/<int:pk>", views.note, name="note"),
    path("intelligence/<int:pk>/edit", views.edit, name="edit"),
    path("intelligence/<int:pk>/check", views.check, name="check"),
    path("intelligence/<int:pk>/open", views.open_to, name="open"),
    path("intelligence/<int:pk>/follow-up", views.follow_up, name="follow-up"),
    path("intelligence/<int:pk>/withdraw", views.withdraw, name="withdraw"),
    path("intelligence/<int:pk>/source", views.source, name="source"),
    path("intelligence/<int:pk>/deputy", views.deputy, name="deputy"),
]
