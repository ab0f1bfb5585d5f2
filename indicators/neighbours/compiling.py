"""Compiles the sets of similar councils (script/compile_neighbours) from the published facts.

README.md beside this file names each source and licence. Needs no Django.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from common.compiled_facts import compile_facts
from councils.register import read_register

HERE = Path(__file__).resolve().parent
NEIGHBOURS = 10
Pair = tuple[str, int, str, str]  # council, place, neighbour, closeness

# The department's files: name, column of the council, of a neighbour, of its closeness, and the day as of
# which its numbers are read (a number passes from an abolished council to its successor).
DFE = {
    "dfe-2025": ("dfe_sn_model_2025_wide.csv", "old_la_code", "SN_{}", "SN_{}P", date(2025, 4, 1)),
    "dfe-2021": ("dfe_statistical_neighbours_april_2021.csv", "LA num", "SN{}", None, date(2021, 4, 1)),
}
ONS = "ons_els_areas_similar.json"
ONS_SETS = {
    "ons-similar": "global",
    "ons-similar-demographic": "demographic",
    "ons-similar-economic": "economic",
}
ONS_AS_OF = date(2025, 4, 1)


class Unknown(Exception):
    """A code in a published file that the register does not know."""


class Keys:
    """The register's keys by code, as of a day."""

    def __init__(self) -> None:
        register = read_register()
        self.councils = {one.key: one for one in register.councils}
        self.held: dict[tuple[str, str], list[str]] = {}
        for one in register.codes:
            self.held.setdefault((one.scheme, one.code), []).append(one.key)

    def of(self, scheme: str, code: str, on: date) -> str:
        """The council that went by the code on the day."""
        found = [key for key in self.held.get((scheme, code), ()) if self._existed(key, on)]
        if len(found) != 1:
            raise Unknown(f"The {scheme} code {code} stands for {found or 'no council'} on {on}.")
        return found[0]

    def _existed(self, key: str, on: date) -> bool:
        one = self.councils[key]
        return (one.existed_from_on is None or one.existed_from_on <= on) and (
            one.existed_until_on is None or on <= one.existed_until_on
        )


def compiled(folder: Path) -> dict[str, str]:
    """Every compiled file's text by its name."""
    keys = Keys()
    sets = {slug: list(_dfe(folder, slug, keys)) for slug in DFE}
    similar = json.loads((folder / ONS).read_text(encoding="utf-8"))
    sets |= {slug: list(_ons(similar, features, keys)) for slug, features in ONS_SETS.items()}
    return {f"{slug}.csv": _written(sorted(pairs)) for slug, pairs in sets.items()}


def _dfe(folder: Path, slug: str, keys: Keys) -> Iterator[Pair]:
    name, of, neighbour, closeness, on = DFE[slug]
    with (folder / name).open(encoding="utf-8-sig", newline="") as file:
        head, *rows = csv.reader(file)
    for row in rows:
        if not row[head.index(of)].strip():
            return  # what stands below the table belongs to older groupings
        council = keys.of("dfe", row[head.index(of)].strip(), on)
        for place in range(1, NEIGHBOURS + 1):
            at = head.index(neighbour.format(place))
            # In 2021 every column of closeness has the same name: it stands to the right of its neighbour.
            said = row[head.index(closeness.format(place)) if closeness else at + 1]
            yield council, place, keys.of("dfe", row[at].strip(), on), said.strip().lower()


def _ons(similar: dict[str, dict[str, list[str]]], features: str, keys: Keys) -> Iterator[Pair]:
    for code, by_feature in similar.items():
        if not _english(code):
            continue
        council = keys.of("gss", code, ONS_AS_OF)
        for place, other in enumerate(by_feature[features], start=1):
            if _english(other):
                yield council, place, keys.of("gss", other, ONS_AS_OF), ""


def _english(code: str) -> bool:
    """Whether a code is an English council's: not of another country, not a combined authority's."""
    return code[:3] in {"E06", "E07", "E08", "E09", "E10"}


def _written(pairs: Iterable[Pair]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("council", "place", "neighbour", "closeness"))
    writer.writerows(pairs)
    return out.getvalue()


def main() -> None:
    """Write the files, or with --check say which differ and leave with 1."""
    compile_facts(
        compiled,
        into=HERE,
        published=HERE.parents[2] / "shared" / "data" / "neighbours",
        known_by=ONS,
        prog="script/compile_neighbours",
        about=__doc__ or "",
    )


if __name__ == "__main__":
    main()
