"""A question narrowed by the law: whom it leaves out, that the list is filled with others, and what the run keeps."""

from datetime import date

import pytest

from graph.database import Database
from registry import counterfactuals, eligible, experts, institutes, matches, missions, rules, screening
from registry.access import NOBODY, Actor, system
from registry.eligibility import plan
from registry.errors import Invalid
from registry.models.claims import ClaimDraft
from registry.models.eligibility import Verdict
from registry.models.matches import Filters, KeptBy
from registry.models.missions import Mission
from registry.pool import Pool
from registry.ranking import filtering, weighing
from registry.ranking.suggesting import Question
from tests import mission_builders
from tests.builders import claim, expert, of_institute

PIN = {"vi": "Thiết kế và chế thử pin thể rắn"}
_WORK: dict[str, object] = {"title": {"vi": "Kỹ sư pin"}, "summary": None, "organisation": "Viện Năng lượng"}
SHORT: dict[str, object] = {"kind": "position", "start": "2019-01", "end": "2021-01", **_WORK}
LONG: dict[str, object] = {"kind": "position", "start": "2005-01", "end": None, **_WORK}


@pytest.fixture
def mission(db: Database) -> Mission:
    """A mission on batteries with one open role, the chief engineer of a project."""
    institute = institutes.register(db, system("tests"), mission_builders.institute())
    return missions.open(db, of_institute(institute.id), mission_builders.mission(institute.id))


def _host(mission: Mission) -> Actor:
    return of_institute(mission.institute_id)


def _person(db: Database, *claims: ClaimDraft, **changes: object) -> str:
    return experts.register(db, NOBODY, expert(claims=list(claims), **changes), agree=True).id


def _barred(db: Database, **changes: object) -> str:
    """Somebody near to the role who worked two years where ten are asked for."""
    return _person(db, claim(title=PIN), claim(**SHORT), **changes)


def _found(db: Database, mission: Mission, law: KeptBy | None, limit: int = 20, **filters: object) -> list[str]:
    asked = Filters.model_validate({"law": law, **filters})
    made = matches.run(db, Pool(), _host(mission), mission.roles[0].id, limit=limit, filters=asked)
    return [str(candidate.expert_id) for candidate in made.candidates]


def test_whom_the_law_leaves_out_leaves_room_for_others(db: Database, mission: Mission) -> None:
    near = [_barred(db) for _ in range(3)]
    far = _person(db, claim(title={"vi": "Vật liệu cho pin"}, summary=None), claim(**LONG))
    assert set(_found(db, mission, None, limit=3)) == set(near)
    assert _found(db, mission, KeptBy.NOT_EXCLUDED, limit=3) == [far]
    verdicts = eligible.for_role(db, _host(mission), mission.roles[0].id, [*near, far])
    assert {verdicts[id].outcome for id in near} == {Verdict.NOT_MET}
    assert verdicts[far].outcome is Verdict.NOT_EVIDENCED


def test_a_gap_keeps_out_only_where_that_is_asked_for(db: Database, mission: Mission) -> None:
    gap = _person(db, claim(title=PIN), claim(**LONG))
    degree = claim(kind="degree", level="phd", end="2004", **_WORK)
    led = claim(kind="programme", part="led", start="2018", end="2022", **_WORK)
    whole = _person(db, claim(title=PIN), claim(**LONG), degree, led)
    assert set(_found(db, mission, KeptBy.NOT_EXCLUDED)) == {gap, whole}
    assert _found(db, mission, KeptBy.NO_GAP) == [whole]


def test_the_run_keeps_what_the_law_did_by_which_edition(db: Database, mission: Mission) -> None:
    _barred(db)
    _person(db, claim(title=PIN), claim(**LONG))
    asked = Filters(law=KeptBy.NOT_EXCLUDED, country=("FR",))
    made = matches.run(db, Pool(), _host(mission), mission.roles[0].id, filters=asked)
    kept, _ = matches.get(db, _host(mission), made.id)
    assert kept.law == made.law
    assert kept.law is not None
    assert (kept.law.looked_at, kept.law.excluded, kept.law.by_criterion) == (2, 1, {"231-pce-years": 1})
    assert kept.filters == ("country=FR", "law=not_excluded")
    assert filtering.read(kept.filters) == asked
    assert (kept.rules_edition, len(kept.rules_digest or "")) == ("edition-1", 64)


def test_a_law_that_leaves_nobody_says_how_many_each_criterion_kept_out(db: Database, mission: Mission) -> None:
    _barred(db)
    _barred(db)
    with pytest.raises(Invalid) as refused:
        _found(db, mission, KeptBy.NOT_EXCLUDED)
    [error] = refused.value.errors
    assert (error.pointer, error.code) == ("/law", "law-leaves-nobody")
    assert "nobody of the 2 people" in error.en
    assert error.en.endswith(": 2.")
    assert "2 người" in error.vi


def test_looking_further_gives_the_same_as_looking_at_everybody(
    db: Database, mission: Mission, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(6):
        _barred(db)
        _person(db, claim(title={"vi": "Pin " * (number + 1) + "và vật liệu"}, summary=None), claim(**LONG))
    whole = _found(db, mission, KeptBy.NOT_EXCLUDED)
    monkeypatch.setattr(screening, "CANDIDATES", 2)
    assert _found(db, mission, KeptBy.NOT_EXCLUDED) == whole
    assert len(whole) == 6


def test_on_a_day_that_no_decree_rules_nobody_is_left_out_by_the_law(db: Database, mission: Mission) -> None:
    before = Question("pin", date(2025, 1, 1), weighing.of_kind(db, mission.roles[0].kind), where=(), seed=0)
    with pytest.raises(Invalid, match="No decree rules"):
        screening.screened(
            db,
            _host(mission),
            Pool().now(db),
            before,
            by=plan(rules.current(db), mission.roles[0].kind, before.on),
            kept_by=KeptBy.NO_GAP,
            limit=1,
        )


def test_the_shortfall_of_such_a_list_is_told_among_those_it_left(db: Database, mission: Mission) -> None:
    for _ in range(2):
        _barred(db)
    mine = _person(db, claim(title={"vi": "Vật liệu cho pin"}, summary=None), claim(**LONG))
    asked, pool = Filters(law=KeptBy.NOT_EXCLUDED), Pool()
    made = matches.run(db, pool, _host(mission), mission.roles[0].id, filters=asked)
    told = counterfactuals.shortfall(db, pool, _host(mission), made.id, mine, first=1)
    assert told.steps == 0


def test_where_the_law_leaves_too_few_it_stops_at_the_nearest_and_says_so(
    db: Database, mission: Mission, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screening, "CANDIDATES", 2)
    monkeypatch.setattr(screening, "_MOST_LOOKED_AT", 8)
    left = _person(db, claim(title=PIN), claim(**LONG))
    for _ in range(7):
        _barred(db)
    _person(db, claim(title={"vi": "Vật liệu cho pin và nhiều việc khác"}, summary=None), claim(**LONG))
    made = matches.run(db, Pool(), _host(mission), mission.roles[0].id, filters=Filters(law=KeptBy.NOT_EXCLUDED))
    assert [candidate.expert_id for candidate in made.candidates] == [left]
    assert made.law is not None
    assert (made.law.looked_at, made.law.excluded, made.law.stopped) == (8, 7, True)


def test_a_law_that_leaves_nobody_of_the_nearest_says_that_it_looked_no_further(
    db: Database, mission: Mission, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screening, "CANDIDATES", 2)
    monkeypatch.setattr(screening, "_MOST_LOOKED_AT", 2)
    for _ in range(2):
        _barred(db)
    _person(db, claim(title={"vi": "Vật liệu cho pin và nhiều việc khác"}, summary=None), claim(**LONG))
    with pytest.raises(Invalid, match="nobody further away"):
        _found(db, mission, KeptBy.NOT_EXCLUDED)
