"""Texts besides notes in which somebody may be named: of the inbox, of networks, of reasons and files."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from typing import Any

from accounts.models import User
from common.errors import Refused
from common.personal_texts import Place, Thing, each
from intelligence.models import (
    Attachment,
    AttachmentContent,
    BriefingPrint,
    BroughtItem,
    Contact,
    Copy,
    DraftFile,
    Feed,
    InboxItem,
    Intake,
    NoteExport,
    SourceReading,
    Story,
    StoryCouncil,
    StorySign,
)
from intelligence.sealing import unseal_bytes

INBOX = "Stories of the inbox"
READ_AS_TEXT = (Attachment.Kind.TEXT, Attachment.Kind.EML)


def _of_story(row: Any) -> Thing:
    number = row.pk if isinstance(row, Story) else row.story_id
    return Thing(f"Story {number}, as it was published")


def _feed(row: Feed) -> Thing:
    return Thing(f"Feed {row.pk}, as it is set")


def _contact(row: Contact) -> Thing:
    ended = f", taken out on {row.ended_at:%-d %B %Y}" if row.ended_at else ""
    return Thing(f"Somebody in the network of {row.owner.name}{ended}", council=row.council_id)


def _export(row: NoteExport) -> Thing:
    return Thing(f"A file of notes that {row.exported_by.name} took on {row.recorded_at:%-d %B %Y}")


def _print(row: BriefingPrint) -> Thing:
    said = f"Why {row.printed_by.name} printed a briefing on {row.recorded_at:%-d %B %Y}"
    return Thing(said, council=row.council_id)


def _reading(row: SourceReading) -> Thing:
    return Thing(f"Why {row.by.name} read who a source is, on {row.recorded_at:%-d %B %Y}")


def _intake(row: Intake) -> Thing:
    return Thing(f"A file that {row.owner.name} brought on {row.recorded_at:%-d %B %Y}")


def _brought(row: BroughtItem) -> Thing:
    return Thing(f"An item of a file that {row.owner.name} brought")


PLACES = (
    Place(
        INBOX,
        Story,
        {"title": "its heading", "excerpt": "its words", "publisher": "its publisher", "link": "its link"},
        each(_of_story),
    ),
    Place(
        INBOX,
        Copy,
        {
            "title": "a copy’s heading",
            "excerpt": "a copy’s words",
            "publisher": "a copy’s publisher",
            "link": "a copy’s link",
        },
        each(_of_story),
    ),
    Place(INBOX, StoryCouncil, {"why": "why it is about a council"}, each(_of_story)),
    Place(INBOX, StorySign, {"words": "the words of a sign"}, each(_of_story)),
    Place(INBOX, InboxItem, {"reason": "why there is nothing to act on"}, each(_of_story)),
    Place(INBOX, Feed, {"title": "its title", "off_because": "why it is off"}, each(_feed)),
    Place(
        "Advisers’ networks",
        Contact,
        {
            "name": "the name",
            "role": "the role",
            "body": "where they work",
            "email": "the e-mail address",
            "phone": "the telephone number",
        },
        each(_contact),
        ("owner",),
    ),
    Place("Reasons and files", NoteExport, {"reason": "the reason"}, each(_export), ("exported_by",)),
    Place("Reasons and files", BriefingPrint, {"reason": "the reason"}, each(_print), ("printed_by",)),
    Place("Reasons and files", SourceReading, {"reason": "the reason"}, each(_reading), ("by",)),
    Place("Reasons and files", Intake, {"file_name": "the file’s name"}, each(_intake), ("owner",)),
    Place("Reasons and files", BroughtItem, {"where": "where it stood"}, each(_brought), ("owner",)),
)


def intakes_in_which(stands: Callable[[str], bool]) -> list[tuple[User, int]]:
    """Whose files that wait hold such words, and how many of each; no word of them is shown.

    Those that an adviser brought in, and those that came with a note sent by e-mail.
    """
    found: Counter[User] = Counter()
    for file in DraftFile.objects.select_related("draft__owner").iterator(chunk_size=50):
        try:
            text = file.content.decode("utf-8", "replace") if file.kind in READ_AS_TEXT else ""
            if stands(f"{file.name.replace('.', ' ')} {text}"):
                found[file.draft.owner] += 1
        except Refused:
            continue
    for intake in Intake.objects.open().exclude(sealed=None).select_related("owner").iterator(chunk_size=100):
        try:
            said = json.loads(unseal_bytes(bytes(intake.sealed or b"")))
        except Refused:
            continue
        if stands(json.dumps(said, ensure_ascii=False)):
            found[intake.owner] += 1
    return sorted(found.items(), key=lambda one: one[0].name)


def files_in_which(stands: Callable[[str], bool]) -> tuple[list[Attachment], int]:
    """Attached texts and e-mails that hold such words, those taken away while their bytes are kept among
    them; and how many files of other kinds were not read."""
    kept = AttachmentContent.objects.select_related("attachment")
    texts = kept.filter(attachment__kind__in=READ_AS_TEXT)
    found = [one.attachment for one in texts.iterator(chunk_size=50) if stands(words_of_file(one))]
    return found, kept.exclude(attachment__kind__in=READ_AS_TEXT).count()


def words_of_file(content: AttachmentContent) -> str:
    """The words of an attached text or e-mail; of another kind, or under another key, none."""
    if content.attachment.kind not in READ_AS_TEXT:
        return ""
    try:
        return unseal_bytes(bytes(content.sealed)).decode("utf-8", "replace")
    except Refused:
        return ""
