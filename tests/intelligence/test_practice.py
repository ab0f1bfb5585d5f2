"""Good practice shared out to the offer: in words of its own, once the council agreed, and never ranked."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from accounts.models import Role
from audit.models import Event
from common.errors import NotFound, NotPermitted, Refused
from intelligence import workflow
from intelligence.models import Practice
from intelligence.workflow.sharing_out import taken_over
from tests.factories.accounts import UserFactory
from tests.factories.councils import (
    CouncilFactory,
    InterestFactory,
    RegionHoldingFactory,
    ServiceAreaFactory,
    adviser_for,
)
from tests.factories.intelligence import FactorFactory, NoteFactory

pytestmark = pytest.mark.django_db
HEARD = "The head of housing told me over lunch that empty shops go to her own team for a pound a year."
ANEW = "Vacant premises are lent to the housing service until a tenant is found."


@pytest.fixture
def council():
    return CouncilFactory(short_name="Barchester")


@pytest.fixture
def adviser(council):
    return adviser_for(council, name="R. Okafor")


@pytest.fixture
def note(council, adviser):
    return NoteFactory(council=council, owner=adviser, good_practice=True, text=HEARD)


@pytest.fixture
def on():
    return timezone.localdate()


@pytest.fixture
def share(at, on, adviser, note):
    def shared(**more):
        said = {
            "by": adviser,
            "note": note,
            "title": "Shops as a base for outreach",
            "text": ANEW,
            "agreed_by": "Chief executive",
            "agreed_on": on,
        }
        return workflow.share_practice(at=at, **said | more)

    return shared


def words(response) -> str:
    return " ".join(response.content.decode().split())


def test_good_practice_is_shared_out_to_the_offer_and_found_there(sign_in, adviser, note, on):  # R036
    area, sign = ServiceAreaFactory(name="Housing"), FactorFactory(short_name="Partners")
    note.service_area = area
    note.save()
    note.factors.set([sign])
    client = sign_in(adviser)
    assert "Nothing has been shared yet." in words(client.get("/practice"))
    assert f"{note.get_absolute_url()}/share" in words(client.get(note.get_absolute_url()))
    page = words(client.get(f"{note.get_absolute_url()}/share"))
    form = page[page.index("data-draft") :]
    assert HEARD not in form
    assert note.source.role not in form
    assert f'<option value="{area.pk}" selected>' in form
    given = {
        "title": "Shops as a base for outreach",
        "text": ANEW,
        "service_area": area.pk,
        "factors": [sign.pk],
        "agreed_by": "Chief executive",
        "agreed_on": on.isoformat(),
    }
    client.post(f"{note.get_absolute_url()}/share", given)
    shared = Practice.objects.get()
    assert (shared.council, shared.by, list(shared.factors.all())) == (note.council, adviser, [sign])
    event = Event.objects.get(act="share_practice")
    assert event.details["note"] == note.pk
    assert "Shared out to the offer" in words(client.get(note.get_absolute_url()))

    reader = sign_in(UserFactory(role=Role.GROUP_OFFICE))
    for address in ("/practice", "/practice?q=vacant+barchester", "/practice?factor=" + sign.slug,
                    f"/practice?area={area.slug}", f"/practice?council={note.council.code}"):  # fmt: skip
        assert "Shops as a base for outreach" in words(reader.get(address)), address
    for address in ("/practice?q=nothing", f"/practice?council={CouncilFactory().code}"):
        assert "Nothing that was shared answers to this." in words(reader.get(address)), address
    page = words(reader.get(shared.get_absolute_url()))
    assert "Chief executive" in page
    assert "agreed that this is shared" in page
    assert HEARD not in page
    assert note.get_absolute_url() not in page


def test_the_note_s_own_words_go_out_only_where_its_owner_says_so(share, note):  # R036
    with pytest.raises(Refused, match="stands word for word in your note"):
        share(text=f"It is so: {HEARD}")
    note.is_source_protected = True
    note.save()
    with pytest.raises(Refused, match=note.source.role):
        share(text=f"{ANEW} Ask the {note.source.role}.")
    assert not Practice.objects.exists()
    assert share(text=HEARD, as_it_stands=True).text == HEARD
    assert Event.objects.get(act="share_practice").details["as_it_stands"] is True


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("Nothing of it.", ""),
        ("one two three four five six seven eight", "one two three four five six seven eight"),
        ("So ONE, two; three four five six seven eight!", "ONE two three four five six seven eight"),
        ("one two three four five six seven, then eight", ""),
        ("A short one", "short one"),
    ],
)
def test_words_running_are_told_from_words_that_are_common(written, found):
    assert taken_over(written, ["one two three four five six seven eight nine", "short one", "word"]) == found


def test_nothing_goes_out_without_the_council_s_agreement(sign_in, adviser, note, share, on):  # R139
    for missing in ({"agreed_by": " "}, {"agreed_on": on + timedelta(days=1)}, {"title": ""}, {"text": " "}):
        with pytest.raises(Refused):
            share(**missing)
    page = sign_in(adviser).post(f"{note.get_absolute_url()}/share", {"title": "Shops", "text": ANEW})
    assert page.status_code == 422
    assert "Enter who at the council agreed" in words(page)
    assert ANEW in words(page)
    assert not Practice.objects.exists()


def test_the_owner_alone_shares_and_only_good_practice(share, note, council, adviser, broken_audit):
    with pytest.raises(NotPermitted, match="Ask them to share"):
        share(by=adviser_for(council))
    with pytest.raises(NotFound):
        share(by=UserFactory(role=Role.GROUP_OFFICE))
    with pytest.raises(NotPermitted, match="correct its kind"):
        share(note=NoteFactory(council=council, owner=adviser))
    with pytest.raises(NotPermitted, match="ORIGINATOR-CONTROLLED"):
        share(
            note=NoteFactory(council=council, owner=adviser, good_practice=True, originator_controlled=True)
        )
    with pytest.raises(broken_audit), transaction.atomic():
        share()
    assert not Practice.objects.exists()


def test_what_is_sent_twice_is_shared_once_and_other_words_wait(share):
    assert share() == share()
    with pytest.raises(Refused, match="shared out already"):
        share(text="Other words.")
    assert Event.objects.filter(act="share_practice").count() == 1


def test_it_is_withdrawn_with_a_reason_and_advisers_alone_see_that_it_stood(sign_in, share, at, council):
    shared = share()
    reader = UserFactory(analyst=True)
    assert ANEW in words(sign_in(reader).get(shared.get_absolute_url()))
    with pytest.raises(NotPermitted):
        workflow.withdraw_practice(by=reader, at=at, practice=shared, reason="No.")
    client = sign_in(adviser_for(council))
    assert client.post(f"{shared.get_absolute_url()}/withdraw", {"reason": " "}).status_code == 422
    client.post(f"{shared.get_absolute_url()}/withdraw", {"reason": "The council asked."})
    page = words(client.get(shared.get_absolute_url()))
    assert "The council asked." in page
    assert ANEW not in page
    assert "Shops as a base" not in words(client.get("/practice"))
    assert sign_in(reader).get(shared.get_absolute_url()).status_code == 404
    assert Event.objects.filter(act="withdraw_practice").count() == 1
    assert share(text="Other words.").pk != shared.pk


@pytest.mark.parametrize("role", [Role.DCLG_LIAISON, Role.INVITED_MEMBER, Role.ADMINISTRATOR])
def test_it_is_not_found_by_government_nor_by_whoever_reads_no_content(sign_in, share, role):
    shared = share()
    client = sign_in(UserFactory(role=role))
    assert client.get("/practice").status_code == 404
    assert client.get(shared.get_absolute_url()).status_code == 404
    assert 'href="/practice"' not in words(client.get("/"))


def test_a_declared_interest_in_the_council_hides_it(sign_in, share, council):
    shared = share()
    recused = UserFactory(principal_adviser=True)
    RegionHoldingFactory(user=recused, region=council.region)
    InterestFactory(user=recused, council=council)
    client = sign_in(recused)
    assert client.get(shared.get_absolute_url()).status_code == 404
    assert "Shops as a base" not in words(client.get("/practice"))


def test_the_database_keeps_what_was_shared_as_it_was(share):
    shared = share()
    for change in ({"text": "Otherwise."}, {"agreed_by": "Nobody"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Practice.objects.filter(pk=shared.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Practice.objects.filter(pk=shared.pk).delete()


def test_the_list_asks_as_much_of_many_as_of_few(
    sign_in, at, on, share, django_assert_max_num_queries
):  # and they stand by day, never by how good
    client = sign_in(UserFactory(secretariat=True))
    for number in range(12):
        other = adviser_for(CouncilFactory())
        mine = NoteFactory(owner=other, council=CouncilFactory(), good_practice=True)
        share(by=other, note=mine, title=f"Practice {number}")
    with django_assert_max_num_queries(16):
        page = words(client.get("/practice"))
    found = [page.index(f">Practice {number}<") for number in range(12)]
    assert found == sorted(found, reverse=True)
