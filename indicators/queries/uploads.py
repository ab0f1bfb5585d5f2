"""An analyst's own uploads, and the definitions that were saved in the browser."""

from __future__ import annotations

from dataclasses import dataclass, field

from accounts.models import User
from indicators import definitions
from indicators.catalogue import IndicatorDefinition, SourceDefinition
from indicators.models import SavedDefinition, Source, Upload

Kind = SavedDefinition.Kind


@dataclass(frozen=True)
class SavedSource:
    """A source saved in the browser, its indicators, and who saved which version when."""

    slug: str
    definition: SourceDefinition
    saved: SavedDefinition
    indicators: list[IndicatorDefinition]
    texts: list[SavedDefinition]
    versions: list[SavedDefinition] = field(default_factory=list)
    newest_period: str = ""
    file_wins: bool = False

    @property
    def address(self) -> str:
        """Its own page."""
        return f"/data/definitions/{self.slug}"


def upload_of(user: User, pk: int) -> Upload | None:
    """An upload of this person's, or None."""
    return Upload.objects.visible_to(user).filter(pk=pk).first()


def drafts_of(user: User) -> list[Upload]:
    """This person's uploads that are not finished, newest first."""
    return list(Upload.objects.visible_to(user).drafts().defer("seen", "answers"))


def last_used_for(source: str) -> Upload | None:
    """The upload whose answers a source's definition was last made from, whoever brought it."""
    return Upload.objects.filter(source=source, state=Upload.State.USED, only_file=False).first()


def saved_source(slug: str) -> SavedSource | None:
    """One saved source with the texts of everything that belongs to it."""
    row = definitions.newest(Kind.SOURCE, [slug]).get(slug)
    definition = definitions.source(slug)
    if row is None or row.withdrawn or definition is None:
        return None
    own = definitions.newest(Kind.INDICATOR)
    read_for = [one for one in definitions.indicators_of(slug).values() if one.slug in own]
    names = [one.slug for one in read_for]
    versions = SavedDefinition.objects.filter(kind=Kind.SOURCE, slug=slug) | SavedDefinition.objects.filter(
        kind=Kind.INDICATOR, slug__in=names
    )
    return SavedSource(
        slug=slug,
        definition=definition,
        saved=row,
        indicators=read_for,
        texts=[row, *(own[name] for name in names)],
        versions=list(versions.select_related("saved_by").order_by("-saved_at", "-pk")[:50]),
        file_wins=slug in definitions.files(Kind.SOURCE),
    )


def saved_sources() -> list[SavedSource]:
    """Every source saved in the browser and in use, by title."""
    rows = definitions.newest(Kind.SOURCE)
    sources, indicators = definitions.sources(), definitions.by_source(definitions.indicators())
    held = Source.objects.select_related("current_release__newest_period").in_bulk(
        list(rows), field_name="slug"
    )
    found = [
        SavedSource(
            slug=slug,
            definition=sources[slug],
            saved=row,
            indicators=list(indicators.get(slug, {}).values()),
            texts=[row],
            newest_period=_newest_period(held.get(slug)),
            file_wins=slug in definitions.files(Kind.SOURCE),
        )
        for slug, row in rows.items()
        if not row.withdrawn and slug in sources
    ]
    return sorted(found, key=lambda one: one.definition.title)


def is_file(slug: str) -> bool:
    """Whether a source is a reviewed file of the catalogue."""
    return slug in definitions.files(Kind.SOURCE)


def saved_text(kind: str, slug: str) -> SavedDefinition | None:
    """The newest saved version of one definition in use."""
    row = definitions.newest(kind, [slug]).get(slug)
    return None if row is None or row.withdrawn else row


def _newest_period(source: Source | None) -> str:
    release = source.current_release if source else None
    return str(release.newest_period) if release and release.newest_period else ""
