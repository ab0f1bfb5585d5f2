"""What is held about a person, found inside an open request alone; and what is due to be looked at again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, models
from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from common.personal_texts import Place
from councils.models import Council, Officeholder
from intelligence.models import (
    Attachment,
    Checked,
    Correction,
    LegalHold,
    Note,
    NoteCheck,
    NoteOutcome,
    NoteRemoval,
    NoteReview,
    PersonalRequest,
    Practice,
    Source,
    SourceIdentity,
    VerificationRequest,
    Word,
)
from intelligence.queries.elsewhere import Elsewhere, Sealed, in_what_is_sealed, named_elsewhere, words_of
from intelligence.sealing import unseal
from intelligence.spelling_of_people import near, plain, tokens

REVIEWED_AFTER = timedelta(days=90)
DELETED_AFTER = timedelta(days=365)
MOST = 500
Pieces = dict[int, list[tuple[str, str]]]
AROUND = 90
# Every text of a note besides itself and its versions: table, its column, the way to the note.
BESIDES: tuple[tuple[type[models.Model], str, str], ...] = (
    (Correction, "text", "note_id"),
    (NoteCheck, "found", "note_id"),
    (NoteOutcome, "reasons", "note_id"),
    (NoteReview, "reason", "note_id"),
    (VerificationRequest, "question", "note_id"),
    (VerificationRequest, "text", "note_id"),
    (Attachment, "name", "note_id"),
    (Attachment, "taken_away_reason", "note_id"),
    (Practice, "title", "note_id"),
    (Practice, "text", "note_id"),
    (Practice, "agreed_by", "note_id"),
    (Practice, "withdrawn_reason", "note_id"),
)
IN_WORDS = {
    (Correction, "text"): "a correction",
    (NoteCheck, "found"): "how it was checked",
    (NoteOutcome, "reasons"): "what came of it",
    (NoteReview, "reason"): "why it was kept",
    (VerificationRequest, "question"): "what another was asked",
    (VerificationRequest, "text"): "what another answered",
    (Attachment, "name"): "an attached file’s name",
    (Attachment, "taken_away_reason"): "why a file was taken away",
    (Practice, "title"): "what was shared as good practice",
    (Practice, "text"): "what was shared as good practice",
    (Practice, "agreed_by"): "who agreed to share good practice",
    (Practice, "withdrawn_reason"): "why good practice is shared no longer",
}
# Words that no adviser's near spelling may show, or that have come since the words were last gathered.
MORE_WORDS = """
SELECT word FROM ts_stat($$
    SELECT to_tsvector('simple', text || ' ' || withdrawn_reason) FROM intelligence_note
        WHERE marking = 'restricted' OR withdrawn_at IS NOT NULL OR recorded_at > now() - interval '2 hours'
    UNION ALL SELECT to_tsvector('simple', text) FROM intelligence_noteevent
        WHERE id IN (SELECT id FROM intelligence_note WHERE version > 1)
    UNION ALL SELECT to_tsvector('simple', role || ' ' || reference) FROM intelligence_source
    {beside}
$$) WHERE word ~ '^[[:alpha:]]'
"""


@dataclass(frozen=True)
class Hit:
    """A note in which the person may be named: some words of each place, whether the whole name stands."""

    note: Note
    pieces: tuple[tuple[str, str], ...]
    words: tuple[str, ...]
    is_whole: bool
    is_source: bool = False


@dataclass(frozen=True)
class PersonFound:
    """All that was found: notes, people at councils, texts of other rooms, what is sealed; and the spellings
    that were looked for."""

    hits: list[Hit]
    people: list[Officeholder]
    elsewhere: list[Elsewhere]
    sealed: Sealed
    spellings: list[str]
    is_cut: bool


def requests_open() -> list[PersonalRequest]:
    """The first due first."""
    return list(PersonalRequest.objects.filter(closed_at__isnull=True).select_related("opened_by"))


def requests_closed(limit: int = 20) -> list[PersonalRequest]:
    """The latest first."""
    closed = PersonalRequest.objects.filter(closed_at__isnull=False).select_related("closed_by")
    return list(closed.order_by("-closed_at")[:limit])


def request_of(pk: int) -> PersonalRequest | None:
    """One request, open or closed."""
    return PersonalRequest.objects.filter(pk=pk).select_related("opened_by", "closed_by").first()


def holds_standing() -> list[LegalHold]:
    """Those that have not been lifted."""
    standing = LegalHold.objects.filter(lifted_at__isnull=True)
    return list(standing.select_related("council", "placed_by"))


def hold_of(pk: int) -> LegalHold | None:
    """One that stands."""
    return LegalHold.objects.filter(pk=pk, lifted_at__isnull=True).select_related("council").first()


def search_person(
    request: PersonalRequest, *, with_sources: bool, places: Sequence[Place] = ()
) -> PersonFound:
    """Everything in which the request's person may be named, however it was spelt, RESTRICTED among it.

    `places` are the other rooms' texts, which the caller knows (desk/personal.py).
    Not asked through `visible_to`: only the act that records the search may call it.
    """
    vocabulary = list({*_vocabulary(), *words_of(places)})
    names = [name for name in map(tokens, request.spellings) if name]
    # The name as it was entered always: it may stand where no word was gathered.
    groups = [[list(dict.fromkeys([token, *near(token, vocabulary)])) for token in name] for name in names]
    words = sorted({word for parts in groups for word in parts[-1]})
    pieces: Pieces = {}
    if words:
        _in_notes(words, pieces)
        _in_versions(words, pieces)
        for table, column, way in BESIDES:
            _in_table(table, column, way, words, pieces)
        _in_sources(words, pieces)
    sources = _sources(request) if with_sources else set()
    wanted = list(dict.fromkeys([*pieces, *sources]))
    notes = {
        note.pk: note
        for note in Note.objects.filter(pk__in=wanted[:MOST]).select_related(
            "council", "owner", "source__type"
        )
    }
    hits = [
        _hit(notes[pk], pieces.get(pk, []), groups, is_source=pk in sources) for pk in wanted if pk in notes
    ]
    hits.sort(key=lambda hit: (not hit.is_source, not hit.is_whole, -hit.note.pk))
    return PersonFound(
        hits=hits,
        people=_people(groups),
        elsewhere=named_elsewhere(places, _query(words), groups, lambda text: _piece(text, words))
        if words
        else [],
        sealed=in_what_is_sealed(names),
        spellings=sorted({word for parts in groups for part in parts for word in part}),
        is_cut=len(wanted) > MOST,
    )


def _vocabulary() -> list[str]:
    quoted = connection.ops.quote_name
    beside = " ".join(
        f"UNION ALL SELECT to_tsvector('simple', replace({quoted(column)}, '.', ' '))"  # noqa: S608
        f" FROM {quoted(table._meta.db_table)}"
        for table, column, _ in BESIDES
    )
    with connection.cursor() as cursor:
        cursor.execute(MORE_WORDS.format(beside=beside))
        more = {row[0] for row in cursor.fetchall()}
    return list(more | set(Word.objects.values_list("word", flat=True)))


def _query(words: Sequence[str]) -> str:
    return " | ".join("'" + word.replace("'", "''").replace("\\", "") + "'" for word in words)


def _in_notes(words: Sequence[str], pieces: Pieces) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, text, withdrawn_reason FROM intelligence_note"
            " WHERE words @@ to_tsquery('english', %s) OR (withdrawn_reason <> ''"
            " AND to_tsvector('simple', withdrawn_reason) @@ to_tsquery('simple', %s))"
            " ORDER BY id DESC LIMIT %s",
            [_query(words), _query(words), MOST + 1],
        )
        for pk, text, reason in cursor.fetchall():
            pieces.setdefault(pk, [])
            _keep(pieces, pk, "the note", text, words)
            _keep(pieces, pk, "why it was withdrawn", reason, words)


def _in_versions(words: Sequence[str], pieces: Pieces) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, text FROM intelligence_noteevent WHERE id IN"
            " (SELECT id FROM intelligence_note WHERE version > 1)"
            " AND to_tsvector('simple', text) @@ to_tsquery('simple', %s) LIMIT %s",
            [_query(words), MOST],
        )
        for pk, text in cursor.fetchall():
            if ("the note", _piece(text, words)) not in pieces.get(pk, []):
                _keep(pieces, pk, "an earlier version", text, words)


def _in_table(
    table: type[models.Model],
    column: str,
    way: str,
    words: Sequence[str],
    pieces: Pieces,
) -> None:
    name = connection.ops.quote_name(table._meta.db_table)
    field = connection.ops.quote_name(column)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {way}, {field} FROM {name} WHERE to_tsvector('simple', replace({field}, '.', ' '))"  # noqa: S608
            " @@ to_tsquery('simple', %s) LIMIT %s",
            [_query(words), MOST],
        )
        for pk, text in cursor.fetchall():
            _keep(pieces, pk, IN_WORDS[(table, column)], text, words)


def _in_sources(words: Sequence[str], pieces: Pieces) -> None:
    pattern = r"\m(" + "|".join(re.escape(word) for word in words) + r")\M"
    found = Source.objects.filter(Q(role__iregex=pattern) | Q(reference__iregex=pattern))
    for pk, role, reference in Note.objects.filter(source__in=found).values_list(
        "pk", "source__role", "source__reference"
    )[:MOST]:
        _keep(pieces, pk, "its source’s role", role, words)
        _keep(pieces, pk, "where it was published", reference, words)


def _sources(request: PersonalRequest) -> set[int]:
    """Notes whose source, unsealed here and nowhere shown, bears the name."""
    wanted = [set(tokens(name)) for name in request.spellings]
    found = []
    for identity in SourceIdentity.objects.only("sealed", "source_id").iterator(chunk_size=1000):
        said = tokens(unseal(identity.sealed))
        if any(name and all(near(token, said) for token in name) for name in wanted):
            found.append(identity.source_id)
    return set(Note.objects.filter(source__in=found).values_list("pk", flat=True))


def _people(groups: list[list[list[str]]]) -> list[Officeholder]:
    """Officeholders whose last name is one of the spellings and, where a first name is asked, their first."""
    rows = Officeholder.objects.select_related("council").order_by("council__short_name", "pk")
    return [one for one in rows.iterator(chunk_size=2000) if _is_named(one.name, groups)][:MOST]


def _is_named(name: str, groups: list[list[list[str]]]) -> bool:
    said = tokens(name)
    return bool(said) and any(bool(near(said[-1], parts[-1])) for parts in groups)


def _keep(pieces: Pieces, pk: int, where: str, text: str, words: Sequence[str]) -> None:
    piece = _piece(text or "", words)
    if piece and (where, piece) not in pieces.setdefault(pk, []):
        pieces[pk].append((where, piece))


def _piece(text: str, words: Sequence[str]) -> str:
    """Some words around the first place where one of them stands."""
    said = {plain(word) for word in words}
    for match in re.finditer(r"[^\W\d_]+", text):
        if plain(match[0]) in said:
            start, end = max(0, match.start() - AROUND), match.end() + AROUND
            before = text[start : match.start()]
            after = text[match.end() : end]
            if start:
                before = "… " + before.partition(" ")[2]
            if end < len(text):
                after = after.rpartition(" ")[0] + " …"
            return (before + match[0] + after).strip()
    return ""


def _hit(note: Note, pieces: list[tuple[str, str]], groups: list[list[list[str]]], *, is_source: bool) -> Hit:
    said = {plain(word) for _, piece in pieces for word in re.findall(r"[^\W\d_]+", piece)}
    names = [parts for parts in groups if len(parts) > 1] or groups
    whole = any(all(said & {plain(word) for word in part} for part in parts) for parts in names)
    words = sorted({word for parts in groups for part in parts for word in part if plain(word) in said})
    return Hit(note, tuple(pieces), tuple(words), whole, is_source)


# Retention.


def notes_to_review(user: User, at: datetime) -> list[Note]:
    """The person's own notes that nobody has checked for 90 days, nor they have kept since."""
    recent = NoteReview.objects.filter(note=OuterRef("pk"), recorded_at__gt=at - REVIEWED_AFTER)
    notes = Note.objects.visible_to(user).standing().filter(owner=user, checked=Checked.NOT_YET)
    return list(
        notes.filter(recorded_at__lte=at - REVIEWED_AFTER)
        .filter(~Exists(recent))
        .select_related("council__region", "owner")
        .order_by("recorded_at")[:200]
    )


def notes_past_keeping(at: datetime, tied: Iterable[int]) -> list[Note]:
    """Notes not checked for 12 months and tied to no concern, withdrawn or not: those that may be deleted,
    without words."""
    notes = Note.objects.filter(checked=Checked.NOT_YET, recorded_at__lte=at - DELETED_AFTER)
    rows = (
        notes.exclude(pk__in=tied)
        .exclude(removals__kind=NoteRemoval.Kind.DELETED)
        .exclude(practices__in=Practice.objects.standing())
        .select_related("council", "owner")
        .defer("text")
        .order_by("recorded_at")[:500]
    )
    return list(rows)


def held_by(note: Note, words: Iterable[str] = ()) -> LegalHold | None:
    """The hold that keeps a note as it is: on it, on its council, or on a name it bears or that is to go."""
    holds = LegalHold.objects.filter(lifted_at__isnull=True).select_related("council")
    direct = holds.filter(Q(note=note) | Q(council=note.council_id)).first()
    if direct:
        return direct
    return _hold_on_a_name((*texts_of(note), *words))


def hold_on(council: int | None, texts: Iterable[str]) -> LegalHold | None:
    """The same for a text that is no note's: on the council it is about, or on a name."""
    standing = LegalHold.objects.filter(lifted_at__isnull=True).select_related("council")
    direct = standing.filter(council=council).first() if council else None
    return direct or _hold_on_a_name(texts)


def _hold_on_a_name(said: Iterable[str]) -> LegalHold | None:
    texts = [plain(text) for text in said]
    for hold in LegalHold.objects.filter(lifted_at__isnull=True).exclude(name=""):
        parts = tokens(hold.name)
        if parts and any(all(re.search(rf"\b{re.escape(part)}\b", text) for part in parts) for text in texts):
            return hold
    return None


def texts_of(note: Note) -> list[str]:
    """Every text that stands in the note's name, its versions among them."""
    own = [note.text, note.withdrawn_reason, note.source.role, note.source.reference]
    return [text for text in (*own, *(text for _, text in texts_beside(note))) if text]


def texts_beside(note: Note) -> list[tuple[str, str]]:
    """Its earlier versions, the oldest first, and all that was written beside it; each with what it is."""
    versions = note.events.order_by("pgh_id").values_list("text", flat=True)
    texts = [("an earlier version", text) for text in dict.fromkeys(versions) if text != note.text]
    for table, column, way in BESIDES:
        rows = table._default_manager.filter(**{way: note.pk}).order_by("pk").exclude(**{column: ""})
        texts += [(IN_WORDS[(table, column)], text) for text in rows.values_list(column, flat=True)]
    return texts


def councils_by_code(code: str) -> Council | None:
    """A council by its code."""
    return Council.objects.filter(code=code).first()


def removals_of(note: Note) -> list[Any]:
    """That words were taken out of the note, and when."""
    return list(note.removals.select_related("by"))
