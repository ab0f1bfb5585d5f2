"""What the tests of published figures share: the register, a folder for raw files, a claimant count."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime

import pytest

from common.parsing_child import ParsingFailed
from councils.models import Council
from indicators import catalogue
from indicators.ingest import sync_catalogue
from indicators.sources import pulling, reader
from indicators.sources.pulling import pull
from indicators.sources.reading import UnusableFile
from tests.factories.indicators import els
from tests.register import register_loaded

CLAIMANTS = "ons-els-claimant-count"
AT = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


@pytest.fixture
def register(db):
    """The project's own register of councils."""
    register_loaded()


@pytest.fixture
def figures(register, settings, tmp_path, monkeypatch):
    """The register and the catalogue, with a source that is content with few councils."""
    settings.RAW_FILES_DIR = tmp_path / "raw"
    sync_catalogue()
    for source in catalogue.sources().values():
        eased = dataclasses.replace(source, expects=dataclasses.replace(source.expects, councils=3))
        monkeypatch.setitem(catalogue.sources(), source.slug, eased)


@pytest.fixture
def parsed_here(monkeypatch, tmp_path):
    """The parser without its child process, which takes a second to start; others test the child."""

    def here(target, arguments, **limits):
        out = tmp_path / "rows.npz"
        try:
            reader.read(str(out), **arguments)
        except UnusableFile as unusable:
            raise ParsingFailed(unusable.sentence) from unusable
        return out

    monkeypatch.setattr(pulling, "run_parser", here)


@pytest.fixture
def take(figures, parsed_here, tmp_path):
    """Pull a source from bytes: `take(els([...]))`."""

    def taken(content: bytes, source: str = CLAIMANTS, at: datetime = AT):
        file = tmp_path / "given.csv"
        file.write_bytes(content)
        return pull(source, at=at, file=file)

    return taken


UNITARIES = ("E06000001", "E06000002", "E06000003", "E06000004")
PERIODS = ("2023-01-01/P1Y", "2024-01-01/P1Y")


def claimants(**changes):
    """Rows of a claimant count: four unitaries, a district, England and a region, over two years.

    `changes` maps "code period" (spaces and all) to other cells, or to None to leave the row out.
    """
    rows = []
    for year, period in enumerate(PERIODS):
        for place, code in enumerate((*UNITARIES, "E07000223")):
            rows.append({"areacd": code, "period": period, "observation": f"{2 + place + year * 0.5:.1f}"})
        rows.append({"areacd": "E92000001", "period": period, "observation": f"{4 + year}.0"})
        rows.append({"areacd": "E12000001", "period": period, "observation": f"{5 + year}.0"})
    changed = []
    for row in rows:
        change = changes.get(f"{row['areacd']} {row['period'][:4]}", {})
        if change is not None:
            changed.append({**row, **change})
    return changed


@pytest.fixture
def loaded(take):
    """The claimant count of `claimants()`, loaded."""
    return take(els(claimants()))


@pytest.fixture
def hartlepool(register):
    """The unitary council E06000001."""
    return Council.objects.select_related("region").get(code="E06000001")


@pytest.fixture
def given(tmp_path):
    """A file of these bytes."""

    def written(content, name="given"):
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return written
