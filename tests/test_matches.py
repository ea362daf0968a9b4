"""Matches: who is suggested, who never is, why, and what is kept of it."""

from datetime import date, timedelta

import pytest

from graph.database import Database
from registry import audit, consents, experts, matches, missions, receipts
from registry.access import NOBODY, Actor
from registry.errors import Conflict, Invalid, NotAllowed, NotFound
from registry.institutes import register as register_institute
from registry.models.institutes import InstituteDraft
from registry.models.missions import Mission, MissionDraft
from registry.models.values import Audience
from registry.pool import Pool
from tests.builders import OPEN, claim, expert, of_institute, speaking_for


@pytest.fixture
def mission(db: Database, administrator: Actor) -> Mission:
    """A mission on batteries with one open role, run by an institute."""
    institute = register_institute(
        db,
        administrator,
        InstituteDraft.model_validate({"name": {"vi": "Viện Pin"}, "kind": "research_institute", "country": "VN"}),
    )
    draft = MissionDraft.model_validate(
        {
            "title": {"vi": "Pin thể rắn trong nước", "en": "Solid-state batteries made at home"},
            "summary": {"en": "Sulfide electrolytes for electric vehicles and storage."},
            "system": 2,
            "phase": 2,
            "technologies": ["S26-P18"],
            "agency": "moit",
            "deadline": (date.today() + timedelta(days=700)).isoformat(),
            "outputs": [{"text": {"vi": "Dây chuyền thử nghiệm"}}],
            "institute_id": institute.id,
            "roles": [
                {
                    "kind": "project-chief-engineer",
                    "title": {"vi": "Tổng công trình sư", "en": "Chief engineer"},
                    "text": {"en": "Leads the development of solid-state lithium batteries."},
                }
            ],
        }
    )
    return missions.open(db, of_institute(institute.id), draft)


def _runner(mission: Mission) -> Actor:
    return of_institute(mission.institute_id)


def test_the_fitting_expert_comes_first_with_reasons_that_add_up(db: Database, mission: Mission) -> None:
    fitting = experts.register(db, NOBODY, expert(), agree=True)
    other = claim(title={"en": "Rice breeding"}, summary={"en": "Storage of seeds in the delta."})
    experts.register(db, NOBODY, expert(claims=[other]), agree=True)
    made = matches.run(db, Pool(), _runner(mission), mission.roles[0].id)
    first = made.candidates[0]
    assert first.expert_id == fitting.id
    reasons = first.reasons
    assert sum(part.contribution for part in reasons.features) == pytest.approx(first.score, abs=1e-4)
    total = sum(term.contribution for term in reasons.terms) + reasons.other_terms
    assert total == pytest.approx(reasons.relevance, abs=1e-4)
    assert sum(work.share for work in reasons.works) + reasons.other_works == pytest.approx(1, abs=1e-3)


def test_reasons_speak_in_the_words_of_the_role(db: Database, mission: Mission) -> None:
    written = claim(title={"vi": "Pin thể rắn cho kho lưu trữ"}, summary=None, end="2025")
    person = experts.register(db, NOBODY, expert(claims=[written]), agree=True)
    made = matches.run(db, Pool(), _runner(mission), mission.roles[0].id)
    kept, _ = matches.get(db, _runner(mission), made.id)
    terms = [term.term for term in kept.candidates[0].reasons.terms]
    assert "pin" in terms
    assert "thể rắn" in terms
    assert "the ran" not in terms
    assert len(terms) == len(set(terms))
    assert kept.candidates[0].expert_id == person.id


def test_a_date_is_shown_as_exactly_as_its_source_has_it(db: Database, mission: Mission) -> None:
    this_year = str(date.today().year)
    experts.register(db, NOBODY, expert(claims=[claim(end=this_year)]), agree=True)
    made = matches.run(db, Pool(), _runner(mission), mission.roles[0].id)
    reasons = matches.get(db, _runner(mission), made.id)[0].candidates[0].reasons
    assert (reasons.latest, reasons.works[0].on) == (this_year, this_year)
    assert reasons.years_since_latest == 0


def test_a_run_is_read_back_with_titles_and_names(db: Database, mission: Mission) -> None:
    person = experts.register(db, NOBODY, expert(), agree=True)
    made = matches.run(db, Pool(), _runner(mission), mission.roles[0].id)
    kept, views = matches.get(db, _runner(mission), made.id)
    assert kept.algorithm == made.algorithm
    assert kept.audit_seq == made.audit_seq
    assert views[person.id].name == person.name
    assert kept.candidates[0].reasons.works[0].title == person.claims[0].title
    assert matches.latest(db, _runner(mission), mission.roles[0].id) == made.id


def test_an_expert_without_consent_is_never_suggested(db: Database, mission: Mission) -> None:
    experts.register(db, NOBODY, expert(), agree=False)
    made = matches.run(db, Pool(), _runner(mission), mission.roles[0].id)
    assert (made.candidates, made.pool) == ((), 0)


def test_whoever_withdraws_is_not_in_the_next_match_and_nothing_is_shown_in_old_ones(
    db: Database, mission: Mission
) -> None:
    pool = Pool()
    person = experts.register(db, NOBODY, expert(), agree=True)
    before = matches.run(db, pool, _runner(mission), mission.roles[0].id)
    consents.decide(db, speaking_for(person.id), person.id, receipts.MATCHING, False, language="vi")
    assert matches.run(db, pool, _runner(mission), mission.roles[0].id).candidates == ()
    kept, views = matches.get(db, _runner(mission), before.id)
    assert views == {}
    assert kept.candidates[0].reasons.withdrawn
    assert kept.candidates[0].expert_id is None
    assert kept.candidates[0].reasons.terms == ()


def test_evidence_hidden_since_takes_its_words_out_of_the_reasons(db: Database, mission: Mission) -> None:
    person = experts.register(db, NOBODY, expert(), agree=True)
    made = matches.run(db, Pool(), _runner(mission), mission.roles[0].id)
    draft = experts.draft_of(person)
    hidden = tuple(given.model_copy(update={"audience": Audience.SELF}) for given in draft.claims)
    changed = draft.model_copy(update={"claims": hidden})
    experts.update(db, speaking_for(person.id), person.id, changed, if_match=person.digest)
    reasons = matches.get(db, _runner(mission), made.id)[0].candidates[0].reasons
    assert reasons.outdated
    assert (reasons.works, reasons.terms, reasons.led, reasons.evidence) == ((), (), 0, ())


def test_an_expert_registered_elsewhere_is_found_by_the_next_search(db: Database, mission: Mission) -> None:
    here, there = Pool(), Pool()
    for pool in (here, there):
        assert matches.run(db, pool, _runner(mission), mission.roles[0].id).candidates == ()
    person = experts.register(db, NOBODY, expert(), agree=True)
    for pool in (here, there):
        found = matches.run(db, pool, _runner(mission), mission.roles[0].id)
        assert [candidate.expert_id for candidate in found.candidates] == [person.id]


def test_evidence_that_institutes_may_not_see_counts_for_nothing(db: Database, mission: Mission) -> None:
    experts.register(db, NOBODY, expert(claims=[claim(audience="committee")]), agree=True)
    made = matches.run(db, Pool(), _runner(mission), mission.roles[0].id)
    assert (made.candidates, made.pool, made.without_evidence) == ((), 1, 1)


def test_a_closed_profile_is_not_suggested(db: Database, mission: Mission) -> None:
    pool = Pool()
    person = experts.register(db, NOBODY, expert(), agree=True)
    assert matches.run(db, pool, _runner(mission), mission.roles[0].id).candidates
    experts.close(db, speaking_for(person.id), person.id, if_match=person.digest)
    assert matches.run(db, pool, _runner(mission), mission.roles[0].id).candidates == ()


def test_another_institute_neither_runs_nor_reads_a_match(db: Database, mission: Mission) -> None:
    made = matches.run(db, Pool(), _runner(mission), mission.roles[0].id)
    with pytest.raises(NotAllowed):
        matches.run(db, Pool(), of_institute("another"), mission.roles[0].id)
    with pytest.raises(NotAllowed):
        matches.get(db, of_institute("another"), made.id)
    with pytest.raises(NotAllowed):
        matches.latest(db, of_institute("another"), mission.roles[0].id)


def test_nobody_is_sought_for_a_role_that_is_not_open(db: Database, mission: Mission) -> None:
    person = experts.register(db, NOBODY, expert(), agree=True)
    missions.fill(db, _runner(mission), mission.roles[0].id, person.id)
    with pytest.raises(Conflict) as refused:
        matches.run(db, Pool(), _runner(mission), mission.roles[0].id)
    assert refused.value.code == "role-not-open"


def test_an_unknown_role_run_or_limit_is_refused(db: Database, mission: Mission) -> None:
    with pytest.raises(NotFound):
        matches.run(db, Pool(), _runner(mission), "no such role")
    with pytest.raises(NotFound):
        matches.get(db, _runner(mission), "no such run")
    with pytest.raises(Invalid):
        matches.run(db, Pool(), _runner(mission), mission.roles[0].id, limit=0)


def test_an_expert_sees_the_open_roles_that_suit_without_having_agreed(db: Database, mission: Mission) -> None:
    person = experts.register(db, NOBODY, expert())
    roles = matches.roles_for(db, Pool(), speaking_for(person.id), person.id)
    assert [role.role_id for role in roles] == [mission.roles[0].id]
    assert roles[0].reasons.works[0].title == person.claims[0].title
    with pytest.raises(NotAllowed):
        matches.roles_for(db, Pool(), speaking_for("another"), person.id)


def test_a_run_is_in_the_chain(db: Database, mission: Mission, committee: Actor) -> None:
    made = matches.run(db, Pool(), _runner(mission), mission.roles[0].id)
    tags = [event["tag"] for event in audit.events(db, committee) if event["subject_id"] == made.id]
    assert tags == ["match.run"]
    assert audit.verify(db, committee).broken is None


def test_a_name_hidden_from_institutes_after_agreeing_ends_the_agreement_in_effect(
    db: Database, mission: Mission
) -> None:
    person = experts.register(db, NOBODY, expert(), agree=True)
    hidden = experts.draft_of(person).model_copy(update={"audiences": {**OPEN, "name": "self"}})
    with pytest.raises(Invalid):
        experts.update(db, speaking_for(person.id), person.id, hidden, if_match=person.digest)
