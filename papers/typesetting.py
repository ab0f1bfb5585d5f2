"""Typst, kept to what we ask of it: a committed template, data as JSON, one typeface, no clock."""

import os
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst
from django.conf import settings

from common.errors import DomainError

TEMPLATES = Path(__file__).parent / "typst"
TYPEFACE = "DejaVuSans.ttf"


class TypefaceMissingError(DomainError):
    """The typeface papers are set in is not installed."""


def fonts_folder() -> Path:
    """Where the typeface lies (setting PAPER_FONTS); TypefaceMissingError says how to get it."""
    folder = Path(settings.PAPER_FONTS)
    if not (folder / TYPEFACE).is_file():
        raise TypefaceMissingError(
            f"Papers cannot be printed: the typeface {TYPEFACE} is not in {folder}. Run script/setup, "
            "or say in PAPER_FONTS where it is."
        )
    return folder


@lru_cache(maxsize=2)
def _compiler(folder: Path, process: int) -> typst.Compiler:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
    return typst.Compiler(root=TEMPLATES, font_paths=fonts, ignore_system_fonts=True)


def typeset(template: str, inputs: Mapping[str, str], **options: Any) -> bytes | list[bytes]:
    """The template set with these inputs; options as typst.Compiler.compile takes them."""
    compiler = _compiler(fonts_folder(), os.getpid())
    made = compiler.compile(TEMPLATES / template, sys_inputs=dict(inputs), **options)
    if made is None:
        raise RuntimeError("The typesetter gave nothing back.")
    return made


def fixed_moment(on: date) -> datetime:
    """The document's own time: noon of its date, so that the same paper gives the same bytes."""
    return datetime(on.year, on.month, on.day, 12, tzinfo=UTC)
