"""Addresses of the radar, meetings and packs (UI.md, Pages)."""

from django.urls import path

from panel.views import meetings, packs, paragraphs, radar, reviews

app_name = "panel"

urlpatterns = [
    path("radar", radar.radar, name="radar"),
    path("radar/export", radar.radar_export, name="radar_export"),
    path("radar/put-on", radar.choose, name="choose"),
    path("radar/put-on/<slug:code>", radar.put_on, name="put_on"),
    path("radar/<int:pk>/take-off", radar.take_off, name="take_off"),
    path("radar/<int:pk>/next-look", radar.next_look, name="next_look"),
    path("meetings", meetings.meetings, name="meetings"),
    path("meetings/plan", meetings.plan, name="plan"),
    path("meetings/<int:pk>", meetings.meeting, name="meeting"),
    path("meetings/<int:pk>/decisions", meetings.decisions, name="decisions"),
    path("meetings/<int:pk>/decisions/<int:decision_pk>/progress", meetings.progress, name="progress"),
    path("meetings/<int:pk>/reviews", reviews.reviews, name="reviews"),
    path("meetings/<int:pk>/pack", meetings.prepare, name="prepare"),
    path("meetings/<int:pk>/pack/issue", meetings.issue, name="issue"),
    path("meetings/<int:pk>/pack/appendix", meetings.appendix, name="appendix"),
    path("meetings/<int:pk>/pack/ask", paragraphs.ask, name="ask"),
    path("meetings/<int:pk>/pack/<slug:code>/ask", paragraphs.ask, name="ask_one"),
    path("meetings/<int:pk>/pack/<slug:code>/paragraph", paragraphs.paragraph, name="paragraph"),
    path("meetings/<int:pk>/pack/<slug:code>/confirm", paragraphs.confirm, name="confirm"),
    path("meetings/<int:pk>/pack/<slug:code>/not-confirmed", paragraphs.not_confirmed, name="not_confirmed"),
    path("meetings/<int:pk>/pack/<slug:name>", meetings.slot, name="slot"),
    path("meetings/<int:pk>/pack/<slug:code>/told", meetings.told, name="told"),
    path("meetings/<int:pk>/pack/<slug:code>/reason", meetings.reason, name="reason"),
    path("meetings/<int:pk>/pack/<slug:code>/<slug:name>", meetings.slot, name="council_slot"),
    path("packs/<int:pk>", packs.pack, name="pack"),
    path("packs/<int:pk>/<slug:form>", packs.pack_file, name="pack_file"),
]
