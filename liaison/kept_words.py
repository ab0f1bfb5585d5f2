"""What was typed into a form for which the page has no place any more: somebody else acted meanwhile."""

from __future__ import annotations

from typing import Any

from django.forms import BaseForm, ChoiceField


def kept_words(form: BaseForm | None, *, shown: bool) -> list[tuple[str, str]]:
    """Label and words of each field that was filled in; nothing where the form itself stands on the page."""
    if form is None or shown or not form.is_bound:
        return []
    typed = [(str(field.label), _said(form, field.name)) for field in form.visible_fields()]
    return [(label, said) for label, said in typed if said]


def _said(form: BaseForm, name: str) -> str:
    value = str(form[name].value() or "").strip()
    field: Any = form.fields[name]
    if not isinstance(field, ChoiceField):
        return value
    chosen: Any = field.choices
    return {str(key): str(label) for key, label in chosen}.get(value, value)
