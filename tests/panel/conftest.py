"""What the Panel's tests share: live concerns without the cases room's rules in the way."""

import pytest


@pytest.fixture
def live_concerns(monkeypatch):
    """The open concerns the report reads: a list the test fills."""
    held = []

    def open_concerns(on, council_ids=None):
        return [each for each in held if council_ids is None or each.council.pk in set(council_ids)]

    monkeypatch.setattr("panel.queries.drafting.open_concerns", open_concerns)
    monkeypatch.setattr("panel.queries.radar.open_concerns", open_concerns)
    return held
