"""The canary crawl: a unique word in everything kept back, looked for in every answer (TRUST section 4)."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Collection

import pikepdf
import pytest
from django.db import transaction
from django.test import Client

from intelligence.models import Source
from tests.factories.cases import ConcernFactory
from tests.factories.intelligence import NoteFactory
from tests.factories.panel import RadarEntryFactory
from tests.papers.reading import read_pdf
from tests.trust.crawling import (
    CLOSE,
    STRANGER,
    client_of,
    everybody,
    holders,
    is_of_today,
    is_whole,
    masked,
)

pytestmark = pytest.mark.django_db
CANARY = re.compile(r"zq[a-z]+\d+qz")
SEARCHED = (
    "/intelligence?q={}",
    "/search?all=1&q={}",
    "/intelligence?council={}",
    "/cases?stage=all&q={}",
    "/radar?q={}",
    "/councils?q={}",
)


def opened(body: bytes) -> str:
    """What an answer holds to the last corner: a PDF's words and properties, every part of a Word file."""
    if body.startswith(b"%PDF"):
        with pikepdf.open(io.BytesIO(body)) as pdf:
            said = [str(value) for value in pdf.docinfo.values()] if "/Info" in pdf.trailer else []
            said += [bytes(stream.read_bytes()).decode("latin-1") for stream in streams(pdf)]
        return f"{read_pdf(body)} {said}"
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as file:
            return " ".join(file.read(name).decode("utf-8", "replace") for name in file.namelist())
    return body.decode("utf-8", "replace")


def streams(pdf: pikepdf.Pdf) -> list[pikepdf.Stream]:
    return [each for each in pdf.objects if isinstance(each, pikepdf.Stream) and "/Subtype" not in each]


@pytest.fixture(scope="module")
def planted(world) -> dict[str, tuple[str, str]]:
    """Every word: under which right, and where."""
    return {
        word: (right, place)
        for place, things in world.places.items()
        for word, right in things.canaries.items()
    }


def may_read(planted, word: str, who: str) -> bool:
    right, place = planted[word]
    if right.endswith("_identity"):
        right = "identity"
    return who in holders(SAME_AS.get(right, right), place)


# Words that are read by whoever may read the thing itself.
SAME_AS = {
    "later_summary": "later",
    "supported_summary": "supported",
    "closed": "supported",
    "closed_summary": "supported",
    "pack": "pack_said",
}


def meant(planted, word: str) -> str:
    """The word planted: a PDF's ligatures lose letters, and its number is its own."""
    number = re.search(r"\d+", word)[0]
    return next(each for each in planted if re.search(r"\d+", each)[0] == number)


def leaks(planted, who: str, where: str, text: str) -> list[str]:
    found = {meant(planted, word) for word in CANARY.findall(text)}
    return [f"{who} read {word} at {where}" for word in sorted(found) if not may_read(planted, word, who)]


def test_each_word_is_read_by_those_who_may_and_by_nobody_else(world, answers, planted):
    found: list[str] = []
    read: Counter[str] = Counter()
    asked = 0
    for answer in answers:
        text = opened(answer.body) + str(answer.headers)
        found += leaks(planted, answer.who, str(answer.case), text)
        read.update({word for word in CANARY.findall(text) if word in planted})
        asked += 1
    for who in [*everybody(), STRANGER]:
        client = client_of(world, who)
        for place, address in enumerate(elsewhere(world, planted)):
            if who not in CLOSE and not is_of_today(f"{who} elsewhere {place}"):
                continue
            answer = client.get(address)
            # What was asked comes back in the box it was typed into: not a leak.
            text = answer.content.decode()
            if "zq" in address:
                text = text.replace(address.rpartition("=")[2], "")
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


def can_be_read(kept: tuple[str, str], people: Collection[str]) -> bool:
    right, place = kept
    return (
        not right.endswith("_identity")
        and place != "fictional"
        and not set(people).isdisjoint(holders(SAME_AS.get(right, right), place))
    )


def elsewhere(world, planted) -> list[str]:
    """Searches, narrowed lists, missing pages, old pages, and an address that is no page."""
    words = [
        word for word, (right, _) in planted.items() if right in ("note", "restricted", "early_summary")
    ][:4]
    councils = [things.council for things in world.places.values()]
    made = [form.format(word) for form in SEARCHED for word in words]
    made += [form.format(council.short_name) for form in SEARCHED for council in councils]
    made += [f"/intelligence?council={council.code}" for council in councils]
    made += [f"/cases?region={council.region.slug}&stage=all" for council in councils]
    made += [f"/councils/{council.code}?all" for council in councils]
    made += ["/cases?stage=closed", "/cases?mine=yes", "/nowhere", "/intelligence?page=2", "/audit?page=2"]
    return list(dict.fromkeys(made))


def test_the_departments_client_reads_the_releases_made_to_it_and_not_a_word_more(world, planted):
    addresses = ["/api/v1/releases/", "/api/v1/councils/", "/api/v1/releases/2012-9999/", "/api/nowhere"]
    addresses += [
        f"/api/v1/releases/{things.held[name]}/"
        for things in world.places.values()
        for name in ("release", "proposal")
    ]
    sent = {word for word, (right, _) in planted.items() if right == "release"}
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
    assert len(sent) == 3


def test_lists_count_the_same_with_and_without_what_is_hidden(world):
    """What one may not see makes no difference to any count, page or order: to the byte."""
    council = world.places["own"].council
    spare = world.places["own"].held["spare"]
    pages = [
        "/",
        "/cases?stage=all",
        "/intelligence",
        "/radar",
        "/meetings",
        "/sharing",
        "/search?q=Ownford&all=1",
    ]
    pages += [
        f"/councils/{council.code}",
        f"/councils/{spare}",
        f"/regions/{council.region.slug}",
        "/councils",
        "/regions",
    ]
    blind = ["MP", "PEER", "GO", "PAN", "INV", "RI", "DCLG", "ADM", "RECUSED"]
    clients = {who: client_of(world, who) for who in blind}

    def seen() -> dict[tuple[str, str], bytes]:
        return {(who, page): masked(clients[who].get(page).content) for who in blind for page in pages}

    before = seen()
    with transaction.atomic():
        owner = world.places["own"].owner
        source = Source.objects.filter(owner=owner).first()
        ConcernFactory(council=council, owner=owner, panel_support=True)
        ConcernFactory(council=council, owner=owner)
        NoteFactory(council=council, owner=owner, source=source)
        NoteFactory(council=council, owner=owner, source=source, restricted=True)
        RadarEntryFactory(council=council.__class__.objects.get(code=spare), put_on_by=owner)
        after = seen()
        transaction.set_rollback(True)
    differ = [key for key in before if before[key] != after[key]]
    assert not differ, f"{len(before)} pages: {differ}"
