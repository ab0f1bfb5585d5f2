"""The demonstration: one for each role, loaded once, marked fictional, removed without a trace."""

import json

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from accounts.models import Role, RoleHolding, User
from audit.queries import verify_chain
from audit.workflow import seal_events
from cases.models import Concern, Conclusion, ConclusionKind
from cases.stages import Stage
from common.clock import now
from councils.models import Council, RegionHolding
from desk.demonstration.people import load_people
from indicators.ingest import sync_catalogue
from intelligence.models import Note
from liaison.models import Release
from panel.models import Pack
from tests.factories.liaison import in_the_network
from tests.house.house import LEVELS

# A report is issued in a transaction of its own.
pytestmark = pytest.mark.django_db(transaction=True)

REFERENCE = ("load_register", "load_factors", "load_bodies")
KEPT = {"indicators.FictionalFigure", "indicators.ValueExplanation"}


def rows():
    """How many rows each of our tables holds; not the record, and not real published figures: they stay."""
    return {
        model._meta.label: model._base_manager.count()
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in LEVELS
        and model._meta.app_label not in ("audit", "ledger")
        and (model._meta.app_label != "indicators" or model._meta.label in KEPT)
    }


def said_last(capsys):
    return json.loads(capsys.readouterr().out.splitlines()[-1])


def test_it_is_loaded_once_shows_every_stage_and_is_removed_without_a_trace(settings, capsys):
    settings.DEMONSTRATION = True
    for command in REFERENCE:
        call_command(command)
    sync_catalogue()
    in_the_network("dclg")  # as the migrations leave it
    User.objects.create_user("ada@example.org", "a long enough pass phrase", name="Ada")
    before = rows()

    load_people(at=now())  # a load that was cut off
    call_command("load_demonstration", "--few-figures")

    each_role_has_a_person_and_each_region_an_adviser()
    every_stage_and_every_conclusion_has_a_concern()
    thurrocks_story_is_the_papers_and_nothing_is_invented_about_real_councils()
    assert Pack.objects.count() == 1
    assert Release.objects.count() == 3

    held = rows()
    call_command("load_demonstration")
    assert said_last(capsys) == {"loaded": "already"}
    assert rows() == held
    call_command("demonstration_signins")
    said = capsys.readouterr().out
    assert "okafor@demonstration.example" in said
    assert "Password for each" in said

    seal_events()
    call_command("remove_demonstration")
    assert rows() == before
    assert [user.name for user in User.objects.all()] == ["Ada"]
    assert verify_chain().broken_at is None
    call_command("remove_demonstration")
    assert said_last(capsys) == {}


def each_role_has_a_person_and_each_region_an_adviser():
    # R054
    held = RoleHolding.objects.filter(user__is_demonstration=True)
    assert set(held.values_list("role", flat=True)) == set(Role.values)
    # R027, R028, R029, R030, R031, R032
    principals = RegionHolding.objects.filter(
        user__is_demonstration=True, capacity=RegionHolding.Capacity.PRINCIPAL
    )
    regions, users = zip(*principals.values_list("region__slug", "user"), strict=True)
    assert len(regions) == len(set(regions)) == 9
    assert len(set(users)) == 5


def every_stage_and_every_conclusion_has_a_concern():
    # R198
    assert set(Concern.objects.values_list("stage", flat=True)) == set(Stage.values)
    assert set(Conclusion.objects.values_list("kind", flat=True)) == set(ConclusionKind.values)


def thurrocks_story_is_the_papers_and_nothing_is_invented_about_real_councils():
    real = Council.objects.filter(is_fictional=False)
    assert set(Note.objects.filter(council__in=real).values_list("council__code", flat=True)) == {"E06000034"}
    story = Concern.objects.get(council__in=real)
    notice = story.council.notes.earliest("happened_on")
    # R184
    assert "2 star but not improving adequately" in notice.text
    assert "Use of Resources score was 1" in notice.text
    assert (notice.marking, notice.known, notice.happened_on.isoformat()) == (
        "open",
        "published",
        "2008-11-01",
    )
    # R185
    discussion = story.discussions.get()
    assert "Voluntary Improvement Board" in discussion.text
    assert discussion.happened_on.isoformat() == "2008-12-01"
    # R186
    package = story.support.get()
    assert (package.money, package.board) == (560_000, "voluntary")
    assert "Bob Coomber" in package.people
    # R129, R137: the board and each provider’s part, no more than the paper tells, and cited.
    assert package.known_money == "£560,000 known; 3 inputs without a sum"
    board = package.boards.get()
    assert (board.kind, board.chair, board.meetings.count()) == ("voluntary", "", 0)
    assert all("paragraph" in said for said in (board.members, *(one.gives for one in package.inputs.all())))
    progress = {one.happened_on.isoformat(): one.text for one in package.progress.all()}
    assert "Graham Farrant" in progress["2010-08-01"]
    # R187, R188
    assert "corporate peer challenge" in progress["2011-12-01"]
    assert max(progress) == "2011-12-01"
    changes = story.stage_changes.all()
    assert all("our reading" in change.basis.lower() for change in changes)
    assert all("paragraph" in change.basis for change in changes)


def test_it_is_never_loaded_in_production(settings):
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="never loaded in production"):
        call_command("load_demonstration")
