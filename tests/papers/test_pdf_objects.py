"""A typeset file taken apart and put together again: nothing lost, and nothing guessed."""

from io import BytesIO

import pikepdf
import pytest

from papers.pdf_objects import PACKED_TOGETHER, UnknownFileError, put_together, taken_apart
from papers.tagging import name_rows
from papers.typesetting import typeset


@pytest.fixture
def typeset_file():
    """As the typesetter leaves it, before anything is packed."""
    return typeset("drawings.typ", {"drawings": "[]"}, format="pdf")


def test_a_file_put_together_again_holds_every_object_as_it_was(typeset_file):
    objects = taken_apart(typeset_file)
    more = [objects.add(b"<</Said %d>>" % number) for number in range(2 * PACKED_TOGETHER)]

    again = put_together(objects)

    with pikepdf.open(BytesIO(typeset_file)) as before, pikepdf.open(BytesIO(again)) as after:
        assert after.check_pdf_syntax() == []
        for number in range(1, more[0]):
            was, is_ = before.get_object(number, 0), after.get_object(number, 0)
            assert was.unparse() == is_.unparse()
        assert [int(after.get_object(number, 0).Said) for number in more] == list(range(len(more)))
        assert before.trailer.ID == after.trailer.ID


def test_the_same_objects_give_the_same_bytes(typeset_file):
    assert put_together(taken_apart(typeset_file)) == put_together(taken_apart(typeset_file))


def test_a_file_that_is_written_otherwise_is_refused_not_guessed_at(typeset_file):
    packed = put_together(taken_apart(typeset_file))
    for other in (b"", b"%PDF-1.7", packed, typeset_file[:-40], b"." + typeset_file):
        with pytest.raises(UnknownFileError):
            taken_apart(other)


def test_a_row_that_begins_with_no_cell_is_refused(typeset_file):
    objects = taken_apart(typeset_file)
    words = objects.add(b"<</Type/StructElem/S/P/P 1 0 R/K[0]>>")
    objects.add(b"<</Type/StructElem/S/TR/P 1 0 R/K[%d 0 R]>>" % words)

    with pytest.raises(UnknownFileError, match=f"Object {words} begins a row"):
        name_rows(objects)
