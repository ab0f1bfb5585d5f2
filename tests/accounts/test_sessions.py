"""Sessions: when one began, how it is written, and that an ended one stays ended."""

import time

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from django.test import Client

from accounts.sessions import SEEN, STARTED, SessionStore
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def test_its_hours_count_from_the_sign_in():
    client, before = Client(), int(time.time())
    client.force_login(UserFactory())
    assert before <= client.session[STARTED] <= client.session[SEEN] <= int(time.time())


def test_nobodys_session_says_nothing_of_when():
    session = SessionStore()
    session["kept"] = 1
    session.save()
    assert dict(SessionStore(session.session_key).items()) == {"kept": 1}


def test_a_change_is_one_statement_and_takes_nothing_else_away(django_assert_num_queries):
    client = Client()
    client.force_login(UserFactory())
    session = client.session
    started = session[STARTED]
    session["kept"] = 1
    with django_assert_num_queries(1):
        session.save()
    assert (client.session["kept"], client.session[STARTED]) == (1, started)
    assert SESSION_KEY in client.session


def test_a_session_ended_meanwhile_is_not_brought_back():
    client = Client()
    client.force_login(UserFactory())
    session = client.session
    session["kept"] = 1
    Session.objects.all().delete()
    with pytest.raises(UpdateError):
        session.save()
    assert not Session.objects.exists()
