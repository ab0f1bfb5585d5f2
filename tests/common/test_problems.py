"""Errors of the API as problem documents."""

import pytest
from rest_framework.exceptions import Throttled

from common.problems import problem_response


@pytest.mark.parametrize(("wait", "said"), [(29.01, "30"), (30.0, "30"), (0.2, "1")])
def test_whoever_waits_as_long_as_it_says_is_answered(wait, said):
    """Whole seconds, and none too few (RFC 9110, Retry-After)."""
    fault = Throttled()
    fault.wait = wait
    assert problem_response(fault, {}).headers["Retry-After"] == said
