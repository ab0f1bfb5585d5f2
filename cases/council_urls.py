"""Addresses of offers, peer challenges and recognition, each act at one of its own."""

from django.urls import path

from cases.views import challenges, of_councils, offers, recognition

urlpatterns = [
    path("offers", offers.offer_list, name="offers"),
    path("offers/<int:pk>", offers.offer, name="offer"),
    path("offers/<int:pk>/answer", offers.answer, name="answer_offer"),
    path("offers/<int:pk>/plan", offers.plan, name="plan_offer"),
    path("offers/<int:pk>/days", offers.days, name="offer_days"),
    path("offers/<int:pk>/end", offers.end, name="end_offer"),
    path("offers/with-change/<int:pk>", offers.answer_change, name="answer_change_offer"),
    path("councils/<str:code>/offers", of_councils.of_council, name="council_offers"),
    path("councils/<str:code>/offers/<slug:slug>", offers.make, name="make_offer"),
    path("peer-challenges", challenges.challenge_list, name="challenges"),
    path("peer-challenges/new", challenges.record, name="record_challenge"),
    path("peer-challenges/<int:pk>", challenges.challenge, name="challenge"),
    path("peer-challenges/<int:pk>/change", challenges.change, name="change_challenge"),
    path("peer-challenges/<int:pk>/given", challenges.given, name="give_report"),
    path("peer-challenges/<int:pk>/publication", challenges.publication, name="publication"),
    path("peer-challenges/<int:pk>/consent", challenges.consent, name="consent"),
    path("peer-challenges/<int:pk>/consent/<int:consent_pk>/end", challenges.end_consent, name="end_consent"),
    path("peer-challenges/<int:pk>/call-off", challenges.call_off, name="call_off"),
    path("peer-challenges/<int:pk>/evidence", challenges.finding, name="challenge_evidence"),
    path("recognition", recognition.recognition_list, name="recognitions"),
    path("recognition/new", recognition.begin, name="begin_recognition"),
    path("recognition/<int:pk>", recognition.recognition, name="recognition"),
    path("recognition/<int:pk>/elements/<slug:kind>", recognition.element, name="element"),
    path("recognition/<int:pk>/invite", recognition.invite, name="invite"),
    path("recognition/<int:pk>/recognise", recognition.recognise, name="recognise"),
    path("recognition/<int:pk>/learning", recognition.learning, name="learning"),
]
