"""Who may take in a body's last Word paper or its template, and when, each rule a sentence."""

from __future__ import annotations

from datetime import date

from accounts.models import Role, User
from panel.models import Body, HouseTemplate, LastPaper, Pack
from papers.paper import day


def may_not_bring_paper(by: User) -> str | None:
    """Packs are built by the secretariat (TRUST section 2), and what the first is compared with as well."""
    if by.has_role(Role.SECRETARIAT):
        return None
    return "Only the secretariat takes in the last Word paper. Ask it to."


def may_not_change_baseline(body: Body) -> str | None:
    """What the first report was compared with stands once that report is issued."""
    first = Pack.objects.filter(meeting__body=body).select_related("meeting").order_by("id").first()
    if first is None:
        return None
    return (
        f"A report of the {body.called} was issued here for the meeting on {day(first.meeting.held_on)}. "
        "The next is compared with that, and a Word paper before it can no longer be taken in or changed."
    )


def may_not_bring_second(held: LastPaper | None) -> str | None:
    """One last paper of a body at a time."""
    if held is None:
        return None
    return (
        f"{held.file_name}, for the meeting on {day(held.held_on)}, is held already. Take it out first, if "
        "another is to stand in its place."
    )


def may_not_be_of(held_on: date, on: date) -> str | None:
    """The meeting of the last paper lies behind."""
    return None if held_on <= on else "The meeting of the last paper cannot lie ahead. Enter its day."


def may_not_confirm_withheld(withheld: int) -> str | None:
    """Lines that somebody may not read are for somebody else to confirm."""
    if not withheld:
        return None
    return (
        "Lines of this paper are withheld from you, because you have declared an interest. Somebody else of "
        "the secretariat confirms it."
    )


def may_not_confirm_asked(asked: int, about: int) -> str | None:
    """Every line has its council or is passed over, and some line has a council."""
    if asked:
        said = "1 line is" if asked == 1 else f"{asked} lines are"
        return f"{said} not answered yet. Write the council of each, or pass it over."
    return None if about else "No line is about a council. Write the council of those that are."


def may_not_read_original(withheld: int) -> str | None:
    """The original cannot be given out without a part of it."""
    if not withheld:
        return None
    return "Lines of this paper are withheld from you, because you have declared an interest."


def may_not_keep_template(by: User) -> str | None:
    """The look of the papers is the secretariat's."""
    if by.has_role(Role.SECRETARIAT):
        return None
    return "Only the secretariat brings or removes the template of the papers. Ask it to."


def may_not_remove_template(held: HouseTemplate | None) -> str | None:
    """What is not used cannot be removed."""
    return None if held else "No template is used: papers are in our own styles already."


def may_not_bring_same(held: HouseTemplate | None, sha256: str) -> str | None:
    """The same file again would be a version that changes nothing."""
    if held is None or held.sha256 != sha256:
        return None
    return f"This is the template that is used already: version {held.number}, {held.file_name}."
