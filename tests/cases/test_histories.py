"""Random histories of a concern, against an oracle written from WORKFLOW.md alone."""

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from audit.models import Event
from tests.cases import oracle
from tests.cases.histories import OF_CONCERN, History, acts, beginnings

pytestmark = pytest.mark.django_db


@given(beginning=beginnings, acts=st.lists(acts(), min_size=10, max_size=30))
@settings(
    max_examples=25,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # a history is told whole: shrinking takes minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_what_may_happen_to_a_concern_is_what_the_law_of_stages_says(at, beginning, acts):
    history = History(at)
    origin, stage, has_point = beginning
    held = oracle.begun(origin, stage, has_coming_off_point=has_point)
    concern, error = history.begin(origin, stage, has_coming_off_point=has_point)
    assert (concern is None) == (held is None), (beginning, error)
    if concern is None:
        assert error == oracle.REFUSED
        return
    for act in acts:
        recorded = _recorded(concern)
        faults, after = oracle.judged(held, act)
        came = history.put(concern, act)
        assert (came in faults) if faults else came == "", (held, act, came, faults)
        assert history.stands(concern) == after, (held, act)
        assert (_recorded(concern) > recorded) == (not faults), act
        held = after


def _recorded(concern):
    return Event.objects.filter(subject_kind=OF_CONCERN, subject_id=str(concern.pk)).count()
