"""Cards (.vcf, 2.1 to 4.0): people, each with the council and the office the card names."""

from __future__ import annotations

from intelligence.bringing.content_lines import Line, lines_of
from intelligence.bringing.found import PERSON, Found


def read_cards(text: str, found: Found) -> None:
    """Add its people."""
    card: dict[str, list[Line]] | None = None
    number = 0
    for line in lines_of(text):
        if line.name == "BEGIN" and line.value.upper() == "VCARD":
            card, number = {}, number + 1
        elif line.name == "END" and card is not None:
            _person(card, f"card {number}", found)
            card = None
        elif card is not None:
            card.setdefault(line.name, []).append(line)


def _person(card: dict[str, list[Line]], where: str, found: Found) -> None:
    name = card["FN"][0].text.strip() if "FN" in card else ""
    if not name and "N" in card:
        parts = [*card["N"][0].parts, "", "", "", ""]
        name = " ".join(part.strip() for part in (parts[3], parts[1], parts[2], parts[0]) if part.strip())
    council = card["ORG"][0].parts[0].strip() if "ORG" in card else ""
    title = next((card[one][0].text.strip() for one in ("TITLE", "ROLE") if one in card), "")
    if not name:
        found.pass_over(where, "It names nobody.", council)
        return
    found.add(PERSON, where, council=council, name=name, title=title)
    rest = [
        line.value.removeprefix("tel:").removeprefix("mailto:")
        for one in ("EMAIL", "TEL")
        for line in card.get(one, [])
    ]
    if rest:
        found.pass_over(
            where, "E-mail addresses and telephone numbers are not kept here yet.", ", ".join(rest)
        )
