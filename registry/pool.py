"""The pool: everybody who agreed to be matched, as an index in memory that follows the audit sequence."""

import json
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from graph.database import Database, Row
from matching import Evidence, Kind, PeopleIndex, Profile
from registry import audit
from registry.models.values import today

_KINDS = {
    "AUTHORED": Kind.AUTHORED,
    "LED": Kind.LED,
    "TOOK_PART": Kind.TOOK_PART,
    "INVENTED": Kind.INVENTED,
    "MADE": Kind.BUILT,
    "WON": Kind.AWARDED,
}
_TEXTS = ("summary_vi", "summary_en")
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
            present = list(profiles(db, sorted(ids), agreed=True))
            state.index.put(*present)
            state.index.remove(*(ids - {profile.id for profile in present}))
        return state.index


def profiles(db: Database, ids: Sequence[str], *, agreed: bool) -> Iterator[Profile]:
    """What the ranking may know of these people; with `agreed`, only of those who agreed to be matched."""
    return (_profile(row) for row in db.read("pool/some", ids=list(ids), agreed=agreed))


def _built(db: Database, progress: Callable[[int], None] | None) -> PeopleIndex:
    return PeopleIndex().fit(_counted(map(_profile, db.stream("pool/all")), progress))


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


def _profile(row: Row) -> Profile:
    claims = sorted(row["claims"], key=lambda claim: str(claim["id"]))
    return Profile(row["id"], tuple(_evidence(claim) for claim in claims))


def _evidence(claim: Row) -> Evidence:
    titles = [claim["title_vi"], claim["title_en"]]
    return Evidence(
        id=claim["id"],
        kind=_KINDS[claim["relation"]],
        title=". ".join(title for title in titles if title),
        text=" ".join(claim[name] for name in _TEXTS if claim[name]),
        on=last_day(claim["end_on"] or claim["start_on"]),
        amount=claim["amount"] if claim["currency"] == "USD" else None,
    )


def last_day(text: str | None) -> date | None:
    """The last day that a partial date can mean, though none after today: what a source left out ages nobody."""
    if not text:
        return None
    year, month, day = (*(int(part) for part in text.split("-")), 0, 0)[:3]
    if day:
        return date(year, month, day)
    following = date(year + 1, 1, 1) if month in (0, 12) else date(year, month + 1, 1)
    return min(date.fromordinal(following.toordinal() - 1), max(date(year, month or 1, 1), today()))
