"""What those who were told answer, and what is taken back (R119, R121, R124; TRUST section 2, Flag)."""

import pytest

from accounts.models import Notification
from audit.models import Event
from cases.models import Answer, Concern, GroupOfficeFlag
from cases.queries import concern_page, told_to, waiting_for, whole_timeline
from cases.workflow import (
    acknowledge_line,
    answer_group_office,
    record_what_followed,
    show_paragraph,
    take_back_group_office,
    tell_group_office,
)
from common.errors import NotFound, NotPermitted, Refused
from tests.cases.test_pages import text
from tests.factories.accounts import UserFactory
from tests.factories.cases import (
    ConcernFactory,
    GovernmentActFactory,
    GroupOfficeFlagFactory,
    GroupOfficePostFactory,
    PanelLineFactory,
    PanelParagraphFactory,
    PoliticalGroupFactory,
)
from tests.factories.councils import CouncilFactory, InterestFactory, adviser_for

pytestmark = pytest.mark.django_db


def of_office(notice, role="group_office"):
    return GroupOfficePostFactory(group=notice.group, user__role=role).user


@pytest.mark.parametrize("role", ["group_office", "head_of_group_office"])
def test_the_office_that_was_told_acknowledges_and_the_owner_is_told_without_content(role, at):
    notice = GroupOfficeFlagFactory(text="A gap.")
    person = of_office(notice, role)
    answer = answer_group_office(by=person, at=at, flag=notice)
    assert (answer.acknowledges, answer.text, answer.by) == (True, "", person)
    told = Notification.objects.get()
    assert (told.user, told.sentence) == (notice.concern.owner, "There is an answer about a council.")
    assert Event.objects.get(act="answer_group_office").scope == notice.concern.council.audit_scope


def test_it_may_reply_in_words_and_the_adviser_answers_in_words(at):
    notice = GroupOfficeFlagFactory()
    person = of_office(notice)
    answer_group_office(by=person, at=at, flag=notice, text="We speak to the leader on Monday.")
    with pytest.raises(Refused, match="acknowledged this on"):
        answer_group_office(by=person, at=at, flag=notice)
    with pytest.raises(Refused, match="acknowledged this on"):
        answer_group_office(by=notice.concern.owner, at=at, flag=notice)
    reply = answer_group_office(by=notice.concern.owner, at=at, flag=notice, text="Thank you.")
    assert not reply.acknowledges
    assert Notification.objects.filter(user=person, sentence="There is an answer about a council.").exists()


def test_only_the_office_acknowledges_without_words(at):
    notice = GroupOfficeFlagFactory()
    with pytest.raises(Refused, match="Only the office that was told"):
        answer_group_office(by=notice.concern.owner, at=at, flag=notice)
    secretariat = UserFactory(secretariat=True)
    assert not answer_group_office(by=secretariat, at=at, flag=notice, text="Seen.").acknowledges


def test_another_office_an_adviser_of_elsewhere_and_a_stranger_may_not(at):
    notice = GroupOfficeFlagFactory()
    other = GroupOfficeFlagFactory(concern=notice.concern)
    with pytest.raises(NotPermitted):
        answer_group_office(by=of_office(other), at=at, flag=notice, text="Ours.")
    with pytest.raises(NotPermitted):
        answer_group_office(by=UserFactory(principal_adviser=True), at=at, flag=notice, text="Mine.")
    recused = InterestFactory(user=of_office(notice), council=notice.concern.council).user
    for stranger in (recused, UserFactory(analyst=True), GroupOfficePostFactory().user):
        with pytest.raises(NotFound):
            answer_group_office(by=stranger, at=at, flag=notice)


def test_one_whose_owner_has_an_interest_now_tells_nobody(at):
    notice = GroupOfficeFlagFactory()
    InterestFactory(user=notice.concern.owner, council=notice.concern.council)
    answer_group_office(by=of_office(notice), at=at, flag=notice)
    assert not Notification.objects.exists()


def test_the_office_reads_on_its_first_page_that_it_was_told_and_no_more(at):
    concern, group = ConcernFactory(council_discussion=True), PoliticalGroupFactory()
    person = GroupOfficePostFactory(group=group).user
    tell_group_office(by=concern.owner, at=at, concern=concern, group=group, text="A gap.")
    told = Notification.objects.get(user=person)
    assert told.sentence == "Your office was told something about a council."
    assert told.address == "/cases/told"


def test_the_secretariat_acknowledges_a_line_in_words(at):  # R119, R121
    line = PanelLineFactory()
    secretariat = UserFactory(secretariat=True)
    acknowledge_line(by=secretariat, at=at, line=line, text="Taken for the meeting of 12 March.")
    assert Answer.objects.get().line == line
    with pytest.raises(Refused, match="acknowledged this on"):
        acknowledge_line(by=secretariat, at=at, line=line)
    with pytest.raises(NotPermitted):
        acknowledge_line(by=line.by, at=at, line=line)
    with pytest.raises(NotFound):
        acknowledge_line(by=UserFactory(analyst=True), at=at, line=line)
    assert Notification.objects.get().user == line.concern.owner


def test_what_was_told_is_taken_back_with_a_reason_and_the_office_reads_it_no_more(at):
    notice = GroupOfficeFlagFactory()
    person, owner = of_office(notice), notice.concern.owner
    with pytest.raises(Refused, match="Enter why"):
        take_back_group_office(by=owner, at=at, flag=notice, reason=" ")
    with pytest.raises(NotPermitted):
        take_back_group_office(by=person, at=at, flag=notice, reason="Ours.")
    take_back_group_office(by=owner, at=at, flag=notice, reason="It was another council.")
    assert not Concern.objects.visible_to(person).exists()
    assert GroupOfficeFlag.objects.get().ended_by == owner
    assert "taken back" in Notification.objects.get(user=person).sentence
    with pytest.raises(Refused, match="taken back on"):
        take_back_group_office(by=owner, at=at, flag=notice, reason="Again.")
    with pytest.raises(Refused, match="taken back on"):
        answer_group_office(by=owner, at=at, flag=notice, text="Again.")
    assert Event.objects.filter(act="take_back_group_office").count() == 1


def test_it_leaves_nothing_behind_where_the_record_cannot_be_written(at, broken_audit):
    notice, line = GroupOfficeFlagFactory(), PanelLineFactory()
    for act in (
        lambda: answer_group_office(by=of_office(notice), at=at, flag=notice),
        lambda: acknowledge_line(by=UserFactory(secretariat=True), at=at, line=line),
        lambda: take_back_group_office(by=notice.concern.owner, at=at, flag=notice, reason="So."),
    ):
        with pytest.raises(broken_audit):
            act()
    assert not Answer.objects.exists()
    assert not Notification.objects.exists()
    assert GroupOfficeFlag.objects.get().stands


def test_what_waits_stands_first_by_date_and_leaves_when_it_is_acknowledged(at):
    newer, older = GroupOfficeFlagFactory(happened_on="2026-03-01"), GroupOfficeFlagFactory()
    GroupOfficeFlagFactory()
    person = of_office(newer)
    GroupOfficePostFactory(group=older.group, user=person)
    assert [told.of for told in waiting_for(person)] == [older, newer]
    answer_group_office(by=person, at=at, flag=older)
    assert [told.of for told in waiting_for(person)] == [newer]
    assert [told.of for told in told_to(person)] == [newer, older]
    assert waiting_for(newer.concern.owner) == []


def test_a_closed_concern_waits_for_nobody(at):
    notice = GroupOfficeFlagFactory(concern=ConcernFactory(closed=True))
    person = of_office(notice)
    assert waiting_for(person) == []
    assert len(told_to(person)) == 1


def test_the_office_acknowledges_from_its_list_and_the_adviser_sees_it(sign_in):
    notice = GroupOfficeFlagFactory(text="A gap.")
    person, owner = of_office(notice), notice.concern.owner
    assert "Not acknowledged yet" in text(sign_in(owner).get(f"/cases/{notice.concern.number}"))
    client = sign_in(person)
    assert notice.concern.summary in text(client.get("/"))
    assert "A gap." in text(client.get("/cases/told"))
    address = f"/cases/{notice.concern.number}/group-office/{notice.pk}/answer"
    assert client.get(address).status_code == 200
    assert client.post(address, {"text": ""}).status_code == 302
    assert client.post(address, {"text": "We speak on Monday."}).status_code == 302
    assert "Waits for your acknowledgement" not in text(client.get("/"))
    shown = text(sign_in(owner).get(f"/cases/{notice.concern.number}"))
    assert "We speak on Monday." in shown
    assert "Not acknowledged yet" not in shown


def test_the_secretariat_finds_the_line_on_its_first_page_and_acknowledges_it(sign_in):
    line = PanelLineFactory()
    client = sign_in(UserFactory(secretariat=True))
    assert "Waits for your acknowledgement" in text(client.get("/"))
    address = f"/cases/{line.concern.number}/panel-line/{line.pk}/acknowledge"
    assert line.challenge in text(client.get(address))
    assert client.post(address, {"text": "Taken for March."}).status_code == 302
    assert "Taken for March." in text(sign_in(line.by).get(f"/cases/{line.concern.number}"))


def test_an_office_reads_nothing_of_what_another_was_told_or_answered(sign_in):
    notice = GroupOfficeFlagFactory(text="Ours alone.")
    other = GroupOfficeFlagFactory(concern=notice.concern, text="Theirs alone.")
    client = sign_in(of_office(notice))
    for address in (f"/cases/{notice.concern.number}", "/cases/told"):
        shown = text(client.get(address))
        assert "Ours alone." in shown
        assert "Theirs alone." not in shown
    address = f"/cases/{notice.concern.number}/group-office/{other.pk}/answer"
    assert client.get(address).status_code == 404


def test_what_an_office_was_told_is_read_in_the_region_and_by_the_owner_alone(sign_in):  # TRUST section 2
    notice = GroupOfficeFlagFactory(text="Told to one office.")
    concern = notice.concern
    elsewhere, region = adviser_for(CouncilFactory()), adviser_for(concern.council)
    for page in (f"/cases/{concern.number}", f"/cases/{concern.number}/timeline"):
        for reads in (concern.owner, region, UserFactory(secretariat=True)):
            assert "Told to one office." in text(sign_in(reads).get(page))
        shown = sign_in(elsewhere).get(page)
        assert shown.status_code == 200
        assert "Told to one office." not in text(shown)
    answer = f"/cases/{concern.number}/group-office/{notice.pk}/answer"
    assert sign_in(elsewhere).get(answer).status_code == 404


def test_the_list_is_for_offices_and_the_secretariat(sign_in):
    page = text(sign_in(UserFactory(principal_adviser=True)).get("/cases/told"))
    assert "This list is for political group offices" in page


def test_it_is_taken_back_on_its_page(sign_in):
    notice = GroupOfficeFlagFactory()
    client = sign_in(notice.concern.owner)
    address = f"/cases/{notice.concern.number}/group-office/{notice.pk}/take-back"
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "It was another."}).status_code == 302
    assert "It was another." in text(client.get(f"/cases/{notice.concern.number}"))


def test_the_list_of_many_takes_as_many_queries_as_of_one(django_assert_num_queries):
    notice = GroupOfficeFlagFactory()
    person = of_office(notice)
    for _ in range(8):
        GroupOfficeFlagFactory(group=notice.group)
    assert person.roles
    with django_assert_num_queries(2):
        assert len(told_to(person)) == 9


def test_answers_what_was_shown_and_what_followed_stand_in_the_whole_timeline(at):
    act = GovernmentActFactory()
    notice = GroupOfficeFlagFactory(concern=act.concern, group__name="Independent")
    answer_group_office(by=of_office(notice), at=at, flag=notice, text="Read.")
    owner = act.concern.owner
    show_paragraph(
        by=owner,
        at=at,
        paragraph=PanelParagraphFactory(concern=act.concern),
        shown_to="Leader",
        how="On paper",
    )
    record_what_followed(by=owner, at=at, act=act, kind="further_chance", chance="offered")
    told = {entry.title for entry in whole_timeline(concern_page(act.concern, owner))}
    assert {
        "Acknowledged: what the Independent office was told",
        "The paragraph for the Panel was shown to leader, on paper",
        "A further opportunity to engage with sector support: Offered",
    } <= told
    of_peer = whole_timeline(concern_page(act.concern, UserFactory(role="member_peer")))
    assert not [entry for entry in of_peer if "Independent" in entry.title]
