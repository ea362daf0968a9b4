"""The pool: everybody who agreed to be matched, as an index in memory that follows the audit sequence."""

import hashlib
import inspect
import json
import math
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from graph.database import Database, Row
from graph.errors import GraphError
from graph.queries import text_of
from matching import PeopleIndex, Profile, prepare, storing
from matching.remembering import Remembering
from matching.storing import Fault, SnapshotRefused
from registry import audit, profiles
from registry.ranking import embedding, vocabulary

# Reading more changed people than this one by one costs more than reading everybody.
_MANY = 5000
# With so many people at most, the index is built anew within a second or two, and whoever asks waits for it.
QUICK = 20_000
# What changed is written, and weighed anew where it is much, so many seconds later, and at most this part of the time.
_PAUSE_S = 60.0
_WORK_SHARE = 0.05


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

    The first question maps the index that was kept in a folder, or builds it out of the graph; each further one reads
    what changed since, so that several processes stay in step without speaking to each other. A person added, changed
    or withdrawn by a single write is seen by the next question, always. What is imported in bulk into more than `quick`
    people is read in the background, while the people of before answer: the number of the state says so.

    The kept file holds personal data: it is readable by its owner only, and as soon as a question in any process finds
    that somebody in it withdrew or changed, it is deleted; a new one without them is written a minute later or so.
    """

    def __init__(self, folder: Path | None = None, *, quick: int = QUICK, encoder: Remembering | None = None) -> None:
        self._folder = folder
        self._encoder = encoder
        self._quick = quick
        self._lock = threading.Lock()
        self._state: State | None = None
        # Single writes are followed further than the state's number while a bulk is read in the background.
        self._seen = 0
        self._reading: threading.Thread | None = None
        self._keeping: threading.Timer | None = None
        self._pause = _PAUSE_S
        self._drops = 0

    def ready(self, db: Database) -> State:
        """Give the same as `now`, with search and reading compiled, so that nobody who asks later waits for that."""
        prepare()
        return self.now(db)

    def now(self, db: Database, *, progress: Callable[[int], None] | None = None) -> State:
        """The index with all that was written before this call.

        Args:
            progress: called while the index is built with the number of people read; where a language model is set,
                with the number of texts that it has read, which takes the time.
        """
        with self._lock:
            # The number is read first: what is written meanwhile is read again by the next call, never missed.
            seq = audit.head(db)
            if self._state is None:
                self._state = self._begun(db, seq, progress)
                self._seen = self._state.seq
            if not seq == self._seen == self._state.seq:
                self._state = self._followed(db, self._state, seq, progress)
                self._seen = seq
                self._keep_later(db)
            return self._state

    @property
    def model(self) -> str:
        """The digest of the language model of the feature `embedding`; empty where none is set."""
        return self._encoder.digest if self._encoder else ""

    @property
    def built(self) -> bool:
        """Whether the index stands, so that a question is answered at once."""
        return self._state is not None

    def settle(self, db: Database) -> None:
        """Wait for what is read in the background, and write the index into the folder now."""
        reading = self._reading
        if reading is not None:
            reading.join()
        self._keep(db)

    def _begun(self, db: Database, seq: int, progress: Callable[[int], None] | None) -> State:
        kept = self._kept(db, seq)
        if kept is not None:
            return kept
        self._keep_later(db)
        return State(self._built(db, progress), seq)

    def _followed(self, db: Database, state: State, seq: int, progress: Callable[[int], None] | None) -> State:
        events = db.read("audit/changed", after=self._seen)
        batches = [event for event in events if event["kind"] == "batch"]
        ids = set(_changed(event for event in events if event["kind"] != "batch"))
        behind = bool(batches) or state.seq != self._seen
        if len(ids) > _MANY or (behind and state.size + _rows(batches) <= self._quick):
            self._drop()
            return State(self._built(db, progress), seq)
        if ids:
            self._put(db, state.index, ids)
        if behind:
            self._read_again(db)
            return state
        return State(state.index, seq)

    def _built(self, db: Database, progress: Callable[[int], None] | None) -> PeopleIndex:
        # It never takes its weights anew by itself: whoever changes it would wait for that.
        index = PeopleIndex(compact_share=math.inf, concepts=vocabulary.concepts(), encoder=self._encoder)
        if self._encoder is None:
            return index.fit(_counted(profiles.everybody(db), progress))
        before = self._state.index.snapshot_.segments if self._state is not None else ()
        self._encoder.recall((segment.block.texts, segment.block.meanings) for segment in before)
        self._encoder.told = progress
        try:
            return index.fit(profiles.everybody(db))
        finally:
            self._encoder.told = None
            self._encoder.recall(())

    def _put(self, db: Database, index: PeopleIndex, ids: set[str]) -> None:
        if any(id in index or id in index.snapshot_.without_evidence for id in ids):
            self._drop()
        present = [known.profile for known in profiles.some(db, sorted(ids), agreed=True)]
        index.put(*present)
        index.remove(*(ids - {profile.id for profile in present}))

    def _read_again(self, db: Database) -> None:
        """Begin to read everybody in the background, unless that is under way."""
        if self._reading is None or not self._reading.is_alive():
            self._reading = threading.Thread(target=self._build, args=(db,), name="index", daemon=True)
            self._reading.start()

    def _build(self, db: Database) -> None:
        # Where the database is away, the next question begins again.
        with suppress(GraphError):
            seq = audit.head(db)
            index = self._built(db, None)
            with self._lock:
                # What was written since is read by the next question, once more where the old index had it.
                self._state, self._seen = State(index, seq), seq
                self._drop()
                self._keep_later(db)

    def kept_fault(self, db: Database) -> Fault | None:
        """Why the index that was kept in the folder cannot be used and is built anew; None where it can."""
        try:
            return None if self._loaded(db, audit.head(db)) else Fault.OTHER
        except SnapshotRefused as error:
            return error.fault

    def _kept(self, db: Database, head: int) -> State | None:
        """The index that was kept, where it is one of this database by this version."""
        with suppress(SnapshotRefused):
            return self._loaded(db, head)
        return None

    def _loaded(self, db: Database, head: int) -> State | None:
        if self._folder is not None:
            seq = storing.seq_of(self._folder)
            if seq <= head:
                index, _ = storing.load(
                    self._folder, of=_origin(db, seq), concepts=vocabulary.concepts(), encoder=self._encoder
                )
                return State(index, seq)
        return None

    def _drop(self) -> None:
        self._drops += 1
        if self._folder is not None:
            forget(self._folder)

    def _keep_later(self, db: Database) -> None:
        """Have the index kept, or its weights taken anew, in a while, unless that is to come."""
        keeping = self._keeping
        waiting = keeping is not None and keeping.is_alive() and keeping is not threading.current_thread()
        if not waiting and (self._folder is not None or (self._state is not None and _worn(self._state.index))):
            self._keeping = threading.Timer(self._pause, self._keep, args=(db,))
            self._keeping.daemon = True
            self._keeping.start()

    def _keep(self, db: Database) -> None:
        """Take the weights anew and write the index, while it goes on answering and following."""
        began = time.monotonic()
        with self._lock:
            state, drops = self._state, self._drops
        if state is None:
            return
        state.index.compact()
        # Where the database or the disk is away, what is written is missed only by the next start.
        with suppress(GraphError, OSError):
            if self._folder is not None:
                storing.save(state.index, self._folder, seq=state.seq, of=_origin(db, state.seq))
                embedding.forget(self._folder)
                # Another process may have deleted the file for somebody who is in what was just written.
                self.now(db)
        self._pause = max(_PAUSE_S, (time.monotonic() - began) / _WORK_SHARE)
        with self._lock:
            if drops != self._drops:
                self._drop()


def forget(folder: Path) -> None:
    """Delete what was kept in a folder of people's words and of what a model read of them."""
    storing.drop(folder)
    embedding.forget(folder)


def _worn(index: PeopleIndex) -> bool:
    return index.snapshot_.changed > PeopleIndex().compact_share * len(index)


def _origin(db: Database, seq: int) -> str:
    """What a kept index is made of: the code that makes profiles, and the chain of events up to a number."""
    rows = db.read("audit/events", after=seq - 1, limit=1)
    found = [row["event"]["hash"] for row in rows if row["event"]["seq"] == seq]
    code = inspect.getsource(profiles) + text_of("pool/some")
    return hashlib.sha256("".join([code, *found]).encode()).hexdigest()


def _rows(batches: Iterable[Row]) -> int:
    return sum(int(json.loads(event["detail"] or "{}").get("count", 0)) for event in batches)


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
