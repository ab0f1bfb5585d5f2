"""The steps of adding a table, made from what a draft keeps: its preview and what was entered so far."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from indicators import definitions
from indicators.forms.described import definitions_from, slugs_of, with_period
from indicators.forms.fields import as_entered
from indicators.forms.figures import FiguresForm
from indicators.forms.table import TableForm
from indicators.models import SavedDefinition, Upload
from indicators.workflow.defining import ToSave

Kind = SavedDefinition.Kind
TABLE, FIGURES = "table", "figures"
COLUMNS_FIELD = re.compile(r"v(\d+)(_.*)?")


def entered(data: QueryDict) -> dict[str, list[str]]:
    """What a POST says, to be kept."""
    return {name: list(values) for name, values in data.lists() if name not in ("csrfmiddlewaretoken", "act")}


def moved(answers: dict[str, Any], before: dict[str, Any], seen: dict[str, Any]) -> dict[str, Any]:
    """Answers about one file for another: columns that stand elsewhere are known by their headings."""
    place_of = {one["ref"]: str(one["place"]) for one in seen["columns"]}
    to = {str(one["place"]): place_of.get(one["ref"], "") for one in before["columns"]}
    table: dict[str, list[str]] = dict(answers.get(TABLE, {}))
    for name in ("code", "name", "period_column", "values"):
        table[name] = [to[place] for place in table.get(name, []) if to.get(place)]
    figures = {_moved(name, to): said for name, said in answers.get(FIGURES, {}).items()}
    named = {_moved(name, to): said for name, said in answers.get("slugs", {}).items()}
    table["header_rows"] = [", ".join(str(n) for n in seen["header_rows"])]
    table["sheet"] = [seen["sheet"]]
    return {**answers, TABLE: table, FIGURES: figures, "slugs": named}


def _moved(name: str, to: dict[str, str]) -> str:
    """`v12_title` under the place that its column has now."""
    found = COLUMNS_FIELD.fullmatch(name)
    return f"v{to.get(found[1], '')}{found[2] or ''}" if found else name


def begun_anew(seen: dict[str, Any]) -> dict[str, dict[str, list[str]]]:
    """The answers when another sheet is looked at: only which one it is; all else is the reader's guess."""
    form = TableForm(seen)
    first = {name: form[name].value() for name in form.fields}
    return {
        TABLE: {
            name: [str(one) for one in said] if isinstance(said, list) else [str(said)]
            for name, said in first.items()
            if said not in (None, False)
        },
        FIGURES: {},
    }


def table_form(upload: Upload, data: QueryDict | None = None) -> TableForm:
    """Step 2 as it was sent, or as it was left."""
    if data is not None:
        return TableForm(upload.seen, data)
    form = TableForm(upload.seen)
    if TABLE in upload.answers:
        form.initial = as_entered(form, MultiValueDict(upload.answers[TABLE]))
    return form


def figures_form(upload: Upload, themes: list[str], data: QueryDict | None = None) -> FiguresForm | None:
    """Step 3 as it was sent, or as it was left; None while step 2 is not sound."""
    table = _sound_table(upload)
    if table is None:
        return None
    if data is not None:
        return FiguresForm(upload.seen, table.cleaned_data, themes, data)
    form = FiguresForm(upload.seen, table.cleaned_data, themes)
    if FIGURES in upload.answers:
        form.initial = as_entered(form, MultiValueDict(upload.answers[FIGURES]))
    return form


def to_save(upload: Upload, by: str, on: date) -> tuple[str, list[ToSave]] | None:
    """The source's name and the definitions that the draft makes; None while a step is not sound.

    For a later file of a definition that stays only its one period is saved, if it has one.
    """
    if upload.only_file:
        return upload.source, _with_its_period(upload)
    table = _sound_table(upload)
    figures = _sound_figures(upload, table) if table else None
    if table is None or figures is None:
        return None
    several = definitions_from(
        table=table,
        figures=figures,
        by=by,
        on=on,
        slugs=upload.answers.get("slugs", {}),
        versions=upload.answers.get("versions", {}),
    )
    return several[0].slug, several


def names_kept(upload: Upload) -> dict[str, str]:
    """The names that a finished draft's definitions have, for a draft that corrects them."""
    table = _sound_table(upload)
    figures = _sound_figures(upload, table) if table else None
    if figures is None:
        return dict(upload.answers.get("slugs", {}))
    return {**slugs_of(figures), **upload.answers.get("slugs", {})}


def versions_now(source: str) -> dict[str, int]:
    """Which versions a correction of a source and its indicators begins from."""
    slugs = [one.slug for one in definitions.indicators_of(source).values()]
    rows = [
        *definitions.newest(Kind.SOURCE, [source]).values(),
        *definitions.newest(Kind.INDICATOR, slugs).values(),
    ]
    return {f"{one.kind} {one.slug}": one.version for one in rows}


def _sound_table(upload: Upload) -> TableForm | None:
    if TABLE not in upload.answers:
        return None
    form = TableForm(upload.seen, MultiValueDict(upload.answers[TABLE]))
    return form if form.is_valid() and form.looks_elsewhere() is None else None


def _sound_figures(upload: Upload, table: TableForm) -> FiguresForm | None:
    kept: dict[str, Any] = upload.answers.get(FIGURES, {})
    form = FiguresForm(upload.seen, table.cleaned_data, [], MultiValueDict(kept))
    return form if form.is_valid() else None


def _with_its_period(upload: Upload) -> list[ToSave]:
    period = upload.answers.get("period", "")
    held = definitions.newest(Kind.SOURCE, [upload.source]).get(upload.source)
    if not period or held is None or tomllib.loads(held.text)["table"]["period"].get("text") == period:
        return []
    version = upload.answers.get("versions", {}).get(f"source {upload.source}", held.version)
    return [ToSave(Kind.SOURCE, upload.source, with_period(held.text, period), version)]
