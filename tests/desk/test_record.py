"""What was done and seen: one's own, and all of it for the governance officer only."""

import pytest
from django.db import transaction

from audit.workflow import record, seal_events
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def done(by, act):
    with transaction.atomic():
        record(by=by, act=act, subject=by)


def test_one_sees_ones_own_acts_and_nobody_elses(sign_in):
    me, other = UserFactory(principal_adviser=True), UserFactory(principal_adviser=True)
    done(me, "log_note")
    done(other, "close")
    text = sign_in(me).get("/audit").content.decode()
    assert "Log note" in text
    assert "Close" not in text


def test_the_governance_officer_sees_all_with_names(sign_in):
    officer, other = UserFactory(governance_officer=True), UserFactory(principal_adviser=True)
    done(other, "log_note")
    seal_events()
    text = sign_in(officer).get("/audit").content.decode()
    assert other.name in text
    assert "link 1" in text


def test_an_administrator_sees_only_their_own(sign_in):
    administrator, other = UserFactory(administrator=True), UserFactory(principal_adviser=True)
    done(other, "log_note")
    assert "Nothing is recorded yet." in sign_in(administrator).get("/audit").content.decode()


def test_the_hundredth_act_is_on_the_second_page(sign_in):
    me = UserFactory(principal_adviser=True)
    for _ in range(60):
        done(me, "log_note")
    assert "Page 1 of 2" in sign_in(me).get("/audit").content.decode()
