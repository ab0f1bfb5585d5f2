"""The description of a table: what it may say, what it refuses with a sentence, and its TOML both ways."""

import tomllib

import pytest

from indicators.catalogue import Written, read_source
from indicators.catalogue.shapes import CatalogueError
from indicators.catalogue.table import PeriodRule, TableDescription, ValueColumn, read_table
from indicators.catalogue.toml_text import toml_text

WHOLE = TableDescription(
    sheet="TA1_*",
    header_rows=(2, 6, 7),
    footnote_digits=True,
    first_row=8,
    stop_at="Notes",
    code="column A",
    name="column B",
    sex="Sex",
    values=(
        ValueColumn('Total "in" TA\nper (000s)', indicator="per 1,000", unit="per 1,000 households"),
        ValueColumn("column E", indicator="households", scale=1000.0, flag="next"),
    ),
    period=PeriodRule(of="title", notation="day", cell="A1", pattern="*England, {}"),
    markers={"-": "suppressed", "..": "not available"},
    england="ENGLAND",
    pass_over=("Rest of *",),
    keep={"Local authority status": ("Current",)},
)


def test_a_description_reads_back_from_its_own_toml():
    said = tomllib.loads(WHOLE.as_toml)
    assert read_table(said["table"], "a.toml") == WHOLE
    assert read_table(WHOLE.as_options, "a.toml") == WHOLE


def test_any_text_survives_as_toml():
    said = {
        "a": 'quo"tes \\ back\nline\ttab\x00\x7f',
        "b c": [1, 2.5, True],
        "t": {"-": "x"},
        "l": [{"k": "v"}],
    }
    assert tomllib.loads(toml_text(said)) == said


LEAST = {
    "code": "Code",
    "values": [{"column": "Rate"}],
    "period": {"of": "column", "notation": "years", "column": "Y"},
}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"code": ""}, "Say which column holds the areas' codes, or which their names."),
        ({"values": []}, "say at least one column of figures under"),
        ({"values": [{"pillar": "Rate"}]}, "has pillar, which nothing reads"),
        ({"values": [{"column": "Rate"}, {"column": "Rate"}]}, "is said by two columns"),
        ({"values": [{"column": "Rate", "scale": "1000"}]}, "scale is '1000'; it should be a number"),
        ({"values": [{"column": "Rate", "scale": 0}]}, "cannot be multiplied by 0"),
        ({"values": [{"column": "Grade", "in_words": True, "lower": "x"}]}, "is in words"),
        ({"period": {"of": "moon", "notation": "years"}}, 'The period is of "moon"'),
        ({"period": {"of": "file", "notation": "years"}}, "Say the one period of the whole file"),
        ({"period": {"of": "file", "notation": "stars", "text": "1"}}, 'The notation "stars" is not one of'),
        ({"period": {"of": "sheet", "notation": "month", "pattern": "x"}}, "The pattern holds {} once"),
        ({"period": {"of": "title", "notation": "day", "cell": "1A"}}, "say it as A1"),
        ({"header_rows": [0]}, "counted from 1"),
        ({"header_rows": [3, 2]}, "from the top down"),
        ({"header_rows": [3], "first_row": 3}, "must come after the headings"),
        ({"first_row": 9, "last_row": 8}, "comes before the first"),
        ({"sheet": "'file:///C:/old.xls'#$TA1"}, "a copy of another file"),
        ({"markers": {"-": "nothing"}}, 'The marker "-" means "nothing"; say one of'),
        ({"markers": {"0": "suppressed"}}, "a number stands for itself"),
        ({"keep": {"Status": []}}, 'Say which words of "Status" to keep'),
        ({"indicator": "Measure", "values": [{"column": "Rate", "indicator": "x"}]}, "said by a column"),
    ],
)  # fmt: skip
def test_a_description_that_cannot_be_used_says_why(change, sentence):
    with pytest.raises(CatalogueError) as refused:
        read_table({**LEAST, **change}, "a.toml")
    assert sentence in str(refused.value)
    assert str(refused.value).startswith("a.toml")


def test_a_description_is_a_table():
    with pytest.raises(CatalogueError, match="needs a \\[table\\]"):
        read_table(None, "a.toml")


SOURCE = """
slug = "homes"
title = "Homes"
format = "described-table"
publisher = "A department"
through = "its own page"
licence = "Open Government Licence v3.0"
attribution = "Crown copyright"
page = "https://www.gov.uk/homes"
run_against_publisher = false
[expects]
councils = 3
least = 0
greatest = 100
"""


def test_a_source_of_a_described_table_holds_its_description():
    text = f"{SOURCE}\n{TableDescription(**{**LEAST_BUILT}).as_toml}"
    read = read_source(Written("homes", text))
    assert read_table(read.how_to_read["table"], "homes") == TableDescription(**LEAST_BUILT)


def test_a_description_goes_with_its_format_and_only_so():
    with pytest.raises(CatalogueError, match="goes with the format"):
        read_source(Written("homes", SOURCE))
    with pytest.raises(CatalogueError, match="goes with the format"):
        read_source(Written("homes", SOURCE.replace("described-table", "ons-els") + "[table]"))
    with pytest.raises(CatalogueError, match=r"homes.toml: say at least one column"):
        read_source(Written("homes", SOURCE + "[table]"))


LEAST_BUILT = {
    "code": "Code",
    "values": (ValueColumn("Rate"),),
    "period": PeriodRule(of="column", notation="years", column="Y"),
}
