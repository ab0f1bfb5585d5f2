"""Logging, correcting, following up and withdrawing a note: works, refused, recorded, or nothing at all."""

from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.db import DatabaseError, connection, transaction

from audit.models import Event
from common.errors import NotFound, NotPermitted, Refused, Stale
from intelligence import queries
from intelligence.models import Kind, Known, Marking, Note, Source, SourceIdentity
from intelligence.workflow import Told, correct_note, log_note, set_follow_up, withdraw_note
from tests.factories.accounts import UserFactory
from tests.factories.councils import CouncilFactory, InterestFactory, RegionHoldingFactory, adviser_for
from tests.factories.intelligence import FactorFactory, NoteFactory, SourceTypeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def council():
    return CouncilFactory(short_name="Barchester")


@pytest.fixture
def adviser(council):
    return adviser_for(council, name="R. Okafor")


def logged(by, at, council, **told):
    told = {"text": "The finance director leaves at Christmas.", "known": Known.FIRST_HAND} | told
    told.setdefault("told", Told(type=SourceTypeFactory(), role="chief executive"))
    return log_note(by=by, at=at, council=council, **told)


# Logging.


def test_an_adviser_logs_a_note_about_a_council_of_their_region(adviser, council, at):  # R034, R067
    factors = FactorFactory.create_batch(2)
    note = logged(adviser, at, council, factors=factors, follow_up_on=at.date() + timedelta(days=7))
    assert (note.owner, note.marking, note.checked) == (adviser, Marking.ADVISERS, "not_yet")
    assert set(note.factors.all()) == set(factors)
    assert note.source.in_words == f"{note.source.type.name} · chief executive · {council.region.name}"
    assert note.passed_on_to is None
    event = Event.objects.get(act="log_note")
    assert (event.by, event.subject_id, event.scope) == (adviser, str(note.pk), council.audit_scope)
    assert "finance" not in str(event.details)


def test_a_senior_adviser_logs_in_their_own_region(council, at):  # R040
    senior = UserFactory(senior_adviser=True)
    RegionHoldingFactory(user=senior, region=council.region, capacity="senior")
    assert logged(senior, at, council).owner == senior


def test_a_senior_adviser_from_elsewhere_is_told_whom_to_tell(adviser, council, at):
    with pytest.raises(NotPermitted, match=r"not one of your regions\. Tell R\. Okafor"):
        logged(UserFactory(senior_adviser=True), at, council)
    assert not Note.objects.exists()


def test_a_principal_adviser_from_elsewhere_passes_the_note_on(adviser, council, at):
    other = UserFactory(principal_adviser=True)
    note = logged(other, at, council, marking=Marking.RESTRICTED)
    assert (note.owner, note.passed_on_to) == (other, adviser)
    assert queries.note_for(adviser, note.pk) == note
    assert queries.passed_on_to(adviser, at.date() - timedelta(days=1)) == [note]


@pytest.mark.parametrize("role", ["secretariat", "analyst", "panel_member", "dclg_liaison", "administrator"])
def test_others_do_not_log_notes(council, at, role):
    with pytest.raises(NotPermitted, match="tell the principal adviser"):
        logged(UserFactory(**{role: True}), at, council)


def test_an_adviser_with_an_interest_does_not_log_about_that_council(adviser, council, at):  # R052
    InterestFactory(user=adviser, council=council)
    with pytest.raises(NotPermitted, match="declared interest in Barchester"):
        logged(adviser, at, council)


def test_good_practice_and_a_councils_own_word_are_notes_too(adviser, council, at):  # R036, R076, R077
    for kind in (Kind.GOOD_PRACTICE, Kind.SELF_REFERRAL):
        assert logged(adviser, at, council, kind=kind).kind == kind


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"text": "  \n "}, "Enter what you heard"),
        ({"text": "a\x00b"}, "null character"),
        ({"text": "x" * 100_001}, "100,001 characters and may have 100,000"),
        ({"happened_on": date(2999, 1, 1)}, "1 January 2999 has not come yet"),
        ({"follow_up_on": date(2020, 1, 1)}, "1 January 2020 is past"),
        ({"marking": Marking.OPEN}, "OPEN is for what has already been published"),
    ],
)
def test_what_cannot_be_logged_is_refused_with_a_sentence(adviser, council, at, told, said):
    with pytest.raises(Refused, match=said):
        logged(adviser, at, council, **told)
    assert not Note.objects.exists()
    assert not Source.objects.exists()


def test_an_anonymous_source_has_no_name(adviser, council, at):
    told = Told(type=SourceTypeFactory(), identity="Ada Penrose")
    with pytest.raises(Refused, match="has no name to keep"):
        logged(adviser, at, council, known=Known.ANONYMOUS, told=told)


@pytest.mark.parametrize(
    "text", ["x" * 20_000, "👩🏽‍💼 مرحبا שלום", "<script>alert(1)</script>", "a\r\nb\u202e"]
)
def test_what_was_typed_is_kept_whole(adviser, council, at, text):
    note = logged(adviser, at, council, text=text)
    assert Note.objects.get(pk=note.pk).text == text


def test_one_source_stays_one_source_through_its_notes(adviser, council, at):
    kind = SourceTypeFactory()
    told = [
        Told(type=kind, role="chair", identity=name) for name in ("Ada Penrose", "ada  penrose", "B. Bold")
    ]
    notes = [logged(adviser, at, council, told=one) for one in told]
    assert notes[0].source == notes[1].source != notes[2].source
    assert SourceIdentity.objects.count() == 2
    assert not SourceIdentity.objects.filter(sealed__icontains="Penrose").exists()


def test_if_the_record_cannot_be_written_nothing_is_logged(adviser, council, at, broken_audit):
    with pytest.raises(broken_audit):
        logged(adviser, at, council, told=Told(type=SourceTypeFactory(), identity="Ada Penrose"))
    assert not Note.objects.exists()
    assert not SourceIdentity.objects.exists()


# Correcting.


def test_the_owner_rewrites_a_note_until_it_is_checked_and_every_version_is_kept(adviser, council, at):
    note = logged(adviser, at, council, text="First.")
    corrected = correct_note(
        by=adviser, at=at, note=note, version=1, text="Second.", factors=[FactorFactory()]
    )
    assert (corrected.text, corrected.version) == ("Second.", 2)
    versions = queries.versions_of(corrected)
    assert [(one.text, one.changed) for one in versions] == [("First.", ()), ("Second.", ("text",))]
    assert Event.objects.get(act="correct_note").details["version"] == 2


def test_a_version_once_kept_cannot_be_changed_in_the_database(adviser, council, at):
    note = logged(adviser, at, council)
    with pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
        note.events.update(text="It was never so")


def test_once_checked_the_note_stands_and_a_correction_is_added(adviser, council, at):
    note = NoteFactory(council=council, owner=adviser, confirmed=True, text="As it was.")
    corrected = correct_note(by=adviser, at=at, note=note, version=1, text="It was Easter.")
    assert corrected.text == Note.objects.get().text == "As it was."
    assert [one.text for one in queries.corrections_of(corrected)] == ["It was Easter."]


def test_a_stale_save_is_refused_with_both_texts(adviser, council, at):
    note = logged(adviser, at, council, text="First.")
    correct_note(by=adviser, at=at, note=note, version=1, text="From the other window.")
    with pytest.raises(Stale, match="another window") as refused:
        correct_note(by=adviser, at=at, note=note, version=1, text="From this window.")
    assert (refused.value.held, refused.value.typed) == ("From the other window.", "From this window.")
    assert Note.objects.get().text == "From the other window."


def test_another_adviser_is_told_to_ask_the_owner(adviser, at):
    note = NoteFactory(owner__name="J. Marsh")
    with pytest.raises(NotPermitted, match=r"J\. Marsh’s\. Ask them"):
        correct_note(by=adviser, at=at, note=note, version=1, text="Mine.")


def test_to_a_stranger_the_note_is_not_there(at):
    note = NoteFactory(restricted=True)
    for stranger in (UserFactory(secretariat=True), UserFactory(principal_adviser=True)):
        with pytest.raises(NotFound):
            correct_note(by=stranger, at=at, note=note, version=1, text="Mine.")


def test_if_the_record_cannot_be_written_the_note_stays_as_it_was(adviser, council, at, broken_audit):
    note = NoteFactory(council=council, owner=adviser, text="First.")
    with pytest.raises(broken_audit):
        correct_note(by=adviser, at=at, note=note, version=1, text="Second.")
    with pytest.raises(broken_audit):
        withdraw_note(by=adviser, at=at, note=note, reason="Wrong council")
    with pytest.raises(broken_audit):
        set_follow_up(by=adviser, at=at, note=note, follow_up_on=at.date())
    held = Note.objects.get()
    assert (held.text, held.version, held.withdrawn_at, held.follow_up_on) == ("First.", 1, None, None)


# Following up, and withdrawing.


def test_a_follow_up_is_due_on_its_day_and_only_for_its_owner(adviser, council, at):
    note = NoteFactory(council=council, owner=adviser)
    day = at.date() + timedelta(days=3)
    set_follow_up(by=adviser, at=at, note=note, follow_up_on=day)
    assert queries.follow_ups_due(adviser, day - timedelta(days=1)) == []
    assert queries.follow_ups_due(adviser, day) == [note]
    assert queries.follow_ups_due(UserFactory(principal_adviser=True), day) == []
    set_follow_up(by=adviser, at=at, note=note, follow_up_on=None)
    assert queries.follow_ups_due(adviser, day) == []


def test_a_withdrawn_note_leaves_lists_and_counts_and_its_reason_is_kept(adviser, council, at):
    factor = FactorFactory()
    note = NoteFactory(council=council, factors=[factor])
    withdraw_note(by=adviser, at=at, note=note, reason="It was about Barchester Town Council.")
    assert queries.notes_about(council, adviser).total == 0
    assert [sign.notes for sign in queries.signs_held(council, adviser)] == [0]
    held = queries.note_for(adviser, note.pk)
    assert held.withdrawn_by == adviser
    assert "Town Council" in held.withdrawn_reason
    assert Event.objects.filter(act="withdraw_note").count() == 1


def test_a_note_is_withdrawn_with_a_reason_by_its_owner_or_the_regions_principal_adviser(at):
    note = NoteFactory(owner__name="J. Marsh")
    with pytest.raises(NotPermitted, match=r"J\. Marsh or the principal adviser for"):
        withdraw_note(by=UserFactory(principal_adviser=True), at=at, note=note, reason="Wrong")
    with pytest.raises(Refused, match="Enter why"):
        withdraw_note(by=note.owner, at=at, note=note, reason=" ")
    withdraw_note(by=note.owner, at=at, note=note, reason="Wrong")
    for act in (withdraw_note, set_follow_up):
        more = {"reason": "Again"} if act is withdraw_note else {"follow_up_on": None}
        with pytest.raises(NotPermitted, match="withdrawn"):
            act(by=note.owner, at=at, note=note, **more)


# Two at once.


@pytest.mark.django_db(transaction=True)
def test_of_two_saves_at_once_one_stands_and_the_other_is_told_with_both_texts(at):
    council = CouncilFactory()
    note = NoteFactory(council=council, owner=adviser_for(council), text="First.")
    together, outcomes = Barrier(2), []

    def save(text):
        try:
            together.wait(timeout=10)
            correct_note(by=note.owner, at=at, note=note, version=1, text=text)
            outcomes.append(("saved", text))
        except Stale as stale:
            outcomes.append(("stale", stale.held))
        finally:
            connection.close()

    threads = [Thread(target=save, args=(text,)) for text in ("From here.", "From there.")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    held = Note.objects.get()
    assert sorted(outcomes) == [("saved", held.text), ("stale", held.text)]
    assert held.version == 2
