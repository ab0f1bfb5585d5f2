"""The raw cells of a file: workbooks and CSVs as text, ghosts left out, bombs refused with a sentence."""

import io
import json
import zipfile
from datetime import date

import openpyxl
import pytest

from common.parsing_child import ParsingFailed, run_parser
from indicators.sources import grid
from indicators.sources.grid import Book, as_text, look
from indicators.sources.reading import UnusableFile
from tests.indicators.workbooks import ods, workbook


def test_cells_of_a_workbook_are_text_and_figures_are_not_rounded(given):
    rows = [
        ["Code", None, "Rate"],
        ["E06000001", date(2025, 3, 31), 4.24407359350427],
        [371.0, True, "-"],
    ]
    cells = Book(given(workbook(TA1=rows))).cells("TA1")
    assert cells == [
        ["Code", "", "Rate"],
        ["E06000001", "2025-03-31", "4.24407359350427"],
        ["371", "TRUE", "-"],
    ]


def test_a_number_as_text_keeps_every_figure_it_has():
    assert [as_text(n) for n in (301.0, 1.557e-05, 9.3699999999999992, -5, 1e300)] == [
        "301", "1.557e-05", "9.37", "-5", "1e+300",
    ]  # fmt: skip


def test_a_ghost_sheet_is_named_and_never_read(given):
    said = '<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell>'
    cell = f"<table:table-row>{said}</table:table-row>"
    book = Book(given(ods(("TA1_", cell), ("'file:///C:/old.xls'#$TA1", cell))))
    assert book.wanted == ["TA1_"]
    assert [(sheet.name, sheet.ghost) for sheet in book.sheets()] == [
        ("TA1_", False), ("'file:///C:/old.xls'#$TA1", True),
    ]  # fmt: skip
    with pytest.raises(UnusableFile, match=r"no sheet .*It has “TA1_”"):
        book.cells("'file:///C:/old.xls'#$TA1")


def test_a_hidden_sheet_is_not_offered(given):
    book = openpyxl.load_workbook(io.BytesIO(workbook(Data=[["a"]], Codes=[["b"]])))
    book["Codes"].sheet_state = "hidden"
    held = io.BytesIO()
    book.save(held)
    assert Book(given(held.getvalue())).wanted == ["Data"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_csv_has_its_rows_whatever_ends_them(given, end):
    content = end.join(["Title of the table", "", 'Code,"Rate, in\nall"', 'E06000001,"1,220"', ""]).encode()
    assert Book(given(content)).cells() == [
        ["Title of the table"], [], ["Code", "Rate, in\nall"], ["E06000001", "1,220"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "cell"),
    [
        ("Code,Café\nx,1".encode("cp1252"), "Café"),
        ("Code,Café\nx,1".encode("utf-8-sig"), "Café"),
        ("Code\tCafé\nx\t1".encode("utf-16"), "Café"),
        (b"Code;Rate\nx;1\ny;2", "Rate"),
    ],
)
def test_encodings_and_separators_are_found(given, content, cell):
    assert Book(given(content)).cells()[0] == ["Code", cell]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "empty"),
        (b"<!doctype html><p>Not found", "a web page"),
        (b'{"error": "no"}', "JSON"),
        (b'Code,Rate\nE06000001,"12', "cut short"),
        (b"PK\x03\x04 and nothing", "none that can be read"),
        (b"\xd0\xcf\x11\xe0 and nothing", "none that can be read"),
        (b"\x89PNG\x00\x00", "zero bytes"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_a_sentence(given, content, sentence):
    with pytest.raises(UnusableFile, match=sentence):
        Book(given(content))


def test_a_workbook_cut_short_is_refused(given):
    whole = workbook(A=[["x"] * 5] * 50)
    with pytest.raises(UnusableFile):
        Book(given(whole[: len(whole) // 2])).cells("A")


def test_a_bomb_is_not_unpacked(given):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed, packed.open("content.xml", "w") as part:
        for _ in range(450):
            part.write(b"0" * 1024 * 1024)
    with pytest.raises(UnusableFile, match="unpacks to 450 MB"):
        Book(given(held.getvalue()))


def test_a_huge_sheet_ends_in_the_childs_limits_and_not_in_ours(given):  # STACK: 4.8 KB may take 3 GB
    book = openpyxl.Workbook()
    book.active["A1"], book.active["XFD1048576"] = "a", "b"
    held = io.BytesIO()
    book.save(held)
    path = given(held.getvalue())
    with pytest.raises(ParsingFailed) as failed:
        run_parser("indicators.sources.grid:look", {"path": str(path)}, max_bytes=1024**3, max_seconds=30)
    assert "cells are read" in failed.value.sentence or "too large" in failed.value.sentence


def test_a_preview_is_what_the_child_leaves(given, tmp_path):
    path = given(workbook(Cover=[["Title"]], Data=[["Code"], ["E06000001"], ["E06000002"]]))
    look(str(tmp_path / "out"), str(path), "Data", most_rows=2)
    said = json.loads((tmp_path / "out").read_text())
    assert [sheet["name"] for sheet in said["sheets"]] == ["Cover", "Data"]
    assert (said["sheet"], said["rows"], said["rows_in_all"]) == ("Data", [["Code"], ["E06000001"]], 3)


def test_too_many_cells_are_refused(given, monkeypatch):
    monkeypatch.setattr(grid, "MOST_CELLS", 10)
    with pytest.raises(UnusableFile, match="more than 10 cells"):
        Book(given(b"a,b,c\n" * 5))
    with pytest.raises(UnusableFile, match="at most 10 cells"):
        Book(given(workbook(A=[["x"] * 5] * 5))).cells("A")
