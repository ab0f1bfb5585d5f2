"""From a code or a name, as files and people write them, to the council meant, as at a date, or why not.

`Resolver.load()` reads the register from the database in four queries and answers from dictionaries:
build one for a file of 100,000 rows. `resolve(text, as_at)` keeps one for the process.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Max
from rapidfuzz import process
from rapidfuzz.distance import OSA

from councils.code_forms import TOTALS, NotACouncil, Why, as_code, group_of_areas, not_a_council
from councils.models import Council, CouncilCode, CouncilName, Region, Succession
from councils.register import Beyond, read_beyond, read_register
from councils.resolution import How, Resolution, ambiguous, combined, listed, said_day, unresolved
from councils.spelling import Spelling, reduce_name

MEMORY = 50_000
COMPASS = frozenset({"north", "south", "east", "west", "mid", "central"})
KINDS_HINTED = {
    "unitary": ("unitary",),
    "county": ("county",),
    "district": ("district", "metropolitan"),
    "metropolitan": ("metropolitan",),
    "london": ("london", "city"),
}


class Resolver:
    """The register held in memory; `councils` by key, everything else points to keys."""

    def __init__(
        self,
        councils: Iterable[Council],
        names: Iterable[tuple[str, str, str]],
        codes: Iterable[tuple[str, str, date | None]],
        successions: Iterable[tuple[str, str]],
        beyond: Beyond,
    ) -> None:
        """`names` are (key, name, kind); `codes` (key, code, last day); `successions` (from, to) by key."""
        self.councils = {council.key: council for council in councils}
        self._full: dict[str, dict[str, bool]] = defaultdict(dict)
        self._core: dict[str, dict[str, bool]] = defaultdict(dict)
        self._codes: dict[str, dict[str, date | None]] = defaultdict(dict)
        self._after: dict[str, list[str]] = defaultdict(list)
        self._before: dict[str, list[str]] = defaultdict(list)
        self._memory: dict[tuple[str, date | None, bool], Resolution] = {}
        self.spellings: list[tuple[str, str, str, bool]] = []  # (key, as written, reduced, a former name)
        self._ended = beyond.ended
        self._ambiguous = beyond.ambiguous
        self._places = self._read_places(beyond)
        for council in self.councils.values():
            self._add_name(council.key, council.name, former=False)
            self._add_name(council.key, council.short_name, former=False)
        for key, name, kind in names:
            if key in self.councils:
                self._add_name(key, name, former=kind == CouncilName.Kind.FORMER)
        for key, code, until_on in codes:
            if key in self.councils:
                self._codes[code.upper()][key] = until_on
        for before, after in successions:
            self._after[before].append(after)
            self._before[after].append(before)

    @classmethod
    def load(cls, *, fictional: bool = False) -> Resolver:
        """From the database. A publisher's file never speaks of a fictional council, so they are left out
        unless asked for."""
        councils = Council.objects.select_related("region", "county")
        if not fictional:
            councils = councils.filter(is_fictional=False)
        return cls(
            councils,
            CouncilName.objects.order_by().values_list("council__key", "name", "kind"),
            CouncilCode.objects.order_by().values_list("council__key", "code", "until_on"),
            Succession.objects.order_by("on").values_list("predecessor__key", "successor__key"),
            read_beyond(),
        )

    @classmethod
    def from_register(cls) -> Resolver:
        """From the committed register, without a database: its councils are not saved."""
        register = read_register()
        regions = {region.slug: Region(slug=region.slug, name=region.name) for region in register.regions}
        return cls(
            [
                Council(
                    key=facts.key,
                    code=facts.code,
                    name=facts.name,
                    short_name=facts.short_name,
                    kind=facts.kind,
                    region=regions[facts.region],
                    existed_from_on=facts.existed_from_on,
                    existed_until_on=facts.existed_until_on,
                )
                for facts in register.councils
            ],
            [(facts.key, facts.name, facts.kind) for facts in register.names],
            [(facts.key, facts.code, facts.until_on) for facts in register.codes],
            [(facts.predecessor, facts.successor) for facts in register.successions],
            read_beyond(),
        )

    def resolve(self, text: str, as_at: date | None = None, *, near: bool = False) -> Resolution:
        """The council a code or a name means on the day `as_at`, or why it means none.

        Without a day: whichever council it means, today's before one abolished. `near` also accepts a
        near spelling and the first words of one council's name, as a person types; a publisher's file is
        not guessed at, and the nearest are named in the sentence instead.
        """
        known = (text, as_at, near)
        found = self._memory.get(known)
        if found is None:
            found = self._resolve(text, as_at, near=near)
            if len(self._memory) < MEMORY:
                self._memory[known] = found
        return found

    def _resolve(self, text: str, as_at: date | None, *, near: bool) -> Resolution:
        shown = " ".join(text.split())
        if not shown.strip("-–. "):
            return unresolved(shown, Why.EMPTY, "No code and no name is given.")
        code = as_code(shown)
        if code:
            return self._resolve_code(shown, code, as_at)
        group = group_of_areas(shown)
        if group:
            return unresolved(shown, group.why, group.sentence)
        joined = self._joined(shown, [part.strip() for part in shown.split(" / ")], as_at)
        if joined:
            return joined
        spelling = reduce_name(shown)
        return self._by_name(shown, spelling, as_at) or self._not_by_name(shown, spelling, as_at, near=near)

    # Codes.

    def _resolve_code(self, text: str, code: str, as_at: date | None) -> Resolution:
        held = self._codes.get(code)
        if not held:
            return self._unknown_code(text, code)
        councils = self._at([self.councils[key] for key in held], as_at)
        if not councils:
            return self._not_then(text, [self.councils[key] for key in held], as_at)
        council = councils[0]
        until_on = held[council.key]
        if until_on and until_on != council.existed_until_on:
            sentence = f"{code} was the code of {council.name} until {said_day(until_on)}."
            return Resolution(text, council, How.OLD_CODE, sentence)
        return Resolution(text, council, How.CODE, f"{code} is the code of {council.name}.")

    def _unknown_code(self, text: str, code: str) -> Resolution:
        reason = not_a_council(code) or self._place_of(code)
        if reason:
            return unresolved(text, reason.why, reason.sentence)
        if code in self._ended:
            day = said_day(self._ended[code])
            sentence = f"{code} was the code of a council that ended on {day}, before this register begins."
            return unresolved(text, Why.ABOLISHED, sentence)
        return unresolved(text, Why.UNKNOWN_CODE, f"{code} is not a code this register knows. Check it.")

    # Names.

    def _by_name(self, text: str, spelling: Spelling, as_at: date | None) -> Resolution | None:
        """By the whole name, then by the name without the words for the kind of council."""
        exact = self._full.get(spelling.full)
        if exact:
            return self._choose(text, exact, spelling, as_at)
        place = self._place_of(spelling.full)
        if place:
            return unresolved(text, place.why, place.sentence)
        if spelling.core in self._ambiguous:
            meant = [self.councils[key] for key in self._ambiguous[spelling.core] if key in self.councils]
            return ambiguous(text, meant)
        held = self._core.get(spelling.core)
        if held:
            return self._choose(text, held, spelling, as_at)
        place = self._place_of(spelling.core)
        return unresolved(text, place.why, place.sentence) if place else None

    def _choose(self, text: str, held: dict[str, bool], spelling: Spelling, as_at: date | None) -> Resolution:
        councils = [self.councils[key] for key in held]
        if spelling.before_change:
            councils = [council for council in councils if council.existed_until_on] or councils
        councils = [council for council in councils if _fits(council, spelling.hints)] or councils
        then = self._at(councils, as_at)
        if len(then) == 1:
            council = then[0]
            former = held[council.key]
            sentence = f"“{text}” {'was once' if former else 'is'} {council.name}."
            return Resolution(text, council, How.FORMER_NAME if former else How.NAME, sentence)
        return ambiguous(text, then) if then else self._not_then(text, councils, as_at)

    def _not_by_name(self, text: str, spelling: Spelling, as_at: date | None, *, near: bool) -> Resolution:
        several = self._several(text, spelling, as_at)
        if several:
            return several
        nearest = self.near(spelling.core, as_at)
        if near and len(nearest) == 1:
            return Resolution(text, nearest[0], How.NEAR, f"“{text}” was taken as {nearest[0].name}.")
        if near and nearest:
            return ambiguous(text, nearest)
        asked = f" Did you mean {listed(nearest, 'or')}?" if nearest else " Check the spelling."
        sentence = f"“{text}” is not a name this register knows.{asked}"
        return unresolved(text, Why.UNKNOWN_NAME, sentence, nearest)

    def _several(self, text: str, spelling: Spelling, as_at: date | None) -> Resolution | None:
        """“Cornwall and Isles of Scilly combined”: two councils' names with "and" between them."""
        words = spelling.core.removesuffix(" combined").split(" and ")
        for cut in range(1, len(words)):
            parts = [" and ".join(words[:cut]), " and ".join(words[cut:])]
            found = [self._core.get(part) or self._full.get(part) for part in parts]
            if all(found):
                meant = [self._at([self.councils[key] for key in held or ()], as_at) for held in found]
                return combined(text, [councils[0] for councils in meant if councils])
        return None

    def _joined(self, text: str, parts: list[str], as_at: date | None) -> Resolution | None:
        """“E09000021 / E09000027”: two councils' codes or names with a stroke between them."""
        if len(parts) < 2:
            return None
        found = [self._resolve(part, as_at, near=False).council for part in parts]
        councils = [council for council in found if council is not None]
        return combined(text, councils) if len(councils) == len(parts) else None

    def near(self, core: str, as_at: date | None = None) -> list[Council]:
        """The councils whose name begins with these words, else is spelt most nearly so; [] if none."""
        if len(core) >= 4:
            begun = [name for name in self._core if name.startswith(core + " ")]
            if begun:
                return self._named(begun, as_at)
        allowed = 0 if len(core) < 5 else 1 if len(core) < 8 else 2
        compass = COMPASS.intersection(core.split())
        scored = [
            (name, distance)
            for name, distance, _ in process.extract(
                core, self._core.keys(), scorer=OSA.distance, score_cutoff=allowed, limit=8
            )
            if compass <= set(name.split())
        ]
        least = min((distance for _, distance in scored), default=0)
        return self._named([name for name, distance in scored if distance == least], as_at)

    def _named(self, cores: list[str], as_at: date | None) -> list[Council]:
        keys = {key for core in cores for key in self._core[core]}
        return sorted(self._at([self.councils[key] for key in keys], as_at), key=lambda c: c.short_name)

    # Time.

    def _at(self, councils: list[Council], as_at: date | None) -> list[Council]:
        """Those that exist on the day; without a day, those that still exist, else the last to end."""
        if as_at is not None:
            return [council for council in councils if council.existed_on(as_at)]
        standing = [council for council in councils if council.existed_until_on is None]
        if standing:
            return standing
        last = max((council.existed_until_on or date.min for council in councils), default=None)
        return [council for council in councils if council.existed_until_on == last]

    def _not_then(self, text: str, councils: list[Council], as_at: date | None) -> Resolution:
        """The sentence for a council that had ended, or had not begun, on the day."""
        day = as_at or date.max
        council = min(councils, key=lambda council: _days_away(council, day))
        if council.existed_until_on and council.existed_until_on < day:
            heirs = self._heirs(council.key, day)
            place = f" {listed(heirs, 'and')} took its place." if heirs else ""
            sentence = f"{council.name} ended on {said_day(council.existed_until_on)}.{place}"
            return unresolved(text, Why.ABOLISHED, sentence, [council])
        before = [self.councils[key] for key in self._before.get(council.key, ()) if key in self.councils]
        place = f" Before it stood {listed(before, 'and')}." if before else ""
        began = said_day(council.existed_from_on) if council.existed_from_on else "a later day"
        return unresolved(text, Why.NOT_YET, f"{council.name} began on {began}.{place}", [council])

    def heirs(self, council: Council, on: date) -> list[Council]:
        """Who stands in an ended council's place on the day, each once."""
        return list({heir.key: heir for heir in self._heirs(council.key, on)}.values())

    def _heirs(self, key: str, day: date) -> list[Council]:
        """Who stood in its place on the day, through as many successions as it takes."""
        found: list[Council] = []
        for after in self._after.get(key, ()):
            council = self.councils.get(after)
            if council is None:
                continue
            ended = council.existed_until_on is not None and council.existed_until_on < day
            found += self._heirs(after, day) if ended else [council]
        return found

    # Building.

    def _add_name(self, key: str, name: str, *, former: bool) -> None:
        spelling = reduce_name(name)
        self._full[spelling.full].setdefault(key, former)
        self.spellings.append((key, name, spelling.full, former))
        if spelling.core not in self._places and spelling.core not in self._ambiguous:
            self._core[spelling.core].setdefault(key, former)

    def _read_places(self, beyond: Beyond) -> dict[str, NotACouncil]:
        """Every name, code and number that is a place and no council, reduced → why."""
        places: dict[str, NotACouncil] = {}
        for name, what in beyond.places:
            spelling = reduce_name(name)
            why = Why.ANOTHER_COUNTRY if what.startswith("council in") else Why.ANOTHER_GEOGRAPHY
            reason = NotACouncil(why, f"{name} is a {what}, not an English council.")
            places[spelling.full] = places[spelling.core] = reason
        for region in beyond.regions:
            reason = NotACouncil(Why.AGGREGATE, f"{region.name} is a region of England, not a council.")
            for name in (region.name, *region.also):
                places[reduce_name(name).full] = reason
            places[region.dfe] = reason
        for full, what in TOTALS.items():
            places[full] = NotACouncil(Why.AGGREGATE, f"This is {what}, not a council.")
        for full in ("wales", "scotland", "northern ireland"):
            places[full] = NotACouncil(Why.ANOTHER_COUNTRY, f"{full.title()} is another country.")
        places["970"] = places["england"]
        return places

    def _place_of(self, spelt: str) -> NotACouncil | None:
        return self._places.get(spelt)


def _fits(council: Council, hints: frozenset[str]) -> bool:
    """Whether the words for the kind of council, where there were any, fit this one."""
    if "cc" in hints:
        return council.kind == "county" or council.name.endswith("City Council")
    return all(council.kind in KINDS_HINTED[hint] for hint in hints)


def _days_away(council: Council, day: date) -> int:
    """How many days lie between the council's life and the day."""
    if council.existed_until_on and council.existed_until_on < day:
        return (day - council.existed_until_on).days
    return abs(((council.existed_from_on or day) - day).days)


_kept: dict[bool, tuple[tuple[int, int | None, int | None], Resolver]] = {}


def resolver(*, fictional: bool = False) -> Resolver:
    """This process's resolver, loaded again when the register has changed (one query to see)."""
    seen = Council.objects.aggregate(n=Count("id", distinct=True), last=Max("id"), named=Max("names__id"))
    mark = (seen["n"], seen["last"], seen["named"])
    kept = _kept.get(fictional)
    if kept is None or kept[0] != mark:
        kept = _kept[fictional] = (mark, Resolver.load(fictional=fictional))
    return kept[1]


def resolve(text: str, as_at: date | None = None) -> Resolution:
    """The council a person's text means: near spellings are accepted and fictional councils known.

    A publisher's file is read with `Resolver.load()`, which knows neither.
    """
    return resolver(fictional=True).resolve(text, as_at, near=True)
