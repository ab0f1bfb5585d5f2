"""What is sent to each act: answers that its form takes, so that only the person decides what is answered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from cases.models import AwarenessRecord, ConclusionKind, Evidence
from councils.models import PoliticalGroup
from intelligence.models import SourceType
from liaison.models import DepartmentNote, Organisation
from panel.models import AgendaItem, Meeting
from panel.queries import draft_of, standings_of
from tests.factories.uploads import figures_said, table_said, visits
from tests.panel.word_papers import last_paper, template
from tests.trust.of_councils import of_council_bodies
from tests.trust.of_government import of_government_bodies
from tests.trust.of_people import of_people_bodies
from tests.trust.of_sharing import of_sharing_bodies
from tests.trust.things import Things
from tests.trust.world import World

Body = dict[str, Any]


def _day(days: int = 0) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def _three(name: str, days: int = 0) -> Body:
    day = timezone.localdate() + timedelta(days=days)
    return {f"{name}_0": day.day, f"{name}_1": day.month, f"{name}_2": day.year}


def _version(things: Things, route: dict[str, Any]) -> Body:
    kind = route["at"]["number"].removeprefix("$")
    if kind not in things.held["concerns"]:
        return {}
    return {"version": things.held["concerns"][kind].version}


def _concern_body(name: str, things: Things, world: World, route: dict[str, Any]) -> Body:
    if name == "raise":
        return {
            "summary": "Savings slip.",
            "basis": "So it was heard.",
            "review_on": _day(30),
            "nature": "performance",
            "origin": "intelligence",
        }
    if name == "hand_over":
        return {"concerns": [things.held["concerns"]["later"].as_read], "to": world.people["SA"].pk}
    of_councils = of_council_bodies(things)
    if name in of_councils:
        return of_councils[name]
    version = _version(things, route)
    moves = {
        "basis": "It was so.",
        "why": "It was so.",
        "coming_off_point": "Two budgets in time.",
        "soft_absent": "None is held.",
        "hard_absent": "None is held.",
        "lessons": "It helped.",
        "coming_off_point_met": "met",
        "review_on": _day(30),
    }
    government = {
        "department": "DCLG",
        "legal_basis": "Section 10",
        "body": "Inspectors",
        "text": "It began.",
        "raised_with_council": "not_known",
        "raised_with_lga": "not_known",
        "time_allowed": "not_known",
    }
    support = {"weight": "full", "objectives": "A budget.", "provider": "LGA", "board": "none"}
    bodies: dict[str, Body] = {
        "move": moves,
        "close": moves | {"reason": "It is so.", "closed_because": "It is so."},
        "reopen": moves | {"reason": "It is back."},
        "government": moves | government,
        "discussion": {"level": "chief_executive", "who": "She", "text": "Both see it."},
        "conclude": {"kind": ConclusionKind.ANOTHER.value, "text": "So.", "review_on": _day(30)},
        "agree_support": support,
        "change_support": support | {"board": "voluntary", "version": things.held["package_object"].version},
        "terms": {"text": "As written.", "version": things.held["package_object"].version},
        "add_input": {"kind": "regional", "name": "Improvement East", "gives": "Seconded staff"},
        "change_input": {"kind": "regional", "gives": "Mentoring", "version": 1},
        "end_input": {"reason": "Done."},
        "form_board": {"name": "The board", "kind": "formal"},
        "change_board": {"name": "The board", "kind": "formal", "version": 1},
        "stand_board_down": {"reason": "Done."},
        "board_meeting": {"text": "It met.", "version": 1},
        "board_action": {"what": "Close the accounts", "whose": "The treasurer"},
        "review_action": {"word": "behind", "text": "Not yet."},
        "progress": {"text": "It goes."},
        "attention": {"reason": "Look."},
        "end_support": {"reason": "Done."},
        "look_back": {"lasted": "The budget."},
        "put_off": {"until_on": _day(60), "why": "Elections."},
        "correct_look_back": {"lasted": "The budget, so far."},
        "political_action": {"blockage": "A split", "action": "Talk", "whose": "The leader"},
        "narrative": {"text": "It was read."},
        "correct": {"text": "It was not."},
        "evidence": {"title": "A letter", "publisher": "The auditor"},
        "awareness": {"told": "The leader", "how": "By telephone"},
        "panel_line": {"challenge": "A gap."},
        "take_back": {"reason": "No longer."},
        "group_office": {"group": PoliticalGroup.objects.get().pk, "text": "Know."},
        "review": {"review_on": _day(40)},
        "owner": {"owner": world.people["PA"].pk},
        "deputy": {"deputy": world.people["PA"].pk},
        "open_to": {"reader": world.people["MP"].pk},
        "explain": {"text": "They count twice."},
        "grounds": {"line_for": "So it was."},
        "outcome": {"comes_to": "set_aside", "line": "It is not."},
        "paragraphs": {"text": "A gap is known."},
        "shown": {"shown_to": "She", "how": "On paper"},
        "followed": {"text": "Appoint officers."},
        "answer": {"text": "We speak on Monday."},
        "take_back_office": {"reason": "It was another."},
        "acknowledge_line": {"text": "Taken for March."},
    }
    return version | bodies[name]


def _note_body(name: str, things: Things, world: World) -> Body:
    bodies: dict[str, Body] = {
        "capture": {
            "council": things.council.code,
            "text": "Heard.",
            "source_type": SourceType.objects.get().pk,
            "known": "first_hand",
        },
        "edit": {
            "version": 1,
            "text": "Heard again.",
            "known": "first_hand",
            "kind": "sign",
            "marking": "advisers",
            "happened_on": _day(),
        },
        "check": {"version": 1, "outcome": "contradicted", "found": "It was not so."},
        "open": {"reader": world.people["MP"].pk},
        "follow-up": {"follow_up_on": _day(9)},
        "withdraw": {"reason": "Wrong."},
        "attach": {"attached": SimpleUploadedFile("letter.txt", b"Dear adviser")},
        "bring": {"file": SimpleUploadedFile("a.vcf", b"BEGIN:VCARD\nFN:Ada Penrose\nEND:VCARD\n")},
        "intake": {"version": 1, "usual-source_type": SourceType.objects.get().pk, "do": "1"},
        "put-away": {},
        "keep": {"reason": "It is still so."},
        "personal-new": {
            "kind": "access",
            "names": "Quentin Nobody",
            "reference": "SAR 2",
            "received_on": _day(),
        },
        "hold-new": {"name": "Quentin Nobody", "why": "A claim"},
        "hold-lift": {"why": "It is over."},
        "personal-close": {"outcome": "Answered."},
        "take-away": {"reason": "The wrong one."},
        "shared": {"title": "Budget gap", "url": "https://example.org/"},
        "read": {"text": "Heard: #sign-here."},
        "spoke": {},
        "did-not-speak": {},
        "new-contact": {"name": "B. New", "network": "other", "speak_every_days": 30},
        "change-contact": {"name": "B. New", "network": "other", "speak_every_days": 9, "version": 1},
        "spoke-with": {},
        "end-contact": {},
        "ask": {"asked": world.people["MP"].pk, "question": "Is it so?", "answer_by_on": _day(9)},
        "point-out": {"person": world.people["SA"].pk},
        "leave-out": {},
        "share": {"title": "Shops", "text": "They are lent.", "agreed_by": "Leader", "agreed_on": _day()},
        "practice-withdraw": {"reason": "The council asked."},
        "outcome": {"version": 1, "outcome": "satisfactory", "reasons": "It was explained."},
        "verification": {"answer": "nothing"},
        "take_back_verification": {},
        "source": {"reason": "I ring them."},
        "deputy": {"deputy": world.people["PA"].pk},
        **_inbox_bodies(things),
        "save-view": {"name": "Of mine"},
        "view": {"name": "Of mine"},
        "forget-view": {},
        "export": {"reason": "A visit.", "file": "csv"},
        "ticked-tag": {"note": things.held["note"]},
        "ticked-follow-up": {"note": things.held["note"]},
        "ticked-open": {"note": things.held["note"]},
        "ticked-withdraw": {"note": things.held["note"]},
    }
    return bodies[name]


def _inbox_bodies(things: Things) -> dict[str, Body]:
    """Of the inbox and its feeds."""
    feed = {
        "version": 1,
        "title": "A feed",
        "address": f"https://feeds.example/{things.place}",
        "kind": "news",
        "every_minutes": 60,
        "regions": [things.council.region_id],
    }
    return {
        "inbox-bring": {"text": "Somebody's heading of the day https://courier.example/brought"},
        "inbox-dismiss-many": {"story": [things.held["story"]], "reason": "Nothing new"},
        "inbox-note": {
            "council": things.council.code,
            "text": "Read.",
            "source_type": SourceType.objects.get().pk,
            "known": "published",
        },
        "inbox-attach": {"councils": [things.council.code]},
        "inbox-dismiss": {"reason": "Nothing new"},
        "inbox-snooze": {"until_on": _day(9)},
        "inbox-undo": {},
        "feed-new": feed,
        "feed": feed,
        "feed-switch": {"is_on": "off", "reason": "It is quiet."},
        "feed-ask": {},
    }


def _council_body(name: str, things: Things, world: World) -> Body:
    known = {"source": "Its website"}
    bodies: dict[str, Body] = {
        "record_officeholder": known | {"office": "leader", "name": "A. Leader"},
        "record_control": known | {"control": "No overall control"},
        "assign_region": {"user": things.held["senior"], "capacity": "senior", **_three("since_on", 1)},
        "end_region_holding": _three("until_on"),
        "interests": {
            "council": world.places["other"].council.code,
            "nature": "Councillor",
            **_three("since_on"),
        },
        "end_interest": _three("until_on"),
        "allocate_lead": {
            "user": things.held["senior"],
            "service_area": things.held["service_area"],
            **_three("since_on"),
        },
        "end_lead": _three("until_on"),
        "cover": {"deputy": things.held["senior"], **_three("since_on"), **_three("until_on", 9)},
        "end_cover": {},
        "answer_change": {"answer": "offered"},
    }
    return bodies[name]


def _panel_body(name: str, things: Things, world: World) -> Body:
    bodies: dict[str, Body] = {
        "radar_export": {"reason": "A talk."},
        "put_on": {"reason": "New leader."},
        "take_off": {"reason": "It worked."},
        "next_look": {"next_look_on": _day(9)},
        "plan": {"body": "psp", "held_on": _day(60), "cut_off_on": _day(50)},
        "change_meeting": {"held_on": _day(70), "cut_off_on": _day(9), "reason": "So.", "version": 1},
        "seat": {"user": things.held["senior"], "capacity": "member", "since_on": _day()},
        "end_seat": {"until_on": _day(), "reason": "Stood down."},
        "last_paper": {"held_on": _day(-9), "file": SimpleUploadedFile("a.docx", last_paper())},
        "last_paper_lines": {"held_on": _day(-9), "version": 1, "over_1": "on", "do": "next"},
        "take_out_last_paper": {"reason": "The wrong one."},
        "template": {"file": SimpleUploadedFile("a.docx", template())},
        "remove_template": {},
        "add_item": {"title": "A talk", "kind": "oral"},
        "change_item": {"title": "A talk", "kind": "oral", "version": 1},
        "remove_item": {},
        "order_agenda": {
            **{f"number_{each.pk}": 9 for each in AgendaItem.objects.filter(meeting=things.held["ahead"])},
            "number_0": 3,
        },
        "answer": {"attends": "no"},
        "came": {"came": [things.held["sitting"]]},
        "declared": {
            "user": things.held["sitting"],
            "council": things.held["spare"],
            "nature": "Councillor there",
            "item": 1,
        },
        "left": {"user": things.held["sitting"], "item": 1},
        "not_left": {},
        "invite": {"user": world.people["INV"].pk, "council": things.held["spare"]},
        "uninvite": {"reason": "Another comes."},
        "decisions": {"item": "3", "text": "Agreed."},
        "progress": {"text": "Done.", "is_done": "on"},
        "note_agree": {},
        "correct": {"item": "3", "text": "Agreed after all."},
        "take_up": {
            "which": things.held["concerns"]["later"].pk,
            "blockage": "Two groups.",
            "action": "They meet.",
            "whose": "The Chair",
        },
        "became": {"became": "noted", "text": ""},
        "schedule_ask": {},
        "schedule_issue": {},
        "year_paper": {"considered": "More.", "issue": ""},
        "radar_save": {"name": "By name"},
        "radar_forget": {},
        "appendix": {"report": "core"},
        "issue": {},
        "copy": {"kind": "collected", "happened_on": _day()},
        "print_copy": {"form": "large-print"},
        "table_addendum": {"kind": "oral", "council": things.held["reported"], "text": "It was heard."},
        "told": {"whom": "The leader", "how": "By telephone", "happened_on": _day()},
        "reason": {"reason": "Tomorrow."},
        "ask": {"by_on": _day(10)},
        "ask_one": {"by_on": _day(10)},
        "send_to_chair": {},
        "clear_draft": {"is_cleared": "yes", "given_by": "Cllr D. Lyle", "how": "By telephone"},
    }
    if name in {"confirm", "not_confirmed"}:
        return {"seal": _seal(things), "sentence": "It was the deputy."}
    if name in {"slot", "council_slot"}:
        return {"text": "As it is.", **_paragraph(things, world, own=name == "slot")}
    return bodies[name]


def _paragraph(things: Things, world: World, *, own: bool) -> Body:
    """What the page of a paragraph hands back: of the report's own, or of a council's."""
    draft = draft_of(Meeting.objects.get(pk=things.held["ahead"]), world.people["SEC"])
    seal = draft.live_seal(None, "summary") if own else draft.live_seal(things.council, "concern")
    return {"version": 0 if own else 1, "seal": seal}


def _seal(things: Things) -> str:
    """What a page of the council's paragraphs hands back."""
    meeting = Meeting.objects.get(pk=things.held["ahead"])
    item = draft_of(meeting, things.owner).item_of(things.council)
    return standings_of(meeting, [item])[things.council.pk].seal


def _sharing_body(name: str, things: Things, world: World) -> Body:
    later = things.held["concerns"]["later"]
    bodies: dict[str, Callable[[], Body]] = {
        "propose": lambda: {
            "recipient": Organisation.objects.get(slug="dclg").pk,
            "purpose": "Support.",
            "matter": "Reserves.",
            "evidence": [Evidence.objects.filter(concern=later).first().pk],
            "awareness": AwarenessRecord.objects.filter(concern=later).first().pk,
        },
        "approve": dict,
        "refuse": lambda: {"reason": "Not yet."},
        "propose_token": lambda: {
            "organisation": Organisation.objects.get(slug="dclg").pk,
            "officer": "P. Lowe",
            "purpose": "Its own list",
            "scopes": ["councils:read"],
            "days": 30,
        },
        "issue_token": dict,
        "refuse_token": lambda: {"reason": "Its officer has left."},
        "revoke_token": dict,
        "end_webhook": dict,
        "keep_department_note": lambda: {
            "text": "Agreed.",
            "agreed_with": "P. Lowe",
            "agreed_on": _day(),
            "corrects": DepartmentNote.objects.filter(meeting=things.held["past"]).first().pk,
        },
        "withdraw": lambda: {"reason": "Wrong."},
        **of_sharing_bodies(things),
    }
    government = of_government_bodies(things)
    return government[name] if name in government else bodies[name]()


BROUGHT: dict[str, Callable[[], Body]] = {
    "bring": lambda: {"file": SimpleUploadedFile("visits.csv", visits())},
    "bring-later": lambda: {"file": SimpleUploadedFile("visits.csv", visits()), "period": "2024/25"},
    "describe": table_said,
    "say": figures_said,
    "check": dict,
    "discard": dict,
    "correct": dict,
    "withdraw": lambda: {"reason": "Published elsewhere."},
}


OF_PEOPLE = of_people_bodies()


def body_for(route: dict[str, Any], things: Things, world: World) -> Body:
    """What is sent to the route about these things; KeyError where nobody has said."""
    room, name = route["name"].split(":")
    if room == "cases":
        return _concern_body(name, things, world, route)
    if room == "indicators" and name in BROUGHT:
        return BROUGHT[name]()
    if room == "indicators" and name in ("report-new", "report-edit"):
        one = {"title": "Work", "theme": ["Work"], "of": ["0:claimant-count"], "version": "1", "do": "save"}
        return {**one, "purpose": "For a visit."}
    if room == "indicators":
        if name in ("mute-figure", "ask-again"):
            return {"reason": "A new estate opened.", **_three("until_on", 30)}
        if name in ("release-take-in", "release-refuse", "release-roll-back"):
            return {"reason": "The publisher says so."}
        explained = {"text": "A change of method.", "given_by": "Press office", **_three("given_on")}
        scheduled = {"kind": "daily", "at_time": "06:00", "reason": "So.", **_three("until_on", 3)}
        return explained | scheduled
    if room == "accounts":
        return {"text": "Heard.", "draft_form": "/capture"}
    if room == "desk" and name in OF_PEOPLE:
        return OF_PEOPLE[name]()
    if room == "desk":
        desk = {
            "briefing": {"reason": "A visit."},
            "digest": {"digest": "off"},
            "make-feed": {"name": "My phone"},
            "feed-names": {"names": "on"},
            "retention": {"notes": [things.held["old"]]},
            "personal-search": {},
            "personal-copy": {"notes": [things.held["named"]]},
            "personal-redact": {"notes": [things.held["named"]], "words": "Heard", "sure": "1"},
        }
        return desk.get(name, {"theme": "dark", "keys": "off"})
    by_room = {
        "intelligence": _note_body,
        "councils": _council_body,
        "panel": _panel_body,
        "liaison": _sharing_body,
    }
    return by_room[room](name, things, world)
