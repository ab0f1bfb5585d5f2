"""Where a note came from and how it is known, read out of its words: “told by a clerk, first-hand”.

Nothing is guessed: two sources of different kinds, or two ways of knowing, are said to be so and chosen by
hand. What stands in a role or a title stays as it was typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from intelligence.models import Known, SourceType

LONGEST = 80  # letters of a role or a title
MOST_READ = 6

# A person or a body: up to where the sentence goes on about something else.
_GOES_ON = (
    r"that|who|which|on|in|this|yesterday|today|said|says|tells|told|follow|come|about|after|before|when|while"
    r"|and (?:he|she|they)"
)
_WHO = (
    r"(?:(?i:the|an?|our|their|its) )?"
    rf"(?P<who>[^\W_](?:(?! (?i:{_GOES_ON})\b)"
    r"(?! (?i:of|at|from) (?:@|(?i:the council)\b|[A-Z]))[^.,;:!?\n@#()–—])*)"
)
TOLD = re.compile(
    r"\b(?i:told(?: me| us)? by|heard(?: it| this)? from|said by|spoke (?:to|with)|a call from|called by"
    r"|rung by)\s+" + _WHO
)
ACCORDING = re.compile(
    r"\b(?:(?i:according to)\s+|(?i:source) ?: ?|(?i:per) (?=(?i:the|our|their|its) ))" + _WHO
)
READ = re.compile(
    r"\b(?i:read(?: it| this)?|reported|published|covered|printed|seen|saw (?:it|this)) (?i:in|on|by) " + _WHO
)
# What a source is by its words, the first that fits: a body or a person, or something published.
PEOPLE = (
    ("regional-partnership", r"regional lga|regional (?:partnership|employers)|improvement partnership"),
    ("sector-leads", r"\b(?:cib|adass|adcs|teasc)\b"),
    ("within-the-lga", r"\blga\b|peer challenge manager|group office|policy directorate|programme manager"),
    ("member-peer", r"\b(?:member|lead) peer\b"),
    (
        "department",
        r"\b(?:dclg|mhclg|dfe|ofsted|cqc|department|inspectorate|inspectors?|civil servant|minister"
        r"|locality director|deputy regional director)\b",
    ),
    # Those who speak for the council; everybody else in it is somebody the adviser knows (R068, R076).
    (
        "council-itself",
        r"chief executive|(?<!opposition )(?<!group )(?<!union )\bleader\b(?! of the opposition)|\bmayor\b"
        r"|^council(?: itself)?$|head of paid service",
    ),
    (
        "own-network",
        r"\b(?:councillor|cllr|officers?|chair(?:man|woman)?|director|members?|clerk|contact|colleague|friend"
        r"|head of|manager|union|adviser|auditor|network|leader|governor|head ?teacher|resident)\b",
    ),
)
PUBLISHED = (
    (
        "council-publishes",
        r"agenda|minutes|(?:cabinet|committee|council(?:[’']s)?) (?:paper|report|website|budget|accounts)"
        r"|council papers|forward plan|statement of accounts|press release|(?:its|their|council) website",
    ),
    (
        "media",
        r"\b(?:papers?|newspapers?|press|news|media|post|gazette|times|herald|chronicle|echo|mail|guardian"
        r"|telegraph|journal|argus|observer|mercury|courier|advertiser|express|standard|star|sentinel|bbc"
        r"|radio|television|e-?alert|google alert|blog|twitter|facebook|forum)\b",
    ),
    ("published-report", r"\b(?:report|audit letter|annual letter|inspection|review)\b"),
)
KNOWN = (
    (
        Known.FIRST_HAND,
        r"\bfirst[- ]hand\b|\bI (?:saw|watched|attended|observed|sat in|was (?:there|at|present))\b",
    ),
    (
        Known.SECOND_HAND,
        r"\bsecond[- ]hand\b|\bheard that\b|\bhearsay\b|\bapparently\b|\brumou?rs?\b|\bword is\b",
    ),
    (
        Known.PUBLISHED,
        r"(?<!not )(?<!yet )(?<!be )(?<!is )(?<!being )(?<!-)\bpublished\b",
    ),
    (Known.ANONYMOUS, r"\banonymous(?:ly)?\b|\bunsigned\b"),
)


# A source type's name, the words that stood there, and whether it was published.
Named = tuple[str, str, bool]


@dataclass(frozen=True)
class Provenance:
    """What was read: a type of source, its role or title, a way of knowing; and why one was not."""

    source: SourceType | None = None
    role: str = ""
    reference: str = ""
    known: str = ""
    unread_source: str = ""
    unread_known: str = ""


def provenance(text: str, *, types: Iterable[SourceType]) -> Provenance:
    """Read a note's words; `types` are the source types on offer."""
    offered = {one.slug: one for one in types}
    named, unknown = _sources(text)
    kinds = list(dict.fromkeys(slug for slug, _, _ in named))
    source = offered.get(kinds[0]) if len(kinds) == 1 else None
    known, why_not = _known(text, is_printed=any(printed for _, _, printed in named))
    return Provenance(
        source=source,
        role=_listed(said for _, said, printed in named if source and not printed),
        reference=_listed(said for _, said, printed in named if source and printed),
        known=known,
        unread_source=_why_no_source(named, kinds, unknown) if source is None else "",
        unread_known=why_not,
    )


def _sources(text: str) -> tuple[list[Named], list[str]]:
    """Each source once, and the words of those whose kind was not understood."""
    named: list[Named] = []
    unknown = []
    # Of a paper a title stands there, of a person what they do: “the auditor” is not “the auditor's report”.
    for pattern, kinds in (
        (TOLD, (PEOPLE,)),
        (ACCORDING, (PUBLISHED, PEOPLE)),
        (READ, (PUBLISHED,)),
    ):
        for place in list(pattern.finditer(text))[:MOST_READ]:
            said = place["who"].strip(" '\"’“”-")[:LONGEST]
            found = next(filter(None, (_kind_of(said, one) for one in kinds)), None)
            if found and found not in named:
                named.append(found)
            elif not found and pattern is not READ:
                unknown.append(said)
    return named, unknown


def _kind_of(said: str, kinds: tuple[tuple[str, str], ...]) -> Named | None:
    for slug, pattern in kinds:
        if re.search(pattern, said, re.I):
            return slug, said, kinds is PUBLISHED
    return None


def _known(text: str, *, is_printed: bool) -> tuple[str, str]:
    """The one way of knowing that the words name, and otherwise the sentence why there is none."""
    found = [known for known, pattern in KNOWN if re.search(pattern, text, re.I)]
    if is_printed and Known.PUBLISHED not in found:
        found.append(Known.PUBLISHED)
    if len(found) == 1:
        return found[0], ""
    if found:
        said = " and ".join(Known(one).label.lower() for one in found)
        return "", f"The box says {said}. Choose how it is known."
    return "", ""


def _why_no_source(named: list[Named], kinds: list[str], unknown: list[str]) -> str:
    if len(kinds) > 1:
        said = " and ".join(f"“{said}”" for _, said, _ in named)
        return f"The box names {said} as sources. Choose where it came from."
    if unknown:
        return f"What kind of source “{unknown[0]}” is was not understood. Choose where it came from."
    return ""


def _listed(said: Iterable[str]) -> str:
    return " and ".join(dict.fromkeys(said))[:120]
