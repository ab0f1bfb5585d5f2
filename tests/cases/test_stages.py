"""The table of stages: its words, its numbers, the drawn document; every pair of it is in test_law.py."""

import ast
import re

import pytest
from django.core.management import CommandError, call_command

from cases.stages import (
    BEGINNINGS,
    MOVES,
    Kind,
    Stage,
    Standing,
    cannot_move,
)
from tests.house.house import name, tracked

LOCAL, WIDER, TALKS, PANEL, INSPECTION, INTERVENTION, CLOSED = Stage


def test_the_sentence_is_the_one_of_the_house():
    assert cannot_move(Standing(14, "Barchester", WIDER), PANEL) == (
        "Concern 14 about Barchester is at Stage 2: wider information gathering. It cannot go to "
        "Stage 4: Performance Support Panel. From here it can go to Stage 3: discussions with the council."
    )


def test_the_steps_inside_stage_five_are_named_a_and_b():  # R163
    assert (INSPECTION.digit, INTERVENTION.digit) == ("5a", "5b")
    assert "Stage one" not in INSPECTION.numbered


def test_government_acts_from_every_open_stage_before_its_own():  # R154
    for stage in (LOCAL, WIDER, TALKS, PANEL):
        assert MOVES[stage][INSPECTION] is MOVES[stage][INTERVENTION] is Kind.GOVERNMENTS
    assert {INSPECTION, INTERVENTION} <= set(BEGINNINGS)


def test_docs_stages_is_drawn_from_the_table():
    call_command("draw_stages", "--check")


def test_a_document_that_differs_fails_the_check(settings, tmp_path):
    settings.BASE_DIR = tmp_path
    (tmp_path / "docs").mkdir()
    with pytest.raises(CommandError):
        call_command("draw_stages", "--check")
    call_command("draw_stages")
    call_command("draw_stages", "--check")


def test_only_the_table_of_stages_holds_numbers():
    numbered = re.compile(r"""stage\w*['"]?\s*(=|==|!=|>=?|<=?|:)\s*['"]?\d|Stage\(['"]?\d|'5[ab]'""", re.I)
    found = [
        name(path)
        for path in tracked("*.py")
        if not name(path).startswith(("tests/", "cases/stages.py")) and "/migrations/" not in name(path)
        if numbered.search(_code(path))
    ]
    assert not found


def _code(path):
    """What runs of a file: without comments and the words of its docstrings."""
    tree = ast.parse(path.read_text())
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            node.body = [one for one in body if not _is_docstring(one)] or [ast.Pass()]
    return ast.unparse(tree)


def _is_docstring(node):
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
