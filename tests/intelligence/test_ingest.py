"""Signs and source types, from their reviewed files."""

import pytest
from django.core.management import CommandError, call_command

from intelligence import ingest
from intelligence.models import Factor, SourceType

pytestmark = pytest.mark.django_db

IN_THE_SOURCES_WORDS = [  # R019-R024, R026
    "Discord and breakdown of trust between the Leader/Mayor and Cabinet and the Chief Executive and "
    "management team",
    "Political instability and no management of transitions",
    "Lack of trust and confidence in relationships between leading members and senior staff",
    "Adoption of high risk change strategies",
    "Disengagement from the wider community of local government",
    "Significant financial difficulties and/or inability to gain agreement for an appropriate financial "
    "strategy",
    "Absence of leadership",
    "Absence of corporate capacity",
    "Absence of financial resilience",
]


def test_the_signs_are_in_their_sources_own_words_and_name_the_source():  # R019 R020 R021 R022 R023 R024 R026
    call_command("load_factors")
    assert list(Factor.objects.values_list("name", flat=True)) == IN_THE_SOURCES_WORDS
    assert [factor.row for factor in Factor.objects.all()] == [
        *(f"R0{n}" for n in range(19, 25)),
        *["R026"] * 3,
    ]
    assert "Vincent" in Factor.objects.get(slug="political-stability").source
    assert "19 July 2011" in Factor.objects.get(slug="finance").source


def test_every_source_type_of_the_paper_can_be_named():  # R068-R070, R076, R078-R081
    call_command("load_factors")
    rows = " ".join(SourceType.objects.values_list("rows", flat=True))
    for row in ("R041", "R068", "R069", "R070", "R076", "R077", "R078", "R079", "R080", "R081", "R082"):
        assert row in rows


def test_loading_again_changes_nothing(capsys):
    call_command("load_factors")
    before = list(Factor.objects.values())
    capsys.readouterr()
    call_command("load_factors")
    assert list(Factor.objects.values()) == before
    assert "9 factors: 0 new, 0 changed, 0 no longer offered." in capsys.readouterr().out


def test_a_sign_that_leaves_the_file_is_kept_and_no_longer_offered(tmp_path):
    call_command("load_factors")
    text = ingest.FACTORS.read_text()
    cut = text.rindex("[[factor]]")
    shorter = tmp_path / "factors.toml"
    shorter.write_text(text[:cut])
    assert ingest.load_signs(factors=shorter)["factors"].ended == 1
    assert Factor.objects.get(slug="financial-resilience").is_offered is False


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("not toml at all [", "cannot be read"),
        ("", "cannot be read"),
        ('[[factor]]\nslug = "a"\nname = "A"', "short_name, source, row missing"),
    ],
)
def test_a_broken_file_changes_nothing_and_says_where(tmp_path, monkeypatch, text, said):
    call_command("load_factors")
    broken = tmp_path / "factors.toml"
    broken.write_text(text)
    monkeypatch.setattr(ingest, "_load", lambda *args: ingest._read(broken, "factor", args[3]))
    with pytest.raises(CommandError, match=said):
        call_command("load_factors")
    assert Factor.objects.count() == 9
