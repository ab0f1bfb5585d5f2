"""What the desk brings together; every part comes from the owning room's queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from accounts.models import User
from cases import queries as cases
from cases.access import may_not_raise
from cases.models import Concern, SupportPackage
from common.timeline import Entry, merged
from councils import queries as councils
from councils.access import recused_council_ids
from councils.models import Council
from indicators import queries as indicators
from intelligence import queries as intelligence
from intelligence.access import may_not_log_about, may_not_print_briefing, may_not_say_spoken
from intelligence.visibility import MAY_READ_NOTES
from panel import queries as panel
from panel.access import may_not_decide_radar
from panel.models import RadarEntry

ENTRIES, ALL_ENTRIES = 12, 500
LATELY = timedelta(days=730)
TRENDS = ("employment-rate", "claimant-count", "persistent-absence", "housing-affordability")


@dataclass(frozen=True, kw_only=True)
class Stream:
    """What has happened, the newest first. `more`: of the last two years; `older`: before them."""

    entries: list[Entry]
    more: bool = False
    older: bool = False


@dataclass(frozen=True, kw_only=True)
class CouncilPage:
    """The parts of a council's page. None: this person has no such part at all."""

    council: Council
    way: list[tuple[str, str]]
    successors: list[Council]
    identity: councils.Identity
    is_recused: bool
    report: indicators.HeadlineReport
    trends: list[indicators.Trend]
    concerns: list[Concern] | None
    may_raise: bool
    support: list[SupportPackage]
    radar: RadarEntry | None
    decides_radar: bool
    not_log: str | None
    not_print: str | None
    may_say_spoken: bool
    spoke_today: bool
    signs: list[intelligence.SignHeld] | None
    withheld: list[intelligence.Withheld]
    stream: Stream | None


def stream_of(entries: list[Entry], on: date, reach: str) -> Stream:
    """The last two years first (UI.md, Habits). `reach`: "" the newest of them, "two-years", or "all".

    A council of which nothing is held that recent shows what there is.
    """
    lately = [entry for entry in entries if entry.happened_on > on - LATELY]
    if reach == "all" or not lately:
        most = ALL_ENTRIES if reach else ENTRIES
        return Stream(entries=entries[:most], older=len(entries) > most)
    most = ALL_ENTRIES if reach else ENTRIES
    return Stream(entries=lately[:most], more=len(lately) > most, older=len(entries) > len(lately))


def council_page(council: Council, user: User, on: date, *, reach: str = "") -> CouncilPage:
    """What this person may see of the council, in a number of queries that does not grow.

    Someone with a declared interest sees its published figures and nothing else (TRUST section 2).
    """
    is_recused = council.pk in recused_council_ids(user, on)
    reads_notes = not is_recused and not user.roles.isdisjoint(MAY_READ_NOTES)
    most = ALL_ENTRIES if reach else ENTRIES
    besides = intelligence.besides_notes(council, user, on, most + 1) if not is_recused else None
    entries = (
        merged(
            intelligence.timeline_entries(council, user, most + 1) if reads_notes else [],
            besides.entries if besides else [],
            cases.timeline_entries(council, user, most + 1),
            indicators.timeline_entries(council, on, most + 1),
        )
        if not is_recused
        else []
    )
    report, trends = indicators.council_figures(council, on, TRENDS)
    return CouncilPage(
        council=council,
        way=[("Councils", "/councils"), (council.region.name, council.region.get_absolute_url())],
        successors=councils.successors_of(council),
        identity=councils.identity(council, on),
        is_recused=is_recused,
        report=report,
        trends=trends,
        concerns=cases.concerns_about(council, user) if not is_recused else None,
        may_raise=not is_recused and may_not_raise(user, council, on) is None,
        support=cases.support_about(council, user) if not is_recused else [],
        radar=panel.council_radar(council, user) if not is_recused else None,
        decides_radar=may_not_decide_radar(user, council, on) is None,
        not_log=may_not_log_about(user, council, on),
        not_print=may_not_print_briefing(user, council, on),
        may_say_spoken=may_not_say_spoken(user, council, on) is None,
        spoke_today=bool(besides and besides.spoke_today),
        signs=intelligence.signs_held(council, user) if reads_notes else None,
        withheld=intelligence.withheld_from(user, council) if reads_notes else [],
        stream=stream_of(entries, on, reach) if reads_notes or entries else None,
    )
