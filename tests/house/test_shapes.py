"""Shapes: views that only translate, acts that name who and when, nothing that scores a council."""

import ast
import re

from django.apps import apps

from tests.house.house import LEVELS, name, tracked

INTERFACES = re.compile(r"^(?!tests/)\w+/(views|api)(/\w+)?\.py$")
REFUSALS = re.compile(r"\b(Exception|DomainError|Refused|NotPermitted|Stale)\b")
JUDGES = re.compile(r"(^|_)(score|rank|ranking|grade|rag|severity|rating|risk_level|colour)(_|$)")


def views():
    return [path for path in tracked("*.py") if INTERFACES.match(name(path))]


def test_no_view_touches_a_manager():
    wrong = []
    for path in views():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Attribute) and node.attr == "objects":
                wrong.append(f"{name(path)}:{node.lineno}")
    assert not wrong


def test_no_view_catches_a_refusal():
    wrong = []
    for path in views():
        for node in ast.walk(ast.parse(path.read_text())):
            caught = ast.unparse(node.type) if isinstance(node, ast.ExceptHandler) and node.type else ""
            if isinstance(node, ast.ExceptHandler) and (not caught or REFUSALS.search(caught)):
                wrong.append(f"{name(path)}:{node.lineno}")
    assert not wrong


def test_no_domain_file_reads_the_clock():
    wrong = []
    for path in tracked("*.py"):
        if not re.match(r"^\w+/(workflow|queries|access|visibility|stages|models)(/\w+)?\.py$", name(path)):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and node.module == "common.clock":
                wrong.append(name(path))
    assert not wrong


def test_every_public_act_takes_who_and_when_and_keyword_arguments_only():
    wrong = []
    for path in tracked("*.py"):
        room = name(path).split("/")[0]
        if not re.match(r"^\w+/workflow(/\w+)?\.py$", name(path)) or room in ("audit", "ledger"):
            continue
        for node in ast.parse(path.read_text()).body:
            if not isinstance(node, ast.FunctionDef) or node.name.startswith(("_", "may_")):
                continue
            atomic = any("atomic" in ast.unparse(decorator) for decorator in node.decorator_list)
            if not atomic:
                continue
            taken = {argument.arg for argument in node.args.kwonlyargs}
            # Government's officers act through their client.
            if node.args.args or not ({"by", "at"} <= taken or "client" in taken):
                wrong.append(f"{name(path)}:{node.lineno} {node.name}")
    assert not wrong


def test_nothing_scores_ranks_or_grades_a_council():  # R004, R005, R014
    wrong = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        if model._meta.app_label in LEVELS
        for field in model._meta.get_fields()
        if JUDGES.search(field.name)
    ]
    assert not wrong


def test_only_a_reviewed_few_may_lift_the_append_only_rule():
    allowed = {"desk/demonstration/removal.py", "common/retention.py"}
    found = {
        name(path)
        for path in tracked("*.py")
        if "pgtrigger.ignore" in path.read_text() and not name(path).startswith("tests/")
    }
    assert found <= allowed


def test_no_signal_is_connected():
    wrong = [
        name(path)
        for path in tracked("*.py")
        if not name(path).startswith("tests/")
        and re.search(r"django\.(db\.models\.signals|dispatch)|@receiver", path.read_text())
    ]
    assert not wrong
