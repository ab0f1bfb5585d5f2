"""Makes the demonstration's extract of published files from copies of the files themselves.

`script/extract_demonstration ../shared/data/indicators` writes indicators/demonstration/published/: the rows
of English councils, regions and England for the newest periods, unchanged, in the publisher's own columns,
each file packed by gzip (the publisher that serves them unpacks them).
"""

import csv
import gzip
import io
import sys
from pathlib import Path

from indicators import catalogue
from indicators.sources.described import sheets_of
from indicators.sources.grid import Book
from indicators.sources.layout import Headings, lay_out

HERE = Path(__file__).resolve().parent
OUT = HERE / "published"
AREAS = ("E06", "E07", "E08", "E09", "E10", "E12", "E92")
MOST_PERIODS = 8


def main() -> None:
    """Every source's file, cut."""
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        sys.exit(__doc__)
    given = Path(sys.argv[1])
    OUT.mkdir(parents=True, exist_ok=True)
    total = 0
    for path in sorted(given.glob("ons_els_*.csv")):
        slug = "ons-els-" + path.stem.removeprefix("ons_els_")
        total += cut(path, slug, "areacd", "indicator", "period", lambda row: True)
    total += cut(
        given / "fingertips_90284_county_ua.data.csv",
        "fingertips-90284",
        "Area Code",
        "Indicator ID",
        "Time period",
        lambda row: row["Sex"] == "Persons" and not row["Category Type"],
    )
    total += others(given) + described(given)
    print(f"{total:,} bytes in {OUT.relative_to(HERE.parent.parent)}")


OTHERS = {
    "nomis-population": "nomis_NM_2002_1_2021_lad.csv",
    "dfe-lait": "dfe_lait_bds_long_extract.csv",
    "dfe-social-workers": "dfe_ees_csww_indicators_2017_to_2025.csv",
    "dfe-repeat-child-protection-plans": "dfe_ees_d3_cpps_subsequent_plan_2013_to_2025.csv",
}


def others(given: Path) -> int:
    """The files whose areas are no column of codes: the rows of our indicators in the newest periods."""
    total = 0
    for slug, name in OTHERS.items():
        reader = csv.DictReader(io.StringIO((given / name).read_text(encoding="utf-8"), newline=""))
        rows = _newest(slug, list(reader))
        out = io.StringIO()
        writer = csv.DictWriter(out, reader.fieldnames or [], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        packed = gzip.compress(out.getvalue().encode(), mtime=0)
        (OUT / f"{slug}.csv.gz").write_bytes(packed)
        total += len(packed)
    return total


DESCRIBED = {
    "mhclg-temporary-accommodation": "dluhc_homelessness_Detailed_LA_202212.ods",
    "mhclg-social-care-spending": "mhclg_RO3_LA_Data_2024-25_data_by_LA.ods",
    "ofsted-childrens-services": "ofsted_LA_Inspection_Outcomes_as_at_31_March_2025.ods",
    "dclg-homelessness-2014": "dclg_P1E_2014Q3_section_E2_CR.csv",
}


def described(given: Path) -> int:
    """The described tables: the one sheet that is read, as a CSV of the columns its description names."""
    total = 0
    for slug, name in DESCRIBED.items():
        table = catalogue.read_table(catalogue.sources()[slug].options["table"], slug)
        book = Book(given / name)
        cells = book.cells(sheets_of(book, table)[0])
        headings = Headings(cells, table)
        layout = lay_out(cells, table, headings)
        kept = {0, layout.code, layout.name, layout.remark, *(place for place, _ in layout.keep)}
        kept |= {one.place for one in layout.figures}
        if any(column.startswith("column ") for column in (table.code, table.name)):
            kept |= set(range(max(place for place in kept if place is not None) + 1))
        places = sorted(place for place in kept if place is not None)
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerows([[row[n] if n < len(row) else "" for n in places] for row in cells])
        packed = gzip.compress(out.getvalue().encode(), mtime=0)
        (OUT / f"{slug}.csv.gz").write_bytes(packed)
        total += len(packed)
    return total


def _newest(slug: str, rows: list[dict[str, str]]) -> list[dict[str, str]]:
    if slug == "nomis-population":
        kept = [r for r in rows if r["C_AGE_NAME"] == "All Ages" and r["GEOGRAPHY_CODE"].startswith(AREAS)]
        for n, row in enumerate(kept):  # what an answer of so many rows says of itself
            row["RECORD_COUNT"], row["RECORD_OFFSET"] = str(len(kept)), str(n)
        return kept
    period, series = ("Years", "Short Desc") if slug == "dfe-lait" else ("time_period", "time_identifier")
    read_for = {key.indicator for key in catalogue.indicators_of(slug)}
    rows = [r for r in rows if slug != "dfe-lait" or r[series] in read_for]
    newest = {
        name: sorted({r[period] for r in rows if r[series] == name}, reverse=True)[:MOST_PERIODS]
        for name in {r[series] for r in rows}
    }
    return [r for r in rows if r[period] in newest[r[series]]]


def cut(path: Path, slug: str, area: str, indicator: str, period: str, wanted) -> int:
    """The newest periods of the areas wanted; the size of what was written."""
    raw = path.read_bytes()
    text = raw.decode("utf-8-sig")
    ends = "\r\n" if b"\r\n" in raw[:2000] else "\n"
    reader = csv.DictReader(io.StringIO(text, newline=""))
    rows = [row for row in reader if row[area].startswith(AREAS) and wanted(row)]
    newest: dict[str, set[str]] = {}
    for name in {row[indicator] for row in rows}:
        held = sorted({row[period] for row in rows if row[indicator] == name}, reverse=True)
        newest[name] = set(held[:MOST_PERIODS])
    out = io.StringIO()
    writer = csv.DictWriter(out, reader.fieldnames or [], lineterminator=ends)
    writer.writeheader()
    writer.writerows(row for row in rows if row[period] in newest[row[indicator]])
    content = out.getvalue().encode("utf-8-sig" if raw.startswith(b"\xef\xbb\xbf") else "utf-8")
    packed = gzip.compress(content, mtime=0)
    (OUT / f"{slug}.csv.gz").write_bytes(packed)
    return len(packed)


if __name__ == "__main__":
    main()
