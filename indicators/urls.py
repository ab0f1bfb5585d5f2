"""Addresses of indicators."""

from django.urls import path

from indicators.views import (
    asking,
    bringing,
    compare,
    definitions,
    headline,
    indicator,
    pages,
    releases,
    reports,
    scheduling,
    sources,
)

app_name = "indicators"

urlpatterns = [
    path("councils/<str:code>/headline", headline.headline, name="headline"),
    path("councils/<str:code>/headline.csv", headline.headline_csv, name="headline-csv"),
    path("councils/<str:code>/headline.pdf", headline.headline_pdf, name="headline-pdf"),
    path("councils/<str:code>/headline/<slug:slug>/explain", headline.explain, name="explain"),
    path("councils/<str:code>/trends", compare.trends, name="trends"),
    path("compare", compare.compare, name="compare"),
    path("compare.csv", compare.compare_csv, name="compare-csv"),
    path("councils/<str:code>/figures-to-ask-about", asking.figures, name="figures-to-ask"),
    path("councils/<str:code>/figures-to-ask-about/<slug:slug>/mute", asking.mute, name="mute-figure"),
    path("councils/<str:code>/figures-to-ask-about/<slug:slug>/ask", asking.ask_again, name="ask-again"),
    path("indicators", pages.catalogue_page, name="catalogue"),
    path("indicators/<slug:slug>", indicator.indicator, name="indicator"),
    path("indicators/<slug:slug>.csv", indicator.indicator_csv, name="indicator-csv"),
    path("reports", reports.reports, name="reports"),
    path("reports/new", reports.new, name="report-new"),
    path("reports/<slug:slug>", reports.report, name="report"),
    path("reports/<slug:slug>/edit", reports.edit, name="report-edit"),
    path("reports/<slug:slug>/share", reports.share, name="report-share"),
    path("reports/<slug:slug>/stop-sharing", reports.stop_sharing, name="report-stop-sharing"),
    path("reports/<slug:slug>/withdraw", reports.withdraw, name="report-withdraw"),
    path("data", sources.data, name="data"),
    path("data/new", bringing.bring, name="bring"),
    path("data/new/<int:pk>", bringing.describe, name="describe"),
    path("data/new/<int:pk>/figures", bringing.say, name="say"),
    path("data/new/<int:pk>/check", bringing.check, name="check"),
    path("data/new/<int:pk>/discard", bringing.discard, name="discard"),
    path("data/definitions", definitions.saved_list, name="saved-list"),
    path("data/definitions/<slug:slug>", definitions.saved, name="saved"),
    path("data/definitions/<slug:slug>/correct", definitions.correct, name="correct"),
    path("data/definitions/<slug:slug>/withdraw", definitions.withdraw, name="withdraw"),
    path("data/definitions/<slug:slug>/file", bringing.bring_later, name="bring-later"),
    path("data/definitions/<slug:kind>/<slug:slug>.toml", definitions.text, name="definition-text"),
    path("data/<slug:slug>", sources.source, name="source"),
    path("data/<slug:slug>/rejected.csv", sources.rejected_csv, name="rejected-csv"),
    path("data/<slug:slug>/times", scheduling.times, name="times"),
    path("data/<slug:slug>/times/<int:pk>/take-back", scheduling.take_back, name="take-back-times"),
    path("data/<slug:slug>/pause", scheduling.pause, name="pause"),
    path("data/<slug:slug>/ask", scheduling.ask_now, name="ask-now"),
    path("data/<slug:slug>/releases/<int:pk>", releases.release, name="release"),
    path("data/<slug:slug>/releases/<int:pk>/difference.csv", releases.difference, name="difference"),
    path(
        "data/<slug:slug>/releases/<int:pk>/release",
        releases.decide,
        {"act": "release"},
        name="release-take-in",
    ),
    path(
        "data/<slug:slug>/releases/<int:pk>/refuse", releases.decide, {"act": "refuse"}, name="release-refuse"
    ),
    path(
        "data/<slug:slug>/releases/<int:pk>/roll-back",
        releases.decide,
        {"act": "roll-back"},
        name="release-roll-back",
    ),
]
