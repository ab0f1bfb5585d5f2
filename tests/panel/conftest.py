"""What the Panel's tests share: live concerns without the cases room's rules in the way."""

import pytest


@pytest.fixture
def live_concerns(monkeypatch):
    """The open concerns the report reads: a list the test fills. tests/panel/test_live.py has real ones."""
    held = []

    def reported_concerns(user):
        return [each for each in held if each.line or each.stage in {"4", "5a", "5b"}]

    def concerns_about(user, councils):
        asked = {council.pk for council in councils}
        return [each for each in held if each.council.pk in asked]

    for room in ("drafting", "radar"):
        monkeypatch.setattr(f"panel.queries.{room}.concerns_about", concerns_about)
    monkeypatch.setattr("panel.queries.drafting.reported_concerns", reported_concerns)
    return held
