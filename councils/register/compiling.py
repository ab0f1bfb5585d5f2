"""Compiles the register's CSV files from the published facts (script/compile_register).

Reads the folder `councils` of the shared data (README.md beside this file names each source and licence).
Every departure from a source is a named constant below with its reason, so that the diff of a
recompilation can be read by somebody who knows councils and not code. Needs no Django.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path

from common.compiled_facts import compile_facts
from councils.spelling import reduce_name

HERE = Path(__file__).resolve().parent
Row = dict[str, str]

KINDS = {
    "county": "county",
    "district": "district",
    "unitary": "unitary",
    "metropolitan_district": "metropolitan",
    "london_borough": "london",
    "city_corporation": "city",
}
KIND_BY_CODE = {"E06": {"unitary"}, "E07": {"district"}, "E08": {"metropolitan"}, "E09": {"london", "city"}}
REGIONS = {
    "North East": "north-east",
    "North West": "north-west",
    "Yorkshire and The Humber": "yorkshire-and-the-humber",
    "East Midlands": "east-midlands",
    "West Midlands": "west-midlands",
    "East of England": "east-of-england",
    "London": "london",
    "South East": "south-east",
    "South West": "south-west",
}

# The sources put the kind of council, or "City of", into the short name; a list reads better without,
# and a county and the unitary council after it are told apart by their dates.
SHORT_NAMES = {
    "BKM": "Buckinghamshire",
    "BST": "Bristol",
    "DOR": "Dorset",
    "DST": "Dorset",
    "KIN": "King's Lynn and West Norfolk",  # the GOV.UK register keeps the apostrophe
    "LIC": "Lincoln",
    "SHN": "St Helens",
}
OFFICIAL_NAMES = {
    "KIN": "Borough Council of King's Lynn and West Norfolk",
    "NSM": "North Somerset Council",  # doubled space in the source
}
# Spellings the sources give that were the council's own name once. They do not say until when.
FORMER = {
    ("DNC", "Doncaster Metropolitan Borough Council"),
    ("SHE", "Shepway District Council"),
    ("SHE", "Shepway"),
    ("WLV", "Wolverhampton City Council"),
}
# Spellings seen in published files (FORMATS 0.3) that no list of names gives.
ALSO_SPELT = {
    ("LND", "Corporation of London"),
    ("LND", "City and County of the City of London"),
    ("IOS", "Scilly"),
    ("IOS", "Scilly Isles"),
    ("WRL", "Metropolitan Borough of Wirral"),
    ("SOS", "Southend"),
}
# A spelling in the sources that is wrong: Adur and Worthing share officers, and are two councils.
NOT_A_SPELLING = {("WOT", "adur and worthing borough council")}
# The sources' start dates are used only where they are the day a council began. An Excel serial that was
# a bare year (1996 shows as 18 June 1905, and was then "mended" to 2005) is not, nor is a date on which
# the two sources disagree, nor the year a council lost or gained a tier.
EXCEL_EPOCH = date(1899, 12, 30)
NOT_THE_START = {"BIR"}


def read(path: Path) -> list[Row]:
    """The rows of a CSV file, cells stripped."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [{key: (value or "").strip() for key, value in row.items()} for row in csv.DictReader(file)]


def written(fields: list[str], rows: Iterable[Row]) -> str:
    """The text of a register file: fixed columns, LF, sorted by its writer."""
    out = io.StringIO()
    writer = csv.DictWriter(out, fields, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def began_on(row: Row) -> str:
    """The day the council began, or empty: before the register begins, date not held."""
    began = row["start_date"]
    if not began or row["local_authority_code"] in NOT_THE_START:
        return ""
    day = date.fromisoformat(began)
    as_1905 = day if day.year == 1905 else day.replace(year=1905)
    bare_year = 1965 <= (as_1905 - EXCEL_EPOCH).days <= 2015 and day.year in (1905, 2005)
    return "" if bare_year else began


def last_day(abolished_on: str) -> str:
    """The last day a council existed, from the day it was abolished."""
    return str(date.fromisoformat(abolished_on) - timedelta(days=1)) if abolished_on else ""


def councils(rows: list[Row]) -> Iterator[Row]:
    """councils.csv: one line a council."""
    for row in rows:
        key, kind = row["local_authority_code"], KINDS[row["type"]]
        if kind not in KIND_BY_CODE.get(row["gss_last"][:3], {"county"}):
            raise ValueError(f"{key}: {row['gss_last']} is not the code of a {kind}.")
        yield {
            "key": key,
            "code": row["gss_last"],
            "name": OFFICIAL_NAMES.get(key, row["official_name"]),
            "short_name": SHORT_NAMES.get(key, row["name"]),
            "kind": kind,
            "region": REGIONS[row["region"]],
            "county": row["county"],
            "existed_from_on": began_on(row),
            "existed_until_on": last_day(row["abolished_on"]),
        }


def names(register: list[Row], sources: list[tuple[str, str]]) -> Iterator[Row]:
    """names.csv: former names, and spellings that do not reduce to the official or the short name."""
    held: dict[str, set[str]] = defaultdict(set)
    for row in register:
        for name in (row["name"], row["short_name"]):
            spelling = reduce_name(name)
            held[row["key"]] |= {spelling.full, spelling.core}
    found: set[tuple[str, str, str]] = set()
    for key, name in sorted(sources, key=lambda pair: (pair[0], pair[1].islower(), len(pair[1]), pair[1])):
        if key not in held or (key, name) in NOT_A_SPELLING:
            continue
        spelling = reduce_name(name)
        if (key, name) in FORMER:
            found.add((key, name, "former"))
        elif (key, name) in ALSO_SPELT:
            found.add((key, name, "spelling"))
        elif spelling.core not in held[key]:
            found.add((key, name, "spelling"))
            held[key].add(spelling.core)
    for key, name, kind in sorted(found):
        yield {"key": key, "name": name, "kind": kind, "since_on": "", "until_on": ""}


def codes(rows: list[Row], validity: list[Row]) -> Iterator[Row]:
    """codes.csv: each code of a council, GSS codes with the days they were in force."""
    found: list[tuple[str, str, str, str, str]] = [
        (row["local_authority_code"], "gss", row["gss_code"], row["valid_from"], row["valid_to"])
        for row in validity
        if row["local_authority_code"]
    ]
    for row in rows:
        key = row["local_authority_code"]
        for scheme, column in (("snac", "snac"), ("dfe", "dfe_la_number"), ("ecode", "e_code")):
            if row[column]:
                found.append((key, scheme, row[column], "", ""))
    for key, scheme, code, since_on, until_on in sorted(found):
        yield {"key": key, "scheme": scheme, "code": code, "since_on": since_on, "until_on": until_on}


def successions(rows: list[Row]) -> Iterator[Row]:
    """successions.csv: who took an abolished council's place, and from which day."""
    for row in sorted(rows, key=lambda row: (row["abolished_on"], row["local_authority_code"])):
        for successor in filter(None, row["successors"].split("|")):
            yield {
                "predecessor": row["local_authority_code"],
                "successor": successor,
                "on": row["abolished_on"],
            }


def elsewhere(folder: Path, register: list[Row]) -> Iterator[Row]:
    """elsewhere.csv: places a published file also names that are no English council, and what they are."""
    taken = {spelling for row in register for spelling in _spellings(row["name"], row["short_name"])}
    authorities = read(folder / "mysociety_uk_local_authorities_future.csv")
    english = {row["key"] for row in register}
    what = {}
    for row in authorities:
        key = row["local-authority-code"]
        if key not in english:
            what[key] = (
                row["local-authority-type-name"].replace("Combined authority", "combined authority")
                if row["nation"] == "England"
                else f"council in {row['nation']}"
            )
            what[key] = what[key].replace("Strategic Regional Authority", "strategic authority")
    found: dict[str, Row] = {}
    for row in read(folder / "mysociety_lookup_name_to_registry.csv"):
        kind = what.get(row["local-authority-code"])
        if kind:
            _keep(found, taken, row["la-name"], kind)
    for row in read(folder / "fire_and_rescue_authorities_2024-25.csv"):
        _keep(found, taken, row["name"], "fire and rescue authority")
    for row in read(folder / "ons_la_all_codes_drkane.csv"):
        if row["LADCD"].startswith("E") and row["CAUTHNM"]:
            _keep(found, taken, row["CAUTHNM"], "combined authority")
    yield from sorted(found.values(), key=lambda row: (row["what"], row["name"]))


def _spellings(*names_: str) -> set[str]:
    return {text for name in names_ for text in (reduce_name(name).full, reduce_name(name).core)}


def _keep(found: dict[str, Row], taken: set[str], name: str, what: str) -> None:
    spelling = reduce_name(name)
    damaged = not name.isascii()  # the source's Welsh and Gaelic letters were lost on the way
    if not damaged and not taken & {spelling.full, spelling.core}:
        found.setdefault(spelling.core, {"name": name, "what": what})


def ended_codes(validity: list[Row]) -> Iterator[Row]:
    """ended_codes.csv: codes of councils abolished before the register begins."""
    for row in validity:
        if not row["local_authority_code"]:
            yield {"code": row["gss_code"], "since_on": row["valid_from"], "until_on": row["valid_to"]}


def compiled(folder: Path) -> dict[str, str]:
    """Every compiled file's text by its name, from the shared data's folder `councils`."""
    rows = sorted(read(folder / "councils_england.csv"), key=lambda row: row["local_authority_code"])
    validity = sorted(read(folder / "gss_code_validity.csv"), key=lambda row: row["gss_code"])
    register = list(councils(rows))
    spelt: list[tuple[str, str]] = [*FORMER, *ALSO_SPELT]
    for row in read(folder / "mysociety_lookup_name_to_registry.csv"):
        spelt.append((row["local-authority-code"], row["la-name"]))
    for row in read(folder / "govuk_register_local-authority-eng.csv"):
        spelt += [(row["key"], row["name"]), (row["key"], row["official-name"])]
    by_code = {row["gss_code"]: row["local_authority_code"] for row in validity}
    for row in read(folder / "ons_la_all_codes_drkane.csv"):
        spelt.append((by_code.get(row["LADCD"], ""), row["LADNM"]))
    for row in rows:
        spelt += [
            (row["local_authority_code"], row["name"]),
            (row["local_authority_code"], row["official_name"]),
        ]
    return {
        "councils.csv": written(list(register[0]), register),
        "names.csv": written(["key", "name", "kind", "since_on", "until_on"], names(register, spelt)),
        "codes.csv": written(["key", "scheme", "code", "since_on", "until_on"], codes(rows, validity)),
        "successions.csv": written(["predecessor", "successor", "on"], successions(rows)),
        "elsewhere.csv": written(["name", "what"], elsewhere(folder, register)),
        "ended_codes.csv": written(["code", "since_on", "until_on"], ended_codes(validity)),
    }


def main() -> None:
    """Write the files, or with --check say which differ and leave with 1."""
    compile_facts(
        compiled,
        into=HERE,
        published=HERE.parents[2] / "shared" / "data" / "councils",
        known_by="councils_england.csv",
        prog="script/compile_register",
        about=__doc__ or "",
    )


if __name__ == "__main__":
    main()
