"""From what an analyst said of a table to the definitions that are saved: a source and its indicators."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.text import slugify

from indicators.catalogue.table import PeriodRule, TableDescription, ValueColumn
from indicators.catalogue.toml_text import toml_text
from indicators.forms.figures import FiguresForm
from indicators.forms.table import TableForm
from indicators.models import SavedDefinition
from indicators.workflow.defining import ToSave

Kind = SavedDefinition.Kind
SLUG_LETTERS = 60
IN_A_SHEETS_NAME = re.compile(r"(?:19|20)\d\d[-_]?\d{0,4}")


def definitions_from(
    *,
    table: TableForm,
    figures: FiguresForm,
    by: str,
    on: date,
    slugs: Mapping[str, str],
    versions: Mapping[str, int],
) -> list[ToSave]:
    """The source and its indicators, to be saved together. Both forms are valid.

    `slugs` are the names that were given when it was saved before (`slugs_of`), `versions` the ones that the
    analyst began from.
    """
    said = figures.cleaned_data
    names = {**slugs_of(figures), **slugs}
    source = names["source"]
    description = _table(table, figures, names)
    held: dict[str, Any] = {
        "slug": source,
        "title": said["title"],
        "format": "described-table",
        "publisher": said["publisher"],
        "through": "the publisher’s own address" if said["address"] else "a file brought by hand",
        "page": said["page"],
        "licence": said["licence"],
        "attribution": f"{said['publisher']}, {said['licence']}",
        "run_against_publisher": False,
        "year": table.cleaned_data["year"],
        **({"address": said["address"], "every_hours": said["every_hours"]} if said["address"] else {}),
        "expects": {name: said[name] for name in ("councils", "least", "greatest")},
        "table": description.as_options,
    }
    saved = [_to_save(Kind.SOURCE, source, held, versions)]
    for key, _ in figures.described:
        slug = names[f"v{key}"]
        indicator = {
            "slug": slug,
            **{name: said[f"v{key}_{name}"] for name in ("title", "theme", "unit", "decimals", "polarity")},
            **(
                {"polarity_source": said[f"v{key}_polarity_source"]}
                if said[f"v{key}_polarity_source"]
                else {}
            ),
            "publisher": said["publisher"],
            "source": source,
            "page": said["page"],
            "licence": said["licence"],
            "why": said[f"v{key}_why"],
            "note": said[f"v{key}_note"],
            "checked_by": by,
            "checked_on": on,
            "series": {"indicator": slug},
        }
        saved.append(_to_save(Kind.INDICATOR, slug, indicator, versions))
    return saved


def slugs_of(figures: FiguresForm) -> dict[str, str]:
    """The names that the definitions get from their titles."""
    said = figures.cleaned_data
    return {
        "source": _slug(said["title"]),
        **{f"v{key}": _slug(said[f"v{key}_title"]) for key, _ in figures.described},
    }


def with_period(text: str, period: str) -> str:
    """A source's definition for another file that is of one period as a whole."""
    held = tomllib.loads(text)
    held["table"]["period"]["text"] = period
    return toml_text(held)


def _table(table: TableForm, figures: FiguresForm, names: Mapping[str, str]) -> TableDescription:
    said = table.cleaned_data
    refs = {one["place"]: one["ref"] for one in table.columns}
    if figures.across:
        values = tuple(
            ValueColumn(column="*" if form == "{}" else form, indicator=names[f"v{key}"])
            for form, key in figures.across.items()
        )
    else:
        values = tuple(
            ValueColumn(
                column=refs[place], indicator=names[f"v{place}"], unit=figures.cleaned_data[f"v{place}_unit"]
            )
            for place in said["values"]
        )
    return TableDescription(
        sheet=_sheet(said.get("sheet") or table.seen["sheet"]),
        header_rows=said["header_rows"],
        footnote_digits=said["footnote_digits"],
        code="" if said["code"] is None else refs[said["code"]],
        name="" if said["name"] is None else refs[said["name"]],
        values=values,
        period=_period(table, refs),
        markers=figures.meanings(),
        england=said["england"],
        stop_at=said["stop_at"],
        keep={refs[place]: (word,) for place, word in table.kept_words().items()},
    )


def _period(table: TableForm, refs: Mapping[int, str]) -> PeriodRule:
    said, guess = table.cleaned_data, table.seen["period"]
    if said["period_of"] == "file":
        return PeriodRule(of="file", notation=said["notation"], text=said["period_text"])
    if said["period_of"] == "headings":
        return PeriodRule(of="headings", notation=said["notation"])
    kind = guess.get("kind_place") if said["notation"] == "year and kind" else None
    return PeriodRule(
        of="column",
        notation=said["notation"],
        column=refs[said["period_column"]],
        identifier="" if kind is None else refs[kind],
    )


def _sheet(name: str) -> str:
    """A sheet's name with a star for the period in it, which the next file will not have."""
    return IN_A_SHEETS_NAME.sub("*", name, count=1)


def _to_save(kind: str, slug: str, held: Mapping[str, Any], versions: Mapping[str, int]) -> ToSave:
    return ToSave(kind, slug, toml_text(held), versions.get(f"{kind} {slug}", 0))


def _slug(title: str) -> str:
    return slugify(title)[:SLUG_LETTERS].strip("-") or "table"
