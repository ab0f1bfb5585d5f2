"""What the boards' yearly papers are made of: counts of a year, and the versions issued."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from accounts.models import User
from cases.queries import YearLesson, YearOfConcerns, year_of_concerns
from councils.access import recused_council_ids
from councils.models import Council
from panel.copies import names_of
from panel.models import Body, IssuedPaper, Pack, PackEntry
from panel.remits import MEASURES_FOR, REMITS
from papers.canonical import digest
from papers.withholding import speaks_of

Kind = IssuedPaper.Kind
FIRST_YEAR = 2012


@dataclass(frozen=True)
class YearTold:
    """One board's twelve months: `aware` is (knew that they were in the report, came into a report)."""

    kind: str
    body: Body
    year: int
    counts: YearOfConcerns
    aware: tuple[int, int]
    reports: int

    @property
    def since(self) -> date:
        """The first day: 1 April."""
        return date(self.year - 1, 4, 1)

    @property
    def until(self) -> date:
        """The last day: 31 March."""
        return date(self.year, 3, 31)

    @property
    def leaves_out(self) -> bool:
        """Whether the person who asks has an interest in a council that is counted for others."""
        return self.counts.leaves_out

    @property
    def lessons(self) -> list[YearLesson]:
        """Those whose words do not name their own council: the others cannot stand in this paper."""
        return [one for one in self.counts.lessons if not _names_it(one.text, one.council)]

    @property
    def unfit(self) -> int:
        """How many lessons name the council and so are not offered."""
        return len(self.counts.lessons) - len(self.lessons)


def _names_it(text: str, council: Council) -> bool:
    """Whether the text says any name the council had."""
    return speaks_of(text, names_of([council]))


def year_of(kind: str, body: Body, year: int, user: User, on: date) -> YearTold:
    """The board's year to 31 March, counted over what this person may know of."""
    since, until = date(year - 1, 4, 1), date(year, 3, 31)
    counts = year_of_concerns(
        user,
        since,
        until,
        on=on,
        areas=REMITS.get(body.slug, ()) if kind == Kind.ANNUAL else (),
        hidden=recused_council_ids(user, on),
    )
    issued = Pack.objects.filter(meeting__held_on__range=(since, until), superseded_by__isnull=True)
    new = PackEntry.objects.filter(pack__in=issued, since=PackEntry.Since.NEW)
    new = new.exclude(council__in=recused_council_ids(user, on))
    aware = (new.filter(knows__startswith="Told on").count(), new.count())
    return YearTold(kind, body, year, counts, aware, issued.count())


def last_paper_of(kind: str, body: Body, year: int) -> IssuedPaper | None:
    """The latest version of the board's paper of the year."""
    held = IssuedPaper.objects.filter(kind=kind, body=body, year=year)
    return held.order_by("-version").first()


def papers_for(user: User) -> QuerySet[IssuedPaper]:
    """Notes, schedules and boards' papers this person may know of, newest first."""
    held = IssuedPaper.objects.visible_to(user).select_related("body", "meeting__body", "issued_by")
    return held.prefetch_related("body__names").defer("paper")


def paper_for(user: User, pk: int) -> IssuedPaper | None:
    """One of them, or None."""
    return papers_for(user).select_related("agreed_at_meeting").filter(pk=pk).first()


def later_paper(paper: IssuedPaper) -> IssuedPaper | None:
    """The version that takes its place, if there is one."""
    return IssuedPaper.objects.filter(supersedes=paper).defer("paper").first()


def paper_is_whole(paper: IssuedPaper) -> bool:
    """Whether the frozen words still have the hash they had."""
    return digest(paper.paper) == paper.sha256


def year_papers_of(user: User) -> list[IssuedPaper]:
    """The boards' yearly papers this person may know of, newest first."""
    return list(papers_for(user).filter(kind__in=IssuedPaper.OF_A_YEAR))


@dataclass(frozen=True)
class YearKind:
    """A paper that can be made: which kind, for which board."""

    kind: str
    body: Body

    @property
    def label(self) -> str:
        """What it is called."""
        return str(Kind(self.kind).label)

    @property
    def name(self) -> str:
        """What the board is called now."""
        return self.body.name_on(date.max)


def year_kinds() -> list[YearKind]:
    """The papers the secretariat makes each year: one for each programme board, and the process measures."""
    bodies = {body.slug: body for body in Body.objects.prefetch_related("names")}
    kinds = [YearKind(Kind.ANNUAL, bodies[slug]) for slug in REMITS if slug in bodies]
    if MEASURES_FOR in bodies:
        kinds.append(YearKind(Kind.MEASURES, bodies[MEASURES_FOR]))
    return kinds


def year_kind(kind: str, slug: str) -> YearKind | None:
    """One of them, or None."""
    return next((one for one in year_kinds() if one.kind == kind and one.body.slug == slug), None)


def years_to(on: date) -> list[int]:
    """The years that can be told of, by their last day's, newest first; the one that goes on too."""
    ends = on.year + 1 if on >= date(on.year, 4, 1) else on.year
    return list(range(ends, max(ends - 5, FIRST_YEAR), -1))


def names_in(texts: Iterable[str]) -> list[str]:
    """The councils that the texts name, by any name they had."""
    said = "\n".join(texts)
    if not said.strip():
        return []
    held = Council.objects.prefetch_related("names").order_by("short_name")
    return [council.short_name for council in held if _names_it(said, council)]
