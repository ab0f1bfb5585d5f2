"""Described tables of every shape: wide and long, titles and notes around them, periods in many places."""

import io

import numpy as np
import openpyxl
import pytest

from indicators.catalogue.table import PeriodRule, TableDescription, ValueColumn
from indicators.markers import Status
from indicators.sources import described
from indicators.sources.reading import UnusableFile
from tests.indicators.workbooks import workbook

IN_A_COLUMN = PeriodRule(of="column", notation="years", column="Year")
ONE_YEAR = PeriodRule(of="file", notation="years", text="2023")


def described_as(period=ONE_YEAR, values=("Rate",), **more):
    """Options with a table of these columns of figures; code and name are `Code` and `Name`."""
    columns = tuple(one if isinstance(one, ValueColumn) else ValueColumn(one) for one in values)
    table = TableDescription(**{"code": "Code", "name": "Name", "values": columns, "period": period, **more})
    return {"year": "financial", "table": table.as_options}


def csv(*lines):
    return "\n".join(lines).encode()


def lines_of(rows, *names):
    """The rows as tuples of these columns' words, the value last."""
    columns = [[rows.text[name].words[code] for code in rows.text[name].codes] for name in names]
    values = [None if np.isnan(v) else v for v in rows.number["value"]]
    return list(zip(*columns, values, strict=True))


def because(rows):
    return {one.reason: one.count for one in rows.rejected}


@pytest.fixture
def read(given):
    def reading(content, options):
        rows = described.parse(given(content), options)
        assert len(rows) + sum(one.count for one in rows.rejected) == rows.read
        return rows

    return reading


def test_a_plain_table(read):
    rows = read(
        csv("Code,Name,Rate", "E06000001,Hartlepool,12.5", 'E06000002,Middlesbrough,"1,220"'), described_as()
    )
    assert lines_of(rows, "area", "area_name", "indicator", "period") == [
        ("E06000001", "Hartlepool", "Rate", "2023-01-01|2023-12-31|2023", 12.5),
        ("E06000002", "Middlesbrough", "Rate", "2023-01-01|2023-12-31|2023", 1220.0),
    ]


def test_titles_above_notes_below_and_blank_rows_between(read):
    content = csv(
        "Table 4: homes,,", ",,", "Code,Name,Rate", ",,", "E06000001,Hartlepool,1", ",,",
        "E06000002,Middlesbrough,2",
        ",,", "Notes:", "1 Rounded to the nearest 10", "Source: a return,,",
    )  # fmt: skip
    rows = read(content, described_as(header_rows=(3,)))
    assert [line[0] for line in lines_of(rows, "area")] == ["E06000001", "E06000002"]
    assert because(rows) == {"a line without figures, such as a note": 3}
    stopped = read(content, described_as(header_rows=(3,), stop_at="Notes"))
    assert (stopped.read, stopped.rejected) == (2, [])
    # The blank row straight under the headings is not the end.
    assert read(content, described_as(header_rows=(3,), stop_at_blank=True)).read == 1
    assert read(content, described_as(header_rows=(3,), last_row=5)).read == 1


def test_a_heading_that_stands_again_is_no_line(read):
    content = csv("Code,Name,Rate", "E06000001,Hartlepool,1", "Code,Name,Rate", "E06,Unitary authorities,2")
    rows = read(content, described_as())
    assert because(rows) == {"the headings stand again": 1}
    assert read(content, described_as(stop_at="Code")).read == 1


def test_headings_of_several_rows_are_joined_and_go_on_to_the_right(read):
    content = csv(
        ",,Bed and breakfast,,Hostels", "Code,Name,All,Children,All", "E06000001,Hartlepool,1,2,3",
    )  # fmt: skip
    values = [
        ValueColumn("Bed and breakfast: Children", indicator="children"),
        ValueColumn("Hostels: All", indicator="hostels"),
    ]
    rows = read(content, described_as(values=values, header_rows=(1, 2), code="Code", name="Name"))
    assert lines_of(rows, "indicator") == [("children", 2.0), ("hostels", 3.0)]


def test_footnote_digits_are_cut_only_where_stated(read):
    content = csv("Code,Name,Households in area4 (000s) [note 2]", "E06000001,Hartlepool,28.473")
    column = ValueColumn("Households in area (000s)", indicator="households", scale=1000.0)
    rows = read(content, described_as(values=[column], footnote_digits=True))
    assert lines_of(rows, "indicator") == [("households", 28473.0)]
    with pytest.raises(UnusableFile, match="is missing"):
        read(content, described_as(values=[column]))


def test_a_heading_with_a_no_break_space_and_a_line_end_is_found(read):
    rows = read(csv('Code,Name,"Rate\N{NO-BREAK SPACE} per\n1,000"', "E06000001,Hartlepool,1"),
                described_as(values=["Rate per 1,000"]))  # fmt: skip
    assert len(rows) == 1


def test_a_heading_that_changes_each_year_is_found_by_its_star(read):
    rows = read(csv("Code,Name,Rate 2025 [note 3]", "E06000001,Hartlepool,1"),
                described_as(values=[ValueColumn("Rate 20*", indicator="rate")]))  # fmt: skip
    assert lines_of(rows, "indicator") == [("rate", 1.0)]


def test_a_column_without_a_heading_is_named_by_its_place(read):
    rows = read(csv(",,Rate", "E06000001,Hartlepool,1"), described_as(code="column A", name="column B"))
    assert lines_of(rows, "area", "area_name") == [("E06000001", "Hartlepool", 1.0)]


@pytest.mark.parametrize(
    ("heading", "sentence"),
    [("Code,Name,Level", "“Rate” is missing. It begins “Code, Name, Level”"),
     ("Code,Name,Rate,Rate", "“Rate” stands 2 times"),
     (",,,", "There are no headings in row 1")],
)  # fmt: skip
def test_headings_that_are_not_as_described_refuse_the_file(read, heading, sentence):
    with pytest.raises(UnusableFile, match=sentence.replace("(", r"\(")):
        read(csv(heading, "E06000001,Hartlepool,1,1"), described_as())


def test_the_long_form_has_a_column_that_says_the_indicator(read):
    content = csv("Code,Name,Measure,Year,Value,Sex,Age band,Notes",
                  "E06000001,Hartlepool,Pay,2022,10,Female,16+,a note",
                  "E06000001,Hartlepool,Homes,2014-16,11,Male,All,")  # fmt: skip
    rows = read(content, described_as(IN_A_COLUMN, ["Value"], indicator="Measure", sex="Sex", age="Age band",
                                      remark="Notes"))  # fmt: skip
    assert lines_of(rows, "indicator", "sex", "age", "remark", "period") == [
        ("Pay", "Female", "16+", "a note", "2022-01-01|2022-12-31|2022", 10.0),
        ("Homes", "Male", "All", "", "2014-01-01|2016-12-31|2014 to 2016", 11.0),
    ]


def test_other_columns_that_divide_the_figures_are_categories_and_never_mixed(read):
    content = csv("Code,Name,School type,Group,Rate", "E06000001,Hartlepool,Primary,All,1",
                  "E06000001,Hartlepool,Secondary,All,2")  # fmt: skip
    rows = read(content, described_as(categories=("School type", "Group")))
    assert lines_of(rows, "category_type", "category") == [
        ("School type and Group", "Primary, All", 1.0), ("School type and Group", "Secondary, All", 2.0),
    ]  # fmt: skip


def test_a_columns_own_sex_and_category(read):
    values = [
        ValueColumn("Men", indicator="life", sex="Male"),
        ValueColumn("Deprived women", indicator="life", sex="Female", category_type="Decile", category="1"),
    ]
    rows = read(
        csv("Code,Name,Men,Deprived women", "E06000001,Hartlepool,75,70"), described_as(values=values)
    )
    assert lines_of(rows, "indicator", "sex", "category_type", "category") == [
        ("life", "Male", "", "", 75.0), ("life", "Female", "Decile", "1", 70.0),
    ]  # fmt: skip


def test_periods_across_the_headings(read):
    content = csv("Code,Name,2021-22,2022-23 (prov),Change", "E06000001,Hartlepool,1,2,1")
    rule = PeriodRule(of="headings", notation="split year")
    rows = read(content, described_as(rule, [ValueColumn("{}", indicator="rate")]))
    assert lines_of(rows, "indicator", "period", "status") == [
        ("rate", "2021-04-01|2022-03-31|2021/22", str(int(Status.PUBLISHED)), 1.0),
        ("rate", "2022-04-01|2023-03-31|2022/23", str(int(Status.PROVISIONAL)), 2.0),
    ]
    assert because(rows) == {"the heading of the column is no period": 1}


def test_periods_across_headings_of_two_measures(read):
    content = csv("Code,Name,2022 rate,2022 lower,2023 rate,2023 lower", "E06000001,Hartlepool,5,4,6,3")
    rule = PeriodRule(of="headings", notation="years")
    values = [ValueColumn("{} rate", indicator="rate"), ValueColumn("{} lower", indicator="lower")]
    assert lines_of(read(content, described_as(rule, values)), "indicator", "period") == [
        ("rate", "2022-01-01|2022-12-31|2022", 5.0), ("rate", "2023-01-01|2023-12-31|2023", 6.0),
        ("lower", "2022-01-01|2022-12-31|2022", 4.0), ("lower", "2023-01-01|2023-12-31|2023", 3.0),
    ]  # fmt: skip


def test_headings_that_are_no_periods_refuse_the_file(read):
    rule = PeriodRule(of="headings", notation="years")
    with pytest.raises(UnusableFile, match="No heading is a period"):
        read(csv("Code,Name,Rate", "E06000001,Hartlepool,5"), described_as(rule, ["{}"]))


def test_the_period_of_a_title_a_sheet_and_a_file_name(read):
    title = csv('"Table 1, England, 31 December 2022",,', "Code,Name,Rate", "E06000001,Hartlepool,5")
    rule = PeriodRule(of="title", notation="day", pattern="*England, {}")
    assert lines_of(read(title, described_as(rule, header_rows=(2,))), "period") == [
        ("2022-12-31|2022-12-31|31 December 2022", 5.0)
    ]
    rule = PeriodRule(of="title", notation="day", pattern="*Wales, {}")
    with pytest.raises(UnusableFile, match=r"looked for in the cell A1 as “.*Wales"):
        read(title, described_as(rule, header_rows=(2,)))
    named = {
        **described_as(PeriodRule(of="file name", notation="month", pattern="*_{}.*")),
        "file_name": "LA_202212.csv",
    }
    plain = csv("Code,Name,Rate", "E06000001,Hartlepool,5")
    assert lines_of(read(plain, named), "period") == [("2022-12-01|2022-12-31|December 2022", 5.0)]
    with pytest.raises(UnusableFile, match="came without one"):
        read(plain, {**named, "file_name": ""})
    with pytest.raises(UnusableFile, match="The period of the file cannot be read"):
        read(plain, {**named, "file_name": "LA_202213.csv"})


def test_every_sheet_named_by_its_period_is_read(read):
    table = [["Code", "Name", "Rate"], ["E06000001", "Hartlepool", 5.5]]
    content = workbook(Cover=[["Title"]], **{"2021-22": table, "2022-23": table})
    rule = PeriodRule(of="sheet", notation="split year", pattern="{}")
    rows = read(content, described_as(rule, sheet="20*"))
    assert [line[0].rpartition("|")[2] for line in lines_of(rows, "period")] == ["2021/22", "2022/23"]


def test_the_sheet_must_be_there_and_be_one(read):
    table = [["Code", "Name", "Rate"], ["E06000001", "Hartlepool", 5]]
    content = workbook(Cover=[["Title"]], A1=table, A2=table)
    assert len(read(content, described_as(sheet="a1"))) == 1
    with pytest.raises(UnusableFile, match="has no sheet “B1”"):
        read(content, described_as(sheet="B1"))
    with pytest.raises(UnusableFile, match="Say which"):
        read(content, described_as(sheet="A*"))
    with pytest.raises(UnusableFile, match="has 3 sheets"):
        read(content, described_as())


def test_a_workbook_with_days_as_periods_and_merged_headings(read):
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["Homes", None, "2022", None],
        ["Code", "Name", "Built", "Sold"],
        ["E06000001", "Hartlepool", 1.5, 2],
    ):
        sheet.append(row)
    sheet.merge_cells("C1:D1")
    held = io.BytesIO()
    book.save(held)
    sold = ValueColumn("2022: Sold", indicator="sold")
    options = described_as(values=[sold], header_rows=(1, 2), code="Homes: Code", name="Homes: Name")
    rows = read(held.getvalue(), options)
    assert lines_of(rows, "indicator") == [("sold", 2.0)]


def test_one_sign_means_what_the_definition_says(read):  # FORMATS 0.1
    content = csv("Code,Name,Rate", *(f"E0600000{n},Place {n},{cell}" for n, cell in enumerate(
        ("-", "..", "0", "-1", "[x]", "", "§", "12.5 [r]", "7p", "[note 4]", "-2.5", "1.5e-3"))))  # fmt: skip
    rows = read(content, described_as(markers={"-": "suppressed", "..": "not available", "-1": "suppressed"}))
    status = {code: Status(int(said)) for code, said, _ in lines_of(rows, "area", "status")}
    values = dict(lines_of(rows, "area"))
    assert [(status[f"E0600000{n}"], values[f"E0600000{n}"]) for n in range(5)] == [
        (Status.SUPPRESSED, None), (Status.NOT_AVAILABLE, None), (Status.PUBLISHED, 0.0),
        (Status.SUPPRESSED, None), (Status.NOT_AVAILABLE, None),
    ]  # fmt: skip
    assert (status["E06000005"], values["E06000005"]) == (Status.BLANK, None)
    assert (status["E06000006"], values["E06000006"]) == (Status.OTHER, None)
    assert (status["E06000007"], values["E06000007"]) == (Status.PUBLISHED, 12.5)
    assert (status["E06000008"], values["E06000008"]) == (Status.PROVISIONAL, 7.0)
    assert (status["E06000009"], values["E06000009"]) == (Status.EXPLAINED, None)
    assert values["E060000010"], values["E060000011"] == (-2.5, 0.0015)
    remarks = {code: said for code, said, _ in lines_of(rows, "area", "remark")}
    assert (remarks["E06000006"], remarks["E06000009"]) == ("§", "[note 4]")


def test_a_flag_column_to_the_right_and_limits(read):
    content = csv("Code,Name,Rate,,Low,High", "E06000001,Hartlepool,5,u,4,6", "E06000002,Middlesbrough,,c,,")
    column = ValueColumn("Rate", flag="next", lower="Low", upper="High")
    rows = read(content, described_as(values=[column]))
    assert lines_of(rows, "status") == [
        (str(int(Status.UNRELIABLE)), 5.0),
        (str(int(Status.SUPPRESSED)), None),
    ]
    assert (rows.number["lower"][0], rows.number["upper"][0]) == (4.0, 6.0)


def test_words_are_kept_as_words_and_are_no_figure(read):
    content = csv(
        "Code,Name,Grade,Inspected", "E06000001,Hartlepool,Good,2023-09-11", "E06000002,Middlesbrough,[z],"
    )
    rows = read(content, described_as(values=[ValueColumn("Grade", in_words=True)], remark="Inspected"))
    assert lines_of(rows, "status", "remark") == [
        (str(int(Status.IN_WORDS)), "Good. Inspected 11 September 2023", None),
        (str(int(Status.NOT_APPLICABLE)), "[z]", None),
    ]


def test_englands_own_row_by_its_name(read):
    content = csv(
        "Code,Name,Rate", "-,ENGLAND,4.5", ",Rest of England,3", ",London,2", "E06000001,Hartlepool,1"
    )
    rows = read(content, described_as(england="England", pass_over=("Rest of *",)))
    assert lines_of(rows, "area", "area_name") == [
        ("E92000001", "ENGLAND", 4.5), ("", "London", 2.0), ("E06000001", "Hartlepool", 1.0),
    ]  # fmt: skip
    assert because(rows) == {"passed over, as the definition says": 1}


def test_only_the_kinds_of_line_that_are_wanted(read):
    content = csv(
        "Code,Name,Status,Rate", "E06000001,Hartlepool,Current,1", "E06000002,Middlesbrough,Former,2"
    )
    rows = read(content, described_as(keep={"Status": ("current",)}))
    assert [line[0] for line in lines_of(rows, "area")] == ["E06000001"]
    assert because(rows) == {"of a kind the definition leaves out": 1}


def test_a_period_that_cannot_be_read_rejects_its_lines_only(read):
    content = csv("Code,Name,Year,Rate", "E06000001,Hartlepool,2022,1", "E06000002,Middlesbrough,25-Sep,2")
    rows = read(content, described_as(IN_A_COLUMN))
    assert len(rows) == 1
    assert because(rows) == {"the period cannot be read": 1}


def test_the_kind_of_year_may_stand_beside_it(read):
    content = csv("Code,Name,T,Kind,Rate", "E06000001,Hartlepool,202324,Academic year,1")
    rule = PeriodRule(of="column", notation="year and kind", column="T", identifier="Kind")
    assert lines_of(read(content, described_as(rule)), "period") == [("2023-09-01|2024-08-31|2023/24", 1.0)]


def test_outturn_and_revised_are_said_beside_the_figure(read):
    content = csv("Code,Name,Year,Rate", "E06000001,Hartlepool,2016-17 (OT),1")
    rule = PeriodRule(of="column", notation="split year", column="Year")
    assert lines_of(read(content, described_as(rule)), "remark", "status") == [("Outturn", "0", 1.0)]


def test_a_file_cut_in_the_middle_of_a_line_is_refused(read):
    with pytest.raises(UnusableFile, match="cut short: row 3"):
        read(csv("Code,Name,Rate,Other", "E06000001,Hartlepool,12,1", "E06000002,Middlesb"), described_as())
    with pytest.raises(UnusableFile, match="cut short: row 3"):
        read(
            csv("Code,Name,Rate,Other", "E06000001,Hartlepool,12,1", "E06000002,Middlesbrough,1"),
            described_as(),
        )


def test_two_lines_that_say_the_same_count_once_and_contradictions_not_at_all(read):
    content = csv("Code,Name,Rate", "E12000007,London,5", "E06000001,Hartlepool,1", "E12000007,London,5",
                  "E06000002,Middlesbrough,1", "E06000002,Middlesbrough,2", ",Place A,1",
                  ",Place B,2")  # fmt: skip
    rows = read(content, described_as())
    assert because(rows) == {
        "the same row stands twice in the file": 1, "two rows of the file contradict one another": 2,
    }  # fmt: skip
    assert len(rows) == 4


def test_figures_as_they_are_written(read):
    content = csv("Code,Name,Rate", *(f'E0600000{n},Place {n},"{cell}"' for n, cell in enumerate(
        ("£1,220", "45.2%", "\N{MINUS SIGN}5", "12,5", "1.220,5", "4.24407359350427", "inf",
         "1e999"))))  # fmt: skip
    rows = read(content, described_as())
    assert [value for _, value in lines_of(rows, "area")] == [
        1220.0, 45.2, -5.0, None, None, 4.24407359350427, None, None,
    ]  # fmt: skip


def test_a_scale_leaves_no_noise(read):
    content = csv(
        "Code,Name,Rate", "E06000001,A,57.496", "E06000002,B,0.1", "E06000003,C,0", "E06000004,D,23868.496"
    )
    rows = read(content, described_as(values=[ValueColumn("Rate", scale=1000.0)]))
    assert [value for _, value in lines_of(rows, "area")] == [57496.0, 100.0, 0.0, 23868496.0]
