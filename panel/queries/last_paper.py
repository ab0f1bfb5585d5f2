"""The last paper in Word: its lines as one person may see them; what the first report is beside."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from accounts.models import User
from councils.models import Council
from panel.copies import names_of
from panel.models import Body, LastPaper, LastPaperAnswer, LastPaperLine, Meeting
from panel.queries.notes import hidden_councils
from panel.queries.packs import last_pack_before
from papers.withholding import speaks_of

Reading = LastPaperLine.Reading


@dataclass(frozen=True)
class LineShown:
    """A line as one person may see it: what it is now taken to be, why, and who said so last.

    `withheld`: it is about or names a council of a declared interest, and nothing of it is shown.
    """

    line: LastPaperLine
    reading: str
    council: Council | None
    why: str
    answer: LastPaperAnswer | None = None
    withheld: bool = False

    @property
    def is_asked(self) -> bool:
        """Whether nobody has said yet what it is about."""
        return self.reading == Reading.ASKED


@dataclass(frozen=True)
class Baseline:
    """What a Word paper can say: its day, and by council the words that stood in it, in their order."""

    paper: LastPaper
    said: dict[int, tuple[Council, str]]

    @property
    def held_on(self) -> date:
        return self.paper.held_on


def word_paper_of(body: Body, user: User) -> LastPaper | None:
    """The one that is held of a body, for those who may know of it."""
    held = LastPaper.objects.visible_to(user).filter(body=body, taken_out_at__isnull=True)
    return held.select_related("body", "brought_by", "confirmed_by").first()


def taken_out_of(body: Body, user: User) -> list[LastPaper]:
    """Those that were held and taken out again, the newest first."""
    held = LastPaper.objects.visible_to(user).filter(body=body, taken_out_at__isnull=False)
    return list(held.select_related("body", "brought_by", "taken_out_by"))


def _lines_of(paper: LastPaper) -> list[LineShown]:
    answers = LastPaperAnswer.objects.select_related("council__region", "said_by").order_by("id")
    lines = paper.lines.select_related("council__region").prefetch_related(Prefetch("answers", answers))
    return [_shown(line) for line in lines]


def _shown(line: LastPaperLine) -> LineShown:
    answer = next(reversed(line.answers.all()), None)
    if answer is None:
        return LineShown(line, line.reading, line.council, line.why)
    if answer.council:
        return LineShown(line, Reading.ABOUT, answer.council, f"Said by {answer.said_by.name}.", answer)
    return LineShown(line, Reading.PASSED_OVER, None, f"Passed over by {answer.said_by.name}.", answer)


def lines_shown(paper: LastPaper, user: User, on: date) -> list[LineShown]:
    """Every line in its order; those of a declared interest without their words."""
    hidden = hidden_councils(user, on)
    names, keys = names_of(hidden), {council.pk for council in hidden}
    return [
        LineShown(one.line, one.reading, None, "", withheld=True) if _touches(one, keys, names) else one
        for one in _lines_of(paper)
    ]


def _touches(one: LineShown, keys: set[int], names: Sequence[str]) -> bool:
    if not keys:
        return False
    about = {one.council.pk if one.council else 0, one.line.council_id or 0}
    return bool(about & keys) or speaks_of(f"{one.line.text}\n{one.why}\n{one.line.why}", names)


def baseline_for(meeting: Meeting) -> Baseline | None:
    """The confirmed Word paper with which this report is compared: only where no pack was issued."""
    if last_pack_before(meeting):
        return None
    held = LastPaper.objects.filter(body_id=meeting.body_id, held_on__lt=meeting.held_on)
    paper = held.filter(confirmed_at__isnull=False, taken_out_at__isnull=True).first()
    if paper is None:
        return None
    words: dict[int, list[str]] = defaultdict(list)
    councils: dict[int, Council] = {}
    for one in _lines_of(paper):
        if one.council and one.reading == Reading.ABOUT:
            councils[one.council.pk] = one.council
            words[one.council.pk].append(one.line.text)
    return Baseline(paper, {pk: (council, _joined(words[pk])) for pk, council in councils.items()})


def _joined(lines: Sequence[str]) -> str:
    return " ".join(" ".join(line.split()) for line in lines)
