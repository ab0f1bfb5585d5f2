"""Who may do what with a note: None, or the sentence that stands where the button would (TRUST section 2)."""

from __future__ import annotations

from datetime import date

from accounts.models import Role, User
from councils.access import recused_council_ids
from councils.models import Council
from councils.queries import (
    holds_region_of,
    principal_adviser_for,
    reads_sources_for,
    region_ids_noted_by,
)
from intelligence.models import Attachment, Checked, Kind, Note, Practice, Source, VerificationRequest
from intelligence.visibility import MAY_READ_NOTES


def may_not_log_at_all(user: User, on: date) -> str | None:
    """Whether the person logs notes about any council: in regions they hold, a principal adviser anywhere."""
    if user.roles.isdisjoint(MAY_READ_NOTES):
        return (
            "Notes are logged by principal advisers, senior advisers and lead member peers. If you have "
            "heard something, tell the principal adviser of the council’s region."
        )
    if user.has_role(Role.PRINCIPAL_ADVISER) or region_ids_noted_by(user, on):
        return None
    return (
        "No region is yours yet, so there is no council about which you can log a note. If you have heard "
        "something, tell the principal adviser of the council’s region."
    )


def may_not_log_about(user: User, council: Council, on: date) -> str | None:
    """Own region; a principal adviser may pass on a note about any council (R034, R040, R067)."""
    if user.roles.isdisjoint(MAY_READ_NOTES):
        return may_not_log_at_all(user, on)
    if council.pk in recused_council_ids(user, on):
        return f"You have a declared interest in {council.short_name}, so you cannot log notes about it."
    if user.has_role(Role.PRINCIPAL_ADVISER) or council.region_id in region_ids_noted_by(user, on):
        return None
    lead = principal_adviser_for(council, on)
    ask = f"Tell {lead.holder_name}, who looks after it." if lead else "Tell the principal adviser for it."
    return f"{council.short_name} is in {council.region}, which is not one of your regions. {ask}"


def may_not_say_spoken(user: User, council: Council, on: date) -> str | None:
    """Whether the person says that they spoke about the council: advisers, where they may log a note."""
    if not user.is_adviser:
        return "That somebody spoke with a council is kept by principal and senior advisers."
    return may_not_log_about(user, council, on)


def is_passing_on(user: User, council: Council, on: date) -> bool:
    """Whether the council is another adviser's, so that the note goes to them."""
    return council.region_id not in region_ids_noted_by(user, on)


def may_not_correct(user: User, note: Note) -> str | None:
    """The owner alone rewrites or corrects."""
    if note.is_withdrawn:
        return "This note has been withdrawn, so it can no longer be changed."
    if user.pk != note.owner_id:
        return f"This note is {note.owner.name}’s. Ask them to correct it."
    return None


def may_not_check(user: User, note: Note, on: date) -> str | None:
    """The owner, or an adviser of the council's region (R071)."""
    if note.is_withdrawn:
        return "This note has been withdrawn, so there is nothing left to check."
    if user.pk == note.owner_id or (user.is_adviser and holds_region_of(user, note.council, on)):
        return None
    return f"{note.owner.name} or an adviser for {note.council.region} records how this note was checked."


def may_not_withdraw(user: User, note: Note, on: date) -> str | None:
    """The owner, or a principal adviser of the council's region."""
    if note.is_withdrawn:
        return "This note has been withdrawn already."
    if user.pk == note.owner_id:
        return None
    if user.has_role(Role.PRINCIPAL_ADVISER) and holds_region_of(user, note.council, on):
        return None
    return f"{note.owner.name} or the principal adviser for {note.council.region} may withdraw this note."


def may_begin_a_concern_from(user: User, note: Note, on: date) -> bool:
    """Whether the page offers to raise a concern: to the region's advisers, from a note that stands (R071).

    The concerns room has the rule of who raises; this only decides whether a link is of use.
    """
    return not note.is_withdrawn and user.is_adviser and holds_region_of(user, note.council, on)


def may_not_open(user: User, note: Note, on: date) -> str | None:
    """Its owner; the region's principal adviser too, unless RESTRICTED or ORIGINATOR-CONTROLLED."""
    if note.is_withdrawn:
        return "This note has been withdrawn, so it can no longer be opened to anyone."
    if user.pk == note.owner_id:
        return None
    if note.marking == "restricted" or note.is_originator_controlled:
        return f"Only {note.owner.name} may open this note to others. Ask them."
    if user.has_role(Role.PRINCIPAL_ADVISER) and holds_region_of(user, note.council, on):
        return None
    return (
        f"{note.owner.name} or the principal adviser for {note.council.region} may open this note to others."
    )


def may_not_be_named(reader: User, council: Council, on: date) -> str | None:
    """Only those who may read notes at all, and never somebody recused from the council."""
    if reader.roles.isdisjoint(MAY_READ_NOTES):
        return (
            f"A note can be opened to advisers and lead member peers. {reader.name} is neither, so the note "
            "was not opened to them."
        )
    if council.pk in recused_council_ids(reader, on):
        return (
            f"{reader.name} has a declared interest in {council.short_name}, so the note was not opened to "
            "them."
        )
    return None


def may_not_read_identity(user: User, source: Source, on: date) -> str | None:
    """The owner; a named deputy; who stands in for an owner who is away and allowed it."""
    if user.pk == source.owner_id or reads_sources_for(user, source.owner_id, on):
        return None
    if not source.deputies.filter(user=user, ended_at__isnull=True).exists():
        return f"Who this source is, {source.owner.name} alone may read, and deputies they have named."
    return None


def needs_a_reason(user: User, source: Source, reason: str) -> str | None:
    """A deputy says why each time."""
    if user.pk != source.owner_id and not reason.strip():
        return "Enter why you need to know who this source is. The reason is recorded."
    return None


def may_not_name_deputy(user: User, source: Source) -> str | None:
    """The owner alone."""
    if user.pk != source.owner_id:
        return f"Only {source.owner.name} may name a deputy for this source."
    return None


def may_know_role(user: User, note: Note, *, is_named: bool) -> bool:
    """Of a SOURCE-PROTECTED note the role and the region are for its owner and for those it was opened to."""
    return not note.is_source_protected or user.pk == note.owner_id or is_named


def can_be_rewritten(note: Note) -> bool:
    """Until it is checked; afterwards a correction is added to it."""
    return note.checked == Checked.NOT_YET and not note.is_withdrawn


def may_not_attach(user: User, note: Note) -> str | None:
    """The owner alone attaches files and takes them away, also once the note has been checked."""
    if note.is_withdrawn:
        return "This note has been withdrawn, so its files can no longer be changed."
    if user.pk != note.owner_id:
        return f"This note is {note.owner.name}’s. Ask them to attach the file."
    return None


def may_not_fetch(attachment: Attachment) -> str | None:
    """Whoever reads the note, once the file has been scanned where a scanner is set."""
    if attachment.scan == Attachment.Scan.HELD:
        return (
            "This file waits to be scanned, and can be fetched once it has been. Try again in a few minutes."
        )
    if attachment.scan == Attachment.Scan.INFECTED:
        return "The scanner found this file harmful, so it is no longer kept."
    return None


def may_not_ask(user: User, note: Note, on: date) -> str | None:
    """Whoever may check the note may ask others about it (R071)."""
    if note.is_withdrawn:
        return "This note has been withdrawn, so there is nothing left to ask about."
    if may_not_check(user, note, on):
        return f"{note.owner.name} or an adviser for {note.council.region} asks others whether it is so."
    return None


def may_not_be_asked(user: User, note: Note, asked: User, on: date) -> str | None:
    """Another who may read notes at all, without an interest; of a closed note by its owner alone."""
    if asked.pk == user.pk:
        return "Choose somebody else: you know what you know. Record a check instead."
    if sentence := may_not_be_named(asked, note.council, on):
        return sentence.replace("so the note was not opened to them", "so they were not asked")
    closed = note.marking == "restricted" or note.is_originator_controlled
    if closed and user.pk != note.owner_id and not note.readers.filter(user=asked).exists():
        return f"Only {note.owner.name} may ask somebody to whom this note is not open. Ask them."
    return None


def may_not_answer_verification(user: User, request: VerificationRequest, on: date) -> str | None:
    """The person who was asked, once."""
    if user.pk != request.asked_id:
        return f"This was put to {request.asked.name}, who alone can answer it."
    if request.answered_at:
        return "You have answered this. Log a note with what you have learned since."
    if request.taken_back_at:
        return f"{request.by.name} has taken this question back, so it needs no answer."
    return None


def may_not_take_back_verification(user: User, request: VerificationRequest) -> str | None:
    """Whoever put the question, while it is unanswered."""
    if user.pk != request.by_id:
        return f"This was asked by {request.by.name}, who alone can take it back."
    if request.answered_at:
        return f"{request.asked.name} has answered it, so it can no longer be taken back."
    if request.taken_back_at:
        return "You have taken this question back already."
    return None


def may_not_print_briefing(user: User, council: Council, on: date) -> str | None:
    """What leaves on paper is an export (TRUST section 2): a senior adviser's is of their own regions."""
    if not user.is_adviser:
        return "A briefing on paper is for principal and senior advisers. Read the council’s page instead."
    if council.pk in recused_council_ids(user, on):
        return f"You have a declared interest in {council.short_name}, so there is no briefing on it for you."
    if user.has_role(Role.PRINCIPAL_ADVISER) or holds_region_of(user, council, on):
        return None
    lead = principal_adviser_for(council, on)
    ask = f"Ask {lead.holder_name}, who looks after it." if lead else "Ask the principal adviser for it."
    return (
        f"{council.short_name} is in {council.region}, which is not one of your regions, so you may read "
        f"about it here and print no briefing. {ask}"
    )


def may_not_keep_contacts(user: User) -> str | None:
    """Whoever gathers intelligence has a network: advisers and lead member peers (R040, R041, R068)."""
    if user.roles.isdisjoint(MAY_READ_NOTES):
        return "A network is kept by principal advisers, senior advisers and lead member peers."
    return None


def may_not_share_out(user: User, note: Note) -> str | None:
    """The owner alone, of good practice; nothing that its originator has not let go (R036)."""
    if note.is_withdrawn:
        return "This note has been withdrawn, so nothing of it can be shared."
    if user.pk != note.owner_id:
        return f"This note is {note.owner.name}’s. Ask them to share what is good practice in it."
    if note.kind != Kind.GOOD_PRACTICE:
        return (
            "Only good or innovative practice is shared out to the offer. If that is what this note brings, "
            "correct its kind first."
        )
    if note.is_originator_controlled:
        return (
            "This note is ORIGINATOR-CONTROLLED: whoever gave it decides who hears of it. Ask them, and log "
            "what they agree to as a note of its own."
        )
    return None


def may_not_withdraw_practice(user: User, practice: Practice, on: date) -> str | None:
    """Who shared it, or a principal adviser of the council's region."""
    if practice.is_withdrawn:
        return "This has been withdrawn already."
    if user.pk == practice.by_id:
        return None
    if user.has_role(Role.PRINCIPAL_ADVISER) and holds_region_of(user, practice.council, on):
        return None
    return f"{practice.by.name} or the principal adviser for {practice.council.region} may withdraw this."


def may_not_keep_personal_data(user: User) -> str | None:
    """The information-governance officer alone: requests, redaction, retention, legal holds."""
    if user.has_role(Role.GOVERNANCE_OFFICER):
        return None
    return "Only the information-governance officer does this. Send them what you were asked."
