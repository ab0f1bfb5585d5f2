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
    print(f"{total:,} bytes in {OUT.relative_to(HERE.parent.parent)}")


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
