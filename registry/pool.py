"""The pool: everybody who agreed to be matched, as an index in memory that follows the audit sequence."""

import json
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from graph.database import Database, Row
from matching import PeopleIndex, Profile
from registry import audit, profiles
from registry.ranking import vocabulary

# Reading more changed people than this one by one costs more than reading everybody.
_MANY = 5000


@dataclass(frozen=True, slots=True)
class State:
    """The index as of a number of the audit sequence."""

    index: PeopleIndex
    seq: int

    @property
    def size(self) -> int:
        """How many people agreed to be matched, with evidence or without."""
        return len(self.index) + self.index.without_evidence()


class Pool:
    """The people who may be suggested; whoever asks gets them as of this moment.

    The first question builds the index out of the graph; each further one reads what changed since, so that several
    processes stay in step without speaking to each other.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._state: State | None = None

    def now(self, db: Database, *, progress: Callable[[int], None] | None = None) -> State:
        """The index with all that was written before this call.

        Args:
            progress: called with the number of people read, while the index is built.
        """
        with self._lock:
            # The number is read first: what is written meanwhile is read again by the next call, never missed.
            seq = audit.head(db)
            if self._state is None:
                self._state = State(_built(db, progress), seq)
            elif seq != self._state.seq:
                self._state = State(self._followed(db, self._state, progress), seq)
            return self._state

    @property
    def built(self) -> bool:
        """Whether the index stands, so that a question is answered at once."""
        return self._state is not None

    def _followed(self, db: Database, state: State, progress: Callable[[int], None] | None) -> PeopleIndex:
        events = db.read("audit/changed", after=state.seq)
        ids = set(_changed(events))
        if len(ids) > _MANY or any(event["kind"] == "batch" for event in events):
            return _built(db, progress)
        if ids:
            present = [known.profile for known in profiles.some(db, sorted(ids), agreed=True)]
            state.index.put(*present)
            state.index.remove(*(ids - {profile.id for profile in present}))
        return state.index


def _built(db: Database, progress: Callable[[int], None] | None) -> PeopleIndex:
    return PeopleIndex(concepts=vocabulary.concepts()).fit(_counted(profiles.everybody(db), progress))


def _counted(people: Iterable[Profile], progress: Callable[[int], None] | None) -> Iterator[Profile]:
    for count, profile in enumerate(people, start=1):
        yield profile
        if progress and count % 500 == 0:
            progress(count)


def _changed(events: Iterable[Row]) -> Iterator[str]:
    """The experts that events speak of: the subject, and the other one of a merge."""
    for event in events:
        yield event["id"]
        other = json.loads(event["detail"] or "{}").get("other")
        if isinstance(other, str):
            yield other
