"""What the server does by itself while it runs: once an hour it erases the personal data whose days are over."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import structlog

from api.errors import trace_of
from graph.database import Database
from graph.errors import GraphError
from registry import cases
from registry.access import system
from registry.errors import RegistryError

_PAUSE_S = 3600.0
# The first readers after a start come before the chores.
_FIRST_S = 60.0


@contextmanager
def running(db: Database, *, first_s: float = _FIRST_S) -> Iterator[threading.Thread]:
    """Do the chores beside whatever happens inside; of several workers at once each erases what the others have not."""
    end = threading.Event()
    thread = threading.Thread(target=_work, args=(db, end, first_s), name="chores", daemon=True)
    thread.start()
    try:
        yield thread
    finally:
        end.set()


def _work(db: Database, end: threading.Event, first_s: float) -> None:
    pause_s = first_s
    while not end.wait(pause_s):
        pause_s = _PAUSE_S
        try:
            done = cases.purge(db, system("chores"))
        except (GraphError, RegistryError) as error:
            # The next hour tries again; whoever watches the log is told.
            structlog.get_logger().error("purge", kind=type(error).__name__, trace=trace_of(error))
        else:
            structlog.get_logger().info("purge", closed=len(done.closed), erased=len(done.erased), kept=done.kept)
