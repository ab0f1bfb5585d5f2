"""What the desk brings together; every part comes from the owning room's queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

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
from intelligence.access import may_not_log_about, may_not_say_spoken
from intelligence.visibility import MAY_READ_NOTES
from panel import queries as panel
from panel.models import RadarEntry

ENTRIES, ALL_ENTRIES = 12, 500
TRENDS = ("employment-rate", "claimant-count", "persistent-absence", "housing-affordability")


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
    not_log: str | None
    may_say_spoken: bool
    spoke_today: bool
    signs: list[intelligence.SignHeld] | None
    withheld: list[intelligence.Withheld]
    stream: list[Entry] | None
    has_more: bool


def council_page(council: Council, user: User, on: date, *, all_entries: bool) -> CouncilPage:
    """What this person may see of the council, in a number of queries that does not grow.

    Someone with a declared interest sees its published figures and nothing else (TRUST section 2).
    """
    is_recused = council.pk in recused_council_ids(user, on)
    reads_notes = not is_recused and not user.roles.isdisjoint(MAY_READ_NOTES)
    most = ALL_ENTRIES if all_entries else ENTRIES
    spoken = intelligence.spoken_about(council, user, most + 1) if reads_notes else []
    stream = (
        merged(
            intelligence.timeline_entries(council, user, most + 1) if reads_notes else [],
            intelligence.spoken_entries(spoken),
            intelligence.attached_entries(council, user, most + 1) if reads_notes else [],
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
        not_log=may_not_log_about(user, council, on),
        may_say_spoken=may_not_say_spoken(user, council, on) is None,
        spoke_today=any(one.by_id == user.pk and one.happened_on == on for one in spoken),
        signs=intelligence.signs_held(council, user) if reads_notes else None,
        withheld=intelligence.withheld_from(user, council) if reads_notes else [],
        stream=stream[:most] if reads_notes or stream else None,
        has_more=len(stream) > most,
    )
