"""Issuing: refused until every council is spoken for, frozen when done, in every format, for each reader."""

import json
import re
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from threading import Barrier, Thread

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from docx import Document

from audit.models import Event
from audit.workflow import seal_events
from common.errors import NotFound, NotPermitted, Refused
from councils.models import CouncilCode
from panel.appendix import headlines_of
from panel.copies import RENDERERS, View, for_reader
from panel.live import LiveLesson
from panel.models import Meeting, Pack, PackCopy, PackEntry, PackFile, Slot
from panel.principles import NOT_A_FAILURE, PRINCIPLES
from panel.queries import is_whole, pack_for, packs_for, readings_of
from panel.workflow import (
    choose_headline_report,
    issue_pack,
    open_pack,
    sign_reason,
)
from panel.workflow.issue import one_snapshot
from papers.canonical import digest, from_json
from papers.text import to_text
from papers.withholding import WITHHELD
from tests.factories.accounts import UserFactory
from tests.factories.councils import CouncilFactory, InterestFactory, RegionHoldingFactory, adviser_for
from tests.factories.panel import (
    CouncilToldFactory,
    MeetingFactory,
    MembershipFactory,
    RadarEntryFactory,
    live,
    write_paragraph,
)
from tests.papers.reading import read_pdf, read_text, read_word

pytestmark = pytest.mark.django_db
# Issuing is a transaction of its own, and a test's enclosing one would be another moment: these tests have
# none around them. The others issue inside the test's (`inside_the_test`), which is far quicker.
alone = pytest.mark.django_db(transaction=True)


def unmasked(answer) -> str:
    """The page without its form's token, which differs each time."""
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", answer.content.decode())


def words(pack: Pack, form="text") -> str:
    return bytes(pack.files.get(format=form, copy=None).content).decode()


def test_the_report_is_issued_in_every_format_with_its_hash(marchford, saltmarsh, issue, secretary):  # R147
    pack = issue()

    files = {file.format: bytes(file.content) for file in pack.files.all()}
    assert set(files) == set(PackFile.Format.values)
    assert files["pdf"].startswith(b"%PDF")
    assert files["large-print"].startswith(b"%PDF")
    assert "Marchford" in " ".join(read_word(files["word"]))
    assert read_pdf(files["pdf"]) == read_word(files["word"]) == read_text(files["text"].decode())[2:]
    assert pack.sha256 == digest(pack.paper)
    assert is_whole(pack)
    event = Event.objects.get(act="issue_pack")
    assert event.by == secretary
    assert event.details["sha256"] == pack.sha256
    assert "Marchford" not in json.dumps(event.details)


def test_the_front_shows_the_four_principles_and_every_page_the_sentence(marchford, issue):  # R001 R148
    pack = issue()
    said = read_text(words(pack))

    front = said[: said.index("Background")]
    for principle in PRINCIPLES:
        assert principle in front
    assert said[:2] == ["Office copy", NOT_A_FAILURE]
    assert from_json(pack.paper).standing_line == NOT_A_FAILURE
    assert "IN CONFIDENCE" in front
    assert "perhaps 20 to 30 councils" in " ".join(said)


def test_it_says_what_the_sources_ask_of_the_report(marchford, saltmarsh, issue):  # R147 R189 R194
    said = read_text(words(issue()))

    for line in (
        "For discussion and direction.",
        "Members of the Panel are asked to:",
        "2. comment on the support being provided.",
        "As directed by Members.",
        "Contact officer: S. Ellery",
        "Conclusion and next steps",
        "Financial Implications",
        "Implications for Wales",
        "Appendix A: headline reports",
    ):
        assert line in said
    whole = "\n".join(said)
    assert "note the councils on the radar and the progress described at paragraphs" in whole
    assert "on behalf of the LGA Improvement Board" in whole
    assert "The concern: Stage 3: discussions with the council. Trust between" in whole
    assert "Mentor for the chief executive, by SOLACE." in whole
    assert "Two sessions were held (31 October 2012)." in whole
    assert "Support: none yet." in whole  # Saltmarsh has no package
    assert "Next date: 3 December 2012." in whole


def test_of_a_concern_at_stage_1_or_2_it_says_one_line_and_no_more(meeting, issue, live_concerns):
    council = CouncilFactory(short_name="Overwick")
    RadarEntryFactory(council=council)
    CouncilToldFactory(meeting=meeting, council=council)
    early = live(
        council, "2", 1, summary="Savings programme in doubt", conclusion="SECRET", line="SECRETLINE"
    )
    live_concerns.append(early)

    said = words(issue())

    assert "Stage 2: wider information gathering. Savings programme in doubt" in said
    assert "SECRET" not in said
    assert "Support and progress: This report gives support and progress from Stage 3 on." in said


def test_a_concern_without_a_line_about_a_council_off_the_radar_is_not_named(marchford, issue, live_concerns):
    live_concerns.append(live(CouncilFactory(short_name="Quietford"), "2", 9))

    assert "Quietford" not in words(issue())


def test_councils_stand_by_region_and_name_never_by_stage(meeting, issue, live_concerns):  # R004
    first, second = CouncilFactory(short_name="Abbey"), CouncilFactory(short_name="Aldwick")
    for number, (council, stage) in enumerate(((second, "5a"), (first, "3")), 1):
        RadarEntryFactory(council=council)
        CouncilToldFactory(meeting=meeting, council=council)
        live_concerns.append(live(council, stage, number))

    names = [entry for entry in read_text(words(issue())) if entry in {"Abbey", "Aldwick"}]

    assert names == ["Abbey", "Aldwick"] * 3  # the table, the sections, the appendix


def test_it_is_refused_until_every_council_knows_or_an_adviser_has_signed(
    meeting, marchford, issue, live_concerns, at
):
    council = CouncilFactory(short_name="Penhallow")
    RadarEntryFactory(council=council)

    with pytest.raises(Refused, match="whether these councils know that they are in it: Penhallow"):
        issue()
    assert not Pack.objects.exists()

    adviser = adviser_for(council, name="R. Okafor")
    sign_reason(meeting=meeting, council=council, reason="The leader is away", by=adviser, at=at)
    said = words(issue())
    assert "Does the council know? Not told yet. The leader is away. Signed: R. Okafor," in said
    assert "Does the council know? Told on 1 November 2012: the chief executive, by telephone" in said


def test_the_longest_reason_that_can_be_signed_is_printed_whole(meeting, sign_in, secretary, issue, at):
    council = CouncilFactory(short_name="Wolds")
    RadarEntryFactory(council=council)
    longest = f"{'The leader is away until the election. ' * 13}"[:500].strip()
    adviser = adviser_for(council, name="T. Mold")
    signed = sign_in(adviser).post(f"/meetings/{meeting.pk}/pack/{council.code}/reason", {"reason": longest})
    assert signed.status_code == 302

    pack = issue()

    assert longest.rstrip(".") in pack.entries.get().knows
    assert longest.rstrip(".") in " ".join(words(pack).split())


def test_only_the_secretariat_issues(meeting, marchford, at):
    for role in ("principal_adviser", "panel_member", "administrator", "governance_officer"):
        with pytest.raises(NotPermitted, match="Only the secretariat issues"):
            issue_pack(meeting=meeting, marking="", by=UserFactory(**{role: True}), at=at)
    assert not Pack.objects.exists()


def test_a_secretary_does_not_issue_what_names_a_council_of_theirs_in_passing(
    marchford, issue, live_concerns, secretary
):  # R052
    live_concerns[0] = live(marchford, "4", summary="It shares a chief executive with Eastholt")
    InterestFactory(user=secretary, council=CouncilFactory(short_name="Eastholt"))

    with pytest.raises(NotPermitted, match="Ask a colleague"):
        issue()

    assert not Pack.objects.exists()


def test_a_report_about_nobody_is_not_issued(issue, live_concerns):
    with pytest.raises(Refused, match="nothing to report"):
        issue()


@alone
def test_if_the_record_cannot_be_written_nothing_is_issued(marchford, issue, broken_audit):
    with pytest.raises(broken_audit):
        issue()

    assert not Pack.objects.exists()
    assert not PackFile.objects.exists()


@alone
def test_it_is_one_snapshot(marchford, issue, monkeypatch):
    seen = []
    real = RENDERERS["text"]

    def watch(paper):
        with connection.cursor() as cursor:
            cursor.execute("SHOW transaction_isolation")
            seen.append(cursor.fetchone()[0])
        return real(paper)

    monkeypatch.setitem(RENDERERS, "text", watch)
    issue()

    assert seen == ["repeatable read"]


@alone
def test_it_is_refused_plainly_where_the_meeting_is_changed_at_that_moment(
    marchford, meeting, issue, monkeypatch
):
    def change():
        Meeting.objects.filter(pk=meeting.pk).update(venue="Bevin Hall")
        connection.close()

    @contextmanager
    def overtaken():
        with one_snapshot():
            Meeting.objects.count()  # the snapshot is of this moment
            other = Thread(target=change)
            other.start()
            other.join()
            yield

    monkeypatch.setattr("panel.workflow.issue.one_snapshot", overtaken)

    with pytest.raises(Refused, match="Somebody else changed this meeting"):
        issue()

    assert not Pack.objects.exists()


@alone
def test_a_paragraph_saved_while_it_is_being_issued_is_not_left_out(
    marchford, meeting, issue, secretary, at, monkeypatch
):
    def write():
        words = {"name": "concern", "text": "A hung council.", "version": 0}
        write_paragraph(meeting=meeting, council=marchford, by=secretary, at=at, **words)
        connection.close()

    @contextmanager
    def overtaken():
        with one_snapshot():
            Meeting.objects.count()  # the snapshot is of this moment
            other = Thread(target=write)
            other.start()
            other.join()
            yield

    with monkeypatch.context() as patched:
        patched.setattr("panel.workflow.issue.one_snapshot", overtaken)
        with pytest.raises(Refused, match="Somebody else changed this meeting"):
            issue()

    assert "A hung council." in words(issue())
    assert meeting.events.count() == 1  # the history knows of its planning alone


@alone
def test_it_may_not_be_issued_inside_another_transaction(marchford, issue):
    with pytest.raises(RuntimeError), transaction.atomic():
        issue()


def test_later_changes_touch_nothing_of_it_and_the_database_holds_it(
    meeting, marchford, issue, live_concerns
):
    MembershipFactory(body=meeting.body)
    pack = issue()
    before = {file.format: bytes(file.content) for file in pack.files.all()}

    live_concerns.clear()
    marchford.short_name = "Renamed"
    marchford.save()
    pack.refresh_from_db()

    assert {file.format: bytes(file.content) for file in pack.files.all()} == before
    assert is_whole(pack)
    for rows in (Pack, PackFile, PackEntry, PackCopy):
        table = rows._meta.db_table
        assert rows.objects.exists()
        for change in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}"):  # noqa: S608
            with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic():
                connection.cursor().execute(change)


@alone
def test_a_tampered_file_is_seen(marchford, issue):
    pack = issue()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE panel_packfile DISABLE TRIGGER USER")
        cursor.execute("UPDATE panel_packfile SET content = 'x' WHERE format = 'text'")
        cursor.execute("ALTER TABLE panel_packfile ENABLE TRIGGER USER")

    assert not is_whole(pack)


def test_a_further_version_needs_a_reason_and_says_what_it_supersedes(marchford, issue):
    first = issue()

    with pytest.raises(Refused, match="Version 1 of this report was issued on"):
        issue()
    second = issue(reason="A figure was wrong")

    assert second.version == 2
    assert second.supersedes == first
    assert "This is version 2. It supersedes version 1, issued on" in words(second)
    assert "A figure was wrong." in words(second)
    with pytest.raises(IntegrityError), transaction.atomic():
        Pack.objects.create(
            meeting=first.meeting, version=3, paper="", sha256="", record_position=0, record_head="",
            issued_by=first.issued_by, issued_at=first.issued_at,
        )  # fmt: skip


def test_every_day_in_it_is_the_day_it_was_here(meeting, secretary, marchford):
    late = datetime(2012, 6, 30, 23, 30, tzinfo=UTC)  # half past midnight of 1 July, in London
    council = CouncilFactory(short_name="Penhallow")
    RadarEntryFactory(council=council)
    adviser = adviser_for(council, name="R. Okafor")
    sign_reason(meeting=meeting, council=council, reason="The leader is away", by=adviser, at=late)
    said = {"meeting": meeting, "marking": "", "by": secretary, "at": late}
    issue_pack(**said)

    with pytest.raises(Refused, match="was issued on 1 July 2012"):
        issue_pack(**said)
    second = words(issue_pack(reason="A figure was wrong", **said))

    assert "Signed: R. Okafor, 1 July 2012." in second
    assert "It supersedes version 1, issued on 1 July 2012: A figure was wrong." in second


def test_the_records_head_is_printed_in_it(marchford, issue):
    UserFactory()
    seal_events()
    pack = issue()

    assert pack.record_head[:16] in words(pack)
    assert f"The record stood at {pack.record_position} events" in words(pack)


def test_what_came_off_is_not_named_to_a_secretary_with_an_interest_in_it(
    meeting, marchford, saltmarsh, issue, live_concerns, secretary, sign_in
):
    issue()
    del live_concerns[1]  # Saltmarsh is no longer before the Panel
    after = MeetingFactory(body=meeting.body, held_on=date(2013, 1, 15), cut_off_on=date(2013, 1, 11))
    client = sign_in(secretary)
    assert "Saltmarsh" in client.get(f"/meetings/{after.pk}/pack").content.decode()

    InterestFactory(user=secretary, council=saltmarsh)

    assert "Saltmarsh" not in client.get(f"/meetings/{after.pk}/pack").content.decode()


def test_the_secretariats_words_are_printed_where_they_wrote_some(meeting, marchford, issue, secretary, at):
    write_paragraph(
        meeting=meeting, council=marchford, name=Slot.Name.CONCERN, text="A hung council.\nNo budget.",
        version=0, by=secretary, at=at,
    )  # fmt: skip

    said = words(issue())

    assert "The concern: A hung council." in said
    assert ".1. No budget." in said
    assert "Trust between" in said  # the table still gives the concern's own line


def test_members_get_numbered_copies_and_their_name_stands_on_each_page(meeting, marchford, issue, at):
    for name in ("D. Lyle", "A. Amin"):
        MembershipFactory(body=meeting.body, user=UserFactory(panel_member=True, name=name))
    pack = issue()

    assert [copy.line for copy in pack.copies.all()] == ["Copy 1 · A. Amin", "Copy 2 · D. Lyle"]
    lyle = pack.copies.get(number=2).holder
    for form in ("page", "text"):
        assert "Copy 2 · D. Lyle" in bytes(open_pack(pack=pack, form=form, by=lyle, at=at).content).decode()
    file = open_pack(pack=pack, form="word", by=lyle, at=at)
    document = Document(BytesIO(bytes(file.content)))
    assert "Copy 2 · D. Lyle" in document.sections[0].footer.paragraphs[-1].text
    assert open_pack(pack=pack, form="word", by=lyle, at=at) == file  # made once, then kept
    assert PackFile.objects.filter(copy__number=2, format="word").count() == 1
    adviser = UserFactory(principal_adviser=True, name="R. Okafor")
    assert b"Copy 3" in bytes(open_pack(pack=pack, form="text", by=adviser, at=at).content)


def test_the_secretariat_reads_the_bytes_stored_at_issue(marchford, issue, secretary, at, monkeypatch):
    pack = issue()
    monkeypatch.delattr("panel.workflow.reading.rendered")

    file = open_pack(pack=pack, form="pdf", by=secretary, at=at)

    assert file.copy is None
    assert digest(bytes(file.content)) == file.sha256


def test_every_opening_is_recorded_by_person(marchford, issue, secretary, at):
    pack = issue()
    open_pack(pack=pack, form="pdf", by=secretary, at=at)

    reading = readings_of(pack)[0]

    assert reading.event.by == secretary
    assert reading.format == "pdf"


def test_if_an_opening_cannot_be_recorded_nothing_is_handed_over(marchford, issue, at, monkeypatch):
    pack = issue()
    adviser = UserFactory(principal_adviser=True)

    def fail(**fields):
        raise OSError

    monkeypatch.setattr(Event.objects, "create", fail)
    with pytest.raises(OSError), transaction.atomic():  # noqa: PT011
        open_pack(pack=pack, form="text", by=adviser, at=at)
    assert not PackCopy.objects.exists()


def test_a_member_with_an_interest_finds_a_withheld_line_in_every_exit(
    meeting, marchford, saltmarsh, issue, at, sign_in
):  # R052
    member = MembershipFactory(body=meeting.body).user
    InterestFactory(user=member, council=marchford)
    pack = issue()

    files = {form: bytes(open_pack(pack=pack, form=form, by=member, at=at).content) for form in RENDERERS}

    said = {
        "page": files["page"].decode(),
        "text": files["text"].decode(),
        "pdf": "\n".join(read_pdf(files["pdf"])),
        "large-print": "\n".join(read_pdf(files["large-print"])),
        "word": "\n".join(read_word(files["word"])),
    }
    for form, text in said.items():
        assert WITHHELD in text, form
        assert "Marchford" not in text, form
        assert "Saltmarsh" in text, form
        assert "Mentor for the chief executive" not in text, form
    client = sign_in(member)
    for path in ("", "/pdf", "/large-print", "/word", "/text"):
        answer = client.get(f"/packs/{pack.pk}{path}")
        assert answer.status_code == 200
        assert b"Marchford" not in answer.content


def test_an_interest_declared_after_the_copy_was_made_withholds_from_then_on(
    meeting, marchford, saltmarsh, issue, at
):
    member = MembershipFactory(body=meeting.body).user
    pack = issue()
    assert b"Marchford" in bytes(open_pack(pack=pack, form="text", by=member, at=at).content)

    InterestFactory(user=member, council=marchford)

    assert b"Marchford" not in bytes(open_pack(pack=pack, form="text", by=member, at=at).content)


def test_a_frozen_report_is_withheld_and_cut_by_the_code_that_a_council_had_then(
    meeting, marchford, saltmarsh, issue, at
):  # R052
    member = MembershipFactory(body=meeting.body).user
    InterestFactory(user=member, council=marchford)
    pack = issue()
    before = bytes(open_pack(pack=pack, form="text", by=member, at=at).content)

    marchford.code = "E06099001"  # the register has a new code for it
    marchford.save()
    CouncilCode.objects.create(council=marchford, scheme="gss", code=marchford.code)

    after = bytes(open_pack(pack=pack, form="text", by=member, at=at).content)
    assert after == before
    assert b"Mentor for the chief executive" not in after
    invited = to_text(for_reader(pack.paper, "Copy 9", View(items=(marchford,), others=(saltmarsh,))))
    assert "Mentor for the chief executive" in invited


def test_a_secretary_with_an_interest_gets_a_copy_of_their_own(marchford, saltmarsh, issue, secretary, at):
    pack = issue()
    InterestFactory(user=secretary, council=marchford)

    file = open_pack(pack=pack, form="text", by=secretary, at=at)

    assert file.copy is not None
    assert b"Marchford" not in bytes(file.content)


def test_who_may_know_of_a_pack(meeting, marchford, issue, at, sign_in):  # TRUST 2, Radar pack
    seated = MembershipFactory(body=meeting.body).user
    pack = issue()
    senior = UserFactory(senior_adviser=True)
    RegionHoldingFactory(user=senior, region=marchford.region, capacity="senior")
    sees = {
        UserFactory(principal_adviser=True): True,
        UserFactory(secretariat=True): True,
        UserFactory(governance_officer=True): True,
        senior: True,
        seated: True,
        UserFactory(senior_adviser=True): False,
        UserFactory(panel_member=True): False,
        UserFactory(analyst=True): False,
        UserFactory(administrator=True): False,
        UserFactory(dclg_liaison=True): False,
        UserFactory(): False,
    }
    for user, may in sees.items():
        assert packs_for(user).exists() == may, user.role_names
        client = sign_in(user)
        answer = client.get(f"/packs/{pack.pk}")
        missing = client.get("/packs/999999")
        assert answer.status_code == (200 if may else 404)
        if not may:
            assert unmasked(answer) == unmasked(missing)  # to the byte
            assert client.get(f"/packs/{pack.pk}/pdf").status_code == 404
            with pytest.raises(NotFound):
                open_pack(pack=pack, form="text", by=user, at=at)


def test_a_members_access_ends_with_their_seat(meeting, marchford, issue):
    seat = MembershipFactory(body=meeting.body)
    pack = issue()
    assert pack_for(seat.user, pack.pk)

    seat.until_on = meeting.held_on - timedelta(days=1)
    seat.save()

    assert pack_for(seat.user, pack.pk) is None


def test_the_governance_officer_sees_hash_and_list_and_not_the_words(
    marchford, saltmarsh, issue, sign_in, at
):
    pack = issue()
    officer = UserFactory(governance_officer=True)
    client = sign_in(officer)

    page = client.get(f"/packs/{pack.pk}").content.decode()

    assert pack.sha256 in page
    assert "Marchford" in page
    assert "Its words are not yours to read." in page
    assert "Trust between" not in page
    assert client.get(f"/packs/{pack.pk}/text").status_code == 403
    with pytest.raises(NotPermitted):
        open_pack(pack=pack, form="text", by=officer, at=at)
    InterestFactory(user=officer, council=marchford)
    page = client.get(f"/packs/{pack.pk}").content.decode()
    assert "Marchford" not in page
    assert WITHHELD in page


def test_an_unknown_format_is_not_found(marchford, issue, sign_in, secretary):
    pack = issue()

    assert sign_in(secretary).get(f"/packs/{pack.pk}/exe").status_code == 404
    assert sign_in(secretary).get(f"/packs/{pack.pk}/page").status_code == 404


def test_once_it_is_issued_no_member_reads_that_it_is_being_prepared(meeting, marchford, issue, sign_in):
    client, preparing = (
        sign_in(MembershipFactory(body=meeting.body).user),
        "It will be here once it is issued",
    )

    assert preparing in client.get(meeting.get_absolute_url()).content.decode()
    issue()
    page = client.get(meeting.get_absolute_url()).content.decode()
    assert "Radar report, version 1" in page
    assert preparing not in page


def test_the_secretary_issues_it_in_the_browser(meeting, marchford, sign_in, secretary):
    client = sign_in(secretary)

    assert (
        "Issue the report for 20 November 2012?"
        in client.get(f"/meetings/{meeting.pk}/pack/issue").content.decode()
    )
    answer = client.post(f"/meetings/{meeting.pk}/pack/issue", {}, follow=True)
    page = answer.content.decode()
    assert "Version 1 is issued. It cannot be changed." in page
    assert "Radar report, version 1" in page
    assert "Office copy" in page
    pack = Pack.objects.get()
    download = client.get(f"/packs/{pack.pk}/pdf")
    assert download["Content-Type"] == "application/pdf"
    assert download["Content-Disposition"] == 'attachment; filename="2012-11-20-report-version-1.pdf"'
    large = client.get(f"/packs/{pack.pk}/large-print")["Content-Disposition"]
    assert "2012-11-20-report-version-1-large-print.pdf" in large
    assert "Who opened it" in client.get(f"/packs/{pack.pk}").content.decode()
    again = client.post(f"/meetings/{meeting.pk}/pack/issue", {})
    assert again.status_code == 422
    assert "Enter why another version is needed" in again.content.decode()
    client.post(f"/meetings/{meeting.pk}/pack/issue", {"reason": "A figure was wrong"})
    assert "Superseded." in client.get(f"/packs/{pack.pk}").content.decode()


@alone
def test_two_who_issue_at_once_give_one_report_and_one_plain_refusal(marchford, meeting, secretary, at):
    answers = []
    start = Barrier(2)

    def run():
        start.wait()
        try:
            answers.append(issue_pack(meeting=meeting, marking="", by=secretary, at=at))
        except Refused as refused:
            answers.append(refused)
        finally:
            connection.close()

    both = [Thread(target=run) for _ in range(2)]
    for each in both:
        each.start()
    for each in both:
        each.join()

    assert Pack.objects.count() == 1
    (refused,) = [answer for answer in answers if isinstance(answer, Refused)]
    assert "issued" in refused.sentence


def test_the_secretariat_chooses_the_headline_report_that_is_appended(
    meeting, marchford, secretary, client, monkeypatch, issue
):
    asked = []
    monkeypatch.setattr(
        "panel.appendices.headlines_of",
        lambda councils, on, slug: asked.append((list(councils), on, slug)) or {},
    )
    client.force_login(secretary)
    address = f"/meetings/{meeting.pk}/pack"
    assert "Headline report in Appendix A" in client.get(address).content.decode()
    assert client.post(f"{address}/appendix", {"report": "childrens-services"}).url == address
    assert '<option value="childrens-services" selected>' in client.get(address).content.decode()
    assert (
        Event.objects.filter(act="choose_headline_report", details={"report": "childrens-services"}).count()
        == 1
    )
    meeting.refresh_from_db()
    issue()
    assert asked == [([marchford], meeting.cut_off_on, "childrens-services")]


def test_no_other_report_is_appended_and_nobody_else_chooses(meeting, marchford, secretary, client, at):
    client.force_login(secretary)
    refused = client.post(f"/meetings/{meeting.pk}/pack/appendix", {"report": "my-0123"})
    assert refused.status_code == 422
    assert "There is no such headline report any more." in refused.content.decode()
    with pytest.raises(Refused, match="no such headline report"):
        choose_headline_report(meeting=meeting, report="my-0123", by=secretary, at=at)
    with pytest.raises(NotPermitted):
        choose_headline_report(meeting=meeting, report="core", by=adviser_for(marchford), at=at)
    meeting.refresh_from_db()
    assert meeting.headline_report == "core"


def test_a_report_that_was_withdrawn_gives_way_to_the_core_one(marchford, monkeypatch):
    asked = []
    monkeypatch.setattr("panel.appendix.headline_reports", lambda *said: asked.append(said[2]) or {})
    assert headlines_of([marchford], date(2026, 11, 1), "gone") == {}
    assert asked == ["core"]


def test_the_choice_is_not_made_where_it_cannot_be_recorded(meeting, secretary, at, broken_audit):
    with pytest.raises(broken_audit):
        choose_headline_report(meeting=meeting, report="childrens-services", by=secretary, at=at)
    meeting.refresh_from_db()
    assert meeting.headline_report == "core"


def test_lessons_of_support_that_ended_stand_in_an_appendix_and_are_withheld_by_council(  # R151
    meeting, marchford, issue, secretary, monkeypatch
):
    other = CouncilFactory(short_name="Eastholt")
    lesson = LiveLesson(other, date(2012, 11, 2), "Stage 4: Performance Support Panel", "Begin earlier.")
    monkeypatch.setattr("panel.queries.drafting.lessons_since", lambda user, since: [lesson])

    pack = issue()

    assert "Begin earlier." in words(pack)
    assert "Stage 4: Performance Support Panel, ended on 2 November 2012:" in words(pack)
    InterestFactory(user=(member := UserFactory(panel_member=True)), council=other)
    MembershipFactory(body=meeting.body, user=member)
    held = open_pack(pack=pack, form="text", by=member, at=pack.issued_at)
    assert "Begin earlier." not in bytes(held.content).decode()
    assert "Eastholt" not in bytes(held.content).decode()
