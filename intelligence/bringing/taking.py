"""From an uploaded file to what was found in it, with the answers its own words give; nothing guessed."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.conf import settings

from common import scratch
from common.errors import Refused
from common.parsing_child import ParserKilled, ParsingFailed, run_parser
from councils.models import Council, Office
from councils.resolution import Resolution
from intelligence.bringing.days import day_of
from intelligence.bringing.found import NOTE
from intelligence.files.kinds import plain_name
from intelligence.models import Known, SourceType

Resolve = Callable[[str], Resolution]
KNOWN = {
    Known.FIRST_HAND: "first hand|first-hand|direct|told directly|saw it|in person|conversation|meeting",
    Known.SECOND_HAND: "second hand|second-hand|hearsay|heard|indirect|third party|rumour|via others",
    Known.PUBLISHED: "published|press|media|public|report|website|newspaper|committee paper",
    Known.ANONYMOUS: "anonymous|anon|unknown",
}
CONTACT = "contact"  # no office: into the network of whoever brings the file in
OFFICES = {
    Office.LEADER: "leader|leader of the council|council leader",
    Office.MAYOR: "mayor|elected mayor|directly elected mayor",
    Office.CHIEF_EXECUTIVE: "chief executive|chief exec|ceo|cex|interim chief executive|head of paid service",
    Office.PORTFOLIO_HOLDER: "portfolio holder|cabinet member|lead member|executive member",
    Office.DCS: "director of children's services|director of children’s services|dcs",
    Office.DASS: "director of adult social services|director of adult social care|dass",
}  # fmt: skip


def found_in(name: str, chunks: Iterable[bytes]) -> tuple[str, dict[str, Any]]:
    """The file's name, and what the child found in it; the file is gone afterwards. Raises Refused."""
    shown = plain_name(name)
    with scratch.folder_in(Path(tempfile.gettempdir())) as folder:
        path, size = folder / "file", 0
        with path.open("wb") as file:
            for chunk in chunks:
                size += len(chunk)
                if size > settings.ATTACHMENT_MOST_BYTES:
                    most = settings.ATTACHMENT_MOST_BYTES // 1024**2
                    raise Refused(f"{shown} is larger than {most} MB. Bring it in parts.")
                file.write(chunk)
        try:
            out = run_parser(
                "intelligence.bringing.looking:look", {"path": str(path)}, folder=folder, max_seconds=45
            )
        except ParsingFailed as failure:
            raise Refused(f"{shown} was not read. {failure.sentence}") from failure
        except ParserKilled as killed:
            raise Refused(f"{shown} could not be read just now. Try once more.") from killed
        return shown, json.loads(out.read_text(encoding="utf-8"))


def answered(found: dict[str, Any], resolve: Resolve, types: Iterable[SourceType]) -> dict[str, Any]:
    """The same with `answers` and `take` for each item: what its words say surely; the rest is asked."""
    named = {one.name.casefold(): one.pk for one in types}
    seen: dict[str, str] = {}
    for item in found["items"]:
        said = item["said"]
        item["answers"] = (
            _of_note(said, resolve, named) if item["kind"] == NOTE else _of_person(said, resolve)
        )
        words = words_of(item)
        item["same_as"] = seen.get(words, "")
        item["take"] = not item["same_as"]
        seen.setdefault(words, item["where"])
    found["usual"] = {}
    return found


def words_of(item: dict[str, Any]) -> str:
    """An item's own words, the same whenever the same file is brought again."""
    said = {name: " ".join(words.split()) for name, words in item["said"].items()}
    return json.dumps([item["kind"], said], sort_keys=True, ensure_ascii=False)


def _of_note(said: dict[str, str], resolve: Resolve, named: dict[str, int]) -> dict[str, str]:
    day = day_of(said.get("day", ""))
    source = said.get("source", "")
    return {
        "council": _council(said.get("council", ""), resolve),
        "day": day.isoformat() if day else said.get("day", ""),
        "text": said.get("text", ""),
        "known": _one_of(KNOWN, said.get("known", "")),
        "source_type": str(named.get(source.casefold(), "")),
        "who": said.get("who", "") or ("" if source.casefold() in named else source),
    }


def _of_person(said: dict[str, str], resolve: Resolve) -> dict[str, str]:
    office = _one_of(OFFICES, said.get("title", "")) or CONTACT
    where = said.get("council", "")
    # A council that can be meant in two ways is asked about; a body that is surely none is where they work.
    meant = resolve(where) if where else None
    elsewhere = office == CONTACT and meant is not None and not meant.council and not meant.meant
    return {
        "council": "" if elsewhere else _council(where, resolve),
        "body": where if elsewhere else "",
        "name": said.get("name", ""),
        "title": said.get("title", ""),
        "office": office,
        "email": said.get("email", ""),
        "phone": said.get("phone", ""),
    }


def _council(words: str, resolve: Resolve) -> str:
    """The council in a form that is read again the same way; else the words as they are, to be asked."""
    council = resolve(words).council if words else None
    return in_words(council) if council else words


def in_words(council: Council) -> str:
    """A council as a box offers it."""
    return f"{council.short_name} ({council.code})"


def _one_of(meanings: dict[Any, str], words: str) -> str:
    plain = " ".join(words.casefold().replace("-", " ").split())
    for meaning, several in meanings.items():
        if plain and plain in several.replace("-", " ").split("|"):
            return str(meaning.value)
    return ""
