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
    emails, phones = _reach(card, "EMAIL"), _reach(card, "TEL")
    found.add(
        PERSON,
        where,
        council=council,
        name=name,
        title=title,
        email="".join(emails[:1]),
        phone="".join(phones[:1]),
    )
    if rest := [*emails[1:], *phones[1:]]:
        found.pass_over(where, "One address and one number are kept of each; not these.", ", ".join(rest))


def _reach(card: dict[str, list[Line]], name: str) -> list[str]:
    """Its addresses or numbers, in the card's order."""
    return [line.value.removeprefix("tel:").removeprefix("mailto:").strip() for line in card.get(name, [])]
