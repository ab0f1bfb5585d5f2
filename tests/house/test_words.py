"""The words on the screen are the paper's; those of HOUSE's right-hand column are refused (HOUSE, Words)."""

import ast
import re

import pytest

from tests.house.house import LEVELS, ROOT, name, tracked

# What is refused, and what to say.
NEVER = {
    r"alerts?": "a concern",
    r"flags?|flagged": "a concern",
    r"incidents?": "a concern",
    r"amber|RAG": "nothing: no colour for a council",
    r"cases?": "a concern",
    r"status(es)?": "the stage",
    r"states?": "the stage",
    r"levels?": "the stage",
    r"transition(s|ed)?": "move",
    r"escalat\w+": "move",
    r"intel|intel items?": "a note",
    r"entry|entries": "a note",
    r"comments?": "a note",
    r"metrics?|KPIs?|data points?": "an indicator",
    r"import(s|ed|ing)?": "a pull",
    r"dashboards?|scorecards?": "the headline report",
    r"rank(s|ed|ing|ings)?|best|worst": "bottom and top; nothing is ranked",
    r"scor(e|es|ed|ing)|grad(e|es|ed|ing)": "nothing: there is none",
    r"watchlists?|risk register": "the radar",
    r"agents?|user types?": "the role by its name",
    r"resolution codes?": "the conclusion",
    r"exposed|synced": "disclosed, released",
}
REFUSED = re.compile(r"\b(" + "|".join(NEVER) + r")\b", re.IGNORECASE)
COMMENT = re.compile(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}|<!--.*?-->", re.DOTALL)
# A program to copy (s-commands) is in a language of its own.
UNSEEN = re.compile(
    r"<(script|style)\b.*?</\1>|<pre class=\"s-commands\".*?</pre>|<svg\b[^>]*>|\{%.*?%\}|\{\{.*?\}\}",
    re.DOTALL,
)
SPOKEN = re.compile(r"\b(?:aria-label|title|alt|placeholder|data-label|value)=\"([^\"]*)\"")
INCLUDED = re.compile(r"\b(?:text|label|title|mark|button|said|hint|what|none|link|aside)=\"([^\"]*)\"")


def allowed():
    """The reviewed phrases, longest first."""
    lines = (ROOT / "tests" / "house" / "words_allowed.txt").read_text().splitlines()
    kept = [line.rsplit(" | ", 1)[0] for line in lines if line.strip() and not line.startswith("#")]
    return re.compile("|".join(rf"\b(?:{phrase})\b" for phrase in kept), re.IGNORECASE)


def refused_in(text):
    """The refused words of a text, its allowed phrases and its `names of files` taken out."""
    return [match[0] for match in REFUSED.finditer(allowed().sub(" ", re.sub(r"`[^`]*`", " ", text)))]


def visible(template):
    """What a person reads of a template: its text, its spoken attributes, the words handed to components."""
    text = COMMENT.sub(" ", template)
    spoken = SPOKEN.findall(text) + INCLUDED.findall(text)
    plain = re.sub(r"<[^>]*>", " ", UNSEEN.sub(" ", text))
    return " ".join(" ".join([plain, *spoken]).split())


def sentences(tree):
    """Strings a person may read: words with a space that begin like a sentence; not what developers read."""
    unread = set()
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list) and body and isinstance(body[0], ast.Expr):
            unread.add(body[0].value)
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in DEVELOPERS:
            unread.update(ast.walk(node))
        if isinstance(node, ast.keyword) and node.arg in ("sql", "func", "condition"):
            unread.update(ast.walk(node.value))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in unread:
            text = node.value
            if " " in text.strip() and re.match(r"[A-Z“]", text.strip()) and not SQL.search(text):
                yield node.lineno, text


DEVELOPERS = {
    "compile",
    "info",
    "warning",
    "debug",
    "exception",
    "RuntimeError",
    "ValueError",
    "TypeError",
    "RunSQL",
}
SQL = re.compile(
    r"\b(SELECT|INSERT INTO|UPDATE|DELETE FROM|CREATE|ALTER|COPY|RAISE|DROP|NULLIF|COALESCE|JOIN|GRANT)\b"
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Raise an alert about the council", ["alert"]),
        ("It came by e-alert", []),
        ("The status of the concern", ["status"]),
        ("The Secretary of State may act; in that case say so", []),
        ("The best and the worst", ["best", "worst"]),
        ("Stage 3: discussions with the council", []),
    ],
)
def test_the_words_that_are_refused(text, found):
    assert refused_in(text) == found


def test_no_template_uses_a_refused_word():
    wrong = {
        name(path): found
        for path in tracked("templates/**/*.html", "templates/*.html", "templates/**/*.txt")
        if (found := refused_in(visible(path.read_text())))
    }

    assert wrong == {}


def test_no_sentence_of_the_code_uses_a_refused_word():
    wrong = []
    for path in tracked("*.py"):
        if name(path).split("/")[0] not in LEVELS or "/migrations/" in name(path):
            continue
        for line, text in sentences(ast.parse(path.read_text())):
            wrong += [f"{name(path)}:{line} {found}: {text[:90]}" for found in refused_in(text)]

    assert wrong == []


def test_the_glossary_uses_no_refused_word():
    assert refused_in((ROOT / "docs" / "glossary.md").read_text()) == []


def test_the_service_does_not_say_risk_beside_a_council(settings):
    """A leader may read over the adviser's shoulder (WORKFLOW section 5)."""
    assert "risk" not in settings.SERVICE_NAME.lower()


def test_each_allowed_phrase_has_its_reason():
    lines = (ROOT / "tests" / "house" / "words_allowed.txt").read_text().splitlines()

    assert [
        line for line in lines if line.strip() and not line.startswith("#") and len(line.split(" | ")) < 2
    ] == []
