"""How a note is checked, over time; and who reads what by name."""

from datetime import date

import pytest

from audit.models import Event
from common.errors import NotFound, NotPermitted, Refused, Stale
from intelligence import queries
from intelligence.models import Note, NoteReader, SourceReading
from intelligence.workflow import (
    Told,
    check_note,
    log_note,
    name_source_deputy,
    open_note_to,
    read_note,
    read_source_identity,
)
from tests.factories.accounts import UserFactory
from tests.factories.councils import InterestFactory, RegionHoldingFactory, adviser_for
from tests.factories.intelligence import NoteFactory, SourceTypeFactory

pytestmark = pytest.mark.django_db


def checked(note, at, by=None, **said):
    said = {"outcome": "confirmed", "found": "The auditor says the same."} | said
    version = Note.objects.get(pk=note.pk).version
    return check_note(by=by or note.owner, at=at, note=note, version=said.pop("version", version), **said)


def test_a_note_is_confirmed_by_the_independent_sources_of_other_notes(at):  # R071
    note = NoteFactory()
    others = NoteFactory.create_batch(2, council=note.council)
    check = checked(note, at, notes=others)
    held = Note.objects.get(pk=note.pk)
    assert check.independent_sources == 2
    assert held.checked_in_words == "Confirmed by 2 independent sources"
    assert Event.objects.get(act="check_note").details == {
        "outcome": "confirmed",
        "independent_sources": 2,
    }


def test_one_source_never_counts_twice(at):
    note = NoteFactory()
    same = NoteFactory(council=note.council, source=note.source)
    with pytest.raises(Refused, match="one source never counts twice"):
        checked(note, at, notes=[same])
    other = NoteFactory(council=note.council)
    twice = NoteFactory(council=note.council, source=other.source)
    assert checked(note, at, notes=[same, other, twice]).independent_sources == 1
    assert checked(note, at, notes=[twice]).independent_sources == 1


def test_somebody_newly_told_may_confirm_it(at):
    check = checked(NoteFactory(), at, told=Told(type=SourceTypeFactory(), role="external auditor"))
    assert check.independent_sources == 1


def test_what_was_believed_when_is_kept(at):
    note, other = NoteFactory(), NoteFactory()
    checked(note, at, notes=[other], happened_on=date(2026, 3, 3))
    checked(note, at, outcome="contradicted", found="She is staying.", happened_on=date(2026, 4, 1))
    checked(note, at, told=Told(type=SourceTypeFactory(), role="leader"))
    assert [(one.outcome, one.independent_sources) for one in queries.checks_of(note)] == [
        ("confirmed", 1),
        ("contradicted", 0),
        ("confirmed", 1),
    ]


def test_a_check_asks_for_a_basis_and_words(at):
    with pytest.raises(Refused, match="Choose the notes that confirm it"):
        checked(NoteFactory(), at)
    with pytest.raises(Refused, match="Enter what the check showed"):
        checked(NoteFactory(), at, outcome="contradicted", found=" ")
    with pytest.raises(Refused, match="not come yet"):
        checked(NoteFactory(), at, outcome="contradicted", happened_on=date(2999, 1, 1))


def test_a_note_one_may_not_read_confirms_nothing(at):
    with pytest.raises(Refused, match="Choose the notes"):
        checked(NoteFactory(), at, notes=[NoteFactory(restricted=True)])


def test_the_regions_adviser_may_check_and_another_may_not(at):
    note = NoteFactory(owner__name="J. Marsh")
    assert checked(note, at, by=adviser_for(note.council), notes=[NoteFactory()])
    with pytest.raises(NotPermitted, match=r"J\. Marsh or an adviser for"):
        checked(note, at, by=UserFactory(principal_adviser=True), notes=[NoteFactory()])
    with pytest.raises(NotFound):
        checked(note, at, by=UserFactory(panel_member=True), notes=[NoteFactory()])


def test_a_check_of_an_older_version_is_refused(at):
    with pytest.raises(Stale):
        checked(NoteFactory(version=3), at, version=2, notes=[NoteFactory()])


def test_if_the_record_cannot_be_written_nothing_was_checked_opened_or_read(at, broken_audit):
    note, other, reader = NoteFactory(), NoteFactory(), UserFactory(senior_adviser=True)
    with pytest.raises(broken_audit):
        checked(note, at, notes=[other])
    with pytest.raises(broken_audit):
        open_note_to(by=note.owner, at=at, note=note, readers=[reader])
    with pytest.raises(broken_audit):
        name_source_deputy(by=note.owner, at=at, note=note, deputy=reader)
    held = Note.objects.get(pk=note.pk)
    assert (held.checked, held.version) == ("not_yet", 1)
    assert not held.checks.exists()
    assert not NoteReader.objects.exists()
    assert not held.source.deputies.exists()


# Opening.


def test_a_restricted_note_is_opened_by_its_owner_to_people_by_name(at):
    note = NoteFactory(restricted=True)
    reader = UserFactory(principal_adviser=True)
    assert queries.note_for(reader, note.pk) is None
    open_note_to(by=note.owner, at=at, note=note, readers=[reader, note.owner])
    open_note_to(by=note.owner, at=at, note=note, readers=[reader])
    assert queries.note_for(reader, note.pk) == note
    assert [event.details["readers"] for event in Event.objects.filter(act="open_note").order_by("id")] == [
        [reader.pk],
        [],
    ]
    with pytest.raises(NotPermitted, match="Ask them"):
        open_note_to(by=reader, at=at, note=note, readers=[UserFactory(senior_adviser=True)])


def test_the_regions_principal_adviser_opens_a_note_to_a_member_peer(at):  # R041
    note, peer = NoteFactory(), UserFactory(role="member_peer")
    open_note_to(by=adviser_for(note.council), at=at, note=note, readers=[peer])
    assert queries.note_for(peer, note.pk) == note


def test_what_the_originator_controls_only_the_originator_passes_on(at):
    note = NoteFactory(originator_controlled=True, owner__name="J. Marsh")
    with pytest.raises(NotPermitted, match=r"Only J\. Marsh may open"):
        open_note_to(
            by=adviser_for(note.council), at=at, note=note, readers=[UserFactory(role="member_peer")]
        )


def test_a_note_is_not_opened_to_those_who_read_none_or_have_an_interest(at):
    note = NoteFactory(restricted=True)
    clerk = UserFactory(secretariat=True, name="S. Clerk")
    with pytest.raises(Refused, match=r"S\. Clerk is neither"):
        open_note_to(by=note.owner, at=at, note=note, readers=[clerk])
    peer = UserFactory(role="member_peer")
    InterestFactory(user=peer, council=note.council)
    with pytest.raises(Refused, match="declared interest"):
        open_note_to(by=note.owner, at=at, note=note, readers=[UserFactory(senior_adviser=True), peer])
    assert not NoteReader.objects.exists()


def test_opening_a_page_of_anothers_note_is_recorded(at):
    note, reader = NoteFactory(), UserFactory(principal_adviser=True)
    read_note(by=note.owner, at=at, note=note)
    read_note(by=reader, at=at, note=note)
    assert [event.by for event in Event.objects.filter(act="read_note")] == [reader]


# Who a source is.


@pytest.fixture
def kept(at):
    """A note whose source's name was kept."""
    owner = UserFactory(principal_adviser=True, name="R. Okafor")
    council = NoteFactory().council
    RegionHoldingFactory(user=owner, region=council.region)
    told = Told(type=SourceTypeFactory(), role="chief executive", identity="Ada Penrose")
    return log_note(
        by=owner,
        at=at,
        council=council,
        text="Heard it.",
        told=told,
        known="first_hand",
        is_source_protected=True,
    )


def test_the_owner_reads_who_the_source_is_and_each_reading_is_recorded(kept, at):
    for _ in range(2):
        assert read_source_identity(by=kept.owner, at=at, note=kept) == "Ada Penrose"
    events = Event.objects.filter(act="read_source_identity")
    assert events.count() == SourceReading.objects.count() == 2
    assert "Penrose" not in str([event.details for event in events])


def test_nobody_else_reads_who_the_source_is(kept, at):
    adviser = adviser_for(kept.council)
    with pytest.raises(NotPermitted, match=r"R\. Okafor alone"):
        read_source_identity(by=adviser, at=at, note=kept, reason="I want to know")
    with pytest.raises(NotFound):
        read_source_identity(by=UserFactory(administrator=True), at=at, note=kept)
    assert not SourceReading.objects.exists()


def test_a_named_deputy_reads_it_with_a_reason_that_is_kept(kept, at):
    deputy = adviser_for(kept.council)
    with pytest.raises(NotPermitted, match=r"Only R\. Okafor may name"):
        name_source_deputy(by=deputy, at=at, note=kept, deputy=deputy)
    name_source_deputy(by=kept.owner, at=at, note=kept, deputy=deputy)
    with pytest.raises(Refused, match="Enter why"):
        read_source_identity(by=deputy, at=at, note=kept)
    assert read_source_identity(by=deputy, at=at, note=kept, reason="R. Okafor is on leave") == "Ada Penrose"
    assert SourceReading.objects.get().reason == "R. Okafor is on leave"


def test_a_recused_owner_no_longer_reads_their_source(kept, at):
    InterestFactory(user=kept.owner, council=kept.council)
    with pytest.raises(NotFound):
        read_source_identity(by=kept.owner, at=at, note=kept)


def test_if_the_record_cannot_be_written_the_source_is_not_told(kept, at, broken_audit):
    with pytest.raises(broken_audit):
        read_source_identity(by=kept.owner, at=at, note=kept)
    assert not SourceReading.objects.exists()


def test_of_a_protected_source_others_see_the_type_alone(kept):
    adviser = adviser_for(kept.council)
    seen = queries.shown([queries.note_for(adviser, kept.pk)], adviser)[0]
    own = queries.shown([queries.note_for(kept.owner, kept.pk)], kept.owner)[0]
    assert seen.source == f"{kept.source.type.name} · source protected"
    assert "chief executive" in own.source
