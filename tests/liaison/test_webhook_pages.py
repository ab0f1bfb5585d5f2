"""Webhooks on the page of tokens: where they go, what came of the last, and how one is ended."""

import pytest

from audit.models import Event
from common.errors import NotPermitted
from liaison.models import WebhookDelivery
from liaison.workflow import add_webhook, end_webhook, try_webhook
from tests.factories.accounts import UserFactory
from tests.factories.liaison import OrganisationFactory, issued

pytestmark = pytest.mark.django_db


@pytest.fixture
def quill():
    return UserFactory(administrator=True, name="Q. Quill")


@pytest.fixture
def dclg():
    return OrganisationFactory(dclg=True)


def test_an_administrator_sees_where_webhooks_go_and_may_end_one(sign_in, quill, at, dclg):
    """The host alone is shown: the rest of an address may be its owner's secret."""
    client, _ = issued(at, organisation=dclg)
    page = sign_in(quill).get("/sharing/clients").content.decode()
    assert "No webhooks." in page
    address = "https://hooks.example.gov.uk/in/secret-path"
    webhook, _ = add_webhook(by=None, at=at, client=client, address=address, events=["release.released"])
    page = sign_in(quill).get("/sharing/clients").content.decode()
    assert "hooks.example.gov.uk" in page
    assert "secret-path" not in page
    assert "Nothing was sent yet." in page
    try_webhook(by=None, at=at, client=client, webhook=webhook)
    assert "The last waits to be sent." in sign_in(quill).get("/sharing/clients").content.decode()
    WebhookDelivery.objects.update(
        tries=2, tried_at=at, failure="The receiver answered 500.", next_at=at, status=500
    )
    page = sign_in(quill).get("/sharing/clients").content.decode()
    assert "The last was tried 2 times: The receiver answered 500." in page
    assert sign_in(quill).post(f"/sharing/webhooks/{webhook.pk}/end").status_code == 302
    assert sign_in(quill).post(f"/sharing/webhooks/{webhook.pk}/end").status_code == 302
    webhook.refresh_from_db()
    assert (webhook.ended_why, webhook.ended_by) == ("administrator", quill)
    page = sign_in(quill).get("/sharing/clients").content.decode()
    assert "Ended by the LGA, Q. Quill on" in page
    assert Event.objects.filter(act="end_webhook", by=quill).count() == 1


def test_to_everybody_else_there_is_no_webhook(sign_in, at, dclg):
    client, _ = issued(at, organisation=dclg)
    webhook, _ = add_webhook(
        by=None, at=at, client=client, address="https://hooks.example.gov.uk/", events=["release.released"]
    )
    for person in (UserFactory(principal_adviser=True), UserFactory(dclg_liaison=True)):
        assert sign_in(person).post(f"/sharing/webhooks/{webhook.pk}/end").status_code == 404
        with pytest.raises(NotPermitted):
            end_webhook(by=person, at=at, webhook=webhook)
    webhook.refresh_from_db()
    assert webhook.ended_at is None


def test_where_the_record_cannot_be_written_it_is_not_ended(at, dclg, quill, request):
    client, _ = issued(at, organisation=dclg)
    webhook, _ = add_webhook(
        by=None, at=at, client=client, address="https://hooks.example.gov.uk/", events=["release.released"]
    )
    with pytest.raises(request.getfixturevalue("broken_audit")):
        end_webhook(by=quill, at=at, webhook=webhook)
    webhook.refresh_from_db()
    assert webhook.ended_at is None
