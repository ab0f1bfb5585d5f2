"""Which councils a headline names: a set of headlines with the right answers, and the reasons given."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from councils.lookup import Resolver
from intelligence.naming import AMBIGUOUS, CERTAIN, LIKELY, Names

HEADLINES = tomllib.loads((Path(__file__).parent / "news" / "headlines.toml").read_text())["headline"]
TODAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def names():
    return Names(Resolver.from_register())


def read(names, row, **more):
    on = row.get("on", TODAY)
    return names.in_text(row["title"], row.get("excerpt", ""), on=on, host=row.get("host", ""), **more)


def test_the_headlines_are_read_as_a_careful_reader_would(names, capsys):  # R070
    """Each council said to be certain or likely is right, and nearly all are found; nothing is guessed."""
    right = wrong = missed = certain_wrong = 0
    unlike = []
    for row in HEADLINES:
        found = read(names, row)
        named = {one.council.short_name for one in found if one.certainty in (CERTAIN, LIKELY)}
        surely = {one.council.short_name for one in found if one.certainty == CERTAIN}
        may_be = {one.council.short_name for one in found if one.certainty == AMBIGUOUS}
        about = set(row.get("about", ()))
        right, wrong, missed = (
            right + len(named & about),
            wrong + len(named - about),
            missed + len(about - named),
        )
        certain_wrong += len(surely - about)
        if named != about or may_be != set(row.get("may_be", ())):
            unlike.append(f"{row['title']}: {sorted(named)}, may be {sorted(may_be)}")
    precision, recall = right / (right + wrong), right / (right + missed)
    with capsys.disabled():
        print(
            f"\n{len(HEADLINES)} headlines: precision {precision:.3f}, recall {recall:.3f}, "
            f"{certain_wrong} certain and wrong, {len(unlike)} not as a reader would"
        )
    assert len(HEADLINES) >= 60
    assert unlike == []
    assert certain_wrong == 0
