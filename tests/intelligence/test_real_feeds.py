"""The feeds of the data that comes with the project's brief, where it is at hand: their facts."""

import pytest

from intelligence.filing import file_items
from intelligence.models import Story
from intelligence.sources.reading_feeds import parsed
from tests.factories.stories import FeedFactory
from tests.register import register_loaded

pytestmark = [pytest.mark.django_db, pytest.mark.shared_data]


def test_each_is_read_whole_and_unwrapped(at, shared_data):
    register_loaded()
    facts = {
        "SYNTHETIC_google_alert_doncaster.atom.xml": (3, {"Doncaster"}),
        "SYNTHETIC_google_alert_no_confidence.atom.xml": (2, {"Cornwall", "St Helens", "Knowsley"}),
        "google_alerts_slack_2019.atom.xml": (20, set()),
        "news_gov_scot_2017.rss.xml": (2, set()),
    }
    for name, (number, councils) in facts.items():
        read = parsed((shared_data / "feeds" / name).read_bytes())
        assert len(read["items"]) == number, name
        filed = file_items(read["items"], came_by="feed", feed=FeedFactory(title=name), at=at)
        stories = Story.objects.filter(pk__in=filed.made)
        assert filed.stories + filed.copies == number
        assert {row.council.short_name for story in stories for row in story.about.all()} == councils, name
        assert not any("google." in story.link for story in stories)
        assert not any("<" in story.title + story.excerpt for story in stories)
    leader = Story.objects.get(title__startswith="Leader survives")
    assert leader.link == "https://news.example.org/cornwall/vote"
    assert leader.published_at.isoformat() == "2012-03-01T12:00:00+00:00"
