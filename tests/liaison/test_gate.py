"""A sample of the drill of the gate: each attempt there is, once (`script/drill gate` makes ten thousand)."""

import pytest
from django.core.cache import cache

from tests.liaison.drilling import every, figures, tried
from tests.liaison.gate_ground import lay, role

pytestmark = pytest.mark.django_db


def test_every_bad_attempt_is_refused_by_what_it_lacks_and_every_good_one_accepted(at):
    """TRUST section 3, 4-7; R083, R177-R180, R139: by the acts, pages, API, an admin's addresses, raw SQL."""
    cache.clear()
    ground = lay(1, at)
    with role():
        line = figures(tried(ground, every()))
    assert line["told"] == []
    assert line["well"]
    assert line["attempts"] == line["kinds"] > 190
    assert set(line["of"]) == {"release", "shared support"}
    assert set(line["by_way"]) == {"acts", "admin", "api", "pages", "sql"}
