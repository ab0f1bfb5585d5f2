"""Who may do what at the Panel: each answers None, or the sentence that stands in the button's place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils import timezone

from accounts.models import Role, User
from councils.access import recused_council_ids
from councils.models import Council
from councils.queries import holds_region_of
from panel.models import CopyEvent, Meeting, Pack, PackCopy, RadarEntry
from papers.paper import day


def _recused(by: User, council: Council, on: date) -> str | None:
    if council.pk in recused_council_ids(by, on):
        return f"You have a declared interest in {council.short_name}, so this is for somebody else to do."
    return None


def may_not_decide_radar(by: User, council: Council, on: date) -> str | None:
    """The radar is the decision of the region's principal adviser, with a line of reason."""
    if sentence := _recused(by, council, on):
        return sentence
    if by.has_role(Role.PRINCIPAL_ADVISER) and holds_region_of(by, council, on):
        return None
    return (
        f"Only a principal adviser for {council.region.name} may put {council.short_name} on the radar or "
        "take it off. Ask them."
    )


def may_not_put_on(council: Council, standing: RadarEntry | None) -> str | None:
    """A council stands on the radar once at a time."""
    if standing is None:
        return None
    since = day(timezone.localdate(standing.put_on_at))
    who = standing.put_on_by.name
    return f"{council.short_name} is on the radar already, since {since}. {who} put it there."


def may_not_take_off(entry: RadarEntry) -> str | None:
    """What was taken off stays off; the council can be put on again."""
    if entry.taken_off_at is None:
        return None
    on = day(timezone.localdate(entry.taken_off_at))
    who = f" by {entry.taken_off_by.name}" if entry.taken_off_by else ""
    return f"{entry.council.short_name} was taken off the radar on {on} already{who}. It can be put on again."


def may_not_export_radar(by: User) -> str | None:
    """Lists leave with advisers only (TRUST section 2, Export)."""
    if by.is_adviser:
        return None
    return "Only advisers may export the radar. The secretariat issues it as a report."


def radar_line_stays(by: User, council: Council, on: date) -> str | None:
    """Why a council's line is left out of the file: it is invented, or of a senior adviser's other region."""
    if council.is_fictional:
        return "invented councils are left out of every file"
    if not by.has_role(Role.PRINCIPAL_ADVISER) and not holds_region_of(by, council, on):
        return "a senior adviser exports the councils of their own regions"
    return None


def may_not_plan(by: User) -> str | None:
    """Meetings are the secretariat's."""
    if by.has_role(Role.SECRETARIAT):
        return None
    return "Only the secretariat plans meetings. Ask it to."


def may_not_prepare(by: User) -> str | None:
    """Who may see the report while it is being prepared."""
    if by.has_role(Role.SECRETARIAT) or by.is_adviser:
        return None
    return "The report is being prepared. It will be here once it is issued."


def may_not_write_slot(by: User, council: Council | None, on: date) -> str | None:
    """The secretariat writes any paragraph, an adviser those of a council in their own region."""
    if council is None:
        if not by.has_role(Role.SECRETARIAT):
            return "Only the secretariat writes this paragraph."
        if recused_council_ids(by, on):
            return (
                "You have a declared interest in a council, and this paragraph may speak of any council. Ask "
                "a colleague in the secretariat to write it."
            )
        return None
    if sentence := _recused(by, council, on):
        return sentence
    if by.has_role(Role.SECRETARIAT) or (by.is_adviser and holds_region_of(by, council, on)):
        return None
    return (
        f"Only the secretariat and the advisers for {council.region.name} write about {council.short_name}."
    )


def may_not_keep_report(by: User) -> str | None:
    """What a report has beside its councils is the secretariat's: summary, conclusion, headline report."""
    return None if by.has_role(Role.SECRETARIAT) else "Only the secretariat keeps the report's own parts."


def may_not_ask(by: User, council: Council | None, on: date) -> str | None:
    """The secretariat asks advisers for their paragraphs."""
    if council is not None and (sentence := _recused(by, council, on)):
        return sentence
    return None if by.has_role(Role.SECRETARIAT) else "Only the secretariat asks for paragraphs."


def may_not_ask_by(meeting: Meeting, by_on: date, on: date) -> str | None:
    """The day by which lies ahead, and not after the meeting."""
    if by_on < on:
        return "The day by which you ask cannot lie behind."
    if by_on > meeting.held_on:
        return f"The meeting is on {day(meeting.held_on)}. Ask for the paragraphs by then, or earlier."
    return None


def may_not_confirm(by: User, council: Council, on: date) -> str | None:
    """An adviser of the region confirms what the report says of a council (TRUST section 2)."""
    if sentence := _recused(by, council, on):
        return sentence
    if by.is_adviser and holds_region_of(by, council, on):
        return None
    return f"Only an adviser for {council.region.name} confirms what is said of {council.short_name}."


def may_not_write_more(council: Council, *, in_full: bool) -> str | None:
    """Of a concern at Stage 1 or 2 a pack says its one-line summary and no more (WORKFLOW section 1)."""
    if in_full:
        return None
    return (
        f"{council.short_name} has no concern at Stage 3 or later in this report, so the report gives the "
        "one-line summary and no more. Change the summary on the concern itself."
    )


def may_not_sign(by: User, council: Council, on: date) -> str | None:
    """That a council was told, or why not, is said by an adviser of its region."""
    if sentence := _recused(by, council, on):
        return sentence
    if by.is_adviser and holds_region_of(by, council, on):
        return None
    return (
        f"Only an adviser for {council.region.name} says whether {council.short_name} knows that it is in "
        "the report. Ask them."
    )


def may_not_send_to_chair(by: User) -> str | None:
    """The secretariat sends the Chair the draft."""
    return None if by.has_role(Role.SECRETARIAT) else "Only the secretariat sends the Chair the draft."


def may_not_send_unsaid(unsaid: Sequence[Council]) -> str | None:
    """A Chair finds a council of their own withheld, so the council is told first (TRUST section 2)."""
    if not unsaid:
        return None
    names = ", ".join(council.short_name for council in unsaid)
    return (
        f"The Chair has a declared interest in a council of which nobody has said whether it knows: {names}. "
        "The draft would tell them that it is in the report. Record who was told, or let the region's "
        "adviser sign a reason, then send it."
    )


def may_not_clear(by: User, chairs: Sequence[User]) -> str | None:
    """The Chair clears a draft, or the secretariat records that they did."""
    if by in chairs or by.has_role(Role.SECRETARIAT):
        return None
    return "Only the Chair clears the draft, or the secretariat records it for them."


def may_not_issue(by: User) -> str | None:
    """Packs are built, frozen and issued by the secretariat (TRUST section 2)."""
    if by.has_role(Role.SECRETARIAT):
        return None
    return "Only the secretariat issues the report."


def may_not_freeze(*, declared: bool) -> str | None:
    """Whoever freezes a report has to be able to read all of it, whichever councils it speaks of (R052)."""
    if not declared:
        return None
    return (
        "You have a declared interest in a council, and a report may speak of any council. Ask a colleague "
        "in the secretariat to issue it."
    )


def may_not_issue_unsaid(unsaid: Sequence[Council]) -> str | None:
    """Every council knows it is in the paper, or an adviser has signed why not (WORKFLOW section 4)."""
    if not unsaid:
        return None
    names = ", ".join(council.short_name for council in unsaid)
    return (
        f"The report does not say whether these councils know that they are in it: {names}. Record who was "
        "told, or let the region's adviser sign a reason, then issue it."
    )


def may_not_issue_again(meeting: Meeting, last: Pack | None, reason: str) -> str | None:
    """A further version says why it supersedes the one before."""
    if last is None or reason.strip():
        return None
    on = day(timezone.localdate(last.issued_at))
    return (
        f"Version {last.version} of this report was issued on {on}. Enter why another version is needed; it "
        "will say so."
    )


def may_not_issue_empty(councils: int) -> str | None:
    """A report about nobody is not issued."""
    if councils:
        return None
    return "No council is on the radar and none has a line to the Panel, so there is nothing to report."


def may_not_read_words(by: User, pack: Pack) -> str | None:
    """The governance officer checks a pack's hash and list, and does not read it (TRUST section 2)."""
    if by.has_role(
        Role.PRINCIPAL_ADVISER,
        Role.SENIOR_ADVISER,
        Role.SECRETARIAT,
        Role.PANEL_MEMBER,
        Role.HEAD_OF_GROUP_OFFICE,
        Role.INVITED_MEMBER,
    ):
        return None
    return "You can check that this pack is whole and see who opened it. Its words are not yours to read."


def may_not_see_readers(by: User) -> str | None:
    """Who opened a pack is for the secretariat and the governance officer."""
    if by.has_role(Role.SECRETARIAT, Role.GOVERNANCE_OFFICER):
        return None
    return "Only the secretariat and the governance officer see who opened a pack."


def may_not_keep_copies(by: User) -> str | None:
    """Printed copies are the secretariat's to issue and to collect."""
    if by.has_role(Role.SECRETARIAT):
        return None
    return "Only the secretariat prints copies and collects them."


def may_not_print_of_interest(*, touched: bool) -> str | None:
    """Whoever prints another's copy can read it (R052)."""
    if not touched:
        return None
    return (
        "You have a declared interest in a council that this report names. Ask a colleague in the "
        "secretariat to print its copies."
    )


def may_not_print(copy: PackCopy, last: CopyEvent | None) -> str | None:
    """One paper copy at a time: another is printed once the first is destroyed or lost."""
    if last is None or last.kind in (CopyEvent.Kind.DESTROYED, CopyEvent.Kind.NOT_RETURNED):
        return None
    return (
        f"Copy {copy.number} is on paper already: {last.get_kind_display().lower()} on "
        f"{day(last.happened_on)}. It can be printed again once that one is destroyed or was not returned."
    )


def may_not_print_for(copy: PackCopy, *, reads_something: bool) -> str | None:
    """A copy is printed for those who may still read it."""
    if reads_something:
        return None
    return f"{copy.holder_name} may no longer read this report, so copy {copy.number} is not printed."


AFTER = {
    CopyEvent.Kind.PRINTED: (CopyEvent.Kind.HANDED_OVER, CopyEvent.Kind.DESTROYED),
    CopyEvent.Kind.HANDED_OVER: (CopyEvent.Kind.COLLECTED, CopyEvent.Kind.NOT_RETURNED),
    CopyEvent.Kind.COLLECTED: (CopyEvent.Kind.DESTROYED, CopyEvent.Kind.HANDED_OVER),
    CopyEvent.Kind.NOT_RETURNED: (CopyEvent.Kind.COLLECTED,),
    CopyEvent.Kind.DESTROYED: (),
}


def next_of_copy(last: CopyEvent | None) -> tuple[CopyEvent.Kind, ...]:
    """What can happen next to a paper copy."""
    return AFTER[CopyEvent.Kind(last.kind)] if last else ()


def may_not_follow(copy: PackCopy, last: CopyEvent | None, kind: CopyEvent.Kind) -> str | None:
    """A copy is printed, handed over, collected, destroyed: in that order, or it was not returned."""
    if kind in next_of_copy(last):
        return None
    if last is None:
        return f"Copy {copy.number} has not been printed, so there is no paper of it."
    return (
        f"Copy {copy.number} was noted as {last.get_kind_display().lower()} on {day(last.happened_on)}, so "
        f"it cannot be noted as {kind.label.lower()} now."
    )


def may_not_table(by: User, council: Council | None, on: date) -> str | None:
    """After issue the secretariat tables an addendum for any council, an adviser for their own region."""
    if council and (sentence := _recused(by, council, on)):
        return sentence
    if by.has_role(Role.SECRETARIAT) or (
        by.is_adviser and (council is None or holds_region_of(by, council, on))
    ):
        return None
    if council is None or not by.is_adviser:
        return "Only the secretariat and the advisers table an addendum."
    return (
        f"Only the secretariat and the advisers for {council.region.name} table what is about "
        f"{council.short_name}."
    )


def may_not_table_to(pack: Pack, later: Pack | None) -> str | None:
    """An addendum adds to the version that holds."""
    if later is None:
        return None
    return f"Version {later.version} has taken the place of version {pack.version}. Table it to that one."


LONGEST_LINE = 300


def may_not_table_more(council: Council, text: str, *, in_full: bool) -> str | None:
    """Of a concern at Stage 1 or 2 an addendum too gives one line and no more (WORKFLOW section 1)."""
    said = text.strip()
    if in_full or ("\n" not in said and len(said) <= LONGEST_LINE):
        return None
    return (
        f"{council.short_name} has no concern at Stage 3 or later, so an addendum gives one line of "
        f"{LONGEST_LINE} characters and no more."
    )


def may_not_table_unsaid(council: Council, *, said: bool) -> str | None:
    """Whether the council knows is said in an addendum as it is in the report (WORKFLOW section 4)."""
    if said:
        return None
    return (
        f"Nobody has said whether {council.short_name} knows that it is in this meeting's papers. Its "
        "region's adviser records who was told, or signs why not; then it can be tabled."
    )
