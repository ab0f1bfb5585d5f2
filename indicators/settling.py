"""The code and the name of an area, set beside one another: they must mean the same place.

A row whose code is one council's and whose name is another's is refused, naming both: codes have been seen
shifted by a row, and repeated. A name alone decides where there is no code, or only a dead or unknown one;
it is never guessed at. Decided once for each distinct pair, then spread over the rows.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np

from councils.code_forms import Why, as_code
from councils.lookup import Resolver
from councils.models import Council
from councils.register import read_beyond
from councils.resolution import Resolution
from councils.spelling import reduce_name
from indicators.rows import Rows, Words

ENGLAND = "E92000001"
MOST_PAIRS = 4_000_000  # of distinct codes and names: beyond, they are sorted instead
MOST_REASONS = 10
NAMES_OF_ENGLAND = frozenset({"england", "all england", "england total", "total england", "total", "all"})
DISAGREE = "the code is one place's and the name another's"
NO_NAME = {
    Why.EMPTY: "no area code and no name",
    Why.UNKNOWN_NAME: "the name is not in the register of councils",
    Why.AMBIGUOUS: "the name may mean more than one council",
    Why.COMBINED: "two councils published as one area",
    Why.ANOTHER_COUNTRY: "the area is in another country",
}
NO_COUNCIL = "the area is not an English council, a region or England"


@dataclass
class Settled:
    """The rows with every code made sure; those that cannot be taken, a mask for each reason; and the
    codes no council has, in whose place the name decided."""

    rows: Rows
    refused: dict[str, np.ndarray] = field(default_factory=dict)
    by_name: tuple[str, ...] = ()


@dataclass(frozen=True)
class Verdict:
    """What a code and a name together mean: a code, or the reason why not; `note` is said beside it."""

    code: str
    reason: str = ""
    note: str = ""


class Places:
    """Regions and England by their codes, numbers and names, beside the resolver of councils."""

    def __init__(self, resolver: Resolver) -> None:
        self.resolver = resolver
        self._names: dict[str, str] = dict.fromkeys(NAMES_OF_ENGLAND, ENGLAND)
        self._said = {ENGLAND: "England"}
        self._numbers = {"970": ENGLAND}
        for region in read_beyond().regions:
            self._said[region.gss] = region.name
            self._numbers[region.dfe] = region.gss
            for name in (region.name, *region.also):
                self._names[reduce_name(name).full] = region.gss
        self._names["greater london"] = self._names["london"]

    def code(self, said: str) -> str:
        """A code as the register has it: capitals, no ".0"; a DfE number of a region as its GSS code."""
        code = as_code(said.strip()) or said
        return self._numbers.get(code, code)

    def verdict(self, code: str, name: str) -> Verdict:
        """What both together mean. The code is believed unless the name is plainly another place's."""
        if not name:
            return Verdict(code)
        if code in self._said:
            return self._of_a_region(code, name)
        of_code = self.resolver.resolve(code)
        if of_code.council:
            return self._of_a_council(code, of_code.council, name)
        if of_code.why in (Why.UNKNOWN_CODE, Why.ABOLISHED):
            of_name = self.resolver.resolve(name)
            if of_name.council:
                note = f"The file gives the code {code}, which is no council's; taken by its name, {name}."
                return Verdict(of_name.council.code, note=note)
        return Verdict(code)

    def by_name(self, name: str, on: date | None) -> Verdict:
        """What a name alone means on a day: never a guess, and a back-cast council is still that council."""
        full = reduce_name(name).full
        if full in self._names:
            return Verdict(self._names[full])
        found = self.resolver.resolve(name, on)
        if found.council is None and found.why in (Why.NOT_YET, Why.ABOLISHED):
            found = self.resolver.resolve(name)
        if found.council:
            return Verdict(found.council.code)
        return Verdict("", reason=NO_NAME.get(found.why, NO_COUNCIL) if found.why else NO_COUNCIL)

    def _of_a_region(self, code: str, name: str) -> Verdict:
        full = reduce_name(name).full
        meant = self._names.get(full) or self._names.get(full.removesuffix(" region"))
        if meant == code:
            return Verdict(code)
        of_name = self.resolver.resolve(name)
        if meant is None and of_name.why in (Why.UNKNOWN_NAME, Why.EMPTY):
            return Verdict(code)  # a name we do not know says nothing against the code
        other = _short(of_name.council) if of_name.council else self._said.get(meant or "", name)
        return Verdict(code, reason=_disagreement(self._said[code], other))

    def _of_a_council(self, code: str, council: Council, name: str) -> Verdict:
        found = self.resolver.resolve(name)
        if found.council == council or self._meant_then(council, name):
            return Verdict(code)
        if found.why in (Why.UNKNOWN_NAME, Why.EMPTY) or (
            found.why is Why.AMBIGUOUS and council in found.meant
        ):
            return Verdict(code)
        if found.why is Why.COMBINED:
            return Verdict(code, reason=NO_NAME[Why.COMBINED])
        return Verdict(code, reason=_disagreement(_short(council), self._said_of(found, name)))

    def _meant_then(self, council: Council, name: str) -> bool:
        """Whether the name was this council's while it stood: “Dorset” under the county council's code."""
        days = (council.existed_until_on, council.existed_from_on)
        return any(self.resolver.resolve(name, day).council == council for day in days if day)

    def _said_of(self, found: Resolution, name: str) -> str:
        if found.council:
            return _short(found.council)
        return self._said.get(self._names.get(reduce_name(name).full, ""), name)


def settle(rows: Rows, resolver: Resolver) -> Settled:
    """The rows with each area's code and name set beside one another."""
    places = Places(resolver)
    rows = _with_codes_as_registered(rows, places)
    settled = Settled(rows)
    if rows.text["area_name"].words in ([], [""]) and "" not in rows.text["area"].words:
        return settled
    _settle_names_alone(settled, places)
    _settle_pairs(settled, places)
    return settled


def _with_codes_as_registered(rows: Rows, places: Places) -> Rows:
    area = rows.text["area"]
    said = [places.code(word) if word else word for word in area.words]
    if said == area.words:
        return rows
    return replace(rows, text={**rows.text, "area": Words.merged(area.codes, said)})


def _settle_names_alone(settled: Settled, places: Places) -> None:
    """Rows without a code: the name says the area, as at the last day of the row's period."""
    area = settled.rows.text["area"]
    if "" not in area.words:
        return
    alone = area.codes == area.words.index("")
    names, periods = settled.rows.text["area_name"], settled.rows.text["period"]
    distinct, which = _distinct(names, periods, alone)
    verdicts = [places.by_name(names.words[n], _last_day(periods.words[p])) for n, p in distinct]
    _spread(settled, np.flatnonzero(alone), which, [""] * len(verdicts), verdicts)


def _settle_pairs(settled: Settled, places: Places) -> None:
    area, names = settled.rows.text["area"], settled.rows.text["area_name"]
    coded = np.array([bool(word) for word in area.words] or [False])[area.codes]
    distinct, which = _distinct(area, names, coded)
    verdicts = [places.verdict(area.words[a], names.words[n]) for a, n in distinct]
    settled.by_name = tuple(
        area.words[a] for (a, _), verdict in zip(distinct, verdicts, strict=True) if verdict.note
    )
    _spread(settled, np.flatnonzero(coded), which, [area.words[a] for a, _ in distinct], verdicts)


def _distinct(one: Words, other: Words, mask: np.ndarray) -> tuple[list[tuple[int, int]], np.ndarray]:
    """The distinct pairs of two columns' codes among the rows of a mask, and which each row has."""
    size = max(1, len(other.words))
    pair = one.codes[mask].astype(np.int64) * size + other.codes[mask]
    most = max(1, len(one.words)) * size
    if most <= MOST_PAIRS:
        place = np.full(most, -1, dtype=np.int32)
        found = np.flatnonzero(np.bincount(pair, minlength=most))
        place[found] = np.arange(len(found), dtype=np.int32)
        which = place[pair]
    else:
        found, which = np.unique(pair, return_inverse=True)
    return [divmod(int(one_pair), size) for one_pair in found], which


def _spread(
    settled: Settled, at: np.ndarray, which: np.ndarray, before: list[str], verdicts: list[Verdict]
) -> None:
    """What was decided of each pair, whose code was `before`, over the rows that have it."""
    many = {v.reason for v in verdicts if v.reason.startswith("the code is ")}
    reasons = [DISAGREE if v.reason in many and len(many) > MOST_REASONS else v.reason for v in verdicts]
    distinct = list(dict.fromkeys(filter(None, reasons)))
    told = np.array([distinct.index(r) if r else -1 for r in reasons] or [-1], dtype=np.int32)[which]
    for number, reason in enumerate(distinct):
        mask = settled.refused.setdefault(reason, np.zeros(len(settled.rows), dtype=bool))
        mask[at[told == number]] = True
    _spread_codes(settled, at, which, before, verdicts)
    for place, verdict in enumerate(verdicts):
        if verdict.note:
            _note(settled, at[which == place], verdict.note)


def _spread_codes(
    settled: Settled, at: np.ndarray, which: np.ndarray, before: list[str], verdicts: list[Verdict]
) -> None:
    changed = [
        v.code if not v.reason and v.code != said else "" for said, v in zip(before, verdicts, strict=True)
    ]
    if not any(changed):
        return
    area = settled.rows.text["area"]
    words = [*area.words, *dict.fromkeys(filter(None, changed))]
    index = {word: n for n, word in enumerate(words)}
    table = np.array([index[code] if code else -1 for code in changed], dtype=np.int64)
    codes = area.codes.astype(np.int32, copy=True)
    new = table[which]
    codes[at[new >= 0]] = new[new >= 0]
    settled.rows = replace(settled.rows, text={**settled.rows.text, "area": Words.merged(codes, words)})


def _note(settled: Settled, at: np.ndarray, note: str) -> None:
    """Our note after the publisher's own words beside these rows."""
    remark = settled.rows.text["remark"]
    codes = remark.codes.astype(np.int32, copy=True)
    words = list(remark.words)
    for code in np.unique(codes[at]).tolist():
        words.append(". ".join(filter(None, (words[code].rstrip("."), note))))
        codes[at[codes[at] == code]] = len(words) - 1
    settled.rows = replace(settled.rows, text={**settled.rows.text, "remark": Words.merged(codes, words)})


def _last_day(period: str) -> date | None:
    return date.fromisoformat(period.split("|")[1]) if period else None


def _short(council: Council) -> str:
    return council.short_name


def _disagreement(of_code: str, of_name: str) -> str:
    return f"the code is {_possessive(of_code)} and the name {_possessive(of_name)}"


def _possessive(name: str) -> str:
    return f"{name}’" if name.endswith("s") else f"{name}’s"
