"""Typst, kept to what we ask of it: a committed template, data as JSON, one typeface, no clock."""

import os
import threading
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
_held = threading.local()


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
def _fonts(folder: Path, process: int) -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])


def _compiler(folder: Path) -> typst.Compiler:
    """This thread's own: one compiler sets one paper at a time, and refuses a second."""
    made_for = (folder, os.getpid())
    if getattr(_held, "made_for", None) != made_for:
        _held.compiler = typst.Compiler(
            root=TEMPLATES, font_paths=_fonts(*made_for), ignore_system_fonts=True
        )
        _held.made_for = made_for
    compiler: typst.Compiler = _held.compiler
    return compiler


def typeset(template: str, inputs: Mapping[str, str], **options: Any) -> bytes | list[bytes]:
    """The template set with these inputs; options as typst.Compiler.compile takes them."""
    made = _compiler(fonts_folder()).compile(TEMPLATES / template, sys_inputs=dict(inputs), **options)
    if made is None:
        raise RuntimeError("The typesetter gave nothing back.")
    return made


def fixed_moment(on: date) -> datetime:
    """The document's own time: noon of its date, so that the same paper gives the same bytes."""
    return datetime(on.year, on.month, on.day, 12, tzinfo=UTC)
