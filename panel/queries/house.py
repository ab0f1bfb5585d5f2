"""The Word template of a body: the one that is used, its earlier versions, its bytes."""

from __future__ import annotations

from django.db.models import QuerySet

from panel.models import Body, HouseTemplate


def templates_of(body: Body) -> QuerySet[HouseTemplate]:
    """Every version, the newest first, without bytes."""
    return body.house_templates.select_related("brought_by", "removed_by").defer("content")


def template_now(body: Body) -> HouseTemplate | None:
    """The version in which papers are written now; None where ours is."""
    newest = body.house_templates.first()
    return newest if newest and newest.removed_at is None else None


def template_by_number(body: Body, number: int) -> HouseTemplate | None:
    """One version, or None."""
    return body.house_templates.filter(number=number).first()


def bytes_of(template: HouseTemplate | None) -> bytes:
    """Its bytes; none for our own."""
    return bytes(template.content) if template else b""


def template_of(body: Body) -> bytes:
    """The bytes of the one that is used now; none for our own."""
    return bytes_of(template_now(body))
