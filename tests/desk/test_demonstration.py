"""The demonstration: one for each role, loaded once, marked fictional, removed without a trace."""

import json

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from accounts.models import Role, RoleHolding, User
from audit.queries import verify_chain
from audit.workflow import seal_events
from councils.models import Council, RegionHolding
from tests.house.house import LEVELS

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded():
    """The demonstration, after the register and the signs; gives how many rows there were before it."""
    for command in ("load_register", "load_factors"):
        call_command(command)
    User.objects.create_user("ada@example.org", "a long enough pass phrase", name="Ada")
    before = rows()
    call_command("load_demonstration")
    return before


def rows():
    """How many rows each of our tables holds, the record apart."""
    return {
        model._meta.label: model._base_manager.count()
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in LEVELS and model._meta.app_label != "audit"
    }


def test_there_is_a_person_for_each_role_and_the_five_hold_the_nine_regions(loaded):
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


def test_it_is_loaded_once_and_its_sign_ins_are_printed(loaded, capsys):
    held = rows()
    call_command("load_demonstration")
    assert json.loads(capsys.readouterr().out.splitlines()[-1]) == {"loaded": "already"}
    assert rows() == held
    call_command("demonstration_signins")
    said = capsys.readouterr().out
    assert "okafor@demonstration.example" in said
    assert "Password for each" in said


def test_it_is_removed_without_a_trace_and_the_record_stays_whole(loaded):
    assert rows() != loaded
    seal_events()
    call_command("remove_demonstration")
    assert rows() == loaded
    assert not Council.objects.filter(is_fictional=True).exists()
    assert [user.name for user in User.objects.all()] == ["Ada"]
    assert verify_chain().broken_at is None


def test_it_is_never_loaded_in_production(settings):
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="never loaded in production"):
        call_command("load_demonstration")
