"""The pool: kept on disk, following single writes at once and imports in bulk in the background."""

from pathlib import Path

from api.commands import opening
from api.settings import Settings, index_folder
from graph.database import Database
from matching import storing
from matching.storing import FILE
from registry import bulk, consents, experts, receipts
from registry.access import NOBODY, system
from registry.models.experts import Expert
from registry.pool import Pool
from tests.builders import expert, speaking_for

TEXT = "solid-state batteries"


def found(pool: Pool, db: Database) -> set[str]:
    return {hit.id for hit in pool.now(db).index.search(TEXT, k=99)}


def registered(db: Database) -> Expert:
    return experts.register(db, NOBODY, expert(), agree=True)


def withdraw(db: Database, person: Expert) -> None:
    consents.decide(db, speaking_for(person.id), person.id, receipts.MATCHING, False, language="vi")


def imported(db: Database) -> Expert:
    person = experts.new(expert(), agree=True)
    bulk.store_experts(db, system("tests"), [person], source="tests")
    return person


def test_a_kept_index_answers_after_a_restart_with_what_was_written_since(db: Database, tmp_path: Path) -> None:
    one = registered(db)
    before = Pool(tmp_path)
    state = before.now(db)
    before.settle(db)
    assert storing.seq_of(tmp_path) == state.seq
    other = registered(db)
    after = Pool(tmp_path)
    assert found(after, db) == {one.id, other.id}
    assert after.now(db).seq > state.seq


def test_a_damaged_kept_index_is_built_anew(db: Database, tmp_path: Path) -> None:
    person = registered(db)
    pool = Pool(tmp_path)
    pool.now(db)
    pool.settle(db)
    written = bytearray((tmp_path / FILE).read_bytes())
    written[len(written) // 2] ^= 1
    (tmp_path / FILE).write_bytes(written[:-100])
    assert found(Pool(tmp_path), db) == {person.id}


def test_a_kept_index_of_another_database_is_built_anew(db: Database, tmp_path: Path) -> None:
    person = registered(db)
    pool = Pool(tmp_path)
    state = pool.now(db)
    storing.save(state.index.as_if(), tmp_path, seq=state.seq, of="another chain of events")
    assert found(Pool(tmp_path), db) == {person.id}


def test_whoever_withdraws_is_deleted_from_the_disk_by_the_next_question(db: Database, tmp_path: Path) -> None:
    one, other = registered(db), registered(db)
    pool = Pool(tmp_path)
    pool.now(db)
    pool.settle(db)
    assert other.id.encode() in (tmp_path / FILE).read_bytes()
    withdraw(db, other)
    assert found(pool, db) == {one.id}
    assert not (tmp_path / FILE).exists()
    pool.settle(db)
    assert other.id.encode() not in (tmp_path / FILE).read_bytes()
    assert found(Pool(tmp_path), db) == {one.id}


def test_whoever_withdrew_is_not_written_again_by_a_process_that_was_not_asked_since(
    db: Database, tmp_path: Path
) -> None:
    one, other = registered(db), registered(db)
    late, asked = Pool(tmp_path), Pool(tmp_path)
    late.now(db)
    asked.now(db)
    withdraw(db, other)
    assert found(asked, db) == {one.id}
    late.settle(db)
    assert not (tmp_path / FILE).exists()
    late.settle(db)
    assert other.id.encode() not in (tmp_path / FILE).read_bytes()


def test_an_index_kept_before_is_deleted_where_none_is_to_be_kept(db: Database, tmp_path: Path) -> None:
    registered(db)
    kept = Settings(data_folder=tmp_path)
    before = opening.pool(kept)
    before.now(db)
    before.settle(db)
    assert (index_folder(kept) / FILE).exists()
    opening.pool(Settings(data_folder=tmp_path, keep_index=False)).settle(db)
    assert list(index_folder(kept).iterdir()) == []


def test_somebody_new_leaves_the_kept_index_where_it_is(db: Database, tmp_path: Path) -> None:
    registered(db)
    pool = Pool(tmp_path)
    pool.now(db)
    pool.settle(db)
    other = registered(db)
    assert other.id in found(pool, db)
    assert (tmp_path / FILE).exists()


def test_an_import_in_bulk_is_seen_at_once_in_a_small_registry(db: Database) -> None:
    one = registered(db)
    pool = Pool()
    assert found(pool, db) == {one.id}
    assert found(pool, db) | {imported(db).id} == found(pool, db)


def test_an_import_in_bulk_blocks_nobody_in_a_large_registry_and_single_writes_are_seen_meanwhile(
    db: Database, tmp_path: Path
) -> None:
    leaving = registered(db)
    pool = Pool(tmp_path, quick=0)
    before = pool.now(db)
    many = imported(db)
    staying = registered(db)
    withdraw(db, leaving)
    during = pool.now(db)
    assert during.seq == before.seq or during.index is not before.index
    assert {staying.id} <= found(pool, db) <= {staying.id, many.id}
    pool.settle(db)
    assert found(pool, db) == {staying.id, many.id}
    assert pool.now(db).seq > before.seq
    assert leaving.id.encode() not in (tmp_path / FILE).read_bytes()


def test_everybody_imported_is_withdrawn_one_by_one(db: Database) -> None:
    pool = Pool(quick=0)
    assert found(pool, db) == set()
    person = imported(db)
    pool.now(db)
    pool.settle(db)
    assert found(pool, db) == {person.id}
    withdraw(db, person)
    assert found(pool, db) == set()


def test_what_a_model_read_that_is_no_longer_set_goes_too(db: Database, tmp_path: Path) -> None:
    person = registered(db)
    left = tmp_path / "texts-0123456789abcdef.vectors"
    left.write_bytes(b"vectors")
    pool = Pool(tmp_path)
    pool.now(db)
    pool.settle(db)
    assert not left.exists()
    left.write_bytes(b"vectors")
    withdraw(db, person)
    assert found(pool, db) == set()
    assert not left.exists()
