"""Loading the demonstration, room by room, by the acts a person would do."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from desk.demonstration.answers import load_answers
from desk.demonstration.boards import load_boards
from desk.demonstration.concerns import load_concerns, load_group_offices, load_thurrock_story
from desk.demonstration.figures import load_figures
from desk.demonstration.notes import load_notes, load_thurrock_notes
from desk.demonstration.offers import load_offers
from desk.demonstration.panel import load_panel
from desk.demonstration.people import content, load_people
from desk.demonstration.places import load_councils, load_interests, load_leads, load_regions, thurrock_facts
from desk.demonstration.sharing import demonstration_clients, load_sharing
from desk.demonstration.stories import load_stories


def is_loaded() -> bool:
    """Whether all of it is here: the token is what is made last."""
    return bool(demonstration_clients())


def is_begun() -> bool:
    """Whether some of it is here: a load that was cut off is removed before the next."""
    return User.objects.filter(is_demonstration=True).exists()


def load_demonstration(*, at: datetime, all_figures: bool = True) -> dict[str, int]:
    """Everything, once; returns how many of each kind.

    Without `all_figures` only those on which evidence rests: the tests need no more.
    """
    people = load_people(at=at)
    load_regions(people, at=at)
    load_leads(people, at=at)
    councils = load_councils(at=at)
    load_interests(people, at=at)
    thurrock = thurrock_facts(at=at)
    # Before the concerns: their evidence keeps figures as they stand that day.
    evidence = {slug for row in content("concerns") for slug in row.get("figures", ())}
    sources = load_figures(None if all_figures else evidence, at=at)
    notes = load_notes(people, councils, at=at)
    notes |= load_thurrock_notes(people["okafor"], thurrock, at=at)
    stories = load_stories(people, at=at)
    load_group_offices(people, at=at)
    concerns = load_concerns(people, councils, notes, at=at)
    concerns["thurrock"] = load_thurrock_story(people["okafor"], thurrock, notes, at=at)
    boards = load_boards(concerns, at=at)
    load_answers(people, concerns, at=at)
    offers = load_offers(people, at=at)
    made = load_panel(people, councils, concerns, at=at) | load_sharing(people, concerns, at=at)
    return {
        "people": len(people),
        "councils": len(councils),
        "sources of figures": sources,
        "notes": len(notes),
        "stories": stories,
        "concerns": len(concerns),
        "boards": boards,
        **offers,
        **made,
    }
