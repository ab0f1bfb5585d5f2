"""Paragraphs of a report: asked for, written, edited, confirmed or not, and what reminds of them."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Notification
from audit.models import Event
from common.errors import NotPermitted, Refused
from desk.due import due_for
from panel.models import AdviserWord, ParagraphAsk, Slot
from panel.queries import draft_of, standings_of
from panel.workflow import (
    ask_for_paragraphs,
    confirm_paragraph,
    refuse_edit,
    remind_of_paragraphs,
)
from tests.factories.accounts import UserFactory
from tests.factories.councils import CouncilFactory, InterestFactory, adviser_for
from tests.factories.panel import (
    CouncilToldFactory,
    MeetingFactory,
    RadarEntryFactory,
    live,
    package,
    write_paragraph,
)

pytestmark = pytest.mark.django_db
CONCERN = Slot.Name.CONCERN


@pytest.fixture
def on(at):
    return timezone.localdate(at)


@pytest.fixture
def secretary():
    return UserFactory(secretariat=True, name="S. Ellery")


@pytest.fixture
def meeting(on):
    return MeetingFactory(held_on=on + timedelta(days=20), cut_off_on=on + timedelta(days=10))


@pytest.fixture
def marchford(live_concerns):
    council = CouncilFactory(short_name="Marchford")
    RadarEntryFactory(council=council)
    live_concerns.append(live(council, "4", 1, support=(package(),)))
    return council


@pytest.fixture
def adviser(marchford):
    return adviser_for(marchford, name="R. Okafor")


@pytest.fixture
def ask(meeting, secretary, at, on):
    def asked(council=None, days=5, by=None):
        return ask_for_paragraphs(
            meeting=meeting, council=council, by_on=on + timedelta(days=days), by=by or secretary, at=at
        )

    return asked


@pytest.fixture
def write(meeting, marchford, at):
    def wrote(text, by):
        slot = Slot.objects.filter(meeting=meeting, council=marchford, name=CONCERN).first()
        version = slot.version if slot else 0
        return write_paragraph(
            meeting=meeting, council=marchford, name=CONCERN, text=text, version=version, by=by, at=at
        )

    return wrote


@pytest.fixture
def standing(meeting, marchford):
    def found(user):
        return standings_of(meeting, draft_of(meeting, user).items)[marchford.pk]

    return found


def confirm(meeting, standing, by, at):
    return confirm_paragraph(meeting=meeting, council=standing.council, seal=standing.seal, by=by, at=at)


def told(user, about=""):
    return Notification.objects.filter(user=user, about__startswith=about)


def test_one_press_asks_every_adviser_who_has_not_written(  # R147
    meeting, marchford, adviser, ask, secretary, standing, on
):
    asked = ask()

    assert [each.council for each in asked] == [marchford]
    assert standing(secretary).words.startswith("Asked for by ")
    note = told(adviser).get()
    assert "Marchford" not in note.sentence
    assert Event.objects.get(act="ask_for_paragraph").by == secretary
    due = [one for one in due_for(adviser, on, on + timedelta(days=30)) if one.plainly == "Paragraph due"]
    assert [(one.council, one.on, one.is_late) for one in due] == [(marchford, on + timedelta(days=5), False)]


def test_a_stranger_asks_for_nothing(meeting, marchford, adviser, ask):
    with pytest.raises(NotPermitted):
        ask(by=adviser)
    assert not ParagraphAsk.objects.exists()


@pytest.mark.parametrize("days", [-1, 21])
def test_the_day_lies_ahead_and_before_the_meeting(marchford, adviser, ask, days):
    with pytest.raises(Refused):
        ask(days=days)
    assert not Notification.objects.exists()


def test_nobody_is_asked_where_nobody_advises_or_all_is_written(meeting, marchford, ask, write, secretary):
    with pytest.raises(Refused, match="nobody to ask"):
        ask()
    write("The adviser's own words.", adviser_for(marchford))
    with pytest.raises(Refused, match="written or confirmed already"):
        ask()


def test_nothing_is_asked_if_the_record_cannot_be_written(marchford, adviser, ask, broken_audit):
    with pytest.raises(broken_audit):
        ask()
    assert not ParagraphAsk.objects.exists()
    assert not Notification.objects.exists()


def test_confirming_as_it_stands_answers_and_is_no_longer_due(
    meeting, marchford, adviser, ask, standing, at, on
):
    ask()

    confirm(meeting, standing(adviser), adviser, at)

    assert standing(adviser).words.startswith("Confirmed as it stands by R. Okafor")
    assert not [one for one in due_for(adviser, on, on + timedelta(days=30)) if "paragraph" in one.what]
    assert Event.objects.get(act="confirm_paragraph").by == adviser


def test_what_was_not_read_is_not_confirmed(meeting, marchford, adviser, standing, write, secretary, at):
    read = standing(adviser)
    write("Other words.", secretary)

    with pytest.raises(Refused, match="changed since you opened"):
        confirm(meeting, read, adviser, at)
    assert not AdviserWord.objects.exists()


def test_the_concerns_that_change_beneath_a_confirmed_paragraph_are_said(
    meeting, marchford, adviser, standing, live_concerns, at
):
    confirm(meeting, standing(adviser), adviser, at)
    live_concerns[0] = live(marchford, "5a", 1)

    assert standing(adviser).words.endswith("The concerns say something else since.")


def test_an_edit_by_the_secretariat_shows_both_texts_and_waits(  # TRUST section 2: tracked changes
    meeting, marchford, adviser, secretary, write, standing, on
):
    write("The leader and chief executive meet weekly.", adviser)
    write("The leader and chief executive now meet weekly.", secretary)
    write("The leader and chief executive now meet every week.", secretary)

    found = standing(secretary)
    (edit,) = found.edits
    assert edit.before == "The leader and chief executive meet weekly."
    assert edit.now == "The leader and chief executive now meet every week."
    assert [piece.text.strip() for piece in edit.wordings.now if piece.moved] == ["now", "every week."]
    assert "no adviser has confirmed it" in found.words
    assert told(adviser, "paragraph-edited").count() == 1
    assert "Edit to confirm" in [one.plainly for one in due_for(adviser, on, on + timedelta(days=30))]


def test_an_adviser_confirms_the_edit(meeting, marchford, adviser, secretary, write, standing, at):
    write("Theirs.", adviser)
    write("Ours.", secretary)

    confirm(meeting, standing(adviser), adviser, at)

    assert standing(secretary).unconfirmed == ""


def test_an_edit_of_words_nobody_wrote_waits_as_well_and_taking_it_back_ends_it(
    meeting, marchford, adviser, secretary, write, standing
):
    write("Ours.", secretary)
    assert standing(secretary).edits[0].before.startswith("Stage 4")

    write("", secretary)
    assert not standing(secretary).edits


def test_an_adviser_says_why_not_and_it_is_shown_before_issue_without_blocking_it(
    meeting, marchford, adviser, secretary, write, standing, at, client
):
    CouncilToldFactory(meeting=meeting, council=marchford)
    write("Theirs.", adviser)
    write("Ours.", secretary)

    refuse_edit(
        meeting=meeting,
        council=marchford,
        sentence="It was the deputy leader.",
        seal=standing(adviser).seal,
        by=adviser,
        at=at,
    )

    client.force_login(secretary)
    page = client.get(f"/meetings/{meeting.pk}/pack/issue").content.decode()
    assert "R. Okafor does not confirm the edit: It was the deputy leader." in page
    assert "Issue the report</button>" in page
    write("Ours again.", secretary)
    assert standing(secretary).refused is None


def test_only_an_edit_can_be_refused_and_with_a_sentence(meeting, marchford, adviser, standing, at):
    with pytest.raises(Refused, match="no edit here"):
        refuse_edit(
            meeting=meeting, council=marchford, sentence="No", seal=standing(adviser).seal, by=adviser, at=at
        )


def test_only_the_regions_adviser_confirms(meeting, marchford, secretary, standing, at):
    with pytest.raises(NotPermitted):
        confirm(meeting, standing(secretary), secretary, at)


def test_reminders_come_once_before_the_day_and_once_before_the_cut_off(  # R147
    meeting, marchford, adviser, ask, at, on
):
    ask(days=5)

    def remind(days):
        return remind_of_paragraphs(by=None, at=at, on=on + timedelta(days=days), working_days=1)

    assert [remind(0), remind(5), remind(5), remind(10), remind(10), remind(11)] == [0, 1, 0, 1, 0, 0]
    assert "Marchford" not in "".join(told(adviser).values_list("sentence", flat=True))


def test_who_has_answered_is_not_reminded(meeting, marchford, adviser, ask, standing, at, on):
    ask()
    confirm(meeting, standing(adviser), adviser, at)

    assert remind_of_paragraphs(by=None, at=at, on=on + timedelta(days=5), working_days=1) == 0


def test_an_adviser_with_an_interest_is_neither_asked_nor_told(marchford, adviser, ask):
    InterestFactory(user=adviser, council=marchford)

    with pytest.raises(Refused, match="nobody to ask"):
        ask()
    assert not told(adviser).exists()


def test_the_pages_ask_confirm_and_refuse(meeting, marchford, adviser, secretary, standing, client, on):
    client.force_login(secretary)
    where = f"/meetings/{meeting.pk}/pack"
    assert "R. Okafor" in client.get(f"{where}/ask").content.decode()
    assert client.post(f"{where}/ask", {"by_on": ""}).status_code == 422
    asked = client.post(f"{where}/{marchford.code}/ask", {"by_on": (on + timedelta(days=3)).isoformat()})
    assert asked.status_code == 302
    assert "Asked for by" in client.get(where).content.decode()

    client.force_login(adviser)
    page = client.get(f"{where}/{marchford.code}/paragraph").content.decode()
    assert "Confirm it as it stands" in page
    assert client.post(f"{where}/{marchford.code}/not-confirmed", {"seal": "x"}).status_code == 422
    seal = standing(adviser).seal
    assert client.post(f"{where}/{marchford.code}/confirm", {"seal": "other"}).status_code == 422
    assert client.post(f"{where}/{marchford.code}/confirm", {"seal": seal}).status_code == 302
    assert "Confirmed as it stands by R. Okafor" in client.get(where).content.decode()


def test_a_stranger_does_not_find_a_paragraph(meeting, marchford, client):
    client.force_login(adviser_for(CouncilFactory()))
    assert client.get(f"/meetings/{meeting.pk}/pack/{marchford.code}/paragraph").status_code == 404
    client.force_login(UserFactory(panel_member=True))
    assert client.get(f"/meetings/{meeting.pk}/pack/ask").status_code == 404


def test_an_adviser_reads_no_other_regions_draft_where_it_is_issued_or_asked_for(
    meeting, marchford, adviser, write, secretary, client
):  # TRUST 2, Radar pack
    elsewhere = adviser_for(CouncilFactory())
    write("Theirs.", adviser)
    write("Ours.", secretary)

    for user, status in ((elsewhere, 404), (adviser, 404), (secretary, 200)):
        client.force_login(user)
        for page in ("issue", "ask"):
            assert client.get(f"/meetings/{meeting.pk}/pack/{page}").status_code == status, (user, page)
    client.force_login(adviser)
    own = client.get(f"/meetings/{meeting.pk}/pack/{marchford.code}/ask").content.decode()
    assert "Only the secretariat asks for paragraphs." in own


def test_one_press_takes_the_live_words_again(meeting, marchford, secretary, write, live_concerns, client):
    slot = write("Written over.", secretary)
    live_concerns[0] = live(marchford, "5a", 1)
    client.force_login(secretary)
    where = f"/meetings/{meeting.pk}/pack"

    def said(page):
        return {"seal": re.findall('name="seal" value="([^"]+)"', page)[-1]}

    page = client.get(where).content.decode()
    assert "Changed beneath" in page
    assert "<del" in page
    typed = {"version": slot.version, "text": slot.text, **said(page)}
    kept = client.post(f"{where}/{marchford.code}/concern", typed)
    assert kept.status_code == 302
    assert "Changed beneath" not in client.get(where).content.decode()

    live_concerns[0] = live(marchford, "4", 1)
    typed = {"version": slot.version + 1, "text": "", **said(client.get(where).content.decode())}
    client.post(f"{where}/{marchford.code}/concern", typed)
    assert "Written over." not in client.get(f"{where}/{marchford.code}/paragraph").content.decode()
