"""Nomis, LAIT and Explore Education Statistics files, with the traps that were seen and others like them."""

import csv
import io

import numpy as np
import pytest

from indicators.sources import ees, lait, nomis
from indicators.sources.reading import UnusableFile

LAIT = ("Short Desc", "Data item", "Years", "LA and Regions", "Values", "LA Number", "Region")
NOMIS = (
    "DATE", "DATE_NAME", "GEOGRAPHY", "GEOGRAPHY_NAME", "GEOGRAPHY_CODE", "GEOGRAPHY_TYPE", "GENDER_NAME",
    "C_AGE_NAME", "MEASURES", "MEASURES_NAME", "OBS_VALUE", "OBS_STATUS", "OBS_STATUS_NAME", "OBS_CONF",
    "RECORD_COUNT",
)  # fmt: skip
EES = (
    "time_period", "time_identifier", "geographic_level", "country_code", "country_name", "region_code",
    "region_name", "old_la_code", "new_la_code", "la_name", "school_type", "rate",
)  # fmt: skip
OF_LAIT = {
    "Short Desc": "RTA",
    "Years": "2016",
    "LA and Regions": "Hartlepool",
    "LA Number": "805",
    "Values": "1.5",
}
OF_NOMIS = {
    "DATE": "2021", "DATE_NAME": "2021", "GEOGRAPHY_CODE": "E06000001", "GEOGRAPHY_NAME": "Hartlepool",
    "MEASURES": "20100", "MEASURES_NAME": "Value", "OBS_VALUE": "92571", "OBS_STATUS": "A",
    "OBS_STATUS_NAME": "Normal Value", "OBS_CONF": "F",
}  # fmt: skip
OF_EES = {
    "time_period": "202425", "time_identifier": "Academic year", "geographic_level": "Local authority",
    "country_code": "E92000001", "country_name": "England", "old_la_code": "805", "new_la_code": "E06000001",
    "la_name": "Hartlepool", "school_type": "Total", "rate": "1.5",
}  # fmt: skip
KNOWN = {
    "lait": (lait.parse, LAIT, OF_LAIT, "Values", {"year": "calendar"}),
    "nomis": (nomis.parse, NOMIS, OF_NOMIS, "OBS_VALUE", {}),
    "ees": (ees.parse, EES, OF_EES, "rate", {"indicators": ["rate"], "filters": ["school_type"]}),
}


def written(columns, rows, *, ends="\n", encoding="utf-8"):
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="", lineterminator=ends)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode(encoding)


@pytest.fixture
def parsed(tmp_path):
    """Read rows, or bytes, with the adapter of a format: `parsed("lait", [{...}], year="financial")`."""

    def read(name, rows=({},), ends="\n", encoding="utf-8", columns=None, **options):
        parse, headings, usual, _, told = KNOWN[name]
        content = rows
        if not isinstance(rows, bytes):
            full = [{**usual, **row} for row in rows]
            if name == "nomis":
                full = [{"RECORD_COUNT": str(len(full)), **row} for row in full]
            content = written(columns or headings, full, ends=ends, encoding=encoding)
        path = tmp_path / "file.csv"
        path.write_bytes(content)
        found = parse(path, {**told, **options})
        assert len(found) + sum(r.count for r in found.rejected) == found.read
        assert all(r.reason and r.examples for r in found.rejected)
        return found

    return read


def column(rows, name):
    return [rows.text[name].words[code] for code in rows.text[name].codes]


def reasons(rows):
    return {r.reason: r.count for r in rows.rejected}


# What holds for all three.


@pytest.mark.parametrize("name", KNOWN)
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_line_ends_and_byte_order_marks_are_of_no_matter(parsed, name, ends, encoding):
    rows = parsed(name, [{}, {_area(name): _other(name)}], ends=ends, encoding=encoding)
    assert len(rows) == 2
    assert not np.isnan(rows.number["value"]).any()


def _area(name):
    return {"lait": "LA Number", "nomis": "GEOGRAPHY_CODE", "ees": "new_la_code"}[name]


def _other(name):
    return {"lait": "806"}.get(name, "E06000002")


@pytest.mark.parametrize("name", KNOWN)
def test_columns_stand_in_any_order_with_hard_spaces_in_their_headings(parsed, name):
    _, headings, usual, _, _ = KNOWN[name]
    content = written(headings[::-1], [{**usual, "RECORD_COUNT": "1"} if name == "nomis" else usual]).decode()
    first, _, rest = content.partition("\n")
    spaced = ",".join(f"\N{NO-BREAK SPACE}{heading} " for heading in first.split(","))
    assert len(parsed(name, f"{spaced}\n{rest}".encode())) == 1


@pytest.mark.parametrize("name", KNOWN)
@pytest.mark.parametrize(
    ("cell", "value"),
    [("1,220", 1220.0), ("9.3699999999999992", 9.37), ("1.557e-05", 1.557e-05), ("-3.5", -3.5), ("-1", -1.0),
     (" 7 ", 7.0), ("0", 0.0), ("301.0", 301.0)],
)  # fmt: skip
def test_numbers_as_they_are_written(parsed, name, cell, value):
    assert parsed(name, [{KNOWN[name][3]: cell}]).number["value"].tolist() == [value]


@pytest.mark.parametrize("name", KNOWN)
@pytest.mark.parametrize("cell", ["inf", "nan", "NA", "n/a", "[x]", "c", "..", "#REF!", ""])
def test_what_is_no_number_is_no_figure_and_never_nought(parsed, name, cell):
    rows = parsed(name, [{KNOWN[name][3]: cell}])
    assert np.isnan(rows.number["value"]).all()
    assert column(rows, "status") != ["0"]


@pytest.mark.parametrize("name", KNOWN)
def test_the_same_row_counts_once_and_rows_that_contradict_one_another_not_at_all(parsed, name):
    figure = KNOWN[name][3]
    assert reasons(parsed(name, [{}, {}])) == {"the same row stands twice in the file": 1}
    rows = parsed(name, [{}, {figure: "99"}, {_area(name): _other(name)}])
    assert reasons(rows) == {"two rows of the file contradict one another": 2}
    assert len(rows) == 1


@pytest.mark.parametrize("name", KNOWN)
@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b" \r\n\r\n", "empty"),
        (b"<!DOCTYPE html><title>503</title>", "web page"),
        (b"PK\x03\x04\x00\x00", "not text"),
        (b"a,b,c\n1,2,3\n", "missing"),
        (b'{"error": "Not found"}', "is JSON"),
    ],
)
def test_what_is_no_such_file_is_refused_in_a_sentence(parsed, name, content, words):
    with pytest.raises(UnusableFile, match=words):
        parsed(name, content)


@pytest.mark.parametrize("name", KNOWN)
def test_a_file_that_stops_is_refused(parsed, name):
    _, headings, usual, _, _ = KNOWN[name]
    whole = written(headings, [{**usual, "RECORD_COUNT": "2"} if name == "nomis" else usual] * 2)
    with pytest.raises(UnusableFile, match="cut short"):
        parsed(name, whole.rstrip(b"\n").rsplit(b",", 4)[0])
    with pytest.raises(UnusableFile, match="headings and no rows"):
        parsed(name, whole.split(b"\n")[0] + b"\n")


@pytest.mark.parametrize("name", KNOWN)
def test_a_line_end_inside_a_quoted_cell_is_part_of_the_cell(parsed, name):
    named = {"lait": "LA and Regions", "nomis": "GEOGRAPHY_NAME", "ees": "la_name"}[name]
    for ends in ("\n", "\r\n"):
        rows = parsed(name, [{named: "one,\ntwo"}, {_area(name): _other(name)}], ends=ends)
        assert len(rows) == 2


# Nomis.


def test_a_nomis_file_shorter_than_its_count_says_how_many_of_how_many(parsed):
    with pytest.raises(UnusableFile, match=r"1 of the 11,178 rows that Nomis says"):
        parsed("nomis", [{"RECORD_COUNT": "11178"}])
    with pytest.raises(UnusableFile, match="not of one release"):
        parsed("nomis", [{"RECORD_COUNT": "2"}, {"RECORD_COUNT": "3"}])
    with pytest.raises(UnusableFile, match="not a number"):
        parsed("nomis", [{"RECORD_COUNT": "many"}])


def test_a_row_sent_twice_does_not_hide_one_that_is_missing(parsed):
    columns = (*NOMIS, "URN")
    rows = [{"URN": "a", "RECORD_COUNT": "2"}, {"URN": "a", "RECORD_COUNT": "2"}]
    with pytest.raises(UnusableFile, match="1 of the 2 rows"):
        parsed("nomis", rows, columns=columns)


def test_a_nomis_file_without_its_count_is_doubted_only_at_the_limit(parsed, monkeypatch):
    columns = tuple(name for name in NOMIS if name != "RECORD_COUNT")
    rows = [{"GEOGRAPHY_CODE": f"E0600000{n}"} for n in (1, 2, 3)]
    content = written(columns, [{**OF_NOMIS, **row} for row in rows])
    assert len(parsed("nomis", content)) == 3
    monkeypatch.setattr(nomis, "LIMITS", (3,))
    with pytest.raises(UnusableFile, match="exactly 3 rows"):
        parsed("nomis", content)


def test_only_the_columns_that_were_asked_for_are_needed(parsed):
    content = b"DATE_NAME,GEOGRAPHY_NAME,GENDER_NAME,OBS_VALUE\nOctober 2023,Hartlepool,Male,1.5\n"
    rows = parsed("nomis", content)
    assert (column(rows, "area"), column(rows, "area_name"), column(rows, "sex")) == (
        [""],
        ["Hartlepool"],
        ["Male"],
    )
    with pytest.raises(UnusableFile, match="no area can be told"):
        parsed("nomis", b"DATE_NAME,OBS_VALUE\n2023,1\n")
    with pytest.raises(UnusableFile, match="no period can be told"):
        parsed("nomis", b"GEOGRAPHY_CODE,OBS_VALUE\nE06000001,1\n")


def test_a_status_of_nomis_is_believed_before_the_nought_that_fills_its_cell(parsed):
    said = {"OBS_STATUS": "Q", "OBS_STATUS_NAME": "These figures are suppressed as statistically unreliable"}
    rows = parsed("nomis", [
        {**said, "OBS_VALUE": "0"}, {**said, "OBS_VALUE": "", "GEOGRAPHY_CODE": "E06000002"},
        {"OBS_VALUE": "0", "GEOGRAPHY_CODE": "E06000003"},
        {"OBS_VALUE": "5", "OBS_CONF": "C", "GEOGRAPHY_CODE": "E06000004"},
        {"OBS_VALUE": "", "OBS_STATUS": "M", "OBS_STATUS_NAME": "Missing", "GEOGRAPHY_CODE": "E06000005"},
        {**said, "OBS_VALUE": "7", "GEOGRAPHY_CODE": "E06000006"},
    ])  # fmt: skip
    assert column(rows, "status") == ["4", "4", "0", "3", "1", "4"]
    assert [None if np.isnan(v) else v for v in rows.number["value"]] == [None, None, 0.0, None, None, 7.0]
    assert column(rows, "remark")[0] == said["OBS_STATUS_NAME"]


def test_measures_are_told_apart_and_confidence_stands_beside_its_figure(parsed):
    measures = [
        ("20599", "Variable", "74.5"),
        ("21001", "Numerator", "900"),
        ("21002", "Denominator", "1200"),
        ("21003", "Confidence", "4.5"),
    ]
    rows = [{"MEASURES": n, "MEASURES_NAME": name, "OBS_VALUE": v, "VARIABLE_NAME": "Employment rate"}
            for n, name, v in measures]  # fmt: skip
    columns = (*NOMIS, "VARIABLE_NAME")
    with pytest.raises(UnusableFile, match="several measures"):
        parsed("nomis", rows, columns=columns)
    told = {"20599": "value", "Confidence": "confidence", "21001": "People in work"}
    found = parsed("nomis", rows, columns=columns, measures=told)
    assert column(found, "indicator") == ["Employment rate", "People in work"]
    assert found.number["value"].tolist() == [74.5, 900.0]
    assert (found.number["lower"][0], found.number["upper"][0]) == (70.0, 79.0)
    assert reasons(found) == {nomis.BESIDE: 2}
    with pytest.raises(UnusableFile, match="None of the measures"):
        parsed("nomis", rows, columns=columns, measures={"9": "value"})


def test_other_dimensions_are_a_category_and_are_never_mixed(parsed):
    columns = (*NOMIS, "C_TENURE", "C_TENURE_NAME")
    rows = parsed(
        "nomis", [{"C_TENURE_NAME": "Owned"}, {"C_TENURE_NAME": "Rented", "OBS_VALUE": "5"}], columns=columns
    )
    assert column(rows, "category") == ["Owned", "Rented"]
    assert set(column(rows, "category_type")) == {"C_TENURE"}
    assert len(parsed("nomis", [{"C_TENURE_NAME": "Owned"}], columns=columns, leave=["C_TENURE"])) == 1


DOWNLOAD = """
"annual population survey"
"ONS Crown Copyright Reserved [from Nomis on 25 October 2021]"

"Date       :","2017"
"Age        :","16-64"

"Area","Employment rate","","Economic activity rate",""

"ualad09:Hartlepool",66.6,"",71.2,""
"towncity:York",70.1,"",80.1,""
"ualad09:Isles of Scilly",0,"!","-","-"
"ualad09:Halton","1,070.5","*",0,"-"

"! Estimate and confidence interval not available"
"- These figures are missing."
"""


def test_a_download_from_the_pages_of_nomis(parsed):
    for content in (DOWNLOAD, DOWNLOAD.replace("\n", "\r\n"), DOWNLOAD.replace("\n", "\r")):
        rows = parsed("nomis", content.encode())
        assert rows.read == 8
        assert column(rows, "area_name") == ["Hartlepool", "Hartlepool", "Isles of Scilly", "Isles of Scilly",
                                             "Halton", "Halton"]  # fmt: skip
        assert set(column(rows, "indicator")) == {"Employment rate", "Economic activity rate"}
        assert set(column(rows, "period")) == {"2017-01-01|2017-12-31|2017"}
        assert set(column(rows, "age")) == {"16-64"}
        assert column(rows, "status") == ["0", "0", "4", "1", "0", "1"]
        assert [None if np.isnan(v) else v for v in rows.number["value"]] == [
            66.6,
            71.2,
            0.0,
            None,
            1070.5,
            None,
        ]
        assert reasons(rows) == {
            "the row is for another kind of place than a council, a region or England": 2
        }


def test_a_download_of_several_tables_or_with_codes_or_years_in_its_headings(parsed):
    second = DOWNLOAD.replace('"2017"', '"2018"').replace("66.6", "67.7").partition("[from Nomis")[2]
    rows = parsed("nomis", (DOWNLOAD + "\n" + second.partition("\n")[2]).encode())
    assert set(column(rows, "period")) == {"2017-01-01|2017-12-31|2017", "2018-01-01|2018-12-31|2018"}
    coded = (
        '"KS601"\n"ONS [from Nomis on 21 April 2021]"\n"Sex :","Males"\n\n"area","mnemonic","2011","2012"\n'
    )
    rows = parsed("nomis", (coded + '"Hartlepool","E06000001",1,2\n').encode())
    assert (column(rows, "area"), column(rows, "sex")) == (["E06000001"] * 2, ["Males"] * 2)
    assert rows.number["value"].tolist() == [1.0, 2.0]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (DOWNLOAD.partition('"Area"')[0], "no rows of figures"),
        (DOWNLOAD.replace(",80.1", ""), "row of towncity:York has fewer"),
        (DOWNLOAD[:-60], "inside a quoted cell"),
        (DOWNLOAD.replace('"Date       :","2017"\n', ""), "says no date"),
    ],
)
def test_a_download_that_is_not_whole_is_refused(parsed, content, words):
    if "fewer" in words:
        content = content.replace('70.1,"",""', "70.1")
    with pytest.raises(UnusableFile, match=words):
        parsed("nomis", content.encode())


# LAIT.


def test_lait_knows_england_the_regions_and_councils_by_number_and_others_by_name(parsed):
    rows = parsed(
        "lait",
        [
            {"LA Number": "970", "LA and Regions": "England"},
            {"LA Number": "982", "LA and Regions": "Yorkshire and the Humber"},
            {"LA Number": "805.0"},
            {"LA Number": "837", "LA and Regions": "Bournemouth (Pre LG)"},
            {"LA Number": "999", "LA and Regions": "Somewhere"},
            {"LA Number": "", "LA and Regions": "Elsewhere"},
            {"LA Number": "", "LA and Regions": " "},
        ],
    )
    assert column(rows, "area") == ["E92000001", "E12000003", "805", "837", "", ""]
    assert column(rows, "area_name")[3:] == ["Bournemouth (Pre LG)", "Somewhere", "Elsewhere"]
    assert reasons(rows) == {"no area is named": 1}


def test_a_dash_of_lait_is_not_available_and_a_period_of_nought_is_refused(parsed):
    rows = parsed("lait", [{"Values": "-"}, {"Years": "0"}, {"Values": "0", "LA Number": "806"}])
    assert column(rows, "status") == ["1", "0"]
    assert reasons(rows) == {"the period cannot be read": 1}


def test_the_later_word_of_lait_stands_and_the_provisional_says_so(parsed):
    rows = parsed(
        "lait",
        [
            {"Years": "2016 (prov)", "Values": "1"},
            {"Years": "2016 (Rev)", "Values": "2"},
            {"Years": "2016", "Values": "3"},
            {"Years": "2017 (prov)", "Values": "4"},
        ],
    )
    assert rows.number["value"].tolist() == [3.0, 4.0]
    assert column(rows, "remark") == ["", "Provisional, as the publisher marks it."]
    assert reasons(rows) == {"a later version of the same figure stands in the file": 2}


def test_each_measure_counts_in_its_own_kind_of_year(parsed):
    rows = parsed("lait", [{}, {"Short Desc": "X"}], years={"RTA": "Financial Year"})
    assert [word.rpartition("|")[2] for word in column(rows, "period")] == ["2015/16", "2016"]


# Explore Education Statistics.


def test_levels_are_read_in_either_case_and_other_places_are_no_councils(parsed):
    rows = parsed(
        "ees",
        [
            {},
            {
                "geographic_level": "local authority",
                "new_la_code": "E08000016",
                "la_name": "Barnsley",
                "old_la_code": "370",
            },
            {"geographic_level": "NATIONAL"},
            {"geographic_level": "regional", "region_code": "E12000003"},
            {"geographic_level": "School"},
            {"geographic_level": ""},
            {"new_la_code": "E06000061 / E06000062"},
            {"new_la_code": "z", "la_name": "Dorset", "old_la_code": "835"},
            {"new_la_code": "", "old_la_code": "", "la_name": "Poole"},
            {"new_la_code": "", "old_la_code": "", "la_name": ""},
        ],
    )
    assert column(rows, "area") == ["E06000001", "E08000016", "E92000001", "E12000003", "835", ""]
    assert column(rows, "area_name")[-1] == "Poole"
    assert reasons(rows) == {ees.ELSEWHERE: 2, ees.TOGETHER: 1, "no area is named": 1}


@pytest.mark.parametrize(
    ("cell", "status"),
    [("z", "2"), ("x", "1"), ("c", "3"), ("u", "4"), ("k", "5"), ("low", "5"), ("LOW", "5"), ("[c]", "3")],
)
def test_the_markers_of_the_department(parsed, cell, status):
    rows = parsed("ees", [{"rate": cell}])
    assert column(rows, "status") == [status]
    assert np.isnan(rows.number["value"]).all()


def test_figures_and_filters_are_told_by_the_options_or_by_their_cells(parsed):
    columns = (*EES, "gender", "count")
    row = [{"gender": "Girls", "count": "x"}, {"gender": "Boys", "count": "12", "rate": "low"}]
    rows = parsed(
        "ees",
        written(columns, [{**OF_EES, **one} for one in row]),
        indicators=[],
        filters=["school_type", "gender"],
    )
    assert rows.read == 4
    assert column(rows, "indicator") == ["rate", "rate", "count", "count"]
    assert column(rows, "sex") == ["Girls", "Boys"] * 2
    assert set(column(rows, "category_type")) == {"school_type"}
    with pytest.raises(UnusableFile, match="speed is missing"):
        parsed("ees", indicators=["speed"])
    with pytest.raises(UnusableFile, match="No column of the file holds figures"):
        parsed("ees", [{"rate": "many"}], indicators=[])


def test_the_final_figure_stands_before_the_revised_and_the_provisional(parsed):
    columns = (*EES, "version")
    rows = parsed(
        "ees",
        [
            {"version": "Provisional", "rate": "1"},
            {"version": "Revised", "rate": "2"},
            {"version": "Final", "rate": "3"},
            {"version": "Revised", "rate": "4", "new_la_code": "E06000002"},
        ],
        columns=columns,
    )
    assert rows.number["value"].tolist() == [3.0, 4.0]
    assert column(rows, "remark") == ["", "Revised, as the publisher marks it."]
    # A column of that name that says something else is a filter like any other.
    rows = parsed(
        "ees", [{"version": "A"}, {"version": "B", "rate": "2"}], columns=columns, filters=["version"]
    )
    assert column(rows, "category") == ["A", "B"]


def test_a_reporting_year_is_read_only_where_its_definition_says_when_it_ends(parsed):
    row = [{"time_period": "2025", "time_identifier": "Reporting year"}]
    with pytest.raises(UnusableFile, match="give the month as reporting_year_ends"):
        parsed("ees", row)
    rows = parsed("ees", row, reporting_year_ends=3)
    assert column(rows, "period") == ["2024-04-01|2025-03-31|2024/25"]
    rows = parsed("ees", [{}, {"time_period": "20xx"}])
    assert reasons(rows) == {"the period cannot be read": 1}


def test_limits_stand_beside_the_figures_they_belong_to(parsed):
    columns = (*EES, "low_ci", "high_ci")
    rows = parsed(
        "ees", [{"low_ci": "1", "high_ci": "2"}], columns=columns, limits={"rate": ["low_ci", "high_ci"]}
    )
    assert (rows.number["lower"].tolist(), rows.number["upper"].tolist()) == ([1.0], [2.0])
