"""Every column that somebody writes in has a word of the crawl's, or is named here with why not."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection, models

pytestmark = pytest.mark.django_db

ROOMS = ("accounts", "councils", "intelligence", "cases", "panel", "liaison")
# Of the published figures' room: what an adviser or a council said. The rest is the publishers'.
OF_FIGURES = ("MutedFigure", "ValueExplanation", "OwnReportVersion")
TEXTS = {"CharField", "TextField", "JSONField", "EmailField", "URLField", "ArrayField"}
# What is sealed is looked for where it is opened; the crawl plants there too.
SEALED = {
    "accounts.Draft.sealed",
    "intelligence.DraftFile.sealed_name",
    "intelligence.SourceIdentity.sealed",
}
MADE_BY_US = {  # numbers, hashes, codes, addresses of pages: nobody writes them
    "accounts.CalendarFeed.secret_hmac",
    "accounts.Draft.form",
    "accounts.Notification.about",
    "accounts.Notification.address",
    "accounts.Notification.sentence",
    "accounts.SavedView.page",
    "accounts.User.password",
    "cases.Concern.closed_from",
    "indicators.OwnReportVersion.councils",
    "intelligence.Attachment.sha256",
    "intelligence.BroughtItem.mark",
    "intelligence.DraftFile.sha256",
    "intelligence.Copy.link_key",
    "intelligence.Copy.title_key",
    "intelligence.Feed.etag",
    "intelligence.Feed.last_modified",
    "intelligence.SourceIdentity.fingerprint",
    "liaison.ApiClient.allowed_addresses",
    "liaison.ApiClient.scopes",
    "liaison.ApiClient.token_hmac",
    "liaison.ApiClient.token_prefix",
    "liaison.InboundConcern.number",
    "liaison.InboundVersion.sha256",
    "liaison.Release.number",
    "liaison.Release.sha256",
    "liaison.ReleaseEvidence.source_key",
    "liaison.RequestCount.key",
    "liaison.TokenProposal.allowed_addresses",
    "liaison.TokenProposal.scopes",
    "liaison.Webhook.events",
    "liaison.Webhook.name",
    "liaison.Webhook.nonce",
    "liaison.Webhook.nonce_before",
    "liaison.WebhookDelivery.event",
    "liaison.WebhookDelivery.number",
    "panel.ChairDraft.sha256",
    "panel.Addendum.sha256",
    "panel.AddendumFile.sha256",
    "panel.AddendumFile.withheld",
    "panel.HouseTemplate.lacks",
    "panel.HouseTemplate.sha256",
    "panel.IssuedPaper.sha256",
    "panel.LastPaper.sha256",
    "panel.LastPaper.took",
    "panel.LastPaperLine.where",
    "panel.Meeting.headline_report",
    "panel.Meeting.item",
    "panel.Pack.record_head",
    "panel.Pack.sha256",
    "panel.PackEntry.knows",
    "panel.PackFile.sha256",
    "panel.PackFile.withheld",
}
COPIED = {  # from a column that has a word
    "cases.Evidence.source",
    "intelligence.Story.words",
    "intelligence.Word.word",
    "liaison.Release.handling",
    "panel.LastPaperLine.why",
    "panel.PackEntry.before",
}
PUBLISHED = {  # names, codes and figures that everybody may read, those who have not signed in too
    "accounts.User.email",
    "accounts.User.name",
    "accounts.User.position",
    "cases.Evidence.england_text",
    "cases.Evidence.period",
    "cases.Evidence.type_average_text",
    "councils.Council.code",
    "councils.Council.key",
    "councils.Council.name",
    "councils.Council.short_name",
    "councils.CouncilCode.code",
    "councils.CouncilName.name",
    "councils.PoliticalGroup.name",
    "councils.Region.gss",
    "councils.Region.name",
    "councils.RegionHolding.holder_name",
    "councils.RegionHolding.source",
    "councils.ServiceArea.name",
    "intelligence.Factor.name",
    "intelligence.Factor.row",
    "intelligence.Factor.short_name",
    "intelligence.Factor.source",
    "intelligence.SourceType.name",
    "intelligence.SourceType.rows",
    "liaison.ApiClient.officer",
    "liaison.ApiClient.purpose",
    "liaison.InboundEntry.who",
    "liaison.InboundVersion.officer_name",
    "liaison.NetworkMembership.source",
    "liaison.Officer.name",
    "liaison.Officer.position",
    "liaison.Organisation.name",
    "liaison.Organisation.short_name",
    "liaison.Release.council_code",
    "liaison.Release.council_name",
    "liaison.Release.told_by",
    "liaison.ReleaseAnswer.who",
    "liaison.ReleaseRead.officer",
    "liaison.SupportRead.officer",
    "panel.Body.called",
    "panel.Body.remit",
    "panel.BodyName.name",
    "panel.BodyName.source",
    "panel.Membership.reason",
    "panel.PackCopy.holder_name",
    "panel.PackEntry.name",
}
NEED_NONE = SEALED | MADE_BY_US | COPIED | PUBLISHED


def columns() -> list[tuple[str, type[models.Model], str]]:
    found = []
    for model in apps.get_models():
        room, name = model._meta.app_label, model.__name__
        if room not in ROOMS and not (room == "indicators" and name in OF_FIGURES):
            continue
        if hasattr(model, "pgh_tracked_model"):  # an earlier version: its columns are its model's
            continue
        for field in model._meta.concrete_fields:
            if field.get_internal_type() in TEXTS and not field.choices:
                found.append((f"{room}.{name}.{field.name}", model, field.column))
    return found


def test_a_word_stands_in_every_column_that_somebody_writes(world):
    empty = []
    with connection.cursor() as cursor:
        for said, model, column in columns():
            table, field = map(connection.ops.quote_name, (model._meta.db_table, column))
            cursor.execute(f"SELECT EXISTS (SELECT FROM {table} WHERE {field}::text ~ 'zq[a-z]+[0-9]+qz')")  # noqa: S608
            if not cursor.fetchone()[0] and said not in NEED_NONE:
                empty.append(said)
    assert not empty, f"plant a word in these (tests/trust/planting.py), or say why they need none: {empty}"


def test_nothing_is_named_here_that_is_no_column_any_more():
    assert sorted(NEED_NONE - {said for said, _, _ in columns()}) == []
