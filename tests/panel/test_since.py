"""“Since you last met”: first in the body, in words, and saying nothing of a council that is withheld."""

from datetime import date

import pytest

from panel.workflow import open_pack, take_off_radar
from papers.withholding import WITHHELD
from tests.factories.councils import CouncilFactory, InterestFactory, adviser_for
from tests.factories.panel import (
    CouncilToldFactory,
    MeetingFactory,
    MembershipFactory,
    RadarEntryFactory,
    live,
    package,
)
from tests.papers.reading import read_text

pytestmark = pytest.mark.django_db


def words(pack) -> str:
    return bytes(pack.files.get(format="text", copy=None).content).decode()


def test_since_you_last_met_says_new_moved_off_and_unchanged_with_before_and_after(
    meeting, marchford, saltmarsh, issue, live_concerns, at
):
    leaving = CouncilFactory(short_name="Langmoor")
    entry = RadarEntryFactory(council=leaving)
    CouncilToldFactory(meeting=meeting, council=leaving)
    first = issue()
    assert set(first.entries.values_list("since", flat=True)) == {"new"}
    take_off_radar(entry=entry, reason="The steps have worked", by=adviser_for(leaving), at=at)
    live_concerns[0] = live(marchford, "4", 1, support=(package(),))
    arriving = CouncilFactory(short_name="Eastholt")
    RadarEntryFactory(council=arriving)
    after = MeetingFactory(body=meeting.body, held_on=date(2013, 1, 15), cut_off_on=date(2013, 1, 11))
    for council in (marchford, saltmarsh, arriving):
        CouncilToldFactory(meeting=after, council=council)

    second = issue(after)

    said = {entry.name: (entry.since, entry.before) for entry in second.entries.all()}
    assert said["Eastholt"] == ("new", [])
    assert said["Saltmarsh"][0] == "unchanged"
    assert said["Marchford"][0] == "moved"
    assert said["Marchford"][1][0]["stage"] == "3"
    assert said["Langmoor"][0] == "off"
    text = words(second)
    assert "Moved: Stage 3 to Stage 4" in text
    assert "Langmoor. Came off: The steps have worked" in text
    for line in (
        "New since the last meeting on 20 November 2012: Eastholt.",
        "Moved: Marchford.",
        "Came off: Langmoor.",
        "No change: Saltmarsh.",
        "Eastholt. New. Now: on the radar.",
        "Saltmarsh. No change.",
    ):
        assert line in text
    assert "1 new since the last meeting" in text


def test_the_body_begins_with_what_changed_since_the_last_meeting_in_words(  # R147
    meeting, marchford, saltmarsh, issue, live_concerns
):
    first = issue()
    assert "No report was issued before this one" in words(first)
    live_concerns[0] = live(marchford, "4", 1, support=(package(),))
    after = MeetingFactory(body=meeting.body, held_on=date(2013, 1, 15), cut_off_on=date(2013, 1, 11))
    for council in (marchford, saltmarsh):
        CouncilToldFactory(meeting=after, council=council)

    said = read_text(words(issue(after)))

    begins = said.index("Since you last met")
    assert begins < said.index("Background")
    part = " ".join(said[begins : said.index("Background")])
    assert "Before: Stage 3, Trust between leader and chief executive at Marchford; on the radar." in part
    assert "Now: Stage 4, Trust between leader and chief executive at Marchford; on the radar." in part
    assert "No change: Saltmarsh." in part
    assert "No figure of these councils’ headline reports has changed" in " ".join(said)


@pytest.mark.parametrize("change", ["new", "moved", "off", "unchanged", "early"])
def test_a_withheld_council_reads_the_same_however_it_has_changed(
    meeting, marchford, saltmarsh, issue, live_concerns, at, change
):  # R052
    own, leaving = CouncilFactory(short_name="Kirkham"), CouncilFactory(short_name="Langmoor")
    council = leaving if change == "off" else own
    after = MeetingFactory(body=meeting.body, held_on=date(2013, 1, 15), cut_off_on=date(2013, 1, 11))
    for held in (meeting, after):
        CouncilToldFactory(meeting=held, council=council)
    if change == "new":
        issue()
    entry = RadarEntryFactory(council=council)
    live_concerns.append(live(council, "3", 7))
    if change != "new":
        issue()
    if change == "moved":
        live_concerns[-1] = live(council, "4", 7, support=(package(),))
    if change == "early":
        live_concerns[-1] = live(council, "2", 7)
    if change == "off":
        take_off_radar(entry=entry, reason="The steps have worked", by=adviser_for(leaving), at=at)
        live_concerns.pop()
    live_concerns[0] = live(marchford, "4", 1, support=(package(),))
    CouncilToldFactory(meeting=after, council=marchford)
    CouncilToldFactory(meeting=after, council=saltmarsh)
    member = MembershipFactory(body=meeting.body).user
    InterestFactory(user=member, council=council)

    said = read_text(bytes(open_pack(pack=issue(after), form="text", by=member, at=at).content).decode())

    begins = said.index("Since you last met")
    part = said[begins : said.index("Background")]
    assert part[1] == WITHHELD  # who is new, who has moved: the names that are left would tell
    assert part[2:] == [
        "1. What has changed since the last meeting on 20 November 2012:",
        f"1.1. {WITHHELD}",
        "1.2. Marchford. Moved: Stage 3 to Stage 4. Before: Stage 3, Trust between leader and chief "
        "executive at Marchford; on the radar. Now: Stage 4, Trust between leader and chief executive at "
        "Marchford; on the radar.",
        "1.3. Saltmarsh. No change.",
    ]
    assert "new since the last meeting" not in " ".join(said[:begins])
    if change != "off":
        heading = said.index(WITHHELD, said.index("The councils"))
        assert [line.endswith(WITHHELD) for line in said[heading : heading + 5]] == [True] * 4 + [False]
