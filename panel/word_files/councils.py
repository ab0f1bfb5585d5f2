"""Which council each line of a Word paper is about, by the register: what is not sure is asked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from councils.code_forms import Why
from councils.lookup import Resolver
from councils.models import Council
from councils.resolution import How
from intelligence.naming import CERTAIN, Names
from panel.models import LastPaperLine
from panel.word_files.reading import BOLD

Reading = LastPaperLine.Reading
LONGEST_NAME = 80
CUE = "Report about councils"  # a paper to the Panel is about councils: a bare place's name may be one
NUMBERED = re.compile(r"^(?:annex|item|appendix)?\s*[\dA-Z]{0,3}(?:\.\d+)*[.):]\s+", re.I)
BESIDE = re.compile(r"\s*\((?:fictional|[A-Z]\d{8})\)\s*$")
LEAD = re.compile(r"^(.{3,80}?)\s*(?::|\s[–—-]\s)\s*(?=\S)")


@dataclass(frozen=True)
class Read:
    """What the reading makes of a line."""

    where: str
    text: str
    reading: str
    council: Council | None
    why: str


@dataclass(frozen=True)
class _Under:
    """What the lines under a heading are about; `asked` is a sentence where that is not sure."""

    level: int
    council: Council | None = None
    asked: str = ""
    heading: str = ""


def read_lines(lines: Iterable[Mapping[str, Any]], resolver: Resolver, on: date) -> Iterator[Read]:
    """Each line with the council it is surely about that day, or why it is passed over, or what is asked."""
    reader = _Reader(resolver, Names(resolver), on)
    for line in lines:
        reading, council, why = reader.line(line)
        yield Read(str(line["where"]), str(line["text"]), reading, council, why[:500])


Said = tuple[str, Council | None, str]


class _Reader:
    def __init__(self, resolver: Resolver, names: Names, on: date) -> None:
        self.resolver, self.names, self.on = resolver, names, on
        self.under = _Under(0)

    def line(self, line: Mapping[str, Any]) -> Said:
        """One line, in its order: a heading says what those below it are about."""
        text = str(line["text"])
        if line["beside"]:
            called = str(line["beside"])
            return Reading.PASSED_OVER, None, f"It is a {called}, and no part of the text."
        if line["level"]:
            return self.heading(text, int(line["level"]))
        if line["cells"]:
            return self.row([str(cell) for cell in line["cells"]], text)
        if self.under.council:
            name = self.under.council.short_name
            return Reading.ABOUT, self.under.council, f"It stands under the heading of {name}."
        if self.under.asked:
            return Reading.ASKED, None, self.under.asked
        return self.led(text) or self.named(text)

    def heading(self, text: str, level: int) -> Said:
        before = self.under
        council, asked = self.meant(text)
        if council is None and not asked:
            council, asked = self.surely_in(text)
        if council or asked:
            self.under = _Under(level, council, asked, text)
            if council:
                name = council.short_name
                return Reading.PASSED_OVER, None, f"It is a heading: the lines below are about {name}."
            return (
                Reading.PASSED_OVER,
                None,
                "It is a heading. Which council it means is asked at each line below.",
            )
        about = before.council
        if about and level > before.level:  # a heading within the council's own part
            return Reading.PASSED_OVER, None, f"It is a heading within the part about {about.short_name}."
        if level == BOLD == before.level and (about or before.asked):
            sentence = "It stands under a heading that names no council, after one that does. Is it about it?"
            self.under = _Under(level, None, sentence, text)
        else:
            self.under = _Under(level)
        return Reading.PASSED_OVER, None, "It is a heading that names no council."

    def row(self, cells: list[str], text: str) -> Said:
        for cell in [each for each in cells if each][:2]:
            council, asked = self.meant(cell)
            if council:
                return Reading.ABOUT, council, f"Its row names {council.short_name}."
            if asked:
                return Reading.ASKED, None, asked
        return self.named(text)

    def led(self, text: str) -> Said | None:
        """“Marchford: savings slip.”"""
        if not (found := LEAD.match(text)):
            return None
        council, asked = self.meant(found.group(1))
        if council:
            return Reading.ABOUT, council, f"It begins with {council.short_name}."
        return (Reading.ASKED, None, asked) if asked else None

    def named(self, text: str) -> Said:
        found = self.names.in_text(CUE, text, on=self.on)
        if not found:
            return Reading.PASSED_OVER, None, "It names no one council."
        if len(found) == 1 and found[0].certainty == CERTAIN:
            return Reading.ABOUT, found[0].council, found[0].why
        whys = list(dict.fromkeys(one.why for one in found))
        return Reading.ASKED, None, " ".join(whys[:3])

    def surely_in(self, text: str) -> tuple[Council | None, str]:
        """A heading such as “Concerns at Barchester City Council”."""
        found = self.names.in_text(text, on=self.on)
        sure = [one.council for one in found if one.certainty == CERTAIN]
        if len(found) == len(sure) == 1:
            return sure[0], ""
        return None, " ".join(one.why for one in found[:3])

    def meant(self, words: str) -> tuple[Council | None, str]:
        """The council whose name a text is, or the sentence that asks which; neither for other texts."""
        name = BESIDE.sub("", NUMBERED.sub("", words.strip())).strip(" .:-–—")
        if not name or len(name) > LONGEST_NAME or "\n" in name:
            return None, ""
        found = self.resolver.resolve(name, self.on)
        if found.council and found.how in (How.NAME, How.FORMER_NAME):
            return found.council, ""
        if found.council and found.how == How.NEAR:
            return None, f"“{name}” is spelt like {found.council.short_name}. Is it meant?"
        if found.why in (Why.AMBIGUOUS, Why.COMBINED, Why.ABOLISHED) and found.meant:
            return None, found.sentence
        return None, ""
