"""The permission matrix: every address, everybody, about things near and far (TRUST sections 2 and 4)."""

from __future__ import annotations

import pytest

from tests.trust.crawling import (
    STRANGER,
    address,
    cases,
    client_of,
    everybody,
    falls_to,
    file,
    is_whole,
    masked,
    names_of_project,
    send,
    turn,
)
from tests.trust.world import PLACES

pytestmark = pytest.mark.django_db
REFUSED = {403, 404, 409, 422}
SHOWN_AT_ONCE = {
    "desk:briefing",
    "desk:make-feed",
    "desk:personal-copy",
    "desk:personal-search",
    "intelligence:read",
    "intelligence:export",
    "intelligence:ticked-tag",
    "intelligence:ticked-follow-up",
    "intelligence:ticked-open",
    "intelligence:ticked-withdraw",
    "intelligence:shared",
    "intelligence:source",
    "panel:radar_export",
}


def told(faults: list[str], asked: int) -> str:
    """Every fault, under how much was asked and how to ask it again."""
    again = "SLIRISK_CRAWL=whole" if is_whole() else f"SLIRISK_TURN={turn()}"
    return "\n".join([f"{len(faults)} of {asked} were not as routes.toml says ({again}):", *faults])


def test_every_route_of_the_project_stands_in_the_matrix_and_no_other():
    listed = {route["name"] for route in file()["route"]}
    assert listed | {"liaison:^api/.*$"} == names_of_project()


def test_every_right_of_the_matrix_is_one_of_people_who_exist_and_is_used():
    people = {*everybody(), "everybody"}
    for name, right in file()["rights"].items():
        assert right["trust"], name
        for place in PLACES:
            assert set(right.get(place, "").split()) <= people, (name, place)


def test_everybody_is_answered_as_the_matrix_says(answers):
    faults = [
        f"{answer}, not {answer.case.expected(answer.who)}"
        for answer in answers
        if answer.kind != answer.case.expected(answer.who)
    ]
    assert not faults, told(faults, len(answers))
    assert len(answers) > (2_500 if is_whole() else 1_500)


@pytest.fixture(scope="module")
def acts(world):
    """Every act attempted by everybody."""
    made = []
    doable = [case for case in cases(world) if "does" in case.route]
    for who in [*everybody(), STRANGER]:
        client = client_of(world, who)
        made += [send(client, who, case, world) for case in doable if falls_to(who, case)]
    return made


def test_an_act_is_done_by_those_who_may_and_refused_to_all_others(acts):
    faults = []
    for answer in acts:
        done = answer.kind == "302" or (answer.kind == "200" and answer.case.route["name"] in SHOWN_AT_ONCE)
        if answer.who == STRANGER:
            if answer.kind != "sign-in":
                faults.append(str(answer))
        elif answer.case.does(answer.who):
            if not done:
                faults.append(f"{answer}: it should have been done")
        elif answer.status not in REFUSED:
            faults.append(f"{answer}: it should have been refused")
        elif not answer.case.sees(answer.who) and answer.status != 404:
            faults.append(f"{answer}: it should not have been found")
    assert not faults, told(faults, len(acts))
    assert len(acts) > (2_000 if is_whole() else 800)


def test_what_was_refused_changed_nothing(acts):
    refused = [each for each in acts if each.status in REFUSED or each.kind == "sign-in"]
    faults = [f"{answer}: wrote {answer.changed}" for answer in refused if answer.changed]
    assert not faults, told(faults, len(refused))


def test_the_whole_crawl_changed_nothing(crawl):
    assert not crawl["wrote"], told(crawl["wrote"], len(crawl["answers"]))


def test_what_one_may_not_see_is_answered_as_a_missing_one_is_to_the_byte(world, answers):
    faults, asked = [], 0
    clients = {who: client_of(world, who) for who in everybody()}
    missing: dict[tuple[str, str], tuple] = {}
    for answer in answers:
        route = answer.case.route
        if answer.kind != "404" or "$" not in str(route.get("at", "")) + route.get("query", ""):
            continue
        nowhere = address_of_nothing(route, world)
        key = (answer.who, nowhere)
        if key not in missing:
            missing[key] = seen(clients[answer.who].get(nowhere))
        asked += 1
        if missing[key] != (answer.status, answer.body, without_cookies(answer.headers)):
            faults.append(f"{answer}: not as {nowhere}")
    assert not faults, told(faults, asked)
    assert asked > (500 if is_whole() else 250)


def address_of_nothing(route, world) -> str:
    """The same route about what has never been."""
    things = world.places["own"]
    held = dict(things.held)
    for name in held:
        held[name] = (
            "E99999999"
            if name in ("code", "spare")
            else "no-such"
            if name in ("region", "indicator", "own_report")
            else 2**31 - 7
        )
    held |= {"release": "2012-9999", "proposal": "2012-9998"}
    kept, things.held = things.held, held
    try:
        return address(route, things)
    finally:
        things.held = kept


def without_cookies(headers) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name != "Set-Cookie"}


def seen(response) -> tuple:
    return response.status_code, masked(response.content), without_cookies(dict(response.headers))
