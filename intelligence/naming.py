"""Which councils a headline names, how sure that is, and why: over the register, and never guessed.

The words around a name decide. “Bury Council” is certain; “Bury” beside “councillors” likely; “Newcastle”
ambiguous between two councils until a person says which; “Doncaster Rovers” names no council at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from councils.code_forms import Why
from councils.lookup import Resolver
from councils.models import Council
from councils.resolution import How, listed
from councils.spelling import reduce_name
from intelligence.headline_words import (
    LOCAL,
    Word,
    comes_before,
    follows,
    is_about_homes,
    is_another_thing,
    is_part_of_place,
    is_read,
    is_style,
    joins,
    kind_after,
    may_be_verb,
    reviewed,
    words_of,
)

CERTAIN, LIKELY, AMBIGUOUS = "certain", "likely", "ambiguous"
SURER = {CERTAIN: 2, LIKELY: 1, AMBIGUOUS: 0}
MOST_NAMED = 12  # councils of one story: a list of all of England is about none of them
LONGEST_NAME = 7
LEADING = ("london borough of", "royal borough of", "metropolitan borough of", "borough of", "city of")
ELSEWHERE = re.compile(r"\.(?:us|au|ca|nz|za|ie|in)$|\.(?:gov|edu)$")


@dataclass(frozen=True)
class Named:
    """A council that a text names: how sure that is, and why, as a sentence."""

    council: Council
    certainty: str
    why: str


@dataclass
class Names:
    """The register as headlines are read with it; build one for many headlines."""

    resolver: Resolver
    _cores: dict[str, list[str]] = field(default_factory=dict)
    _by_short: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._by_short = {one.short_name: key for key, one in self.resolver.councils.items()}
        for key, written, _, _ in self.resolver.spellings:
            core = reduce_name(written).core
            if core and key not in self._cores.setdefault(core, []):
                self._cores[core].append(key)
        for name, shorts in reviewed().also.items():
            keys = [self._by_short[short] for short in shorts if short in self._by_short]
            self._cores[name] = keys or self._cores.get(name, [])

    def in_text(
        self, title: str, excerpt: str = "", *, on: date, host: str = "", about: Iterable[Council] = ()
    ) -> list[Named]:
        """The councils that a story names, as on the day it was published; the surest of each.

        `about`: the councils its feed is about, which settle what is ambiguous between them and others.
        """
        whole = f"{title}\n{excerpt}"
        found: list[Named] = []
        of_feed = {council.key for council in about}
        seen = _Seen(self, whole, on, host, of_feed)
        for text in (title, excerpt):
            found += seen.named(text)
        return _merged(found)


@dataclass
class _Seen:
    """One story being read."""

    names: Names
    whole: str
    on: date
    host: str
    of_feed: set[str]

    def __post_init__(self) -> None:
        cues = reviewed().cues
        self.here = bool(cues["here"].search(self.whole)) or self.host.endswith(".uk")
        self.abroad = bool(cues["abroad"].search(self.whole)) or bool(ELSEWHERE.search(self.host))
        self.of_councils = bool(cues["council"].search(self.whole))

    def named(self, text: str) -> Iterator[Named]:
        words = list(words_of(text))
        place = 0
        while place < len(words):
            found = self._longest(words, place)
            if not found:
                place += 1
                continue
            core, end = found
            if core not in reviewed().not_this:
                yield from self._of(words, place, end, core)
            place = end

    def _longest(self, words: list[Word], begin: int) -> tuple[str, int] | None:
        if not words[begin].raw[0].isupper():
            return None
        joined = begin + 1
        while joined < len(words) and joined - begin < LONGEST_NAME and joins(words, joined):
            joined += 1
        for end in range(joined, begin, -1):
            said = [word.plain for word in words[begin:end]]
            for last in dict.fromkeys((words[end - 1].plain, words[end - 1].bare)):
                core = " ".join("st" if one == "saint" else one for one in [*said[:-1], last])
                if core in self.names._cores or core in reviewed().not_this:
                    return core, end
        return None

    def _of(self, words: list[Word], begin: int, end: int, core: str) -> Iterator[Named]:
        known = reviewed()
        said = " ".join(word.raw for word in words[begin:end])
        said = re.sub(r"['’]s$", "", said)
        kind, after = kind_after(words, end)
        led = next((lead for lead in LEADING if comes_before(words, begin, lead)), "")
        if follows(words, end, LOCAL) or is_style(words, begin) or self._is_somebody(words, begin, core):
            return
        if core in known.verbs and kind in ((), ("council",)) and may_be_verb(words, begin, end):
            if kind and not is_read(words, after):
                why = f"“{said} {words[end].raw}” may be a council or the word “{said.lower()}”."
                yield from self._uncertain(core, why)
            return
        shut_out = self.abroad and not self.here
        if core in known.abroad and shut_out and not self._is_only_ours(core, kind):
            return
        if kind and not is_about_homes(words, after):
            yield from self._with_kind(said, core, kind, words[end:after])
        elif led and not kind and led not in ("city of", "borough of"):
            yield from self._with_kind(f"{led} {said}", core, (), [])
        elif not is_another_thing(words, end, kind):
            yield from self._bare(said, core)

    def _is_only_ours(self, core: str, kind: tuple[str, ...]) -> bool:
        """“Boston Borough Council” is no place in another country, whatever else the text says."""
        return bool({"borough", "district", "county", "metropolitan", "unitary"} & set(kind))

    def _is_somebody(self, words: list[Word], begin: int, core: str) -> bool:
        """Cllr Barnet, Kevin Hart."""
        if not begin:
            return False
        known = reviewed()
        before = words[begin - 1]
        if not re.fullmatch(r"\.?\s+", words[begin].gap):
            return False
        if before.plain in known.words["titles"]:
            return True
        ordinary = (
            core in known.ordinary and before.raw[0].isupper() and before.plain not in known.words["small"]
        )
        shouted = self.whole.split("\n", 1)[0].isupper()
        return ordinary and not shouted and before.raw.isalpha() and not is_part_of_place(before)

    def _with_kind(
        self, said: str, core: str, kind: tuple[str, ...], kind_words: list[Word]
    ) -> Iterator[Named]:
        phrase = " ".join([said, *(re.sub(r"['’]s$|['’]$", "", word.raw) for word in kind_words)])
        meant = self.names.resolver.resolve(phrase, self.on)
        if meant.council is None and core in reviewed().also:
            yield from self._also(said, phrase, core, kind)
            return
        if meant.council:
            yield from self._one(phrase, meant.council, core, kind, former=meant.how == How.FORMER_NAME)
        elif meant.why == Why.ABOLISHED and meant.meant:
            yield from self._gone(phrase, meant.meant[0], meant.sentence)
        elif meant.why == Why.AMBIGUOUS:
            yield from self._several(phrase, list(meant.meant))
        elif meant.why not in (Why.ANOTHER_COUNTRY, Why.AGGREGATE, Why.ANOTHER_GEOGRAPHY, Why.NOT_YET):
            yield from self._bare(said, core)

    def _also(self, said: str, phrase: str, core: str, kind: tuple[str, ...]) -> Iterator[Named]:
        """“Newcastle City Council”: of those the press calls so, the ones whose own name has that kind."""
        councils = self._councils(core)
        fits = [council for council in councils if self._has_kind(council, kind)]
        if len(fits) == 1:
            yield from self._one(phrase, fits[0], core, kind, former=False)
        elif len(councils) == 1:
            yield self._mismatch(phrase, councils[0], core)
        else:
            yield from self._several(phrase, fits or councils)

    def _one(
        self, phrase: str, council: Council, core: str, kind: tuple[str, ...], *, former: bool
    ) -> Iterator[Named]:
        if not self._has_kind(council, kind):
            yield self._mismatch(phrase, council, core)
        elif core in reviewed().abroad and not self.here and kind == ("city", "council"):
            where = reviewed().abroad[core]
            yield Named(council, LIKELY, f"“{phrase}” is {council.name}; {where} has one of that name too.")
        else:
            is_it = "was once" if former else "is" if phrase != council.name else "names"
            yield Named(council, CERTAIN, f"“{phrase}” {is_it} {council.name}.")

    def _mismatch(self, phrase: str, council: Council, core: str) -> Named:
        elsewhere = reviewed().abroad.get(core)
        other = f"a council in {elsewhere}" if elsewhere else "a town’s or another council"
        return Named(council, AMBIGUOUS, f"“{phrase}” may be {council.name} or {other}.")

    def _gone(self, phrase: str, ended: Council, sentence: str) -> Iterator[Named]:
        heirs = self.names.resolver.heirs(ended, self.on)
        certainty = LIKELY if len(heirs) == 1 else AMBIGUOUS
        for heir in heirs:
            yield Named(heir, certainty, f"“{phrase}”: {sentence}")

    def _bare(self, said: str, core: str) -> Iterator[Named]:
        """A place's name without “Council”: nothing, unless the text is about councils."""
        councils = [one for one in self._councils(core) if one.existed_on(self.on)]
        mine = [council for council in councils if council.key in self.of_feed]
        if len(mine) == 1:
            why = f"“{said}”, in a feed that is about {mine[0].short_name}."
            yield Named(mine[0], LIKELY, why)
        elif not self.of_councils or not councils:
            return
        elif len(councils) > 1:
            yield from self._several(said, councils)
        elif core in reviewed().abroad and not self.here:
            where = reviewed().abroad[core]
            yield Named(councils[0], AMBIGUOUS, f"“{said}” may be {councils[0].name} or {where}.")
        else:
            why = f"“{said}” stands beside words about a council; {councils[0].name} is not named in full."
            yield Named(councils[0], LIKELY, why)

    def _uncertain(self, core: str, why: str) -> Iterator[Named]:
        for council in self._councils(core):
            mine = council.key in self.of_feed
            yield Named(council, LIKELY if mine else AMBIGUOUS, why)

    def _several(self, said: str, councils: list[Council]) -> Iterator[Named]:
        mine = [council for council in councils if council.key in self.of_feed]
        if len(mine) == 1:
            yield Named(mine[0], LIKELY, f"“{said}”, in a feed that is about {mine[0].short_name}.")
            return
        why = f"“{said}” may be {listed(councils, 'or')}."
        for council in councils:
            yield Named(council, AMBIGUOUS, why)

    def _councils(self, core: str) -> list[Council]:
        return [self.names.resolver.councils[key] for key in self.names._cores.get(core, ())]

    def _has_kind(self, council: Council, kind: tuple[str, ...]) -> bool:
        """Whether a name the council has or had carries the word that says its kind."""
        wanted = {"city", "county", "district", "borough", "metropolitan"} & set(kind)
        if not wanted:
            return True
        names = [full for key, _, full, _ in self.names.resolver.spellings if key == council.key]
        return any(wanted <= set(name.split()) for name in names)


def _merged(found: list[Named]) -> list[Named]:
    """The surest of each; what is ambiguous is gone where one of those it may be is surely named."""
    surest: dict[str, Named] = {}
    for one in found:
        held = surest.get(one.council.key)
        if held is None or SURER[one.certainty] > SURER[held.certainty]:
            surest[one.council.key] = one
    by_why: dict[str, set[str]] = {}
    for one in found:
        if one.certainty == AMBIGUOUS:
            by_why.setdefault(one.why, set()).add(one.council.key)
    settled = {
        key
        for keys in by_why.values()
        if any(surest[key].certainty != AMBIGUOUS for key in keys)
        for key in keys
        if surest[key].certainty == AMBIGUOUS
    }
    kept = [one for key, one in surest.items() if key not in settled]
    kept.sort(key=lambda one: (-SURER[one.certainty], one.council.short_name))
    return kept if len(kept) <= MOST_NAMED else []
