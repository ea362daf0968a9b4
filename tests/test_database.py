"""The graph behind named queries: every write with its event, locks before reads, plain errors."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from neo4j import GraphDatabase

from graph import chain, migrate
from graph.address import Address
from graph.database import Database, Event, Step, connect
from graph.errors import AlreadyThere, GraphRefused, GraphUnavailable, NothingWritten
from graph.queries import text_of
from registry import setup
from registry.access import system
from registry.errors import NotReady


def _event(subject: str) -> Event:
    return Event("test:1", "request.made", "request", subject)


def _remember(db: Database, key: str) -> None:
    db.write("migrations/record", number=900, name=key, digest=key, at="2026", event=_event(key))


def _events(db: Database) -> list[dict[str, object]]:
    return [row["event"] for row in db.read("audit/events", after=0, limit=10_000)]


def test_a_write_and_its_event_are_stored_together(db: Database) -> None:
    before = len(_events(db))
    _remember(db, "a")
    events = _events(db)
    assert len(events) == before + 1
    assert events[-1]["subject_id"] == "a"


def test_a_write_that_finds_nothing_leaves_no_event(db: Database) -> None:
    before = len(_events(db))
    with pytest.raises(NothingWritten):
        db.write("experts/update", id="nobody", before="x", named=True, properties={}, event=_event("nobody"))
    assert len(_events(db)) == before


def test_a_step_that_fails_undoes_the_whole_write(db: Database) -> None:
    row = {"key": "same", "digest": "d", "subject_id": "s", "at": "2026"}
    twice = [Step("requests/remember", row), Step("requests/remember", row)]
    before = len(_events(db))
    with pytest.raises(AlreadyThere):
        db.write("experts/create", id="e-1", properties={"status": "active"}, then=twice, event=_event("e-1"))
    assert db.read("experts/state", id="e-1") == []
    assert db.read("requests/get", key="same") == []
    assert len(_events(db)) == before


def test_a_sweep_reads_everybody_once_in_pages_and_forgets_who_left_meanwhile(db: Database) -> None:
    for name in "abcde":
        properties = {"status": "active", "name": name, "audiences": [], "digest": "d"}
        db.write("experts/create", id=f"e-{name}", properties=properties, event=_event(f"e-{name}"))
    rows = db.sweep("experts/active", "eligibility/some", page=2)
    first = next(rows)
    seen = [row["id"] for row in db.read("experts/active")]
    left = {"status": "closed", "digest": "x"}
    db.write("experts/update", id=seen[-1], before="d", named=True, properties=left, event=_event(seen[-1]))
    assert [first["id"], *(row["id"] for row in rows)] == seen[:-1]
    assert sorted(seen) == [f"e-{name}" for name in "abcde"]


def test_the_chain_of_eight_writers_is_whole(db: Database) -> None:
    before = len(_events(db))
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: _remember(db, f"w{n}"), range(80)))
    [head] = db.read("audit/head")
    verdict = chain.verify(_events(db), head_seq=head["seq"], head_hash=head["hash"])
    assert verdict.broken is None
    assert verdict.events == before + 80


def test_a_changed_byte_breaks_the_chain_where_it_was_changed(db: Database, address: Address) -> None:
    for number in range(5):
        _remember(db, f"w{number}")
    [head] = db.read("audit/head")
    wanted = head["seq"] - 2
    with GraphDatabase.driver(address.uri, auth=(address.user, address.password)) as driver:
        driver.execute_query("MATCH (e:Event {seq: $seq}) SET e.subject_id = 'forged'", seq=wanted)
    verdict = chain.verify(_events(db), head_seq=head["seq"], head_hash=head["hash"])
    assert verdict.broken == chain.Break(wanted, "altered")


def test_a_removed_last_event_is_missed(db: Database, address: Address) -> None:
    _remember(db, "a")
    [head] = db.read("audit/head")
    with GraphDatabase.driver(address.uri, auth=(address.user, address.password)) as driver:
        driver.execute_query("MATCH (e:Event {seq: $seq}) DETACH DELETE e", seq=head["seq"])
    verdict = chain.verify(_events(db), head_seq=head["seq"], head_hash=head["hash"])
    assert verdict.broken == chain.Break(head["seq"], "missing")


def test_of_eight_creations_of_one_value_one_succeeds(db: Database) -> None:
    outcomes: list[str] = []
    ready = threading.Barrier(8)

    def create(_: int) -> None:
        ready.wait()
        try:
            db.write("experts/create", id="e-1", properties={"status": "active"}, event=_event("e-1"))
            outcomes.append("made")
        except AlreadyThere:
            outcomes.append("there")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(create, range(8)))
    assert sorted(outcomes) == ["made", *["there"] * 7]


def test_many_experts_without_an_orcid_do_not_collide(db: Database) -> None:
    for name in ("e-1", "e-2"):
        db.write("experts/create", id=name, properties={"status": "active", "orcid": None}, event=_event(name))
    assert db.read("experts/state", id="e-2")


def test_a_stream_hands_over_more_rows_than_a_page_of_the_driver(db: Database) -> None:
    fields = sum(1 for _ in db.stream("lists/known"))
    assert fields > 374


def test_migrations_are_applied_once(db: Database) -> None:
    assert migrate.apply(db, actor="test:1") == []
    assert migrate.missing(db) == []


def test_a_database_that_lacks_a_migration_is_not_ready(db: Database, address: Address) -> None:
    with GraphDatabase.driver(address.uri, auth=(address.user, address.password)) as driver:
        driver.execute_query("MATCH (m:Migration {number: 1}) DETACH DELETE m")
    with pytest.raises(NotReady, match="registry migrate"):
        setup.ensure_ready(db)
    setup.prepare(db, system("tests"))
    setup.ensure_ready(db)


def test_a_database_that_lacks_the_official_lists_is_not_ready(db: Database, address: Address) -> None:
    with GraphDatabase.driver(address.uri, auth=(address.user, address.password)) as driver:
        driver.execute_query("MATCH (f:Field {code: '101'}) DETACH DELETE f")
    with pytest.raises(NotReady) as refused:
        setup.ensure_ready(db)
    assert refused.value.code == "lists-missing"
    setup.prepare(db, system("tests"))
    setup.ensure_ready(db)


def test_an_engine_that_does_not_answer_is_one_clear_error() -> None:
    database = connect("bolt://127.0.0.1:9", "nobody", "nothing")
    with pytest.raises(GraphUnavailable):
        database.read("audit/head")
    database.close()


def test_a_wrong_password_is_refused(db: Database, address: Address) -> None:
    database = connect(address.uri, address.user, "wrong")
    with pytest.raises(GraphRefused):
        database.read("audit/head")
    database.close()


def test_an_unknown_query_is_named() -> None:
    with pytest.raises(LookupError, match="no/such"):
        text_of("no/such")
