"""The two wire formats, with the traps that were seen in real files; and the child that reads them."""

import numpy as np
import pytest

from common.parsing_child import ParsingFailed, run_parser
from indicators.rows import Rows, Words
from indicators.sources import fingertips, ons_els
from indicators.sources.reading import UnusableFile
from tests.factories.indicators import ELS, els
from tests.factories.indicators import fingertips as fingertips_file


@pytest.fixture
def parsed(tmp_path):
    """Read bytes with an adapter, in this process."""

    def read(content, parse=ons_els.parse, year="financial"):
        path = tmp_path / "file.csv"
        path.write_bytes(content)
        return parse(path, {"year": year})

    return read


ROW = {"areacd": "E06000001", "period": "2024-01-01/P1Y", "observation": "1.5"}


def column(rows, name):
    return [rows.text[name].words[code] for code in rows.text[name].codes]


def test_a_spreadsheets_unicode_text_is_read_with_its_tabs(parsed):
    rows = parsed(els([ROW]).decode().replace(",", "\t").encode("utf-16"))
    assert (column(rows, "area"), rows.number["value"].tolist()) == (["E06000001"], [1.5])
    with pytest.raises(UnusableFile, match="cut short: row 2"):
        parsed(els([ROW]).decode().replace(",", "\t").rstrip().rpartition("\t")[0].encode())


def test_semicolons_are_refused_for_what_a_comma_may_then_mean(parsed):
    with pytest.raises(UnusableFile, match="parted by semicolons"):
        parsed(els([ROW]).decode().replace(",", ";").encode())


@pytest.mark.parametrize(
    ("cell", "value"), [("15,7", None), ("1,2345", None), ("1,234.5", 1234.5), ("12,345,678", 12345678)]
)
def test_a_comma_parts_thousands_and_nothing_else(parsed, cell, value):
    read = parsed(els([{**ROW, "observation": cell}])).number["value"].tolist()
    assert (None if np.isnan(read[0]) else read[0]) == value


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("bom", [True, False])
def test_byte_order_marks_and_line_ends_are_of_no_matter(parsed, bom, ends):
    rows = parsed(els([ROW, {**ROW, "areacd": "E06000002"}], bom=bom, ends=ends))
    assert column(rows, "area") == ["E06000001", "E06000002"]
    assert rows.number["value"].tolist() == [1.5, 1.5]


def test_columns_may_stand_in_any_order_and_headings_may_hold_hard_spaces(parsed):
    content = els([ROW]).decode().splitlines()
    turned = "\n".join(",".join(reversed(line.split(","))) for line in content)
    assert len(parsed(turned.replace("areacd", "\N{NO-BREAK SPACE}areacd ").encode())) == 1


def test_a_file_that_is_not_utf_8_is_read_as_windows_1252(parsed):
    content = els([{**ROW, "notes": "caf\N{LATIN SMALL LETTER E WITH ACUTE}"}]).decode().encode("cp1252")
    assert column(parsed(content), "remark") == ["café"]


@pytest.mark.parametrize(
    ("cell", "value"),
    [("1,220", 1220.0), ("9.3699999999999992", 9.37), ("1.557e-05", 1.557e-05), ("-3.5", -3.5), (" 7 ", 7.0),
     ("0", 0.0)],
)  # fmt: skip
def test_numbers_as_they_are_written(parsed, cell, value):
    assert parsed(els([{**ROW, "observation": cell}])).number["value"][0] == value


@pytest.mark.parametrize("cell", ["inf", "nan", "NaN", "-", "n/a", "[x]"])
def test_what_is_no_number_is_no_value(parsed, cell):
    rows = parsed(els([{**ROW, "observation": cell}]))
    assert np.isnan(rows.number["value"][0])
    assert column(rows, "status") != ["0"]


def test_a_period_that_cannot_be_read_rejects_its_rows_only(parsed):
    rows = parsed(els([ROW, {**ROW, "period": "25-Sep"}]))
    assert len(rows) == 1
    assert [(r.reason, r.count) for r in rows.rejected] == [("the period cannot be read", 1)]


def test_a_row_without_an_area_is_rejected(parsed):
    rows = parsed(els([ROW, {**ROW, "areacd": " "}]))
    assert [(r.reason, r.count) for r in rows.rejected] == [("no area code", 1)]


def test_rows_that_contradict_one_another_are_both_refused(parsed):
    rows = parsed(els([ROW, {**ROW, "observation": "9"}, {**ROW, "areacd": "E06000002"}]))
    assert len(rows) == 1
    assert [(r.reason, r.count) for r in rows.rejected] == [
        ("two rows of the file contradict one another", 2)
    ]


def test_a_quoted_cell_may_hold_commas_and_line_ends(parsed):
    rows = parsed(els([{**ROW, "notes": 'one, "two"\nthree'}, {**ROW, "areacd": "E06000002"}]))
    assert column(rows, "remark") == ['one, "two"\nthree', ""]


def test_a_row_that_stops_is_not_filled_with_blanks(parsed):
    content = els([ROW, ROW]).decode().rstrip("\n").rsplit(",", 4)[0]
    with pytest.raises(UnusableFile, match="row 3 has fewer columns"):
        parsed(content.encode())


def test_a_column_that_stands_twice_is_refused(parsed):
    with pytest.raises(UnusableFile, match="stands twice"):
        parsed(els([ROW]).replace(b"measure", b"areacd"))


def test_minus_one_is_no_limit_and_no_value_in_fingertips_and_a_number_elsewhere(parsed):
    row = {"Area Code": "E06000001", "Time period": "2022/23"}
    limits = {"Lower CI 95.0 limit": "-1", "Upper CI 95.0 limit": "-1"}
    rows = parsed(
        fingertips_file([
            {**row, "Value": "-1", **limits},
            {**row, "Area Code": "E06000002", "Value": "5", **limits},
            {**row, "Area Code": "E06000003", "Value": "-1", "Lower CI 95.0 limit": "-2",
             "Upper CI 95.0 limit": "0.5"},
        ]),
        fingertips.parse,
    )  # fmt: skip
    assert np.isnan(rows.number["value"]).tolist() == [True, False, False]
    assert np.isnan(rows.number["lower"]).tolist() == [True, True, False]


def test_rows_survive_the_way_between_two_processes(tmp_path, parsed):
    rows = parsed(els([ROW, {**ROW, "observation": "", "status": "c"}, {**ROW, "period": "x"}]))
    rows.save(tmp_path / "rows.npz")
    again = Rows.load(tmp_path / "rows.npz")
    assert again.rejected == rows.rejected
    assert again.read == 3
    np.testing.assert_array_equal(again.number["value"], rows.number["value"])
    assert all(column(again, name) == column(rows, name) for name in rows.text)


def test_what_a_parser_leaves_is_not_trusted_with_its_shape(tmp_path, parsed):
    rows = parsed(els([ROW]))
    rows.text["area"] = Words(np.array([7], dtype=np.int32), ["E06000001"])
    rows.save(tmp_path / "rows.npz")
    with pytest.raises(ValueError, match="area does not fit"):
        Rows.load(tmp_path / "rows.npz")


def test_the_child_reads_a_file_and_hands_a_refusal_back_as_its_sentence(tmp_path):
    path = tmp_path / "file.csv"
    order = {"path": str(path), "wire_format": "ons-els", "options": {"year": "calendar"}}
    path.write_bytes(els([ROW]))
    out = run_parser("indicators.sources.reader:read", order)
    assert len(Rows.load(out)) == 1
    out.unlink()
    path.write_text("<html>")
    with pytest.raises(ParsingFailed) as failed:
        run_parser("indicators.sources.reader:read", order)
    assert failed.value.sentence == "The file is a web page, not a table: it begins with “<”."


def test_the_child_may_not_take_all_the_memory(tmp_path):
    path = tmp_path / "wide.csv"
    path.write_bytes(",".join(ELS).encode() + b"\n" + b"a" * 90_000_000 + b"," * 11 + b"\n")
    order = {"path": str(path), "wire_format": "ons-els", "options": {"year": "calendar"}}
    with pytest.raises(ParsingFailed):
        run_parser("indicators.sources.reader:read", order, max_bytes=400 * 1024 * 1024)
