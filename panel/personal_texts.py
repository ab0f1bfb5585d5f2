"""Texts of meetings, of the radar and of issued reports in which somebody may be named."""

from __future__ import annotations

from typing import Any

from common.personal_texts import Place, Thing, each
from panel.models import (
    ActionProgress,
    Addendum,
    AdviserWord,
    AgendaItem,
    ChairDraft,
    Clearance,
    CopyEvent,
    CouncilTold,
    Decision,
    HouseTemplate,
    InvitationEnd,
    IssuedPaper,
    LastPaper,
    LastPaperLine,
    Meeting,
    MeetingChange,
    Membership,
    Pack,
    PackReason,
    RadarEntry,
    RadarExport,
    RecommendationOutcome,
    Slot,
)

MEETINGS = "Meetings and the radar"


def _day(meeting: Meeting) -> str:
    return f"{meeting.held_on:%-d %B %Y}"


def _pack(row: Pack) -> Thing:
    stays = (
        f"Issued on {row.issued_at:%-d %B %Y}: it cannot be changed, and its words are not shown here. "
        "The secretariat issues a further version without the name, which takes its place."
    )
    return Thing(
        f"Radar report of {_day(row.meeting)}, version {row.version}",
        row.get_absolute_url(),
        stays=stays,
        is_told=False,
    )


def _addendum(row: Addendum) -> Thing:
    stays = (
        f"Tabled on {row.tabled_at:%-d %B %Y}: it cannot be changed, and its words are not shown here. "
        "A further addendum can correct it."
    )
    name = f"{row.title} of the report of {_day(row.pack.meeting)}"
    return Thing(name, row.get_absolute_url(), row.council_id, stays=stays, is_told=False)


def _copy(row: CopyEvent) -> Thing:
    pack = row.copy.pack
    return Thing(
        f"Copy {row.copy.number} of the report of {_day(pack.meeting)}",
        f"{pack.get_absolute_url()}/copies/{row.copy.number}",
    )


def _of_meeting(row: Any) -> Thing:
    return Thing(f"{row.meeting.body.called} meeting of {_day(row.meeting)}", row.meeting.get_absolute_url())


def _paper(row: IssuedPaper) -> Thing:
    stays = (
        f"Frozen on {row.issued_at:%-d %B %Y}: it cannot be changed, and its words are not shown here. "
        "The secretariat corrects it in a further version without the name, which takes its place."
    )
    return Thing(
        f"{row.get_kind_display()}, version {row.version}", row.get_absolute_url(), stays=stays, is_told=False
    )


def _outcome(row: RecommendationOutcome) -> Thing:
    return _of_meeting(row.pack)


def _progress(row: ActionProgress) -> Thing:
    return _of_meeting(row.decision)


def _clearance(row: Clearance) -> Thing:
    return _of_meeting(row.draft)


def _of_council(row: Any) -> Thing:
    return Thing(
        f"{row.meeting.body.called} meeting of {_day(row.meeting)}, {row.council.short_name}",
        row.meeting.get_absolute_url(),
        row.council_id,
    )


def _slot(row: Slot) -> Thing:
    return _of_council(row) if row.council else _of_meeting(row)


def _item(row: AgendaItem) -> Thing:
    thing = _of_council(row) if row.council else _of_meeting(row)
    return Thing(f"{thing.what}, agenda", f"{thing.address}/agenda", thing.council)


def _invitation(row: InvitationEnd) -> Thing:
    return _of_council(row.invitation)


def _seat(row: Membership) -> Thing:
    return Thing(f"A seat that {row.user.name} has or had on a body", f"/bodies/{row.body.slug}")


def _entry(row: RadarEntry) -> Thing:
    return Thing(f"{row.council.short_name} on the radar", "/radar", row.council_id)


def _word_paper(row: LastPaper) -> Thing:
    return Thing(
        f"The last Word paper of the {row.body.called}, {row.held_on:%-d %B %Y}", row.get_absolute_url()
    )


def _word_line(row: LastPaperLine) -> Thing:
    paper = _word_paper(row.paper)
    what = f"{paper.what}, {row.where}; the original file, kept encrypted, has it too"
    return Thing(what, paper.address, row.council_id)


def _template(row: HouseTemplate) -> Thing:
    name = f"Word template of the {row.body.called}, version {row.number}"
    return Thing(name, f"/bodies/{row.body.slug}/template")


def _export(row: RadarExport) -> Thing:
    return Thing(f"A file of the radar that {row.exported_by.name} took on {row.exported_at:%-d %B %Y}")


PLACES = (
    Place(
        "Issued reports",
        Pack,
        {"paper": "the report", "supersedes_reason": "why it took another’s place"},
        each(_pack),
        ("meeting__body",),
    ),
    Place(
        "Issued reports",
        Addendum,
        {"paper": "what was tabled"},
        each(_addendum),
        ("pack__meeting__body",),
    ),
    Place(
        "Issued reports",
        CopyEvent,
        {"whom": "to whom a printed copy was handed"},
        each(_copy),
        ("copy__pack__meeting__body",),
    ),
    Place(
        MEETINGS,
        Decision,
        {"item": "the item", "text": "a decision", "action_by": "who acts on it"},
        each(_of_meeting),
        ("meeting__body",),
    ),
    Place(
        "Issued reports",
        IssuedPaper,
        {"paper": "the paper", "supersedes_reason": "why it took another’s place"},
        each(_paper),
        ("meeting__body",),
    ),
    Place(
        MEETINGS,
        RecommendationOutcome,
        {"text": "what became of a recommendation"},
        each(_outcome),
        ("pack__meeting__body",),
    ),
    Place(
        MEETINGS,
        AgendaItem,
        {"title": "an item of the agenda", "about": "what it is about", "leads": "who leads it"},
        each(_item),
        ("meeting__body", "council"),
    ),
    Place(
        MEETINGS,
        MeetingChange,
        {"was_venue": "where it was to be", "reason": "why it was changed"},
        each(_of_meeting),
        ("meeting__body",),
    ),
    Place(
        MEETINGS,
        InvitationEnd,
        {"reason": "why an invitation was withdrawn"},
        each(_invitation),
        ("invitation__meeting__body", "invitation__council"),
    ),
    Place(
        MEETINGS,
        Membership,
        {"reason": "why they sit there", "ended_reason": "why the seat ended"},
        each(_seat),
        ("user", "body"),
    ),
    Place(
        MEETINGS,
        ActionProgress,
        {"text": "how an action goes"},
        each(_progress),
        ("decision__meeting__body",),
    ),
    Place(
        MEETINGS,
        Slot,
        {"text": "a paragraph of the report", "said_live": "what the concerns said then"},
        each(_slot),
        ("meeting__body", "council"),
    ),
    Place(
        MEETINGS,
        AdviserWord,
        {"texts": "a paragraph as its adviser left it", "sentence": "why an edit is not confirmed"},
        each(_of_council),
        ("meeting__body", "council"),
    ),
    Place(
        MEETINGS,
        ChairDraft,
        {"paper": "a draft sent to the Chair"},
        each(_of_meeting),
        ("meeting__body",),
    ),
    Place(
        MEETINGS,
        Clearance,
        {"given_by": "who cleared a draft", "how": "how it was said", "remarks": "the Chair’s remarks"},
        each(_clearance),
        ("draft__meeting__body",),
    ),
    Place(
        MEETINGS,
        CouncilTold,
        {"whom": "who at the council was told", "how": "how it was told"},
        each(_of_council),
        ("meeting__body", "council"),
    ),
    Place(
        MEETINGS,
        PackReason,
        {"reason": "why the council was not told"},
        each(_of_council),
        ("meeting__body", "council"),
    ),
    Place(
        MEETINGS,
        RadarEntry,
        {"put_on_reason": "why it was put on", "taken_off_reason": "why it was taken off"},
        each(_entry),
        ("council",),
    ),
    Place(
        MEETINGS,
        LastPaper,
        {"file_name": "the file’s name", "taken_out_reason": "why it was taken out"},
        each(_word_paper),
        ("body",),
    ),
    Place(
        MEETINGS,
        LastPaperLine,
        {"text": "a line of the paper", "why": "what was made of it"},
        each(_word_line),
        ("paper__body", "council"),
    ),
    Place(MEETINGS, HouseTemplate, {"file_name": "the file’s name"}, each(_template), ("body",)),
    Place(MEETINGS, RadarExport, {"reason": "the reason"}, each(_export), ("exported_by",)),
)
