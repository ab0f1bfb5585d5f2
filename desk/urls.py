"""Addresses of the desk."""

from django.urls import path

from desk import help as words
from desk import manifest, preferences
from desk.views import (
    briefing,
    calendar,
    council,
    find,
    people,
    personal,
    record,
    reminding,
    retention,
    search,
    today,
)

app_name = "desk"

urlpatterns = [
    path("", today.today, name="today"),
    path("councils/<str:code>", council.council, name="council"),
    path("councils/<str:code>/briefing", briefing.briefing, name="briefing"),
    path("manifest.webmanifest", manifest.manifest, name="manifest"),
    path("search", search.search, name="search"),
    path("find", find.find, name="find"),
    path("audit", record.audit, name="audit"),
    path("personal-data/<int:pk>/search", personal.search, name="personal-search"),
    path("personal-data/<int:pk>/copy", personal.copy, name="personal-copy"),
    path("personal-data/<int:pk>/redact", personal.redact, name="personal-redact"),
    path("personal-data/retention", retention.retention, name="retention"),
    path("people", people.people, name="people"),
    path("people/add", people.add_person, name="add_person"),
    path("people/<int:pk>", people.person, name="person"),
    path("people/<int:pk>/role", people.propose_role, name="propose_role"),
    path("people/<int:pk>/close", people.close_sign_in, name="close_sign_in"),
    path("people/<int:pk>/open", people.open_sign_in, name="open_sign_in"),
    path("people/<int:pk>/office", people.post_to_office, name="post_to_office"),
    path("people/proposed/<int:pk>/give", people.give_role, name="give_role"),
    path("people/proposed/<int:pk>/refuse", people.refuse_role, name="refuse_role"),
    path("people/roles/<int:pk>/end", people.end_role, name="end_role"),
    path("people/offices/<int:pk>/end", people.end_post, name="end_post"),
    path("help", words.help_page, name="help"),
    path("help/accessibility", words.accessibility, name="accessibility"),
    path("help/shortcuts", words.shortcuts, name="shortcuts"),
    path("help/privacy", words.privacy, name="privacy"),
    path("help/patterns", words.patterns, name="patterns"),
    path("me", preferences.my_settings, name="me"),
    path("calendar", calendar.calendar, name="calendar"),
    path("calendar/feed/<str:secret>.ics", calendar.feed, name="feed"),
    path("me/digest", reminding.digest, name="digest"),
    path("me/calendars", reminding.make_feed, name="make-feed"),
    path("me/calendars/<int:pk>/names", reminding.feed_names, name="feed-names"),
    path("me/calendars/<int:pk>/revoke", reminding.revoke_feed, name="revoke-feed"),
    path("me/told", today.read_what_was_told, name="told"),
    path("me/screen", preferences.save_preferences, name="save_preferences"),
]
