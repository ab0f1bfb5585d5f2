"""A sample of the hostile feeds of `script/drill feeds`: refused or cleaned, and nothing runs or leaves."""

import pytest

from intelligence.sources.reading_feeds import parsed
from tests.factories.councils import RegionFactory, RegionHoldingFactory
from tests.intelligence import feed_drilling, hostile_feeds

pytestmark = pytest.mark.django_db
SLOW = ("_drip", "_many", "_line", "_long", "_packed")


def here(target, content, **more):
    """As the child reads, in this process: starting one for each feed takes longer than reading it."""
    return parsed(content.read_bytes(), **more)


def test_hostile_feeds_are_refused_or_cleaned_and_nothing_of_them_runs(sign_in, monkeypatch):
    quick = [maker for maker in hostile_feeds.MAKERS if maker.__name__ not in SLOW]
    monkeypatch.setattr(hostile_feeds, "MAKERS", tuple(dict.fromkeys(quick)))
    line = feed_drilling.asked(20261121, 20, patience=2, reader=here)
    adviser = RegionHoldingFactory(region=RegionFactory()).user
    for address, sent in feed_drilling.pages(sign_in(adviser), most=4):
        line["faults"] += feed_drilling.harm_in(address, sent)
    assert line["faults"] == []
    assert line["requests_leaving"] == 0
    assert line["refused"] + line["cleaned"] == 20
    assert line["cleaned"] > 5


def test_each_script_in_each_field_is_read_as_words_alone():
    for payload in hostile_feeds.SCRIPTS:
        for field in hostile_feeds.FIELDS:
            text = hostile_feeds.rss(hostile_feeds.item(1, **{field: hostile_feeds.escaped(payload)}))
            for one in parsed(text.encode())["items"]:
                assert "<script" not in str(one), (payload, field)
                assert "onerror" not in one["title"], (payload, field)
                assert one["link"].startswith(("http://", "https://", "")), one
