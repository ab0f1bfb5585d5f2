"""Which room may know which, where the import linter cannot look: strings, templates, migrations."""

import re

from django.apps import apps
from django.db import models
from django.db.migrations.loader import MigrationLoader

from tests.house.house import LEVELS, may_know, name, tracked

URL_NAME = re.compile(r"""(?:reverse(?:_lazy)?|redirect)\(\s*["'](\w+):|\{%\s*url\s+["'](\w+):""")
TEMPLATE = re.compile(r"""\{%\s*(?:include|extends)\s+["']([\w/]+)/[\w.]+["']""")
GET_MODEL = re.compile(r"""get_model\(\s*["'](\w+)""")


def room_of(path) -> str | None:
    parts = name(path).split("/")
    room = parts[1] if parts[0] == "templates" else parts[0]
    return room if room in LEVELS else None


def test_no_address_of_a_higher_room_is_named_in_a_lower_one():
    wrong = []
    for path in tracked("*.py", "*.html"):
        room = room_of(path)
        if not room:
            continue
        for match in URL_NAME.finditer(path.read_text()):
            other = match.group(1) or match.group(2)
            if other in LEVELS and not may_know(room, other):
                wrong.append(f"{name(path)}: {match.group(0)}")
    assert not wrong


def test_no_template_of_a_higher_room_is_taken_into_a_lower_one():
    wrong = []
    for path in tracked("templates/*.html"):
        room = room_of(path)
        for other in TEMPLATE.findall(path.read_text()):
            top = other.split("/")[0]
            if room and top in LEVELS and not may_know(room, top):
                wrong.append(f"{name(path)}: {other}")
    assert not wrong


def test_no_model_of_a_higher_room_is_fetched_by_name():
    wrong = []
    for path in tracked("*.py"):
        room = room_of(path)
        if not room or "/migrations/" in name(path):
            continue
        for other in GET_MODEL.findall(path.read_text()):
            if other in LEVELS and not may_know(room, other):
                wrong.append(f"{name(path)}: {other}")
    assert not wrong


def test_foreign_keys_point_downwards():
    wrong = []
    for model in apps.get_models():
        room = model._meta.app_label
        for field in model._meta.get_fields():
            if room not in LEVELS or not isinstance(field, models.ForeignKey | models.ManyToManyField):
                continue
            other = field.related_model._meta.app_label
            # The record names its actor by AUTH_USER_MODEL, without a constraint (HOUSE.md, Rooms).
            if other in LEVELS and not may_know(room, other) and (room, other) != ("audit", "accounts"):
                wrong.append(str(field))
    assert not wrong


def test_migrations_depend_downwards():
    wrong = []
    for (room, migration), node in MigrationLoader(None, ignore_no_migrations=True).disk_migrations.items():
        for other, _ in node.dependencies:
            known = room not in LEVELS or other not in LEVELS or may_know(room, other)
            if not known and (room, other) != ("audit", "accounts"):
                wrong.append(f"{room} {migration} → {other}")
    assert not wrong
