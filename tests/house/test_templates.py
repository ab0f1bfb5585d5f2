"""Templates: nothing inline that the content policy would refuse, and every one of ours within our frame."""

import re

from tests.house.house import name, tracked

# A data block (application/json) is not run, and the policy lets it stand.
INLINE_SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)", re.IGNORECASE)
INLINE_STYLE = re.compile(r"<style\b|\sstyle\s*=", re.IGNORECASE)
HANDLER = re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE)
EVALUATED = re.compile(r"\bhx-on\b|\bhx-vals\s*=\s*['\"]js:|javascript:", re.IGNORECASE)
ELSEWHERE = re.compile(
    r"<(?:script|link|img|iframe)[^>]*(?:src|href)\s*=\s*[\"']?(?:https?:)?//", re.IGNORECASE
)
SAFE = re.compile(r"\|\s*safe\b|\{%\s*autoescape off")
# The documents the API's own page takes from its package are the only ones that stand outside our frame.
COMMENT = re.compile(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}", re.DOTALL)


def templates():
    return tracked("templates/**/*.html", "templates/*.html")


def wrong_in(pattern, *, but=()):
    found = []
    for path in templates():
        if name(path) in but:
            continue
        text = COMMENT.sub("", path.read_text())
        found += [f"{name(path)}: {match[0].strip()[:80]}" for match in pattern.finditer(text)]
    return found


def test_there_are_templates_to_look_at():
    assert len(templates()) > 20


def test_no_template_has_an_inline_script():
    assert wrong_in(INLINE_SCRIPT, but=INLINE_BY_HASH) == []


def test_no_template_has_an_inline_style():
    assert wrong_in(INLINE_STYLE, but=INLINE_BY_HASH) == []


def test_no_template_has_a_handler_in_an_attribute():
    assert wrong_in(HANDLER) == []


def test_no_template_asks_for_evaluated_script():
    assert wrong_in(EVALUATED) == []


def test_no_template_fetches_from_elsewhere():
    assert wrong_in(ELSEWHERE) == []


def test_no_template_trusts_what_people_wrote():
    """Drawings come as safe strings from the module that escapes them; nothing is marked safe here."""
    assert wrong_in(SAFE) == []


def test_every_component_says_what_it_takes():
    quiet = [
        name(path)
        for path in tracked("templates/components/*.html")
        if not path.read_text().startswith(("{#", "{% comment %}"))
    ]

    assert quiet == []


# The API's documentation page has one style of its package's, allowed by its hash (UI.md).
INLINE_BY_HASH = ("templates/liaison/swagger.html",)


def test_a_class_is_laid_out_in_one_place():
    laid_out = {}
    for path in tracked("static/src/*.scss"):
        if path.stem in {"_modes", "_print"}:  # say again, for other colours and for paper
            continue
        for block in re.findall(r"^\.(s-[\w-]+) \{", path.read_text(), re.MULTILINE):
            laid_out.setdefault(block, set()).add(path.name)
    assert not {block: files for block, files in laid_out.items() if len(files) > 1}
