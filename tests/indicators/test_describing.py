"""The two forms that say what a table is: what is not so is said in a sentence, beside its field."""

from datetime import date

import pytest
from django.utils.datastructures import MultiValueDict

from indicators.catalogue import Written, read_indicator, read_source
from indicators.forms.described import definitions_from
from indicators.forms.figures import FiguresForm, suggested_bounds
from indicators.forms.table import TableForm
from tests.factories.uploads import COUNCILS, figures_said, seen_of, table_said, visits

SEEN = seen_of(visits())


def sent(said):
    return MultiValueDict({name: v if isinstance(v, list) else [v] for name, v in said.items()})


def table(seen=SEEN, **changes):
    return TableForm(seen, sent(table_said(**changes)))


def figures(said=None, seen=SEEN, **changes):
    said = said or table()
    assert said.is_valid(), said.errors
    return FiguresForm(seen, said.cleaned_data, ["Culture"], sent(figures_said(**changes)))


def sentences(form):
    return " ".join(error for errors in form.errors.values() for error in errors)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"header_rows": "x"}, "Rows of the headings: enter numbers such as 1 or 6, 7"),
        ({"header_rows": "999"}, "Rows of the headings: enter numbers such as 1 or 6, 7"),
        ({"code": "", "name": ""}, "Say which column holds the areas’ codes, or which their names"),
        ({"code": "1"}, "The names stand in another column than the codes"),
        ({"values": []}, "Tick at least one column of figures"),
        ({"values": ["77"]}, "choose from the list"),
        ({"period_text": ""}, "Enter the period that the file speaks of"),
        ({"period_text": "lately"}, "is not a year such as 2016-17"),
        ({"period_of": "column"}, "Say which column holds the period"),
        ({"period_of": "column", "period_column": "1"}, "Choose how a period is written"),
        ({"period_of": "headings"}, "says no period"),
        ({"period_of": "never"}, "Say where the period stands"),
        ({"notation": "runes"}, "choose from the list"),
    ],
)
def test_where_the_figures_stand(change, sentence):
    assert sentence in sentences(table(**change))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"v2_title": ""}, "Enter a title for column C"),
        ({"v2_polarity": "high"}, "Name the published source that says which way is better"),
        ({"v2_polarity_source": "A report"}, "A source is named: choose what it says"),
        ({"page": "www.example.org"}, "it must begin with https://"),
        ({"address": "ftp://x"}, "it must begin with https://"),
        ({"m_0": ""}, "Choose what “..” means"),
        ({"least": "100"}, "enter more than what no figure is below"),
        ({"least": "nan"}, "enter a number"),
        ({"councils": "many"}, "enter a whole number"),
        ({"v2_decimals": "9"}, "enter a whole number from 0 to 6"),
        ({"publisher": "x" * 300}, "at most 200 letters"),
    ],
)
def test_what_the_figures_are(change, sentence):
    assert sentence in sentences(figures(**change))


def made(said, figures_form):
    assert figures_form.is_valid(), figures_form.errors
    several = definitions_from(
        table=said, figures=figures_form, by="A. Analyst", on=date(2026, 11, 21), slugs={}, versions={}
    )
    source, *indicators = several
    return (
        read_source(Written(source.slug, source.text)),
        [read_indicator(Written(one.slug, one.text)) for one in indicators],
    )


def test_the_guess_alone_makes_a_sound_definition():
    said = table()
    source, (one,) = made(said, figures(said))
    assert source.by_hand
    assert source.options["table"] == {
        "values": [
            {"column": "Visits per 1,000", "indicator": one.slug, "unit": "per 1,000 people"},
        ],
        "period": {"of": "file", "notation": "split year", "text": "2023/24"},
        "header_rows": [3],
        "stop_at": "Notes: .. not available",
        "code": "Area code",
        "name": "Area",
        "markers": {"..": "not available"},
    }
    assert (one.polarity, one.series.indicator, one.checked_by) == ("none", one.slug, "A. Analyst")


def test_headings_that_are_periods_make_one_indicator():
    wide = "\n".join(f"{code},{n},{n + 1}" for n, (code, _) in enumerate(COUNCILS))
    seen = seen_of(f"Code,2021/22,2022/23\n{wide}\n".encode())
    said = table(
        seen, header_rows="1", name="", values=["1", "2"], period_of="headings", period_text="", stop_at=""
    )
    changes = {
        name.replace("v2_", "vall_"): v for name, v in figures_said().items() if name.startswith("v2_")
    }
    source, (one,) = made(said, figures(said, seen, **changes))
    assert source.options["table"]["values"] == [{"column": "*", "indicator": one.slug}]
    assert source.options["table"]["period"] == {"of": "headings", "notation": "split year"}


def test_the_rows_kept_of_a_divided_table():
    rows = "\n".join(
        f"{code},{sex},{n}" for n, (code, _) in enumerate(COUNCILS) for sex in ("Persons", "Male")
    )
    seen = seen_of(f"Code,Sex,Rate\n{rows}\n".encode())
    said = table(seen, header_rows="1", name="", keep_1="Persons", stop_at="")
    source, _ = made(said, figures(said, seen))
    assert source.options["table"]["keep"] == {"Sex": ["Persons"]}
    assert "choose which rows are wanted" in sentences(
        table(seen, header_rows="1", name="", keep_1="\x1fall", stop_at="")
    )


def test_a_polarity_is_kept_with_who_states_it():
    said = table()
    _, (one,) = made(said, figures(said, v2_polarity="high", v2_polarity_source="Libraries report 2024"))
    assert (one.polarity, one.polarity_source) == ("high", "Libraries report 2024")


def test_with_an_address_it_is_asked_for():
    said = table()
    source, _ = made(said, figures(said, address="https://example.org/a.csv", every_hours="48"))
    assert (source.address, source.every_hours, source.by_hand) == ("https://example.org/a.csv", 48, False)


@pytest.mark.parametrize(
    ("least", "greatest", "bounds"),
    [(0, 26.2, (0, 80)), (3, 9, (0, 30)), (-4, 7, (-20, 30)), (0, 0, (0, 1)), (-5, -1, (-20, 1))],
)
def test_the_bounds_suggested_are_roomy(least, greatest, bounds):
    assert suggested_bounds([{"least": least, "greatest": greatest}]) == bounds
