"""The council's dated stream: the last two years first, what is older on request."""

from datetime import timedelta

import pytest
from django.utils import timezone

from desk.queries import council_page
from tests.factories.councils import ChangeOfControlFactory, adviser_for
from tests.factories.intelligence import NoteFactory

pytestmark = pytest.mark.django_db


def test_the_last_two_years_come_first_and_what_is_older_on_request(sign_in):
    on = timezone.localdate()
    old = NoteFactory(happened_on=on - timedelta(days=800), text="Long ago.")
    council = old.council
    adviser = adviser_for(council)
    only = council_page(council, adviser, on).stream
    assert [entry.title for entry in only.entries] == ["Long ago."]  # nothing newer: what there is
    for day in range(14):
        NoteFactory(council=council, happened_on=on - timedelta(days=day), text=f"Heard {day}.")
    ChangeOfControlFactory(council=council, changed_on=on)
    stream = council_page(council, adviser, on).stream
    assert (len(stream.entries), stream.more) == (12, True)
    assert "Control changed from Labour to No overall control" in {entry.title for entry in stream.entries}
    stream = council_page(council, adviser, on, reach="two-years").stream
    assert (len(stream.entries), stream.more, stream.older) == (15, False, True)
    client = sign_in(adviser)
    page = client.get(f"/councils/{council.code}").content.decode()
    assert "Show all of the last two years" in page
    assert "Long ago." not in page
    assert "Long ago." in client.get(f"/councils/{council.code}?all").content.decode()
