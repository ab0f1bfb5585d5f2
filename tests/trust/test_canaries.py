"""The canary crawl: a unique word in everything kept back, looked for in every answer (TRUST section 4)."""

from __future__ import annotations

from collections import Counter

import pytest
from django.test import Client

from tests.trust.crawling import (
    CLOSE,
    STRANGER,
    client_of,
    everybody,
    is_of_today,
    is_whole,
)
from tests.trust.leaking import (
    CANARY,
    Planted,
    can_be_read,
    differing,
    elsewhere,
    leaks,
    opened,
    planted_in,
    without_what_was_asked,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def planted(world) -> Planted:
    """Every word: under which right, and where."""
    return planted_in(world)


def test_each_word_is_read_by_those_who_may_and_by_nobody_else(world, answers, planted):
    found: list[str] = []
    read: Counter[str] = Counter()
    asked = 0
    for answer in answers:
        text = opened(answer.body) + str(answer.headers)
        found += leaks(planted, answer.who, str(answer.case), text)
        read.update({word for word in CANARY.findall(text) if word in planted})
        asked += 1
    few = [word for word, (right, _) in planted.items() if right in ("note", "restricted", "early_summary")][
        :4
    ]
    for who in [*everybody(), STRANGER]:
        client = client_of(world, who)
        for place, address in enumerate(elsewhere(world, few)):
            if who not in CLOSE and not is_of_today(f"{who} elsewhere {place}"):
                continue
            answer = client.get(address)
            text = without_what_was_asked(address, answer.content.decode())
            found += leaks(planted, who, address, text)
            asked += 1
    said = f"{len(planted)} canaries, {asked} answers, {len(found)} leaks"
    assert not found, "\n".join([said, *found])
    # A crawl that reads nothing would find no leak: of each right some word is read by those who hold it.
    reached = {planted[word] for word in read}
    asked_whole = set(everybody()) if is_whole() else CLOSE
    unread = sorted({kept for kept in planted.values() if can_be_read(kept, asked_whole)} - reached)
    assert not unread, f"{said}; of these no word was on any page: {unread}"
    assert len(planted) > 60, said


def test_the_departments_client_reads_the_releases_made_to_it_and_not_a_word_more(world, planted):
    addresses = ["/api/v1/releases/", "/api/v1/councils/", "/api/v1/releases/2012-9999/", "/api/nowhere"]
    addresses.append("/api/v1/support/")
    addresses += [
        f"/api/v1/releases/{things.held[name]}/"
        for things in world.places.values()
        for name in ("release", "proposal", "release_withdrawn", "release_refused")
    ]
    sent = {word for word, (right, _) in planted.items() if right in ("release", "withdrawn_why")}
    told = {word for word, (right, _) in planted.items() if right == "awareness"}
    for token, may in ((world.token, sent), (world.stranger_token, set()), ("", set())):
        client = Client(headers={"Authorization": f"Bearer {token}"} if token else {})
        read: set[str] = set()
        for address in addresses:
            answer = client.get(address)
            assert answer.status_code < 500
            read |= set(CANARY.findall(answer.content.decode() + str(answer.headers)))
        # Who at the council was told goes with a release, and the title of what was published.
        assert read - may <= (told if may else set()), (len(addresses), sorted(read - may))
        assert may <= read
    assert len(sent) == 9


def test_lists_count_the_same_with_and_without_what_is_hidden(world):
    """What one may not see makes no difference to any count, page or order: to the byte."""
    asked, differ = differing(world)
    assert not differ, f"{asked} pages: {differ}"
