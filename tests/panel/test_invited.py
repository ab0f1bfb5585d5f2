"""Somebody of another board, asked in for one council's item, reads that item and nothing else (R146)."""

import re

import pytest

from accounts.models import Role
from audit.models import Event
from common.errors import NotFound
from panel.copies import RENDERERS
from panel.models import InvitationEnd
from panel.queries import packs_for
from panel.workflow import open_pack, table_addendum
from papers.withholding import WITHHELD
from tests.factories.accounts import UserFactory
from tests.factories.councils import CouncilFactory, InterestFactory
from tests.factories.panel import InvitationFactory, MembershipFactory, live
from tests.panel.exits import exits
from tests.panel.test_issue import unmasked
from tests.papers.reading import read_pdf, read_text, read_word

pytestmark = pytest.mark.django_db


@pytest.fixture
def invited(meeting, marchford):
    return InvitationFactory(
        meeting=meeting, council=marchford, user=UserFactory(role=Role.INVITED_MEMBER, name="J. Ferris")
    )


@pytest.fixture
def pack(invited, saltmarsh, issue, live_concerns):
    live_concerns[0] = live(
        live_concerns[0].council, "3", 1, line="It shares its finance team with Saltmarsh and Penhallow."
    )
    return issue()


def test_they_read_their_item_and_no_other_council_in_any_format(
    pack, invited, marchford, saltmarsh, sign_in
):
    MembershipFactory(body=pack.meeting.body)
    client = sign_in(invited.user)

    given = exits(client, pack)

    assert len(given) == 5
    for address, said in given.items():
        assert "Marchford" in said, address
        assert "Copy 1 · J. Ferris" in said, address
        assert "Councils are responsible for their own performance" in said, address
        for absent in ("Saltmarsh", saltmarsh.code, WITHHELD, "S. Ellery told"):
            assert absent not in said, address
        assert "another council and Penhallow" in said, address
        assert "2 councils" not in said, address  # nor how many there are
        assert "asked to:" not in said, address


def test_every_format_says_the_same_words_numbered_for_this_copy(pack, invited, at):
    files = {
        form: bytes(open_pack(pack=pack, form=form, by=invited.user, at=at).content) for form in RENDERERS
    }

    text = read_text(files["text"].decode())

    assert read_pdf(files["pdf"]) == read_word(files["word"]) == text[2:]
    numbers = [int(line.split(".")[0]) for line in text if re.match(r"\d+\. ", line)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert any("say of Marchford, for which its holder is invited" in line for line in text)


def test_the_copy_is_numbered_at_issue_and_each_reading_is_kept(pack, invited, at):
    assert pack.copies.get(holder=invited.user).line == "Copy 1 · J. Ferris"

    open_pack(pack=pack, form="pdf", by=invited.user, at=at)

    kept = Event.objects.get(act="open_pack")
    assert kept.by == invited.user
    assert kept.details == {"format": "pdf", "copy": 1, "withheld": 0, "items": 1}


def test_what_is_tabled_on_their_item_is_theirs_and_nothing_else_is(
    pack, invited, marchford, saltmarsh, secretary, at, sign_in
):
    for council, text in ((saltmarsh, "Only of the other."), (marchford, "Only of theirs.")):
        table_addendum(pack=pack, kind="oral", council=council, text=text, by=secretary, at=at)
    client = sign_in(invited.user)

    assert client.get(f"{pack.get_absolute_url()}/addenda/1").status_code == 404
    assert client.get(f"{pack.get_absolute_url()}/addenda/1/pdf").status_code == 404
    page = client.get(f"{pack.get_absolute_url()}/addenda/2")
    assert "Only of theirs." in page.content.decode()
    listed = client.get(pack.get_absolute_url()).content.decode()
    assert "Addendum 2" in listed
    assert "Addendum 1" not in listed
    assert "Saltmarsh" not in listed


def test_whoever_is_not_invited_for_this_meeting_finds_nothing(pack, at, sign_in):
    others = (
        UserFactory(role=Role.INVITED_MEMBER),
        InvitationFactory(council=CouncilFactory(), meeting=pack.meeting).user,  # a council it does not name
    )
    for user in others:
        client = sign_in(user)
        assert not packs_for(user).exists()
        assert unmasked(client.get(pack.get_absolute_url())) == unmasked(client.get("/packs/999999"))
        with pytest.raises(NotFound):
            open_pack(pack=pack, form="text", by=user, at=at)


def test_an_interest_or_a_withdrawal_ends_it_at_once(
    pack, invited, marchford, saltmarsh, secretary, at, sign_in
):
    client = sign_in(invited.user)
    assert client.get(pack.get_absolute_url()).status_code == 200
    interest = InterestFactory(user=invited.user, council=marchford)
    assert client.get(pack.get_absolute_url()).status_code == 404
    interest.delete()
    assert client.get(pack.get_absolute_url()).status_code == 200

    InvitationEnd.objects.create(invitation=invited, reason="Not needed", ended_by=secretary, ended_at=at)

    assert client.get(pack.get_absolute_url()).status_code == 404
    assert client.get(f"{pack.get_absolute_url()}/pdf").status_code == 404


def test_nothing_else_of_the_meeting_opens_to_them(pack, invited, marchford, sign_in):
    client = sign_in(invited.user)

    for address in (
        f"{pack.meeting.get_absolute_url()}/pack",
        f"{pack.get_absolute_url()}/copies/1",
        f"{pack.get_absolute_url()}/addenda",
        "/radar",
    ):
        assert client.get(address).status_code == 404, address
    assert "Who opened it" not in client.get(pack.get_absolute_url()).content.decode()
