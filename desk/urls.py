"""Addresses of the desk."""

from django.urls import path

from desk import help as words
from desk import preferences, views

app_name = "desk"

urlpatterns = [
    path("", views.today, name="today"),
    path("help", words.help_page, name="help"),
    path("help/accessibility", words.accessibility, name="accessibility"),
    path("help/shortcuts", words.shortcuts, name="shortcuts"),
    path("help/privacy", words.privacy, name="privacy"),
    path("help/patterns", words.patterns, name="patterns"),
    path("me", preferences.my_settings, name="me"),
    path("me/screen", preferences.save_preferences, name="save_preferences"),
]
