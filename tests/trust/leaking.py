"""What an answer holds to the last corner, and whether somebody read in it what they may not."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Collection
from datetime import UTC, datetime

import pikepdf
from django.db import transaction

from intelligence.models import Source
from tests.factories.cases import ConcernFactory
from tests.factories.intelligence import NoteFactory
from tests.factories.liaison import originator, received
from tests.factories.panel import RadarEntryFactory
from tests.papers.reading import read_pdf
from tests.trust.crawling import client_of, holders, masked
from tests.trust.world import World

Planted = dict[str, tuple[str, str]]
CANARY = re.compile(r"zq[a-z]+\d+qz")
SEARCHED = (
    "/intelligence?q={}",
    "/search?all=1&q={}",
    "/find?part=1&q={}",
    "/find?q={}",
    "/intelligence?council={}",
    "/cases?stage=all&q={}",
    "/radar?q={}",
    "/councils?q={}",
)
# Words that are read by whoever may read the thing itself.
SAME_AS = {
    "later_summary": "later",
    "supported_summary": "supported",
    "closed": "supported",
    "closed_summary": "supported",
    "pack": "pack_said",
    "after": "release",  # within the service: what was said aloud, and what followed a release
    "withdrawn_release": "release",  # within the service; the department is told why, and no more
    # What was sent to the department its officer reads at their own door too.
    "release": "released_words",
    "withdrawn_why": "released_words",
    "told_at_the_door": "released_words",  # that it is deleted, and what we think of a request
    "awareness": "awareness_words",
}


def opened(body: bytes) -> str:
    """What an answer holds to the last corner: a PDF's words and properties, every part of a packed file."""
    if body.startswith(b"%PDF"):
        with pikepdf.open(io.BytesIO(body)) as pdf:
            said = [str(value) for value in pdf.docinfo.values()] if "/Info" in pdf.trailer else []
            said += [bytes(stream.read_bytes()).decode("latin-1") for stream in _streams(pdf)]
        return f"{read_pdf(body)} {said}"
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as file:
            return " ".join(file.read(name).decode("utf-8", "replace") for name in file.namelist())
    return body.decode("utf-8", "replace")


def _streams(pdf: pikepdf.Pdf) -> list[pikepdf.Stream]:
    return [each for each in pdf.objects if isinstance(each, pikepdf.Stream) and "/Subtype" not in each]


def planted_in(world: World) -> Planted:
    """Every word: under which right, and where."""
    return {
        word: (right, place)
        for place, things in world.places.items()
        for word, right in things.canaries.items()
    }


def may_read(planted: Planted, word: str, who: str) -> bool:
    """Whether the matrix lets this person read the word."""
    right, place = planted[word]
    if right.endswith("_identity"):
        right = "identity"
    return who in holders(SAME_AS.get(right, right), place)


def meant(planted: Planted, word: str) -> str:
    """The word planted: a PDF's ligatures lose letters, and its number is its own."""
    number = re.search(r"\d+", word)[0]
    return next(each for each in planted if re.search(r"\d+", each)[0] == number)


def leaks(planted: Planted, who: str, where: str, text: str) -> list[str]:
    """A line for each word that this person read there and may not."""
    found = {meant(planted, word) for word in CANARY.findall(text)}
    return [f"{who} read {word} at {where}" for word in sorted(found) if not may_read(planted, word, who)]


def can_be_read(kept: tuple[str, str], people: Collection[str]) -> bool:
    """Whether some page shows a word of this right and place to one of these people."""
    right, place = kept
    return (
        not right.endswith("_identity")
        and place != "fictional"
        and not set(people).isdisjoint(holders(SAME_AS.get(right, right), place))
    )


def without_what_was_asked(address: str, text: str) -> str:
    """What was asked comes back in the box it was typed into: not a leak."""
    return text.replace(address.rpartition("=")[2], "") if "zq" in address else text


def elsewhere(world: World, words: list[str]) -> list[str]:
    """Searches, narrowed lists, missing pages, old pages, and an address that is no page."""
    councils = [things.council for things in world.places.values()]
    made = [form.format(word) for form in SEARCHED for word in words]
    made += [form.format(council.short_name) for form in SEARCHED for council in councils]
    made += [f"/intelligence?council={council.code}" for council in councils]
    made += [f"/find?part=1&q=&council={council.code}" for council in councils]
    made += [f"/cases?region={council.region.slug}&stage=all" for council in councils]
    made += [f"/councils/{council.code}?all" for council in councils]
    made += ["/cases?stage=closed", "/cases?mine=yes", "/nowhere", "/intelligence?page=2", "/audit?page=2"]
    made += ["/intelligence?order=logged", "/intelligence?order=oldest", "/intelligence?mine=yes"]
    return list(dict.fromkeys(made))


BLIND = ("MP", "PEER", "GO", "PAN", "INV", "RI", "DCLG", "ADM", "RECUSED")


def differing(world: World) -> tuple[int, list[tuple[str, str]]]:
    """How many pages were asked by those who see none of it, and which differ once there is more to hide."""
    council = world.places["own"].council
    spare = world.places["own"].held["spare"]
    pages = ["/", "/cases?stage=all", "/intelligence", "/radar", "/meetings", "/sharing", "/councils"]
    pages += ["/inbound", "/department"]
    pages += [
        "/search?q=Ownford&all=1",
        "/find?q=Ownford",
        f"/find?part=1&q=&council={council.code}",
        "/regions",
    ]
    pages += [f"/councils/{council.code}", f"/councils/{spare}", f"/regions/{council.region.slug}"]
    clients = {who: client_of(world, who) for who in BLIND}

    def seen() -> dict[tuple[str, str], bytes]:
        return {(who, page): masked(clients[who].get(page).content) for who in BLIND for page in pages}

    with transaction.atomic():
        sender = originator()  # of an organisation of its own, which everybody who shares may know of
        before = seen()
        owner = world.places["own"].owner
        source = Source.objects.filter(owner=owner).first()
        ConcernFactory(council=council, owner=owner, panel_support=True)
        ConcernFactory(council=council, owner=owner)
        NoteFactory(council=council, owner=owner, source=source)
        NoteFactory(council=council, owner=owner, source=source, restricted=True)
        received(datetime.now(tz=UTC), council=council, by=sender)  # noqa: TID251
        RadarEntryFactory(council=type(council).objects.get(code=spare), put_on_by=owner)
        after = seen()
        transaction.set_rollback(True)
    return len(before), [key for key in before if before[key] != after[key]]
