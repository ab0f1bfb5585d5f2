"""A paper as canonical JSON and back: what is frozen at issue, and what its hash is taken of."""

import dataclasses
import hashlib
import json
from datetime import date
from typing import Any

from .paper import Chart, Column, Contact, Heading, Note, Paper, Paragraph, Recommendation, Row, Sheet, Table

FORM = 1
KINDS = {
    kind.__name__: kind
    for kind in (Chart, Column, Contact, Heading, Note, Paper, Paragraph, Recommendation, Row, Sheet, Table)
}


def _plain(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, date):
        return {"kind": "date", "on": value.isoformat()}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        said = {each.name: _plain(getattr(value, each.name)) for each in dataclasses.fields(value)}
        return {"kind": type(value).__name__, **said}
    return value


def _built(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_built(item) for item in value)
    if isinstance(value, dict):
        said = {name: item for name, item in value.items() if name != "kind"}
        if value["kind"] == "date":
            return date.fromisoformat(said["on"])
        return KINDS[value["kind"]](**{name: _built(item) for name, item in said.items()})
    return value


def to_json(paper: Paper | Sheet) -> str:
    """The paper as one line of JSON: sorted keys, no spaces, the same text for the same paper."""
    whole = {"form": FORM, "paper": _plain(paper)}
    return json.dumps(whole, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def from_json(text: str) -> Paper:
    """The committee paper again; ValueError where the text is of something else."""
    paper = paper_or_sheet(text)
    if not isinstance(paper, Paper):
        raise ValueError("This is a sheet, and a committee paper is read here.")
    return paper


def paper_or_sheet(text: str) -> Paper | Sheet:
    """The paper or sheet again; ValueError where the text is of a form this code does not know."""
    paper: Paper | Sheet = _built(_frozen(text))
    return paper


def recommendations_in(text: str) -> tuple[Recommendation, ...]:
    """Only what a frozen committee paper asks, without building the rest; a sheet asks nothing."""
    asked: tuple[Recommendation, ...] = _built(_frozen(text).get("recommendations", []))
    return asked


def _frozen(text: str) -> dict[str, Any]:
    whole = json.loads(text)
    if whole.get("form") != FORM:
        raise ValueError(f"This paper was frozen in form {whole.get('form')}; form {FORM} is read here.")
    held: dict[str, Any] = whole["paper"]
    return held


def digest(text: str | bytes) -> str:
    """SHA-256 of a frozen text or file, as 64 hex digits."""
    return hashlib.sha256(text.encode() if isinstance(text, str) else text).hexdigest()
