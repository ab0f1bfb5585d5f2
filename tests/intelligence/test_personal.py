"""Personal data: requests, the search within them, words taken out of everything, holds, retention."""

import io
from datetime import date, timedelta
from threading import Thread

import pytest
from django.db import connection
from docx import Document

from audit.models import Event
from audit.queries import verify_chain
from audit.workflow import seal_events
from cases.queries import notes_rested_on
from cases.workflow import add_evidence
from common.errors import NotPermitted, Refused
from intelligence import queries
from intelligence.ingest import refresh_words
from intelligence.models import (
    Attachment,
    AttachmentContent,
    Correction,
    LegalHold,
    Note,
    NoteCheck,
    NoteRemoval,
    NoteReview,
    Source,
    SourceIdentity,
    VerificationRequest,
)
from intelligence.sealing import fingerprint, seal
from intelligence.searching import with_words
from intelligence.workflow import (
    close_request,
    correct_note,
    delete_unchecked_notes,
    keep_contact,
    keep_note,
    lift_hold,
    look_at_words,
    look_for_person,
    open_request,
    place_hold,
    redact,
    take_attachment_away,
    tell_of_reviews,
    withdraw_note,
)
from intelligence.workflow.personal import a_month_after
from tests.factories.accounts import UserFactory
from tests.factories.cases import ConcernFactory
from tests.factories.councils import CouncilFactory, adviser_for
from tests.factories.intelligence import AttachmentFactory, NoteFactory, SourceFactory

pytestmark = pytest.mark.django_db
NAME = "Zelda Penrose"


@pytest.fixture
def officer():
    return UserFactory(governance_officer=True, name="G. Officer")


@pytest.fixture
def council():
    return CouncilFactory(short_name="Barchester")


@pytest.fixture
def adviser(council):
    return adviser_for(council)


@pytest.fixture
def asked(officer, at):
    return opened(officer, at)


def opened(by, at, **more):
    given = {
        "kind": "erasure",
        "names": f"{NAME}\nCllr Z. Penrose",
        "reference": "SAR 7",
        "received_on": date(2026, 1, 31),
    }
    return open_request(by=by, at=at, **{**given, **more})


def everything() -> str:
    """Every row of this room's tables and of the record, as text."""
    with connection.cursor() as cursor:
        tables = [
            name
            for name in connection.introspection.table_names(cursor)
            if name.startswith(("intelligence_", "audit_"))
        ]
        rows = []
        for table in tables:
            if table != "intelligence_personalrequest":
                cursor.execute(f'SELECT t::text FROM "{table}" t')  # noqa: S608
                rows += [row[0] for row in cursor.fetchall()]
    return "\n".join(rows)


def test_a_request_is_due_a_calendar_month_later_and_opened_by_the_officer_alone(officer, at):
    assert opened(officer, at).due_on == date(2026, 2, 28)
    assert [a_month_after(date(2026, *day)) for day in ((12, 31), (2, 1))] == [
        date(2027, 1, 31),
        date(2026, 3, 1),
    ]
    for other in ("principal_adviser", "administrator", "secretariat"):
        with pytest.raises(NotPermitted, match="Only the information-governance officer"):
            opened(UserFactory(**{other: True}), at)
    for wrong, said in (
        ({"names": "Mr 1"}, "every way"),
        ({"reference": " "}, "reference"),
        ({"received_on": date(2999, 1, 1)}, "not come yet"),
    ):
        with pytest.raises(Refused, match=said):
            opened(officer, at, **wrong)


def test_a_person_is_found_however_they_were_spelt_wherever_they_stand_and_each_search_is_recorded(
    officer, adviser, council, asked, at
):  # TRUST section 3, 25
    plain = NoteFactory(text="Zelda Pennrose rang about the budget.", council=council, owner=adviser)
    restricted = NoteFactory(text="The chair is Mrs PENROSE’s cousin.", restricted=True)
    rewritten = NoteFactory(text="Penrose left.", owner=adviser, council=council)
    correct_note(by=adviser, at=at, note=rewritten, version=1, text="The director left.")
    checked = NoteFactory(text="All quiet.", confirmed=True, owner=adviser, council=council)
    correct_note(by=adviser, at=at, note=checked, version=1, text="It was Zelda Penrase who said so.")
    filed = AttachmentFactory(note=NoteFactory(text="See the file."), name="Letter to Z Penrose.txt").note
    NoteFactory(text="The primrose path of the budget.")
    source = NoteFactory(text="Heard on the telephone.")
    SourceIdentity.objects.create(
        source=source.source,
        owner=source.owner,
        sealed=seal("Zelda Penrose, 01632"),
        fingerprint=fingerprint("z", owner_id=1),
    )
    refresh_words()
    found = look_for_person(by=officer, at=at, request=asked)
    assert {hit.note for hit in found.hits} == {plain, restricted, rewritten, checked, filed}
    by_note = {hit.note: hit for hit in found.hits}
    assert by_note[plain].is_whole
    assert not by_note[restricted].is_whole
    assert by_note[rewritten].pieces == (("an earlier version", "Penrose left."),)
    assert by_note[checked].pieces[0][0] == "a correction"
    event = Event.objects.get(act="look_for_person")
    assert (event.by, set(event.details["notes"])) == (officer, {note.pk for note in by_note})
    assert "enrose" not in str(event.details)
    with_sources = look_for_person(by=officer, at=at, request=asked, with_sources=True)
    assert with_sources.hits[0].note == source
    assert with_sources.hits[0].is_source
    with pytest.raises(NotPermitted):
        look_for_person(by=adviser, at=at, request=asked)
    close_request(by=officer, at=at, request=asked, outcome="A copy was sent.")
    with pytest.raises(Refused, match="This request is closed"):
        look_for_person(by=officer, at=at, request=asked)


def test_a_name_is_found_as_it_was_entered_also_where_only_near_spellings_were_gathered(
    officer, adviser, asked, at
):
    near = NoteFactory(text="Zelda Penrase rang.")
    refresh_words()
    kept, withdrawn = NoteFactory(), NoteFactory(withdrawn=True, withdrawn_reason="Mrs Penroze denied it.")
    NoteReview.objects.create(note=kept, reason="Penrose asked for it.", by=adviser)
    away = AttachmentFactory(
        taken_away_at=at, taken_away_by=adviser, taken_away_reason="It named Zelda Pennrose."
    ).note
    found = look_for_person(by=officer, at=at, request=asked)
    assert {hit.note for hit in found.hits} == {near, kept, withdrawn, away}
    assert "penrose" in found.spellings


def test_the_copy_holds_all_that_stands_beside_a_note_and_a_withdrawn_one_too(sign_in, officer, adviser, at):
    asked = opened(officer, at, kind="access")
    note = NoteFactory(text="Zelda Penrose left.", owner=adviser)
    correct_note(by=adviser, at=at, note=note, version=1, text="Zelda Penrose did not leave.")
    request = VerificationRequest.objects.create(
        note=note, by=adviser, asked=officer, question="Did Penrose leave?", answer_by_on=at.date()
    )
    VerificationRequest.objects.filter(pk=request.pk).update(
        text="Penrose stays, says Ada Quick.", answered_at=at, answer="contradicts"
    )
    NoteReview.objects.create(note=note, reason="Penrose may yet go.", by=adviser)
    AttachmentFactory(
        note=note,
        name="Penrose.txt",
        taken_away_at=at,
        taken_away_by=adviser,
        taken_away_reason="Not Penrose.",
    )
    withdrawn = NoteFactory(text="Zelda Penrose rang.", withdrawn=True, withdrawn_reason="It was no Penrose.")
    look_for_person(by=officer, at=at, request=asked)
    given = {"notes": [note.pk, withdrawn.pk], "hidden": "Ada Quick"}
    copy = sign_in(officer).post(f"{asked.get_absolute_url()}/copy", given)
    said = [one.text for one in Document(io.BytesIO(copy.content)).paragraphs]
    for text in (
        "2 notes. The names of others are not shown.",
        "Zelda Penrose did not leave.",
        "An earlier version: Zelda Penrose left.",
        "What another was asked: Did Penrose leave?",
        "What another answered: Penrose stays, says [another person].",
        "Why it was kept: Penrose may yet go.",
        "An attached file’s name: Penrose.txt",
        "Why a file was taken away: Not Penrose.",
        "Zelda Penrose rang.",
        "Withdrawn 09/03/2026: It was no Penrose.",
    ):
        assert text in said, text


def test_words_are_taken_out_of_a_note_and_all_its_history_and_the_record_stays_whole(
    officer, adviser, council, asked, at
):  # HOUSE sentence 7
    note = NoteFactory(
        text="Zelda Penrose will resign. PENROSE said so; Penroses did not.", council=council, owner=adviser
    )
    correct_note(by=adviser, at=at, note=note, version=1, text="Zelda  Penrose may resign.")
    Correction.objects.create(note=note, text="zelda penrose denies it.", by=adviser)
    NoteCheck.objects.create(
        note=note,
        outcome="contradicted",
        independent_sources=0,
        found="Penrose rang.",
        happened_on=at.date(),
        by=adviser,
    )
    AttachmentFactory(note=note, name="Penrose.txt")
    other = NoteFactory(text="Zelda Penrose stays here.")
    look_for_person(by=officer, at=at, request=asked)
    seal_events()
    taken = {"by": officer, "at": at, "request": asked, "notes": [note.pk]}
    assert redact(**taken, words=["Zelda Penrose", "Penrose"]) == 1
    note.refresh_from_db()
    assert note.text == "[taken out] may resign."
    assert note.corrections.get().text == "[taken out] denies it."
    assert Attachment.objects.get().name == "[taken out].txt"
    assert [version.text for version in queries.versions_of(note)] == [
        "[taken out] will resign. [taken out] said so; Penroses did not.",
        "[taken out] may resign.",
    ]
    assert NoteRemoval.objects.get().places >= 5
    other.refresh_from_db()
    assert other.text == "Zelda Penrose stays here."
    assert "zelda" not in everything().casefold().replace("zelda penrose stays here.", "").replace(
        "'penros':2 'stay':3 'zelda':1", ""
    )
    assert not with_words(Note.objects.filter(pk=note.pk), "zelda").exists()
    seal_events()
    assert verify_chain().broken_at is None
    event = Event.objects.get(act="redact_note")
    assert event.details == {"request": asked.pk, "places": NoteRemoval.objects.get().places}
    with pytest.raises(Refused, match="stand in nothing"):
        redact(by=officer, at=at, request=asked, notes=[note.pk], words=["Zelda"])


def test_redaction_is_refused_to_others_and_where_nothing_is_said_and_leaves_all_where_it_cannot_be_recorded(
    officer, adviser, asked, at, request
):
    note = NoteFactory(text="Zelda Penrose will resign.")
    look_for_person(by=officer, at=at, request=asked)
    for words, said in (
        ([], "one line each"),
        (["Z"], "one letter"),
        (["x", *[str(n) * 3 for n in range(25)]], "20 at most"),
    ):
        with pytest.raises(Refused, match=said):
            redact(by=officer, at=at, request=asked, notes=[note.pk], words=words)
    with pytest.raises(Refused, match="Tick that from which"):
        redact(by=officer, at=at, request=asked, notes=[], words=["Penrose"])
    with pytest.raises(NotPermitted):
        redact(by=note.owner, at=at, request=asked, notes=[note.pk], words=["Penrose"])
    hold = place_hold(by=officer, at=at, why="A claim", name="Zelda Penrose")
    with pytest.raises(Refused, match=r"on hold \(Everything about Zelda Penrose"):
        redact(by=officer, at=at, request=asked, notes=[note.pk], words=["resign"])
    lift_hold(by=officer, at=at, hold=hold, why="The claim is over")
    broken = request.getfixturevalue("broken_audit")
    with pytest.raises(broken):
        redact(by=officer, at=at, request=asked, notes=[note.pk], words=["Penrose"])
    note.refresh_from_db()
    assert note.text == "Zelda Penrose will resign."
    assert not NoteRemoval.objects.exists()


def test_redaction_runs_under_a_database_role_of_its_own_that_may_do_nothing_else(
    officer, asked, at, settings
):
    note = NoteFactory(text="Zelda Penrose will resign.")
    look_for_person(by=officer, at=at, request=asked)
    settings.RETENTION_ROLE = "slirisk_retention_of_a_test"
    tables = (
        "note noteevent correction notecheck noteoutcome notereview verificationrequest practice attachment "
        "source attachmentcontent sourceidentity"
    )
    read = "pghistory_context, accounts_user, councils_council, councils_servicearea"
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE slirisk_retention_of_a_test NOLOGIN")
        for table in tables.split():
            cursor.execute(
                f"GRANT SELECT, UPDATE, DELETE ON intelligence_{table} TO slirisk_retention_of_a_test"
            )
        cursor.execute(
            "GRANT INSERT ON intelligence_noteevent, pghistory_context TO slirisk_retention_of_a_test"
        )
        cursor.execute(f"GRANT SELECT ON {read} TO slirisk_retention_of_a_test")
        cursor.execute("GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO slirisk_retention_of_a_test")
    redact(by=officer, at=at, request=asked, notes=[note.pk], words=["Penrose"])
    note.refresh_from_db()
    assert note.text == "Zelda [taken out] will resign."
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user = session_user")
        assert cursor.fetchone()[0]


def test_of_a_note_whose_words_are_taken_out_a_file_that_holds_them_goes_too_after_a_last_look(
    officer, asked, at
):
    note = NoteFactory(text="Zelda Penrose will resign.")
    named = AttachmentFactory(note=note, name="minutes.txt", words="Mrs Penrose left the room.")
    other = AttachmentFactory(note=note, words="The budget.")
    look_for_person(by=officer, at=at, request=asked)
    given = {"by": officer, "at": at, "request": asked, "notes": [note.pk], "words": ["Penrose"]}
    assert "The file minutes.txt holds such words. It is taken away" in str(look_at_words(**given))
    assert AttachmentContent.objects.count() == 2
    redact(**given)
    assert [one.attachment for one in AttachmentContent.objects.all()] == [other]
    named.refresh_from_db()
    assert (named.taken_away_by, named.taken_away_reason[:12]) == (officer, "It held word")


def test_a_file_taken_away_is_deleted_and_one_on_hold_is_kept_and_searched_until_it_is_lifted(
    officer, asked, adviser, council, at
):
    files = [
        AttachmentFactory(note__owner=adviser, note__council=council, words=words)
        for words in ("Zelda Penrose, again.", "The budget.")
    ]
    hold = place_hold(by=officer, at=at, why="A claim", name="Zelda Penrose")
    for file in files:
        take_attachment_away(by=adviser, at=at, note=file.note, number=file.pk, reason="Wrong")
    assert [one.attachment for one in AttachmentContent.objects.all()] == files[:1]
    assert look_for_person(by=officer, at=at, request=asked).sealed.files == files[:1]
    lift_hold(by=officer, at=at, hold=hold, why="Over")
    assert not AttachmentContent.objects.exists()


def test_of_a_deleted_note_no_source_keeps_a_word_but_one_that_another_note_has(
    officer, adviser, council, at
):
    note = old(
        at, 366, council=council, source=SourceFactory(role="aide to Zelda", reference="zelda.example")
    )
    shared, behind = SourceFactory(role="scrutiny chair"), SourceFactory(role="zelda’s cousin")
    again = old(at, 366, source=shared)
    NoteFactory(source=shared)
    check = NoteCheck.objects.create(
        note=note,
        outcome="contradicted",
        independent_sources=0,
        found="No.",
        happened_on=at.date(),
        by=adviser,
    )
    check.sources.set([behind, shared])
    delete_unchecked_notes(by=officer, at=at, notes=[note.pk, again.pk], tied=list)
    assert "zelda" not in everything().casefold()
    shared.refresh_from_db()
    assert shared.role == "scrutiny chair"


def test_a_name_and_a_number_are_taken_out_of_an_advisers_network(sign_in, officer, asked, adviser, at):
    contact = keep_contact(by=adviser, at=at, name="Zelda Penrose", network="other", phone="01632 960001")
    client, page = sign_in(officer), asked.get_absolute_url()
    assert "Somebody in the network of" in client.post(f"{page}/search").content.decode()
    taken = {
        "elsewhere": [f"intelligence.contact:{contact.pk}"],
        "words": "Zelda Penrose\n01632 960001",
        "sure": "1",
    }
    assert client.post(f"{page}/redact", taken).status_code == 302
    contact.refresh_from_db()
    assert (contact.name, contact.phone) == ("[taken out]", "[taken out]")


def test_a_hold_is_on_one_thing_and_placed_and_lifted_with_reasons(officer, council, at):
    note = NoteFactory(council=council)
    for wrong in ({}, {"council": council, "name": "A Person"}, {"name": "!"}, {"note": note.pk + 1}):
        with pytest.raises(Refused):
            place_hold(by=officer, at=at, why="A claim", **wrong)
    with pytest.raises(Refused, match="why it is held"):
        place_hold(by=officer, at=at, why=" ", council=council)
    with pytest.raises(NotPermitted):
        place_hold(by=note.owner, at=at, why="A claim", council=council)
    hold = place_hold(by=officer, at=at, why="A claim", note=note.pk)
    with pytest.raises(NotPermitted):
        lift_hold(by=note.owner, at=at, hold=hold, why="No")
    lift_hold(by=officer, at=at, hold=hold, why="Over")
    assert [event.act for event in Event.objects.order_by("id")] == ["place_hold", "lift_hold"]


def old(at, days, **more):
    note = NoteFactory(**more)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE intelligence_note SET recorded_at = %s WHERE id = %s",
            [at - timedelta(days=days), note.pk],
        )
    note.refresh_from_db()
    return note


def test_an_owner_looks_at_unchecked_notes_after_ninety_days_and_keeps_them_with_a_reason(
    adviser, council, at
):
    mine = old(at, 91, council=council, owner=adviser)
    old(at, 89, council=council, owner=adviser)
    old(at, 91, council=council, owner=adviser, confirmed=True)
    old(at, 91, council=council)
    assert queries.notes_to_review(adviser, at) == [mine]
    with pytest.raises(Refused, match="why it is kept"):
        keep_note(by=adviser, at=at, note=mine, reason=" ")
    with pytest.raises(NotPermitted):
        keep_note(by=adviser_for(council), at=at, note=mine, reason="Still so")
    keep_note(by=adviser, at=at, note=mine, reason="Still so")
    assert queries.notes_to_review(adviser, at) == []
    assert queries.notes_to_review(adviser, at + timedelta(days=91)) != []
    assert Event.objects.filter(act="keep_note").count() == 1


def test_an_owner_is_told_of_the_review_once_for_each_note_that_comes_up_and_not_which(adviser, council, at):
    old(at, 91, council=council, owner=adviser)
    old(at, 91, council=council, owner=adviser, confirmed=True)
    assert tell_of_reviews(by=None, at=at) == 1
    assert tell_of_reviews(by=None, at=at) == 0
    told = adviser.notifications.get()
    assert told.address == "/intelligence/review"
    assert council.short_name not in told.sentence
    old(at, 90, council=council, owner=adviser)
    assert tell_of_reviews(by=None, at=at) == 1


def test_the_officer_deletes_what_nobody_checked_for_twelve_months_and_no_word_of_it_stays(
    officer, adviser, council, at
):
    note = old(at, 366, council=council, owner=adviser, text="Zelda Penrose will resign.")
    correct_note(by=adviser, at=at, note=note, version=1, text="Zelda Penrose may resign.")
    AttachmentFactory(note=note, name="zelda.txt", words="zelda")
    SourceIdentity.objects.create(source=note.source, owner=adviser, sealed=seal("z"), fingerprint="z" * 64)
    young, tied, held = old(at, 300), old(at, 366), old(at, 366)
    place_hold(by=officer, at=at, why="A claim", note=held.pk)
    confirmed = old(at, 366, confirmed=True)
    assert set(queries.notes_past_keeping(at, [tied.pk])) == {note, held}
    for wrong, said in (
        (young, "not 12 months old"),
        (tied, "a concern rests on"),
        (held, "is on hold"),
        (confirmed, "has been checked"),
    ):
        with pytest.raises(Refused, match=said):
            delete_unchecked_notes(by=officer, at=at, notes=[note.pk, wrong.pk], tied=lambda: [tied.pk])
    with pytest.raises(NotPermitted):
        delete_unchecked_notes(by=adviser, at=at, notes=[note.pk], tied=list)
    assert "zelda" in everything().casefold()
    delete_unchecked_notes(by=officer, at=at, notes=[note.pk], tied=lambda: [tied.pk])
    assert "zelda" not in everything().casefold()
    assert not AttachmentContent.objects.exists()
    assert not SourceIdentity.objects.exists()
    assert Source.objects.filter(pk=note.source_id).exists()
    assert not queries.notes_for(adviser).filter(pk=note.pk).exists()
    assert Event.objects.filter(act="delete_note").count() == 1


def test_a_note_that_was_withdrawn_goes_with_its_reason_and_once(officer, adviser, council, at):
    note = old(at, 366, council=council, owner=adviser, text="Zelda Penrose will resign.")
    withdraw_note(by=adviser, at=at, note=note, reason="It was not Zelda Penrose.")
    rested_on = old(at, 366, withdrawn=True)
    assert queries.notes_past_keeping(at, [rested_on.pk]) == [note]
    delete_unchecked_notes(by=officer, at=at, notes=[note.pk], tied=lambda: [rested_on.pk])
    assert "zelda" not in everything().casefold()
    note.refresh_from_db()
    assert note.withdrawn_by == adviser
    assert queries.notes_past_keeping(at, [rested_on.pk]) == []
    with pytest.raises(Refused, match="Tick the notes"):
        delete_unchecked_notes(by=officer, at=at, notes=[note.pk], tied=list)


@pytest.mark.django_db(transaction=True)
def test_no_concern_comes_to_rest_on_a_note_while_it_is_deleted(officer, adviser, council, at):
    note = old(at, 366, council=council, text="Heard.")
    concern = ConcernFactory(council=council, owner=adviser)
    said = []

    def put_on_it() -> None:
        try:
            add_evidence(by=adviser, at=at, concern=concern, notes=[note])
        except Refused as refused:
            said.append(refused.sentence)
        finally:
            connection.close()

    meanwhile = Thread(target=put_on_it)

    def tied() -> list[int]:
        meanwhile.start()
        wait_for_a_lock()
        return notes_rested_on()

    delete_unchecked_notes(by=officer, at=at, notes=[note.pk], tied=tied)
    meanwhile.join()
    assert len(said) == 1
    assert "was not found" in said[0]
    assert notes_rested_on() == []


def wait_for_a_lock() -> None:
    """Until another transaction waits for a row that this one has locked."""
    with connection.cursor() as cursor:
        for _ in range(1000):
            cursor.execute(
                "SELECT count(*) FROM pg_locks WHERE NOT granted AND pid IN (SELECT pid FROM pg_locks"
                " WHERE database = (SELECT oid FROM pg_database WHERE datname = current_database()))"
            )
            if cursor.fetchone()[0]:
                return
            cursor.execute("SELECT pg_sleep(0.01)")
    raise AssertionError("Nobody waits.")


def test_the_pages_open_find_redact_copy_and_close(sign_in, officer, at):
    note = NoteFactory(text="Zelda Penrose told Ada Quick of it.", restricted=True)
    adviser = UserFactory(principal_adviser=True, name="K. Keeper")
    keep_contact(by=adviser, at=at, name="Mrs Z. Penrose", network="other")
    keep_contact(by=adviser, at=at, name="Somebody Else", network="other")
    refresh_words()
    client = sign_in(officer)
    page = client.post(
        "/personal-data/new",
        {"kind": "access", "names": NAME, "reference": "SAR 9", "received_on": "2026-11-02"},
    )["Location"]
    assert "due 2 December 2026" in client.get(page).content.decode()
    shown = client.post(f"{page}/search", {}).content.decode()
    assert "Zelda Penrose told Ada Quick of it." in shown
    assert "Mrs Z. Penrose" in shown
    assert "Somebody in the network of K. Keeper" in shown
    assert "Somebody Else" not in shown
    copy = client.post(f"{page}/copy", {"notes": [note.pk], "hidden": "Ada Quick"})
    assert copy["Content-Disposition"] == f'attachment; filename="copy-{page.rsplit("/")[-1]}.docx"'
    said = "\n".join(one.text for one in Document(io.BytesIO(copy.content)).paragraphs)
    assert "Zelda Penrose told [another person] of it." in said
    assert client.post(f"{page}/copy", {"notes": ["x"]}).status_code == 422
    assert client.post(f"{page}/redact", {"notes": [note.pk], "words": ""}).status_code == 422
    look = client.post(f"{page}/redact", {"notes": [note.pk], "words": "Ada Quick"}).content.decode()
    assert "Zelda Penrose told [taken out] of it." in look
    note.refresh_from_db()
    assert "Ada" in note.text
    assert (
        client.post(f"{page}/redact", {"notes": [note.pk], "words": "Ada Quick\n", "sure": "1"}).status_code
        == 302
    )
    note.refresh_from_db()
    assert note.text == "Zelda Penrose told [taken out] of it."
    assert "Words taken out" in sign_in(note.owner).get(f"/intelligence/{note.pk}").content.decode()
    client = sign_in(officer)
    assert client.post("/personal-data/holds/new", {"name": NAME, "why": "A claim"}).status_code == 302
    hold = LegalHold.objects.get()
    assert f"Everything about {NAME}" in client.get("/personal-data").content.decode()
    assert client.post(f"/personal-data/holds/{hold.pk}", {"why": ""}).status_code == 422
    assert client.post(f"/personal-data/holds/{hold.pk}", {"why": "Over"}).status_code == 302
    assert client.post(f"{page}/close", {"outcome": "Sent."}).status_code == 302
    assert client.post(f"{page}/search", {}).status_code == 422
    adviser = sign_in(note.owner)
    for address in ("/personal-data", page, "/personal-data/new", "/personal-data/retention"):
        assert adviser.get(address).status_code == 404
