"""What production asks beyond the demonstration: a second factor at every address."""

from __future__ import annotations

import pytest

from tests.trust.crawling import cases, client_of

pytestmark = pytest.mark.django_db


def test_without_a_second_factor_nobody_gets_further_than_setting_one_up(world, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    client = client_of(world, "OWNER")
    asked = 0
    for case in cases(world):
        if case.route["name"].startswith(("account", "mfa")):
            continue
        for answer in (client.get(case.address), client.post(case.address, {})):
            asked += 1
            assert (answer.status_code, answer.headers.get("Location")) == (
                302,
                "/accounts/2fa/totp/activate/",
            ), case
    assert asked > 300
