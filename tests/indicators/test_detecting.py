"""What an undescribed table seems to be: headings, areas, periods, figures; in real files too."""

import json

import pytest

from common.parsing_child import ParsingFailed, run_parser
from tests.factories.uploads import COUNCILS, seen_of, visits
from tests.indicators.workbooks import workbook


def ref(seen, place):
    return None if place is None else seen["columns"][place]["ref"]


def test_headings_areas_figures_notes_and_england_are_found():
    seen = seen_of(visits())
    assert (seen["header_rows"], seen["first_row"], seen["last_row"]) == ([3], 4, 11)
    assert (ref(seen, seen["code"]), ref(seen, seen["name"])) == ("Area code", "Area")
    assert (seen["england"], seen["england_row"]) == ("E92000001", 4)
    assert seen["stop_at"] == "Notes: .. not available"
    assert seen["councils"] == len(COUNCILS)
    assert [ref(seen, place) for place in seen["ticked"]] == ["Visits per 1,000", "Libraries open"]
    visited = seen["columns"][2]
    assert (visited["numbers"], visited["markers"], visited["decimals"]) == (7, {"..": 1}, 1)
    assert seen["period"] == {"of": "file", "text": "2023/24", "notation": "split year", "year": "financial"}


@pytest.mark.parametrize(
    "spoilt",
    [
        lambda text: text.replace("\r\n", "\r"),
        lambda text: "\ufeff" + text,
        lambda text: text.replace("Area code", "Area\N{NO-BREAK SPACE}code "),
        lambda text: text.replace("E06000001", "e06000001"),
    ],
)
def test_it_is_found_however_the_file_is_written(spoilt):
    seen = seen_of(spoilt(visits().decode()).encode())
    assert (seen["header_rows"], seen["councils"], ref(seen, seen["code"])) == ([3], 6, "Area code")


def test_a_table_with_names_alone():
    rows = "\n".join(f"{name} UA,{n}" for n, (_, name) in enumerate(COUNCILS))
    seen = seen_of(f"Council,Rate\n{rows}\nENGLAND,3\n".encode())
    assert (seen["code"], ref(seen, seen["name"])) == (None, "Council")
    assert (seen["england"], seen["councils"]) == ("ENGLAND", 6)


def test_periods_in_the_headings_and_in_a_column():
    wide = "\n".join(f"{code},{n},{n + 1}" for n, (code, _) in enumerate(COUNCILS))
    seen = seen_of(f"Code,2021/22,2022/23\n{wide}\n".encode())
    assert (seen["period"]["of"], seen["period"]["places"]) == ("headings", [1, 2])
    long = "\n".join(f"{code},{year},{n}" for n, (code, _) in enumerate(COUNCILS) for year in (2021, 2022))
    seen = seen_of(f"Code,Year,Rate\n{long}\n".encode())
    assert (seen["period"]["of"], seen["period"]["place"]) == ("column", 1)


def test_two_rows_of_headings_and_the_captions_above_them_left_out():
    rows = [
        ["Table TA"],
        ["", "", "Sum of households", "Sum of households"],
        ["", "", "Households", ""],
        ["", "", "all", "with children"],
        *[[code, name, n, n + 1] for n, (code, name) in enumerate(COUNCILS)],
    ]
    seen = seen_of(workbook(TA1=rows, Notes=[["Only words"]]))
    assert (seen["sheet"], seen["header_rows"]) == ("TA1", [4])
    assert [ref(seen, place) for place in seen["ticked"]] == ["all", "with children"]
    assert ref(seen, seen["code"]) == "column A"


def test_a_column_that_divides_the_rows_is_asked_about():
    rows = "\n".join(
        f"{code},{sex},{n}" for n, (code, _) in enumerate(COUNCILS) for sex in ("Persons", "Male")
    )
    seen = seen_of(f"Code,Sex,Rate\n{rows}\n".encode())
    (divided,) = seen["dividing"]
    assert (ref(seen, divided["place"]), divided["everybody"]) == ("Sex", "Persons")


def test_the_second_table_under_its_own_headings_is_left_out():
    first = "\n".join(f"{code},{n},{n}" for n, (code, _) in enumerate(COUNCILS))
    seen = seen_of(f"Code,Rate,Count\n{first}\nCode,Rate,Count\nE06,5,5\nE12000007,7,7\n".encode())
    assert (seen["last_row"], seen["stop_at"]) == (7, "Code")


def test_a_sheet_without_councils_says_so():
    seen = seen_of(b"Month,Sales\nJanuary,3\nFebruary,4\n")
    assert (seen["councils"], seen["code"], seen["name"]) == (0, None, None)


def test_a_value_like_a_code_is_no_area():
    rows = "\n".join(f"{code},{301 + n}" for n, (code, _) in enumerate(COUNCILS))
    seen = seen_of(f"Code,LA spend\n{rows}\n".encode())
    assert (ref(seen, seen["code"]), [ref(seen, place) for place in seen["ticked"]]) == ("Code", ["LA spend"])


@pytest.mark.shared_data
@pytest.mark.parametrize(
    ("file", "sheet", "headings", "code", "name", "councils"),
    [
        ("dclg_P1E_2014Q3_section_E2_CR.csv", "", [1], "ONS Code", "Laname", 326),
        ("dluhc_homelessness_Detailed_LA_202212.ods", "TA1_", [6, 7], "column A", "column B", 309),
        (
            "mhclg_RO3_LA_Data_2024-25_data_by_LA.ods", "RO3_LA_Data_202425", [7], "ONS Code",
            "Local authority", 317,
        ),
        (
            "ofsted_LA_Inspection_Outcomes_as_at_31_March_2025.ods", "Inspections_as_at_31_March", [3],
            "Local authority area code", "Local authority name", 153,
        ),
        ("fingertips_90284_county_ua.data.csv", "", [1], "Area Code", "Area Name", 150),
        ("nomis_NM_2002_1_2021_lad.csv", "", [1], "GEOGRAPHY_CODE", "GEOGRAPHY_NAME", 330),
        ("dfe_ees_csww_indicators_2017_to_2025.csv", "", [1], "new_la_code", "la_name", 150),
        ("dfe_lait_bds_long_extract.csv", "", [1], None, "LA and Regions", 150),
        ("ons_els_claimant-count.csv", "", [1], "areacd", "areanm", 317),
    ],
)  # fmt: skip
def test_in_the_published_files(file, sheet, headings, code, name, councils, shared_data, tmp_path):
    out = run_parser(
        "indicators.sources.looking:look",
        {"path": str(shared_data / "indicators" / file), "sheet": sheet, "known_as": file},
    )
    seen = json.loads(out.read_text())
    out.unlink()
    assert seen["sheet"] == sheet
    assert seen["header_rows"] == headings
    assert (ref(seen, seen["code"]), ref(seen, seen["name"])) == (code, name)
    assert seen["councils"] >= councils
    assert not any(one["name"].startswith("'file") for one in seen["sheets"])


def test_the_childs_sentence_comes_back(tmp_path):
    file = tmp_path / "page.csv"
    file.write_bytes(b"<html>no</html>")
    with pytest.raises(ParsingFailed, match="is a web page"):
        run_parser("indicators.sources.looking:look", {"path": str(file)})
