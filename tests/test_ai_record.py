"""The classification record: it tells what runs, and says so where something else was classified."""

from graph.database import Database
from registry import ai_record, lists, rules
from registry.ranking import algorithms


def test_the_record_is_that_of_what_runs(db: Database) -> None:
    record, running, held = ai_record.current(db), algorithms.current(db), rules.current(db)
    assert record.algorithm == running.id
    assert {each.name: each.hash for each in record.weights} == {each.name: each.hash for each in running.weights}
    assert [each.name for each in record.features] == [each.name for each in running.features]
    assert (record.rules_edition, record.rules_digest) == (held.edition, held.digest)
    assert record.classified_now
    assert record.digest == ai_record.digest_of(record)


def test_another_algorithm_than_the_classified_one_is_not_called_classified(db: Database) -> None:
    before = ai_record.current(db)
    changed = algorithms.current(db).model_copy(update={"id": "another-ranking/1"})
    record = ai_record.of(changed, rules.current(db))
    assert not record.classified_now
    assert record.digest != before.digest


def test_nothing_in_it_is_called_read_in_the_gazette() -> None:
    written = lists.ai_record_file()
    assert {each.wording.value for each in written.ai_instruments} <= {"reported", "one_source", "unverified"}
    assert written.classification.wording.value == "unverified"
    assert {each.part for each in written.statements} == {"does", "does_not", "human_control", "opt_out", "review"}


def test_the_clock_of_a_review_is_the_one_that_cases_run_by_and_not_called_law(db: Database) -> None:
    clocks = {each.regime: each for each in ai_record.current(db).review}
    assert {code: each.days for code, each in clocks.items()} == {
        code: lists.case_regime(code).review_days for code in clocks
    }
    assert not any(each.verified for each in clocks.values())
