"""Two people at once, through the pages: one act, one plain refusal with both texts, and no word lost."""

import threading
import time
from datetime import timedelta
from itertools import product

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from cases.models import Concern, Conclusion
from tests.cases.test_pages import text
from tests.factories.cases import ConcernFactory, DiscussionFactory, SupportPackageFactory
from tests.factories.councils import adviser_for

SOON = str(timezone.localdate() + timedelta(days=20))
WAITING = """SELECT count(*) FROM pg_stat_activity
             WHERE wait_event_type = 'Lock' AND datname = current_database()"""
EXPECTATIONS = dict.fromkeys(("raised_with_council", "raised_with_lga", "time_allowed"), "not_known")


def pages(concern):
    """The acts of a concern at Stage 3: each page, the name of its text, what else is filled in."""
    at, talk = f"/cases/{concern.number}", DiscussionFactory(concern=concern)
    powers = {"department": "DCLG", "legal_basis": "Section 15", "body": "One"}
    powers |= {"coming_off_point": "All answered.", **EXPECTATIONS}
    return {
        "move": (f"{at}/move/panel-support", "basis", {"coming_off_point": "Two budgets agreed."}),
        "close": (f"{at}/close", "reason", {"told": "The leader"}),
        "government": (f"{at}/government/intervention", "text", powers),
        "conclude": (
            f"{at}/discussions/{talk.pk}/conclude",
            "text",
            {"kind": "satisfactory_explanation", "review_on": SOON, "correct_appearance": "A letter."},
        ),
    }


def sent(client, page, concern, words):
    address, name, said = page
    return client.post(address, said | {"version": concern.version, name: words})


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("first", "second"), list(product(("move", "close", "government", "conclude"), repeat=2))
)
def test_whatever_came_first_the_second_is_refused_with_both_texts(first, second):
    """Also where the second page would by now ask for more than it did: for lessons, at Stage 4."""
    concern = ConcernFactory(council_discussion=True)
    page = pages(concern)
    ours, theirs = Client(), Client()
    ours.force_login(concern.owner)
    other = adviser_for(concern.council)
    theirs.force_login(other)
    assert sent(theirs, page[first], concern, "What they wrote").status_code == 302
    stood = Concern.objects.get(pk=concern.pk)
    refused = sent(ours, page[second], concern, "What we wrote")
    assert refused.status_code == 409, text(refused)
    said = text(refused)
    for words in ("What we wrote", *page[second][2].values()):
        assert words.replace("_", " ") in said
    if first == "conclude" and second != "conclude":  # the concern came back with a date: that is what stands
        assert "What is saved now Concern" in said
    else:
        assert "What they wrote" in said
        assert other.name in said
    assert Concern.objects.get(pk=concern.pk).version == stood.version


@pytest.mark.django_db
def test_the_second_to_close_at_stage_four_keeps_the_lessons_they_wrote():
    package = SupportPackageFactory()
    concern = package.concern
    said = {"version": concern.version, "coming_off_point_met": "met", "lessons": "Peers helped most."}
    client = Client()
    client.force_login(concern.owner)
    address = f"/cases/{concern.number}/close"
    assert client.post(address, said | {"reason": "It is done."}).status_code == 302
    refused = client.post(address, said | {"reason": "It is over."})
    assert refused.status_code == 409
    for words in ("It is done.", "It is over.", "Peers helped most."):
        assert words in text(refused)


@pytest.mark.django_db
def test_the_second_to_hand_it_on_without_a_name_is_asked_for_one():
    concern = ConcernFactory()
    client = Client()
    client.force_login(concern.owner)
    page = client.post(f"/cases/{concern.number}/owner", {"version": concern.version + 1})
    assert page.status_code == 422
    assert "Choose an adviser" in text(page)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("act", ["move", "close", "conclude"])
def test_two_in_the_same_moment_give_one_act_and_one_plain_refusal(act):
    concern = ConcernFactory(council_discussion=True)
    page = pages(concern)[act]
    people = {"The one wrote this": concern.owner, "The other wrote this": adviser_for(concern.council)}
    came = {}

    def go(words):
        try:
            client = Client()
            client.force_login(people[words])
            came[words] = sent(client, page, concern, words)
        finally:
            connection.close()

    threads = [threading.Thread(target=go, args=(words,)) for words in people]
    with transaction.atomic():  # both are let go when both stand before the locked concern
        Concern.objects.select_for_update().get(pk=concern.pk)
        for thread in threads:
            thread.start()
        both_wait()
    for thread in threads:
        thread.join(timeout=30)

    done, refused = sorted(came, key=lambda words: came[words].status_code)
    assert [came[done].status_code, came[refused].status_code] == [302, 409]
    said = text(came[refused])
    assert done in said
    assert refused in said
    assert people[done].name in said
    held = Concern.objects.get(pk=concern.pk)
    assert held.version == concern.version + 1
    if act == "conclude":
        assert Conclusion.objects.get().text == done
    else:
        assert held.stage_changes.latest("pk").basis == done
        assert held.stage_changes.filter(basis=refused).count() == 0


def both_wait():
    until = time.monotonic() + 20
    while time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(WAITING)
            if cursor.fetchone()[0] >= 2:
                return
        time.sleep(0.02)
    raise AssertionError("the two did not come to stand before the concern at once")
