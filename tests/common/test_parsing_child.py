"""The child that parses: its result, its sentence, its limits."""

from pathlib import Path

import pytest

from common.parsing_child import ParsingFailed, run_parser

HERE = "tests.common.test_parsing_child"


def copies(out, text):
    """A parser that works."""
    Path(out).write_text(text)


def complains(out):
    """A parser that has something to say."""
    raise ParsingFailed("The file has no area codes.")


def swallows(out):
    """A parser that meets a bomb."""
    bytearray(4 * 1024**3)


def hangs(out):
    """A parser that never ends."""
    while True:
        pass


def test_what_the_parser_wrote_comes_back():
    path = run_parser(f"{HERE}:copies", {"text": "E06000034"})
    assert path.read_text() == "E06000034"
    path.unlink()


def test_its_sentence_comes_back():
    with pytest.raises(ParsingFailed) as caught:
        run_parser(f"{HERE}:complains", {})
    assert caught.value.sentence == "The file has no area codes."


def test_it_may_not_take_all_the_memory():
    with pytest.raises(ParsingFailed, match="could not be read"):
        run_parser(f"{HERE}:swallows", {}, max_bytes=512 * 1024**2)


def test_it_may_not_take_for_ever():
    with pytest.raises(ParsingFailed, match="longer than 1 s"):
        run_parser(f"{HERE}:hangs", {}, max_seconds=1)
