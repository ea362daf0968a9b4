"""The report on the network: what counts and what does not, that rows add up to figures, and who may see which."""

from collections.abc import Iterator
from datetime import date
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.database import Database, Row
from registry import experts, lists, merging
from registry.access import NOBODY, Actor, Office
from registry.errors import Invalid, NotAllowed, NotFound
from registry.reports import freshness, network
from registry.reports.counting import ReportCache, count, count_rows
from registry.reports.figures import BREAKDOWNS
from registry.reports.models import NetworkReport, ReportRow
from registry.reports.strategic import NO_GROUP, groups_of, groups_of_all
from tests.builders import expert, speaking_for
from tests.report_builders import ON, expert_row, institute_row, mission_row, report, stored, withdraw


def all_rows(db: Database, actor: Actor, figure_id: str, key: str, *, cache: ReportCache) -> Iterator[ReportRow]:
    """The rows behind a number, page by page."""
    cursor: str | None = None
    while True:
        page = network.rows(db, actor, figure_id, key, on=ON, limit=2, cursor=cursor, cache=cache)
        yield from page.rows
        cursor = page.next_cursor
        if cursor is None:
            return


def value(made: NetworkReport, figure_id: str, key: str) -> int:
    figure = made.figure(figure_id)
    assert figure is not None
    entry = figure.entry(key)
    return entry.value if entry else 0


def test_every_figure_equals_the_sum_of_its_rows(db: Database, administrator: Actor, committee: Actor) -> None:
    stored(db, administrator)
    cache = ReportCache()
    made = network.facts(db, committee, on=ON, cache=cache)
    assert {figure.id for figure in made.figures} == {breakdown.id for breakdown in BREAKDOWNS}
    for figure in made.figures:
        total = 0
        for entry in figure.entries:
            rows = list(all_rows(db, committee, figure.id, entry.key, cache=cache))
            assert sum(row.count for row in rows) == entry.value, (figure.id, entry.key)
            assert sum(row.count for row in rows if row.generated) == entry.generated, (figure.id, entry.key)
            total += entry.value
        assert total == figure.value, figure.id


def test_a_network_of_each_kind_of_trouble_is_counted_as_defined(
    db: Database, administrator: Actor, committee: Actor
) -> None:
    stored(db, administrator)
    made = network.facts(db, committee, on=ON)
    # Five profiles: the fifth is the one that the generated one was copied from.
    assert (made.experts.value, made.experts.generated) == (5, 1)
    assert (made.missions.value, made.roles.value, made.open_roles.value) == (2, 3, 1)
    assert value(made, "experts-by-country", "FR") == 4
    assert value(made, "experts-by-degree", "phd") == 1
    assert value(made, "experts-by-field", "1") == 1
    assert value(made, "experts-by-branch", "102") == 1
    assert value(made, "experts-by-branch", "1") == 1
    assert value(made, "institutes-by-country", "FR") == 1
    assert value(made, "institutes-by-province", "01") == 1
    assert value(made, "missions-by-status", "closed") == 1
    assert value(made, "roles-by-kind", "system-chief-engineer:filled") == 1
    assert value(made, "roles-by-kind", "project-chief-engineer:closed") == 1
    assert value(made, "experts-by-freshness", "12-24-months") == 1
    assert made.holds_generated


def test_a_code_of_the_list_of_2025_counts_through_the_crosswalk(
    db: Database, administrator: Actor, committee: Actor
) -> None:
    stored(db, administrator)
    now = network.facts(db, committee, on=ON)
    # Cloud, quantum and big data were split in two in 2026: the one person with that group counts in both.
    assert value(now, "experts-by-technology", "S26-G01") == 1
    assert value(now, "experts-by-technology", "S26-G07") == 1
    then = network.facts(db, committee, on=date(2026, 6, 30))
    assert then.technology_list.id == "vn-st-2025"
    assert value(then, "experts-by-technology", "S25-G02") == 1
    assert value(then, "experts-by-technology", "S25-G08") == 3


def test_a_group_without_a_counterpart_in_the_list_in_force_is_said_so() -> None:
    assert groups_of("S26-G10", date(2025, 12, 1)) == {NO_GROUP}
    assert groups_of("S26-P15", ON) == {NO_GROUP}
    assert groups_of("no-such-code", ON) == {NO_GROUP}
    assert groups_of_all(("S26-P15", "S26-G05"), ON) == {"S26-G05"}
    assert groups_of_all((), ON) == frozenset()


@pytest.mark.parametrize("group", [group.code for group in lists.technology_groups()])
def test_every_group_of_every_list_counts_somewhere_in_the_list_of_its_own_days(group: str) -> None:
    entry = lists.technology(group)
    assert groups_of(group, entry.valid_from) == {group}


def test_there_is_no_report_for_a_day_before_the_first_list(db: Database, committee: Actor) -> None:
    with pytest.raises(Invalid) as refusal:
        network.facts(db, committee, on=date(2025, 6, 11))
    assert [error.code for error in refusal.value.errors] == ["no-technology-list"]


def test_a_closed_and_a_merged_expert_are_not_counted(db: Database, administrator: Actor, committee: Actor) -> None:
    made = stored(db, administrator)
    cache = ReportCache()
    before = network.facts(db, committee, on=ON, cache=cache)
    person = speaking_for(made.battery_expert)
    experts.close(db, person, made.battery_expert, if_match=experts.own(db, person, made.battery_expert).digest)
    after = network.facts(db, committee, on=ON, cache=cache)
    assert after.experts.value == before.experts.value - 1
    assert after.as_of > before.as_of
    merging.merge(db, administrator, made.hidden_expert, made.private_expert, reason="the same person")
    assert network.facts(db, committee, on=ON, cache=cache).experts.value == before.experts.value - 2


def test_a_withdrawn_agreement_leaves_the_supply(db: Database, administrator: Actor, committee: Actor) -> None:
    made = stored(db, administrator)
    [energy] = [g for g in network.facts(db, committee, on=ON).coverage.gaps if g.key == "S26-G05"]
    assert (energy.roles.value, energy.experts.value) == (1, 1)
    withdraw(db, made.battery_expert)
    after = network.facts(db, committee, on=ON)
    [energy] = [g for g in after.coverage.gaps if g.key == "S26-G05"]
    assert (energy.roles.value, energy.experts.value) == (1, 0)
    assert "S26" not in after.coverage.finding.in_("vi")
    assert "1 nhóm có vị trí đang mở" in after.coverage.finding.in_("vi")


def test_a_row_names_only_whom_the_committee_may_see(db: Database, administrator: Actor, committee: Actor) -> None:
    made = stored(db, administrator)
    rows = {row.id: row for row in network.rows(db, committee, "experts-by-agreement", "not-agreed", on=ON).rows}
    assert rows[made.hidden_expert].label is None
    rows = {row.id: row for row in network.rows(db, committee, "experts-by-country", "US", on=ON).rows}
    assert set(rows) == {made.hidden_expert}
    # Where the fact itself is private, not even the id may stand under it; the row still counts.
    in_france = network.rows(db, committee, "experts-by-country", "FR", on=ON)
    assert made.private_expert not in {row.id for row in in_france.rows}
    assert in_france.rows[-1] == ReportRow(kind="expert", id=None, label=None)
    assert in_france.count == 4
    # An administrator reads the committee's report as the committee does.
    assert network.rows(db, administrator, "experts-by-country", "FR", on=ON) == in_france


def test_a_degree_that_is_private_does_not_say_whose_it_is(
    db: Database, administrator: Actor, committee: Actor
) -> None:
    made = stored(db, administrator)
    claims = network.rows(db, committee, "claims-by-verification", "declared", on=ON).rows
    assert made.battery_expert not in {row.id for row in claims}
    assert sum(row.count for row in claims) == 5
    phds = network.rows(db, committee, "experts-by-degree", "phd", on=ON).rows
    assert [row.id for row in phds] == [made.battery_expert]
    assert phds[0].label is not None


@pytest.mark.parametrize("office", [Office.PUBLIC, Office.EXPERT, Office.INSTITUTE])
def test_the_report_is_for_the_committee_alone(db: Database, office: Office) -> None:
    reader = Actor("a-3", office, "", expert_id="e", institute_id="i")
    for attempt in (
        lambda: network.facts(db, reader, on=ON),
        lambda: network.figure(db, reader, "experts-by-country", on=ON),
        lambda: network.rows(db, reader, "experts-by-country", "VN", on=ON),
    ):
        with pytest.raises(NotAllowed):
            attempt()


def test_a_figure_or_a_line_that_does_not_exist_is_not_found(db: Database, committee: Actor) -> None:
    with pytest.raises(NotFound):
        network.figure(db, committee, "experts-by-shoe-size", on=ON)
    with pytest.raises(NotFound):
        network.rows(db, committee, "experts-by-standing", "martian", on=ON)
    empty = network.rows(db, committee, "experts-by-standing", "foreign", on=ON)
    assert (empty.rows, empty.next_cursor, empty.count) == ((), None, 0)
    assert network.rows(db, committee, "experts-by-country", "FR", on=ON).count == 0
    assert network.rows(db, committee, "roles-by-kind", "system-chief-engineer:open", on=ON).count == 0


def test_pages_of_two_states_of_the_network_are_never_mixed(
    db: Database, administrator: Actor, committee: Actor
) -> None:
    stored(db, administrator)
    cache = ReportCache()
    page = network.rows(db, committee, "experts-by-country", "FR", on=ON, limit=1, cache=cache)
    assert page.next_cursor is not None
    experts.register(db, NOBODY, expert())
    with pytest.raises(Invalid) as refusal:
        network.rows(db, committee, "experts-by-country", "FR", on=ON, cursor=page.next_cursor, cache=cache)
    assert [error.code for error in refusal.value.errors] == ["counts-changed"]


def test_people_stand_in_the_order_of_a_vietnamese_list(db: Database, committee: Actor) -> None:
    for name, given_name in (("Lê Văn Ân", "Ân"), ("Trần An", "An"), ("Đỗ Bình", "Bình")):
        experts.register(db, NOBODY, expert(name={"as_written": name, "given": given_name}, claims=[]))
    rows = network.rows(db, committee, "experts-by-country", "FR", on=ON).rows
    assert [row.label.in_("vi") for row in rows if row.label] == ["Trần An", "Lê Văn Ân", "Đỗ Bình"]


def test_what_does_not_count_does_not_make_the_report_count_again(
    db: Database, administrator: Actor, committee: Actor
) -> None:
    stored(db, administrator)
    cache = ReportCache()
    first = cache.counted(db, ON)
    assert cache.counted(db, ON) is first
    assert cache.counted(db, date(2026, 11, 20)) is not first
    experts.register(db, NOBODY, expert())
    assert cache.counted(db, ON) is not first
    for day in range(1, 9):
        cache.counted(db, date(2026, 10, day))
    assert cache.counted(db, ON).seq == count(db, ON).seq


def test_many_readers_of_the_cache_get_the_same_counts(db: Database, administrator: Actor) -> None:
    stored(db, administrator)
    cache, found = ReportCache(), []
    readers = [Thread(target=lambda: found.append(cache.counted(db, ON))) for _ in range(8)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert len({id(counted) for counted in found}) == 1


def test_a_network_without_anybody_has_a_report(db: Database, committee: Actor) -> None:
    made = network.facts(db, committee, on=ON)
    assert made.experts.value == 0
    assert not made.holds_generated
    assert all(figure.finding.in_("vi") and figure.finding.in_("en") for figure in made.figures)


@pytest.mark.parametrize(
    ("confirmed_on", "key"),
    [
        ("2026-11-21", "under-6-months"),
        ("2027-01-01", "under-6-months"),
        ("2026-05-22", "under-6-months"),
        ("2026-05-21", "6-12-months"),
        ("2025-11-22", "6-12-months"),
        ("2025-11-21", "12-24-months"),
        ("2024-11-21", "24-months-and-over"),
        ("1999-01-01", "24-months-and-over"),
    ],
)
def test_a_confirmation_grows_old_by_calendar_months(confirmed_on: str, key: str) -> None:
    assert freshness.band(confirmed_on, ON) == key


def test_a_month_that_is_shorter_ends_on_its_last_day() -> None:
    assert freshness.band("2026-02-28", date(2026, 8, 31)) == "6-12-months"
    assert freshness.band("2026-03-01", date(2026, 8, 31)) == "under-6-months"


def people() -> st.SearchStrategy[list[Row]]:
    codes = st.lists(st.sampled_from(["1", "102", "10201", "20501", "502"]), max_size=3, unique=True)
    technologies = st.lists(st.sampled_from(["S26-P18", "S25-G02", "S26-P15", "S26-G10"]), max_size=3, unique=True)
    audiences = st.lists(
        st.sampled_from(["name=self", "residence=public", "fields=committee"]), max_size=3, unique=True
    )
    claims = st.lists(st.sampled_from(["verified=self", "verified=public", "declared=public"]), max_size=5)
    made = st.builds(
        lambda **facts: expert_row(**facts),
        residence=st.sampled_from(["VN", "US", "XX"]),
        province=st.none() | st.sampled_from(["01", "79"]),
        fields=codes,
        technologies=technologies,
        audiences=audiences,
        claims=claims,
        generated=st.booleans(),
        agreed=st.booleans(),
    )
    return st.lists(made, max_size=12).map(lambda rows: [row | {"id": f"e-{n}"} for n, row in enumerate(rows)])


@given(rows=people())
def test_figures_and_rows_agree_for_any_network(rows: list[Row]) -> None:
    counted = count_rows(rows, [institute_row()], [mission_row()], on=ON)
    made = network.report_of(counted)
    for figure in made.figures:
        units = {e.key: counted.units(figure.subject, counted.tallies[figure.id], e.key) for e in figure.entries}
        assert sum(number for behind in units.values() for _, number, _ in behind) == figure.value
        shown = {id for behind in units.values() for id, _, _ in behind if id}
        assert len(shown) <= figure.subjects
        assert figure.generated == sum(n for behind in units.values() for _, n, generated in behind if generated)
        if not figure.several:
            assert figure.value == figure.subjects
    assert value(made, "claims-by-verification", "verified") == sum(
        claim.startswith("verified") for row in rows for claim in row["claims"]
    )


def test_a_figure_says_what_it_is_in_both_languages() -> None:
    for figure in report().figures:
        for text in (figure.title, figure.definition, figure.unit, figure.finding):
            assert text.vi
            assert text.en
            assert text.vi != text.en
        assert figure.query.startswith("reports/")
