"""The graph behind the registry: named queries in, plain rows out, every write with its audit event."""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from time import monotonic, sleep
from typing import Any, TypeVar

import rfc8785
from neo4j import READ_ACCESS, Driver, GraphDatabase, ManagedTransaction, Query, Record, unit_of_work
from neo4j.exceptions import (
    AuthError,
    ConfigurationError,
    ConstraintError,
    DriverError,
    Neo4jError,
    TransientError,
)

from graph.chain import START, hash_of
from graph.errors import (
    AlreadyThere,
    GraphError,
    GraphRefused,
    GraphUnavailable,
    NothingWritten,
    QueryTookTooLong,
)
from graph.queries import text_of

Row = dict[str, Any]
T = TypeVar("T")

# A conflict of writers ends within milliseconds, so the driver's own pause of a second would only keep people waiting;
# an engine that is gone is reported while somebody still looks at the page.
RETRY_TIME_S = 8.0
RETRY_PAUSE_S = 0.03
RETRY_GROWTH = 1.7
# So many rows are asked for at once by a sweep.
_PAGE = 1000
# A MERGE race ends within a few tries; a conflict that is real stays one.
_TRIES = 6


@dataclass(frozen=True, slots=True)
class Event:
    """What is recorded of a write: who did what to which subject.

    `before` and `after` are digests of the subject; `detail` holds codes and counts, never personal data,
    because the chain outlives the people in it.
    """

    actor: str
    tag: str
    subject_kind: str
    subject_id: str
    before: str | None = None
    after: str | None = None
    detail: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """A further statement of the same transaction."""

    query: str
    parameters: Mapping[str, object]


class Database:
    """A graph database that answers named queries with plain rows."""

    def __init__(self, driver: Driver, *, name: str | None = None, time_limit_s: float = 60) -> None:
        self._driver = driver
        self._name = name
        self._time_limit_s = time_limit_s

    def read(self, query: str, **parameters: object) -> list[Row]:
        """Run a query that changes nothing.

        It runs by itself, without the round trips of a transaction of several statements, which are most of the time
        of a small read; like the driver's own transactions it is tried again while the failure may pass.

        Raises:
            GraphError: see graph.errors.
        """
        timed = Query(text_of(query), timeout=self._time_limit_s)
        give_up = monotonic() + RETRY_TIME_S
        pause = RETRY_PAUSE_S
        with _told_plainly():
            while True:
                try:
                    with self._session(default_access_mode=READ_ACCESS) as session:
                        return [_row(record) for record in session.run(timed, parameters)]
                except (Neo4jError, DriverError) as error:
                    if not (error.is_retryable() or _vanished(error)) or monotonic() + pause > give_up:
                        raise
                sleep(random.uniform(pause / 2, pause))  # noqa: S311 - jitter, not a secret
                pause *= RETRY_GROWTH

    def stream(self, query: str, **parameters: object) -> Iterator[Row]:
        """Run a query that changes nothing and hand its rows over one by one, however many they are."""
        with _told_plainly(), self._session(fetch_size=2000) as session, session.begin_transaction() as transaction:
            for record in transaction.run(text_of(query), parameters):
                yield _row(record)

    def sweep(self, ids: str, query: str, *, page: int = _PAGE, **parameters: object) -> Iterator[Row]:
        """Hand over the rows of a query for everything that another query names by `id`, in its order, page by page.

        What is done with the rows may take as long as it likes: an engine that ends a command after a while counts the
        time for which a stream waits, but each page is a command of its own. Whoever stops early costs no more than the
        page. What comes in meanwhile is not seen.
        """
        found = [row["id"] for row in self.stream(ids)]
        for first in range(0, len(found), page):
            yield from self.read(query, ids=found[first : first + page], **parameters)

    def write(
        self,
        query: str,
        *,
        event: Event,
        also: Sequence[Event] = (),
        then: Sequence[Step] = (),
        **parameters: object,
    ) -> list[Row]:
        """Run a query that changes something and record the event in the same transaction.

        The first statement takes the lock on what is changed and says by its rows whether there was something to
        change; `then` follows in order. All of it happens, or none. `also` are the events of further subjects that
        the same write changes, so that whoever follows the chain learns of each.

        Returns:
            The rows of the first statement.

        Raises:
            NothingWritten: the first statement returned no row.
            AlreadyThere: a value that must be unique is taken.
            GraphError: see graph.errors.
        """

        def work(transaction: ManagedTransaction) -> list[Row]:
            rows = _rows(transaction, query, parameters)
            if not rows:
                raise NothingWritten(query)
            for step in then:
                transaction.run(text_of(step.query), dict(step.parameters)).consume()
            for each in (event, *also):
                _record(transaction, each)
            return rows

        merges = any("MERGE" in text_of(name) for name in (query, *(step.query for step in then)))
        return self._in_transaction(work, tries=_TRIES if merges else 1)

    def run_schema(self, statement: str) -> None:
        """Run one statement of a migration outside a transaction of ours, as schema commands require."""
        with _told_plainly(), self._session() as session:
            session.run(statement).consume()

    def ping(self) -> str:
        """The name and version of the engine that answers.

        Raises:
            GraphUnavailable: nothing answers.
            GraphRefused: the engine refuses the user name or the password.
        """
        with _told_plainly():
            return self._driver.get_server_info().agent

    def close(self) -> None:
        """Let go of all connections."""
        self._driver.close()

    def _session(self, **options: Any) -> Any:
        return self._driver.session(
            database=self._name, bookmark_manager=self._driver.execute_query_bookmark_manager, **options
        )

    def _in_transaction(self, work: Callable[[ManagedTransaction], T], *, tries: int) -> T:
        limited = unit_of_work(timeout=self._time_limit_s)(work)
        for attempt in range(1, tries + 1):
            try:
                with _told_plainly(), self._session() as session:
                    return session.execute_write(limited)  # type: ignore[no-any-return]
            except AlreadyThere:
                # Two callers that MERGE the same value at once: one of them is told of a violation that is none.
                if attempt == tries:
                    raise
                sleep(random.uniform(0, 0.02 * 2**attempt))  # noqa: S311 - jitter, not a secret
        raise AssertionError("unreachable")


def connect(uri: str, user: str, password: str, *, name: str | None = None, time_limit_s: float = 60) -> Database:
    """Open a database by its Bolt address; nothing is sent before the first query.

    Raises:
        GraphUnavailable: the address is not one that the driver understands.
    """
    try:
        driver = GraphDatabase.driver(
            uri,
            auth=(user, password),
            connection_timeout=3,
            connection_acquisition_timeout=10,
            max_transaction_retry_time=RETRY_TIME_S,
            initial_retry_delay=RETRY_PAUSE_S,
            retry_delay_multiplier=RETRY_GROWTH,
            retry_delay_jitter_factor=0.5,
            notifications_min_severity="OFF",
        )
    except (ConfigurationError, ValueError) as error:
        raise GraphUnavailable(f"{uri} is not an address of a graph database: {error}") from error
    return Database(driver, name=name, time_limit_s=time_limit_s)


def _rows(transaction: ManagedTransaction, query: str, parameters: Mapping[str, object]) -> list[Row]:
    return [_row(record) for record in transaction.run(text_of(query), dict(parameters))]


def _row(record: Record) -> Row:
    """A record as it came: queries return plain values, so that the driver need not search every one for nodes."""
    return dict(zip(record.keys(), record.values(), strict=True))


def _record(transaction: ManagedTransaction, event: Event) -> None:
    """Append to the chain. The head is locked before it is read, or two writers would follow the same event."""
    [head] = _rows(transaction, "audit/lock", {})
    fields: Row = {
        "seq": head["seq"] + 1,
        "at": datetime.now(UTC).isoformat(timespec="microseconds"),
        "actor": event.actor,
        "tag": event.tag,
        "subject_kind": event.subject_kind,
        "subject_id": event.subject_id,
        "before": event.before,
        "after": event.after,
        "detail": _text(event.detail),
    }
    previous = head["hash"] or START
    transaction.run(
        text_of("audit/record"), {"fields": fields, "previous": previous, "hash": hash_of(fields, previous)}
    ).consume()


def _text(detail: Mapping[str, object]) -> str:
    return rfc8785.dumps(dict(detail)).decode()  # type: ignore[arg-type]


def _vanished(error: Neo4jError | DriverError) -> bool:
    """Whether a read met something that another transaction deleted at that moment; the next read does not."""
    return isinstance(error, Neo4jError) and (error.code or "").endswith(".EntityNotFound")


@contextmanager
def _told_plainly() -> Iterator[None]:
    """Turn what the driver raises into the few errors of graph.errors."""
    try:
        yield
    except (Neo4jError, DriverError) as error:
        raise _plain(error) from error


def _plain(error: Neo4jError | DriverError) -> GraphError:
    text = error.message if isinstance(error, Neo4jError) else str(error)
    match error:
        case ConstraintError():
            # The engine's own words hold the value, which may be an address or a name.
            return AlreadyThere("A unique value is taken.")
        case AuthError():
            return GraphRefused("The graph database refuses this user name or password.")
        case TransientError():
            return GraphUnavailable(f"The graph database is too busy: {text}")
        case Neo4jError() if "TimedOut" in (error.code or ""):
            return QueryTookTooLong(text or "A query took too long.")
        case Neo4jError():
            return GraphError(f"{error.code}: {text}")
        case _:
            return GraphUnavailable(f"The graph database does not answer: {text}")
