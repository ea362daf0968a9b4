"""Scopes of the committee's accounts: lists of candidates, teams and the law beside them end where the scope ends."""

from collections.abc import Callable
from pathlib import Path

import pytest

from graph.database import Database
from registry import assignments, contrasts, eligible, matches, teams
from registry.access import Actor, Office, system
from registry.errors import NotAllowed
from registry.models.assignments import AssignmentAsk
from registry.models.teams import TeamLimits
from registry.pool import Pool
from tests import case_builders, page_checks, page_world, team_builders
from tests.page_world import Site


def committee(scope: str) -> Actor:
    return Actor("reader", Office.COMMITTEE, "", scope=scope)


def test_a_committee_account_reads_the_lists_of_its_own_scope_alone(db: Database) -> None:
    world = case_builders.world(db)
    person = world.person(agree=True)
    run = matches.run(db, Pool(), world.host, world.role_id)
    team = teams.propose(db, Pool(), world.host, world.mission.id, TeamLimits(), seed=1)
    for scope in ("central", "ministry:most", "province:01"):
        reader = committee(scope)
        assert matches.get(db, reader, run.id)[0].id == run.id
        assert matches.latest(db, reader, world.role_id) == run.id
        assert teams.get(db, reader, team.id)[0].id == teams.latest(db, reader, world.mission.id)
        assert eligible.for_role(db, reader, world.role_id, [person.id]).keys() == {person.id}
        assert matches.may_read(db, reader, world.mission.id)
    for scope in ("ministry:moh", "province:48"):
        reader = committee(scope)
        assert not matches.may_read(db, reader, world.mission.id)
        reads: tuple[Callable[[Actor], object], ...] = (
            lambda reader: matches.get(db, reader, run.id),
            lambda reader: matches.latest(db, reader, world.role_id),
            lambda reader: contrasts.contrast(db, reader, run.id, person.id, person.id),
            lambda reader: teams.get(db, reader, team.id),
            lambda reader: teams.latest(db, reader, world.mission.id),
            lambda reader: eligible.check(db, reader, world.role_id, person.id),
            lambda reader: eligible.for_role(db, reader, world.role_id, [person.id]),
        )
        for read in reads:
            with pytest.raises(NotAllowed):
                read(reader)


def test_assignments_to_all_roles_are_for_the_committee_of_the_whole_country(db: Database) -> None:
    team_builders.a_mission_for_two(db)
    team_builders.four_people(db)
    made = assignments.of_all(db, Pool(), committee("central"), AssignmentAsk())
    assert assignments.get(db, committee("central"), made.id)[1]
    for scope in ("ministry:most", "province:48"):
        reader = committee(scope)
        reads: tuple[Callable[[Actor], object], ...] = (
            lambda reader: assignments.get(db, reader, made.id),
            lambda reader: assignments.find(db, reader),
            lambda reader: assignments.of_all(db, Pool(), reader, AssignmentAsk()),
        )
        for read in reads:
            with pytest.raises(NotAllowed):
                read(reader)


def test_the_mission_of_another_scope_shows_no_way_to_its_lists(db: Database, tmp_path: Path) -> None:
    site = page_world.site(db, tmp_path)
    assert f"/candidates/{site.world.run_id}" in _mission(site, "committee")
    there = _mission(site, "elsewhere")
    assert "/candidates/" not in there
    assert "/teams/" not in there
    assert page_checks.faults(there) == []


def test_the_list_of_missions_leads_to_assignments_where_they_may_be_read(db: Database, tmp_path: Path) -> None:
    site = page_world.site(db, tmp_path)
    for office, status, shown in (("committee", 200, True), ("elsewhere", 403, False)):
        with page_world.reader(site, office) as browser:
            assert browser.get("/assignments").status_code == status
            assert ('href="/assignments"' in browser.get("/missions").text) is shown


def test_the_report_on_the_network_says_that_it_is_of_the_whole_country(db: Database, tmp_path: Path) -> None:
    site = page_world.site(db, tmp_path)
    for office, told in (("committee", False), ("elsewhere", True)):
        with page_world.reader(site, office, "en") as browser:
            assert ("This report is of the whole country" in browser.get("/reports/network").text) is told


def _mission(site: Site, office: str) -> str:
    with page_world.reader(site, office) as browser:
        return browser.get(f"/missions/{site.world.mission_id}").text


def test_the_operator_reads_every_list(db: Database) -> None:
    world = case_builders.world(db)
    world.person(agree=True)
    run = matches.run(db, Pool(), world.host, world.role_id)
    assert matches.latest(db, system("tests"), world.role_id) == run.id
