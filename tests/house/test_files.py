"""Files: one subject each, short, opened by a line that says which."""

import ast
import re

from tests.house.house import ROOT, name, tracked

FORBIDDEN = re.compile(r"(^|/)(utils?|helpers?|services?|mixins?|core|misc)(\.py|/)")


def test_no_file_is_past_the_length_where_a_room_asks_to_be_two():
    long = []
    for path in tracked("*.py", "*.html", "*.js", "*.scss"):
        if "/migrations/" in name(path):
            continue
        most = 800 if name(path).startswith("tests/") else 400
        lines = len(path.read_text().splitlines())
        if lines > most:
            long.append(f"{name(path)}: {lines} lines")
    assert not long


def test_no_file_has_a_name_that_says_nothing():
    assert not [name(path) for path in tracked("*.py") if FORBIDDEN.search(name(path))]


def test_every_module_opens_with_a_line_that_says_what_it_is():
    silent = [
        name(path)
        for path in tracked("*.py")
        if "/migrations/" not in name(path)
        and path.read_text().strip()
        and not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert not silent


def test_the_customers_packages_and_folders_are_here():  # R196, R197
    pinned = (ROOT / "requirements.txt").read_text().lower()
    for package in (
        "django==",
        "djangorestframework==",
        "celery[redis]==",
        "redis==",
        "psycopg2-binary==",
        "pandas==",
        "django-filter==",
    ):
        assert f"\n{package}" in pinned
    assert "\npytest-django==" in (ROOT / "requirements-dev.txt").read_text().lower()
    for place in (
        "manage.py",
        "slirisk",
        "councils",
        "intelligence",
        "cases",
        "panel",
        "templates",
        "static",
        "tests",
        "requirements.txt",
        "README.md",
    ):
        assert (ROOT / place).exists(), place


def test_every_requirement_is_pinned_and_says_why():
    for path in ("requirements.txt", "requirements-dev.txt"):
        for line in (ROOT / path).read_text().splitlines():
            if line and not line.startswith(("#", "-r ")):
                assert re.fullmatch(r"\S+==\S+\s+# .+", line), f"{path}: {line}"


def test_the_project_names_no_machine_path_and_no_registry_host():
    place = re.compile(r"/(work|opt/(wheels|pypi)|root/\.pyenv)/|files\.pythonhosted|registry\.npmjs", re.I)
    found = []
    for path in tracked("*.py", "*.md", "*.html", "*.toml", "*.json", "*.lock", "*.txt", "script/*", ".ci/*"):
        if path.name == "test_files.py":
            continue
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
            if place.search(line):
                found.append(f"{name(path)}:{number}")
    assert not found


def test_no_file_holds_an_unfinished_merge():
    marks = re.compile(r"^(<{7}|>{7}) ", re.M)
    assert not [
        name(path)
        for path in tracked("*")
        if path.suffix != ".png" and marks.search(path.read_text(errors="replace"))
    ]
