"""To point a note out to a colleague: told that there is one, and nothing of what it says."""

import pytest
from django.utils import timezone

from accounts.models import Notification
from audit.models import Event
from common.errors import NotFound
from intelligence import workflow
from tests.factories.accounts import UserFactory
from tests.factories.councils import InterestFactory, adviser_for
from tests.factories.intelligence import NoteFactory, SourceTypeFactory

pytestmark = pytest.mark.django_db


def text(response) -> str:
    return " ".join(response.content.decode().split())


def test_who_may_read_a_note_is_told_that_there_is_one(sign_in):
    note, colleague = NoteFactory(), UserFactory(senior_adviser=True)
    client = sign_in(note.owner)
    page = client.post(f"/intelligence/{note.pk}/point-out", {"person": colleague.pk}, follow=True)
    assert "is told that there is a note, without its words" in text(page)
    told = Notification.objects.get(user=colleague)
    assert told.sentence == f"{note.owner.name} points out a note to you"
    assert told.address == note.get_absolute_url()
    assert Event.objects.get(act="point_out_note").details == {"people": [colleague.pk]}


def test_who_may_not_read_it_is_told_nothing(sign_in, at):
    note, peer, recused = NoteFactory(), UserFactory(role="member_peer"), UserFactory(principal_adviser=True)
    InterestFactory(user=recused, council=note.council, since_on=timezone.localdate())
    for person in (peer, recused):
        page = sign_in(note.owner).post(f"/intelligence/{note.pk}/point-out", {"person": person.pk})
        assert page.status_code == 422
        assert "may not read this note. Open it to them first" in text(page)
    assert not Notification.objects.exists()
    with pytest.raises(NotFound):
        workflow.point_out_note(by=peer, at=at, note=note, people=[recused])


def test_a_colleague_named_in_the_box_is_told_when_the_note_is_saved(sign_in):
    council = NoteFactory().council
    adviser = adviser_for(council)
    reads = UserFactory(principal_adviser=True, name="B. Quillfeather")
    UserFactory(role="member_peer", name="C. Wendlebury")
    page = sign_in(adviser).post(
        "/capture",
        {
            "council": council.code,
            "text": "@Quillfeather and @Wendlebury should know.",
            "source_type": SourceTypeFactory().pk,
            "known": "first_hand",
        },
        follow=True,
    )
    assert "C. Wendlebury may not read this note, so they were not told of it." in text(page)
    assert [told.user for told in Notification.objects.all()] == [reads]


def test_what_cannot_be_recorded_is_not_pointed_out(at, broken_audit):
    note = NoteFactory()
    with pytest.raises(broken_audit):
        workflow.point_out_note(by=note.owner, at=at, note=note, people=[UserFactory(principal_adviser=True)])
    assert not Notification.objects.exists()
